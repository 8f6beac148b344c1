"""From responses to their texts, each with what is allowed, and nothing else."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from cmm.domain.answers import Answers
from cmm.domain.questionnaire.model import Questionnaire
from cmm.domain.texts.consent import find_allowed, lower_level
from cmm.domain.texts.keys import TextKeys


@dataclass(frozen=True, slots=True)
class AllowedText:
    """A text that may be read. `allowed` is the highest of LEVELS; `people` is how many wrote these words."""

    key: bytes
    text: str = field(repr=False)
    allowed: str
    people: int = 1


def read_texts(
    questionnaire: Questionnaire, responses: Iterable[Answers], question: str, keys: TextKeys
) -> Mapping[bytes, AllowedText]:
    """The texts of one question by key. Texts whose authors did not allow anything are not among them.

    Of several people who wrote the same, the one who allowed least decides.
    """
    allowed: dict[bytes, str] = {}
    texts: dict[bytes, str] = {}
    people: Counter[bytes] = Counter()
    for answers in responses:
        text, level = answers.values.get(question), find_allowed(questionnaire, answers, question)
        if isinstance(text, str) and text.strip() and level:
            key = keys.key_of(question, text)
            allowed[key] = lower_level(level, allowed.get(key, level))
            texts[key] = text
            people[key] += 1
    return {key: AllowedText(key, text, allowed[key], people[key]) for key, text in texts.items()}
