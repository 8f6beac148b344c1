"""What may be claimed from the figures of a place, and what may not: by access, response rate and size.

Two things decide it. Who could answer: a paper code drawn by one person gives one answer, an open link may
give several. And how many of the known clients did: from 80 of 100 the figures are nearly a count of all
clients (the Washington State Department of Health draws the same line), below it they are a part of them.
Only published numbers are used.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from cmm.domain.disclosure.policy import SMALLEST_GROUP, WORDS_BELOW
from cmm.domain.precision import how_many_more, response_rate, rounding_points
from cmm.domain.snapshot import EVERYWHERE, by_open_link
from cmm.web.i18n import gettext as _
from cmm.web.i18n import ngettext, number
from cmm.web.reading.figures import Figures

NEARLY_ALL, MOST = 80, 50
"""From these response rates in percent on: nearly a count of all clients; more than half of them."""


@dataclass(frozen=True, slots=True)
class Claims:
    """Sentences for readers. `basis` says on what the figures rest, `more_needed` what more answers would
    bring; `may` and `may_not` are advice for whoever quotes the figures, `limits` what they leave out.
    `open_range` says what a range means where anybody could answer by an open link; else it is empty.
    """

    basis: str
    may: tuple[str, ...]
    may_not: tuple[str, ...]
    limits: tuple[str, ...]
    more_needed: str
    open_range: str = ""


@dataclass(frozen=True, slots=True)
class _Ground:
    """The published numbers that decide what may be claimed."""

    answered: int
    known: int | None
    population: int | None
    rate: int | None
    open_link: bool
    units: int
    whole: bool

    @property
    def of_all_clients(self) -> bool:
        """Whether a share may be said about all clients, with its range: nobody answered twice, nearly all
        did.
        """
        return not self.open_link and self.rate is not None and NEARLY_ALL <= self.rate <= 100


def build_claims(figures: Figures, place: str) -> Claims:
    """The claims of `place`: a unit of the snapshot or EVERYWHERE."""
    units = figures.list_units(place)
    answered, known = sum(unit.answered for unit in units), figures.known_clients(place)
    ground = _Ground(
        answered=answered,
        known=known,
        population=figures.population(place),
        rate=response_rate(answered, known),
        open_link=by_open_link(figures.snapshot),
        units=len(units),
        whole=place == EVERYWHERE,
    )
    return Claims(
        basis=" ".join((_rate_words(ground), _access_words(ground))),
        may=tuple(_may(ground)),
        may_not=tuple(_may_not(ground)),
        limits=tuple(_limits(ground)),
        more_needed=_more_needed(ground),
        open_range=_open_range() if ground.open_link else "",
    )


def _rate_words(ground: _Ground) -> str:
    if ground.known is None or ground.rate is None:
        told = ngettext(
            "About %(num)s person answered; how many clients there are is not known.",
            "About %(num)s people answered; how many clients there are is not known.",
            ground.answered,
        )
        return told % {"num": number(ground.answered)}
    sentence = _link_sentence() if ground.open_link else _rate_sentence(ground.rate)
    return sentence % {
        "answers": number(ground.answered),
        "clients": number(ground.known),
        "rate": ground.rate,
    }


def _link_sentence() -> str:
    """With an open link the answers are no share of the clients."""
    return _("There are about %(answers)s answers, and %(clients)s known clients.")


def _rate_sentence(rate: int) -> str:
    if rate > 100:
        return _(
            "There are more answers (about %(answers)s) than known clients (%(clients)s): the number of "
            "clients is out of date."
        )
    if rate >= NEARLY_ALL:
        return _(
            "About %(answers)s of %(clients)s known clients answered, about %(rate)s of 100: this is nearly "
            "a count of all clients."
        )
    if rate >= MOST:
        return _(
            "About %(answers)s of %(clients)s known clients answered, about %(rate)s of 100: at least half, "
            "but not all."
        )
    return _(
        "About %(answers)s of %(clients)s known clients answered, about %(rate)s of 100: fewer than half."
    )


def _access_words(ground: _Ground) -> str:
    if ground.open_link:
        return _(
            "They came by an open link: whoever had it could answer, and we cannot rule out that somebody "
            "answered twice or is not a client."
        )
    return _("Each answer took a one-time paper code: one code, one answer.")


def _may(ground: _Ground) -> Iterator[str]:
    if ground.answered < WORDS_BELOW:
        yield _("Say it in words, “about a third of those who answered”, not in percent.")
    elif ground.of_all_clients:
        yield _(
            "Say “about … of 100 clients”, together with the range: it holds for all clients in treatment."
        )
    else:
        yield _("Say “about … of 100 of those who answered”, together with the range.")
    yield _(
        "Wherever it does not say “few or none”, you can say that it did happen here: rounding never makes "
        "somebody out of nobody."
    )
    yield _("Call a difference sure only where the two ranges do not overlap.")


def _may_not(ground: _Ground) -> Iterator[str]:
    if not ground.of_all_clients:
        yield _("Do not say “of all clients”: those who did not answer may see it differently.")
    if ground.open_link:
        yield _("Do not use it alone as proof: let a round with paper codes confirm it.")
    if ground.whole:
        yield _("Do not rank cities by these figures.")
    yield _("Do not guess who answered, and do not use the figures against a single person.")


def _limits(ground: _Ground) -> Iterator[str]:
    yield _(
        "Only people who use the service now could answer. Those who left, were turned away or are in "
        "prison are not here, so life may be harder than these figures."
    )
    yield _(
        "These are people's own accounts of what happened to them. They were not compared with medical "
        "records."
    )
    yield _(
        "Counts are rounded to fives so that nobody can be recognised. In a small city a difference of one "
        "step may be only rounding."
    )
    if ground.whole:
        yield _("Cities are not ranked: where the intervals overlap, we cannot say that one is better.")
    yield _(
        "The figures say what happened and how often. They do not say why, and they accuse no single person."
    )


def _more_needed(ground: _Ground) -> str:
    """How many more answers would bring plus or minus 10 points, and what rounding does at this size."""
    more = how_many_more(ground.answered, ground.population)
    if more:
        told = ngettext(
            "About %(num)s more answer would bring chance down to plus or minus 10 points.",
            "About %(num)s more answers would bring chance down to plus or minus 10 points.",
            more,
        ) % {"num": number(more)}
    else:
        told = _("There are enough answers to bring chance down to plus or minus 10 points.")
    return f"{told} {_rounding_words(ground)}"


def _open_range() -> str:
    return _(
        "“Between … and … of 100” is how far chance and rounding may have moved the share. It does not count "
        "on the number of known clients, because other people could answer too, or one person twice."
    )


def _rounding_words(ground: _Ground) -> str:
    if ground.answered < SMALLEST_GROUP:
        return ""
    points = rounding_points(ground.answered, ground.units)
    told = ngettext(
        "The rounding that protects people can move a share here by up to %(num)s point.",
        "The rounding that protects people can move a share here by up to %(num)s points.",
        points,
    )
    return told % {"num": points}
