"""Saying where people find help in a city, and at how many responses the office is told."""

from pathlib import Path

import pytest

from cmm.store.database import Database
from cmm.store.rounds import get_round
from tests.cli.test_office_commands import Run, add_round, app, database, form, ready, refusal, run

__all__ = ["app", "database", "form", "ready", "run"]


@pytest.mark.usefixtures("ready")
def test_where_to_find_help_is_said_and_printed(run: Run) -> None:
    assert run("places", "help", "almaty").stdout == ""
    given = run("places", "help", "almaty", "--ru", "Юрист (пример)", "--en", "A lawyer (example)")
    assert given.stdout == "en\tA lawyer (example)\nru\tЮрист (пример)\n"
    assert run("places", "help", "almaty", "--ru", "").stdout == "en\tA lawyer (example)\n"
    assert "no city" in refusal(run("places", "help", "nowhere"))
    assert "at most 800" in refusal(run("places", "help", "almaty", "--kk", "а" * 801))


@pytest.mark.usefixtures("ready")
def test_a_round_tells_the_office_at_multiples_of_five(run: Run, form: Path, database: Database) -> None:
    assert "multiple of 5" in refusal(add_round(run, form, "--alert-every", "7"))
    add_round(run, form, "--alert-every", "10")
    with database.session() as session:
        assert get_round(session, "autumn").alert_every == 10
