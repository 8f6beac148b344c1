"""The door of ODK Collect and KoboCollect: what it shows for a pass, what it takes, what it refuses."""

import re
import shutil
from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import uuid4
from xml.etree import ElementTree

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict
from werkzeug.test import Client, TestResponse

from cmm.app import create_app
from cmm.config import Config
from cmm.domain.questionnaire.survey_folder import read_survey
from cmm.domain.sealing import ResponseOpener
from cmm.services.coupons import make_batch
from cmm.services.field_passes import list_passes, make_pass, revoke_pass
from cmm.services.open_envelopes import open_envelopes_with_recovery_key
from cmm.services.rounds import close_round, open_round, pause_round
from cmm.store.envelopes import count_envelopes, list_envelopes
from cmm.web.assets import find_asset
from cmm.web.openrosa import access, views
from cmm.web.openrosa.instance import EditedForm, NotAForm, OtherForm, read_instance
from tests.domain.questionnaire.forms import ZOO
from tests.factories import MONDAY, MadeRound, make_questionnaire, make_round
from tests.web.conftest import SECRET
from tests.web.inspecting import client_of

DOOR = "/openrosa/autumn"
RESPONSE = "{http://openrosa.org/http/response}"
LIST = "{http://openrosa.org/xforms/xformsList}"
FORM = "small.autumn"


@dataclass(frozen=True)
class Phone:
    """A phone with Collect: its pass, and coupons of its city where the round wants them."""

    client: Client
    made: MadeRound
    code: str
    coupons: list[str]

    def open(
        self, address: str, *, method: str = "GET", code: str | None = None, **sent: Any
    ) -> TestResponse:
        user = b64encode(f"anybody:{self.code if code is None else code}".encode()).decode()
        headers = {"X-OpenRosa-Version": "1.0", "Authorization": f"Basic {user}", **sent.pop("headers", {})}
        return self.client.open(DOOR + address, method=method, headers=headers, **sent)

    def send(self, xml: str | bytes, *, files: Sequence[str] = (), **sent: Any) -> TestResponse:
        content = xml if isinstance(xml, bytes) else xml.encode()
        named = [("xml_submission_file", "xml_submission_file"), *((name, name) for name in files)]
        data = MultiDict((field, (BytesIO(content), name)) for field, name in named)
        return self.open("/submission?deviceID=collect%3A42", method="POST", data=data, **sent)

    def fill(self, instance: str = "", coupon: str | None = None, **changes: str) -> str:
        """A filled-in form with much that nobody asked for."""
        typed = coupon if coupon is not None else next(iter(self.coupons), "")
        about = {"form": FORM, "version": "1", "closed": "yes", "more": "спасибо", "meta": "", **changes}
        return (
            f'<?xml version="1.0"?><data id="{about["form"]}" version="{about["version"]}" '
            'xmlns:orx="http://openrosa.org/xforms" submissionDate="2026-11-22T10:11:12Z">'
            "<start>2026-11-22T10:11:12.000+05:00</start><deviceid>collect:42</deviceid>"
            "<phonenumber>+77010000000</phonenumber><username>aigerim</username>"
            f"<__coupon>{typed}</__coupon><closed>{about['closed']}</closed><more>{about['more']}</more>"
            f"<orx:meta><orx:instanceID>{instance or f'uuid:{uuid4()}'}</orx:instanceID>{about['meta']}"
            "<orx:deviceID>42</orx:deviceID></orx:meta></data>"
        )


@pytest.fixture(params=["coupon", "link"])
def phone(app: Flask, db: Session, request: pytest.FixtureRequest) -> Phone:
    return make_phone(app, db, request.param)


@pytest.fixture
def by_coupon(app: Flask, db: Session) -> Phone:
    return make_phone(app, db, "coupon")


@pytest.fixture
def by_link(app: Flask, db: Session) -> Phone:
    return make_phone(app, db, "link")


