"""flask meetings: recorded and listed on the command line, and what that lets through."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from click import Group
from click.testing import CliRunner, Result
from flask import Flask

from cmm.cli.meetings import meetings
from cmm.cli.snapshots import snapshots
from cmm.services.clock import today
from cmm.services.rounds import close_round
from cmm.store.database import Database
from tests.factories import MONDAY, PASSPHRASE, make_account, make_answers, make_round, submit


@pytest.fixture
def app(sqlite_database: Database) -> Iterator[Flask]:
    """A closed round of two cities with a coordinator, and a secretary of one city."""
    with sqlite_database.session() as session:
        made = make_round(session, access="link")
        for city in ("almaty", "shymkent"):
            for number in range(15):
                submit(session, made, city, answers=make_answers(closed="yes" if number % 2 else "no"))
        close_round(session, round_id=made.round_id, today=MONDAY)
        make_account(session, "dina", role="coordinator")
        make_account(session, "arman", city_ids=["almaty"])
    made_app = Flask("cmm")
    made_app.extensions |= {"database": sqlite_database, "cluster": None}
    with made_app.app_context():
        yield made_app


def run(group: Group, *arguments: str, typed: str | None = None) -> Result:
    return CliRunner().invoke(group, arguments, input=typed)


def record(city: str = "almaty", *more: str, by: str = "dina", outcome: str = "agreed") -> Result:
    arguments = ("--round", "autumn", "--city", city, "--held-on", str(today()), "--present", "8")
    return run(meetings, "record", *arguments, "--outcome", outcome, "--by", by, *more)


def test_what_is_held_back_is_said_and_has_to_be_confirmed(app: Flask) -> None:
    assert "Nothing is prepared or public about autumn." in run(meetings, "list", "autumn").output
    assert "Nothing is prepared for autumn" in record().output
    run(snapshots, "prepare", "autumn", "--account", "holder of autumn", typed=f"{PASSPHRASE}\n")
    assert record("almaty", by="arman").output == "The meeting of almaty is recorded.\n"
    listed = run(meetings, "list", "autumn").output.splitlines()
    assert listed == [f"almaty\tAlmaty\tagreed on {today()}, 8 present", "shymkent\tShymkent\tno meeting yet"]
    refused = run(snapshots, "publish", "autumn", "--account", "dina")
    assert refused.exit_code == 1
    assert "held back, not confirmed by its community: shymkent" in refused.output
    assert "say --hold-back to leave them out" in refused.output
    published = run(snapshots, "publish", "autumn", "--account", "dina", "--hold-back")
    assert published.exit_code == 0, published.output
    assert "agreed" in run(meetings, "list", "autumn").output, "now it is about what is public"


def test_a_later_publication_says_why(app: Flask) -> None:
    prepare = ("prepare", "autumn", "--account", "holder of autumn")
    run(snapshots, *prepare, typed=f"{PASSPHRASE}\n")
    record("almaty")
    run(snapshots, "publish", "autumn", "--account", "dina", "--hold-back")
    run(snapshots, *prepare, typed=f"{PASSPHRASE}\n")
    record("shymkent", "--corrections", "The site moved.", outcome="corrected")
    refused = run(snapshots, "publish", "autumn", "--account", "dina")
    assert (refused.exit_code, "say why" in refused.output) == (1, True)
    again = run(snapshots, "publish", "autumn", "--account", "dina", "--reason", "Shymkent has confirmed.")
    assert again.exit_code == 0, again.output
    assert "Shymkent has confirmed." in run(snapshots, "list").output


def test_refusals_are_sentences(app: Flask) -> None:
    run(snapshots, "prepare", "autumn", "--account", "holder of autumn", typed=f"{PASSPHRASE}\n")
    assert "does not work for shymkent" in record("shymkent", by="arman").output
    assert "Say in the community's words what is wrong" in record(outcome="rejected").output
    tomorrow = str(today() + timedelta(days=1))
    assert "not in the future" in record("almaty", "--held-on", tomorrow).output
    assert "a number from 1 to 500" in record("almaty", "--present", "0").output
