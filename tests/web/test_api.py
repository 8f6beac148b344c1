"""Open data: the JSON interface says what the snapshot says, and its description says what it does."""

import json
import shutil
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from flask import Flask
from jsonschema import Draft202012Validator
from jsonschema.validators import validator_for
from schemathesis.config import SchemathesisConfig
from schemathesis.engine import Status, from_schema
from schemathesis.engine.events import NonFatalError, ScenarioFinished
from schemathesis.schemas import BaseSchema
from sqlalchemy import event

from cmm.app import create_app
from cmm.domain.snapshot import EVERYWHERE, indicator_figures, parse_snapshot
from cmm.services.publish import withdraw_snapshot
from cmm.services.published import find_content
from cmm.web.api.openapi import build_openapi
from tests.web.inspecting import InspectingClient, client_of, page_text
from tests.web.published import PUBLISHED_ON, PublishedForTests, publish_second, published_app

API = "/api/v1"
ROUND = f"{API}/rounds/autumn-2026"
NEWEST = f"{ROUND}/publications/newest"
PARTS = ("units", "places", "indicators", "questions", "breakdowns")
EVERY_ADDRESS = (
    "/",
    "/openapi.json",
    "/rounds",
    "/rounds/{round}",
    "/rounds/{round}/publications",
    "/rounds/{round}/publications/{publication}",
    *(f"/rounds/{{round}}/publications/{{publication}}/{part}" for part in PARTS),
)

SIZES = {"almaty": 45, "aktobe": 14, "temirtau": 6, "balkhash": 7}

Made = tuple[Flask, PublishedForTests]
Json = Mapping[str, Any]


@pytest.fixture(scope="module")
def made(migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Made]:
    with published_app(migrated_sqlite, tmp_path_factory.mktemp("api"), SIZES) as made:
        yield made


@pytest.fixture
def fresh(made: Made, tmp_path: Path) -> Iterator[Made]:
    """The same in a file of its own, for tests that publish or withdraw."""
    app, published = made
    config = app.extensions["config"]
    file = tmp_path / "cmm.sqlite"
    shutil.copy(config.instance / "cmm.sqlite", file)
    copied = create_app(replace(config, instance=tmp_path, database_url=f"sqlite:///{file}"))
    yield copied, published
    copied.extensions["database"].engine.dispose()


@pytest.fixture
def reader(made: Made) -> InspectingClient:
    return client_of(made[0])


@pytest.fixture
def content(made: Made) -> bytes:
    app, published = made
    with app.extensions["database"].session() as session:
        found = find_content(session, published.round_id, published.digest)
    assert found is not None
    return found


def read(reader: InspectingClient, address: str, status: int = 200) -> Any:
    response = reader.get(address)
    assert response.status_code == status, address
    expected = "application/json" if status == 200 else "application/problem+json"
    assert response.mimetype == expected
    return json.loads(page_text(response))


def schema_of(description: Json, path: str, status: str = "200") -> Draft202012Validator:
    (media,) = description["paths"][path]["get"]["responses"][status]["content"].values()
    whole = {**media["schema"], "components": description["components"]}
    return validator_for(whole, Draft202012Validator)(
        whole, format_checker=Draft202012Validator.FORMAT_CHECKER
    )


def filled_in(path: str) -> str:
    return API + path.replace("{round}", "autumn-2026").replace("{publication}", "1")


@pytest.mark.parametrize("language", ["", "?language=kk"])
@pytest.mark.parametrize("path", EVERY_ADDRESS)
def test_every_answer_is_what_its_schema_says(reader: InspectingClient, path: str, language: str) -> None:
    description = read(reader, f"{API}/openapi.json")
    takes = {each["$ref"].rpartition("/")[2] for each in description["paths"][path]["get"]["parameters"]}
    wanted = language if "language" in takes else ""
    schema_of(description, path).validate(read(reader, filled_in(path) + wanted))


def test_description_names_every_address_and_no_other(made: Made) -> None:
    app, _published = made
    rules = [rule.rule for rule in app.url_map.iter_rules() if rule.endpoint.startswith("api.")]
    named = {rule.removeprefix(API).replace("<round_id>", "{round}") for rule in rules}
    named = {rule.replace("<publication>", "{publication}") for rule in named}
    parts = {rule for rule in named if "<any" in rule}
    (part,) = parts
    spelt = {f"{part.partition('<any')[0]}{each}" for each in PARTS}
    assert (named - parts) | spelt == set(build_openapi("")["paths"]) == set(EVERY_ADDRESS)


