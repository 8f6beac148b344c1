"""``flask forms``: check XLSForm files, show them as outlines, write them as workbooks. Needs no database."""

from collections.abc import Iterator
from pathlib import Path

import click

from cmm.cli.outline import write_outline
from cmm.domain.questionnaire.adapter import read_workbook
from cmm.domain.questionnaire.compile import compile_workbook, load_questionnaire
from cmm.domain.questionnaire.files import ENDINGS
from cmm.domain.questionnaire.leave_out import load_remainder
from cmm.domain.questionnaire.model import Questionnaire
from cmm.domain.questionnaire.problems import Problem, QuestionnaireRefused
from cmm.domain.questionnaire.tables import has_survey_table
from cmm.domain.questionnaire.workbook import write_workbook
from cmm.paths import DataFolderMissing, data_dir

_FORM = click.Path(path_type=Path)


@click.group()
def forms() -> None:
    """Check, show and convert questionnaires (XLSForm)."""


@forms.command()
@click.argument("paths", nargs=-1, required=True, type=_FORM)
@click.option("--leave-out", is_flag=True, help="Leave out the rows that cannot be taken, and list them.")
@click.option("--quiet", is_flag=True, help="Print no remarks.")
def check(paths: tuple[Path, ...], leave_out: bool, quiet: bool) -> None:
    """Check forms; a folder is searched for them. Exit status 1 if any form is refused."""
    refused = False
    for path in (found for given in paths for found in _list_forms(given)):
        if _is_other_text(path) and path not in paths:
            click.echo(f"{path}: passed over, it holds no survey table")
        elif not (_check_remainder(path, quiet) if leave_out else _check(path, quiet)):
            refused = True
    if refused:
        raise SystemExit(1)


@forms.command()
@click.argument("form", type=_FORM)
@click.option("--lang", help="The language to show, for example ru; otherwise the form's first.")
def show(form: Path, lang: str | None) -> None:
    """Print a form as an outline: pages, questions, answers and routes."""
    questionnaire = _load(form)
    for line in write_outline(questionnaire, lang or questionnaire.default_language):
        click.echo(line)


@forms.command("to-xlsx")
@click.argument("form", type=_FORM)
@click.argument("target", type=click.Path(path_type=Path, dir_okay=False))
def to_xlsx(form: Path, target: Path) -> None:
    """Write a form as an Excel workbook that every XLSForm program opens."""
    if target.suffix.lower() != ".xlsx":
        raise click.ClickException("the target's name must end in .xlsx")
    _load(form)
    try:
        write_workbook(_find_form(form), target)
    except OSError as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"written: {target}")


def _list_forms(path: Path) -> Iterator[Path]:
    if not path.is_dir():
        yield path
        return
    found = sorted(inner for inner in path.rglob("*") if inner.suffix.lower() in ENDINGS and inner.is_file())
    forms_found = [inner for inner in found if not inner.name.startswith((".", "~$"))]
    if not forms_found:
        click.echo(f"{path}: no forms in this folder")
    yield from forms_found


def _is_other_text(path: Path) -> bool:
    """Whether a text file is something else than a form: a README, a table of answers."""
    if path.suffix.lower() not in (".md", ".csv") or not path.is_file():
        return False
    text = path.read_text(encoding="utf-8", errors="replace")
    if path.suffix.lower() == ".csv":
        return not any(line.split(",")[0].strip('"; ').lower() == "survey" for line in text.splitlines())
    return not has_survey_table(text)


def _check(path: Path, quiet: bool) -> bool:
    """Print what is to be said of one file; whether it loads."""
    try:
        compiled = compile_workbook(read_workbook(path))
    except QuestionnaireRefused as refused:
        return _print_refusal(path, refused.problems, quiet)
    if compiled.questionnaire is None:
        return _print_refusal(path, compiled.problems, quiet)
    click.echo(f"{path}: OK ({_summary(compiled.questionnaire)})")
    _print_remarks(path, compiled.problems, quiet)
    return True


def _check_remainder(path: Path, quiet: bool) -> bool:
    try:
        remainder = load_remainder(path)
    except QuestionnaireRefused as refused:
        return _print_refusal(path, refused.problems, quiet)
    rows = len({problem.row for problem in remainder.left_out})
    click.echo(
        f"{path}: OK ({_summary(remainder.questionnaire)}), {rows} {'row' if rows == 1 else 'rows'} left out"
    )
    for problem in remainder.left_out:
        click.echo(f"{path}: left out: {problem}")
    _print_remarks(path, remainder.remarks, quiet)
    return True


def _print_refusal(path: Path, problems: tuple[Problem, ...], quiet: bool) -> bool:
    found = [problem for problem in problems if not problem.warning]
    click.echo(f"{path}: refused, {len(found)} {'problem' if len(found) == 1 else 'problems'}")
    for problem in found:
        click.echo(f"{path}: {_line(problem)}")
    _print_remarks(path, problems, quiet)
    return False


def _print_remarks(path: Path, problems: tuple[Problem, ...], quiet: bool) -> None:
    for problem in problems:
        if problem.warning and not quiet:
            click.echo(f"{path}: remark: {_line(problem)}")


def _line(problem: Problem) -> str:
    return f"{' '.join(str(problem).split())} [{problem.code}]"


def _summary(questionnaire: Questionnaire) -> str:
    count = sum(1 for _ in questionnaire.questions())
    return f"{count} {'question' if count == 1 else 'questions'}; {', '.join(questionnaire.languages)}"


def _load(form: Path) -> Questionnaire:
    try:
        return load_questionnaire(_find_form(form))
    except QuestionnaireRefused as refused:
        _print_refusal(form, refused.problems, quiet=True)
        raise SystemExit(1) from refused


def _find_form(form: Path) -> Path:
    """A file, a survey folder, or the form_id of one of our own surveys."""
    if form.is_dir():
        return form / "form.md"
    if form.exists():
        return form
    try:
        own = data_dir("surveys") / form / "form.md"
    except DataFolderMissing:
        return form
    return own if own.is_file() else form
