"""The checks of a security audit that a program can make, on the whole application."""

import csv
import io
import re
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from argon2 import PasswordHasher
from flask import Flask
from lxml import html
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from cmm.app import LARGEST_REQUEST, create_app
from cmm.config import Config, ConfigRefused, read_config
from cmm.domain.evidence.csv_file import DANGEROUS, write_csv
from cmm.domain.questionnaire.compile import load_questionnaire
from cmm.domain.questionnaire.problems import QuestionnaireRefused
from cmm.services import accounts, password_rules
from cmm.services.accounts import change_password, check_password
from cmm.services.publish import withdraw_snapshot
from cmm.services.published import find_published
from cmm.web.security import HEADERS
from tests.factories import FAST_HASHER, PASSWORD, make_account, make_round
from tests.rules.checkout import ROOT
from tests.web.conftest import SECRET
from tests.web.inspecting import InspectingClient, client_of, page_text, parse
from tests.web.published import PublishedForTests, publish_round

MARKUP = "\"'><script>alert(1)</script><img src=x onerror=alert(2)>"
EVIL = "evil.example"


@pytest.fixture(autouse=True)
def fast_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(accounts.check_password.__kwdefaults__, "hasher", FAST_HASHER)


@pytest.fixture
def published(db: Session) -> PublishedForTests:
    return publish_round(db, sizes={"almaty": 45, "aktobe": 14})


@pytest.fixture
def https_app(app: Flask) -> Iterator[Flask]:
    """The application as it is configured for the public."""
    config = app.extensions["config"]
    made = create_app(
        Config(secret_key=SECRET * 2, database_url=config.database_url, instance=config.instance)
    )
    yield made
    made.extensions["database"].engine.dispose()


def sign_in(client: InspectingClient, name: str, **options: Any) -> TestResponse:
    page = client.get("/ru/office/sign-in", **options)
    token = parse(page).xpath("//input[@name='csrf_token']/@value")[0]
    return client.post(
        "/ru/office/sign-in", data={"name": name, "password": PASSWORD, "csrf_token": token}, **options
    )


def assert_hardened(answer: TestResponse, *, private: bool) -> None:
    for name, value in HEADERS.items():
        found = answer.headers.getlist(name)
        assert len(found) == 1, f"{name} stands {len(found)} times"
        assert name == "Content-Security-Policy" or found == [value]
    policy = answer.headers["Content-Security-Policy"]
    for part in ("default-src 'none'", "base-uri 'none'", "frame-ancestors 'none'", "form-action 'self'"):
        assert part in policy
    assert not re.search(r"unsafe|https?:|\*|data:", policy)
    assert "X-Powered-By" not in answer.headers
    assert ("no-store" in answer.headers.get("Cache-Control", "")) or not private
    assert not [name for name, _value in answer.headers if name.startswith("Access-Control")]


@pytest.mark.parametrize(
    ("method", "address", "status"),
    [
        ("GET", "/ru/", 200),
        ("GET", "/ru/privacy", 200),
        ("GET", "/static/000000000000/css/base.css", 404),
        ("GET", "/nowhere", 404),
        ("GET", "/ru/s/nowhere", 404),
        ("GET", "/ru/r/nowhere", 404),
        ("GET", "/ru/office/", 302),
        ("GET", "/ru/office/sign-in", 200),
        ("POST", "/ru/", 405),
        ("POST", "/ru/office/sign-in", 400),
        ("DELETE", "/ru/s/autumn", 405),
        ("GET", "/console", 404),
        ("GET", "/.git/config", 404),
        ("GET", "/.env", 404),
        ("GET", "/static/x/../../config.py", 404),
        ("GET", "/static/x/%2e%2e/%2e%2e/config.py", 404),
    ],
)
def test_every_answer_carries_the_headers_once(
    client: InspectingClient, method: str, address: str, status: int
) -> None:
    answer = client.open(address, method=method)
    assert answer.status_code == status
    assert_hardened(answer, private=status >= 400 or "/office" in address)
    assert not re.search(r"Traceback|werkzeug|Werkzeug|Flask|File \"", page_text(answer))


def test_an_error_of_ours_and_too_large_a_body_carry_them_too(app: Flask, db: Session) -> None:
    make_round(db, access="link")

    @app.get("/broken")
    def broken() -> str:
        raise RuntimeError("answer was: bribes")

    client = client_of(app)
    failed = client.get("/broken")
    assert failed.status_code == 500
    assert b"bribes" not in failed.data
    assert_hardened(failed, private=True)
    large = client.post("/ru/s/autumn", data={"more": "x" * (LARGEST_REQUEST + 1)})
    assert large.status_code == 413
    assert_hardened(large, private=True)


