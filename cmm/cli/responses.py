"""flask --app cmm responses ...: answers that were collected elsewhere."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TypeVar

import click
from flask import current_app
from flask.cli import with_appcontext

from cmm.cli.refusals import command_session
from cmm.domain.answer_sheet import AnswerSheet
from cmm.domain.delimited import LARGEST_FILE, TableRefused, TextTable, read_table
from cmm.domain.questionnaire.compile import load_questionnaire
from cmm.domain.questionnaire.model import Questionnaire
from cmm.domain.questionnaire.problems import QuestionnaireRefused
from cmm.domain.questionnaire.survey_folder import FORM_FILE
from cmm.domain.round_state import RoundPaused
from cmm.paths import data_dir
from cmm.services.clock import today
from cmm.services.import_responses import (
    AnotherQuestionnaire,
    CityChoice,
    ImportRefused,
    RoundTakesCouponsOnly,
    check_import,
    count_by_city,
    read_import,
    store_import,
)

PROGRESS_FROM = 200
"""Rows from which progress is shown."""
MOST_LINES = 1000
"""Problems printed before the rest is only counted."""
Result = TypeVar("Result")


@click.group()
def responses() -> None:
    """Responses collected elsewhere."""


@responses.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--form", required=True, help="A form file, or the form_id of a survey.")
@click.option("--round", "round_id", required=True, help="The open round that asks this form.")
@click.option("--city-column", help="The column that holds the city: its code or its name.")
@click.option("--city", help="One city for all rows: its code or its name.")
@click.option("--drop", multiple=True, metavar="COLUMN", help="A column to leave out; may be repeated.")
@click.option("--dry-run", is_flag=True, help="Check everything and store nothing.")
@with_appcontext
def import_file(
    file: Path,
    form: str,
    round_id: str,
    city_column: str | None,
    city: str | None,
    drop: tuple[str, ...],
    dry_run: bool,
) -> None:
    """Import the rows of a CSV file into a round by link: all of them, or none.

    Columns are found by the names or labels of questions, in any language; values by those of choices.
    """
    if (city_column is None) == (city is None):
        raise click.UsageError("give either --city-column or --city")
    questionnaire, day = _load_form(form), today()
    with command_session() as session:
        of_round = {"round_id": round_id, "questionnaire": questionnaire}
        _refusing(partial(check_import, session, round_id=round_id, questionnaire=questionnaire))
        table = _read_file(file)
        cities = CityChoice(city_column, city)
        reading = partial(read_import, session, table=table, cities=cities, drop=drop, today=day)
        sheet = _with_progress("Checking", len(table.rows), partial(reading, **of_round))
        _tell(sheet, table)
        if dry_run:
            click.echo("Nothing was stored: this was a dry run.")
            return
        pepper = current_app.extensions["config"].pepper
        storing = partial(store_import, session, sheet=sheet, pepper=pepper, today=day)
        _with_progress("Sealing", len(sheet.rows), partial(storing, **of_round))
        click.echo(f"{len(sheet.rows)} responses were sealed and stored.")


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


def _read_file(file: Path) -> TextTable:
    if file.stat().st_size > LARGEST_FILE:
        raise click.ClickException(f"{file.name} is larger than {LARGEST_FILE // 1_000_000} MB; divide it.")
    try:
        return read_table(file.read_bytes())
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
    encoding = {"cp1251": "windows-1251", "utf-8-sig": "UTF-8"}.get(table.encoding, "UTF-16")
    delimiter = "tab" if table.delimiter == "\t" else table.delimiter
    click.echo(f"{len(sheet.rows)} rows are in order (read as {encoding}, divided by {delimiter}).")
    for city, count in count_by_city(sheet).items():
        click.echo(f"  {city}: {count}")
    if sheet.computed:
        click.echo(f"Not read, because nobody answers them: {', '.join(sheet.computed)}.")
    for column, count in sheet.not_asked.items():
        click.echo(f'Left out in {count} rows, because it is not asked there: "{column}".')
