"""flask --app cmm responses import: what is typed, what is answered, what is stored."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy.orm import Session

from cmm.cli.responses import PROGRESS_FROM, responses
from cmm.config import Config
from cmm.domain.questionnaire.survey_folder import read_survey
from cmm.services.rounds import close_round, pause_round
from cmm.store.database import Database
from cmm.store.envelopes import count_envelopes, list_envelopes
from tests.factories import MONDAY, MadeRound, make_round
from tests.field_exports import write_book

FORMS = Path(__file__).parents[1] / "forms"
FORM = str(FORMS / "import")


@pytest.fixture
def app(sqlite_database: Database, tmp_path: Path) -> Flask:
    """An application with a database and nothing else: commands need no pages."""
    made = Flask("cmm")
    made.extensions["database"] = sqlite_database
    made.extensions["config"] = Config("k" * 40, str(sqlite_database.engine.url), tmp_path)
    return made


@pytest.fixture
def session(sqlite_database: Database) -> Iterator[Session]:
    with sqlite_database.session() as opened:
        yield opened


@pytest.fixture
def made(session: Session) -> MadeRound:
    return make_round(session, access="link", survey=read_survey(FORMS / "import"))


def run(app: Flask, table: str | bytes, *options: str, form: str = FORM, folder: Path) -> Result:
    path = folder / "table.csv"
    path.write_bytes(table if isinstance(table, bytes) else table.encode())
    arguments: Sequence[str] = ["import", str(path), "--form", form, "--round", "autumn", *options]
    return app.test_cli_runner().invoke(responses, arguments)


def test_rows_are_stored_and_counted_by_city(
    app: Flask, session: Session, made: MadeRound, tmp_path: Path
) -> None:
    table = "closed;where;score\nyes;Almaty;1\nno;shymkent;1\nДа;ALMATY;1\n".encode("cp1251")
    result = run(app, table, "--city-column", "where", folder=tmp_path)
    assert result.exit_code == 0, result.output
    assert "3 rows are in order (read as windows-1251, divided by ;)" in result.output
    assert "almaty: 2\n  shymkent: 1" in result.output
    assert "Not read, because nobody answers them: score." in result.output
    assert "3 responses were sealed and stored." in result.output
    assert count_envelopes(session, made.round_id) == {"almaty": 2, "shymkent": 1}


def test_stored_rows_look_like_any_other_response(
    app: Flask, session: Session, made: MadeRound, tmp_path: Path
) -> None:
    run(app, "closed,words\nyes,one\nno,\n", "--city", "almaty", folder=tmp_path)
    stored = list(list_envelopes(session, made.round_id))
    assert len({len(envelope.sealed) for envelope in stored}) == 1
    assert {(envelope.batch_id, envelope.week_of.weekday()) for envelope in stored} == {(None, 0)}


def test_a_dry_run_checks_and_stores_nothing(
    app: Flask, session: Session, made: MadeRound, tmp_path: Path
) -> None:
    result = run(app, "closed\nyes\n", "--city", "almaty", "--dry-run", folder=tmp_path)
    assert result.exit_code == 0
    assert "1 rows are in order" in result.output
    assert "Nothing was stored" in result.output
    assert count_envelopes(session, made.round_id) == {}


def test_one_bad_row_stops_all(app: Flask, session: Session, made: MadeRound, tmp_path: Path) -> None:
    result = run(app, "closed,waited\nyes,1\nmaybe,2\nno,900\nyes,x\n", "--city", "almaty", folder=tmp_path)
    assert result.exit_code == 1
    assert 'row 3, column "closed": "maybe" is not a choice of this question' in result.output
    assert 'row 4, column "waited": "900": Fewer than 600' in result.output
    assert 'row 5, column "waited": "x": is not a number' in result.output
    assert count_envelopes(session, made.round_id) == {}


def test_what_identifies_is_left_out_without_being_shown(app: Flask, made: MadeRound, tmp_path: Path) -> None:
    table = "closed,Phone,note\nyes,87011234567,aigerim@example.org\n"
    result = run(app, table, "--city", "almaty", folder=tmp_path)
    assert result.exit_code == 0
    assert 'Left out, because by its name it identifies a person: "Phone".' in result.output
    assert 'Left out, because it holds what looks like an e-mail address: "note".' in result.output
    assert "8701" not in result.output
    assert "aigerim" not in result.output
    left_out = run(app, table, "--city", "almaty", "--drop", "Phone", "--drop", "note", folder=tmp_path)
    assert left_out.exit_code == 0


def test_progress_is_shown_for_long_tables_only(app: Flask, made: MadeRound, tmp_path: Path) -> None:
    short = run(app, "closed\n" + "yes\n" * (PROGRESS_FROM - 1), "--city", "almaty", folder=tmp_path)
    long = run(app, "closed\n" + "yes\n" * PROGRESS_FROM, "--city", "almaty", folder=tmp_path)
    assert (short.exit_code, long.exit_code) == (0, 0)
    assert "Checking" not in short.output
    assert "Checking" in long.output
    assert "Sealing" in long.output


def test_the_form_must_be_the_one_of_the_round(app: Flask, made: MadeRound, tmp_path: Path) -> None:
    result = run(app, "Age\n18-29\n", "--city", "almaty", form=str(FORMS / "kaduna"), folder=tmp_path)
    assert result.exit_code == 1
    assert "The round does not ask this questionnaire in this version (kaduna" in result.output


def test_a_form_id_of_a_survey_is_a_form(app: Flask, made: MadeRound, tmp_path: Path) -> None:
    known = run(app, "closed\nyes\n", "--city", "almaty", form="ost-satisfaction", folder=tmp_path)
    assert "in this version (ost-satisfaction" in known.output
    unknown = run(app, "closed\nyes\n", "--city", "almaty", form="nothing", folder=tmp_path)
    assert "There is no form file and no survey called nothing" in unknown.output


def test_a_round_that_is_not_open_takes_nothing(
    app: Flask, session: Session, made: MadeRound, tmp_path: Path
) -> None:
    pause_round(session, round_id=made.round_id)
    assert "The round is paused" in run(app, "closed\nyes\n", "--city", "almaty", folder=tmp_path).output
    close_round(session, round_id=made.round_id, today=MONDAY)
    assert "The round is closed" in run(app, "closed\nyes\n", "--city", "almaty", folder=tmp_path).output


def test_an_unknown_round_is_named(app: Flask, tmp_path: Path) -> None:
    assert "There is no round autumn" in run(app, "closed\nyes\n", "--city", "x", folder=tmp_path).output


def test_a_round_by_coupon_takes_nothing_without_coupons(
    app: Flask, session: Session, tmp_path: Path
) -> None:
    make_round(session, access="coupon", survey=read_survey(FORMS / "import"))
    result = run(app, "closed\nyes\n", "--city", "almaty", folder=tmp_path)
    assert result.exit_code == 1
    assert "with coupons only" in result.output


def test_the_city_is_given_in_one_way(app: Flask, made: MadeRound, tmp_path: Path) -> None:
    assert "either --city-column or --city" in run(app, "closed\nyes\n", folder=tmp_path).output
    both = run(app, "closed\nyes\n", "--city", "almaty", "--city-column", "closed", folder=tmp_path)
    assert both.exit_code == 2


def test_a_file_that_is_no_table_is_explained(app: Flask, made: MadeRound, tmp_path: Path) -> None:
    result = run(app, b'closed\n"yes\n', "--city", "almaty", folder=tmp_path)
    assert result.exit_code == 1
    assert "table.csv cannot be read:\n  - row 2: the quotation marks are broken" in result.output


def test_an_export_is_looked_at_and_taken(
    app: Flask, session: Session, made: MadeRound, tmp_path: Path
) -> None:
    table = (
        "grp-visit-closed,colour,How long,_uuid,spot\n"
        "yes,red,5,0f8fad5b-d9cb-469f-a165-70867728950e,43.2389 76.8897 0 0\n"
        "maybe,blue,7,1f8fad5b-d9cb-469f-a165-70867728950e,43.2389 76.8897 0 0\n"
    )
    options = ("--city", "almaty", "--drop", "colour", "--map", "How long=waited")
    shown = run(app, table, *options, "--take-good-rows", "--dry-run", folder=tmp_path)
    assert '"grp-visit-closed" -> closed (name in group)' in shown.output
    assert '"How long" -> waited (person)' in shown.output
    assert 'Left out, because a tool added it: "_uuid".' in shown.output
    assert "1 rows are left out:" in shown.output
    assert run(app, table, *options, folder=tmp_path).exit_code == 1
    assert count_envelopes(session, made.round_id) == {}
    session.rollback()  # who reads keeps the writer waiting
    for said in ("1 responses were sealed", "0 responses were sealed"):
        assert said in run(app, table, *options, "--take-good-rows", folder=tmp_path).output
    assert count_envelopes(session, made.round_id) == {"almaty": 1}


def test_a_question_that_is_not_there_is_named(app: Flask, made: MadeRound, tmp_path: Path) -> None:
    result = run(app, "closed,colour\nyes,red\n", "--city", "almaty", "--map", "colour=tint", folder=tmp_path)
    assert "--map colour=tint: there is no such question" in result.output
    assert run(app, "closed\nyes\n", "--city", "almaty", "--map", "colour", folder=tmp_path).exit_code == 2


def test_a_sheet_of_a_workbook_is_named(
    app: Flask, session: Session, made: MadeRound, tmp_path: Path
) -> None:
    content = write_book({"one": [["closed"], ["yes"]], "two": [["closed"], ["no"], ["no"]]})
    several = run(app, content, "--city", "almaty", folder=tmp_path)
    assert "several sheets may hold the responses (one, two); choose one with --sheet" in several.output
    done = run(app, content, "--city", "almaty", "--sheet", "two", folder=tmp_path)
    assert "2 rows are in order (read from two)" in done.output
    assert "Not read: one." in done.output
