"""Groups and repeats: the rows of a survey sheet as a tree, and what is wrong with its shape."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from cmm.domain.questionnaire.form import Form, FormRow
from cmm.domain.questionnaire.problems import Problem


@dataclass(slots=True)
class Node:
    """A row with the rows inside it; only groups and repeats have any."""

    row: FormRow
    parent: "Node | None" = None
    children: list["Node"] = field(default_factory=list)

    def ancestors(self) -> Iterator["Node"]:
        """The groups and repeats around this row, the innermost first."""
        node = self.parent
        while node is not None:
            yield node
            node = node.parent

    @property
    def repeat(self) -> str | None:
        """The name of the repeat around this row, if any."""
        return next((node.row.name for node in self.ancestors() if node.row.kind == "repeat"), None)

    def walk(self) -> Iterator["Node"]:
        """This row and all rows inside it, in the author's order."""
        yield self
        for child in self.children:
            yield from child.walk()


def build_nodes(form: Form) -> tuple[list[Node], list[Problem]]:
    """The top rows of the form with those inside them, and begins and ends that do not match."""
    top: list[Node] = []
    open_nodes: list[Node] = []
    problems: list[Problem] = []
    for row in form.survey:
        if row.closes:
            problems += _close(form, row, open_nodes)
            continue
        node = Node(row, open_nodes[-1] if open_nodes else None)
        (open_nodes[-1].children if open_nodes else top).append(node)
        if row.opens:
            open_nodes.append(node)
    problems += [_unclosed(form, node.row) for node in open_nodes]
    return top, problems


def walk_all(nodes: list[Node]) -> Iterator[Node]:
    """Every row under `nodes`, in the author's order."""
    for node in nodes:
        yield from node.walk()


def check_structure(form: Form, nodes: list[Node]) -> list[Problem]:
    """Repeats inside repeats, groups with nothing in them, tables whose rows have different answers, no
    question.
    """
    problems = []
    for node in walk_all(nodes):
        if node.row.kind == "repeat" and node.repeat:
            words = (
                f"The repeat {node.row.name!r} stands inside the repeat {node.repeat!r}; one level "
                "is supported."
            )
            problems.append(form.problem("nested_repeat", words, node.row, "type"))
        if node.row.opens and not node.children:
            words = f"The {node.row.kind} {node.row.name!r} has nothing in it and is left out."
            problems.append(form.warning("empty_group", words, node.row, "type"))
        if node.row.kind == "group" and "table-list" in node.row.cells.get("appearance", "").split():
            problems += _check_table(form, node)
    if not any(not row.closes and not row.opens for row in form.survey):
        words = "The survey sheet holds no question."
        problems.append(Problem("empty_survey", words, "survey"))
    return problems


def _close(form: Form, row: FormRow, open_nodes: list[Node]) -> list[Problem]:
    if not open_nodes:
        words = f"This end_{row.kind} ends nothing: there is no begin_{row.kind} before it."
        return [form.problem("unmatched_end", words, row, "type")]
    begun = open_nodes.pop().row
    if begun.kind == row.kind:
        return []
    words = (
        f"This end_{row.kind} meets the begin_{begun.kind} {begun.name!r} of row {begun.number}; "
        "end that first."
    )
    return [form.problem("unmatched_end", words, row, "type")]


def _unclosed(form: Form, row: FormRow) -> Problem:
    words = f"The {row.kind} {row.name!r} begins here and never ends; add a row end_{row.kind}."
    return form.problem("unmatched_begin", words, row, "type")


def _check_table(form: Form, group: Node) -> list[Problem]:
    """The rows of a table share their answers, so they need one list; choices cannot differ by row."""
    selects = [node.row for node in group.children if node.row.kind in ("select_one", "select_multiple")]
    lists = [getattr(row.type, "list_name", None) for row in selects]
    problems = [
        form.problem(
            "mixed_table",
            f"A table-list has one choice list for all rows; here are {lists[0]!r} and {found!r}.",
            row,
            "type",
        )
        for row, found in zip(selects, lists, strict=True)
        if found != lists[0]
    ]
    words = "Rows of a table-list cannot filter their choices."
    return problems + [
        form.problem("mixed_table", words, row, "choice_filter")
        for row in selects
        if row.cells.get("choice_filter")
    ]