def test_the_log_of_a_failure_names_class_and_line_and_nothing_else(
    app: Flask, caplog: pytest.LogCaptureFixture
) -> None:
    @app.get("/broken/<round_id>")
    def broken(round_id: str) -> str:
        raise RuntimeError(f"answer was: bribes in {round_id}")

    client_of(app).get("/broken/autumn?code=ABCD-EFGH", environ_base={"REMOTE_ADDR": "203.0.113.7"})
    lines = [record.getMessage() for record in caplog.records]
    assert len(lines) == 1
    assert re.fullmatch(r"RuntimeError at [\w/.]+:\d+", lines[0])
    assert all(record.exc_info is None for record in caplog.records)


def test_a_failure_of_the_error_page_itself_names_class_and_line_only(
    app: Flask, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    def fails() -> str:
        raise KeyError("answer was: bribes")

    app.jinja_env.globals["current_language"] = fails
    answer = app.test_client().get("/ru/r/autumn?code=ABCD", base_url="http://127.0.0.1")
    assert answer.status_code == 404
    assert "<h1>" in answer.text
    said = caplog.text + "".join(capsys.readouterr())
    assert "KeyError at " in said
    for secret in ("bribes", "autumn", "ABCD", "Traceback"):
        assert secret not in said


@pytest.mark.parametrize("method", ["TRACE", "PUT", "DELETE", "PATCH", "CONNECT", "PROPFIND", "BREW"])
def test_unknown_methods_are_refused_everywhere(app: Flask, db: Session, method: str) -> None:
    make_round(db, access="link")
    client = client_of(app)
    for address in ("/", "/ru/", "/ru/s/autumn", "/ru/s/autumn/envelopes", "/ru/office/", "/ru/privacy"):
        answer = client.open(address, method=method, data=b"x")
        assert answer.status_code == 405, address
        assert b"x-sent" not in answer.data


def test_a_foreign_host_is_refused_and_never_repeated(
    client: InspectingClient, published: PublishedForTests
) -> None:
    refused = client.get("/ru/", base_url=f"http://{EVIL}")
    assert refused.status_code == 400
    assert EVIL not in page_text(refused)
    headers = {"X-Forwarded-Host": EVIL, "Forwarded": f"host={EVIL}", "X-Forwarded-Proto": "https"}
    for address in ("/", "/ru/", f"/ru/r/{published.round_id}", "/ru/office/"):
        answer = client.get(address, headers=headers)
        assert EVIL not in answer.get_data(as_text=True) + str(answer.headers)


def test_no_foreign_origin_is_allowed_and_no_address_is_followed(
    client: InspectingClient, db: Session
) -> None:
    make_account(db, "aigerim")
    assert (
        "Access-Control-Allow-Origin" not in client.get("/ru/", headers={"Origin": f"https://{EVIL}"}).headers
    )
    for address in (f"/ru/office/?next=https://{EVIL}", f"/ru/office/sign-in?next=//{EVIL}"):
        assert EVIL not in (client.get(address).location or "")
    page = client.get("/ru/office/sign-in")
    token = parse(page).xpath("//input[@name='csrf_token']/@value")[0]
    fields = {"name": "aigerim", "password": PASSWORD, "csrf_token": token, "next": f"https://{EVIL}"}
    answer = client.post(f"/ru/office/sign-in?next=https://{EVIL}", data=fields)
    assert answer.location == "/ru/office/"
    assert EVIL not in (client.get(f"//{EVIL}/ru").location or "")


def test_pages_load_nothing_from_elsewhere(client: InspectingClient, published: PublishedForTests) -> None:
    for address in ("/ru/", "/kk/privacy", f"/en/r/{published.round_id}", "/ru/office/sign-in"):
        page = parse(client.get(address))
        loaded = page.xpath("//script/@src | //link[@rel='stylesheet']/@href | //img/@src | //iframe/@src")
        assert [one for one in loaded if not one.startswith("/static/")] == []
    for path in (ROOT / "cmm/static/css").glob("*.css"):
        assert not re.search(r"url\(\s*['\"]?(?:https?:)?//|@import", path.read_text(encoding="utf-8")), path


def test_cookies_of_the_office_are_closed_and_the_public_has_none(https_app: Flask, db: Session) -> None:
    make_account(db, "aigerim")
    make_round(db, access="link", cities=("almaty",))
    client = client_of(https_app)
    here: dict[str, Any] = {"base_url": "https://localhost"}
    answer = sign_in(client, "aigerim", headers={"Origin": "https://localhost"}, **here)
    assert answer.status_code == 302
    name, *flags = answer.headers["Set-Cookie"].split("; ")
    assert name.startswith("__Host-office=")
    assert {"Secure", "HttpOnly", "SameSite=Strict", "Path=/"} <= set(flags)
    assert not [flag for flag in flags if flag.startswith(("Domain", "Expires", "Max-Age"))]
    for address in ("/ru/", "/ru/s/autumn", "/ru/privacy", "/nowhere"):
        public = client_of(https_app).get(address, **here)
        assert "Set-Cookie" not in public.headers
        assert public.headers["Strict-Transport-Security"].startswith("max-age=31536000")


def test_every_post_of_the_office_wants_its_token_also_with_a_session(app: Flask, db: Session) -> None:
    make_account(db, "timur", role="coordinator")
    client = client_of(app)
    assert sign_in(client, "timur").status_code == 302
    found = 0
    for rule in app.url_map.iter_rules():
        methods = (rule.methods or set()) - {"GET", "HEAD", "OPTIONS"}
        if rule.endpoint.startswith("office.") and methods:
            values = {name: _value_of(rule, name) for name in rule.arguments}
            with app.test_request_context(base_url="http://127.0.0.1"):
                address = app.url_for(rule.endpoint, **values)
            for method in methods:
                assert client.open(address, method=method).status_code == 400, address
                assert client.open(address, method=method, data={"csrf_token": "x"}).status_code == 400
                found += 1
    assert found >= 6
    assert client.get("/ru/office/").status_code == 200, "none of them did anything, not even sign out"


def _value_of(rule: Any, name: str) -> Any:
    known: dict[str, Any] = {"language": "ru", "change": "pause", "step": "check", "move": "replied"}
    converter = type(rule._converters[name]).__name__
    return known.get(name, 1 if converter == "IntegerConverter" else "autumn")


def test_a_cookie_copied_before_signing_out_is_worth_nothing_afterwards(app: Flask, db: Session) -> None:
    make_account(db, "aigerim")
    client, thief, other = client_of(app), client_of(app), client_of(app)
    sign_in(client, "aigerim")
    sign_in(other, "aigerim")
    copied = client.get_cookie("office", domain="127.0.0.1")
    assert copied
    thief.set_cookie("office", copied.value, domain="127.0.0.1")
    assert thief.get("/ru/office/").status_code == 200, "the copy is good while the session lasts"
    token = parse(client.get("/ru/office/")).xpath("//input[@name='csrf_token']/@value")[0]
    assert client.post("/ru/office/sign-out", data={"csrf_token": token}).status_code == 302
    thief.set_cookie("office", copied.value, domain="127.0.0.1")
    assert thief.get("/ru/office/").location == "/ru/office/sign-in"
    assert other.get("/ru/office/").status_code == 200, "the other browser stays signed in"
    assert sign_in(client, "aigerim").status_code == 302


def test_a_new_password_ends_every_session(app: Flask, db: Session) -> None:
    account = make_account(db, "aigerim")
    client = client_of(app)
    sign_in(client, "aigerim")
    change_password(
        db,
        account_id=account.account_id,
        password=PASSWORD,
        new_password="another long password",
        hasher=FAST_HASHER,
    )
    assert client.get("/ru/office/").status_code == 302


def test_a_forged_or_changed_cookie_opens_nothing(app: Flask, db: Session) -> None:
    make_account(db, "aigerim")
    client = client_of(app)
    sign_in(client, "aigerim")
    good = client.get_cookie("office", domain="127.0.0.1")
    assert good
    for value in (good.value[:-2], "." + good.value, "x", "", good.value.swapcase()):
        client.set_cookie("office", value, domain="127.0.0.1")
        assert client.get("/ru/office/").status_code == 302


class CountingHasher(PasswordHasher):
    """Counts the passwords it was asked to compare."""

    compared = 0

    def verify(self, *args: Any, **kwargs: Any) -> Any:
        CountingHasher.compared += 1
        return super().verify(*args, **kwargs)


def test_an_unknown_name_costs_the_same_work_as_a_known_one(db: Session) -> None:
    """One comparison of equal cost for everybody: counted, because clocks of busy machines prove nothing."""
    hasher = CountingHasher(time_cost=2, memory_cost=4096, parallelism=1)
    make_account(db, "aigerim").password_hash = hasher.hash(PASSWORD)
    db.flush()
    for name in ("aigerim", "nobody"):
        CountingHasher.compared = 0
        assert check_password(db, name=name, password="wrong wrong wrong", hasher=hasher) is None
        assert CountingHasher.compared == 1


@pytest.mark.parametrize(
    "secret", ["", "dev", "secret", "x" * 64, "change-me-please-this-is-an-example-key", "a" * 31]
)
def test_the_program_does_not_start_with_a_poor_secret(secret: str, tmp_path: Path) -> None:
    with pytest.raises(ConfigRefused, match="CMM_SECRET_KEY"):
        read_config({"CMM_SECRET_KEY": secret, "CMM_INSTANCE": str(tmp_path)})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("CMM_KEEP_ENVELOPES_DAYS", "0"),
        ("CMM_KEEP_ENVELOPES_DAYS", "forever"),
        ("CMM_PROXIES", "-1"),
        ("CMM_PROXIES", "9"),
    ],
)
def test_settings_that_protect_are_not_misspelt_in_silence(name: str, value: str, tmp_path: Path) -> None:
    with pytest.raises(ConfigRefused, match=name):
        read_config({"CMM_SECRET_KEY": SECRET * 2, "CMM_INSTANCE": str(tmp_path), name: value})


