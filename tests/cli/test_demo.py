"""flask demo: made once, found again, reachable, honest about being invented."""

import os
import re
import socket
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from cmm.app import create_app
from cmm.cli.demo import demo
from cmm.cli.demo_instance import SIGN_IN_FILE, UNFINISHED_FILE
from cmm.config import Config, read_config
from cmm.services.accounts import check_password, unlock_account
from cmm.services.demo import BY_COUPON, BY_LINK, EARLIER, PUBLISHED, TITLES
from cmm.services.demo_places import DEMO_CITIES
from cmm.services.published import find_published
from cmm.services.round_progress import list_round_progress
from cmm.store.database import Database

LANGUAGES = ("ru", "kk", "en")


def run(instance: Path, *arguments: str) -> Result:
    return CliRunner(env={"CMM_INSTANCE": str(instance)}).invoke(demo, arguments)


@pytest.fixture(scope="module")
def first_start(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """The instance and what the first start said."""
    instance = tmp_path_factory.mktemp("demo") / "instance"
    result = run(instance, "fill")
    assert result.exit_code == 0, result.output
    return instance, result.output


@pytest.fixture(scope="module")
def config(first_start: tuple[Path, str]) -> Config:
    return read_config({"CMM_INSTANCE": str(first_start[0])})


@pytest.fixture
def session(config: Config) -> Iterator[Session]:
    database = Database(config.database_url)
    with database.session() as opened:
        yield opened
    database.engine.dispose()


@pytest.fixture(scope="module")
def client(config: Config) -> Iterator[FlaskClient]:
    app = create_app(config)
    yield app.test_client()
    app.extensions["database"].engine.dispose()


def test_only_the_owner_can_read_the_instance(first_start: tuple[Path, str]) -> None:
    instance, _ = first_start
    assert stat.S_IMODE(instance.stat().st_mode) == 0o700
    for name in ("cmm.env", "cmm.sqlite", SIGN_IN_FILE):
        assert stat.S_IMODE((instance / name).stat().st_mode) == 0o600
    assert not (instance / UNFINISHED_FILE).exists()


def test_a_second_start_changes_nothing_and_says_the_same(first_start: tuple[Path, str]) -> None:
    instance, said = first_start
    before = {path.name: path.read_bytes() for path in instance.iterdir()}
    again = run(instance, "fill")
    assert again.exit_code == 0
    assert "First start" in said
    assert "First start" not in again.output
    assert again.output.strip() in said
    assert {path.name: path.read_bytes() for path in instance.iterdir()} == before


def test_four_rounds_are_there_and_marked_as_invented(session: Session) -> None:
    rounds = {one.round_id: one for one in list_round_progress(session)}
    states = {code: (one.state, one.access) for code, one in rounds.items()}
    assert states == {
        PUBLISHED: ("closed", "coupon"),
        EARLIER: ("closed", "coupon"),
        BY_LINK: ("open", "link"),
        BY_COUPON: ("open", "coupon"),
    }
    assert all(one.invented for one in rounds.values())
    assert all(set(one.titles) == set(LANGUAGES) for one in rounds.values())
    assert rounds[PUBLISHED].responses == sum(city.answers for city in DEMO_CITIES) == 301
    assert [city.code for city in rounds[PUBLISHED].cities] == [city.code for city in DEMO_CITIES]


def test_the_published_round_says_that_it_is_invented(session: Session) -> None:
    published = find_published(session, PUBLISHED)
    assert published is not None
    assert published.content["invented"] is True
    assert published.content["title"] == TITLES[PUBLISHED]
    assert all(count % 5 == 0 for table in published.content["tables"] for count in _counts(table))


def test_half_a_year_before_there_was_a_round_in_a_few_cities(session: Session, client: FlaskClient) -> None:
    before, now = find_published(session, EARLIER), find_published(session, PUBLISHED)
    assert before is not None
    assert now is not None
    assert [unit.code for unit in before.snapshot.units] == [city.code for city in DEMO_CITIES if city.before]
    assert before.content["breakdowns"] == []
    assert before.content["closed_on"] < now.content["opened_on"]
    for city, verdict, other in (("almaty", "Better", "Worse"), ("temirtau", "Worse", "Better")):
        page = client.get(f"/en/r/{PUBLISHED}/{city}", base_url="http://127.0.0.1:8000").text
        assert f"{verdict} than before" in page
        assert f"{other} than before" not in page


def test_the_cities_lie_on_the_map_of_their_country(client: FlaskClient) -> None:
    page = client.get("/kk/", base_url="http://127.0.0.1:8000").text
    assert "/kk/country/KZ" in page
    assert page.count('class="dot plain"') == 2 * len(DEMO_CITIES)


def test_cities_differ_in_what_troubles_them(session: Session) -> None:
    published = find_published(session, PUBLISHED)
    assert published is not None
    table = next(one for one in published.content["tables"] if one["question"] == "missed_closed")
    shares = [unit["counts"][table["answers"].index("no")] / unit["of"] for unit in table["units"].values()]
    assert max(shares) - min(shares) > 0.3


def test_the_printed_sign_in_opens_both_accounts(session: Session, first_start: tuple[Path, str]) -> None:
    text = (first_start[0] / SIGN_IN_FILE).read_text(encoding="utf-8")
    people = re.findall(r"name (.+) \((\w+)\)\n\s+password\s+(\S+)\n\s+passphrase\s+(\S+)", text)
    assert [role for _, role, _, _ in people] == ["secretary", "coordinator"]
    for name, role, password, passphrase in people:
        account = check_password(session, name=name, password=password)
        assert account is not None
        assert account.role == role
        assert unlock_account(session, account_id=account.account_id, passphrase=passphrase)


def test_three_coupons_are_printed_with_a_warning(first_start: tuple[Path, str]) -> None:
    text = (first_start[0] / SIGN_IN_FILE).read_text(encoding="utf-8")
    assert len(re.findall(r"^  [0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}$", text, flags=re.MULTILINE)) == 3
    assert "Real coupon codes are never stored" in text


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", ["", f"r/{PUBLISHED}", f"s/{BY_LINK}", f"s/{BY_COUPON}", "office/sign-in"])
def test_every_printed_address_answers(client: FlaskClient, language: str, path: str) -> None:
    answer = client.get(f"/{language}/{path}", base_url="http://127.0.0.1:8000")
    assert answer.status_code == 200
    assert f'lang="{language}"' in answer.text


def test_the_first_address_leads_to_a_page(client: FlaskClient) -> None:
    answer = client.get("/", base_url="http://127.0.0.1:8000", follow_redirects=True)
    assert answer.status_code == 200


def test_a_taken_port_is_said_before_anything_is_made(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        result = run(tmp_path / "instance", "run", "--port", str(taken.getsockname()[1]))
    assert result.exit_code == 1
    assert "is taken by another program; try --port" in result.output
    assert not (tmp_path / "instance").exists()


def test_an_interrupted_first_start_is_begun_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, first_start: tuple[Path, str]
) -> None:
    instance = tmp_path / "instance"
    with monkeypatch.context() as patched:
        patched.setattr("cmm.services.demo.invent_answers", _interrupt)
        assert run(instance, "fill").exit_code != 0
    assert (instance / UNFINISHED_FILE).exists()
    assert not (instance / SIGN_IN_FILE).exists()
    result = run(instance, "fill")
    assert result.exit_code == 0, result.output
    assert "Real coupon codes are never stored" in result.output
    assert not (instance / UNFINISHED_FILE).exists()


def test_a_database_that_is_no_demo_is_left_alone(first_start: tuple[Path, str], tmp_path: Path) -> None:
    instance = tmp_path / "instance"
    instance.mkdir()
    for name in ("cmm.env", "cmm.sqlite"):
        (instance / name).write_bytes((first_start[0] / name).read_bytes())
    before = (instance / "cmm.sqlite").read_bytes()
    result = run(instance, "fill")
    assert result.exit_code == 1
    assert "holds something else than the demo; nothing was changed" in result.output
    assert (instance / "cmm.sqlite").read_bytes() == before


def test_serving_replaces_this_process(
    first_start: tuple[Path, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[list[str]] = []
    monkeypatch.setattr(os, "execv", lambda _program, arguments: started.append(arguments))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    result = run(first_start[0], "run", "--port", port)
    assert result.exit_code == 0, result.output
    assert f"http://127.0.0.1:{port}/ru/r/{PUBLISHED}" in result.output
    assert "--no-control-socket" in started[0]
    assert f"--bind=127.0.0.1:{port}" in started[0]
    assert not any("access" in argument for argument in started[0])


def _interrupt(*_: object, **__: object) -> None:
    raise KeyboardInterrupt


def _counts(table: dict[str, dict[str, dict[str, list[int]]]]) -> list[int]:
    return [count for unit in table["units"].values() for count in unit["counts"]]


def test_the_demo_shows_what_was_asked_and_promised(client: FlaskClient) -> None:
    page = client.get("/ru/promises").get_data(as_text=True)
    for words in ("Открывать пункт каждый день", "Держать запас лекарства на месяц", "просрочено"):
        assert words in page
