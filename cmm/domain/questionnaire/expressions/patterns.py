"""Regular expressions that mean the same in Python and in a browser.

Python's `re` and JavaScript (with the ``u`` flag) differ in what they accept and in what ``\\d`` matches. We
take only what both read alike: literals, classes, ``\\d \\w \\s`` in their ASCII sense, groups, look-aheads,
alternatives and quantifiers. The whole text has to match.
"""

import re
from functools import lru_cache

LONGEST_PATTERN = 500

_ESCAPE = r"\\(?:[dDwWsStnrfv]|[\^$\\.*+?()\[\]{}|/]|x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4})"
_IN_CLASS = rf"(?:{_ESCAPE}|\\-|(?!--|&&|~~|\|\|)[^\[\]\\])"
_TOKEN = re.compile(
    rf"""(?P<open>\((?:\?[:=!])?)
    | (?P<close>\))
    | (?P<bar>\|)
    | (?P<edge>\^|\$|\\[bB])
    | (?P<times>(?:[*+?]|\{{[0-9]{{1,3}}(?:,[0-9]{{0,3}})?\}})\??)
    | (?P<atom>\[\^?{_IN_CLASS}+\]|{_ESCAPE}|\.|[^\\^$.*+?()\[\]{{}}|])""",
    re.VERBOSE,
)


@lru_cache(maxsize=256)
def find_pattern(pattern: str) -> re.Pattern[str] | None:
    """The compiled pattern, for `fullmatch`; None unless Python and JavaScript both accept it."""
    if find_foreign_part(pattern) is not None:
        return None
    try:
        return re.compile(pattern, re.ASCII)
    except (re.error, RecursionError, OverflowError):
        return None


def find_foreign_part(pattern: str) -> str | None:
    """The first piece (up to 10 characters) that the two languages do not read alike; None if all is well."""
    if len(pattern) > LONGEST_PATTERN:
        return pattern[:10]
    position = 0
    before = "edge"
    groups: list[str] = []
    while position < len(pattern):
        token = _TOKEN.match(pattern, position)
        if token is None or (token.lastgroup == "times" and before not in ("atom", "close")):
            return pattern[position : position + 10]
        before = _kind(token, groups)
        position = token.end()
    return None


def is_anchored(pattern: str) -> bool:
    """Whether the pattern can only match a whole text: ^...$ around everything, alternatives included."""
    depth = 0
    kinds = []
    for token in _TOKEN.finditer(pattern):
        depth += (token.lastgroup == "open") - (token.lastgroup == "close")
        kinds.append(token.group() if token.lastgroup == "edge" else "")
        if token.lastgroup == "bar" and depth == 0:
            return False
    return len(kinds) > 1 and kinds[0] == "^" and kinds[-1] == "$"


def _kind(token: re.Match[str], groups: list[str]) -> str:
    """The token's kind; the end of a look-ahead is an "edge", because it cannot be repeated in JavaScript."""
    if token.lastgroup == "open":
        groups.append("edge" if token.group() in ("(?=", "(?!") else "close")
    if token.lastgroup == "close" and groups:
        return groups.pop()
    return str(token.lastgroup)
