"""The full table of every question, for one place, with all units side by side where that is readable."""

from collections.abc import Iterator
from dataclasses import dataclass

from cmm.domain.disclosure.tables import NO_ANSWER
from cmm.domain.precision import shows_full_scale
from cmm.domain.snapshot import EVERYWHERE
from cmm.web.i18n import gettext as _
from cmm.web.i18n import words
from cmm.web.reading.figures import Counts, Figures, Json
from cmm.web.reading.indicators import reason_words
from cmm.web.reading.shares import Share, build_share, nothing_to_say

Answer = tuple[str, tuple[str, ...]]
"""What a row is called, and the codes of the answers it holds."""


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """One answer (or group of neighbouring answers) with its share; `beside` is the whole round's."""

    label: str
    share: Share
    beside: Share | None


@dataclass(frozen=True, slots=True)
class UnitRow:
    """One unit (first the whole round) with the shares of all answers.

    A single share that is not `known` tells why there are none.
    """

    name: str
    of: int
    shares: tuple[Share, ...]


@dataclass(frozen=True, slots=True)
class QuestionView:
    """One question in one place.

    `columns` are the labels over `units`; `reason` stands where nothing is published.
    """

    name: str
    label: str
    group: str
    of: int
    grouped: bool
    rows: tuple[AnswerRow, ...]
    columns: tuple[str, ...]
    units: tuple[UnitRow, ...]
    reason: str = ""


def list_questions(figures: Figures, place: str) -> list[QuestionView]:
    """Every question with a table, in the order of the questionnaire."""
    return [
        build_question(figures, question, place)
        for name, question in figures.questions.items()
        if name in figures.snapshot.tables
    ]


def build_question(figures: Figures, question: Json, place: str) -> QuestionView:
    """The table of one question in `place` (a unit or EVERYWHERE)."""
    counts = figures.find_counts(question["name"], place)
    columns, units = _side_by_side(figures, question) if place == EVERYWHERE else ((), ())
    rows, grouped = _rows(figures, question, place, counts) if counts else ((), False)
    reason = "" if counts else reason_words(figures.find_reason(question["name"], place))
    return QuestionView(
        question["name"],
        words(question["label"]),
        words(question["group"] or {}),
        counts.of if counts else 0,
        grouped,
        rows,
        columns,
        units,
        reason,
    )


def list_answers(question: Json, *, grouped: bool) -> list[Answer]:
    """The rows of a question's table, "no answer" last; a five-point scale may be put in three groups."""
    answers: list[Answer] = [(words(answer["label"]), (answer["code"],)) for answer in question["answers"]]
    if grouped:
        return [_join(answers[0], answers[1]), answers[2], _join(answers[3], answers[4]), *answers[5:]]
    return answers


def is_grouped(question: Json, of: int) -> bool:
    """Whether a five-point question rests on too few answers for its five points."""
    points = [answer for answer in question["answers"] if answer["code"] != NO_ANSWER]
    return bool(question["likert"]) and len(points) == 5 and not shows_full_scale(of)


def answer_shares(figures: Figures, answers: list[Answer], counts: Counts, place: str) -> tuple[Share, ...]:
    """The share of each answer among all who were asked."""
    population = figures.population(place)
    sums = [sum(counts.by_answer.get(code, 0) for code in codes) for _label, codes in answers]
    return tuple(build_share(count, counts.of, units=counts.units, population=population) for count in sums)


def _rows(figures: Figures, question: Json, place: str, counts: Counts) -> tuple[tuple[AnswerRow, ...], bool]:
    grouped = is_grouped(question, counts.of)
    answers = list_answers(question, grouped=grouped)
    shares = answer_shares(figures, answers, counts, place)
    beside: tuple[Share | None, ...] = (None,) * len(shares)
    everywhere = figures.find_counts(question["name"], EVERYWHERE)
    if place != EVERYWHERE and everywhere:
        beside = answer_shares(figures, answers, everywhere, EVERYWHERE)
    labels = [label for label, _codes in answers]
    return tuple(AnswerRow(*row) for row in zip(labels, shares, beside, strict=True)), grouped


def _side_by_side(figures: Figures, question: Json) -> tuple[tuple[str, ...], tuple[UnitRow, ...]]:
    name = question["name"]
    grouped = any(is_grouped(question, of) for of in figures.snapshot.tables[name].bases.values())
    answers = list_answers(question, grouped=grouped)
    return tuple(label for label, _codes in answers), tuple(_unit_rows(figures, name, answers))


def _unit_rows(figures: Figures, name: str, answers: list[Answer]) -> Iterator[UnitRow]:
    places = {EVERYWHERE: _("All cities")} | {code: words(unit.names) for code, unit in figures.units.items()}
    for code, place_name in places.items():
        counts = figures.find_counts(name, code)
        if counts is None:
            shares: tuple[Share, ...] = (nothing_to_say(reason_words(figures.find_reason(name, code))),)
        else:
            shares = answer_shares(figures, answers, counts, code)
        yield UnitRow(place_name, counts.of if counts else 0, shares)


def _join(first: Answer, second: Answer) -> Answer:
    label = _("%(first)s or %(second)s") % {"first": first[0], "second": second[0].lower()}
    return label, (*first[1], *second[1])
