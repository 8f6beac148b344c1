"""Who was asked a question, in all languages: the routes of the questionnaire as sentences."""

from cmm.domain.evidence.codebook import conditions_of
from cmm.domain.language import SCREEN_LANGUAGES
from cmm.domain.questionnaire.model import Questionnaire, Tree
from cmm.domain.questionnaire.question_types import get_question_type
from cmm.web.i18n import speaking
from cmm.web.paper.routes import Numbers, route_in_words


def who_was_asked(questionnaire: Questionnaire) -> dict[str, dict[str, str]]:
    """By language and question; without those that everybody was asked. Numbers are those of the paper."""
    asked = [each.name for each in questionnaire.questions() if get_question_type(each.type).is_asked]
    numbers = {name: number for number, name in enumerate(asked, start=1)}
    conditions = conditions_of(questionnaire)
    told: dict[str, dict[str, str]] = {}
    for language in SCREEN_LANGUAGES:
        with speaking(language):
            told[language] = {
                name: " ".join(_sentence(questionnaire, tree, numbers) for tree in trees)
                for name, trees in conditions.items()
                if trees
            }
    return told


def _sentence(questionnaire: Questionnaire, condition: Tree, numbers: Numbers) -> str:
    route = route_in_words(questionnaire, condition, numbers)
    return " ".join((route.lead, "; ".join(route.lines))).strip()
