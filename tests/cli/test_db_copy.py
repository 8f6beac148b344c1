"""flask db on the command line: whose the file is; what a copy says when it is done, and when it will not."""

import os
import stat
from collections.abc import Iterator
from pathlib import Path
from shutil import copy

import pytest
from click.testing import CliRunner, Result
from flask import Flask
from flask.cli import ScriptInfo

from cmm.app import create_app
from cmm.cli.db import db
from cmm.config import Config
from cmm.services.rounds import pause_round
from cmm.store.database import current_revision, head_revision
from tests.small_instance import OPEN, Small
from tests.web.conftest import SECRET


@pytest.fixture
def app(small_instance: tuple[Path, Small], tmp_path: Path) -> Iterator[Flask]:
    url = f"sqlite:///{copy(small_instance[0], tmp_path / 'cmm.sqlite')}"
    made = create_app(Config(secret_key=SECRET * 2, database_url=url, instance=tmp_path))
    yield made
    made.extensions["database"].engine.dispose()


def run(app: Flask, *arguments: str) -> Result:
    return run_db(app, "copy", *arguments)


def run_db(app: Flask, *arguments: str) -> Result:
    result = CliRunner().invoke(db, arguments, obj=ScriptInfo(create_app=lambda: app))
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def test_it_says_what_was_copied_how_to_change_over_and_what_lies_beside(app: Flask, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'second.sqlite'}"
    result = run(app, "--to", url, "--stopped")
    assert result.exit_code == 0, result.output
    assert "Copied and compared" in result.output
    assert f"CMM_DATABASE_URL={url}" in result.output
    assert "signing.key" in result.output
    assert current_revision(url) == head_revision()
    assert "is lost" not in result.output


def test_a_copy_of_an_office_at_work_says_what_is_lost(app: Flask, tmp_path: Path) -> None:
    with app.extensions["database"].session() as session:
        pause_round(session, round_id=OPEN)
    result = run(app, "--to", f"sqlite:///{tmp_path / 'second.sqlite'}")
    assert result.exit_code == 0, result.output
    assert "What the office changes between this copy and the change-over is lost" in result.output


@pytest.mark.parametrize("command", ["upgrade", "current"])
def test_a_new_database_is_for_its_owner_only(tmp_path: Path, command: str) -> None:
    url = f"sqlite:///{tmp_path / 'new.sqlite'}"
    made = create_app(Config(secret_key=SECRET * 2, database_url=url, instance=tmp_path))
    before = os.umask(0o022)
    try:
        assert run_db(made, command).exit_code == 0
    finally:
        os.umask(before)
        made.extensions["database"].engine.dispose()
    assert stat.S_IMODE((tmp_path / "new.sqlite").stat().st_mode) == 0o600


def test_a_folder_that_is_not_there_is_said(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'nowhere' / 'new.sqlite'}"
    made = create_app(Config(secret_key=SECRET * 2, database_url=url, instance=tmp_path))
    result = run_db(made, "upgrade")
    assert result.exit_code == 1
    assert "No such file or directory" in result.output


@pytest.mark.parametrize(
    ("to", "words"),
    [
        ("sqlite:///{folder}/second.sqlite", f"Pause these rounds first: {OPEN}"),
        ("sqlite:///{folder}/cmm.sqlite", "This is the database that is in use"),
        ("mysql://somewhere/cmm", "--to must begin with sqlite:/// or postgresql+psycopg://"),
        ("postgresql+psycopg://me:passage@/cmm?host=/nowhere", "Pause these rounds first"),
    ],
)
def test_every_refusal_is_a_sentence(app: Flask, tmp_path: Path, to: str, words: str) -> None:
    result = run(app, "--to", to.format(folder=tmp_path))
    assert result.exit_code == 1
    assert words in result.output
    assert not (tmp_path / "second.sqlite").exists()


def test_a_server_that_does_not_answer_is_said_and_no_password_is_shown(app: Flask) -> None:
    result = run(app, "--to", "postgresql+psycopg://me:passage@/cmm?host=/nowhere", "--stopped")
    assert result.exit_code == 1
    assert result.output.startswith("Error: The database is locked, full or away")
    assert "passage" not in result.output
