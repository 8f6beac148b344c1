"""A questionnaire being filled in: what was sent so far and what it means."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from cmm.domain.answers import AnswerProblem, Answers, offered_choices, read_answers, record_of, visible
from cmm.domain.language import Translated, in_language
from cmm.domain.questionnaire.expressions import Record, is_true
from cmm.domain.questionnaire.model import Item, Question, Repeat
from cmm.domain.questionnaire.pages import Page, split_pages
from cmm.services.open_survey import OpenSurvey
from cmm.web.assets import asset_address, find_asset
from cmm.web.collect.labels import fill_references, value_in_words
from cmm.web.collect.sheet import Sheet, question_name


@dataclass(frozen=True, slots=True)
class Filling:
    """The survey, the sheet that was sent, the answers read from it, and all that is wrong with them.

    `visible` are the fields that are relevant now; a field in a repeat is called ``repeat.0.question``. A
    `whole` one is for the scripts: every question with every choice, and ``${name}`` left for them to fill.
    """

    survey: OpenSurvey
    sheet: Sheet
    language: str
    today: date
    pages: tuple[Page, ...]
    answers: Answers
    problems: tuple[AnswerProblem, ...]
    visible: frozenset[str]
    whole: bool = False

    def words(self, text: Translated, prefix: str = "") -> str:
        """A text of the questionnaire in the person's language, with earlier answers filled in."""
        questionnaire = self.survey.questionnaire
        own = in_language(text, self.language, questionnaire.default_language)
        if self.whole:
            return own
        return fill_references(own, self.record(prefix).values, questionnaire, self.language)

    def audio(self, question: Question) -> str:
        """The address of the question read aloud in the person's language; "" when there is no such file."""
        questionnaire = self.survey.questionnaire
        name = in_language(question.audio, self.language, questionnaire.default_language)
        media = f"media/{questionnaire.form_id}/{name}"
        return asset_address(media) if name and find_asset(media) else ""

    def record(self, prefix: str = "") -> Record:
        """What a question whose fields begin with `prefix` ("trip.0.") can refer to."""
        repeat, _dot, index = prefix.rstrip(".").rpartition(".")
        return record_of(self.answers, today=self.today, repeat=repeat, index=int(index or 0))

    def is_required(self, question: Question, prefix: str) -> bool:
        if self.whole or question.required is None:
            return question.required is not None
        return is_true(question.required, self.record(prefix))

    def choices(self, question: Question, prefix: str) -> Sequence[tuple[str, str]]:
        """Names and labels of the choices offered now, in order."""
        questionnaire = self.survey.questionnaire
        if self.whole:
            offered = questionnaire.choices_of(question)
        else:
            offered = offered_choices(questionnaire, question, self.record(prefix))
        return [(choice.name, self.words(choice.label, prefix)) for choice in offered]


def begin_filling(survey: OpenSurvey, sheet: Sheet, *, language: str, today: date) -> Filling:
    """Read what was sent."""
    answers, problems = read_answers(survey.questionnaire, sheet.answers, today=today)
    return Filling(
        survey=survey,
        sheet=sheet,
        language=language,
        today=today,
        pages=split_pages(survey.questionnaire),
        answers=answers,
        problems=tuple(problems),
        visible=visible(survey.questionnaire, _with_one_more(answers, sheet.add), today=today),
    )


def whole_filling(survey: OpenSurvey, *, language: str) -> Filling:
    """The questionnaire with nothing answered and everything shown, one instance of each repeat."""
    return Filling(
        survey=survey,
        sheet=Sheet(),
        language=language,
        today=survey.opened_on,
        pages=split_pages(survey.questionnaire),
        answers=Answers(),
        problems=(),
        visible=frozenset(_all_fields(survey.questionnaire.items, "")),
        whole=True,
    )


def given_answers(filling: Filling) -> Iterator[tuple[str, str]]:
    """Question and answer in words, for the last look: everything relevant that was asked."""
    questionnaire = filling.survey.questionnaire
    questions = {question.name: question for question in questionnaire.questions()}
    for field in _in_reading_order(filling.visible, list(questions)):
        prefix, name = field[: field.rfind(".") + 1], question_name(field)
        if questions[name].type != "note":
            value = filling.record(prefix).values.get(name)
            words = value_in_words(value, questions[name], questionnaire, filling.language)
            yield filling.words(questions[name].label, prefix), words


def _all_fields(items: Sequence[Item], prefix: str) -> Iterator[str]:
    for item in items:
        if isinstance(item, Question):
            yield prefix + item.name
        else:
            yield from _all_fields(item.items, f"{item.name}.0." if isinstance(item, Repeat) else prefix)


def _with_one_more(answers: Answers, repeat: str) -> Answers:
    """The answers with an empty instance of `repeat`, so that its questions count as asked."""
    if not repeat:
        return answers
    instances = answers.repeats.get(repeat) or ({},)
    return Answers(answers.values, {**answers.repeats, repeat: (*instances, {})})


def _in_reading_order(fields: frozenset[str], names: list[str]) -> list[str]:
    """Fields of questions in the order of the form; the instances of a repeat follow one another."""
    order = {name: place for place, name in enumerate(names)}
    asked = [field for field in fields if question_name(field) in order]
    begins: dict[str, int] = {}
    for field in asked:
        outermost, own = field.partition(".")[0], order[question_name(field)]
        begins[outermost] = min(begins.get(outermost, own), own)

    def place(field: str) -> tuple[int, int, int]:
        index = field.split(".")[-2] if "." in field else "0"
        return begins[field.partition(".")[0]], int(index), order[question_name(field)]

    return sorted(asked, key=place)
