"""Figures of a snapshot: sums of published numbers, and all of them as rows for a table."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cmm.domain.disclosure.tables import NO_ANSWER
from cmm.domain.language import in_language
from cmm.domain.snapshot.read import PublishedTable, Snapshot

EVERYWHERE = "ALL"
"""The code of all units together; no city has it, because codes of cities are in small letters."""

COLUMNS = (
    "unit",
    "question",
    "answer",
    "count",
    "of",
    "unit_label",
    "question_label",
    "answer_label",
    "indicator",
    "dimension",
    "in_numerator",
    "in_denominator",
)
EVERYWHERE_WORDS = {"ru": "Все города", "kk": "Барлық қалалар", "en": "All cities"}

Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Figure:
    """An indicator's two published counts. The share is theirs; there is none when the denominator is 0."""

    numerator: int
    denominator: int


def indicator_figures(snapshot: Snapshot, indicator: Json, unit: str = EVERYWHERE) -> Figure | None:
    """Numerator and denominator of one of the snapshot's indicators in a unit, or in all published units.

    None if the question is withheld there.
    """
    table = snapshot.tables[indicator["question"]]
    if unit == EVERYWHERE:
        counts, of = _sums(table), table.total
    elif unit in table.counts:
        counts, of = table.counts[unit], table.bases[unit]
    else:
        return None
    by_answer = dict(zip(table.answers, counts, strict=True))
    left_out = {NO_ANSWER, *indicator["excludes"]}
    return Figure(
        sum(by_answer[answer] for answer in indicator["numerator"]),
        of - sum(by_answer[answer] for answer in left_out),
    )


def figure_rows(content: Json, language: str) -> Iterator[Sequence[str | int]]:
    """The heading COLUMNS, then one row per unit, question and answer; last the sums of all units ("ALL").

    The counts of one unit and question add up to `of`. A question of several indicators has their names,
    dimensions and marks (1 or 0) side by side, separated by spaces. What is withheld has no rows.
    The themes of texts have rows for all units only.
    """
    labels = {unit["code"]: in_language(unit["names"], language) for unit in content["units"]}
    questions = {question["name"]: question for question in content["questions"]}
    yield COLUMNS
    for table in content["tables"]:
        question = questions[table["question"]]
        words = {answer["code"]: in_language(answer["label"], language) for answer in question["answers"]}
        indicators = [each for each in content["indicators"] if each["question"] == table["question"]]
        for unit, label, counts, of in _rows_of(table, labels, in_language(EVERYWHERE_WORDS, language)):
            for answer, count in zip(table["answers"], counts, strict=True):
                texts = (label, in_language(question["label"], language), words[answer])
                yield (unit, table["question"], answer, count, of, *texts, *_marks(answer, indicators))
    yield from _theme_rows(content, language)


def _theme_rows(content: Json, language: str) -> Iterator[Sequence[str | int]]:
    """What texts are about: for all units together only, and in no indicator."""
    for table in content.get("themes", ()):
        label = in_language(table["label"], language)
        for answer, count in zip(table["answers"], table["counts"], strict=True):
            texts = (in_language(EVERYWHERE_WORDS, language), label, in_language(answer["label"], language))
            yield (EVERYWHERE, table["question"], answer["code"], count, table["of"], *texts, "", "", "", "")


def _sums(table: PublishedTable) -> tuple[int, ...]:
    return tuple(table.total_count(answer) for answer in table.answers)


def _rows_of(
    table: Json, labels: Mapping[str, str], everywhere: str
) -> Iterator[tuple[str, str, Sequence[int], int]]:
    rows = table["units"]
    for unit, label in labels.items():
        if unit in rows:
            yield unit, label, rows[unit]["counts"], rows[unit]["of"]
    if rows:
        sums = [sum(column) for column in zip(*(row["counts"] for row in rows.values()), strict=True)]
        yield EVERYWHERE, everywhere, sums, sum(sums)


def _marks(answer: str, indicators: Sequence[Json]) -> tuple[str, str, str, str]:
    in_numerator = (answer in each["numerator"] for each in indicators)
    in_denominator = (answer not in (NO_ANSWER, *each["excludes"]) for each in indicators)
    return (
        " ".join(each["id"] for each in indicators),
        " ".join(each["dimension"] for each in indicators),
        " ".join(str(int(mark)) for mark in in_numerator),
        " ".join(str(int(mark)) for mark in in_denominator),
    )
