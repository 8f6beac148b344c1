"""Ten thousand hostile bodies against everything that respondents may post: no 5xx, nothing stored."""

import json
from base64 import b64encode
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from typing import Any
from urllib.parse import quote_plus

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from cmm.domain.answers import from_payload, read_answers
from cmm.domain.coupons import normalise_code
from cmm.domain.questionnaire.model import Questionnaire
from cmm.domain.questionnaire.survey_folder import read_survey
from cmm.paths import data_dir
from cmm.web.collect.sheet import STEPS, read_sheet
from tests.factories import MONDAY, make_questionnaire, make_round

pytestmark = pytest.mark.slow

AT_ONCE = 20
"""Bodies in one example, because an example costs hypothesis more than a body costs the server."""
COUPON_LIKE = "ABCD-EFGH-JKMN"
NASTY = (
    "",
    "\0",
    "a\0b",
    "\x1b[2J",
    "\u202eyes\u202c",
    "\u2066\u2069",
    "😀" * 300,
    "👩‍👩‍👧‍👦🏳️‍🌈",
    "ﷺ" * 500,
    "Z͑ͫ̓ͪ̂ͫ̽a̴͌l̷g̶o̵",
    "9" * 400,
    "-1",
    "1e999",
    "NaN",
    "Infinity",
    "-0",
    "0x1F",
    "٣٤",
    "1_000",
    "2026-02-30",
    "0000-00-00",
    "99999-01-01",
    "2026-13",
    "'; DROP TABLE envelope; --",
    "%00%0d%0aSet-Cookie: a=b",
    "\r\nSet-Cookie: a=b",
    "../../../etc/passwd",
    "{{7*7}}",
    "${jndi:ldap://x}",
    "<script>alert(1)</script>",
    "=cmd|'/c calc'!A0",
    "yes no",
    "\ud800".encode("utf-8", "surrogatepass").decode("latin-1"),
    "x" * 70_000,
)
OWN = ("__page", "__step", "__nonce", "__coupon", "__city", "__version", "__shown", "__add", "__other", "__")
NAMES = (
    "closed",
    "more",
    "closed.0",
    "trip.0.city",
    "trip.99999999999999999999.city",
    "more\0",
    "..",
    "[]",
    "é",
)
TYPES = (
    "application/x-www-form-urlencoded",
    "application/x-www-form-urlencoded; charset=utf-16",
    "multipart/form-data",
    "multipart/form-data; boundary=",
    "multipart/form-data; boundary=x",
    'multipart/form-data; boundary="' + "b" * 200 + '"',
    "application/json",
    "application/json; charset=latin-1",
    "application/xml",
    "text/plain",
    "",
    "a/b/c; q=\xff",
)

values = st.one_of(st.sampled_from(NASTY), st.text(max_size=40))
names = st.one_of(st.sampled_from([*OWN, *NAMES]), st.text(max_size=12))
sendings = st.fixed_dictionaries(
    {"__step": st.just("send"), "__nonce": st.just("ab" * 16), "__coupon": st.just(COUPON_LIKE)},
    optional=dict.fromkeys(("closed", "more", "__page", "__city"), values),
)
forms = st.one_of(
    st.lists(st.tuples(names, values), max_size=8),
    sendings.map(lambda fields: list(fields.items())),
)
json_values = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), values),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(names, inner, max_size=3)),
    max_leaves=6,
)
sealed = st.one_of(values, st.binary(max_size=900).map(lambda raw: b64encode(raw).decode()), json_values)
attempts = st.one_of(
    json_values,
    st.fixed_dictionaries(
        {"envelope": sealed, "nonce": st.one_of(st.just("ab" * 16), values)},
        optional={"coupon": values, "city": values, "other": values},
    ),
)
encodings = st.sampled_from(["utf-8", "utf-16", "utf-7", "cp1251", "latin-1", "koi8-r"])


@dataclass
class Target:
    """The application with a round by coupon and one by link, posted to from ever new addresses."""

    client: FlaskClient
    session: Session
    statuses: Counter[int] = field(default_factory=Counter)

    def post(self, way: str, body: bytes, content_type: str) -> None:
        number = self.statuses.total()
        address = f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"
        answer = self.client.post(
            f"/{('ru', 'kk', 'en')[number % 3]}/s/{('autumn', 'linked')[number % 2]}{way}",
            data=body,
            content_type=content_type,
            base_url="http://127.0.0.1",
            environ_base={"REMOTE_ADDR": address},
        )
        self.statuses[answer.status_code] += 1
        assert answer.status_code < 500, (answer.status_code, content_type, body[:300])
        assert "Set-Cookie" not in answer.headers
        assert "<script>alert" not in answer.text

    def check_nothing_stored(self, at_least: int) -> None:
        self.session.rollback()
        for table in ("envelope", "receipt"):
            assert self.session.scalar(text(f"SELECT count(*) FROM {table}")) == 0
        assert self.session.scalar(text("SELECT count(*) FROM coupon")) == 1
        assert self.statuses.total() >= at_least
        assert not set(self.statuses) & {303, 201}


@pytest.fixture
def target(app: Flask, db: Session) -> Target:
    made = make_round(db, cities=("almaty",), coupons_each=1)
    make_round(
        db,
        round_id="linked",
        cities=("almaty", "shymkent"),
        access="link",
        account_id=made.account_id,
    )
    return Target(app.test_client(), db)


@cache
def real_questionnaire() -> Questionnaire:
    return read_survey(data_dir("surveys") / "ost-satisfaction").questionnaire


def hostile(examples: int) -> Callable[[Any], Any]:
    quiet = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large]
    return settings(
        max_examples=examples, deadline=None, suppress_health_check=[*quiet, HealthCheck.large_base_example]
    )


