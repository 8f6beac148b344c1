"""How hard the words of a questionnaire are to read: by the length of its sentences and of its words.

No formula of readability is established for Kazakh, and those for Russian and English cannot be compared. Two
lengths that all of them are built from can be measured in every language, so these are bounded by a test.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from cmm.domain.questionnaire.model import Group, Item, Questionnaire, Repeat

_SENTENCE = re.compile(r"[.!?…:;](?:\s|$)")
_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")


@dataclass(frozen=True, slots=True)
class ReadingEase:
    """`sentence` is the mean number of words in a sentence, `longest` the most; `word` is the mean number of
    letters in a word.
    """

    sentence: float
    longest: int
    word: float


def measure_reading_ease(questionnaire: Questionnaire, language: str) -> ReadingEase:
    """The ease of a questionnaire in one language: sentences of labels and hints, words of the answers as
    well.
    """
    sentences = list(_split(_of_items(questionnaire.items, language)))
    answers = (
        choice.label.get(language, "") for choices in questionnaire.choices.values() for choice in choices
    )
    words = [word for sentence in (*sentences, *_split(answers)) for word in sentence]
    if not sentences:
        return ReadingEase(0, 0, 0)
    lengths = [len(sentence) for sentence in sentences]
    letters = sum(map(len, words)) / len(words)
    return ReadingEase(sum(lengths) / len(lengths), max(lengths), letters)


def _split(texts: Iterable[str]) -> Iterator[list[str]]:
    """The words of each sentence."""
    for text in texts:
        for part in _SENTENCE.split(text):
            if words := _WORD.findall(part):
                yield words


def _of_items(items: tuple[Item, ...], language: str) -> Iterator[str]:
    for item in items:
        yield item.label.get(language, "")
        if isinstance(item, Group | Repeat):
            yield from _of_items(item.items, language)
        else:
            yield item.hint.get(language, "")