def test_passwords_are_kept_as_argon2id(db: Session) -> None:
    account = accounts.add_account(
        db, name="dana", role="reader", password=PASSWORD, passphrase="a passphrase nobody guesses"
    )
    assert account.password_hash.startswith("$argon2id$")
    assert password_rules.SHORTEST_PASSWORD >= 12


def test_markup_in_what_is_sent_or_written_stays_text(
    app: Flask, db: Session, published: PublishedForTests
) -> None:
    """In the query, in every field of a survey page, in a title, a name, a reason of withdrawal."""
    client = client_of(app)
    made = make_round(db, round_id="open", access="link", cities=("almaty", "shymkent"))
    withdraw_snapshot(
        db, digest=published.digest, account_id=published.publisher, reason=MARKUP, today=_newest_day(db)
    )
    fields = ("closed", "more", "__city", "__coupon", "__nonce", "__page", "__version", "__shown", "__add")
    answers = [
        client.get("/ru/", query_string={"q": MARKUP}),
        client.get(f"/ru/r/{published.round_id}"),
        client.post(f"/ru/s/{made.round_id}", data=dict.fromkeys(fields, MARKUP)),
        client.post(
            f"/ru/s/{made.round_id}",
            data={"more": MARKUP, "closed": "yes", "__city": "almaty", "__step": "send"},
        ),
        client.post("/ru/s/open/later", data={"__city": MARKUP, "answers": (io.BytesIO(b"x"), MARKUP)}),
        client.get(f"/ru/{MARKUP}"),
    ]
    make_account(db, MARKUP[:40])
    sign_in(client, MARKUP[:40])
    answers.append(client.get("/ru/office/"))
    token = parse(client.get("/ru/office/sign-in")).xpath("//input[@name='csrf_token']/@value")[0]
    answers.append(
        client.post("/ru/office/sign-in", data={"name": MARKUP, "password": MARKUP, "csrf_token": token})
    )
    shown = 0
    for answer in answers:
        text = page_text(answer)
        assert "<script>alert" not in text
        assert not html.document_fromstring(text).xpath(
            "//img[@onerror] | //script[contains(text(), 'alert(1)')]"
        )
        shown += "alert(1)" in text
    assert shown >= 4, "it was shown, as text"


