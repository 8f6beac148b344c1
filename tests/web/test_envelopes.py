"""Envelopes sealed on the phone: taken once, refused with words, also from a file later."""

import base64
import json
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from cmm.domain.sealing import ENVELOPE_OVERHEAD, seal_response
from cmm.services.coupons import make_batch
from cmm.services.open_survey import find_open_survey
from cmm.services.rounds import close_round
from cmm.services.submit_response import build_payload
from cmm.store.envelopes import count_envelopes
from tests.factories import MONDAY, MadeRound, make_round
from tests.web.inspecting import InspectingClient, parse

ADDRESS = "/kk/s/autumn/envelopes"
LATER = "/kk/s/autumn/later"
NONCE = "n" * 32


@pytest.fixture
def link_round(db: Session) -> MadeRound:
    return make_round(db, cities=("almaty", "shymkent"), access="link")


@pytest.fixture
def code(app: Flask, db: Session) -> str:
    """A coupon of a coupon round in Almaty."""
    made = make_round(db, cities=("almaty",), access="coupon", coupons_each=1)
    pepper = app.extensions["config"].pepper
    return make_batch(db, round_id=made.round_id, city_id="almaty", site_id=None, count=1, pepper=pepper)[0]


def sealed(db: Session, size: int | None = None) -> str:
    survey = find_open_survey(db, "autumn")
    assert survey
    payload = build_payload({"values": {"closed": "yes"}, "repeats": {}}, language="kk", mode="self")
    size = size or survey.envelope_size
    envelope = seal_response(payload, round_id="autumn", public_key=survey.public_key, size=size)
    db.rollback()  # SQLite has one writer: an open reading would keep the application waiting
    return base64.b64encode(envelope).decode()


def stored(db: Session) -> dict[str, int]:
    db.rollback()
    return count_envelopes(db, "autumn")


def send(client: InspectingClient, envelope: str, /, **own: Any) -> TestResponse:
    return client.post(ADDRESS, json={"envelope": envelope, "nonce": NONCE, "city": "almaty", **own})


def test_an_envelope_is_stored_once_and_its_repeat_succeeds(
    client: InspectingClient, db: Session, link_round: MadeRound
) -> None:
    envelope = sealed(db)
    first, second = send(client, envelope), send(client, envelope)
    assert (first.status_code, second.status_code) == (201, 200)
    assert "Set-Cookie" not in first.headers
    assert first.headers["Cache-Control"] == "no-store"
    assert stored(db) == {"almaty": 1}


def test_a_round_with_one_city_needs_no_city(client: InspectingClient, db: Session, code: str) -> None:
    assert send(client, sealed(db), city="", coupon=code.lower()).status_code == 201
    assert stored(db) == {"almaty": 1}


def test_a_coupon_that_is_used_is_refused_at_its_field(
    client: InspectingClient, db: Session, code: str
) -> None:
    assert send(client, sealed(db), coupon=code).status_code == 201
    answer = send(client, sealed(db), coupon=code, nonce="m" * 32)
    assert answer.status_code == 403
    assert answer.json is not None
    assert answer.json["field"] == "__coupon"
    assert answer.json["message"]
    assert stored(db) == {"almaty": 1}


@pytest.mark.parametrize(
    "own",
    [
        {"city": "atlantis"},
        {"nonce": "short"},
        {"nonce": ["n" * 32]},
        {"envelope": "%%%"},
        {"envelope": "AAAA"},
        {"envelope": None},
        {"envelope": "ё"},
        {"stranger": "1"},
    ],
)
def test_what_has_not_the_form_of_an_envelope_is_refused_in_words(
    client: InspectingClient, db: Session, link_round: MadeRound, own: dict[str, Any]
) -> None:
    answer = send(client, sealed(db), **own)
    assert answer.status_code == 422
    assert answer.json is not None
    assert answer.json["message"]
    assert stored(db) == {}


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b'"text"', b"\xff", b"null", b"[" * 900])
def test_strange_bodies_never_break_the_door(
    client: InspectingClient, db: Session, link_round: MadeRound, body: bytes
) -> None:
    assert client.post(ADDRESS, data=body, content_type="application/json").status_code == 422
    assert stored(db) == {}


def test_an_envelope_of_another_size_is_refused(
    client: InspectingClient, db: Session, link_round: MadeRound
) -> None:
    assert send(client, sealed(db, size=200)).status_code == 422
    assert stored(db) == {}


def test_more_than_an_envelope_is_not_even_read(
    client: InspectingClient, db: Session, link_round: MadeRound
) -> None:
    survey = find_open_survey(db, "autumn")
    assert survey
    db.rollback()
    assert send(client, "A" * ((survey.envelope_size + ENVELOPE_OVERHEAD) * 2 + 3000)).status_code == 413


def test_a_closed_round_says_so(client: InspectingClient, db: Session, link_round: MadeRound) -> None:
    envelope = sealed(db)
    close_round(db, round_id="autumn", today=MONDAY)
    answer = send(client, envelope)
    assert answer.status_code == 410
    assert answer.json is not None
    assert answer.json["message"]


def test_a_round_that_does_not_exist_is_not_found(client: InspectingClient) -> None:
    assert client.post("/ru/s/nowhere/envelopes", json={}).status_code == 404
    assert client.get("/ru/s/nowhere/later").status_code == 404


def kept(db: Session, **changes: str) -> bytes:
    """The file that the page offers."""
    return json.dumps({"round": "autumn", "envelope": sealed(db), "nonce": NONCE, **changes}).encode()


def send_file(client: InspectingClient, content: bytes, **own: str) -> TestResponse:
    data = {"answers": (BytesIO(content), "answers.sealed"), **own}
    return client.post(LATER, data=data, content_type="multipart/form-data")


def test_a_kept_file_is_sent_later_and_counts_once(
    client: InspectingClient, db: Session, link_round: MadeRound
) -> None:
    assert client.get(LATER).status_code == 200
    content = kept(db)
    for _time in range(2):
        done = send_file(client, content, __city="shymkent")
        assert done.status_code == 303
        assert client.get(done.headers["Location"]).status_code == 200
    assert stored(db) == {"shymkent": 1}


def test_a_kept_file_needs_its_coupon(client: InspectingClient, db: Session, code: str) -> None:
    refused = send_file(client, kept(db))
    assert refused.status_code == 403
    assert parse(refused).xpath("//div[contains(@class, 'error-summary')]//a/@href") == ["#coupon"]
    assert send_file(client, kept(db), __coupon=code).status_code == 303
    assert stored(db) == {"almaty": 1}


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"{}", b"\xff\xfe", b"[" * 900])
def test_another_file_is_refused_in_words(
    client: InspectingClient, db: Session, link_round: MadeRound, content: bytes
) -> None:
    refused = send_file(client, content, __city="almaty")
    assert refused.status_code == 422
    assert parse(refused).xpath("//div[contains(@class, 'error-summary')]//a/@href") == ["#file"]
    assert send_file(client, kept(db, round="spring"), __city="almaty").status_code == 422
    assert client.post(LATER, data={}).status_code == 422
    assert stored(db) == {}