def make_phone(app: Flask, db: Session, access: str, **options: Any) -> Phone:
    made = make_round(db, access=access, **options)
    pepper = app.extensions["config"].pepper
    code = make_pass(db, round_id="autumn", city_id="almaty", label="phone 1", pepper=pepper)
    batch = {"round_id": "autumn", "city_id": "almaty", "site_id": None, "pepper": pepper}
    coupons = make_batch(db, count=3, **batch) if access == "coupon" else []
    db.rollback()
    return Phone(client_of(app), made, code, coupons)


def said(answer: TestResponse) -> str:
    """The sentence of an answer, which is always there, in OpenRosa's own envelope."""
    assert answer.headers["X-OpenRosa-Version"] == "1.0"
    assert answer.content_type == "text/xml; charset=utf-8"
    assert "Set-Cookie" not in answer.headers
    root = ElementTree.fromstring(answer.data)
    assert root.tag == f"{RESPONSE}OpenRosaResponse"
    return root.findtext(f"{RESPONSE}message") or ""


def stored(db: Session) -> dict[str, int]:
    db.rollback()
    return count_envelopes(db, "autumn")


def opened(db: Session, made: MadeRound) -> list[dict[str, Any]]:
    """What lies in the envelopes; only a test ever has them all in clear."""
    db.rollback()
    close_round(db, round_id=made.round_id, today=MONDAY)
    round_ = open_envelopes_with_recovery_key(db, round_id=made.round_id, recovery_key=made.recovery_key)
    opener = ResponseOpener(made.round_id, round_.private_key)
    return [opener.open(each.sealed) for each in list_envelopes(db, made.round_id)]


def test_the_list_names_the_form_of_the_round_and_leads_to_it(phone: Phone) -> None:
    answer = phone.open("/formList?deviceID=collect%3A42")
    [row] = ElementTree.fromstring(answer.data)
    found = {element.tag.removeprefix(LIST): element.text or "" for element in row}
    assert (answer.status_code, answer.headers["X-OpenRosa-Version"]) == (200, "1.0")
    assert (found["formID"], found["version"]) == (FORM, "1")
    assert "manifestUrl" not in found
    address = found["downloadUrl"].removeprefix("http://127.0.0.1" + DOOR)
    form = phone.open(address)
    assert form.status_code == 200
    asked = re.findall(r'<bind nodeset="/questionnaire/(\S+)"', form.text)
    own = ["__coupon"] if phone.coupons else []
    assert asked == [*own, "closed", "more", "meta/instanceID"]
    assert re.findall(r"jr:preload=\S+", form.text) == ['jr:preload="uid"/>'], (
        "nothing tells of phone or time"
    )


def test_the_coupon_is_asked_for_in_the_languages_of_the_form(by_coupon: Phone) -> None:
    form = by_coupon.open("/form.xml").text
    assert "Код купона" in form
    assert "Code of the coupon" in form


def test_a_person_who_opens_the_address_is_told_what_it_is_for(phone: Phone) -> None:
    answer = phone.client.get(DOOR, headers={"Accept-Language": "kk"})
    assert "ODK Collect" in said(answer)
    assert answer.headers["Content-Language"] == "kk"


def test_the_phone_learns_where_and_how_much_it_may_send(phone: Phone) -> None:
    answer = phone.open("/submission?deviceID=collect%3A42", method="HEAD")
    assert answer.status_code == 204
    assert answer.headers["Location"] == f"http://127.0.0.1{DOOR}/submission"
    assert int(answer.headers["X-OpenRosa-Accept-Content-Length"]) == views.LARGEST
    assert answer.headers["X-OpenRosa-Version"] == "1.0"


def test_answers_are_sealed_at_receipt_and_hold_nothing_but_answers(phone: Phone, db: Session) -> None:
    answer = phone.send(phone.fill(), headers={"Accept-Language": "en"})
    assert answer.status_code == 201
    assert said(answer) == "Thank you. The answers are sealed and stored."
    assert stored(db) == {"almaty": 1}
    answers = {"values": {"closed": "yes", "more": "спасибо"}, "repeats": {}}
    assert opened(db, phone.made) == [{"answers": answers, "language": "en", "mode": "field"}]


