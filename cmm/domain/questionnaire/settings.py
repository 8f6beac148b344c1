"""The settings sheet: what the questionnaire is called, its version, its languages."""

import re

from cmm.domain.language import Translated
from cmm.domain.questionnaire.form import Form
from cmm.domain.questionnaire.form_languages import language_code
from cmm.domain.questionnaire.problems import Problem

_FORM_ID = re.compile(r"[\w][\w.-]{0,99}")


def read_form_id(form: Form) -> str:
    """The setting form_id, else a name made from the file's."""
    return form.settings.cells.get("form_id") or _slug(form.workbook.stem)


def read_version(form: Form) -> str:
    """The setting version, else "1"."""
    return form.settings.cells.get("version") or "1"


def read_title(form: Form) -> Translated:
    """The form's title by language (form_title, form_title::Русский (ru) ...), else its id."""
    return form.settings.text("title") or {form.languages.codes[0]: read_form_id(form)}


def check_settings(form: Form) -> list[Problem]:
    """A missing or unusable form_id, a missing version, a default language that the form does not speak."""
    problems = []
    cells = form.settings.cells
    if not cells.get("form_id"):
        words = f"The form has no form_id; it is called {read_form_id(form)!r} after its file."
        problems.append(Problem("missing_form_id", words, "settings", warning=True))
    elif not _FORM_ID.fullmatch(cells["form_id"]):
        words = (
            f"The form_id {cells['form_id'][:60]!r} may hold letters, digits, dots, hyphens and "
            "underscores only."
        )
        problems.append(form.problem("bad_form_id", words, form.settings, "form_id", "settings"))
    if not cells.get("version"):
        words = "The form has no version; it is taken as version 1. Raise it with every change."
        problems.append(Problem("missing_version", words, "settings", warning=True))
    return problems + _check_default_language(form)


def _check_default_language(form: Form) -> list[Problem]:
    default = form.settings.cells.get("default_language", "")
    written = [name for name in form.languages.by_name if name and name != "default"]
    if not default or default.lower() == "default" or form.languages.codes[0] == language_code(default):
        return []
    words = f"No label is in the default language {default!r}; the labels are in {', '.join(written[:8])}."
    return [form.problem("unknown_language", words, form.settings, "default_language", "settings")]


def _slug(stem: str) -> str:
    return re.sub(r"[^\w.-]+", "-", stem).strip("-.")[:100] or "form"
