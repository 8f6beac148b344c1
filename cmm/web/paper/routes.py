"""Who answers a question, said in a sentence: "Only if you answered “Yes” to question 4"."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from babel.lists import format_list

from cmm.domain.language import in_language
from cmm.domain.questionnaire.expressions import references
from cmm.domain.questionnaire.model import Questionnaire, Tree
from cmm.domain.questionnaire.routes_in_words import Condition, Part, Route, find_route
from cmm.web.i18n import current_language
from cmm.web.i18n import gettext as _

Numbers = Mapping[str, int]
"""The printed number of each question, by its name."""


@dataclass(frozen=True, slots=True)
class RouteWords:
    """A sentence; with `lines` it ends in a colon and they follow, one below the other."""

    lead: str
    lines: Sequence[str] = ()


def route_in_words(questionnaire: Questionnaire, relevant: Tree, numbers: Numbers) -> RouteWords:
    """The route of a question or group in the language of the page; a general sentence where words fail."""
    route = find_route(questionnaire, relevant)
    if route is None:
        return _general(relevant, numbers)
    writer = _Writer(questionnaire, numbers, current_language())
    if not any(isinstance(part, Route) for part in route.parts):
        return RouteWords(_("Only if %(conditions)s.") % {"conditions": writer.joined(route)})
    lead = _("Only if all of this is true:") if route.joint == "and" else _("Only if some of this is true:")
    return RouteWords(lead, tuple(writer.part(part) for part in route.parts))


def _general(relevant: Tree, numbers: Numbers) -> RouteWords:
    known = sorted(numbers[name] for name in references(relevant) if name in numbers)
    if not known:
        return RouteWords(_("This is not for everybody: answer if it concerns you."))
    listed = format_list([str(number) for number in known], "standard", current_language())
    words = _("This is not for everybody: it depends on your answers before (number %(numbers)s).")
    return RouteWords(words % {"numbers": listed})


@dataclass(frozen=True, slots=True)
class _Writer:
    questionnaire: Questionnaire
    numbers: Numbers
    language: str

    def part(self, part: Part) -> str:
        return self.joined(part) if isinstance(part, Route) else self._condition(part)

    def joined(self, route: Route) -> str:
        clauses = [self.part(part) for part in route.parts]
        return self._list(clauses, "or" if route.joint == "or" else "standard")

    def _condition(self, condition: Condition) -> str:
        questions = self._list([str(self.numbers[name]) for name in condition.questions], "or")
        answers = self._list([self._answer(condition, choice) for choice in condition.choices], "or")
        return _clauses()[condition.operator] % {"questions": questions, "answers": answers}

    def _answer(self, condition: Condition, choice: str) -> str:
        """The words of a choice in quotation marks; a number as it is."""
        questions = {question.name: question for question in self.questionnaire.questions()}
        question = questions[condition.questions[0]]
        if question.type in ("integer", "decimal", "range"):
            return choice
        labels = {each.name: each.label for each in self.questionnaire.choices_of(question)}
        words = in_language(labels.get(choice, {}), self.language, self.questionnaire.default_language)
        return _("“%(words)s”") % {"words": words or choice}

    def _list(self, words: list[str], style: Literal["or", "standard"]) -> str:
        if style == "or" and len(words) > 1:  # CLDR's Kazakh «не» reads as the Russian "not"
            return _("%(first)s or %(last)s") % {"first": ", ".join(words[:-1]), "last": words[-1]}
        return str(format_list(words, "standard", self.language)) if words else ""


def _clauses() -> dict[str, str]:
    """What each operator says after "only if"; `questions` are numbers, `answers` quoted words."""
    return {
        "is": _("you answered %(answers)s to question %(questions)s"),
        "is_not": _("you did not answer %(answers)s to question %(questions)s"),
        "has": _("you ticked %(answers)s in question %(questions)s"),
        "has_not": _("you did not tick %(answers)s in question %(questions)s"),
        "answered": _("you answered question %(questions)s"),
        "empty": _("you left question %(questions)s empty"),
        "<": _("your answer to question %(questions)s is less than %(answers)s"),
        "<=": _("your answer to question %(questions)s is %(answers)s or less"),
        ">": _("your answer to question %(questions)s is more than %(answers)s"),
        ">=": _("your answer to question %(questions)s is %(answers)s or more"),
    }
