"""From a table that others collected to published figures: the whole path of a round."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.orm import Session

from cmm.domain.answer_sheet import AnswerSheet
from cmm.domain.delimited import read_table
from cmm.domain.questionnaire.survey_folder import read_survey
from cmm.domain.round_state import RoundClosed, RoundNotOpen
from cmm.domain.sealing import KeyPair, make_key_pair
from cmm.services import rounds
from cmm.services.import_responses import (
    AnotherQuestionnaire,
    CityChoice,
    ImportRefused,
    RoundTakesCouponsOnly,
    count_by_city,
    count_known,
    read_import,
    seal_rows,
    store_import,
    strip_import,
)
from cmm.services.open_envelopes import open_envelopes
from cmm.services.places import add_city
from cmm.services.publish import prepare_snapshot, publish_snapshot
from cmm.services.published import find_content, find_published
from cmm.services.rounds import add_round, close_round, open_round
from cmm.services.submit_response import (
    CouponRefused,
    EnvelopeRefused,
    NonceRefused,
    UnknownCity,
    submit_many,
)
from cmm.store.database import Database, upgrade
from cmm.store.envelopes import count_envelopes
from tests.factories import MONDAY, PASSPHRASE, PEPPER, make_account, make_round, read_payloads, validate_all

KADUNA = Path(__file__).parents[1] / "forms" / "kaduna"
REAL = Path(__file__).parents[3] / "shared" / "data" / "kaduna-patient-satisfaction.csv"
HOSPITALS = {"barau-dikko": "Barau Dikko Teaching Hospital", "dialogue": "Dialogue Hospital"}
ROUND = "kaduna"
SURVEY = read_survey(KADUNA)


@pytest.fixture(params=["invented", "real"])
def table_file(request: pytest.FixtureRequest) -> Path:
    path = KADUNA / "invented.csv" if request.param == "invented" else REAL
    if not path.is_file():
        pytest.skip("the table of the Kaduna hospitals is not beside this project")
    return path


def make_kaduna(session: Session) -> tuple[str, str]:
    """The round, open; the ids of two accounts that hold its key."""
    for position, (code, name) in enumerate(HOSPITALS.items()):
        add_city(session, city_id=code, names={"en": name}, region="Kaduna", position=position)
    first = make_account(session, "first").account_id
    second = make_account(session, "second", role="coordinator").account_id
    add_round(
        session,
        round_id=ROUND,
        titles={"en": "Two hospitals"},
        survey=SURVEY,
        city_ids=dict.fromkeys(HOSPITALS),
        access="link",
        breakdowns=["gender", "age"],
        holders=[first, second],
        invented=True,
    )
    open_round(session, round_id=ROUND, today=MONDAY)
    return first, second


def read(session: Session, content: bytes, **options: Any) -> AnswerSheet:
    arguments: dict[str, Any] = {
        "round_id": ROUND,
        "questionnaire": SURVEY.questionnaire,
        "table": options.pop("table", None) or read_table(content),
        "cities": CityChoice(column="Hospital Name"),
        "today": MONDAY,
    }
    return read_import(session, **(arguments | options))


def store(session: Session, sheet: AnswerSheet) -> int:
    return store_import(
        session,
        round_id=ROUND,
        questionnaire=SURVEY.questionnaire,
        sheet=sheet,
        pepper=PEPPER,
        today=MONDAY,
    )


def publish(session: Session, content: bytes) -> bytes:
    """Import a table, close, prepare, publish; the canonical bytes of the publication."""
    first, second = make_kaduna(session)
    store(session, read(session, content))
    close_round(session, round_id=ROUND, today=MONDAY + timedelta(days=7))
    prepared_on = MONDAY + timedelta(days=8)
    prepare_snapshot(session, round_id=ROUND, account_id=first, passphrase=PASSPHRASE, today=prepared_on)
    validate_all(session, ROUND, first)
    publish_snapshot(session, round_id=ROUND, account_id=second, today=prepared_on)
    published = find_published(session, ROUND)
    assert published is not None
    return find_content(session, ROUND, published.digest) or b""


def test_every_column_and_value_is_understood(sqlite_session: Session, table_file: Path) -> None:
    make_kaduna(sqlite_session)
    content = table_file.read_bytes()
    sheet = read(sqlite_session, content)
    rows = content.decode().strip().count("\n")
    assert sum(count_by_city(sheet).values()) == len(sheet.rows) == rows
    assert set(count_by_city(sheet)) == set(HOSPITALS)
    assert {name for row in sheet.rows for name in row.answers.values} == {
        question.name for question in SURVEY.questionnaire.questions()
    }
    assert (sheet.computed, sheet.not_asked) == ((), {})


def test_published_figures_are_fives_that_add_up(session: Session, table_file: Path) -> None:
    content = table_file.read_bytes()
    publish(session, content)
    published = find_published(session, ROUND)
    assert published is not None
    snapshot = published.content
    units = {unit["code"]: unit["responses"] for unit in snapshot["units"]}
    rows = content.decode().strip().count("\n")
    assert set(units) == set(HOSPITALS)
    assert abs(sum(units.values()) - rows) <= 5
    assert {table["question"] for table in snapshot["tables"]} == {
        question["name"] for question in snapshot["questions"]
    }
    for table in snapshot["tables"]:
        for code, cell in table["units"].items():
            assert all(count % 5 == 0 for count in cell["counts"])
            assert sum(cell["counts"]) == cell["of"] == units[code]


def test_a_breakdown_agrees_with_the_totals_of_the_units(session: Session, table_file: Path) -> None:
    publish(session, table_file.read_bytes())
    published = find_published(session, ROUND)
    assert published is not None
    totals = {
        table["question"]: [
            sum(column) for column in zip(*(c["counts"] for c in table["units"].values()), strict=True)
        ]
        for table in published.content["tables"]
    }
    compared = 0
    for breakdown in published.content["breakdowns"]:
        for table in breakdown["tables"]:
            groups = list(table["groups"].values())
            sums = [sum(column) for column in zip(*(group["counts"] for group in groups), strict=True)]
            assert all(count % 5 == 0 for group in groups for count in group["counts"])
            assert all(part <= whole for part, whole in zip(sums, totals[table["question"]], strict=True))
            compared += 1
    assert compared > 0


def test_indicators_are_sums_of_published_numbers(session: Session, table_file: Path) -> None:
    publish(session, table_file.read_bytes())
    published = find_published(session, ROUND)
    assert published is not None
    answers = {table["question"]: table["answers"] for table in published.content["tables"]}
    indicators = published.content["indicators"]
    assert [one["id"] for one in indicators] == [
        "long_wait",
        "no_medicine",
        "impolite",
        "too_dear",
        "resolved",
    ]
    for one in indicators:
        assert set(one["numerator"]) | set(one["excludes"]) <= set(answers[one["question"]])


def test_the_same_answers_and_key_publish_the_same_bytes(
    tmp_path: Path, table_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two fresh databases, rows in another order, other accounts: only the round's key is shared."""
    header, *lines = table_file.read_text(encoding="utf-8").strip().splitlines()
    shared = make_key_pair()
    published = []
    for name, order in (("one", lines), ("two", lines[::-1])):
        monkeypatch.setattr(rounds, "make_key_pair", _first(shared))
        with fresh_session(tmp_path / name) as session:
            published.append(publish(session, "\n".join([header, *order]).encode()))
    assert published[0] == published[1] != b""


