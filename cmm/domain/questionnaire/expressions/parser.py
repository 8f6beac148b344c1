"""From the text of an XLSForm expression to a JSON tree.

The text is prepared (smart quotes, ``${name}``), read by elementpath's XPath 1.0 grammar, and the tokens are
walked into the small trees that the server and the phone both evaluate. What the subset lacks is refused in
words that the author of a form can act on.
"""

import re
from difflib import get_close_matches

from elementpath import ElementPathError
from elementpath.xpath_tokens import XPathToken

from cmm.domain.questionnaire.expressions.grammar import ARITIES, OdkParser
from cmm.domain.questionnaire.model import Tree

LONGEST_TEXT = 10_000
DEEPEST_TREE = 60
"""Levels of nesting; small enough for every evaluator's call stack, several times what real forms need."""

_LARGEST_NUMBER = 10**15
_NAME = r"[^\W\d][\w.\-]*"
_LITERAL = re.compile(r"'[^']*'|\"[^\"]*\"|[‘’‚‛][^‘’‚‛']*[‘’‚‛']|[“”„«»][^“”„«»\"]*[“”„«»\"]")
_REFERENCE = re.compile(r"\$\{\s*(" + _NAME + r")\s*\}")
_CALL = re.compile(r"(?<![\w.\-:$])((?:[^\W\d][\w.\-]*:)?" + _NAME + r")\s*\(")
_OPERATOR_WORDS = {"and", "or", "div", "mod"}
_OPERATORS = {"=", "!=", "<", "<=", ">", ">=", "+", "-", "*", "div", "mod"}
_MISTAKES = (
    (r"==", "Write one equals sign: '='."),
    (r"<>", "Write 'is not equal' as '!='."),
    (r"&&", "Write 'and' instead of '&&'."),
    (r"\|\|", "Write 'or' instead of '||'."),
    (
        r"(?<![\w.\-])(?:AND|OR|NOT|DIV|MOD)(?![\w.\-])",
        "Write 'and', 'or', 'not', 'div' and 'mod' in small letters.",
    ),
    (r"['\"‘’‚‛“”„«»]", "A quotation mark is opened but not closed."),
    (r"\$", "Write a reference to a question as ${name}, with curly brackets."),
    (r"[{}]", "Curly brackets are only used in ${name}; the name starts with a letter and has no spaces."),
    (r"\(\s*,|,\s*[,)]", "A value is missing next to a comma."),
    (r"(?![0-9])\d", "Write numbers with the digits 0 to 9."),
)
_INSTEAD = {
    "current": "write ${name} instead",
    "now": "use today()",
    "decimal-date-time": "use date()",
    "jr:choice-name": "compare the choice's name instead",
    "choice-name": "compare the choice's name instead",
}


class ExpressionRefused(Exception):
    """The text is not an expression of our subset.

    `code` is machine-readable: empty, too_long, syntax, unknown_function, wrong_arguments, not_supported,
    too_deep, number_too_large. `message` is a sentence for the author; `suggestion` a function name or None.
    """

    def __init__(self, code: str, message: str, suggestion: str | None = None) -> None:
        self.code = code
        self.message = message
        self.suggestion = suggestion
        super().__init__(message)


def parse(text: str) -> Tree:
    """Return the JSON tree of an XLSForm expression (see `cmm.domain.questionnaire.model` for its shape).

    ``and`` and ``or`` take two or more operands: ``a or b or c`` is ``["or", a, b, c]``. A simple path such
    as ``../name`` or ``/data/group/name`` is a reference to its last step.
    Raises `ExpressionRefused` and nothing else.
    """
    source, names = _prepare(text)
    try:
        token = OdkParser().parse(source)
        return _Walk(names).tree(token, DEEPEST_TREE)
    except RecursionError:
        raise _too_deep() from None
    except (SyntaxError, ValueError, TypeError, ArithmeticError, ElementPathError):
        raise ExpressionRefused("syntax", _syntax_message(text)) from None


def _prepare(text: str) -> tuple[str, list[str]]:
    """The text with straight quotes and with ``$q0 ``, ``$q1 `` ... for its references; and their names."""
    if len(text) > LONGEST_TEXT:
        raise ExpressionRefused("too_long", f"The expression is longer than {LONGEST_TEXT} characters.")
    if not text.strip():
        raise ExpressionRefused("empty", "The expression is empty.")
    names: list[str] = []
    parts: list[str] = []
    code: list[str] = []
    end = 0
    for literal in _LITERAL.finditer(text):
        code.append(text[end : literal.start()])
        parts += [_number_references(code[-1], names), _straight(literal.group())]
        end = literal.end()
    code.append(text[end:])
    parts.append(_number_references(code[-1], names))
    _check_code(" 0 ".join(code))
    return "".join(parts), names


def _number_references(code: str, names: list[str]) -> str:
    def numbered(match: re.Match[str]) -> str:
        names.append(match[1])
        # The space keeps "${a}-1" a subtraction: a hyphen may be part of a name in XPath.
        return f" $q{len(names) - 1} "

    return _REFERENCE.sub(numbered, code)


def _straight(literal: str) -> str:
    inner = literal[1:-1]
    quote = '"' if "'" in inner else "'"
    return quote + inner.replace(quote, quote * 2) + quote