def urlencoded(pairs: list[tuple[str, str]], encoding: str) -> bytes:
    def quoted(value: str) -> str:
        return quote_plus(value, encoding=encoding, errors="replace")

    return "&".join(f"{quoted(name)}={quoted(value)}" for name, value in pairs).encode()


def multipart(pairs: list[tuple[str, str]], cut: int, boundary: str) -> bytes:
    """A body that may end anywhere; names are put in as they are."""
    parts = [
        f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"'
        f"{'; filename=x' if number % 3 == 2 else ''}\r\n\r\n{value}\r\n"
        for number, (name, value) in enumerate(pairs)
    ]
    body = ("".join(parts) + f"--{boundary}--\r\n").encode("utf-8", "surrogateescape")
    return body[: len(body) - cut] if cut else body


def test_forms(target: Target) -> None:
    @hostile(100)
    @given(bodies=st.lists(st.tuples(forms, encodings), min_size=AT_ONCE, max_size=AT_ONCE))
    def run(bodies: list[tuple[list[tuple[str, str]], str]]) -> None:
        for pairs, encoding in bodies:
            target.post("", urlencoded(pairs, encoding), "application/x-www-form-urlencoded")

    run()
    target.check_nothing_stored(2000)
    assert {403, 422} <= set(target.statuses), "they got as far as a coupon"


def test_multipart(target: Target) -> None:
    boundaries = st.sampled_from(["x", "-", "b" * 70, " x"])
    body = st.tuples(forms, st.integers(0, 60), boundaries, st.sampled_from(["", "/later"]))

    @hostile(100)
    @given(bodies=st.lists(body, min_size=AT_ONCE, max_size=AT_ONCE))
    def run(bodies: list[tuple[list[tuple[str, str]], int, str, str]]) -> None:
        for pairs, cut, boundary, way in bodies:
            content = multipart(pairs, cut, boundary)
            target.post(way, content, f'multipart/form-data; boundary="{boundary}"')

    run()
    target.check_nothing_stored(2000)


def test_envelopes(target: Target) -> None:
    @hostile(200)
    @given(bodies=st.lists(st.tuples(attempts, st.booleans()), min_size=AT_ONCE, max_size=AT_ONCE))
    def run(bodies: list[tuple[Any, bool]]) -> None:
        for attempt, is_bare in bodies:
            content = json.dumps(attempt, ensure_ascii=is_bare).encode("utf-8", "surrogatepass")
            target.post("/envelopes", content, "application/json")

    run()
    target.check_nothing_stored(4000)


def test_raw_bytes_of_any_type(target: Target) -> None:
    deep = b"[" * 100_000
    raw = st.one_of(
        st.binary(max_size=300),
        st.sampled_from([b"", deep, b"{" * 9000, b"a=" + b"%" * 5000, b"\xff\xfe" * 400]),
    )
    body = st.tuples(raw, st.sampled_from(TYPES), st.sampled_from(["", "/envelopes", "/later"]))

    @hostile(100)
    @given(bodies=st.lists(body, min_size=AT_ONCE, max_size=AT_ONCE))
    def run(bodies: list[tuple[bytes, str, str]]) -> None:
        for content, content_type, way in bodies:
            target.post(way, content, content_type)

    run()
    target.check_nothing_stored(2000)


def test_sealed_files(target: Target) -> None:
    @hostile(10)
    @given(bodies=st.lists(attempts, min_size=AT_ONCE, max_size=AT_ONCE))
    def run(bodies: list[Any]) -> None:
        for attempt in bodies:
            kept = {**attempt, "round": "linked"} if isinstance(attempt, dict) else attempt
            file = json.dumps(kept).encode("utf-8", "surrogatepass")
            content = b'--x\r\nContent-Disposition: form-data; name="answers"; filename="a"\r\n\r\n' + file
            target.post("/later", content + b"\r\n--x--\r\n", "multipart/form-data; boundary=x")

    run()
    target.check_nothing_stored(200)


def test_too_many_fields_and_too_many_parts(target: Target) -> None:
    many = "&".join(f"q{number}=1" for number in range(100_000)).encode()
    target.post("", many, "application/x-www-form-urlencoded")
    parts = multipart([(f"q{number}", "1") for number in range(5000)], 0, "x")
    target.post("", parts, "multipart/form-data; boundary=x")
    target.post("", b"more=" + b"x" * 2_000_000, "application/x-www-form-urlencoded")
    target.check_nothing_stored(3)
    assert set(target.statuses) <= {200, 413, 422}


@settings(max_examples=500)
@given(fields=forms)
def test_the_parser_of_a_sheet_takes_anything(fields: list[tuple[str, str]]) -> None:
    sheet = read_sheet(MultiDict(fields))
    assert 0 <= sheet.page < 1000
    assert sheet.step in STEPS
    assert len(sheet.coupon) <= 40
    assert normalise_code(sheet.coupon) is None or len(normalise_code(sheet.coupon) or "") == len(COUPON_LIKE)
    answers, problems = read_answers(make_questionnaire(), sheet.answers, today=MONDAY)
    assert set(answers.values) <= {"closed", "more"}
    if answers.values.get("closed"):
        assert answers.values["closed"] in ("yes", "no", "not_sure") or problems


@settings(max_examples=300, deadline=None)
@given(payload=st.dictionaries(names, json_values, max_size=6))
def test_the_parser_of_an_opened_envelope_takes_anything(payload: dict[str, Any]) -> None:
    questionnaire = real_questionnaire()
    answers, _problems = from_payload(questionnaire, json.loads(json.dumps(payload)), today=MONDAY)
    known = {question.name for question in questionnaire.questions()}
    assert set(answers.values) <= known
