"""What a person decided about the columns of a table, as the fields of the page say it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from cmm.domain.answer_columns import COMPUTED
from cmm.domain.language import in_language
from cmm.domain.questionnaire.model import Questionnaire, iterate_questions, iterate_repeats
from cmm.web.i18n import current_language
from cmm.web.office.import_words import name_question

LEAVE_OUT = "-"
"""The value of the choice to leave a column out."""
OF_COLUMN, OF_ALL = "column:", "city:"
"""Beginnings of the values of the field `city`: a column says it, or it is one for all."""


@dataclass(frozen=True, slots=True)
class Decisions:
    """Headers to leave out, headers with their question, and where the city is said. `fields` are the
    fields of the page, to be sent once more.
    """

    drop: tuple[str, ...] = ()
    chosen: Mapping[str, str] = field(default_factory=dict)
    city_column: str = ""
    city_code: str = ""
    fields: Mapping[str, str] = field(default_factory=dict)

    @property
    def city(self) -> str:
        return self.city_column or self.city_code


@dataclass(frozen=True, slots=True)
class QuestionChoice:
    """One question that a column may belong to; `parts` are the choices that may have a column each."""

    value: str
    words: str
    parts: tuple[tuple[str, str], ...] = ()


def read_decisions(form: Mapping[str, str], header: Sequence[str]) -> Decisions:
    """The decisions in a form; what names no column of the table is not looked at."""
    fields = {f"column-{position}": form.get(f"column-{position}", "") for position in range(len(header))}
    made = {header[position]: value for position, value in enumerate(fields.values()) if value}
    city = form.get("city", "")
    number = city.removeprefix(OF_COLUMN)
    of_column = city.startswith(OF_COLUMN) and number.isascii() and number.isdigit() and len(number) < 6
    named = header[int(number)] if of_column and int(number) < len(header) else ""
    return Decisions(
        drop=tuple(name for name, value in made.items() if value == LEAVE_OUT and name != named),
        chosen={name: value for name, value in made.items() if value != LEAVE_OUT and name != named},
        city_column=named,
        city_code=city.removeprefix(OF_ALL) if city.startswith(OF_ALL) else "",
        fields={**{name: value for name, value in fields.items() if value}, "city": city},
    )


def build_choices(questionnaire: Questionnaire) -> list[QuestionChoice]:
    """The questions that a column can be given to, in their order. Those inside a repeat are known by the
    number in their header only.
    """
    repeated = {
        question.name
        for item in iterate_repeats(questionnaire.items)
        for question in iterate_questions(item.items)
    }
    return [
        QuestionChoice(
            question.name,
            name_question(question),
            tuple(
                (
                    f"{question.name}/{choice.name}",
                    in_language(choice.label, current_language()) or choice.name,
                )
                for choice in questionnaire.choices_of(question)
                if question.type == "select_multiple"
            ),
        )
        for question in questionnaire.questions()
        if question.type not in COMPUTED and question.name not in repeated
    ]