def test_imported_rows_open_as_the_answers_of_the_table(sqlite_session: Session) -> None:
    first, _ = make_kaduna(sqlite_session)
    sheet = read(
        sqlite_session, b"Age,Gender,Hospital Name\n18-29,Female,dialogue\nBelow 18,,Dialogue Hospital\n"
    )
    store(sqlite_session, sheet)
    close_round(sqlite_session, round_id=ROUND, today=MONDAY)
    opened = open_envelopes(sqlite_session, round_id=ROUND, account_id=first, passphrase=PASSPHRASE)
    payloads = read_payloads(sqlite_session, opened)
    answers = sorted((city, json.dumps(payload)) for city, payload in payloads)
    assert [city for city, _ in answers] == ["dialogue", "dialogue"]
    assert sum("from_18" in payload and "female" in payload for _, payload in answers) == 1
    assert sum("under_18" in payload for _, payload in answers) == 1


def test_the_order_of_the_table_is_not_the_order_of_storage(sqlite_session: Session) -> None:
    first, _ = make_kaduna(sqlite_session)
    rows = "\n".join(["18-29,dialogue"] * 30 + ["30-49,dialogue"] * 30)
    store(sqlite_session, read(sqlite_session, f"Age,Hospital Name\n{rows}\n".encode()))
    close_round(sqlite_session, round_id=ROUND, today=MONDAY)
    opened = open_envelopes(sqlite_session, round_id=ROUND, account_id=first, passphrase=PASSPHRASE)
    kinds = ["from_18" in json.dumps(payload) for _, payload in read_payloads(sqlite_session, opened)]
    assert sorted(kinds, reverse=True) != kinds


