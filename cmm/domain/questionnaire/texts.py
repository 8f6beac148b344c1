"""What people read: questions without words, and texts that one of the form's languages lacks."""

import re
from collections.abc import Sequence

from cmm.domain.questionnaire.columns import TRANSLATED
from cmm.domain.questionnaire.form import Form, FormRow
from cmm.domain.questionnaire.problems import Problem
from cmm.domain.questionnaire.question_types import get_question_type

LONGEST_CELL = 10_000
"""Characters in one cell."""

_IDENTITY = re.compile(
    r"\b(?:(?:first|last|full|sur|family) ?name|your name|phone|telephone|mobile number|e-?mail|home address|"
    r"residential address|passport|date of birth|birth ?da(?:y|te)|national id|"
    r"фамили\w*|ваше имя|ф\.?и\.?о|телефон\w*|паспорт\w*|дата рождения|домашний адрес|иин|"
    r"тегіңіз|атыңыз|жеке куәлік|туған күн\w*)\b",
    re.IGNORECASE,
)
_CONTROL = frozenset(chr(code) for code in range(32)) - {"\n", "\t", "\r"} | {"\x7f"}


def check_labels(form: Form) -> list[Problem]:
    """Questions that nobody could read because they have no label. A table's header row needs none."""
    problems = []
    for row in form.questions():
        is_header = "label" in row.cells.get("appearance", "").split()
        if get_question_type(row.kind).needs_label and not row.text("label") and not is_header:
            words = f"The {row.kind} {row.name!r} has no label, so nobody could read it."
            problems.append(form.problem("missing_label", words, row, "label"))
    return problems


def check_identity(form: Form) -> list[Problem]:
    """Remarks on questions whose words ask who someone is; types alone do not show that."""
    problems = []
    for row in form.questions():
        words = " ".join([row.name.replace("_", " "), *row.text("label").values()])
        if row.kind in ("text", "integer", "date") and _IDENTITY.search(words):
            remark = f"{row.name!r} seems to ask who someone is. An anonymous survey does not need to know."
            problems.append(form.warning("asks_identity", remark, row, "label"))
    return problems


def check_translations(form: Form, lenient: bool = False) -> list[Problem]:
    """Each cell that is empty although the same text stands there in another of the form's languages.

    Where a sheet has no column at all for a language, that is said once. With `lenient` the findings are
    remarks: people see the text in the form's default language.
    """
    survey = [row for row in form.survey if not row.closes]
    return [
        *_check_sheet(form, "survey", survey, lenient),
        *_check_sheet(form, "choices", form.choices, lenient),
    ]


def check_cells(form: Form) -> list[Problem]:
    """Cells that are far too long, or that hold control characters no one can see."""
    problems = []
    for sheet in form.workbook.sheets.values():
        for row in sheet.rows:
            for header, cell in row.cells.items():
                place = (sheet.name.lower(), row.number, header)
                if len(cell) > LONGEST_CELL:
                    words = f"This cell holds {len(cell)} characters; {LONGEST_CELL} is the most."
                    problems.append(Problem("cell_too_long", words, *place))
                if not _CONTROL.isdisjoint(cell):
                    words = "This cell holds invisible control characters. Type its text again."
                    problems.append(Problem("control_character", words, *place))
    return problems


def _check_sheet(form: Form, sheet: str, rows: Sequence[FormRow], lenient: bool) -> list[Problem]:
    problems = []
    for column in TRANSLATED:
        for language in form.languages.codes:
            missing = [row for row in rows if row.text(column) and language not in row.text(column)]
            if missing and form.find_header(sheet, column, language) is None:
                problems.append(_no_column(form, sheet, column, language, len(missing), lenient))
            elif missing:
                problems += [_no_cell(form, sheet, column, language, row, lenient) for row in missing]
    return problems


def _no_column(form: Form, sheet: str, column: str, language: str, count: int, lenient: bool) -> Problem:
    header = form.header(sheet, column, language)
    words = (
        f"The form speaks {language!r} but has no column {header!r}; {count} translations are missing there."
    )
    return Problem(
        "untranslated", words, sheet, form.workbook.sheet(sheet).header_number, header, warning=lenient
    )


def _no_cell(form: Form, sheet: str, column: str, language: str, row: FormRow, lenient: bool) -> Problem:
    words = f"The {column.replace('_', ' ')} of {row.name!r} has no translation into {language!r}."
    header = form.header(sheet, column, language)
    return Problem("untranslated", words, sheet, row.number, header, warning=lenient)
