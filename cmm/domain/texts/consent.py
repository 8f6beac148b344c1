"""What a person allowed to be done with a text of theirs, and which question asks for it.

The question `<text>_use` asks how the text `<text>` may be used. It says something about the text and nothing
about the service, so it is never counted: its counts would be a second draw of how many wrote something.
"""

from cmm.domain.answers import Answers
from cmm.domain.questionnaire.model import Questionnaire

LEVELS = ("count", "paraphrase", "quote")
"""What may be published of a text: its theme in a count, its meaning in other words, its own words. Each
allows what stands before it too; they are also the codes of the answers of the question `<text>_use`."""

WITHOUT_QUESTION = "paraphrase"
"""Where nobody is asked. The questionnaires promise then to pass on the meaning, never the exact words."""

_ENDING = "_use"


def find_allowed(questionnaire: Questionnaire, answers: Answers, text: str) -> str | None:
    """The highest of LEVELS that was allowed for the text question `text`; None if the text may not be read.

    Who was asked and did not answer, or answered with another code, allowed nothing.
    """
    asks = f"{text}{_ENDING}"
    if all(question.name != asks for question in questionnaire.questions()):
        return WITHOUT_QUESTION
    answer = answers.values.get(asks)
    return answer if isinstance(answer, str) and answer in LEVELS else None


def lower_level(one: str, other: str) -> str:
    """The one of two levels that allows less."""
    return min(one, other, key=LEVELS.index)


def asks_for_use(questionnaire: Questionnaire, name: str) -> bool:
    """Whether the question `name` asks how a text may be used."""
    texts = {question.name for question in questionnaire.questions() if question.type == "text"}
    return name.endswith(_ENDING) and name.removesuffix(_ENDING) in texts
