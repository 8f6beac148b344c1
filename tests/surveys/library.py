"""The questionnaires of the library, read once for all tests of them."""

from collections.abc import Iterator
from functools import cache

from cmm.domain.language import Translated
from cmm.domain.questionnaire.model import Item, Question, Questionnaire
from cmm.domain.questionnaire.survey_folder import Survey, list_surveys, read_survey
from cmm.paths import data_dir

SURVEYS = data_dir("surveys")
FORMS = [path.name for path in list_surveys(SURVEYS)]
LANGUAGES = ("ru", "kk", "en")


@cache
def survey(form_id: str) -> Survey:
    return read_survey(SURVEYS / form_id)


def questionnaire(form_id: str) -> Questionnaire:
    return survey(form_id).questionnaire


def list_texts(form: Questionnaire) -> list[tuple[str, Translated]]:
    """Everything that people read in a questionnaire, each text with the place where it stands."""
    choices = [
        (f"{name}: {choice.name}", choice.label) for name, found in form.choices.items() for choice in found
    ]
    return [*_of_items(form.items), *choices]


def _of_items(items: tuple[Item, ...]) -> Iterator[tuple[str, Translated]]:
    for item in items:
        yield item.name, item.label
        if not isinstance(item, Question):
            yield from _of_items(item.items)
            continue
        for part in ("hint", "constraint_message", "required_message"):
            if text := getattr(item, part):
                yield f"{item.name}, {part}", text
