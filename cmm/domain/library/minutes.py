"""How long a questionnaire takes to answer: an estimate from its words, before anybody has answered it.

Two things take time: reading and answering. Reading: the words of labels, hints and choices at the speed of
somebody who reads calmly on a phone. A choice list that was read once is only glanced at when it comes again.
Answering: some seconds for each kind of answer. A question that only some people are asked counts half.

The speeds are assumptions on the slow side of what studies of silent reading find (adults, 150 to 250 words a
minute; fewer, longer words in Kazakh). Time some real people and correct them here.
"""

from collections.abc import Iterator, Mapping

from cmm.domain.language import in_language
from cmm.domain.questionnaire.model import Item, Question, Questionnaire
from cmm.domain.questionnaire.question_types import get_question_type

WORDS_PER_MINUTE: Mapping[str, int] = {"en": 200, "ru": 180, "kk": 150}
OTHER_SPEED = 160
"""Words a minute in a language that has no entry."""
SECONDS: Mapping[str, float] = {
    "choice": 3,
    "choices": 6,
    "whole_number": 5,
    "number": 5,
    "text": 10,  # most people leave it empty; who writes takes a minute
    "date": 6,
    "tick": 2,
    "computed": 0,
    "nothing": 0,
}
GLANCE = 0.2
"""The share of a known choice list that is read again."""
ASKED_OF_SOME = 0.5


def estimate_minutes(questionnaire: Questionnaire, language: str) -> float:
    """Minutes to answer a questionnaire in one of its languages, by somebody who goes on after the door."""
    return sum(_seconds(questionnaire, language)) / 60


def estimate_longest(questionnaire: Questionnaire) -> int:
    """Whole minutes in the language that takes longest: what a questionnaire promises."""
    return round(max(estimate_minutes(questionnaire, language) for language in questionnaire.languages))


def _seconds(questionnaire: Questionnaire, language: str) -> Iterator[float]:
    per_word = 60 / WORDS_PER_MINUTE.get(language, OTHER_SPEED)
    known: set[str] = set()
    for question, share in _asked(questionnaire.items):
        words = sum(
            _count(in_language(text, language, questionnaire.default_language))
            for text in (question.label, question.hint)
        )
        choices = sum(
            _count(in_language(choice.label, language, questionnaire.default_language))
            for choice in questionnaire.choices_of(question)
        )
        read = words + choices * (GLANCE if question.list_name in known else 1)
        if question.list_name:
            known.add(question.list_name)
        yield share * (read * per_word + SECONDS[get_question_type(question.type).stores])


def _asked(items: tuple[Item, ...], depth: int = 0, share: float = 1.0) -> Iterator[tuple[Question, float]]:
    """Each question with the share of people who are asked it.

    The outermost groups stand behind the door, which nearly everybody passes: their conditions do not count.
    """
    for item in items:
        here = share if item.relevant is None else ASKED_OF_SOME
        if isinstance(item, Question):
            yield item, here
        else:
            yield from _asked(item.items, depth + 1, here if depth else share)


def _count(text: str) -> int:
    return len(text.split())