def _check_code(code: str) -> None:
    """Refuse what can be named better than by a syntax error; quoted texts stand as 0 in `code`."""
    bare = _REFERENCE.sub(" 0 ", code)
    for pattern, message in _MISTAKES:
        if re.search(pattern, bare):
            raise ExpressionRefused("syntax", message)
    for match in _CALL.finditer(bare):
        if match[1] not in ARITIES and match[1] not in _OPERATOR_WORDS:
            raise _unknown_function(match[1])


def _unknown_function(name: str) -> ExpressionRefused:
    close = get_close_matches(name.lower(), ARITIES, n=1)
    suggestion = close[0] if close else None
    hint = ""
    if name in _INSTEAD:
        hint = f" You can {_INSTEAD[name]}."
    elif suggestion:
        hint = f" Did you mean {suggestion}()?"
    known = ", ".join(sorted(ARITIES))
    message = f"The function {name[:60]}() is not supported.{hint} Supported functions: {known}."
    return ExpressionRefused("unknown_function", message, suggestion)


def _syntax_message(text: str) -> str:
    shown = " ".join(text.split())
    shown = shown if len(shown) <= 80 else f"{shown[:77]}..."
    return f"The expression cannot be read: {shown} — check its brackets, quotation marks and operators."


def _too_deep() -> ExpressionRefused:
    message = "The expression is nested too deeply. Move parts of it into calculate questions."
    return ExpressionRefused("too_deep", message)


class _Walk:
    """Turns elementpath tokens into our tree; `names` are the references in the order of their numbers."""

    def __init__(self, names: list[str]) -> None:
        self._names = names

    def tree(self, token: XPathToken, depth: int) -> Tree:
        if depth == 0:
            raise _too_deep()
        symbol = token.symbol
        if symbol == "(":
            return self.tree(token[0], depth - 1)
        if symbol in ARITIES:
            return [symbol, *(self.tree(part, depth - 1) for part in _counted(token))]
        if symbol in ("and", "or"):
            return self._flat(token, depth)
        if symbol in _OPERATORS and len(token) == 2:
            return [symbol, self.tree(token[0], depth - 1), self.tree(token[1], depth - 1)]
        if symbol == "-" and len(token) == 1:
            return ["neg", self.tree(token[0], depth - 1)]
        return self._leaf(token)

    def _flat(self, token: XPathToken, depth: int) -> Tree:
        """One list for a chain of the same operator, so that long chains stay shallow."""
        parts: list[Tree] = []
        while token.symbol in ("and", "or"):
            parts.append(self.tree(token[1], depth - 1))
            if token[0].symbol != token.symbol:
                break
            token = token[0]
        parts.append(self.tree(token[0], depth - 1))
        return [token.symbol, *reversed(parts)]

    def _leaf(self, token: XPathToken) -> Tree:
        match token.symbol:
            case "$":
                return ["$", self._names[int(str(token.value)[1:])]]
            case ".":
                return ["."]
            case "(name)":
                return ["@", str(token.value)]
            case "(string)":
                return str(token.value)
            case "(integer)" | "(decimal)":
                return _number(float(str(token.value)))
            case "/":
                return ["$", _last_step(token)]
            case _:
                raise _not_supported(token.symbol)


def _counted(token: XPathToken) -> list[XPathToken]:
    """The arguments of a function call, once their number is right."""
    least, most = ARITIES[token.symbol]
    if len(token) >= least and (most is None or len(token) <= most):
        return list(token)
    wanted = f"{least} or more values" if most is None else f"{least} value{'s' * (least != 1)}"
    message = f"{token.symbol}() needs {wanted} in its brackets, here it has {len(token)}."
    raise ExpressionRefused("wrong_arguments", message)


def _number(value: float) -> int | float:
    if abs(value) > _LARGEST_NUMBER:
        raise ExpressionRefused("number_too_large", "A number in the expression is too large.")
    return int(value) if value.is_integer() else value


def _last_step(token: XPathToken) -> str:
    """The question a simple path ends in: "../name", "../../group/name" or "/data/group/name"."""
    steps: list[XPathToken] = []
    while token.symbol == "/" and len(token) == 2:
        steps.append(token[1])
        token = token[0]
    absolute = token.symbol == "/" and len(token) == 1 and len(steps) >= 1
    names = [step.symbol for step in steps]
    up = len(names) - names.index("..") if ".." in names else 0
    simple = set(names[: len(names) - up]) <= {"(name)"} and set(names[len(names) - up :]) <= {".."}
    if steps and steps[0].symbol == "(name)" and simple and (absolute or token.symbol == ".."):
        return str(steps[0].value)
    raise _not_supported("/")


def _not_supported(symbol: str) -> ExpressionRefused:
    what = {"/": "This path", "//": "A path with //", "[": "A filter in square brackets", "|": "The union |"}
    subject = what.get(symbol, f"The sign {symbol[:20]} in this place")
    hint = " Divide with 'div'." if symbol == "/" else ""
    message = f"{subject} is not supported. Refer to other questions as ${{name}}.{hint}"
    return ExpressionRefused("not_supported", message)
