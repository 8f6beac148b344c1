"""The server's side of field mode: a page for everybody, questions for a pass, envelopes one by one."""

import base64
import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from secrets import token_hex
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.orm import Session
from werkzeug.test import Client, TestResponse

from cmm.domain.answers import to_payload
from cmm.domain.sealing import seal_response
from cmm.services.coupons import make_batch
from cmm.services.field_passes import list_passes, make_pass, revoke_pass
from cmm.services.open_envelopes import open_envelopes_with_recovery_key
from cmm.services.rounds import close_round, open_round, pause_round
from cmm.services.submit_response import StorageUnavailable, build_payload
from cmm.store.envelopes import count_envelopes
from cmm.store.rounds import get_round
from cmm.web.collect import field
from tests.factories import MONDAY, MadeRound, make_answers, make_round, read_payloads
from tests.web.inspecting import InspectingClient, page_text

LANGUAGES = ("ru", "kk", "en")


@dataclass(frozen=True)
class Field:
    """A round, a pass for Almaty, coupons, and what a phone would send."""

    made: MadeRound
    code: str
    coupons: list[str]
    seal: Callable[[], str]

    def attempt(self, **changes: Any) -> dict[str, Any]:
        coupon = self.coupons[0] if self.coupons else ""
        own = {"pass": self.code, "envelope": self.seal(), "coupon": coupon, "nonce": token_hex(16)}
        return {**own, **changes}


@pytest.fixture(params=["coupon", "link"])
def prepared(app: Flask, db: Session, request: pytest.FixtureRequest) -> Field:
    return prepare(app, db, request.param)


@pytest.fixture
def by_coupon(app: Flask, db: Session) -> Field:
    return prepare(app, db, "coupon")


def prepare(app: Flask, db: Session, access: str) -> Field:
    made = make_round(db, access=access)
    pepper = app.extensions["config"].pepper
    code = make_pass(db, round_id="autumn", city_id="almaty", label="phone 1", pepper=pepper)
    batch = {"round_id": "autumn", "city_id": "almaty", "site_id": None, "pepper": pepper}
    coupons = make_batch(db, count=3, **batch) if access == "coupon" else []
    found = get_round(db, "autumn")
    key, size = found.public_key, found.envelope_size
    db.rollback()  # a session that still reads keeps the writer waiting

    def seal() -> str:
        payload = build_payload(to_payload(make_answers()), language="kk", mode="field")
        return base64.b64encode(seal_response(payload, round_id="autumn", public_key=key, size=size)).decode()

    return Field(made, code, coupons, seal)


def send(client: InspectingClient, attempt: object) -> TestResponse:
    return client.post("/en/field/envelopes", json=attempt)


def open_round_with(client: InspectingClient, code: object) -> TestResponse:
    return client.post("/kk/field/round", json={"pass": code})


def stored(db: Session) -> dict[str, int]:
    db.rollback()
    return count_envelopes(db, "autumn")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_is_the_same_for_everybody_and_kept_only_by_its_worker(
    client: InspectingClient, language: str
) -> None:
    first, second = (client.get(f"/{language}/field") for _ in range(2))
    assert first.data == second.data
    assert first.headers["Cache-Control"] == "no-store"
    assert "Set-Cookie" not in first.headers
    assert f'lang="{language}"' in page_text(first)


def test_the_worker_keeps_the_three_pages_and_all_that_they_name(client: InspectingClient) -> None:
    worker = client.get("/field-worker.js")
    assert worker.mimetype == "text/javascript"
    files = listed(page_text(worker))
    pages = [f"/{language}/field" for language in LANGUAGES]
    assert files[:3] == pages
    named = {name for page in pages for name in re.findall(r'"(/static/[^"]+)"', page_text(client.get(page)))}
    assert named == set(files[3:])
    assert {client.get(file).status_code for file in files} == {200}


def listed(worker: str) -> list[str]:
    found = re.search(r"const FILES=(.*?);\n", worker)
    assert found
    return list(json.loads(found[1]))


def test_the_version_of_the_worker_follows_what_it_keeps(app: Flask, client: InspectingClient) -> None:
    before = client.get("/field-worker.js").data
    app.extensions.pop("field_app")
    assert client.get("/field-worker.js").data == before, "the same files are the same version"
    app.extensions.pop("field_app")
    app.jinja_env.globals["quick_exit"] = lambda: "https://example.org/another"
    after = client.get("/field-worker.js").data
    assert after.split(b"\n")[0] != before.split(b"\n")[0]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_can_be_installed_under_a_neutral_name(client: InspectingClient, language: str) -> None:
    manifest = client.get(f"/{language}/field/manifest.webmanifest").get_json(force=True)
    assert manifest["start_url"] == f"/{language}/field"
    assert {client.get(icon["src"]).status_code for icon in manifest["icons"]} == {200}
    assert {"192x192", "512x512"} <= {icon["sizes"] for icon in manifest["icons"]}
    assert manifest["name"] == {"ru": "Вопросы", "kk": "Сұрақтар", "en": "Questions"}[language]


def test_self_mode_knows_nothing_of_all_this(client: InspectingClient, prepared: Field) -> None:
    for address in ("/ru/s/autumn", "/ru/s/autumn/thanks", "/ru/s/autumn/later"):
        text = page_text(client.get(address))
        assert not re.search(r"manifest|serviceWorker|field-worker|/field\b", text), address


@pytest.mark.parametrize("name", ["js/self.js", "js/leave.js"])
def test_scripts_of_self_mode_store_nothing(app: Flask, client: InspectingClient, name: str) -> None:
    with app.test_request_context():
        address = app.jinja_env.globals["asset"](name)
    script = page_text(client.get(address))
    assert not re.search(r"serviceWorker|indexedDB|localStorage|sessionStorage|caches\b|cookie", script)


