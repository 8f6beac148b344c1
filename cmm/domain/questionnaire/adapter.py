"""Everything we ask of pyxform, the reference reader of XLSForm; nothing else of ours calls it.

It opens workbooks, knows every old spelling of a column header, and gives the standard's own verdict on a
form. pyxform stops at the first fault and does not notice many, so the findings for authors come from our
own checks.
"""

import csv
import io
import re
import warnings
from pathlib import Path
from typing import Any

from pyxform import aliases
from pyxform.builder import create_survey_element_from_dict
from pyxform.errors import PyXFormError
from pyxform.parsing.sheet_headers import process_header
from pyxform.question import MultipleChoiceQuestion, Option
from pyxform.survey import Survey
from pyxform.xls2json import workbook_to_json
from pyxform.xls2json_backends import DefinitionData, get_xlsform

from cmm.domain.questionnaire.files import check_form_data, decode_text, read_form_file, refusal
from cmm.domain.questionnaire.problems import Problem, QuestionnaireRefused
from cmm.domain.questionnaire.sheets import FORM_SHEETS, Sheet, SheetRow, Workbook
from cmm.domain.questionnaire.tables import read_csv, read_markdown

_HEADERS = {
    "survey": (aliases.survey_header, set(MultipleChoiceQuestion.get_slot_names())),
    "choices": (aliases.list_header, set(Option.get_slot_names())),
    "settings": (aliases.settings_header, set(Survey.get_slot_names())),
}
_ROW = re.compile(r"^\[row : (\d+)\]\s*")
_SHEET = re.compile(r"On the '(\w+)' sheet, ")
_LEARN_MORE = re.compile(r"\s*Learn more: \S+")


def read_workbook(path: Path) -> Workbook:
    """Read an XLSForm (.md .xlsx .xls .csv) into raw sheets. Raises `QuestionnaireRefused` for an
    unreadable file.
    """
    return _read(path, read_form_file(path))


def read_workbook_data(name: str, data: bytes) -> Workbook:
    """Read an XLSForm that is in memory; `name` is what its file was called. Raises
    `QuestionnaireRefused`.
    """
    path = Path(Path(name.replace("\\", "/")).name or "form")
    check_form_data(path, data)
    return _read(path, data)


def _read(path: Path, data: bytes) -> Workbook:
    if path.suffix.lower() in (".xlsx", ".xls"):
        return _from_definition(path.stem, _open_workbook(data, path.suffix.lower()))
    text = decode_text(data)
    try:
        names, sheets, problems = read_csv(text) if path.suffix.lower() == ".csv" else read_markdown(text)
    except csv.Error as error:
        raise refusal("unreadable", f"The file is not a CSV table: {error}.") from error
    by_name = {sheet.name.lower(): sheet for sheet in sheets}
    if len(by_name) == 1 and "survey" not in by_name:
        by_name = {}
    relevant = tuple(problem for problem in problems if (problem.sheet or "").lower() in FORM_SHEETS)
    return Workbook(path.stem, tuple(names), by_name, relevant)


def split_header(sheet: Sheet, header: str) -> tuple[str, ...]:
    """A header's parts in XLSForm's own vocabulary: "Bind: relevant" is ("bind", "relevant")."""
    known_as, columns = _HEADERS[sheet.name.lower()]
    double_colon = any("::" in other for other in sheet.headers)
    try:
        _, tokens = process_header(header, double_colon, known_as, columns)
    except IndexError:  # pyxform trips over a header that ends in "jr:"
        return (header,)
    return tuple(tokens)


def check_with_pyxform(workbook: Workbook) -> list[Problem]:
    """The standard reader's own objection, if it has one (it stops at the first), in the author's row
    numbers.
    """
    try:
        build_pyxform_tree(workbook)
    except PyXFormError as error:
        return [_problem(line, workbook) for line in str(error).splitlines() if line.strip()]
    except Exception as error:  # whatever it trips over is the form's fault, not a reason to crash
        return [Problem("not_xlsform", f"The reader of the XLSForm standard cannot read this form: {error}")]
    return []


def build_pyxform_tree(workbook: Workbook) -> dict[str, Any]:
    """pyxform's own tree of the form. Raises `PyXFormError`."""
    found: dict[str, Any] = {}
    for name in FORM_SHEETS:
        sheet = workbook.sheet(name)
        found[name] = [dict(row.cells) for row in sheet.rows]
        found[f"{name}_header"] = [dict.fromkeys(sheet.headers)] if sheet.headers else None
    definition = get_xlsform({**found, "sheet_names": list(workbook.sheet_names)})
    tree: dict[str, Any] = workbook_to_json(definition, form_name="questionnaire")
    return tree


def write_xform(workbook: Workbook) -> str:
    """The XForm of a form, as ODK Collect and its kin read it. Raises `PyXFormError`."""
    made: str = create_survey_element_from_dict(build_pyxform_tree(workbook)).to_xml(validate=False)
    return made


def _open_workbook(data: bytes, ending: str) -> DefinitionData:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl remarks on page headers and the like
            return get_xlsform(io.BytesIO(data), file_type=ending)
    except Exception as error:  # damaged workbooks raise whatever their broken part happens to meet
        raise _unreadable(error) from error


def _unreadable(error: Exception) -> QuestionnaireRefused:
    duplicate = re.search(r"Duplicate column header: (.*)", str(error))
    if duplicate:
        header = duplicate.group(1)
        words = f"Two columns of one sheet have the header {header!r}. Rename or delete one."
        return QuestionnaireRefused([Problem("duplicate_column", words, None, 1, header)])
    return refusal("unreadable", "The workbook cannot be read; it is damaged. Open it and save it again.")


def _from_definition(stem: str, definition: DefinitionData) -> Workbook:
    sheets = {}
    for name in FORM_SHEETS:
        headers, rows = getattr(definition, f"{name}_header"), getattr(definition, name)
        if headers or rows:
            found = tuple(
                SheetRow(number, _texts(row)) for number, row in enumerate(rows or (), start=2) if row
            )
            sheets[name] = Sheet(name, tuple(headers[0]) if headers else (), found)
    return Workbook(stem, tuple(definition.sheet_names or ()), sheets)


def _texts(row: dict[str, Any]) -> dict[str, str]:
    return {
        header: str(cell).strip() for header, cell in row.items() if cell is not None and str(cell).strip()
    }


def _problem(line: str, workbook: Workbook) -> Problem:
    """One line of pyxform's objection; it counts the rows it was given, from 2."""
    row = _ROW.match(line)
    named = _SHEET.search(line)
    sheet = named.group(1) if named else ("survey" if row else None)
    number = _author_row(workbook.sheet(sheet), int(row.group(1))) if row and sheet else None
    words = _LEARN_MORE.sub("", _ROW.sub("", line))
    return Problem("not_xlsform", f"The reader of the XLSForm standard refuses this: {words}", sheet, number)


def _author_row(sheet: Sheet, counted: int) -> int | None:
    at = counted - 2
    return sheet.rows[at].number if 0 <= at < len(sheet.rows) else None