def test_sending_again_succeeds_and_counts_once(phone: Phone, db: Session) -> None:
    filled = phone.fill()
    assert [phone.send(filled).status_code for _ in range(3)] == [201, 202, 202]
    assert stored(db) == {"almaty": 1}


def test_the_same_form_with_other_answers_replaces_nothing(phone: Phone, db: Session) -> None:
    instance = f"uuid:{uuid4()}"
    assert phone.send(phone.fill(instance)).status_code == 201
    for changed in (phone.fill(instance, closed="no"), phone.fill(instance, *phone.coupons[1:2], more="new")):
        answer = phone.send(changed, headers={"Accept-Language": "en"})
        assert answer.status_code == 409
        assert "The first answers stay as they are" in said(answer)
    assert stored(db) == {"almaty": 1}
    [payload] = opened(db, phone.made)
    assert payload["answers"]["values"]["closed"] == "yes"


def test_an_edited_form_is_told_that_nothing_is_replaced(phone: Phone, db: Session) -> None:
    deprecated = "<orx:deprecatedID>uuid:0123456789abcdef</orx:deprecatedID>"
    answer = phone.send(phone.fill(meta=deprecated), headers={"Accept-Language": "en"})
    assert answer.status_code == 409
    assert "sealed" in said(answer)
    assert stored(db) == {}


def test_a_coupon_gives_one_response(by_coupon: Phone, db: Session) -> None:
    assert by_coupon.send(by_coupon.fill()).status_code == 201
    for wrong in (by_coupon.coupons[0], "WRONG-CODE-0000", ""):
        answer = by_coupon.send(by_coupon.fill(coupon=wrong))
        assert (answer.status_code, "купон" in said(answer).lower()) == (403, True)
    assert by_coupon.send(by_coupon.fill(coupon=by_coupon.coupons[1].lower())).status_code == 201
    assert stored(db) == {"almaty": 2}


def test_a_refused_coupon_can_be_corrected(by_coupon: Phone, db: Session) -> None:
    instance = f"uuid:{uuid4()}"
    assert by_coupon.send(by_coupon.fill(instance, coupon="WRONG-CODE-0000")).status_code == 403
    assert by_coupon.send(by_coupon.fill(instance)).status_code == 201
    assert stored(db) == {"almaty": 1}


MISFITS = (
    ({"form": "small"}, "another round"),
    ({"form": "small.spring"}, "another round"),
    ({"version": "2"}, "another version"),
    ({"closed": "perhaps"}, "Please check: "),
    ({"more": "x" * 1001}, "Please check: "),
)


def test_answers_that_do_not_fit_are_refused_in_words(by_link: Phone, db: Session) -> None:
    for change, words in MISFITS:
        answer = by_link.send(by_link.fill(**change), headers={"Accept-Language": "en"})
        assert answer.status_code == 422
        text = said(answer)
        assert words in text
        assert "perhaps" not in text
        assert "xxx" not in text
    assert stored(db) == {}


def test_attachments_are_refused_politely(phone: Phone, db: Session) -> None:
    for files, more in ((["audit.csv"], {}), (["face.jpg"], {})):
        answer = phone.send(phone.fill(), files=files, headers={"Accept-Language": "en"}, **more)
        assert answer.status_code == 422
        assert "show who somebody is" in said(answer)
    partly = {"xml_submission_file": (BytesIO(phone.fill().encode()), "x"), "*isIncomplete*": "yes"}
    assert phone.open("/submission", method="POST", data=partly).status_code == 422
    assert stored(db) == {}


