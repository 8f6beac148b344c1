"""The value of an expression tree for one record, by the rules on which the engines of ODK agree.

A blank is the empty text. Comparisons convert as XPath 1.0 does (https://www.w3.org/TR/xpath-10/#booleans): a
truth value makes both sides truth values, a number makes both sides numbers, ``<`` and its kin always compare
numbers, and what is not a number (a blank, too) compares as false, except by ``!=``. Arithmetic is that of
IEEE doubles. Where ODK's two engines differ, JavaRosa (the one in Collect) and the web engine, the choice is
said beside the code. Nothing here raises for any record, so that a form that loaded can always be answered.
"""

import math
import operator
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from cmm.domain.questionnaire.expressions.patterns import find_pattern
from cmm.domain.questionnaire.model import Tree

Value = None | str | float | int | bool | tuple[str, ...] | date
"""One answer: None is blank, a tuple the chosen names of a select_multiple in the order of its list."""

_Operand = str | float | bool | date
_NUMBER = re.compile(r"-?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_SPACES = " \t\r\n"
_EPOCH = date(1970, 1, 1)
_LARGEST_INT = 10**300


@dataclass(frozen=True, slots=True)
class Record:
    """What an expression can look at.

    `values` are the answers by question name, blank when absent; `current` is the answer that "." stands for;
    `choice` holds the columns of the choice that is being filtered; `today` is the day of answering.
    """

    values: Mapping[str, Value]
    today: date
    current: Value = None
    choice: Mapping[str, str] = field(default_factory=dict)


def evaluate(tree: Tree, record: Record) -> str | float | bool:
    """The value of `tree`; a date is given as its ISO text."""
    value = _evaluate(tree, record)
    return value.isoformat() if isinstance(value, date) else value


def is_true(tree: Tree, record: Record) -> bool:
    """Whether `tree` holds: a text is true unless empty (so is 'false'), a number unless 0 or NaN."""
    return _truth(_evaluate(tree, record))


def as_text(value: Value) -> str:
    """The value as the text that ODK would store: whole numbers without ".0", never with an exponent."""
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case float() | int():
            return _number_text(as_number(value))
        case date():
            return value.isoformat()
        case tuple():
            return " ".join(value)
    return value


def as_number(value: Value) -> float:
    """The value as a number; NaN for '1e3', '+5', a blank and other words; a date counts days since 1970."""
    match value:
        case bool() | float():
            return float(value)
        case int():
            return float(value) if abs(value) < _LARGEST_INT else (math.inf if value > 0 else -math.inf)
        case date():
            return float((value - _EPOCH).days)
    text = as_text(value).strip(_SPACES)
    return float(text) if _NUMBER.fullmatch(text) else math.nan


def _number_text(number: float) -> str:
    if not math.isfinite(number):
        return "NaN" if math.isnan(number) else "Infinity" if number > 0 else "-Infinity"
    if number.is_integer():
        return str(int(number))
    return format(Decimal(repr(number)), "f")


def _evaluate(tree: Tree, record: Record) -> _Operand:
    if not isinstance(tree, list):
        return float(tree) if isinstance(tree, int) and not isinstance(tree, bool) else tree
    head = str(tree[0])
    if head in _LOOKUPS:
        return _LOOKUPS[head](record, str(tree[-1]))
    if head in _LAZY:
        return _LAZY[head](tree[1:], record)
    return _STRICT[head](*[_evaluate(part, record) for part in tree[1:]])


def _operand(value: Value) -> _Operand:
    if isinstance(value, date | bool):
        return value
    return as_number(value) if isinstance(value, int | float) else as_text(value)


def _choose(parts: list[Tree], record: Record) -> _Operand:
    return _evaluate(parts[1] if is_true(parts[0], record) else parts[2], record)


def _first_given(parts: list[Tree], record: Record) -> _Operand:
    first = _evaluate(parts[0], record)
    return first if as_text(first) else _evaluate(parts[1], record)


def _truth(value: _Operand) -> bool:
    if isinstance(value, float):
        return value != 0 and not math.isnan(value)
    return bool(value)


def _comparable(value: _Operand) -> float:
    """A number for a comparison with a date, where the ISO text of a date counts as that date."""
    day = _date(value)
    return as_number(day if day else value)


def _equal(left: _Operand, right: _Operand) -> bool:
    sides = (left, right)
    if any(isinstance(side, bool) for side in sides):
        return _truth(left) == _truth(right)
    if any(isinstance(side, date) for side in sides):
        return _comparable(left) == _comparable(right)
    if any(isinstance(side, float) for side in sides):
        return as_number(left) == as_number(right)
    return left == right


def _ordered(compare: Callable[[float, float], bool]) -> Callable[[_Operand, _Operand], bool]:
    def ordered(left: _Operand, right: _Operand) -> bool:
        if isinstance(left, date) or isinstance(right, date):
            return compare(_comparable(left), _comparable(right))
        return compare(as_number(left), as_number(right))

    return ordered


def _arithmetic(compute: Callable[[float, float], float]) -> Callable[[_Operand, _Operand], float]:
    return lambda left, right: compute(as_number(left), as_number(right))


def _divide(left: float, right: float) -> float:
    if right != 0:
        return left / right
    if left == 0 or math.isnan(left):
        return math.nan
    return math.copysign(math.inf, left) * math.copysign(1, right)


def _remainder(left: float, right: float) -> float:
    """The remainder with the sign of the dividend, as XPath 1.0 and JavaScript have it."""
    return math.nan if right == 0 or math.isinf(left) else math.fmod(left, right)


def _words(value: _Operand) -> list[str]:
    return [word for word in re.split(f"[{_SPACES}]+", as_text(value)) if word]


def _selected(value: _Operand, name: _Operand) -> bool:
    """Of a blank the empty text is selected: both engines of ODK say so, and forms ask for blanks so."""
    return as_text(name).strip(_SPACES) in (_words(value) or [""])


def _length(value: _Operand) -> float:
    """In the units of Java and JavaScript, as both engines of ODK: most emoji count twice or more."""
    return float(len(as_text(value).encode("utf-16-le", "surrogatepass")) // 2)


def _truncate(value: _Operand) -> float:
    number = as_number(value)
    return math.copysign(float(math.trunc(number)), number) if math.isfinite(number) else number


def _round(value: _Operand) -> float:
    """Half rounds up, so -2.5 gives -2 (JavaRosa and XPath 1.0; the web engine of ODK gives -3)."""
    number = as_number(value)
    if not math.isfinite(number):
        return number
    below = math.floor(number)
    return math.copysign(float(below + (number - below >= 0.5)), number)


def _date(value: _Operand) -> date | None:
    if isinstance(value, date):
        return value
    text = as_text(value).strip(_SPACES)
    if not _DATE.fullmatch(text):
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _to_date(value: _Operand) -> _Operand:
    """A date from ISO text or from a count of days since 1970; a blank when it is neither."""
    if not isinstance(value, float):
        return _date(value) or ""
    try:
        return _EPOCH + timedelta(days=math.floor(value))
    except (ValueError, OverflowError):
        return ""


def _matches(value: _Operand, pattern: _Operand) -> bool:
    """The whole text must match (JavaRosa); a pattern outside our portable subset matches nothing."""
    compiled = find_pattern(as_text(pattern))
    return compiled is not None and compiled.fullmatch(as_text(value)) is not None


_LOOKUPS: dict[str, Callable[[Record, str], _Operand]] = {
    "$": lambda record, name: _operand(record.values.get(name)),
    ".": lambda record, _: _operand(record.current),
    "@": lambda record, column: record.choice.get(column, ""),
    "today": lambda record, _: record.today,
}
_LAZY: dict[str, Callable[[list[Tree], Record], _Operand]] = {
    "and": lambda parts, record: all(is_true(part, record) for part in parts),
    "or": lambda parts, record: any(is_true(part, record) for part in parts),
    "if": _choose,
    "coalesce": _first_given,
}
_STRICT: dict[str, Callable[..., _Operand]] = {
    "=": _equal,
    "!=": lambda left, right: not _equal(left, right),
    "<": _ordered(operator.lt),
    "<=": _ordered(operator.le),
    ">": _ordered(operator.gt),
    ">=": _ordered(operator.ge),
    "+": _arithmetic(operator.add),
    "-": _arithmetic(operator.sub),
    "*": _arithmetic(operator.mul),
    "div": _arithmetic(_divide),
    "mod": _arithmetic(_remainder),
    "neg": lambda value: -as_number(value),
    "true": lambda: True,
    "false": lambda: False,
    "not": lambda value: not _truth(value),
    "selected": _selected,
    "count-selected": lambda value: float(len(_words(value))),
    "string-length": _length,
    "contains": lambda value, part: as_text(part) in as_text(value),
    "starts-with": lambda value, part: as_text(value).startswith(as_text(part)),
    "normalize-space": lambda value: " ".join(_words(value)),
    "concat": lambda *values: "".join(map(as_text, values)),
    "string": as_text,
    "number": as_number,
    "int": _truncate,
    "round": _round,
    "regex": _matches,
    "date": _to_date,
}
