"""From an XLSForm file to a checked Questionnaire: every problem of a form is found in one go."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from cmm.domain.language import Translated
from cmm.domain.questionnaire.adapter import check_with_pyxform
from cmm.domain.questionnaire.choice_lists import (
    OTHER,
    SPECIFY_LABELS,
    build_choices,
    check_choices,
    check_filter_columns,
    in_form_languages,
)
from cmm.domain.questionnaire.columns import check_columns, nearest
from cmm.domain.questionnaire.form import Form, FormRow, read_form
from cmm.domain.questionnaire.include import read_expanded
from cmm.domain.questionnaire.logic import Logic, question_type, read_logic
from cmm.domain.questionnaire.model import Group, Item, Question, Questionnaire, Repeat
from cmm.domain.questionnaire.names import check_names
from cmm.domain.questionnaire.parameters import (
    check_appearances,
    check_parameters,
    read_appearance,
    read_parameters,
)
from cmm.domain.questionnaire.problems import Problem, QuestionnaireRefused
from cmm.domain.questionnaire.references import check_references
from cmm.domain.questionnaire.settings import check_settings, read_form_id, read_title, read_version
from cmm.domain.questionnaire.sheets import FORM_SHEETS, Workbook
from cmm.domain.questionnaire.structure import Node, build_nodes, check_structure
from cmm.domain.questionnaire.texts import check_cells, check_identity, check_labels, check_translations
from cmm.domain.questionnaire.type_cells import TypeCell, TypeFault

MOST_ROWS = {"survey": 5_000, "choices": 50_000}


@dataclass(frozen=True, slots=True)
class Compiled:
    """`questionnaire` is None if any of `problems` is more than a remark."""

    questionnaire: Questionnaire | None
    problems: tuple[Problem, ...]


def load_questionnaire(path: Path, library: Path | None = None) -> Questionnaire:
    """The questionnaire in an XLSForm file (.md .xlsx .xls .csv), with what it includes put in.

    `library` is a folder of modules to include from, besides those beside the form. Raises
    `QuestionnaireRefused` with all problems of the form, remarks included, in the order of its sheets.
    """
    compiled = compile_workbook(read_expanded(path, library))
    if compiled.questionnaire is None:
        raise QuestionnaireRefused(compiled.problems)
    return compiled.questionnaire


def check_questionnaire(path: Path, library: Path | None = None) -> list[Problem]:
    """All problems and remarks on an XLSForm file; it loads if none is more than a remark."""
    try:
        return list(compile_workbook(read_expanded(path, library)).problems)
    except QuestionnaireRefused as refused:
        return list(refused.problems)


def compile_workbook(workbook: Workbook, lenient: bool = False) -> Compiled:
    """Check a workbook and build its questionnaire. With `lenient`, missing translations are remarks."""
    missing = _check_sheets(workbook)
    if missing:
        return Compiled(None, (*missing, *workbook.problems))
    form = read_form(workbook)
    nodes, shape = build_nodes(form)
    logic = read_logic(form)
    problems = [
        *workbook.problems,
        *(found for name in FORM_SHEETS for found in check_columns(workbook.sheet(name), form.columns[name])),
        *shape,
        *_check_form(form, nodes, logic, lenient),
    ]
    problems += _beyond(problems, check_with_pyxform(workbook))
    problems = sorted(dict.fromkeys(problems), key=_place)
    if any(not problem.warning for problem in problems):
        return Compiled(None, tuple(problems))
    return Compiled(_build(form, nodes, logic), tuple(problems))


def _check_sheets(workbook: Workbook) -> list[Problem]:
    if workbook.sheet("survey").headers:
        return [_too_many(name) for name, most in MOST_ROWS.items() if len(workbook.sheet(name).rows) > most]
    others = [name for name in workbook.sheet_names if name.lower() not in FORM_SHEETS]
    meant = nearest("survey", [name.lower() for name in others])
    hint = f" Did you mean the sheet {meant!r}?" if meant else ""
    words = "There is no sheet 'survey' with a row of headers, where the questions stand."
    return [Problem("missing_sheet", words + hint, "survey")]


def _too_many(name: str) -> Problem:
    return Problem("too_large", f"The sheet {name!r} has more than {MOST_ROWS[name]} rows.", name)


def _check_form(form: Form, nodes: list[Node], logic: Logic, lenient: bool) -> list[Problem]:
    return [
        *_check_headers(form),
        *_check_types(form),
        *check_structure(form, nodes),
        *check_names(form),
        *check_labels(form),
        *check_identity(form),
        *check_choices(form),
        *check_filter_columns(form, logic.filter_columns),
        *check_translations(form, lenient),
        *check_parameters(form),
        *check_appearances(form),
        *logic.problems,
        *check_references(form, nodes, logic),
        *check_settings(form),
        *check_cells(form),
    ]


def _check_headers(form: Form) -> list[Problem]:
    problems = []
    for sheet, needed in (("survey", ("type", "name")), ("choices", ("list_name", "name"))):
        found = form.workbook.sheet(sheet)
        if found.rows:
            problems += [
                Problem(
                    "missing_column",
                    f"The sheet {sheet!r} needs a column {name!r}.",
                    sheet,
                    found.header_number,
                )
                for name in needed
                if form.find_header(sheet, name) is None
            ]
    return problems


def _check_types(form: Form) -> list[Problem]:
    problems = []
    for row in form.survey:
        if row.type is None:
            words = (
                f"The row of {row.name!r} has no type." if row.name else "This row has a label but no type."
            )
            problems.append(form.problem("missing_type", words, row, "type"))
        elif isinstance(row.type, TypeFault):
            problems.append(form.problem(row.type.code, row.type.message, row, "type"))
        elif row.type.kind == "question" and row.kind != question_type(row):
            words = (
                f"{row.name!r} has a calculation, so it is computed and nobody is asked. Its type "
                "is calculate."
            )
            problems.append(form.warning("computed_question", words, row, "calculation"))
        elif row.kind == "calculate" and not row.cells.get("calculation"):
            words = f"The calculate {row.name!r} has no calculation."
            problems.append(form.problem("missing_calculation", words, row, "calculation"))
    return problems


def _beyond(own: Iterable[Problem], objections: list[Problem]) -> list[Problem]:
    """The standard reader's objections that our own findings do not cover: it speaks of rows, we of cells."""
    found = [problem for problem in own if not problem.warning]
    rows = {(problem.sheet, problem.row) for problem in found}
    return [
        problem
        for problem in objections
        if not found or (problem.row is not None and (problem.sheet, problem.row) not in rows)
    ]


