"""What a request asks for: its parameters, checked; each one that is wrong is refused by name."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from flask import request
from werkzeug.exceptions import BadRequest

from cmm.domain.language import SCREEN_LANGUAGES
from cmm.web.i18n import gettext as _

MOST = 500
"""Items in one answer."""
FURTHEST = 1_000_000
ALWAYS = ("language", "limit", "offset")
WHOLE = re.compile(r"0|[1-9][0-9]{0,6}")
PLACE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_+-]{0,599}")
DIMENSIONS = ("availability", "accessibility", "acceptability", "affordability", "quality")


class WrongParameter(BadRequest):
    """A parameter is unknown, stands twice, or has a value that it cannot have; `allowed` are the right
    ones where they can be listed.
    """

    def __init__(self, parameter: str, message: str, allowed: Sequence[str] = ()) -> None:
        super().__init__(message)
        self.parameter = parameter
        self.message = message
        self.allowed = tuple(allowed)


@dataclass(frozen=True, slots=True)
class Asked:
    """`language` is None for labels in all languages, `place` and `dimension` are None for all."""

    language: str | None
    limit: int
    offset: int
    place: str | None = None
    dimension: str | None = None

    @property
    def spoken(self) -> tuple[str, ...]:
        """The languages of words that are made here."""
        return (self.language,) if self.language else SCREEN_LANGUAGES

    @property
    def everything(self) -> bool:
        """Whether nothing but the language was asked for, so that the answer is worth keeping."""
        return (self.limit, self.offset, self.place, self.dimension) == (MOST, 0, None, None)


def read_asked(*allowed: str) -> Asked:
    """The parameters of this request, of which those in `allowed` may be there. Raises WrongParameter."""
    for name, values in request.args.lists():
        if name not in allowed:
            raise WrongParameter(name, _("This parameter is not known here."), allowed)
        if len(values) > 1:
            raise WrongParameter(name, _("This parameter stands more than once."))
    return Asked(
        language=_one_of("language", SCREEN_LANGUAGES),
        limit=_whole("limit", MOST, least=1, most=MOST),
        offset=_whole("offset", 0, least=0, most=FURTHEST),
        place=_place("place"),
        dimension=_one_of("dimension", DIMENSIONS),
    )


def _one_of(name: str, allowed: Sequence[str]) -> str | None:
    value = request.args.get(name)
    if value is None or value in allowed:
        return value
    raise WrongParameter(name, _("This value is not one of those that are possible."), allowed)


def _whole(name: str, default: int, *, least: int, most: int) -> int:
    value = request.args.get(name)
    if value is None:
        return default
    if WHOLE.fullmatch(value) and least <= int(value) <= most:
        return int(value)
    words = _("This must be a whole number from %(least)s to %(most)s.") % {"least": least, "most": most}
    raise WrongParameter(name, words)


def _place(name: str) -> str | None:
    value = request.args.get(name)
    if value is None or PLACE.fullmatch(value):
        return value
    raise WrongParameter(name, _("This is not the code of a place."))
