"""One or two pages for the table of a meeting with a provider: what clients praise stands first.

Then what they ask for, requests that are open with their days, what was kept, and how this was done. Made of
one publication and the ledger; room is left for what the meeting agrees on.
"""

from collections.abc import Iterator
from datetime import date

from cmm.domain.evidence.crosswalk import read_crosswalk
from cmm.domain.snapshot import list_praised
from cmm.paths import data_dir
from cmm.services.published_promises import PublicPromise
from cmm.web.drawing.square import draw_square
from cmm.web.evidence.blocks import (
    Block,
    Cell,
    Document,
    Facts,
    Heading,
    Items,
    Paragraph,
    Picture,
    Table,
    Told,
)
from cmm.web.evidence.material import (
    Material,
    author_name,
    invented_banner,
    make_foot,
    read_material,
    tell_answers,
    tell_publication,
)
from cmm.web.evidence.source import PackSource
from cmm.web.i18n import current_language, day, words
from cmm.web.i18n import gettext as _
from cmm.web.reading.findings import build_finding
from cmm.web.reading.indicators import IndicatorView, build_indicator, list_dimensions, list_standing_out
from cmm.web.reading.promises import PromiseView, build_view

MOST_OPEN, MOST_KEPT = 6, 4
ROOM, LINE = 3, "\u2002\n\u2002"
"""Empty lines for what the meeting agrees on, high enough for a pen."""
KEPT = ("clients_confirm", "said_done")
OVER = (*KEPT, "taken_back")


def build_meeting_pack(source: PackSource, place: str, today: date) -> Document:
    """The pages about one unit of a publication, in the language that is spoken now. `source.promises` are
    those of the whole publication, overdue first; ages are counted on `today`.
    """
    material = read_material(source)
    name = words(material.figures.units[place].names)
    return Document(
        shape="brief",
        title=f"{name}: {words(source.questionnaire.title)}",
        over=_("For the meeting with the service"),
        language=current_language(),
        author=author_name(),
        subject=tell_publication(material),
        made_on=today,
        foot=make_foot(material),
        blocks=tuple(_blocks(material, place, today)),
        one_page=True,
    )


def _blocks(material: Material, place: str, today: date) -> Iterator[Block]:
    if material.invented:
        yield invented_banner()
    yield _facts(material, place)
    yield Heading(_("What clients praise"))
    yield from _praise(material, place)
    yield Heading(_("What we ask for"))
    yield from _asks(material, place)
    yield from _ledger(material, place, today)
    yield Heading(_("What we agreed on today"))
    head = (_("What"), _("Who"), _("Until when"), _("What would show it"))
    yield Table(_("To be filled in at the meeting"), head, [(LINE,) * len(head)] * ROOM)
    yield Heading(_("How this was done"))
    yield Items(_method())
    yield from _where_to_look(material, place)


def _facts(material: Material, place: str) -> Facts:
    unit = material.figures.units[place]
    answers = tell_answers(material, unit.answered, material.figures.known_clients(place))
    return Facts(((_("When"), material.period), (_("Answers"), answers)))


def _praise(material: Material, place: str) -> Iterator[Block]:
    praised = list_praised(material.source.published.snapshot, place)
    if not praised:
        yield Paragraph(
            _(
                "From these answers nothing can be called surely good. That does not mean that nothing is: "
                "a few more answers would tell more."
            )
        )
        return
    views = [build_indicator(material.figures, indicator, place) for indicator in praised]
    yield Items([_praised(view) for view in views])


def _praised(view: IndicatorView) -> Told:
    """What should not happen is praised for not happening, in these words."""
    label = view.label
    if view.direction == "less_is_better":
        label = _("Met nobody, or few: %(label)s") % {"label": label}
    return Told(label, build_finding(view).sentence)


def _asks(material: Material, place: str) -> Iterator[Block]:
    """What stands out in this place, with the activity that the question library proposes for it."""
    standing_out = list_standing_out(list_dimensions(material.figures, place))
    if not standing_out:
        yield Paragraph(_("There are too few answers to name what stands out."))
        return
    plan = read_crosswalk(data_dir("surveys"))
    described = {each["id"]: each for each in material.figures.content["indicators"]}
    asks: dict[str, list[str]] = {}
    for view in standing_out:
        activity = plan.find_activity(described[view.code])
        because = f"{view.label}. {build_finding(view).sentence}"
        asks.setdefault(words(activity.words) if activity else view.label, []).append(because)
    yield Items([Told(ask, "\n".join(because)) for ask, because in asks.items()], numbered=True)


def _ledger(material: Material, place: str, today: date) -> Iterator[Block]:
    """Requests of this place that are open, the overdue ones first, and what was kept."""
    cities = set(material.figures.units[place].cities)
    own = [
        (each, build_view(each, today))
        for each in material.source.promises
        if not cities.isdisjoint(each.city_ids)
    ]
    waiting = [(promise, view) for promise, view in own if view.state not in OVER]
    if waiting:
        yield Heading(_("Requests that are open"))
        yield _open_table(waiting[:MOST_OPEN])
        if len(waiting) > MOST_OPEN:
            yield Paragraph(_("The others stand on the page below."), "quiet")
    kept = [view for _promise, view in own if view.state in KEPT]
    if kept:
        yield Heading(_("What was kept, or is said to be done"))
        yield Items([Told(view.ask, _stands(view)) for view in kept[:MOST_KEPT]])


def _open_table(waiting: list[tuple[PublicPromise, PromiseView]]) -> Table:
    rows: list[tuple[Cell, ...]] = []
    for promise, view in waiting:
        due_on = promise.story.due_on
        rows.append((view.ask, view.office, Told(view.state_words, view.age), day(due_on) if due_on else "–"))
    head = (_("What is asked"), _("Of whom"), _("Where it stands"), _("Until when"))
    return Table(_("Overdue first"), head, rows)


def _stands(view: PromiseView) -> str:
    told = " · ".join((view.office, view.state_words))
    return f"{told}\n{view.outcome}" if view.outcome else told


def _method() -> list[str]:
    """The method in three lines."""
    return [
        _("People who use the service asked each other. The staff did not ask and did not see answers."),
        _(
            "Answers are anonymous. Published numbers are rounded and small cities are joined, so that "
            "nobody can be recognised."
        ),
        _(
            "Beside each share stands the range in which the truth most likely lies. The figures say what "
            "happened, not why, and accuse no single person."
        ),
    ]


def _where_to_look(material: Material, place: str) -> Iterator[Block]:
    address = f"{material.source.address}/{current_language()}/r/{material.source.published.round_id}/{place}"
    yield Picture(draw_square(address), address, small=True)
    lines = [
        _("All figures, requests and replies: %(address)s") % {"address": address},
        _("Your reply is printed word for word beside the request. You may reply at any time."),
    ]
    if material.source.contact:
        lines.append(_("Please send the reply here: %(contact)s") % {"contact": material.source.contact})
    yield Paragraph("\n".join(lines))
