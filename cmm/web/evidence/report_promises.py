"""What was asked of offices, what they answered, and what clients said came of it."""

from collections.abc import Iterator

from cmm.web.evidence.blocks import Block, Cell, Heading, Paragraph, Quote, Table, Told
from cmm.web.evidence.material import Material
from cmm.web.evidence.promise_words import (
    counted_on_words,
    counters_words,
    list_promise_views,
    withdrawn_words,
)
from cmm.web.i18n import current_language, day, words
from cmm.web.i18n import gettext as _
from cmm.web.reading.promises import PromiseView, StepView


def promises(material: Material) -> Iterator[Block]:
    """A table of all requests, then the story of each; nothing when nothing was asked."""
    views = list_promise_views(material)
    if not views:
        return
    yield Heading(_("What was asked, and what came of it"))
    yield Paragraph(
        _(
            "“Said to be done” is what the office says. “Clients confirm it” is what the next round shows, "
            "when the difference is larger than chance."
        )
    )
    yield Paragraph(counters_words(material))
    yield _overview(material, views)
    yield Paragraph(counted_on_words(material), "quiet")
    yield Heading(_("Request by request"), 2)
    for view in views:
        yield from _story(material, view)


def _overview(material: Material, views: list[PromiseView]) -> Table:
    due = {each.promise_id: each.story.due_on for each in material.source.promises}
    rows: list[tuple[Cell, ...]] = []
    for view in views:
        awaited = due[view.promise_id]
        until = Told(day(awaited), view.age if view.overdue else "") if awaited else "–"
        rows.append((view.place, view.ask, view.office, view.state_words, until, _figures(view)))
    asked = _("Place"), _("What is asked"), _("To which office")
    head = (*asked, _("Where it stands"), _("Until when"), _("Figure then and later"))
    return Table(_("Requests, overdue first"), head, rows)


def _figures(view: PromiseView) -> Cell:
    if view.source.withdrawn:
        return withdrawn_words()
    return f"{words(view.source.label)}\n{view.outcome}" if view.outcome else view.finding


def _story(material: Material, view: PromiseView) -> Iterator[Block]:
    yield Heading(f"{view.place}: {view.ask}", 3)
    if view.source.invented:
        yield Paragraph(_("Invented answers. Do not quote."))
    if view.source.withdrawn:
        yield Paragraph(withdrawn_words())
    for step in view.steps:
        yield from _step(step, view)
    address = f"{material.source.address}/{current_language()}/promises/{view.promise_id}"
    yield Paragraph(address, "quiet")


def _step(step: StepView, view: PromiseView) -> Iterator[Block]:
    """What happened and when; words of people follow as they were written."""
    told = " ".join((f"{step.on}. {step.heading}.", *step.lines))
    if step.words and step.words != view.ask:
        yield Paragraph(told, "kept")
        yield Quote(step.words)
    else:
        yield Paragraph(told)