ENTITIES = '<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a "b"><!ENTITY c "&a;&a;">]><data id="x">&c;</data>'
OUTSIDE = '<!DOCTYPE d [<!ENTITY a SYSTEM "file:///etc/passwd">]><data>&a;</data>'


NO_FORMS = (
    b"",
    b"not xml",
    b"<data",
    b"\x00\xff\xfe",
    ENTITIES.encode(),
    OUTSIDE.encode(),
    b'<?xml version="1.0" encoding="klingon"?><data/>',
    b"<a>" * 500 + b"</a>" * 500,
    b"<d>" + b"<a/>" * 30_000 + b"</d>",
    b'<data id="small.autumn" version="1"/>',
    b'<data id="small.autumn" version="1"><meta><instanceID>short</instanceID></meta></data>',
)


def test_what_is_no_form_is_refused(by_link: Phone, db: Session) -> None:
    for sent in NO_FORMS:
        answer = by_link.send(sent, headers={"Accept-Language": "en"})
        assert answer.status_code == 422, sent[:40]
        assert re.search("Nothing was stored|were not stored", said(answer))
    assert stored(db) == {}


def test_what_is_too_large_is_refused(by_link: Phone, db: Session) -> None:
    answer = by_link.send(by_link.fill(more="x" * views.LARGEST), headers={"Accept-Language": "en"})
    assert answer.status_code == 413
    assert "too large" in said(answer)
    assert stored(db) == {}


def test_a_paused_or_closed_round_takes_nothing_more(phone: Phone, db: Session) -> None:
    before = phone.fill()
    assert phone.send(before).status_code == 201
    pause_round(db, round_id="autumn")
    assert phone.send(before).status_code == 202, "what was stored before the pause is still known"
    coupon = next(iter(phone.coupons[1:]), None)
    answer = phone.send(phone.fill(coupon=coupon), headers={"Accept-Language": "en"})
    assert (answer.status_code, "paused or closed" in said(answer)) == (410, True)
    assert FORM in phone.open("/formList").text
    open_round(db, round_id="autumn", today=MONDAY)
    close_round(db, round_id="autumn", today=MONDAY)
    assert phone.send(phone.fill(coupon=coupon)).status_code in (403, 410)
    assert FORM not in phone.open("/formList").text, "phones that follow the list forget the form"
    assert stored(db) == {"almaty": 1}


ADDRESSES = (
    ("GET", "/formList"),
    ("GET", "/form.xml"),
    ("GET", "/manifest.xml"),
    ("HEAD", "/submission"),
    ("POST", "/submission"),
)


def test_nothing_is_shown_or_taken_without_the_pass_of_this_round(
    app: Flask, by_link: Phone, db: Session
) -> None:
    codes = ("", "WRONG-PASS-0000", make_other_pass(app, db))
    for method, address in ADDRESSES:
        asked = by_link.client.open(DOOR + address, method=method)
        assert asked.headers["WWW-Authenticate"].startswith("Basic realm=")
        refused = [by_link.open(address, method=method, code=code) for code in codes]
        assert [answer.status_code for answer in (asked, *refused)] == [401] * 4
        assert method == "HEAD" or "парол" in said(asked)


def make_other_pass(app: Flask, db: Session) -> str:
    make_round(db, round_id="spring", cities=("almaty",))
    pepper = app.extensions["config"].pepper
    code = make_pass(db, round_id="spring", city_id="almaty", label="other", pepper=pepper)
    db.rollback()
    return code


def test_a_revoked_pass_opens_nothing(by_link: Phone, db: Session) -> None:
    [one] = list_passes(db, "autumn")
    revoke_pass(db, pass_id=one.pass_id)
    assert by_link.open("/formList").status_code == 401
    assert by_link.send(by_link.fill()).status_code == 401
    assert stored(db) == {}