def _newest_day(db: Session) -> Any:
    newest = find_published(db, "autumn-2026")
    assert newest
    return newest.published_on


def test_no_cell_of_the_figures_is_a_formula(client: InspectingClient, published: PublishedForTests) -> None:
    for query in ("", "?excel=1"):
        answer = client.get(f"/ru/r/{published.round_id}/figures.csv{query}")
        assert answer.headers["Content-Disposition"].startswith("attachment")
        assert answer.mimetype == "text/csv"
        text = answer.get_data().decode("utf-8-sig") if not answer.headers.get("Content-Encoding") else ""
        rows = list(csv.reader(io.StringIO(text), delimiter=";" if query else ","))
        assert rows
        assert not [cell for row in rows for cell in row if cell.startswith(DANGEROUS)]
    dangerous = ["=1+1", "+1", "-1", "@x", "\tx", "\rx", "=cmd|' /C calc'!A0"]
    written = write_csv([dangerous]).decode()
    assert [cell[0] for cell in next(csv.reader(io.StringIO(written, newline="")))] == ["'"] * len(dangerous)


def test_a_workbook_that_unpacks_to_gigabytes_is_refused_quickly(tmp_path: Path) -> None:
    bomb = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("[Content_Types].xml", "<Types/>")
        with packed.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as sheet:
            for _ in range(200):
                sheet.write(b"0" * 1_000_000)
    crowd = tmp_path / "crowd.xlsx"
    with zipfile.ZipFile(crowd, "w") as packed:
        for number in range(2000):
            packed.writestr(f"xl/{number}.xml", "")
    entities = tmp_path / "entities.xlsx"
    with zipfile.ZipFile(entities, "w") as packed:
        packed.writestr("xl/workbook.xml", _billion_laughs())
        packed.writestr("[Content_Types].xml", _billion_laughs())
    began = time.monotonic()
    for path in (bomb, crowd, entities):
        with pytest.raises(QuestionnaireRefused):
            load_questionnaire(path)
    assert time.monotonic() - began < 10


