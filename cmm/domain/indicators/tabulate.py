"""From responses to exact counts, in memory."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd

from cmm.domain.answers import Answers, visible
from cmm.domain.disclosure.tables import NO_ANSWER, NOT_ASKED, NOT_STATED, CrossTable, FrequencyTable
from cmm.domain.indicators.counted import CountedQuestion, build_counting
from cmm.domain.indicators.model import AnswerGroup, IndicatorSet
from cmm.domain.questionnaire.model import Questionnaire

LEAF = "leaf"


class UncountedBreakdown(Exception):
    """A breakdown by a question that is not counted. Carries its name."""


def tabulate(
    questionnaire: Questionnaire,
    indicator_set: IndicatorSet,
    responses: Iterable[tuple[str, Answers]],
    *,
    today: date,
) -> list[FrequencyTable]:
    """One table per counted question, in reading order, with counts for each leaf that has responses.

    `responses` are pairs of leaf and answers in any order. `today` is the day that relevance and calculations
    see. People who stopped at the door are in no table.
    """
    return count_responses(questionnaire, indicator_set, responses, today=today).tables()


def count_responses(
    questionnaire: Questionnaire,
    indicator_set: IndicatorSet,
    responses: Iterable[tuple[str, Answers]],
    *,
    today: date,
) -> "Counts":
    """Go through the responses once; tables and breakdowns are then made from what was counted."""
    counting = build_counting(questionnaire, indicator_set)
    rows = []
    for leaf, answers in responses:
        shown = visible(questionnaire, answers, today=today)
        if counting.routes.has_passed(shown):
            rows.append((leaf, *(_place(question, answers, shown) for question in counting.questions)))
    names = [question.name for question in counting.questions]
    frame = pd.DataFrame.from_records(rows, columns=[LEAF, *names])
    return Counts(frame, counting.questions, indicator_set)


@dataclass(frozen=True, slots=True)
class Counts:
    """One row per response past the door: its leaf, and per question the place of the answer among the
    categories.
    """

    frame: pd.DataFrame
    questions: Sequence[CountedQuestion]
    indicator_set: IndicatorSet

    def tables(self) -> list[FrequencyTable]:
        """One table per counted question."""
        return [
            FrequencyTable(question.name, codes_of(question), self._by(LEAF, question))
            for question in self.questions
        ]

    def cross_tables(self, breakdowns: Sequence[str]) -> list[CrossTable]:
        """For each breakdown, one table per other question that is not routed, over all leaves together.

        Raises UncountedBreakdown.
        """
        counted = {question.name: question for question in self.questions}
        if unknown := [name for name in breakdowns if name not in counted]:
            raise UncountedBreakdown(unknown[0])
        return [
            self._cross_table(counted[name], question)
            for name in breakdowns
            for question in self.questions
            if not question.is_routed and question.question.name != counted[name].question.name
        ]

    def _by(self, column: str, question: CountedQuestion) -> dict[str, tuple[int, ...]]:
        """Counts of a question's categories for each value of `column`."""
        frame = self.frame
        table = pd.crosstab(frame[column], frame[question.name])
        table = table.reindex(columns=range(len(codes_of(question))), fill_value=0)
        rows = zip(table.index, table.to_numpy(), strict=True)
        return {str(value): tuple(int(count) for count in row) for value, row in rows}

    def _cross_table(self, by: CountedQuestion, question: CountedQuestion) -> CrossTable:
        groups = list_groups(by, self.indicator_set)
        codes = codes_of(by)
        counts = {codes[int(place)]: row for place, row in self._by(by.name, question).items()}
        inside = {answer for group in groups for answer in group.answers}
        members = {group.code: group.answers for group in groups}
        members[NOT_STATED] = tuple(code for code in codes if code not in inside)
        none = (0,) * len(codes_of(question))
        rows = (
            zip(none, *(counts.get(code, none) for code in answers), strict=True)
            for answers in members.values()
        )
        summed = tuple(tuple(sum(column) for column in row) for row in rows)
        return CrossTable(by.name, tuple(members), members, question.name, codes_of(question), summed)


def list_groups(question: CountedQuestion, indicator_set: IndicatorSet) -> list[AnswerGroup]:
    """The groups of a breakdown question: as the indicators file recodes them, else one for each answer."""
    recoded = indicator_set.breakdowns.get(question.name)
    return list(recoded or (AnswerGroup(code, (code,), label) for code, label in question.answers.items()))


def codes_of(question: CountedQuestion) -> tuple[str, ...]:
    """The categories of a question's table, in order."""
    return (*question.answers, NO_ANSWER, *((NOT_ASKED,) if question.is_routed else ()))


def _place(question: CountedQuestion, answers: Answers, shown: frozenset[str]) -> int:
    """Where the answer stands in `codes_of`; by place, because a choice may be called as NOT_ASKED is."""
    name = question.question.name
    value = answers.values.get(name)
    if name not in shown:
        return len(question.answers) + 1
    if value is None or value is False or value == "" or value == ():  # 0 is an answer
        return len(question.answers)
    return question.place_of(value)
