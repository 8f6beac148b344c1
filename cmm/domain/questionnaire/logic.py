"""The expressions of a form: cells to JSON trees, and what is wrong with each."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from cmm.domain.questionnaire.columns import Use
from cmm.domain.questionnaire.expressions import ExpressionRefused, check_expression, columns, parse
from cmm.domain.questionnaire.form import Form, FormRow
from cmm.domain.questionnaire.model import Tree
from cmm.domain.questionnaire.problems import Problem
from cmm.domain.questionnaire.question_types import get_question_type
from cmm.domain.questionnaire.type_cells import TypeCell

CONDITIONS = ("required", "relevant", "constraint", "choice_filter")
_BROKEN = ("syntax", "empty", "wrong_arguments", "number_too_large")
_REMARKS = ("number_as_text",)
_WORDS: Mapping[str, Tree] = {
    "yes": ["true"],
    "true": ["true"],
    "true()": ["true"],
    "no": ["false"],
    "false": ["false"],
    "false()": ["false"],
}


@dataclass(frozen=True, slots=True)
class Logic:
    """`trees` by row number, name and column; `problems` of the cells that gave none, or a doubtful one.

    Rows that were included by one row share its number.
    """

    trees: Mapping[tuple[int, str, str], Tree]
    problems: list[Problem] = field(default_factory=list)

    def find(self, row: FormRow, column: str) -> Tree | None:
        """The tree of a cell; None where the cell is empty, has no meaning for its row, or was refused."""
        return self.trees.get((row.number, row.name, column))

    @property
    def filter_columns(self) -> frozenset[str]:
        """The columns of the choices sheet that choice filters look at."""
        filters = (tree for (_, _, column), tree in self.trees.items() if column == "choice_filter")
        return frozenset(word for tree in filters for word in columns(tree))


def question_type(row: FormRow) -> str:
    """The type a question has for us: whatever has a calculation is computed, not asked."""
    return "calculate" if row.cells.get("calculation") else row.kind


def read_logic(form: Form) -> Logic:
    """Read every expression of the survey sheet."""
    types = {row.name: question_type(row) for row in form.questions()}
    filterable = [column.name for column in form.columns["choices"] if column.use in (Use.FILTER, Use.READ)]
    logic = Logic({}, [])
    trees: dict[tuple[int, str, str], Tree] = {}
    for row in form.survey:
        for column in _columns_of(row):
            cell = row.cells.get(column)
            tree = _read(form, row, column, cell, logic.problems) if cell else None
            if column == "choice_filter" and tree is not None:
                tree = _words_as_texts(form, row, tree, filterable, logic.problems)
            if tree is None or (column == "required" and tree == ["false"]):
                continue
            trees[row.number, row.name, column] = tree
            logic.problems.extend(_findings(form, row, column, tree, types, filterable))
    return Logic(trees, logic.problems)


def _columns_of(row: FormRow) -> tuple[str, ...]:
    """The columns that mean something for this row, so that leftovers elsewhere do no harm."""
    if not isinstance(row.type, TypeCell) or row.closes:
        return ()
    if row.opens:
        return ("relevant", "repeat_count") if row.kind == "repeat" else ("relevant",)
    entry = get_question_type(question_type(row))
    asked = ("required", "constraint") if entry.is_asked else ()
    filtered = ("choice_filter",) if entry.has_choices else ()
    return ("relevant", *asked, "calculation", *filtered)


def _read(form: Form, row: FormRow, column: str, cell: str, problems: list[Problem]) -> Tree | None:
    plain = cell.strip().lower()
    if plain in _WORDS and column != "calculation":
        return _WORDS[plain]
    try:
        return parse(cell)
    except ExpressionRefused as refused:
        code = "broken_expression" if refused.code in _BROKEN else "unsupported_expression"
        problems.append(form.problem(code, refused.message, row, column))
        return None


def _words_as_texts(
    form: Form, row: FormRow, tree: Tree, filterable: list[str], problems: list[Problem]
) -> Tree:
    """A word that is no column of the choices was meant as a text: "pastel=yes" is "pastel='yes'"."""
    if not isinstance(tree, list):
        return tree
    if tree[0] == "@" and tree[1] not in filterable:
        words = (
            f"{tree[1]} is no column of the choices; it is read as the text '{tree[1]}'. Write the "
            "quotation marks."
        )
        problems.append(form.warning("bare_word", words, row, "choice_filter"))
        return tree[1]
    parts = [_words_as_texts(form, row, part, filterable, problems) for part in tree[1:]]
    return [tree[0], *parts]


def _findings(
    form: Form, row: FormRow, column: str, tree: Tree, types: Mapping[str, str], filterable: list[str]
) -> list[Problem]:
    found = check_expression(
        tree,
        types=types,
        current_type=types.get(row.name),
        condition=column in CONDITIONS,
        columns=filterable if column == "choice_filter" else (),
    )
    return [
        form.warning(code, words, row, column) if code in _REMARKS else form.problem(code, words, row, column)
        for code, words in dict.fromkeys(found)
    ]