def test_every_example_is_what_its_schema_says() -> None:
    description = json.loads(json.dumps(build_openapi("https://example.org")))
    for path, item in description["paths"].items():
        for status, answer in item["get"]["responses"].items():
            for media in answer.get("content", {}).values():
                for example in media["examples"].values():
                    if path != "/openapi.json":
                        schema_of(description, path, status).validate(example["value"])


def test_every_object_of_an_answer_has_described_members_only(reader: InspectingClient) -> None:
    """So that nothing is published that the description does not explain."""
    description = read(reader, f"{API}/openapi.json")
    closed = _closed(description)
    for path in EVERY_ADDRESS:
        if path != "/openapi.json":
            schema_of(closed, path).validate(read(reader, filled_in(path)))


def test_indicator_figures_are_the_published_numbers(reader: InspectingClient, content: bytes) -> None:
    snapshot = parse_snapshot(content)
    rules = {each["id"]: each for each in snapshot.content["indicators"]}
    items = read(reader, f"{NEWEST}/indicators")["items"]
    assert [item["indicator"] for item in items] == list(rules)
    for item in items:
        assert [each["place"] for each in item["figures"]] == [
            EVERYWHERE,
            *(unit.code for unit in snapshot.units),
        ]
        for figure in item["figures"]:
            published = indicator_figures(snapshot, rules[item["indicator"]], figure["place"])
            if figure["place"] == EVERYWHERE and figure["denominator"] is None:
                continue  # withheld in every unit
            found = (published.numerator, published.denominator) if published else (None, None)
            assert (figure["numerator"], figure["denominator"]) == found


def test_no_percentage_is_said_of_fewer_than_twenty_answers(reader: InspectingClient) -> None:
    figures = [each for item in read(reader, f"{NEWEST}/indicators")["items"] for each in item["figures"]]
    few = [each for each in figures if each["denominator"] and each["denominator"] < 20]
    assert few
    assert {each["percent"] for each in few} == {None}
    assert all(set(each["words"]) == {"ru", "kk", "en"} for each in figures)


def test_counts_of_questions_are_the_published_rows(reader: InspectingClient, content: bytes) -> None:
    tables = {table["question"]: table for table in json.loads(content)["tables"]}
    for item in read(reader, f"{NEWEST}/questions")["items"]:
        rows = tables[item["question"]]["units"]
        for figure in item["figures"]:
            if figure["place"] in rows:
                row = rows[figure["place"]]
                assert [each["count"] for each in figure["counts"]] == row["counts"]
                assert figure["of"] == row["of"] == sum(row["counts"])
            elif figure["place"] != EVERYWHERE:
                assert figure["counts"] is None
                assert figure["reason"]


def test_every_number_of_the_interface_is_a_five(reader: InspectingClient) -> None:
    counted = {"numerator", "denominator", "count", "of", "responses", "answered"}
    for part in PARTS:
        numbers = [
            value for key, value in _members(read(reader, f"{NEWEST}/{part}")) if key in counted and value
        ]
        assert all(number % 5 == 0 for number in numbers)


def test_cities_say_where_they_are_published(reader: InspectingClient) -> None:
    units = {item["unit"]: item["cities"] for item in read(reader, f"{NEWEST}/units")["items"]}
    places = {item["city"]: item["unit"] for item in read(reader, f"{NEWEST}/places")["items"]}
    assert set(places) == set(SIZES)
    assert places["temirtau"] == places["balkhash"] == "temirtau+balkhash"
    assert {city: code for code, cities in units.items() for city in cities} == places


def test_labels_come_in_one_language_when_one_is_asked_for(reader: InspectingClient) -> None:
    item = read(reader, f"{NEWEST}/indicators?language=kk&limit=1")["items"][0]
    assert set(item["label"]) == set(item["figures"][0]["words"]) == {"kk"}


def test_figures_of_one_place_and_one_dimension(reader: InspectingClient) -> None:
    items = read(reader, f"{NEWEST}/indicators?place=temirtau%2Bbalkhash&dimension=quality")["items"]
    assert {item["dimension"] for item in items} == {"quality"}
    assert {each["place"] for item in items for each in item["figures"]} == {"temirtau+balkhash"}
    assert read(reader, f"{NEWEST}/questions?place=nowhere", 404)["title"]


def test_long_lists_are_read_page_by_page(reader: InspectingClient) -> None:
    whole = read(reader, f"{NEWEST}/questions?language=en")
    address: str | None = f"{NEWEST}/questions?language=en&limit=7"
    found: list[Json] = []
    while address:
        page = read(reader, address.removeprefix("http://127.0.0.1"))
        assert page["total"] == whole["total"]
        found, address = [*found, *page["items"]], page["next"]
    assert found == whole["items"]


