"""The commands of the office: what they say, and that a refusal is a sentence, never a traceback."""

import importlib
import inspect
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import select

from cmm.app import create_app
from cmm.cli.refusals import SENTENCES, tell
from cmm.config import Config
from cmm.domain.coupons import hash_code, normalise_code
from cmm.domain.recovery_key import parse_recovery_key
from cmm.domain.refusal import Refusal
from cmm.services.clock import now
from cmm.services.invitations import find_invitation
from cmm.services.second_factor import get_factors, make_recovery_codes
from cmm.store.coupons import count_unused
from cmm.store.database import Database, head_revision
from cmm.store.models import Coupon, Envelope
from cmm.store.rounds import get_round, list_cities_of_round
from tests.factories import PASSPHRASE, PASSWORD, make_account, make_round, submit

Run = Callable[..., Result]

FORM = """
| survey |            |        |                 |
|        | type       | name   | label           |
|        | select_one yn | closed | Was it closed? |
| choices |           |        |                 |
|        | list_name  | name   | label           |
|        | yn         | yes    | Yes             |
|        | yn         | no     | No              |
| settings |          |        |                 |
|        | form_title | form_id | version        |
|        | Short      | short  | 1               |
"""


@pytest.fixture
def app(sqlite_database: Database, tmp_path: Path) -> Iterator[Flask]:
    made = create_app(
        Config(
            secret_key="a long key of the tests, known to all 0123456789",
            database_url=str(sqlite_database.engine.url),
            instance=tmp_path,
        )
    )
    yield made
    made.extensions["database"].engine.dispose()


@pytest.fixture
def run(app: Flask) -> Run:
    """Run `flask ...` with the words given; an exception that is no refusal fails the test."""

    def run_command(*words: str, typed: str | None = None) -> Result:
        group = getattr(importlib.import_module(f"cmm.cli.{words[0]}"), words[0])
        runner = app.test_cli_runner(catch_exceptions=False)
        return runner.invoke(args=[str(word) for word in words[1:]], cli=group, input=typed)

    return run_command


@pytest.fixture
def database(app: Flask) -> Database:
    found: Database = app.extensions["database"]
    return found


@pytest.fixture
def form(tmp_path: Path) -> Path:
    path = tmp_path / "short.md"
    path.write_text(FORM, encoding="utf-8")
    return path


def refusal(result: Result) -> str:
    """The sentence of a refused command."""
    assert result.exit_code == 1, result.output
    assert result.stderr.startswith("Error: ")
    assert "Traceback" not in result.output
    return result.stderr.removeprefix("Error: ").strip()


def test_an_account_is_added_by_typing_both_secrets_twice(run: Run) -> None:
    run("places", "add-city", "almaty", "--ru", "Алматы")
    typed = f"{PASSWORD}\n{PASSWORD}\n{PASSPHRASE}\n{PASSPHRASE}\n"
    result = run("accounts", "add", "dana", "--role", "secretary", "--city", "almaty", typed=typed)
    assert "Added dana (secretary)." in result.stdout
    assert PASSWORD not in result.output
    assert PASSPHRASE not in result.output
    assert run("accounts", "list").stdout == "dana\tsecretary\tactive\talmaty\n"


def test_an_account_is_added_with_secrets_from_files(run: Run, tmp_path: Path) -> None:
    (tmp_path / "one").write_text(PASSWORD + "\n", encoding="utf-8")
    (tmp_path / "two").write_text(PASSPHRASE + "\nnot read\n", encoding="utf-8")
    secrets = ["--password-file", str(tmp_path / "one"), "--passphrase-file", str(tmp_path / "two")]
    assert run("accounts", "add", "dana", "--role", "coordinator", *secrets).exit_code == 0
    assert refusal(run("accounts", "add", "dana", "--role", "reader", *secrets)) == (
        "There is an account called dana already."
    )
    swapped = [secrets[0], secrets[3], secrets[2], str(tmp_path / "none")]
    assert run("accounts", "add", "eva", "--role", "reader", *swapped).exit_code == 2
    (tmp_path / "one").write_text("", encoding="utf-8")
    assert "at least 12" in refusal(run("accounts", "add", "eva", "--role", "reader", *secrets))