def _billion_laughs() -> str:
    lines = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    return f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "ha">{lines}]><x>&l9;</x>'


def test_statements_are_never_put_together_from_values() -> None:
    """The names in the few formatted statements are constants of the code."""
    pattern = re.compile(r"(?:execute|exec_driver_sql|text)\(\s*f[\"']|\.format\(.*SELECT|%\s*\(.*SELECT")
    found = {
        f"{path.relative_to(ROOT)}: {line.strip()}"
        for path in (ROOT / "cmm").rglob("*.py")
        for line in path.read_text(encoding="utf-8").splitlines()
        if pattern.search(line)
    }
    assert found == {
        'cmm/store/database.py: connection.exec_driver_sql(f"VACUUM (FULL, FREEZE) {table}")',
        'cmm/store/database.py: cursor.execute(f"PRAGMA {name}={value}")',
        'cmm/store/database.py: if cursor.execute(f"PRAGMA {name}").fetchone() != (value,):',
    }


@pytest.mark.parametrize("language", ["ru", "kk", "en"])
def test_the_privacy_page_is_linked_and_says_how_long_answers_are_kept(
    app: Flask, client: InspectingClient, language: str
) -> None:
    links = parse(client.get(f"/{language}/")).xpath("//footer//a/@href")
    assert f"/{language}/privacy" in links
    page = parse(client.get(f"/{language}/privacy"))
    assert str(app.extensions["config"].keep_envelopes_days) in page.text_content()
    assert len(page.xpath("//h2")) >= 7


def test_address_of_the_site_is_a_bare_address() -> None:
    given = {"CMM_SECRET_KEY": SECRET * 2}
    assert (
        read_config({**given, "CMM_ADDRESS": "https://clm.example.org/"}).address == "https://clm.example.org"
    )
    for wrong in ("clm.example.org", "https://clm.example.org/path", "ftp://clm.example.org"):
        with pytest.raises(ConfigRefused, match="CMM_ADDRESS"):
            read_config({**given, "CMM_ADDRESS": wrong})


@pytest.mark.parametrize("contact", ["forum@example.org", "https://example.org/write-to-us"])
def test_the_forum_is_written_to_by_mail_or_on_a_page(contact: str) -> None:
    assert read_config({"CMM_SECRET_KEY": SECRET * 2, "CMM_CONTACT": contact}).contact == contact


@pytest.mark.parametrize(
    "wrong", ["forum", "http://example.org", "javascript:alert(1)", "a b@example.org", 'https://x/"on']
)
def test_another_contact_is_refused_at_the_start(wrong: str) -> None:
    with pytest.raises(ConfigRefused, match="CMM_CONTACT"):
        read_config({"CMM_SECRET_KEY": SECRET * 2, "CMM_CONTACT": wrong})


@pytest.mark.parametrize(("language", "title"), [("ru", "Такой страницы нет"), ("kk", "Мұндай бет жоқ")])
def test_an_unknown_address_is_answered_in_its_language(
    client: InspectingClient, language: str, title: str
) -> None:
    for address in (f"/{language}/nothing/here", f"/{language}/r/never"):
        answer = client.get(address, headers={"Accept-Language": "en"})
        page = parse(answer)
        assert (answer.status_code, page.get("lang")) == (404, language), address
        assert page.findtext(".//h1") == title
        assert page.xpath("//main//a/@href") == [f"/{language}/"]
