"""References from one question to another: unknown names, names without an answer, into a repeat, in a
circle.
"""

import re
from collections.abc import Iterator, Mapping
from graphlib import CycleError, TopologicalSorter

from cmm.domain.questionnaire.columns import TRANSLATED, nearest
from cmm.domain.questionnaire.expressions import references
from cmm.domain.questionnaire.form import Form, FormRow
from cmm.domain.questionnaire.logic import Logic
from cmm.domain.questionnaire.problems import Problem
from cmm.domain.questionnaire.structure import Node, walk_all
from cmm.domain.questionnaire.type_cells import TypeCell

_IN_TEXT = re.compile(r"\$\{([^{}$]*)\}")
_DECIDES = ("relevant", "calculation", "choice_filter", "repeat_count")

Targets = Mapping[str, Node]


def check_references(form: Form, nodes: list[Node], logic: Logic) -> list[Problem]:
    """Faults of every ``${name}`` in expressions and in texts, and circles of relevance and calculation."""
    targets = _targets(nodes)
    problems: list[Problem] = []
    for node in walk_all(nodes):
        problems += _check_expressions(form, node, logic, targets)
        problems += _check_texts(form, node.row, "survey", node.repeat, targets)
    for row in form.choices:
        problems += _check_texts(form, row, "choices", None, targets)
    return problems + _check_circles(form, nodes, logic)


def text_references(text: str) -> list[str]:
    """The names between ``${`` and ``}`` in a label or another text, in order."""
    return [name.strip() for name in _IN_TEXT.findall(text)]


def _targets(nodes: list[Node]) -> dict[str, Node]:
    """Every name that can be referred to; a question with or_other brings a second name."""
    targets: dict[str, Node] = {}
    for node in walk_all(nodes):
        targets.setdefault(node.row.name, node)
        if isinstance(node.row.type, TypeCell) and node.row.type.or_other:
            targets.setdefault(f"{node.row.name}_other", node)
    return targets


def _check_expressions(form: Form, node: Node, logic: Logic, targets: Targets) -> list[Problem]:
    problems = []
    for column in ("required", "relevant", "constraint", "calculation", "choice_filter", "repeat_count"):
        tree = logic.find(node.row, column)
        for name in sorted(references(tree)) if tree is not None else ():
            fault = _fault(name, node.repeat, targets)
            if fault:
                problems.append(form.problem(*fault, node.row, column))
    return problems


def _check_texts(form: Form, row: FormRow, sheet: str, repeat: str | None, targets: Targets) -> list[Problem]:
    problems = []
    for column in TRANSLATED:
        for language, text in row.text(column).items():
            for fault in _text_faults(text, repeat, targets):
                header = form.header(sheet, column, language)
                problems.append(Problem(*fault, sheet, row.number, header))
    return problems


def _text_faults(text: str, repeat: str | None, targets: Targets) -> Iterator[tuple[str, str]]:
    for name in dict.fromkeys(text_references(text)):
        fault = _fault(name, repeat, targets)
        if fault:
            yield fault
    if "${" in _IN_TEXT.sub("", text):
        yield "broken_reference", "A reference is written ${name}: the closing bracket is missing."


def _fault(name: str, repeat: str | None, targets: Targets) -> tuple[str, str] | None:
    target = targets.get(name)
    if target is None:
        meant = nearest(name, list(targets))
        hint = f" Did you mean ${{{meant}}}?" if meant else ""
        return "unknown_reference", f"There is no question called {name!r}.{hint}"
    if target.row.opens:
        words = f"{name!r} is a {target.row.kind}, which has no answer. Refer to a question in it."
        return "reference_without_value", words
    if target.row.kind == "note" and not target.row.cells.get("calculation"):
        return "reference_without_value", f"{name!r} is a note, which has no answer."
    if target.repeat and target.repeat != repeat:
        words = (
            f"{name!r} is asked several times in the repeat {target.repeat!r}; outside it has no "
            "single answer."
        )
        return "reference_into_repeat", words
    return None


def _check_circles(form: Form, nodes: list[Node], logic: Logic) -> list[Problem]:
    graph = {node.row.name: _depends_on(node, logic) for node in walk_all(nodes) if not node.row.opens}
    rows = {node.row.name: node for node in walk_all(nodes)}
    problems = []
    while circle := _find_circle(graph):
        first = min((name for name in circle if name in rows), key=lambda name: rows[name].row.number)
        row, column = _place(rows[first], logic, set(circle))
        shown = " → ".join(circle[:8]) + (" …" if len(circle) > 8 else "")
        words = f"Whether this is asked or what it is depends on itself: {shown}. Break the circle."
        problems.append(form.problem("circular_reference", words, row, column))
        graph = {name: needs for name, needs in graph.items() if name not in circle}
    return problems


def _find_circle(graph: Mapping[str, set[str]]) -> list[str]:
    """Names that depend on each other, the first one again at the end; empty if there are none."""
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        return [str(name) for name in error.args[1]]
    return []


def _depends_on(node: Node, logic: Logic) -> set[str]:
    return {name for at in (node, *node.ancestors()) for _, names in _deciding(at, logic) for name in names}


def _deciding(node: Node, logic: Logic) -> Iterator[tuple[str, set[str]]]:
    for column in _DECIDES:
        tree = logic.find(node.row, column)
        if tree is not None:
            yield column, references(tree)


def _place(node: Node, logic: Logic, circle: set[str]) -> tuple[FormRow, str]:
    """The cell through which a question of the circle depends on the others."""
    for at in (node, *node.ancestors()):
        for column, names in _deciding(at, logic):
            if names & circle:
                return at.row, column
    return node.row, "name"
