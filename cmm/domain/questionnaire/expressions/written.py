"""From a JSON tree back to the text of an XLSForm expression: `parse` reads the same tree out of it."""

from collections.abc import Callable
from decimal import Decimal

from cmm.domain.questionnaire.model import Tree

_INFIX = {"and", "or", "=", "!=", "<", "<=", ">", ">=", "+", "-", "*", "div", "mod"}


def write_expression(tree: Tree) -> str:
    """The text of `tree`. Operations within operations stand in brackets, so that nothing hangs on
    precedence.
    """
    if isinstance(tree, bool):
        return "true()" if tree else "false()"
    if isinstance(tree, str):
        return _quoted(tree)
    if isinstance(tree, int | float):
        return format(Decimal(repr(tree)), "f")
    head, parts = str(tree[0]), tree[1:]
    if head in _SPECIAL:
        return _SPECIAL[head](parts)
    if head in _INFIX:
        return f" {head} ".join(map(_operand, parts))
    return f"{head}({', '.join(map(write_expression, parts))})"


def _operand(tree: Tree) -> str:
    written = write_expression(tree)
    is_operation = isinstance(tree, list) and (tree[0] in _INFIX or tree[0] == "neg")
    return f"({written})" if is_operation else written


def _quoted(text: str) -> str:
    """XPath 1.0 has no way to write both kinds of quotation marks in one text."""
    if "'" not in text:
        return f"'{text}'"
    if '"' not in text:
        return f'"{text}"'
    pieces = ', "\'", '.join(f"'{piece}'" for piece in text.split("'"))
    return f"concat({pieces})"


_SPECIAL: dict[str, Callable[[list[Tree]], str]] = {
    "$": lambda parts: f"${{{parts[0]}}}",
    "@": lambda parts: str(parts[0]),
    ".": lambda _parts: ".",
    "neg": lambda parts: f"-{_operand(parts[0])}",
}
