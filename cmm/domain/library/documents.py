"""All documents that are made from the question library: where each belongs and what stands in it."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from cmm.domain.indicators import parse_indicators
from cmm.domain.language import in_language
from cmm.domain.library.indicator_page import write_indicator_page
from cmm.domain.library.items import list_items, write_items
from cmm.domain.library.mappings import read_mappings
from cmm.domain.library.minutes import estimate_longest
from cmm.domain.library.tables_in_markdown import replace_part, write_table
from cmm.domain.questionnaire.model import Questionnaire
from cmm.domain.questionnaire.question_types import QUESTION_TYPES, QuestionType, get_question_type
from cmm.domain.questionnaire.survey_folder import Survey, list_surveys, read_survey

_STORES = {
    "choice": "one of the answers",
    "choices": "any of the answers",
    "whole_number": "a whole number",
    "number": "a number",
    "text": "words",
    "date": "a date (month only with the appearance month-year)",
    "tick": "a tick",
    "computed": "what the calculation gives",
    "nothing": "nothing: it is only read",
}


@dataclass(frozen=True, slots=True)
class Document:
    """One text file to be written."""

    path: Path
    text: str


def build_documents(surveys: Path, docs: Path) -> list[Document]:
    """Every generated document of the library in the folder `surveys`; pages of indicators go under `docs`.

    Raises what `read_survey` and `parse_indicators` raise, and ValueError for a README without its marks.
    """
    found: Mapping[Path, Survey] = {path: read_survey(path) for path in list_surveys(surveys)}
    questionnaires = {path: survey.questionnaire for path, survey in found.items()}
    modules = read_mappings(surveys)
    readme = surveys / "README.md"
    text = readme.read_text(encoding="utf-8")
    text = replace_part(text, "questionnaires", write_questionnaires(questionnaires))
    text = replace_part(text, "types", write_types())
    pages = [
        Document(
            docs / "indicators" / f"{survey.questionnaire.form_id}.md",
            write_indicator_page(survey.questionnaire, parse_indicators(survey.indicators), modules),
        )
        for survey in found.values()
    ]
    return [
        Document(readme, text),
        Document(surveys / "ITEMS.md", write_items(list_items(questionnaires))),
        *pages,
    ]


def write_questionnaires(questionnaires: Mapping[Path, Questionnaire]) -> str:
    """The table of questionnaires: how many questions, and how many minutes in the slowest language."""
    rows = []
    for questionnaire in questionnaires.values():
        asked = [each for each in questionnaire.questions() if get_question_type(each.type).is_asked]
        routed = sum(1 for each in asked if each.relevant is not None)
        rows.append(
            [
                f"`{questionnaire.form_id}`",
                in_language(questionnaire.title, "en", questionnaire.default_language),
                str(len(asked)),
                str(routed),
                str(estimate_longest(questionnaire)),
                questionnaire.version,
            ]
        )
    headers = ["form_id", "title", "questions", "of which after certain answers only", "minutes", "version"]
    return write_table(headers, rows)


def write_types() -> str:
    """The table of question types, from the registry."""
    headers = ["type", "an answer is", "counted", "also written"]
    return write_table(headers, [_type_row(entry) for entry in QUESTION_TYPES.values()])


def _type_row(entry: QuestionType) -> list[str]:
    counted = "each answer" if entry.is_tabulated else "in bands" if entry.is_banded else "no"
    if entry.stores == "tick":
        counted = "each answer"
    written = f"{entry.name} list_name" if entry.has_choices else entry.name
    return [f"`{written}`", _STORES[entry.stores], counted, ", ".join(f"`{each}`" for each in entry.aliases)]