@pytest.mark.parametrize(
    ("address", "parameter"),
    [
        (f"{API}/rounds?limit=0", "limit"),
        (f"{API}/rounds?limit=501", "limit"),
        (f"{API}/rounds?limit=1e2", "limit"),
        (f"{API}/rounds?limit=%D9%A3", "limit"),
        (f"{API}/rounds?offset=-1", "offset"),
        (f"{API}/rounds?language=de", "language"),
        (f"{API}/rounds?langauge=en", "langauge"),
        (f"{API}/rounds?limit=1&limit=2", "limit"),
        (f"{NEWEST}?limit=1", "limit"),
        (f"{NEWEST}/units?place=almaty", "place"),
        (f"{NEWEST}/indicators?place=%00", "place"),
        (f"{NEWEST}/indicators?dimension=", "dimension"),
        (f"{API}/?x=1", "x"),
    ],
)
def test_wrong_parameters_are_refused_by_name(reader: InspectingClient, address: str, parameter: str) -> None:
    problem = read(reader, address, 400)
    assert (problem["parameter"], problem["status"]) == (parameter, 400)
    assert parameter in problem["detail"]
    assert problem["type"].endswith("/en/data#parameter")


@pytest.mark.parametrize(
    "address",
    [
        "/api",
        "/api/v2/rounds",
        f"{API}/nothing",
        f"{API}/rounds/nowhere",
        f"{API}/rounds/%00",
        f"{ROUND}/publications/9",
        f"{ROUND}/publications/01",
        f"{ROUND}/publications/{'0' * 64}",
        f"{NEWEST}/people",
    ],
)
def test_what_is_not_there_is_a_problem_in_plain_words(reader: InspectingClient, address: str) -> None:
    problem = read(reader, address, 404)
    assert (problem["type"], problem["status"]) == ("about:blank", 404)


def test_a_publication_has_the_same_figures_under_all_its_names(reader: InspectingClient, made: Made) -> None:
    named = [read(reader, f"{ROUND}/publications/{name}") for name in ("1", made[1].digest, "newest")]
    assert named[0] == named[1] == named[2]


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "TRACE"])
def test_everything_is_read_only(reader: InspectingClient, method: str) -> None:
    response = reader.open(ROUND, method=method)
    assert (response.status_code, response.mimetype) == (405, "application/problem+json")
    assert "GET" in response.headers["Allow"]


def test_refusals_speak_the_language_of_who_asks(reader: InspectingClient) -> None:
    assert "только для чтения" in _detail(reader, {"Accept-Language": "ru"})
    assert "read only" in _detail(reader, {})
    assert read(reader, f"{API}/rounds?limit=0&language=ru", 400)["title"] == "Один параметр неверен"


