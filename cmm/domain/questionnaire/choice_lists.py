"""The choices sheet: lists of choices in order, the choice "other" that or_other adds, and their faults."""

from collections.abc import Mapping, Sequence

from cmm.domain.language import Translated
from cmm.domain.questionnaire.columns import Use, nearest, nearest_header
from cmm.domain.questionnaire.form import Form, FormRow
from cmm.domain.questionnaire.model import Choice
from cmm.domain.questionnaire.names import check_choice_name
from cmm.domain.questionnaire.problems import Problem
from cmm.domain.questionnaire.type_cells import TypeCell

OTHER = "other"
"""The choice that or_other adds; the question for the words is called "<name>_other"."""
OTHER_LABELS = {"en": "Other", "ru": "Другое", "kk": "Басқа", "fr": "Autre", "de": "Sonstiges"}
SPECIFY_LABELS = {
    "en": "Please specify",
    "ru": "Уточните, пожалуйста",
    "kk": "Нақтылап жазыңыз",
    "fr": "Veuillez préciser",
    "de": "Bitte angeben",
}


def build_choices(form: Form, attributes: frozenset[str]) -> dict[str, tuple[Choice, ...]]:
    """The choice lists that questions use; of the other columns only those that choice filters look at."""
    with_other, used = _lists_with_other(form), _used_lists(form)
    lists: dict[str, tuple[Choice, ...]] = {}
    for list_name, rows in _group(form).items():
        if list_name not in used:
            continue
        choices = tuple(_choice(form, row, attributes) for row in rows)
        if list_name in with_other and all(choice.name != OTHER for choice in choices):
            choices = (*choices, Choice(OTHER, in_form_languages(OTHER_LABELS, form.languages.codes)))
        lists[list_name] = choices
    return lists


def in_form_languages(labels: Translated, codes: Sequence[str]) -> dict[str, str]:
    """Our own words in each language of a form, English where we have none."""
    return {code: labels.get(code, labels["en"]) for code in codes}


def check_choices(form: Form) -> list[Problem]:
    """Faults of choices: no list, names, duplicates, labels; lists that are missing or that nothing uses."""
    problems: list[Problem] = []
    for row in form.choices:
        if not row.cells.get("list_name") and (row.name or row.text("label")):
            words = "This choice belongs to no list. Fill in its list_name."
            problems.append(form.problem("missing_list_name", words, row, "list_name", "choices"))
    for list_name, rows in _group(form).items():
        problems += _check_list(form, list_name, rows)
    return problems + _missing_lists(form) + _unused_lists(form)


def check_filter_columns(form: Form, used: frozenset[str]) -> list[Problem]:
    """Columns of the choices sheet that no choice filter looks at: mistyped ones, or the author's own."""
    problems = []
    header_row = form.workbook.sheet("choices").header_number
    for column in form.columns["choices"]:
        if column.use is not Use.FILTER or column.name in used:
            continue
        meant = nearest_header("choices", column.header)
        filled = any(column.name in row.cells for row in form.choices)
        advice = f"Did you mean {meant!r}?" if meant else "It is passed over."
        words = f"XLSForm has no column {column.header!r} and no choice_filter looks at it. {advice}"
        code = "unknown_column" if meant else "unused_column"
        problems.append(
            Problem(code, words, "choices", header_row, column.header, warning=not (meant and filled))
        )
    return problems


def _choice(form: Form, row: FormRow, attributes: frozenset[str]) -> Choice:
    label = row.text("label") or {form.languages.codes[0]: row.name}
    return Choice(row.name, label, {name: row.cells.get(name, "") for name in sorted(attributes)})


def _group(form: Form) -> Mapping[str, list[FormRow]]:
    lists: dict[str, list[FormRow]] = {}
    for row in form.choices:
        if row.cells.get("list_name"):
            lists.setdefault(row.cells["list_name"], []).append(row)
    return lists


def _used_lists(form: Form) -> set[str]:
    return {
        row.type.list_name
        for row in form.questions()
        if isinstance(row.type, TypeCell) and row.type.list_name
    }


def _lists_with_other(form: Form) -> set[str | None]:
    return {
        row.type.list_name for row in form.questions() if isinstance(row.type, TypeCell) and row.type.or_other
    }


def _check_list(form: Form, list_name: str, rows: Sequence[FormRow]) -> list[Problem]:
    problems: list[Problem] = []
    first: dict[str, int] = {}
    for row in rows:
        problems += check_choice_name(form, row)
        if row.name and first.setdefault(row.name, row.number) != row.number:
            words = (
                f"The list {list_name!r} already has a choice {row.name!r} in row {first[row.name]}; "
                "their answers "
                "could not be told apart. Rename or delete one."
            )
            problems.append(form.problem("duplicate_choice", words, row, "name", "choices"))
        if row.name and not row.text("label"):
            problems.append(_no_label(form, row))
    return problems


def _no_label(form: Form, row: FormRow) -> Problem:
    if row.cells.get("image"):
        words = f"Pictures are not shown, so the choice {row.name!r} appears under its name. Give it a label."
        return form.warning("missing_label", words, row, "label", "choices")
    words = f"The choice {row.name!r} has no label, so nobody could read it."
    return form.problem("missing_label", words, row, "label", "choices")


def _missing_lists(form: Form) -> list[Problem]:
    known = _group(form)
    problems = []
    for row in form.questions():
        wanted = row.type.list_name if isinstance(row.type, TypeCell) else None
        if wanted and wanted not in known:
            meant = nearest(wanted, list(known))
            hint = f" Did you mean {meant!r}?" if meant else ""
            words = f"There is no choice list {wanted!r} on the choices sheet.{hint}"
            problems.append(form.problem("missing_list", words, row, "type"))
    return problems


def _unused_lists(form: Form) -> list[Problem]:
    used = _used_lists(form)
    return [
        form.warning("unused_list", f"No question uses the list {name!r}.", rows[0], "list_name", "choices")
        for name, rows in _group(form).items()
        if name not in used
    ]
