"""flask --app cmm responses ...: answers that were collected elsewhere."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import click
from flask import current_app
from flask.cli import with_appcontext
from sqlalchemy.orm import Session

from cmm.cli.refusals import command_session
from cmm.domain.answer_columns import forgiven
from cmm.domain.answer_sheet import AnswerSheet
from cmm.domain.delimited import LARGEST_FILE, TableRefused, TextTable
from cmm.domain.field_table import FieldTable
from cmm.domain.questionnaire.compile import load_questionnaire
from cmm.domain.questionnaire.model import Questionnaire, iterate_repeats
from cmm.domain.questionnaire.problems import QuestionnaireRefused
from cmm.domain.questionnaire.survey_folder import FORM_FILE
from cmm.domain.round_state import RoundPaused
from cmm.domain.sheet_columns import BY_LOOK, BY_TOOL, LeftOut, match_columns
from cmm.domain.table_file import read_file
from cmm.paths import data_dir
from cmm.services.clock import today
from cmm.services.import_responses import (
    AnotherQuestionnaire,
    CityChoice,
    ImportRefused,
    RoundTakesCouponsOnly,
    check_import,
    count_by_city,
    count_known,
    read_import,
    store_import,
    strip_import,
)

PROGRESS_FROM = 200
"""Rows from which progress is shown."""
MOST_LINES = 1000
"""Problems printed before the rest is only counted."""
Result = TypeVar("Result")


@click.group()
def responses() -> None:
    """Responses collected elsewhere."""


@dataclass(frozen=True, slots=True)
class Options:
    """What was typed about the columns and rows."""

    cities: CityChoice
    drop: tuple[str, ...]
    chosen: Mapping[str, str]
    take_good_rows: bool


@responses.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--form", required=True, help="A form file, or the form_id of a survey.")
@click.option("--round", "round_id", required=True, help="The open round that asks this form.")
@click.option("--sheet", help="The sheet of a workbook, or the file of a zip, when there are several.")
@click.option("--city-column", help="The column that holds the city: its code or its name.")
@click.option("--city", help="One city for all rows: its code or its name.")
@click.option("--drop", multiple=True, metavar="COLUMN", help="A column to leave out; may be repeated.")
@click.option(
    "--map",
    "mapped",
    multiple=True,
    metavar="COLUMN=QUESTION",
    help="The question of a column (or QUESTION/CHOICE); may be repeated.",
)
@click.option("--take-good-rows", is_flag=True, help="Leave out rows that do not fit, instead of all.")
@click.option("--dry-run", is_flag=True, help="Check everything, show the columns, and store nothing.")
@with_appcontext
def import_file(
    file: Path,
    form: str,
    round_id: str,
    sheet: str | None,
    city_column: str | None,
    city: str | None,
    drop: tuple[str, ...],
    mapped: tuple[str, ...],
    take_good_rows: bool,
    dry_run: bool,
) -> None:
    """Import the rows of an export into a round by link: all of them, or none.

    FILE is XLSX or CSV of KoboToolbox, the zip of ODK Central, or any table. Columns are found by the names
    or labels of questions, in any language; values by those of choices. Columns of places, devices and
    persons are left out. A response that was imported before is not stored again.
    """
    if (city_column is None) == (city is None):
        raise click.UsageError("give either --city-column or --city")
    options = Options(CityChoice(city_column, city), drop, _read_mapped(mapped), take_good_rows)
    questionnaire, pepper = _load_form(form), current_app.extensions["config"].pepper
    with command_session() as session:
        of_round: dict[str, Any] = {"round_id": round_id, "questionnaire": questionnaire}
        _refusing(partial(check_import, session, **of_round))
        table = _read_file(file, sheet, questionnaire)
        keep = [name for name in (city_column, *options.chosen) if name]
        stripping = partial(strip_import, session, table=table, pepper=pepper, keep=keep, **of_round)
        found = _refusing(stripping)
        if dry_run:
            _tell_columns(found, questionnaire, options)
        read = _read(session, found, of_round, options)
        _tell(read, table)
        known = count_known(session, round_id=round_id, sheet=read, pepper=pepper)
        if known:
            click.echo(f"{known} of them were imported before and are not stored again.")
        if dry_run:
            click.echo("Nothing was stored: this was a dry run.")
            return
        storing = partial(store_import, session, sheet=read, pepper=pepper, today=today())
        new = _with_progress("Sealing", len(read.rows), partial(storing, **of_round))
        click.echo(f"{new} responses were sealed and stored.")


def _read(session: Session, found: FieldTable, of_round: Mapping[str, Any], options: Options) -> AnswerSheet:
    """The rows to store; what was left out is told."""
    reading = partial(
        read_import,
        session,
        table=found.table,
        cities=options.cities,
        drop=_still_there(options.drop, found),
        chosen=options.chosen,
        take_good_rows=options.take_good_rows,
        today=today(),
        **of_round,
    )
    sheet = _with_progress("Checking", len(found.table.rows), reading)
    for one in found.left_out:
        click.echo(f'Left out, because {_reason(one)}: "{one.header}".')
    if sheet.problems:
        click.echo(_list_lines(f"{len(set(sheet.bad_rows))} rows are left out:", sheet.problems))
    return sheet


def _read_mapped(mapped: Sequence[str]) -> dict[str, str]:
    pairs = [each.rpartition("=") for each in mapped]
    if not all(column and question for column, _sign, question in pairs):
        raise click.UsageError("write --map as COLUMN=QUESTION")
    return {column.strip(): question.strip() for column, _sign, question in pairs}


def _still_there(drop: Sequence[str], found: FieldTable) -> list[str]:
    """Columns to leave out that were not taken out already."""
    gone = {forgiven(one.header) for one in found.left_out}
    return [name for name in drop if forgiven(name) not in gone]


def _reason(one: LeftOut) -> str:
    if one.why == BY_LOOK:
        return f"it holds what looks like {one.what}"
    return "a tool added it" if one.why == BY_TOOL else "by its name it identifies a person"


def _tell_columns(found: FieldTable, questionnaire: Questionnaire, options: Options) -> None:
    """Which column is which question, and how it was recognised; no cell is shown."""
    columns = match_columns(
        found.table,
        questionnaire,
        city_column=options.cities.column,
        drop=_still_there(options.drop, found),
        chosen=options.chosen,
    )
    for matched in columns.matched.values():
        name = "/".join(part for part in (matched.target.field, matched.target.choice) if part)
        click.echo(f'"{matched.header}" -> {name} ({matched.by.replace("_", " ")})')


def _load_form(form: str) -> Questionnaire:
    """The questionnaire of a path (file or folder), or of a form_id."""
    path = Path(form)
    path = path if path.exists() else data_dir("surveys") / form
    path = path / FORM_FILE if path.is_dir() else path
    if not path.is_file():
        raise click.ClickException(f"There is no form file and no survey called {form}.")
    try:
        return load_questionnaire(path)
    except QuestionnaireRefused as error:
        raise click.ClickException(_list_lines(f"{path.name} cannot be used:", error.problems)) from None


def _read_file(file: Path, sheet: str | None, questionnaire: Questionnaire) -> TextTable:
    if file.stat().st_size > LARGEST_FILE:
        raise click.ClickException(f"{file.name} is larger than {LARGEST_FILE // 1_000_000} MB; divide it.")
    try:
        repeats = [repeat.name for repeat in iterate_repeats(questionnaire.items)]
        return read_file(file.read_bytes(), sheet, repeats=repeats)
    except TableRefused as error:
        raise click.ClickException(
            _list_lines(f"{file.name} cannot be read:", str(error).splitlines())
        ) from None


def _with_progress(label: str, length: int, work: Callable[..., Result]) -> Result:
    """Do the work, with a progress bar when it is long enough for one; the bar is moved by `advance`."""
    if length < PROGRESS_FROM:
        return _refusing(work)
    with click.progressbar(length=length, label=label) as bar:
        return _refusing(partial(work, advance=bar.update))


def _refusing(work: Callable[[], Result]) -> Result:
    """The work's result; what is wrong with the table, or with the choice of the round, becomes a message."""
    try:
        return work()
    except ImportRefused as error:
        message = _list_lines("Nothing was stored. Please correct:", error.problems)
    except RoundPaused:
        message = "The round is paused; open it again first."
    except RoundTakesCouponsOnly as error:
        message = f"The round {error.subject} takes responses with coupons only; use a round by link."
    except AnotherQuestionnaire as error:
        message = f"The round does not ask this questionnaire in this version ({error.subject})."
    raise click.ClickException(message)


