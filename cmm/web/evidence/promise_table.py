"""Requests and promises as a table of the pack: one row for each request, with the published figures."""

from cmm.domain.evidence.table import Cell, Column, Say, Table, date_column, text_column, whole_column
from cmm.domain.language import in_language
from cmm.domain.promises import Evidence
from cmm.services.published_promises import PublicFinding, PublicPromise
from cmm.web.evidence.source import PackSource

_COLUMNS: tuple[Column, ...] = (
    text_column("promise", "Code of the request"),
    text_column("place", "Code of the city, or of cities published together; ALL for all of them"),
    text_column("place_label", "Name of the place"),
    text_column("indicator", "Code of the indicator that the request rests on"),
    text_column("indicator_label", "What happened to people"),
    text_column("ask", "What was asked"),
    text_column("office", "The office that has to act now"),
    text_column("state", "Where the request stands; said_done is the word of the office"),
    date_column("asked_on", "Day on which the request became public"),
    date_column("due_on", "Day until which something is awaited; empty when nothing is"),
    text_column("asked_round", "Round whose figure the request rests on"),
    whole_column("asked_numerator", "Published count of those to whom it happened; empty when withdrawn"),
    whole_column("asked_denominator", "Published count of those who are counted; empty when withdrawn"),
    text_column("later_round", "The newest round that it was compared with"),
    whole_column("later_numerator", "The same count in the later round; empty when there is none"),
    whole_column("later_denominator", "The same count in the later round; empty when there is none"),
    text_column("later_result", "Comparison of the two: better, no_better or cannot_be_told"),
    text_column("address", "Page of the request with its whole story"),
)


def promise_table(source: PackSource, language: str, say: Say) -> Table:
    """Every request of the source; `say` has words for states and results."""
    rows = [_row(source.address, each, language, say) for each in source.promises]
    return Table("promises", "What was asked of offices, and what came of it", _COLUMNS, rows)


def _row(site: str, promise: PublicPromise, language: str, say: Say) -> tuple[Cell, ...]:
    finding, story = promise.finding, promise.story
    return (
        promise.promise_id,
        finding.place,
        in_language(finding.place_names, language),
        finding.indicator,
        in_language(finding.label, language),
        in_language(promise.asks, language),
        in_language(promise.bearer.names, language),
        say.get(promise.state, promise.state),
        story.asked_on.isoformat() if story.asked_on else None,
        story.due_on.isoformat() if story.due_on else None,
        finding.round_id,
        *_figures(finding, _newest_evidence(promise), say),
        f"{site}/{language}/promises/{promise.promise_id}",
    )


def _figures(finding: PublicFinding, evidence: Evidence | None, say: Say) -> tuple[Cell, ...]:
    """Figures that were withdrawn are not told, and nothing is compared with them."""
    if finding.withdrawn:
        return (None,) * 6
    if evidence is None:
        return finding.count, finding.of, None, None, None, None
    result = say.get(evidence.verdict, evidence.verdict)
    return finding.count, finding.of, evidence.round_id, *evidence.after, result


def _newest_evidence(promise: PublicPromise) -> Evidence | None:
    compared = [step.evidence for step in promise.steps if step.evidence]
    return compared[-1] if compared else None
