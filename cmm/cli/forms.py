"""``flask forms``: check XLSForm files, show them as outlines, write them as workbooks, keep the library.

Needs no database.
"""

from collections.abc import Iterator
from pathlib import Path

import click

from cmm.cli.form_library import compare, document, find_form, new
from cmm.cli.outline import write_outline
from cmm.domain.indicators import IndicatorsRefused, check_indicators, parse_indicators
from cmm.domain.library.minutes import estimate_minutes
from cmm.domain.questionnaire.compile import Compiled, compile_workbook, load_questionnaire
from cmm.domain.questionnaire.files import ENDINGS
from cmm.domain.questionnaire.include import read_expanded
from cmm.domain.questionnaire.leave_out import load_remainder
from cmm.domain.questionnaire.model import Questionnaire
from cmm.domain.questionnaire.modules import FORM_FILE, is_module
from cmm.domain.questionnaire.problems import Problem, QuestionnaireRefused
from cmm.domain.questionnaire.sheets import Workbook
from cmm.domain.questionnaire.survey_folder import SurveyUnreadable, read_survey
from cmm.domain.questionnaire.tables import has_table
from cmm.domain.questionnaire.workbook import write_workbook

_FORM = click.Path(path_type=Path)


@click.group()
def forms() -> None:
    """Check, show and convert questionnaires (XLSForm)."""


for _command in (new, compare, document):
    forms.add_command(_command)


@forms.command()
@click.argument("paths", nargs=-1, required=True, type=_FORM)
@click.option("--leave-out", is_flag=True, help="Leave out the rows that cannot be taken, and list them.")
@click.option("--quiet", is_flag=True, help="Print no remarks.")
def check(paths: tuple[Path, ...], leave_out: bool, quiet: bool) -> None:
    """Check forms; a folder is searched for them. Exit status 1 if any form is refused."""
    refused, others = False, 0
    for path in (found for given in paths for found in _list_forms(given)):
        if _is_other_text(path) and path not in paths:
            others += 1
        elif not (_check_remainder(path, quiet) if leave_out else _check(path, quiet)):
            refused = True
    if others and not quiet:
        click.echo(f"Other files that hold no survey table, passed over: {others}")
    if refused:
        raise SystemExit(1)


@forms.command()
@click.argument("form", type=_FORM)
@click.option("--lang", help="The language to show, for example ru; otherwise the form's first.")
def show(form: Path, lang: str | None) -> None:
    """Print a form as an outline: pages, questions, answers and routes, and the minutes it takes."""
    questionnaire = _load(form)
    language = lang or questionnaire.default_language
    for line in write_outline(questionnaire, language):
        click.echo(line)
    click.echo(
        f"\nTakes about {estimate_minutes(questionnaire, language):.0f} minutes to answer (an estimate)."
    )


@forms.command("to-xlsx")
@click.argument("form", type=_FORM)
@click.argument("target", type=click.Path(path_type=Path, dir_okay=False))
def to_xlsx(form: Path, target: Path) -> None:
    """Write a form as an Excel workbook that every XLSForm program opens."""
    if target.suffix.lower() != ".xlsx":
        raise click.ClickException("the target's name must end in .xlsx")
    _load(form)
    try:
        write_workbook(find_form(form), target)
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
    return not has_table(text, "survey")


def _check(path: Path, quiet: bool) -> bool:
    """Print what is to be said of one file; whether it loads."""
    try:
        workbook = read_expanded(path)
    except QuestionnaireRefused as refused:
        return _print_refusal(path, refused.problems, quiet)
    compiled = compile_workbook(workbook)
    problems = _with_its_folder(path, workbook, compiled)
    if compiled.questionnaire is None or any(not problem.warning for problem in problems):
        return _print_refusal(path, problems, quiet)
    module = ", to be included by others" if _is_module(path, workbook) else ""
    click.echo(f"{path}: OK ({_summary(compiled.questionnaire)}{module})")
    _print_remarks(path, problems, quiet)
    return True


def _with_its_folder(path: Path, workbook: Workbook, compiled: Compiled) -> tuple[Problem, ...]:
    """What is to be said of a form and of the indicators beside it; a module needs no settings."""
    if _is_module(path, workbook):
        return tuple(problem for problem in compiled.problems if problem.sheet != "settings")
    if compiled.questionnaire is None or path.name != FORM_FILE:
        return compiled.problems
    try:
        survey = read_survey(path.parent)
        found = check_indicators(parse_indicators(survey.indicators), survey.questionnaire)
    except (IndicatorsRefused, QuestionnaireRefused) as refused:
        found = list(refused.problems)
    except SurveyUnreadable as error:
        found = [Problem("unreadable", str(error))]
    return (*compiled.problems, *found)


def _is_module(path: Path, workbook: Workbook) -> bool:
    return path.name == FORM_FILE and is_module(workbook)


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
        return load_questionnaire(find_form(form))
    except QuestionnaireRefused as refused:
        _print_refusal(form, refused.problems, quiet=True)
        raise SystemExit(1) from refused
