"""Expression trees as browsers take them: the patterns of ``regex()`` are the only difference.

In JavaScript ``\\s`` and ``.`` mean more than in Python. Here they are written out, so that the phone need
not know.
"""

import re

from cmm.domain.questionnaire.expressions.patterns import find_pattern
from cmm.domain.questionnaire.model import Tree

_PIECE = re.compile(r"\\.|[^\\]", re.DOTALL)
_SPACES = {r"\s": r"\t-\r ", r"\S": r"\0-\x08\x0e-\x1f!-\u{10ffff}"}


def for_browsers(tree: Tree) -> Tree:
    """The same tree with every pattern rewritten; one that matches nothing on the server is ``False``."""
    if not isinstance(tree, list):
        return tree
    parts = [for_browsers(part) for part in tree[1:]]
    if tree[0] == "regex":
        parts[1] = _pattern(parts[1]) if isinstance(parts[1], str) else False
    return [tree[0], *parts]


def _pattern(pattern: str) -> str | bool:
    if find_pattern(pattern) is None:
        return False
    written, in_class = "", False
    for piece in _PIECE.findall(pattern):
        if piece in _SPACES:
            written += _SPACES[piece] if in_class else f"[{_SPACES[piece]}]"
        elif piece == "." and not in_class:
            written += r"[^\n]"
        else:
            in_class = piece == "[" or (in_class and piece != "]")
            written += piece
    return written
