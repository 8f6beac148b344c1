"""One share as the public reads it: never more exact than the published numbers allow."""

from dataclasses import dataclass

from babel.numbers import format_percent

from cmm.domain.disclosure.policy import SMALLEST_GROUP, WORDS_BELOW
from cmm.domain.precision import Interval, display_share, interval
from cmm.web.i18n import current_language, ngettext
from cmm.web.i18n import gettext as _

NO_IDEA = Interval(0, 100)


@dataclass(frozen=True, slots=True)
class Share:
    """`count` of `of`, both published multiples of 5, with the interval around it in whole percents.

    `text` is what may be claimed, `between` its uncertainty. `percent` is None where only words are allowed;
    `known` is False where not even words are.
    """

    count: int
    of: int
    text: str
    between: str = ""
    percent: int | None = None
    interval: Interval = NO_IDEA
    known: bool = True

    @property
    def base(self) -> str:
        """On how many answers it rests."""
        return ngettext("%(count)s answer", "%(count)s answers", self.of) % {"count": self.of}

    @property
    def exact(self) -> bool:
        """Whether it rests on enough answers to be drawn as a bar and not only as a range."""
        return self.of >= WORDS_BELOW

    @property
    def size(self) -> float:
        """The share itself, for comparing and drawing; never shown."""
        return self.count / self.of if self.of else 0.0


def build_share(count: int, of: int, *, units: int = 1, population: int | None = None) -> Share:
    """Word the share `count` of `of`, a sum over `units` units in which `population` clients are known."""
    if of < SMALLEST_GROUP:
        return nothing_to_say(_("too few answers to say"))
    around = interval(count, of, units=units, population=population)
    shown = display_share(count, of)
    between = "" if of < WORDS_BELOW else _between(count, of, around)
    if shown.percent is None:
        return Share(count, of, share_in_words()[shown.words or ""], between, None, around)
    text = _("about %(percent)s") % {"percent": show_percent(shown.percent)}
    return Share(count, of, text, between, shown.percent, around)


def nothing_to_say(reason: str) -> Share:
    """The place of a share that is not published, with the reason in words."""
    return Share(0, 0, reason, known=False)


def show_percent(percent: int) -> str:
    """A whole percentage as the language writes it: "40 %" or "40%"."""
    return str(format_percent(percent / 100, locale=current_language()))


def share_in_words() -> dict[str, str]:
    """What the codes of `cmm.domain.precision.share_words` say."""
    return {
        "few_or_none": _("few or none"),
        "a_small_part": _("a small part"),
        "about_a_quarter": _("about a quarter"),
        "about_a_third": _("about a third"),
        "about_half": _("about half"),
        "about_two_thirds": _("about two thirds"),
        "about_three_quarters": _("about three quarters"),
        "a_large_part": _("a large part"),
        "nearly_all": _("nearly all"),
    }


def _between(count: int, of: int, around: Interval) -> str:
    if count == 0:
        return _("at most %(high)s of 100") % {"high": around.high}
    if count == of:
        return _("at least %(low)s of 100") % {"low": around.low}
    return _("between %(low)s and %(high)s of 100") % {"low": around.low, "high": around.high}
