"""What an advocate chose and wrote for a brief: read from the form, with a problem for each field."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from werkzeug.datastructures import MultiDict

from cmm.domain.snapshot import EVERYWHERE
from cmm.services.published import PublishedSnapshot
from cmm.web.evidence.own_brief import OwnWords
from cmm.web.i18n import gettext as _
from cmm.web.i18n import number, words
from cmm.web.reading.figures import Figures
from cmm.web.reading.indicators import list_dimensions, list_standing_out

LONGEST = {"organisation": 120, "heading": 120, "introduction": 1500, "asks": 1000, "contact": 300}
"""Letters of each own text."""
MOST_INDICATORS = 12
"""Of one round: a brief with more is not read."""
FORMATS = ("pdf", "docx")


@dataclass(frozen=True, slots=True)
class RoundChoice:
    """One publication with what can be chosen of it (code, words) and what is chosen."""

    published: PublishedSnapshot
    title: str
    all_places: Sequence[tuple[str, str]]
    all_indicators: Sequence[tuple[str, Sequence[tuple[str, str]]]]
    places: Sequence[str]
    indicators: Sequence[str]

    @property
    def place_field(self) -> str:
        return f"places-{self.published.round_id}"

    @property
    def indicator_field(self) -> str:
        return f"indicators-{self.published.round_id}"


@dataclass(frozen=True, slots=True)
class BriefForm:
    """All that was chosen and written. `problems` are by field."""

    rounds: Sequence[RoundChoice]
    texts: Mapping[str, str]
    format: str
    problems: Mapping[str, str] = field(default_factory=dict)

    @property
    def own(self) -> OwnWords:
        return OwnWords(**self.texts)


def begin_form(published: Sequence[PublishedSnapshot]) -> BriefForm:
    """What stands there before anybody chose: all cities together, and what stands out."""
    return BriefForm([_suggest(each) for each in published], dict.fromkeys(LONGEST, ""), FORMATS[0])


def read_form(published: Sequence[PublishedSnapshot], sent: MultiDict[str, str]) -> BriefForm:
    """What was sent; unknown places and indicators are left out."""
    rounds = [_read_round(_suggest(each), sent) for each in published]
    texts = {name: _plain(sent.get(name, "")) for name in LONGEST}
    chosen = sent.get("format", "")
    problems = {**_round_problems(rounds), **_text_problems(texts)}
    if chosen not in FORMATS:
        problems["format"] = _("Choose the kind of file.")
    return BriefForm(rounds, texts, chosen, problems)


def _suggest(published: PublishedSnapshot) -> RoundChoice:
    figures = Figures(published.snapshot)
    dimensions = list_dimensions(figures, EVERYWHERE)
    every = [view.code for dimension in dimensions for view in dimension.indicators]
    standing_out = {view.code for view in list_standing_out(dimensions)} or set(every[:1])
    return RoundChoice(
        published,
        words(published.snapshot.title),
        [(EVERYWHERE, _("All cities")), *((unit.code, words(unit.names)) for unit in figures.units.values())],
        [(each.title, [(view.code, view.label) for view in each.indicators]) for each in dimensions],
        [EVERYWHERE],
        [code for code in every if code in standing_out],
    )


def _read_round(offered: RoundChoice, sent: MultiDict[str, str]) -> RoundChoice:
    places, indicators = sent.getlist(offered.place_field), sent.getlist(offered.indicator_field)
    return RoundChoice(
        offered.published,
        offered.title,
        offered.all_places,
        offered.all_indicators,
        [code for code, _name in offered.all_places if code in places],
        [code for _title, group in offered.all_indicators for code, _label in group if code in indicators],
    )


def _round_problems(rounds: Sequence[RoundChoice]) -> dict[str, str]:
    problems = {}
    for each in rounds:
        if not each.places:
            problems[each.place_field] = _("Choose at least one place.")
        if not each.indicators:
            problems[each.indicator_field] = _("Choose at least one finding.")
        elif len(each.indicators) > MOST_INDICATORS:
            told = _("Choose at most %(count)s findings: a brief has to be short.")
            problems[each.indicator_field] = told % {"count": MOST_INDICATORS}
    return problems


def _text_problems(texts: Mapping[str, str]) -> dict[str, str]:
    told = _("This text has %(length)s letters; at most %(most)s have room. Please make it shorter.")
    return {
        name: told % {"length": number(len(text)), "most": number(LONGEST[name])}
        for name, text in texts.items()
        if len(text) > LONGEST[name]
    }


def _plain(text: str) -> str:
    """A text without what no file may hold: control characters, and marks that nobody sees."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(letter for letter in lines if letter.isprintable() or letter == "\n").strip()