def test_places_are_added_and_listed(run: Run) -> None:
    run("places", "add-region", "almaty-region", "--en", "Almaty region", "--country", "kz")
    run("places", "add-city", "oral", "--ru", "Уральск", "--kk", "Орал", "--en", "Oral", "--position", "2")
    run("places", "add-city", "almaty", "--en", "Almaty", "--region", "almaty-region", "--position", "1")
    run("places", "add-site", "almaty-1", "--city", "almaty", "--en", "Site one")
    assert run("places", "list").stdout == (
        "almaty\tAlmaty\tAlmaty region\n  almaty-1\tSite one\noral\tOral\t-\n"
    )
    assert refusal(run("places", "add-city", "oral", "--ru", "x")) == "The code oral is taken already."
    assert refusal(run("places", "add-city", "nur")) == "Give a name in at least one language."
    assert "cannot be a code" in refusal(run("places", "add-city", "a+b", "--ru", "x"))
    assert "Add it first" in refusal(run("places", "add-city", "nur", "--ru", "x", "--region", "nowhere"))
    assert refusal(run("places", "add-site", "x", "--city", "nur", "--ru", "x")) == (
        "There is no city with the code nur."
    )


def test_regions_and_positions_are_kept_by_commands(run: Run) -> None:
    run("places", "add-region", "west", "--en", "West", "--country", "KZ")
    run("places", "add-city", "oral", "--en", "Oral", "--at", "51.23,51.37")
    run("places", "set-region", "west", "--ru", "Запад", "--city", "oral")
    assert run("places", "list").stdout == "oral\tOral\tWest\n"
    assert run("places", "list-regions").stdout == "west\tKZ\tWest\n"
    assert run("places", "set-position", "oral", "51.2,51.4").exit_code == 0
    assert run("places", "set-position", "oral", "north").exit_code == 2
    assert "-90 to 90" in refusal(run("places", "set-position", "oral", "--", "95,51.4"))


def add_round(run: Run, form: Path, *more: str) -> Result:
    given = ["--form", str(form), "--city", "almaty:23", "--city", "oral", "--access", "coupon"]
    return run("rounds", "add", "autumn", *given, "--holder", "dana", "--title-en", "Autumn", *more)


@pytest.fixture
def ready(run: Run, database: Database) -> None:
    """Two cities and an account."""
    run("places", "add-city", "almaty", "--en", "Almaty", "--position", "1")
    run("places", "add-city", "oral", "--en", "Oral", "--position", "2")
    with database.session() as session:
        make_account(session, "dana")


@pytest.mark.usefixtures("ready")
def test_a_round_is_planned_and_its_recovery_key_printed_once(
    run: Run, form: Path, database: Database
) -> None:
    result = add_round(run, form, "--known-clients-source", "register")
    key = result.stdout.split("\n\n")[1]
    assert len(parse_recovery_key(key)) == 32
    assert "lock it away" in result.stdout
    with database.session() as session:
        cities = [(city.city_id, city.known_clients) for city in list_cities_of_round(session, "autumn")]
    assert cities == [("almaty", 23), ("oral", None)]
    shown = run("rounds", "show", "autumn").stdout
    assert "key holders: dana, recovery" in shown
    assert "known clients: 23" in shown
    assert "known clients: unknown" in shown
    assert key not in shown


@pytest.mark.usefixtures("ready")
def test_what_a_round_cannot_be_is_said_in_a_sentence(run: Run, form: Path, tmp_path: Path) -> None:
    (tmp_path / "bad.md").write_text("nothing", encoding="utf-8")
    assert refusal(add_round(run, form, "--breakdown", "age")) == (
        "The survey's indicators do not allow age as a breakdown."
    )
    assert refusal(add_round(run, form, "--holder", "nobody")) == "There is no account called nobody."
    assert refusal(add_round(run, form, "--city", "nur")) == "There is no city with the code nur."
    assert "CODE:NUMBER" in refusal(add_round(run, form, "--city", "oral:many"))
    assert (
        refusal(add_round(run, Path("no_such_form"))) == "There is no file and no survey called no_such_form."
    )
    assert refusal(add_round(run, tmp_path / "bad.md")).startswith("The form has problems:")


