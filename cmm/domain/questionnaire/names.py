"""Names of questions, groups, repeats and choices: missing, invalid, reserved, too long, used twice."""

import re
from collections.abc import Iterable

from cmm.domain.questionnaire.form import Form, FormRow
from cmm.domain.questionnaire.problems import Problem
from cmm.domain.questionnaire.type_cells import TypeCell

LONGEST_NAME = 64
RESERVED_NAMES = frozenset(
    {"meta", "instanceid", "instancename", "csrf_token", "coupon", "nonce", "no_answer"}
)
"""Lower-case names that OpenRosa, our own pages or our tables use. Names that begin with two underscores are
reserved as well, so pages may use such names for fields of their own."""
RESERVED_CHOICES = frozenset({"no_answer"})

_NAME = re.compile(r"[^\W\d][\w-]*")
_CHOICE = re.compile(r"[^\s/]+")


def check_names(form: Form) -> list[Problem]:
    """Every fault of a name on the survey sheet. Names are unique in the whole form, groups included."""
    problems: list[Problem] = []
    rows = [row for row in form.survey if row.type is not None and not row.closes]
    for row in rows:
        if isinstance(row.type, TypeCell):
            problems += _check_name(form, row)
    return problems + _duplicates(form, rows)


def check_choice_name(form: Form, row: FormRow) -> list[Problem]:
    """Faults of one choice's name, seen by itself."""
    name = row.name
    if not name:
        words = "This choice has no name. Give it one, short and without spaces."
        return [form.problem("missing_name", words, row, "name", "choices")]
    if not _CHOICE.fullmatch(name):
        words = f"The choice name {name!r} holds a space or a slash. Write for example {_joined(name)!r}."
        return [form.problem("choice_name_with_space", words, row, "name", "choices")]
    if len(name) > LONGEST_NAME:
        words = f"The choice name {name[:20]!r}... has {len(name)} letters; {LONGEST_NAME} is the most."
        return [form.problem("name_too_long", words, row, "name", "choices")]
    if name.lower() in RESERVED_CHOICES:
        words = f"The choice name {name!r} is reserved for people who skip a question. Choose another."
        return [form.problem("reserved_name", words, row, "name", "choices")]
    return []


def _check_name(form: Form, row: FormRow) -> list[Problem]:
    name = row.name
    if not name:
        words = "This row has a type but no name. Give it a name of its own."
        return [form.problem("missing_name", words, row, "name")]
    if name.lower() in RESERVED_NAMES or name.startswith("__"):
        words = (
            f"The name {name!r} is reserved. Choose another, or delete the row if another program added it."
        )
        return [form.problem("reserved_name", words, row, "name")]
    if not _NAME.fullmatch(name):
        words = (
            f"The name {name!r} is not valid: it begins with a letter and holds letters, digits, "
            "underscores and "
            f"hyphens only. Write for example {_valid(name)!r}."
        )
        return [form.problem("invalid_name", words, row, "name")]
    if len(name) > LONGEST_NAME:
        words = f"The name {name[:20]!r}... has {len(name)} letters; {LONGEST_NAME} is the most."
        return [form.problem("name_too_long", words, row, "name")]
    return []


def _duplicates(form: Form, rows: Iterable[FormRow]) -> list[Problem]:
    first: dict[str, tuple[str, FormRow]] = {}
    problems = []
    for row, name in _named(rows):
        earlier, at = first.setdefault(name.lower(), (name, row))
        if at is row and earlier == name:
            continue
        if earlier == name:
            words = f"The name {name!r} is already used in row {at.number}. Every name stands once in a form."
            problems.append(form.problem("duplicate_name", words, row, "name"))
        else:
            words = f"The names {earlier!r} (row {at.number}) and {name!r} differ in capital letters only."
            problems.append(form.warning("similar_name", words, row, "name"))
    return problems


def _named(rows: Iterable[FormRow]) -> Iterable[tuple[FormRow, str]]:
    """Each row's name, and that of the question which or_other adds after it."""
    for row in rows:
        if row.name:
            yield row, row.name
            if isinstance(row.type, TypeCell) and row.type.or_other:
                yield row, f"{row.name}_other"


def _joined(name: str) -> str:
    return re.sub(r"[\s/]+", "_", name.strip())


def _valid(name: str) -> str:
    words = re.sub(r"[^\w-]+", "_", name).strip("_-") or "question"
    return words if _NAME.fullmatch(words) else f"q_{words}"
