"""From responses to exact counts, in memory."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from cmm.domain.answers import Answers
from cmm.domain.coded import CodedResponses, Found, Origin, ResponseCoder, State, code_answers
from cmm.domain.disclosure.tables import NO_ANSWER, NOT_ASKED, NOT_STATED, CrossTable, FrequencyTable
from cmm.domain.indicators.counted import CountedQuestion, Counting, build_counting
from cmm.domain.indicators.model import AnswerGroup, IndicatorSet
from cmm.domain.questionnaire.model import Questionnaire


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
    coder = ResponseCoder(questionnaire, today=today)
    coded = code_answers(coder, ((Origin(leaf, None, today), answers) for leaf, answers in responses))
    return count_responses(questionnaire, indicator_set, coded).tables()


def count_responses(
    questionnaire: Questionnaire, indicator_set: IndicatorSet, coded: CodedResponses
) -> "Counts":
    """What tables and breakdowns are made from; the city of a response is its leaf."""
    counting = build_counting(questionnaire, indicator_set)
    return Counts(coded.part(_has_passed(counting, coded)), counting.questions, indicator_set)


@dataclass(frozen=True, slots=True)
class Counts:
    """The responses past the door, and how they are counted."""

    coded: CodedResponses
    questions: Sequence[CountedQuestion]
    indicator_set: IndicatorSet

    def tables(self) -> list[FrequencyTable]:
        """One table per counted question."""
        leaves = sorted({origin.city_id for origin in self.coded.origins})
        places = {leaf: place for place, leaf in enumerate(leaves)}
        leaf = self.coded.look_up_origin(lambda origin: places[origin.city_id])
        present = [leaves[place] for place in np.unique(leaf)]
        return [
            FrequencyTable(question.name, codes_of(question), {name: rows[places[name]] for name in present})
            for question in self.questions
            for rows in [self._count(leaf, len(leaves), question)]
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

    def _count(self, by: Found, groups: int, question: CountedQuestion) -> list[tuple[int, ...]]:
        """Counts of a question's categories for each value of `by`, which is from 0 to `groups` - 1."""
        width = len(question.answers) + 2
        places = by.astype(np.int64) * width + self._places(question)
        table = np.bincount(places, minlength=groups * width).reshape(groups, width)
        return [tuple(int(count) for count in row[: len(codes_of(question))]) for row in table]

    def _places(self, question: CountedQuestion) -> Found:
        return self.coded.look_up(question.question.name, lambda state: _place(question, state)).astype(
            np.int64
        )

    def _cross_table(self, by: CountedQuestion, question: CountedQuestion) -> CrossTable:
        groups = list_groups(by, self.indicator_set)
        codes = codes_of(by)
        counts = dict(zip(codes, self._count(self._places(by), len(by.answers) + 2, question), strict=False))
        inside = {answer for group in groups for answer in group.answers}
        members = {group.code: group.answers for group in groups}
        members[NOT_STATED] = tuple(code for code in codes if code not in inside)
        none = (0,) * len(codes_of(question))
        rows = (zip(none, *(counts[code] for code in answers), strict=True) for answers in members.values())
        summed = tuple(tuple(sum(column) for column in row) for row in rows)
        return CrossTable(by.name, tuple(members), members, question.name, codes_of(question), summed)


def list_groups(question: CountedQuestion, indicator_set: IndicatorSet) -> list[AnswerGroup]:
    """The groups of a breakdown question: as the indicators file recodes them, else one for each answer."""
    recoded = indicator_set.breakdowns.get(question.name)
    return list(recoded or (AnswerGroup(code, (code,), label) for code, label in question.answers.items()))


def codes_of(question: CountedQuestion) -> tuple[str, ...]:
    """The categories of a question's table, in order."""
    return (*question.answers, NO_ANSWER, *((NOT_ASKED,) if question.is_routed else ()))


def _has_passed(counting: Counting, coded: CodedResponses) -> Found:
    """Whether each response went past the door."""
    passed = np.full(len(coded), counting.routes.door is None)
    for question in counting.routes.behind:
        passed |= coded.look_up(question, lambda state: state.shown).astype(bool)
    return passed


def _place(question: CountedQuestion, state: State) -> int:
    """Where the answer stands in `codes_of`; by place, because a choice may be called as NOT_ASKED is."""
    if not state.shown:
        return len(question.answers) + 1
    if (
        state.value is None or state.value is False or state.value == "" or state.value == ()
    ):  # 0 is an answer
        return len(question.answers)
    return question.place_of(state.value)
