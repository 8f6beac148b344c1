"""The item bank: every question of the library once, under a code that stays."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from cmm.domain.library.tables_in_markdown import write_table
from cmm.domain.questionnaire.include import list_includes
from cmm.domain.questionnaire.model import Question, Questionnaire
from cmm.domain.questionnaire.modules import FORM_FILE, read_module
from cmm.domain.questionnaire.question_types import get_question_type

LANGUAGES = ("en", "ru", "kk")


@dataclass(frozen=True, slots=True)
class BankedItem:
    """One question of the library. `code` is "core.reach.hours_fit", or "form-id.question"; `used_in` are
    form_ids.
    """

    code: str
    question: Question
    answers: tuple[str, ...]
    used_in: list[str] = field(default_factory=list)


def list_items(questionnaires: Mapping[Path, Questionnaire]) -> list[BankedItem]:
    """The items of survey folders, shared ones under the code of their module."""
    found: dict[str, BankedItem] = {}
    for folder, questionnaire in questionnaires.items():
        shared = _shared_codes(folder)
        for question in questionnaire.questions():
            if not get_question_type(question.type).is_asked:
                continue
            code = shared.get(question.name, f"{questionnaire.form_id}.{question.name}")
            answers = tuple(choice.name for choice in questionnaire.choices_of(question))
            found.setdefault(code, BankedItem(code, question, answers)).used_in.append(questionnaire.form_id)
    return sorted(found.values(), key=lambda item: not item.code.startswith("core."))


def write_items(items: Iterable[BankedItem]) -> str:
    """The item bank as a page."""
    rows = [
        [
            f"`{item.code}`",
            item.question.type,
            ", ".join(f"`{answer}`" for answer in item.answers),
            *(item.question.label.get(language, "") for language in LANGUAGES),
            ", ".join(item.used_in),
        ]
        for item in items
    ]
    return _PAGE.format(
        count=len(rows),
        table=write_table(["code", "type", "answers", "English", "Русский", "Қазақша", "asked in"], rows),
    )


_PAGE = """# Item bank

Made from the questionnaires by `flask --app cmm forms document`; do not edit it by hand. Every question
of the library stands here once ({count} in all). A code never changes its meaning: who changes a question so
that it asks something else gives it a new name. Questions of the module `core` are shared: a questionnaire
takes them with an `include` row.

{table}
"""


def _shared_codes(folder: Path) -> dict[str, str]:
    """For each included question, its name and its code with module and group."""
    codes = {}
    for address in list_includes(folder / FORM_FILE):
        name, _, rest = address.partition(".")
        module = read_module(folder.parent / name / FORM_FILE)
        group = rest.partition(".")[0]
        for row in module.find(address):
            codes[module.name_of(row)] = f"{name}.{group}.{module.name_of(row)}"
    return codes
