"""What is wrong with an indicators file, said to its author, given the questionnaire it belongs to."""

from collections.abc import Iterator

from cmm.domain.disclosure.tables import NO_ANSWER, NOT_STATED
from cmm.domain.indicators.counted import CountedQuestion, Counting, build_counting
from cmm.domain.indicators.model import DIMENSIONS, DIRECTIONS, SHEET, TEXTS, Indicator, IndicatorSet
from cmm.domain.questionnaire.model import Questionnaire
from cmm.domain.questionnaire.problems import Problem


def check_indicators(indicator_set: IndicatorSet, questionnaire: Questionnaire) -> list[Problem]:
    """All findings: unknown questions, answers, dimensions; missing translations; answers in two groups; and
    so on.
    """
    counting = build_counting(questionnaire, indicator_set)
    counted = {question.name: question for question in counting.questions}
    return [
        *_check_names(counting),
        *_check_bands(indicator_set, questionnaire),
        *_check_breakdowns(indicator_set, counted),
        *_check_ids(indicator_set),
        *(
            problem
            for row, indicator in enumerate(indicator_set.indicators, start=1)
            for problem in _check_indicator(row, indicator, counted, questionnaire.languages)
        ),
    ]


def _problem(code: str, message: str, row: int | None = None) -> Problem:
    return Problem(code, message, SHEET, row)


def _check_names(counting: Counting) -> Iterator[Problem]:
    for question in counting.questions:
        if NO_ANSWER in question.answers:
            yield _problem("reserved", f"A choice of “{question.name}” has the reserved name “{NO_ANSWER}”.")


def _check_bands(indicator_set: IndicatorSet, questionnaire: Questionnaire) -> Iterator[Problem]:
    types = {question.name: question.type for question in questionnaire.questions()}
    for name, edges in indicator_set.bands.items():
        if types.get(name) not in ("integer", "decimal", "range"):
            yield _problem("unknown_question", f"Bands for “{name}”, which is not a question with numbers.")
        elif types[name] == "integer" and not all(isinstance(edge, int) for edge in edges):
            yield _problem("bands", f"The bands of “{name}” must be whole numbers, as its answers are.")


def _check_breakdowns(indicator_set: IndicatorSet, counted: dict[str, CountedQuestion]) -> Iterator[Problem]:
    for name, groups in indicator_set.breakdowns.items():
        question = counted.get(name)
        if question is None or "/" in name or question.is_routed:
            yield _problem("unknown_question", f"The breakdown “{name}” is not a counted question for all.")
            continue
        grouped = [answer for group in groups for answer in group.answers]
        for answer in grouped:
            if answer not in question.answers:
                yield _problem("unknown_answer", f"“{answer}” is not an answer of the breakdown “{name}”.")
        if len(set(grouped)) < len(grouped) or len({group.code for group in groups}) < len(groups):
            yield _problem("groups", f"A group or an answer stands twice in the breakdown “{name}”.")
        if NOT_STATED in {group.code for group in groups}:
            yield _problem("reserved", f"“{NOT_STATED}” cannot be a group of “{name}”; it is made by itself.")


def _check_ids(indicator_set: IndicatorSet) -> Iterator[Problem]:
    ids = [indicator.id for indicator in indicator_set.indicators]
    for name in sorted({each for each in ids if ids.count(each) > 1}):
        yield _problem("twice", f"There are several indicators “{name}”.", ids.index(name) + 1)


def _check_indicator(
    row: int, indicator: Indicator, counted: dict[str, CountedQuestion], languages: tuple[str, ...]
) -> Iterator[Problem]:
    question = counted.get(indicator.question)
    if question is None:
        message = f"“{indicator.id}”: “{indicator.question}” is not a counted question."
        yield _problem("unknown_question", message, row)
    else:
        yield from _check_answers(row, indicator, question)
    if indicator.dimension not in DIMENSIONS:
        yield _problem(
            "dimension", f"“{indicator.id}”: the dimension is one of {', '.join(DIMENSIONS)}.", row
        )
    if indicator.direction not in DIRECTIONS:
        yield _problem(
            "direction", f"“{indicator.id}”: the direction is one of {', '.join(DIRECTIONS)}.", row
        )
    if indicator.red_line is not None and not 0 <= indicator.red_line <= 100:
        yield _problem("red_line", f"“{indicator.id}”: the red line is a percentage from 0 to 100.", row)
    for text in TEXTS:
        if missing := [code for code in languages if not getattr(indicator, text).get(code)]:
            message = f"“{indicator.id}”: {text} is missing in {', '.join(missing)}."
            yield _problem("missing_translation", message, row)


def _check_answers(row: int, indicator: Indicator, question: CountedQuestion) -> Iterator[Problem]:
    for answer in (*indicator.numerator, *indicator.excludes):
        if answer not in question.answers:
            message = f"“{indicator.id}”: “{answer}” is not an answer of “{question.name}”."
            yield _problem("unknown_answer", message, row)
    if not indicator.numerator or set(indicator.numerator) & set(indicator.excludes):
        message = f"“{indicator.id}”: the numerator needs answers that are not excluded."
        yield _problem("numerator", message, row)