def _list_lines(title: str, problems: Sequence[object]) -> str:
    lines = [f"  - {problem}" for problem in problems[:MOST_LINES]]
    more = len(problems) - len(lines)
    return "\n".join([title, *lines, *([f"  … and {more} more"] if more else [])])


def _tell(sheet: AnswerSheet, table: TextTable) -> None:
    click.echo(f"{len(sheet.rows)} rows are in order ({_how_read(table)}).")
    for city, count in count_by_city(sheet).items():
        click.echo(f"  {city}: {count}")
    if sheet.repeated:
        click.echo(f"{sheet.repeated} rows repeat others to the letter and are taken once.")
    if sheet.computed:
        click.echo(f"Not read, because nobody answers them: {', '.join(sheet.computed)}.")
    if table.beside:
        click.echo(f"Not read: {', '.join(table.beside)}.")
    for column, count in sheet.not_asked.items():
        click.echo(f'Left out in {count} rows, because it is not asked there: "{column}".')


def _how_read(table: TextTable) -> str:
    if table.format != "csv":
        return f"read from {table.sheet}"
    encoding = {"cp1251": "windows-1251", "utf-8-sig": "UTF-8"}.get(table.encoding, "UTF-16")
    delimiter = "tab" if table.delimiter == "\t" else table.delimiter
    return f"read as {encoding}, divided by {delimiter}"