def test_a_round_goes_from_draft_to_closed(run: Run, form: Path, ready: None, database: Database) -> None:
    add_round(run, form)
    assert refusal(run("rounds", "pause", "autumn")) == "The round is not open."
    assert run("rounds", "open", "autumn").stdout == "The round autumn is open.\n"
    assert refusal(run("rounds", "open", "autumn")) == "The round is open already."
    assert run("rounds", "pause", "autumn").exit_code == 0
    assert run("rounds", "mix", "autumn").exit_code == 0
    assert run("rounds", "close", "autumn", typed="n\n").exit_code == 1
    with database.session() as session:
        assert get_round(session, "autumn").state == "paused"
    assert "cannot be undone" in run("rounds", "close", "autumn", typed="y\n").stdout
    assert refusal(run("rounds", "open", "autumn")) == "The round is closed; that cannot be undone."
    assert refusal(run("rounds", "close", "autumn", "--yes")) == "The round is closed already."
    assert "autumn\tclosed\tcoupon" in run("rounds", "list").stdout


def test_coupons_are_printed_once_and_only_hashes_stay(run: Run, app: Flask, database: Database) -> None:
    with database.session() as session:
        make_round(session, cities=["almaty"], coupons_each=1)
    result = run("coupons", "make", "autumn", "--city", "almaty", "--count", "20")
    codes = result.stdout.split()
    assert len(set(codes)) == 20
    assert all(normalise_code(code) == code for code in codes)
    batch_id = result.stderr.split()[1].rstrip(":")
    with database.session() as session:
        assert count_unused(session, "autumn")[batch_id] == 20
        assert session.get(Coupon, hash_code(codes[0], app.extensions["config"].pepper)) is not None
    assert f"{batch_id}\talmaty\t0 of 20 used" in run("coupons", "list", "autumn").stdout


def test_a_batch_is_set_aside_by_command(run: Run, database: Database) -> None:
    with database.session() as session:
        made = make_round(session, cities=["almaty"])
        submit(session, made)
    batch_id = run("coupons", "list", "autumn").stdout.split("\t")[0]
    assert run("coupons", "set-aside", batch_id, "--reason", "photocopied").exit_code == 0
    assert "1 of 5 used\tset aside: photocopied" in run("coupons", "list", "autumn").stdout
    again = run("coupons", "set-aside", batch_id, "--reason", "x")
    assert refusal(again) == f"The batch {batch_id} was set aside before."


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["rounds", "show", "winter"], "There is no round winter."),
        (["rounds", "open", "winter"], "There is no round winter."),
        (["rounds", "close", "winter", "--yes"], "There is no round winter."),
        (["coupons", "list", "winter"], "There is no round winter."),
        (["coupons", "make", "winter", "--city", "x", "--count", "1"], "There is no round winter."),
        (["coupons", "set-aside", "B", "--reason", "x"], "There is no batch of coupons B."),
    ],
)
def test_what_is_not_there_is_named(run: Run, words: list[str], sentence: str) -> None:
    assert refusal(run(*words)) == sentence


def test_a_database_without_tables_is_upgraded_by_command(tmp_path: Path, run: Run, app: Flask) -> None:
    url = f"sqlite:///{tmp_path / 'new.sqlite'}"
    app.extensions["config"] = Config("k" * 40, url, tmp_path)
    app.extensions["database"] = Database(url)
    assert "flask db upgrade" in refusal(run("accounts", "list"))
    newest = head_revision()
    assert run("db", "current").stdout == f"database: empty, program: {newest}\n"
    assert run("db", "upgrade").stdout == f"Upgraded to {newest}.\n"
    assert run("db", "upgrade").stdout == f"The database is up to date ({newest}).\n"
    assert run("accounts", "list").stdout == ""
    app.extensions["database"].engine.dispose()


