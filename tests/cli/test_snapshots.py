"""flask snapshots: from a closed round to published figures, on the command line."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from flask import Flask

from cmm.cli.snapshots import snapshots
from cmm.services.published import find_content, find_published
from cmm.services.rounds import close_round
from cmm.store.accounts import get_account_named
from cmm.store.database import Database
from tests.factories import (
    MONDAY,
    PASSPHRASE,
    make_account,
    make_answers,
    make_round,
    submit,
    validate_all,
)


@pytest.fixture
def app(sqlite_database: Database) -> Iterator[Flask]:
    """A closed round with 15 responses, its key holder and a second person."""
    with sqlite_database.session() as session:
        made = make_round(session, cities=("almaty",), coupons_each=15)
        for number in range(15):
            submit(session, made, answers=make_answers(closed="yes" if number % 2 else "no"))
        close_round(session, round_id=made.round_id, today=MONDAY)
        make_account(session, "dina", role="coordinator")
    made_app = Flask("cmm")
    made_app.extensions |= {"database": sqlite_database, "cluster": None}
    with made_app.app_context():
        yield made_app


def run(*arguments: str, typed: str | None = None) -> Result:
    return CliRunner().invoke(snapshots, arguments, input=typed)


def prepare() -> Result:
    return run("prepare", "autumn", "--account", "holder of autumn", typed=f"{PASSPHRASE}\n")


def validate(app: Flask) -> None:
    with app.extensions["database"].session() as session:
        validate_all(session, "autumn", get_account_named(session, "dina").account_id)


def publish(app: Flask) -> str:
    prepare()
    validate(app)
    run("publish", "autumn", "--account", "dina")
    with app.extensions["database"].session() as session:
        published = find_published(session, "autumn")
        assert published is not None
        return published.digest


def test_a_snapshot_is_prepared_shown_and_published_by_two_people(app: Flask) -> None:
    prepared = prepare()
    assert prepared.exit_code == 0, prepared.output
    assert PASSPHRASE not in prepared.output
    assert "about 15 responses in 1 units" in prepared.output
    shown = run("show", "autumn")
    assert "closed: yes, no, not_sure, no_answer" in shown.output
    assert " of 15" in shown.output
    refused = run("publish", "autumn", "--account", "holder of autumn")
    assert (refused.exit_code, "another person has to" in refused.output) == (1, True)
    waiting = run("publish", "autumn", "--account", "dina", "--hold-back")
    assert (waiting.exit_code, "no community has confirmed" in waiting.output) == (1, True)
    assert "held back, not confirmed by its community: almaty" in waiting.output
    validate(app)
    published = run("publish", "autumn", "--account", "dina")
    assert (published.exit_code, published.output.startswith("published: ")) == (0, True)
    assert run("show", "autumn").exit_code == 1


def test_the_passphrase_may_stand_in_a_file(app: Flask, tmp_path: Path) -> None:
    file = tmp_path / "passphrase"
    file.write_text(f"{PASSPHRASE}\n")
    result = run("prepare", "autumn", "--account", "holder of autumn", "--passphrase-file", str(file))
    assert result.exit_code == 0, result.output
    file.write_text("\n")
    empty = run("prepare", "autumn", "--account", "holder of autumn", "--passphrase-file", str(file))
    assert empty.exit_code == 1


def test_a_wrong_passphrase_and_an_unknown_account_are_said_in_words(app: Flask) -> None:
    wrong = run("prepare", "autumn", "--account", "holder of autumn", typed="something else entirely\n")
    assert (wrong.exit_code, "not the passphrase" in wrong.output) == (1, True)
    unknown = run("prepare", "autumn", "--account", "nobody", typed=f"{PASSPHRASE}\n")
    assert (unknown.exit_code, "no account nobody" in unknown.output) == (1, True)


def test_a_published_snapshot_is_verified_by_digest_and_by_file(app: Flask, tmp_path: Path) -> None:
    digest = publish(app)
    assert "published here" in run("verify", digest).output
    with app.extensions["database"].session() as session:
        content = find_content(session, "autumn", digest)
    assert content is not None
    file = tmp_path / "snapshot.json"
    file.write_bytes(content)
    assert run("verify", str(file)).output.startswith(digest)
    file.write_bytes(content.replace(b'"invented":false', b'"invented":true'))
    assert "not published here" in run("verify", str(file)).output
    file.write_bytes(content + b"\n")
    assert "not in the canonical form" in run("verify", str(file)).output
    file.write_bytes(b"something else")
    assert "not a snapshot" in run("verify", str(file)).output
    assert run("verify", "0" * 64).exit_code == 1


def test_figures_come_as_csv(app: Flask) -> None:
    assert run("csv", "autumn").exit_code == 1
    publish(app)
    rows = list(csv.DictReader(io.StringIO(run("csv", "autumn", "--language", "ru").output)))
    assert {row["unit"] for row in rows} == {"almaty", "ALL"}
    assert sum(int(row["count"]) for row in rows if row["unit"] == "ALL") == 15
    assert rows[0]["question_label"] == "Пункт был закрыт?"


def test_a_withdrawal_is_listed_with_its_reason(app: Flask) -> None:
    digest = publish(app)
    arguments = ("withdraw", digest, "--account", "dina", "--reason", "Wrong dates.")
    assert run(*arguments).output == f"withdrawn: {digest}\n"
    assert run(*arguments).exit_code == 1
    listed = run("list").output
    assert "autumn 1 " in listed
    assert "Wrong dates." in listed
    assert run("csv", "autumn").exit_code == 1
