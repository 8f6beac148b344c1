"""A variant of a questionnaire: a copy of its folder under another form_id, to be changed from there."""

import re
import shutil
from pathlib import Path

from cmm.domain.questionnaire.include import list_includes
from cmm.domain.questionnaire.modules import FORM_FILE

_FORM_ID = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
_CELL = re.compile(r"(?<!\\)\|")


class VariantRefused(Exception):
    """No variant was made; the message says why, and what to do."""


def make_variant(source: Path, form_id: str, folder: Path, version: str) -> Path:
    """Copy the survey folder `source` to `folder`/`form_id` and return that path.

    The form gets the new form_id and `version`; the modules it includes come along where `folder` lacks them.
    Raises VariantRefused, `QuestionnaireRefused` for a form that cannot be read, and OSError.
    """
    if not _FORM_ID.fullmatch(form_id):
        raise VariantRefused(
            f"{form_id!r} cannot be a form_id here: write small Latin letters, digits and hyphens, for "
            "example 'ost-short'."
        )
    if not (source / FORM_FILE).is_file():
        raise VariantRefused(f"{source} is no survey folder: there is no {FORM_FILE} in it.")
    target = folder / form_id
    if target.exists():
        raise VariantRefused(f"{target} is already there. Choose another form_id, or another folder.")
    modules = {address.partition(".")[0] for address in list_includes(source / FORM_FILE)}
    shutil.copytree(source, target)
    for module in modules:
        if not (folder / module).exists() and (source.parent / module).is_dir():
            shutil.copytree(source.parent / module, folder / module)
    form = target / FORM_FILE
    form.write_text(rename_form(form.read_text(encoding="utf-8"), form_id, version), encoding="utf-8")
    return target


def rename_form(text: str, form_id: str, version: str) -> str:
    """The Markdown of a form with another form_id and version in its settings table."""
    lines = text.splitlines()
    start = next((at for at, line in enumerate(lines) if _cells(line)[:1] == ["settings"]), None)
    rows = [at for at in range(start, len(lines)) if _holds_cells(lines[at])] if start is not None else []
    if len(rows) < 2:
        raise VariantRefused("The form has no settings table with a row of values; add one first.")
    headers = _cells(lines[rows[0]])
    values = _cells(lines[rows[1]])
    values += [""] * (len(headers) - len(values))
    for header, value in (("form_id", form_id), ("version", version)):
        if header not in headers:
            raise VariantRefused(f"The settings table has no column {header!r}; add it first.")
        values[headers.index(header)] = value
    lines[rows[1]] = f"| {' | '.join(values)} |"
    return "\n".join(lines) + "\n"


def _cells(line: str) -> list[str]:
    """The cells of a Markdown row as written, the sheet's column first."""
    if not line.strip().startswith("|"):
        return []
    return [cell.strip() for cell in _CELL.split(line.strip().strip("|"))]


def _holds_cells(line: str) -> bool:
    cells = _cells(line)[1:]
    return any(cells) and not all(set(cell) <= set("-: ") for cell in cells)