def refusals_of(module: str) -> dict[str, type[Refusal]]:
    found = inspect.getmembers(importlib.import_module(module), inspect.isclass)
    return {one.key: one for _, one in found if issubclass(one, Refusal) and one.__module__ == module}


NOT_OF_COMMANDS = {"wrong_password", "round_paused", "round_still_open", "city_in_use"}


@pytest.mark.parametrize(
    "module",
    [
        "cmm.domain.round_state",
        "cmm.services.accounts",
        "cmm.services.coupons",
        "cmm.services.password_rules",
        "cmm.services.place_names",
        "cmm.services.places",
        "cmm.services.regions",
        "cmm.services.rounds",
        "cmm.services.transaction",
        "cmm.store.accounts",
        "cmm.store.coupons",
        "cmm.store.places",
        "cmm.store.rounds",
    ],
)
def test_every_refusal_has_its_sentence(module: str) -> None:
    refusals = refusals_of(module)
    assert refusals
    assert set(refusals) - NOT_OF_COMMANDS <= set(SENTENCES)
    assert all(tell(refusal("x")).endswith(".") for key, refusal in refusals.items() if key in SENTENCES)


def test_timers_mix_what_is_open_and_wipe_what_is_due(run: Run, database: Database) -> None:
    with database.session() as session:
        made = make_round(session, access="link", coupons_each=0)
        submit(session, made)
    assert "autumn are mixed" in run("rounds", "mix", "--all").output
    assert run("rounds", "wipe", "--due").output == "Nothing is due.\n"
    assert "still open" in run("rounds", "wipe", "autumn", "--yes").output
    assert run("rounds", "close", "autumn", "--yes").exit_code == 0
    assert run("rounds", "mix", "--all").output == "No round is open.\n"
    assert run("rounds", "wipe", "autumn", typed="n\n").exit_code == 1
    with database.session() as session:
        assert session.scalars(select(Envelope)).all()
    assert "deleted" in run("rounds", "wipe", "autumn", typed="y\n").output
    with database.session() as session:
        assert session.scalars(select(Envelope)).all() == []


@pytest.mark.parametrize("command", ["mix", "wipe"])
def test_a_timers_command_wants_one_round_or_all(run: Run, command: str) -> None:
    every = "--all" if command == "mix" else "--due"
    assert run("rounds", command).exit_code == 2
    assert run("rounds", command, "autumn", every).exit_code == 2


def test_the_first_coordinator_is_invited_by_a_link(run: Run, database: Database) -> None:
    said = run("accounts", "invite", "--role", "coordinator").stdout
    link = said.split()[0]
    assert link.startswith("https://127.0.0.1/ru/office/invitations/")
    assert "good once, for seven days" in said
    with database.session() as session:
        token = link.rsplit("/", 1)[1]
        assert find_invitation(session, token=token, now=now()).role == "coordinator"
    elsewhere = run("accounts", "invite", "--role", "reader", "--address", "https://elsewhere.example")
    assert "CMM_TRUSTED_HOSTS" in refusal(elsewhere)
    assert refusal(run("accounts", "invite", "--role", "secretary", "--city", "atlantis")) == (
        "There is no city with the code atlantis."
    )


def test_an_account_is_disabled_enabled_and_set_up_anew_by_commands(run: Run, database: Database) -> None:
    with database.session() as session:
        account_id = make_account(session, "dana").account_id
        make_recovery_codes(session, account_id=account_id, key=bytes(32))
    assert run("accounts", "disable", "dana").output == "dana is disabled.\n"
    assert run("accounts", "list").stdout == "dana\tsecretary\tdisabled\t-\n"
    assert "disabled" in refusal(run("accounts", "reset", "dana"))
    assert run("accounts", "enable", "dana").exit_code == 0
    assert "/office/invitations/" in run("accounts", "reset", "dana").stdout
    assert "new second factor" in run("accounts", "reset-second-factor", "dana").stdout
    with database.session() as session:
        assert get_factors(session, account_id).recovery_codes == 0
    assert refusal(run("accounts", "disable", "eva")) == "There is no account called eva."
