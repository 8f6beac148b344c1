"""What an author should change in an expression that can be read but does not mean the same everywhere."""

from collections.abc import Collection, Iterator, Mapping

from cmm.domain.questionnaire.expressions.patterns import find_foreign_part, find_pattern, is_anchored
from cmm.domain.questionnaire.expressions.trees import columns as bare_words
from cmm.domain.questionnaire.expressions.trees import iterate_nodes
from cmm.domain.questionnaire.model import Tree

Finding = tuple[str, str]
"""A code and a sentence for the author. The codes: bare_condition, number_as_text, date_as_text,
regex_not_text, regex_not_portable, regex_not_anchored, quoted_reference, bare_word."""

_COMPARISONS = ("=", "!=", "<", "<=", ">", ">=")
_NUMBER_TYPES = ("integer", "decimal", "range")


def check_expression(
    tree: Tree,
    *,
    types: Mapping[str, str],
    current_type: str | None = None,
    condition: bool = False,
    columns: Collection[str] = (),
) -> list[Finding]:
    """The findings for one expression, in reading order.

    `types` maps question names to XLSForm types; `current_type` is the type of the question behind ".".
    `condition` is true for relevant, constraint, required and choice_filter, whose result is a yes or no.
    `columns` are the columns of the choices sheet that a choice filter may use as bare words.
    """
    kinds = {**types, "": current_type or ""}
    findings = _check_condition(tree) if condition else []
    for node in iterate_nodes(tree):
        findings += _check_node(node, kinds)
    findings += [_bare_word(word) for word in sorted(bare_words(tree) - set(columns))]
    return findings


def _check_node(node: list[Tree], kinds: Mapping[str, str]) -> list[Finding]:
    findings = [finding for part in _conditions(node) for finding in _check_condition(part)]
    if node[0] in _COMPARISONS:
        findings += _check_comparison(node[1], node[2], kinds) + _check_comparison(node[2], node[1], kinds)
    if node[0] == "regex":
        findings += _check_pattern(node[2])
    findings += [_quoted_reference(part) for part in node[1:] if isinstance(part, str) and "${" in part]
    return findings


def _conditions(node: list[Tree]) -> Iterator[Tree]:
    """The parts of `node` that are taken as a yes or no."""
    if node[0] in ("and", "or", "not"):
        yield from node[1:]
    if node[0] == "if":
        yield node[1]


def _check_condition(tree: Tree) -> list[Finding]:
    if isinstance(tree, list) and tree[0] not in ("$", "."):
        return []
    if isinstance(tree, list):
        name = f"${{{tree[1]}}}" if tree[0] == "$" else "."
        message = f"{name} alone is not a condition: programs disagree about blanks. Write {name} != ''."
    else:
        message = "A condition compares something; a fixed value is always the same. Use true() or false()."
    return [("bare_condition", message)]


def _check_comparison(answer: Tree, other: Tree, kinds: Mapping[str, str]) -> list[Finding]:
    if not isinstance(answer, list) or not isinstance(other, str) or not other.strip():
        return []
    kind = _kind(answer, kinds)
    if kind in _NUMBER_TYPES:
        return [
            (
                "number_as_text",
                f"A number is compared with the text '{other}'. Leave out the quotation marks.",
            )
        ]
    if kind == "date":
        return [("date_as_text", f"A date is compared with the text '{other}'. Write date('{other}').")]
    return []


def _kind(tree: list[Tree], kinds: Mapping[str, str]) -> str:
    if tree[0] in ("today", "date"):
        return "date"
    if tree[0] in ("string-length", "count-selected", "number", "int", "round"):
        return "decimal"
    if tree[0] in ("$", "."):
        return kinds.get(str(tree[1]) if tree[0] == "$" else "", "")
    return ""


def _check_pattern(pattern: Tree) -> list[Finding]:
    if not isinstance(pattern, str):
        return [("regex_not_text", "Write the pattern of regex() as a text in quotation marks.")]
    foreign = find_foreign_part(pattern)
    if foreign is not None or find_pattern(pattern) is None:
        where = f" near '{foreign}'" if foreign else ""
        message = (
            f"The pattern '{pattern[:60]}' does not work in every program{where}. Write it in a simpler way."
        )
        return [("regex_not_portable", message)]
    if not is_anchored(pattern):
        message = f"The pattern must describe the whole answer, from ^ to $: write '^({pattern[:60]})$'."
        return [("regex_not_anchored", message)]
    return []


def _quoted_reference(text: str) -> Finding:
    message = (
        f"'{text[:60]}' is a fixed text. Take ${{...}} out of the quotation marks; join texts with concat()."
    )
    return ("quoted_reference", message)


def _bare_word(word: str) -> Finding:
    message = f"{word} is no column of the choices. Write a text as '{word}' and a question as ${{{word}}}."
    return ("bare_word", message)
