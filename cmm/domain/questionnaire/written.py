"""A compiled questionnaire written back as the sheets of an XLSForm, for programs that read the standard.

A round pins the compiled questionnaire and not the file it came from, so what other programs are given is
made of exactly what the round asks: there is nothing in it that our own pages do not know.
"""

from collections.abc import Iterable, Iterator, Mapping

from cmm.domain.language import Translated
from cmm.domain.questionnaire.expressions.written import write_expression
from cmm.domain.questionnaire.form_languages import language_code
from cmm.domain.questionnaire.model import Group, Item, Question, Questionnaire, Repeat, Tree
from cmm.domain.questionnaire.sheets import Sheet, SheetRow, Workbook

_TREES = ("required", "relevant", "constraint", "calculation", "choice_filter", "repeat_count")
_TEXTS = {"label": "label", "hint": "hint", "guidance_hint": "guidance_hint", "audio": "media::audio"} | {
    "required_message": "required_message",
    "constraint_message": "constraint_message",
}

Cells = dict[str, str]


def write_sheets(questionnaire: Questionnaire, own_names: Mapping[str, str] | None = None) -> Workbook:
    """The survey, choices and settings sheets; compiled again they give an equal questionnaire, but for its
    title, which other programs read in one language only.

    `own_names` are what languages call themselves ({"kk": "Қазақша"}); people choose by these names.
    """
    headers = {code: _header(code, own_names or {}) for code in questionnaire.languages}
    default = questionnaire.default_language
    settings = {
        "form_id": questionnaire.form_id,
        "version": questionnaire.version,
        "form_title": questionnaire.title.get(default) or next(iter(questionnaire.title.values()), ""),
        "default_language": headers[default],
    }
    sheets = {
        "survey": _sheet("survey", _rows(questionnaire.items, headers)),
        "choices": _sheet("choices", _choices(questionnaire, headers)),
        "settings": _sheet("settings", [settings]),
    }
    return Workbook(questionnaire.form_id, tuple(sheets), sheets)


def _header(code: str, own_names: Mapping[str, str]) -> str:
    """How a language is called in headers, such that it is read as the same code again."""
    named = f"{own_names.get(code, code)} ({code})"
    return named if language_code(named) == code else code


def _sheet(name: str, rows: Iterable[Cells]) -> Sheet:
    found = list(rows)
    headers = dict.fromkeys(header for cells in found for header in cells)
    return Sheet(name, tuple(headers), tuple(SheetRow(at, cells) for at, cells in enumerate(found, start=2)))


def _rows(items: Iterable[Item], headers: Mapping[str, str]) -> Iterator[Cells]:
    for item in items:
        if isinstance(item, Question):
            yield {"type": _type(item), "name": item.name} | _cells(item, headers) | _look(item)
        else:
            kind = "group" if isinstance(item, Group) else "repeat"
            yield {"type": f"begin_{kind}", "name": item.name} | _cells(item, headers) | _look(item)
            yield from _rows(item.items, headers)
            yield {"type": f"end_{kind}"}


def _type(question: Question) -> str:
    return f"{question.type} {question.list_name}" if question.list_name else question.type


def _cells(item: Item, headers: Mapping[str, str]) -> Cells:
    """What the item says, in each language, and its expressions."""
    trees: dict[str, Tree | None] = {column: getattr(item, column, None) for column in _TREES}
    expressions = {column: write_expression(tree) for column, tree in trees.items() if tree is not None}
    texts: Cells = {}
    for attribute, column in _TEXTS.items():
        texts |= _texts(column, getattr(item, attribute, {}), headers)
    return texts | expressions


def _texts(column: str, text: Translated, headers: Mapping[str, str]) -> Cells:
    return {f"{column}::{headers[code]}": words for code, words in text.items() if code in headers and words}


def _look(item: Question | Group | Repeat) -> Cells:
    numbers = item.parameters if isinstance(item, Question) else {}
    cells = {
        "appearance": " ".join(item.appearance),
        "parameters": " ".join(f"{name}={value:.10g}" for name, value in numbers.items()),
    }
    return {column: cell for column, cell in cells.items() if cell}


def _choices(questionnaire: Questionnaire, headers: Mapping[str, str]) -> Iterator[Cells]:
    for list_name, choices in questionnaire.choices.items():
        for choice in choices:
            yield {
                "list_name": list_name,
                "name": choice.name,
                **_texts("label", choice.label, headers),
                **{name: value for name, value in choice.attributes.items() if value},
            }