def test_guessing_passes_is_slowed_down_and_a_right_one_never_waits(by_link: Phone) -> None:
    wrong = [by_link.open("/formList", code=f"WRNG-0000-{number:04d}") for number in range(access.FREE + 2)]
    assert {answer.status_code for answer in wrong[: access.FREE]} == {401}
    assert [answer.status_code for answer in wrong[access.FREE :]] == [429, 429]
    assert wrong[-1].headers["Retry-After"] == str(access.PAUSE)
    assert "минут" in said(wrong[-1])
    assert by_link.open("/formList").status_code == 200


def test_the_pass_travels_over_https_only(app: Flask, by_link: Phone, tmp_path: Path) -> None:
    url = app.extensions["config"].database_url
    guarded = create_app(Config(secret_key=SECRET * 2, database_url=url, instance=tmp_path, https=True))
    phone = Phone(guarded.test_client(), by_link.made, by_link.code, [])
    answer = phone.open("/formList", headers={"Accept-Language": "en"})
    assert (answer.status_code, "https://" in said(answer)) == (403, True)
    assert "WWW-Authenticate" not in answer.headers, "nobody is asked for a pass where it could be read"
    assert phone.open("/formList", base_url="https://localhost").status_code == 200
    guarded.extensions["database"].engine.dispose()


def test_refusals_speak_the_language_of_the_phone(by_link: Phone) -> None:
    answers = [by_link.send(b"", headers={"Accept-Language": language}) for language in ("ru", "kk", "en")]
    assert [answer.headers["Content-Language"] for answer in answers] == ["ru", "kk", "en"]
    assert len({said(answer) for answer in answers}) == 3


def test_recordings_come_with_the_form(
    app: Flask, db: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "guidance_and_audio"
    (folder / "media").mkdir(parents=True)
    shutil.copy(ZOO / "guidance-and-audio.md", folder / "form.md")
    monkeypatch.setenv("CMM_SURVEYS", str(tmp_path))
    phone = make_phone(app, db, "link", survey=read_survey(folder))
    find_asset.cache_clear()
    assert "jr://audio" not in phone.open("/form.xml").text, "there is no file yet"
    assert "manifestUrl" not in phone.open("/formList").text
    app.extensions.pop("openrosa_forms")
    find_asset.cache_clear()
    (folder / "media" / "wish.mp3").write_bytes(b"ID3" + bytes(1000))
    assert "jr://audio/wish.mp3" in phone.open("/form.xml").text
    assert f"<manifestUrl>http://127.0.0.1{DOOR}/manifest.xml" in phone.open("/formList").text
    [row] = ElementTree.fromstring(phone.open("/manifest.xml").data)
    name, digest, address = (element.text or "" for element in row)
    assert (name, digest[:4]) == ("wish.mp3", "md5:")
    assert phone.client.get(address.removeprefix("http://127.0.0.1")).data[:3] == b"ID3"
    find_asset.cache_clear()


PIECES = (
    "<",
    ">",
    "&#0;",
    "&x;",
    "]]>",
    "<![CDATA[",
    "<!DOCTYPE a>",
    "<?a?>",
    "\0",
    "<closed>",
    "</data>",
    "é",
)


@given(at=st.integers(0, 700), piece=st.sampled_from(PIECES) | st.text(max_size=5), gone=st.integers(0, 40))
def test_whatever_is_done_to_a_form_only_answers_come_out_of_it(at: int, piece: str, gone: int) -> None:
    whole = Phone(Client(None), None, "", []).fill()  # type: ignore[arg-type]
    changed = (whole[:at] + piece + whole[at + gone :]).encode("utf-8", "replace")
    try:
        instance = read_instance(changed, make_questionnaire(), FORM)
    except (NotAForm, OtherForm, EditedForm):
        return
    assert set(instance.fields) <= {"closed", "more"}
    assert len(instance.coupon) <= 40


def test_other_methods_and_rounds_are_refused_in_the_same_way(phone: Phone) -> None:
    assert phone.client.get("/openrosa/nowhere/formList").status_code == 401
    answer = phone.open("/submission", method="GET")
    assert answer.status_code == 405