def test_scripts_of_other_sites_may_read_it_and_nothing_else(reader: InspectingClient) -> None:
    for address, status in ((ROUND, 200), (f"{API}/nothing", 404), (f"{API}/rounds?limit=0", 400)):
        response = reader.get(address, headers={"Origin": "https://partner.example"})
        assert response.status_code == status
        assert response.headers.getlist("Access-Control-Allow-Origin") == ["*"]
        assert "Access-Control-Allow-Credentials" not in response.headers
    asked = reader.options(ROUND, headers={"Access-Control-Request-Method": "GET"})
    assert asked.status_code == 204
    assert asked.headers["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"
    for address in ("/en/", "/en/r/autumn-2026", "/en/office/sign-in", "/nothing"):
        assert "Access-Control-Allow-Origin" not in reader.get(address).headers


def test_answers_are_kept_by_readers_and_carry_no_cookie(reader: InspectingClient) -> None:
    for path in EVERY_ADDRESS:
        address = filled_in(path)
        first = reader.get(address, headers={"Accept-Encoding": "gzip"})
        assert first.headers["Content-Encoding"] == "gzip"
        assert first.headers["Cache-Control"] == "public, no-cache"
        assert "Set-Cookie" not in first.headers
        assert "Cookie" not in first.headers["Vary"]
        again = reader.get(address, headers={"If-None-Match": first.headers["ETag"]})
        assert (again.status_code, again.data) == (304, b"")
        assert again.headers["Access-Control-Allow-Origin"] == "*"
        assert reader.head(address).data == b""


def test_a_newer_publication_leaves_the_older_one_readable(fresh: Made) -> None:
    app, published = fresh
    reader = client_of(app)
    before = read(reader, f"{ROUND}/publications/1/indicators")
    with app.extensions["database"].session() as session:
        publish_second(session, published)
    assert read(reader, ROUND)["number"] == 2
    history = read(reader, f"{ROUND}/publications")["items"]
    assert [(each["number"], each["state"]) for each in history] == [(2, "current"), (1, "superseded")]
    after = read(reader, f"{ROUND}/publications/1/indicators")
    assert after["items"] == before["items"]
    assert (before["source"]["superseded_by"], after["source"]["superseded_by"]) == (None, 2)


def test_a_withdrawn_publication_is_gone_with_its_reason(fresh: Made) -> None:
    app, published = fresh
    reader = client_of(app)
    read(reader, f"{NEWEST}/indicators")
    with app.extensions["database"].session() as session:
        withdraw_snapshot(
            session,
            digest=published.digest,
            account_id=published.publisher,
            reason="One city was counted twice.",
            today=PUBLISHED_ON,
        )
    description = build_openapi("")
    for address in (ROUND, NEWEST, f"{ROUND}/publications/1", *(f"{NEWEST}/{part}" for part in PARTS)):
        problem = read(reader, address, 410)
        assert "One city was counted twice." in problem["detail"]
        schema_of(description, "/rounds/{round}", "410").validate(problem)
    (listed,) = read(reader, f"{API}/rounds")["items"]
    assert (listed["state"], listed["responses"]) == ("withdrawn", None)
    (entry,) = read(reader, f"{ROUND}/publications")["items"]
    assert entry["withdrawal_reason"] == "One city was counted twice."


def test_an_answer_costs_one_look_into_the_database(made: Made, reader: InspectingClient) -> None:
    app, _published = made
    seen: list[str] = []
    engine = app.extensions["database"].engine
    for path in EVERY_ADDRESS:
        read(reader, filled_in(path))

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if statement.upper().startswith("SELECT"):
            seen.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    counts = {}
    for path in EVERY_ADDRESS:
        seen.clear()
        read(reader, filled_in(path))
        counts[path] = len(seen)
    event.remove(engine, "before_cursor_execute", note)
    assert set(counts.values()) <= {0, 1}


def _detail(reader: InspectingClient, headers: Mapping[str, str]) -> str:
    answer = reader.post(ROUND, headers=headers)
    return str(json.loads(page_text(answer))["detail"])


def _members(value: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield key, inner
            yield from _members(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _members(inner)


def _closed(value: Any) -> Any:
    """The same schemas, in which no object may have a member that is not named."""
    if isinstance(value, dict):
        inner = {key: _closed(each) for key, each in value.items()}
        named = value.get("type") == "object" and isinstance(value.get("properties"), dict)
        return {"additionalProperties": False, **inner} if named else inner
    return [_closed(each) for each in value] if isinstance(value, list) else value


def test_schemathesis_finds_nothing(made: Made) -> None:
    """All its phases and checks (examples, limits of every value, invented values, right and wrong). The
    rounds and publications are some that there are and some that are not, so that more than refusals is met.
    """
    events = list(from_schema(_described(made)).execute())
    assert [each.info.message for each in events if isinstance(each, NonFatalError)] == []
    done = [each.recorder for each in events if isinstance(each, ScenarioFinished)]
    checks = [check for recorder in done for several in recorder.checks.values() for check in several]
    assert [(check.name, check.failure_info) for check in checks if check.status != Status.SUCCESS] == []
    answers = Counter(
        each.response.status_code
        for recorder in done
        for each in recorder.interactions.values()
        if each.response
    )
    assert min(answers[200], answers[400], answers[404]) > 50
    assert set(answers) <= {200, 204, 400, 404, 405}


def _described(made: Made) -> BaseSchema:
    app, published = made
    generation = {"mode": "all", "max-examples": 10, "deterministic": True, "database": "none"}
    plain = {"Accept-Encoding": "identity"}  # its test client unpacks nothing
    config = SchemathesisConfig.from_dict({"seed": 1, "headers": plain, "generation": generation})
    description = json.loads(json.dumps(build_openapi("http://127.0.0.1")))
    known = {"round": ["autumn-2026", "nowhere"], "publication": ["1", "newest", "7", published.digest]}
    for name, values in known.items():
        description["components"]["parameters"][name]["schema"] = {"enum": values}
    schema = schemathesis.openapi.from_dict(description, config=config)
    schema.app = app
    return schema