def test_nothing_is_stored_when_anything_is_wrong(sqlite_session: Session) -> None:
    make_kaduna(sqlite_session)
    with pytest.raises(ImportRefused) as refused:
        read(sqlite_session, b"Age,Hospital Name\n18-29,dialogue\n17,dialogue\n18-29,Paris\n")
    assert [(problem.row, problem.column) for problem in refused.value.problems] == [
        (3, "Age"),
        (4, "Hospital Name"),
    ]
    assert count_envelopes(sqlite_session, ROUND) == {}


def test_the_hospital_column_is_left_out_and_said_when_it_is_not_the_city(sqlite_session: Session) -> None:
    make_kaduna(sqlite_session)
    content = (KADUNA / "invented.csv").read_bytes()
    sheet = read(sqlite_session, content, cities=CityChoice(city="dialogue"))
    assert [(one.header, one.why) for one in sheet.columns.left_out.values()] == [("Hospital Name", "name")]
    assert count_by_city(sheet) == {"dialogue": 41}


def test_a_round_says_no_unless_it_is_open_by_link_with_this_form(sqlite_session: Session) -> None:
    make_kaduna(sqlite_session)
    table = b"Age,Hospital Name\n18-29,dialogue\n"
    sheet = read(sqlite_session, table)
    other = make_round(sqlite_session, round_id="other", access="link")
    with pytest.raises(AnotherQuestionnaire):
        read(sqlite_session, table, round_id=other.round_id)
    by_coupon = make_round(sqlite_session, round_id="coupons", survey=SURVEY)
    with pytest.raises(RoundTakesCouponsOnly):
        read(sqlite_session, table, round_id=by_coupon.round_id)
    draft = make_round(sqlite_session, round_id="draft", access="link", survey=SURVEY, opened=False)
    with pytest.raises(RoundNotOpen):
        read(sqlite_session, table, round_id=draft.round_id)
    close_round(sqlite_session, round_id=ROUND, today=MONDAY)
    with pytest.raises(RoundClosed):
        store(sqlite_session, sheet)


def test_a_second_import_adds_only_what_is_new(session: Session) -> None:
    make_kaduna(session)
    lines = ["Age,Hospital Name,_uuid", "18-29,dialogue,a", "30-49,dialogue,b", "30-49,barau-dikko,c"]
    for count, expected in ((3, 2), (3, 0), (4, 1)):
        table = read_table("\n".join(lines[:count]).encode())
        named = {"round_id": ROUND, "questionnaire": SURVEY.questionnaire}
        keep = ["Hospital Name"]
        found = strip_import(session, table=table, pepper=PEPPER, keep=keep, **named)  # type: ignore[arg-type]
        sheet = read(session, b"", table=found.table)
        assert count_known(session, round_id=ROUND, sheet=sheet, pepper=PEPPER) == count - 1 - expected
        assert store(session, sheet) == expected
    assert count_envelopes(session, ROUND) == {"dialogue": 2, "barau-dikko": 1}


def test_many_are_stored_all_or_none(session: Session) -> None:
    first, _ = make_kaduna(session)
    sheet = read(session, b"Age,Hospital Name\n18-29,dialogue\n30-49,dialogue\n")
    sealed = seal_rows(session, ROUND, "en", sheet.rows)
    city, nonce, envelope = sealed[1]
    many = {"round_id": ROUND, "pepper": PEPPER, "today": MONDAY}
    for wrong, refusal in (
        ((city, nonce, envelope[:-1]), EnvelopeRefused),
        (("paris", nonce, envelope), UnknownCity),
        ((city, "short", envelope), NonceRefused),
    ):
        with pytest.raises(refusal):
            submit_many(session, sealed=[sealed[0], wrong], **many)  # type: ignore[arg-type]
        assert count_envelopes(session, ROUND) == {}
    assert submit_many(session, sealed=[*sealed, sealed[0]], **many) == 2  # type: ignore[arg-type]
    by_coupon = make_round(session, round_id="coupons", survey=SURVEY, account_id=first)
    with pytest.raises(CouponRefused):
        submit_many(session, sealed=sealed, **(many | {"round_id": by_coupon.round_id}))  # type: ignore[arg-type]


def _first(shared: KeyPair) -> Callable[[], KeyPair]:
    """Key pairs of which the first is given: a round takes its own key before its recovery key."""
    given = [shared]
    return lambda: given.pop() if given else make_key_pair()


@contextmanager
def fresh_session(folder: Path) -> Iterator[Session]:
    folder.mkdir()
    url = f"sqlite:///{folder / 'cmm.sqlite'}"
    upgrade(url)
    database = Database(url)
    with database.session() as session:
        yield session
    database.engine.dispose()