def _place(problem: Problem) -> tuple[int, int, bool]:
    order = (*FORM_SHEETS, None)
    at = order.index(problem.sheet) if problem.sheet in order else len(order)
    return at, problem.row or 0, problem.warning


def _build(form: Form, nodes: list[Node], logic: Logic) -> Questionnaire:
    items = _items(form, nodes, logic)
    return Questionnaire(
        form_id=read_form_id(form),
        version=read_version(form),
        title=_title(form, items),
        languages=form.languages.codes,
        items=items,
        choices=build_choices(form, logic.filter_columns),
    )


def _title(form: Form, items: Iterable[Item]) -> Translated:
    """Other programs read titles in one language only, so one that a page repeats is said as it is there."""
    title = read_title(form)
    pages = (item.label for item in items if isinstance(item, Group))
    return next((label for label in pages if title.items() <= label.items()), title)


def _items(form: Form, nodes: Iterable[Node], logic: Logic) -> tuple[Item, ...]:
    return tuple(item for node in nodes for item in _item(form, node, logic))


def _item(form: Form, node: Node, logic: Logic) -> Iterable[Item]:
    row = node.row
    if not row.opens:
        yield _question(row, logic)
        if isinstance(row.type, TypeCell) and row.type.or_other:
            yield _specify(row, in_form_languages(SPECIFY_LABELS, form.languages.codes))
    elif items := _items(form, node.children, logic):
        relevant = logic.find(row, "relevant")
        appearance = read_appearance(row)
        if row.kind == "group":
            yield Group(row.name, items, row.text("label"), relevant, appearance)
        else:
            count = logic.find(row, "repeat_count")
            yield Repeat(row.name, items, row.text("label"), relevant, count, appearance)


def _question(row: FormRow, logic: Logic) -> Question:
    return Question(
        name=row.name,
        type=question_type(row),
        label=row.text("label"),
        hint=row.text("hint"),
        guidance_hint=row.text("guidance_hint"),
        list_name=row.type.list_name if isinstance(row.type, TypeCell) else None,
        required=logic.find(row, "required"),
        required_message=row.text("required_message"),
        relevant=logic.find(row, "relevant"),
        constraint=logic.find(row, "constraint"),
        constraint_message=row.text("constraint_message"),
        calculation=logic.find(row, "calculation"),
        choice_filter=logic.find(row, "choice_filter"),
        appearance=read_appearance(row),
        parameters=read_parameters(row),
        audio=row.text("audio"),
    )


def _specify(row: FormRow, label: Mapping[str, str]) -> Question:
    """The question for the words of "other", as the standard reader adds it."""
    return Question(f"{row.name}_other", "text", label=label, relevant=["selected", ["$", row.name], OTHER])
