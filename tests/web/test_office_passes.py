"""Field passes in the office: shown once, listed by the name of the phone, revoked at any time."""

import json
import re
import zlib
from base64 import b64decode
from io import BytesIO

import pytest
import zxingcpp
from flask import Flask
from PIL import Image
from resvg_py import svg_to_bytes
from sqlalchemy.orm import Session

from cmm.services import accounts
from cmm.services.field_passes import get_field_round, list_passes, make_pass
from tests.factories import FAST_HASHER, MadeRound, make_account, make_round
from tests.web.inspecting import InspectingClient, client_of, page_text, parse
from tests.web.test_office import press, sign_in

PASSES = "/ru/office/rounds/autumn/passes"
CODE = re.compile(r"\b[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}\b")


@pytest.fixture(autouse=True)
def fast_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(accounts.check_password.__kwdefaults__, "hasher", FAST_HASHER)


@pytest.fixture
def autumn(db: Session) -> MadeRound:
    account = make_account(db, "aigerim", city_ids=())
    return make_round(db, access="link", account_id=account.account_id)


@pytest.fixture
def secretary(app: Flask, autumn: MadeRound) -> InspectingClient:
    client = client_of(app)
    sign_in(client, "aigerim")
    return client


def test_a_pass_is_shown_once_with_its_picture_and_opens_the_round(
    app: Flask, db: Session, secretary: InspectingClient
) -> None:
    round_page = parse(secretary.get("/ru/office/rounds/autumn"))
    assert round_page.xpath(f"//main//a[@href='{PASSES}']")
    made = press(secretary, PASSES, "/passes", city="shymkent", label="phone 2")
    [code] = set(CODE.findall(page_text(made)))
    assert parse(made).xpath("//*[contains(@class, 'qr')]")
    pepper = app.extensions["config"].pepper
    assert get_field_round(db, code=code, pepper=pepper).city_id == "shymkent"
    again = page_text(secretary.get(PASSES))
    assert code not in again
    assert "phone 2" in again


def test_the_settings_of_collect_are_shown_with_a_new_pass_and_only_then(secretary: InspectingClient) -> None:
    made = press(secretary, PASSES, "/passes", city="shymkent", label="phone 2")
    [code] = set(CODE.findall(page_text(made)))
    svg = re.findall(r"<svg.*?</svg>", page_text(made), re.DOTALL)
    [settings] = [read for read in map(_read_code, svg) if not read.startswith("http")]
    found = json.loads(zlib.decompress(b64decode(settings)))
    assert found["general"]["server_url"].endswith("/openrosa/autumn")
    assert (found["general"]["password"], found["general"]["delete_send"]) == (code, True)
    assert found.keys() == {"general", "admin", "project"}
    for page in (made, secretary.get(PASSES)):
        text = parse(page).text_content()
        assert "ODK Collect" in text
        assert "/openrosa/autumn" in text
    assert not parse(secretary.get(PASSES)).xpath("//*[contains(@class, 'qr')]")


def _read_code(svg: str) -> str:
    drawn = Image.open(
        BytesIO(svg_to_bytes(svg_string=svg.replace("<svg ", '<svg width="600" height="600" ', 1)))
    )
    [code] = zxingcpp.read_barcodes(drawn.convert("L"))
    return str(code.text)


def test_a_revoked_pass_is_listed_as_such(app: Flask, db: Session, secretary: InspectingClient) -> None:
    press(secretary, PASSES, "/passes", city="almaty", label="phone 1")
    assert press(secretary, PASSES, "/revocation").status_code == 302
    db.rollback()
    assert [one.revoked for one in list_passes(db, "autumn")] == [True]
    assert not parse(secretary.get(PASSES)).xpath("//form[contains(@action, 'revocation')]")


def test_a_pass_needs_a_name(db: Session, secretary: InspectingClient) -> None:
    refused = press(secretary, PASSES, "/passes", city="almaty", label="  ")
    assert refused.status_code == 409
    assert not CODE.search(page_text(refused))
    assert list_passes(db, "autumn") == []


def test_a_secretary_makes_and_revokes_passes_of_the_own_cities_only(
    app: Flask, db: Session, autumn: MadeRound
) -> None:
    make_account(db, "dana", city_ids=["almaty"])
    make_pass(
        db, round_id="autumn", city_id="shymkent", label="phone", pepper=app.extensions["config"].pepper
    )
    [other] = list_passes(db, "autumn")
    db.rollback()
    client = client_of(app)
    sign_in(client, "dana")
    page = parse(client.get(PASSES))
    assert page.xpath("//select[@id='city']/option/@value") == ["almaty"]
    token = page.xpath("//input[@name='csrf_token']/@value")[0]
    forged = {"csrf_token": token, "city": "shymkent", "label": "x"}
    assert client.post(PASSES, data=forged).status_code == 403
    assert client.post(f"{PASSES}/{other.pass_id}/revocation", data=forged).status_code == 403
    assert client.post(f"{PASSES}/none/revocation", data=forged).status_code == 404