def test_a_pass_opens_the_whole_questionnaire_in_every_language(
    client: InspectingClient, prepared: Field
) -> None:
    answer = open_round_with(client, prepared.code.lower().replace("-", " "))
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    content = json.loads(page_text(answer))
    assert content["place"] == "autumn almaty"
    assert set(content["pages"]) == set(LANGUAGES)
    for language, page in content["pages"].items():
        logic = json.loads(re.search(r'id="survey">(.*?)</script>', page["html"], re.DOTALL)[1])  # type: ignore[index]
        assert logic["language"] == language
        assert logic["round"] == "autumn"
        assert 'name="__city"' not in page["html"], "the pass gives the city"
        assert ('name="__coupon"' in page["html"]) is bool(prepared.coupons)
    assert content["pages"]["kk"]["title"] == "Күз, Almaty"


@pytest.mark.parametrize("wrong", ["0000-0000-0000", "", None, 7, ["x"], "x" * 10_000])
def test_what_is_not_a_pass_opens_nothing(client: InspectingClient, prepared: Field, wrong: object) -> None:
    answer = open_round_with(client, wrong)
    assert answer.status_code == 401
    assert answer.get_json()["field"] == "__pass"
    assert client.post("/kk/field/round", data="[]", content_type="application/json").status_code == 401


def test_a_revoked_pass_opens_and_sends_nothing(
    client: InspectingClient, db: Session, prepared: Field
) -> None:
    [listed_pass] = list_passes(db, "autumn")
    revoke_pass(db, pass_id=listed_pass.pass_id)
    assert open_round_with(client, prepared.code).status_code == 401
    assert send(client, prepared.attempt()).status_code == 401
    assert stored(db) == {}


def test_an_envelope_is_stored_once_and_opens(client: InspectingClient, db: Session, prepared: Field) -> None:
    attempt = prepared.attempt()
    assert [send(client, attempt).status_code for _ in range(3)] == [201, 200, 200]
    assert stored(db) == {"almaty": 1}
    close_round(db, round_id="autumn", today=MONDAY)
    key = prepared.made.recovery_key
    opened = open_envelopes_with_recovery_key(db, round_id="autumn", recovery_key=key)
    assert [payload["values"] for _, payload in read_payloads(db, opened)] == [{"closed": "yes"}]


def test_a_used_coupon_is_a_refusal_of_this_envelope(
    client: InspectingClient, db: Session, by_coupon: Field
) -> None:
    assert send(client, by_coupon.attempt()).status_code == 201
    refused = send(client, by_coupon.attempt())
    assert (refused.status_code, refused.get_json()["field"]) == (403, "__coupon")
    assert stored(db) == {"almaty": 1}


@pytest.mark.parametrize(
    "changes",
    [
        {"envelope": "?"},
        {"envelope": ""},
        {"envelope": 5},
        {"nonce": "short"},
        {"city": 3},
        {"surprise": "x"},
        {"envelope": base64.b64encode(b"x" * 100).decode()},
    ],
)
def test_a_damaged_envelope_is_refused_by_itself(
    client: InspectingClient, db: Session, prepared: Field, changes: dict[str, Any]
) -> None:
    refused = send(client, prepared.attempt(**changes))
    assert (refused.status_code, refused.get_json()["field"]) == (422, "__envelope")
    assert stored(db) == {}


def test_more_than_a_request_may_hold_is_not_read(client: InspectingClient, prepared: Field) -> None:
    assert send(client, prepared.attempt(envelope="A" * 1_000_000)).status_code == 413


def test_a_round_that_takes_nothing_now_says_so_and_the_phone_keeps_all(
    client: InspectingClient, db: Session, prepared: Field
) -> None:
    pause_round(db, round_id="autumn")
    assert open_round_with(client, prepared.code).status_code == 200, (
        "questions may be fetched before opening"
    )
    refused = send(client, prepared.attempt())
    assert (refused.status_code, refused.get_json()["field"]) == (410, "")
    open_round(db, round_id="autumn", today=MONDAY)
    assert send(client, prepared.attempt()).status_code == 201
    close_round(db, round_id="autumn", today=MONDAY)
    assert open_round_with(client, prepared.code).status_code == 410
    assert send(client, prepared.attempt()).status_code == 410


def test_a_busy_database_is_a_reason_to_wait(
    client: InspectingClient, prepared: Field, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_arguments: object, **_named: object) -> bool:
        raise StorageUnavailable

    monkeypatch.setattr(field, "submit_in_field", refuse)
    answer = send(client, prepared.attempt())
    assert answer.status_code == 503
    assert "Retry" in answer.headers.get("Retry-After", "Retry")


def test_only_our_own_page_can_make_a_browser_forget(app: Flask) -> None:
    client = Client(app)
    gone = client.delete("/ru/field")
    assert (gone.status_code, gone.headers["Clear-Site-Data"]) == (204, '"storage"')
    for address in ("/ru/field", "/field-worker.js", "/ru/s/autumn"):
        for answer in (client.get(address), client.options(address), client.post(address)):
            assert "Clear-Site-Data" not in answer.headers
            assert not [name for name, _value in answer.headers if name.startswith("Access-Control")]


def test_no_address_ever_holds_a_pass(app: Flask) -> None:
    rules = [rule for rule in app.url_map.iter_rules() if "field" in rule.rule]
    assert {argument for rule in rules for argument in rule.arguments} <= {"language"}
