"""Reminders by e-mail, through a real mail server on this machine: what they say, and when none is sent."""

import logging
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from email import message_from_bytes
from email.message import Message
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session
from flask import Flask
from sqlalchemy.orm import Session as Database

from cmm.app import create_app
from cmm.cli.promises import promises
from cmm.config import Config, ConfigRefused, read_config
from cmm.domain.mail_server import NotAMailServer, is_email, read_mail_server
from cmm.services.clock import today
from cmm.services.reminders import BadEmail, find_email, list_reminders, set_email
from tests.factories import make_account
from tests.promise_rounds import Ledger, ask_in_public, make_ledger

SITE = "https://figures.example.org"
PASSWORD = "never-in-a-log-7f21"


class Postbox:
    """Keeps what it is given; refuses every receiver while `full`. aiosmtpd looks for the two names below."""

    def __init__(self) -> None:
        self.messages: list[Message] = []
        self.receivers: list[str] = []
        self.full = False

    async def take_receiver(
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        if self.full:
            return "550 no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def take_message(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:
        assert isinstance(envelope.content, bytes)
        self.messages.append(message_from_bytes(envelope.content))
        self.receivers += envelope.rcpt_tos
        return "250 OK"

    handle_RCPT, handle_DATA = take_receiver, take_message  # noqa: N815


@pytest.fixture
def postbox() -> Iterator[tuple[Postbox, str]]:
    """A mail server on loopback that wants a password, and the address for the setting."""
    box = Postbox()

    def check(*given: object) -> AuthResult:
        login = given[-1]
        return AuthResult(success=getattr(login, "password", b"") == PASSWORD.encode(), handled=False)

    controller = Controller(
        box, hostname="127.0.0.1", port=free_port(), auth_require_tls=False, authenticator=check
    )
    controller.start()
    yield box, f"smtp://forum:{PASSWORD}@127.0.0.1:{controller.port}/?from=forum@example.org"
    controller.stop()


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


@contextmanager
def application(database_url: str, folder: Path, smtp_url: str) -> Iterator[Flask]:
    config = Config("k" * 20 + "0123456789abcdef", database_url, folder, address=SITE, smtp_url=smtp_url)
    app = create_app(config)
    yield app
    app.extensions["database"].engine.dispose()


def remind(app: Flask) -> tuple[int, str]:
    result = app.test_cli_runner().invoke(cli=promises, args=["remind"])
    return result.exit_code, result.output


@pytest.fixture
def ledger(sqlite_session: Database) -> Ledger:
    """A request that is overdue, one secretary of its city who wants to be told, one of another city."""
    said = {"almaty": (30, 30), "shymkent": (30, 30)}
    made = make_ledger(sqlite_session, said, today() - timedelta(days=90))
    ask_in_public(sqlite_session, made, today() - timedelta(days=40))
    for name, city, language in (("own", "almaty", "kk"), ("other", "shymkent", "ru")):
        account_id = make_account(sqlite_session, name, "secretary", [city]).account_id
        set_email(sqlite_session, account_id=account_id, email=f" {name}@example.org ", language=language)
    return made


def url_of(session: Database) -> str:
    return str(session.get_bind().engine.url)


def test_who_wants_it_is_told_once_a_day_and_never_what_or_where(
    sqlite_session: Database, ledger: Ledger, postbox: tuple[Postbox, str], tmp_path: Path
) -> None:
    box, address = postbox
    with application(url_of(sqlite_session), tmp_path, address) as app:
        assert remind(app) == (0, "1 reminded.\n")
        assert remind(app) == (0, "0 reminded.\n")
    (message,) = box.messages
    assert box.receivers == ["own@example.org"]
    payload = message.get_payload(decode=True)
    assert isinstance(payload, bytes)
    text = payload.decode()
    assert f"{SITE}/kk/office/" in text
    for told in ("Almaty", "Алматы", "Psych", "Психикалық", "пункт", "60", "10"):
        assert told not in text + str(message["Subject"])
    assert ledger.clinic not in text


def test_a_server_that_is_away_is_said_and_tried_again_on_the_same_day(
    sqlite_session: Database,
    ledger: Ledger,
    postbox: tuple[Postbox, str],
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    away = f"smtp://forum:{PASSWORD}@127.0.0.1:{free_port()}/?from=forum@example.org"
    with application(url_of(sqlite_session), tmp_path, away) as app:
        code, output = remind(app)
    assert code == 1
    assert "The mail server does not answer" in output
    wrong = postbox[1].replace(PASSWORD, "another-one")
    postbox[0].full = True
    for address in (wrong, postbox[1]):
        with application(url_of(sqlite_session), tmp_path, address) as app:
            code, output = remind(app)
        assert code == 1
        assert "refuses the message" in output
    assert PASSWORD not in output + caplog.text
    assert "example.org" not in output
    postbox[0].full = False
    with application(url_of(sqlite_session), tmp_path, postbox[1]) as app:
        assert remind(app) == (0, "1 reminded.\n")


def test_a_password_that_the_protocol_cannot_say_is_refused_in_words(
    sqlite_session: Database, ledger: Ledger, postbox: tuple[Postbox, str], tmp_path: Path
) -> None:
    """Python sends ASCII only; a fault here would end the run and count the person as told."""
    address = postbox[1].replace(PASSWORD, "%D0%BF%D0%B0%D1%80%D0%BE%D0%BB%D1%8C")
    with application(url_of(sqlite_session), tmp_path, address) as app:
        code, output = remind(app)
    assert code == 1
    assert "refuses the message" in output
    with application(url_of(sqlite_session), tmp_path, postbox[1]) as app:
        assert remind(app) == (0, "1 reminded.\n")


def test_a_server_without_a_trusted_certificate_gets_nothing(
    sqlite_session: Database, ledger: Ledger, postbox: tuple[Postbox, str], tmp_path: Path
) -> None:
    with application(url_of(sqlite_session), tmp_path, postbox[1].replace("smtp:", "smtps:")) as app:
        code, output = remind(app)
    assert (code, postbox[0].messages) == (1, [])
    assert "not safely" in output


def test_without_the_setting_or_without_anything_due_nobody_is_told(
    sqlite_session: Database, postbox: tuple[Postbox, str], tmp_path: Path
) -> None:
    account_id = make_account(sqlite_session, "own").account_id
    set_email(sqlite_session, account_id=account_id, email="own@example.org", language="en")
    for address, told in (("", "CMM_SMTP_URL is not set"), (postbox[1], "0 reminded.")):
        with application(url_of(sqlite_session), tmp_path, address) as app:
            code, output = remind(app)
        assert code == 0
        assert told in output


def test_an_address_is_checked_and_can_be_taken_back(session: Database) -> None:
    account_id = make_account(session, "own").account_id
    with pytest.raises(BadEmail):
        set_email(session, account_id=account_id, email="me@x.org\nBcc: all@x.org", language="en")
    set_email(session, account_id=account_id, email="me@example.org", language="xx")
    assert find_email(session, account_id) == ("me@example.org", "")
    set_email(session, account_id=account_id, email=" ", language="en")
    assert find_email(session, account_id) == ("", "")
    assert list_reminders(session, today=today()) == []


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("smtps://a%40b:p%3Aw@mail.example.org/?from=f@example.org", ("mail.example.org", 465, "whole")),
        ("smtp://mail.example.org:2525/?from=f@example.org", ("mail.example.org", 2525, "begun")),
        ("smtp://localhost:25/?from=f@example.org", ("localhost", 25, "")),
    ],
)
def test_the_setting_names_a_server(address: str, expected: tuple[str, int, str]) -> None:
    server = read_mail_server(address)
    assert (server.host, server.port, server.tls) == expected
    assert "p:w" not in repr(server)


@pytest.mark.parametrize(
    "address",
    [
        "https://mail.example.org/?from=f@example.org",
        "smtps://mail.example.org/",
        "smtps://mail.example.org/?from=nobody",
        "smtps:///?from=f@example.org",
        f"smtps://u:{PASSWORD}@host:port/?from=f@example.org",
    ],
)
def test_what_names_no_server_is_refused_without_its_password(address: str) -> None:
    with pytest.raises(NotAMailServer) as refused:
        read_mail_server(address)
    assert PASSWORD not in str(refused.value)
    environment = {"CMM_SECRET_KEY": "0123456789abcdef" * 3, "CMM_ADDRESS": SITE, "CMM_SMTP_URL": address}
    with pytest.raises(ConfigRefused, match="CMM_SMTP_URL must be like") as refusal:
        read_config(environment)
    assert PASSWORD not in str(refusal.value)


def test_the_setting_needs_the_address_of_the_site() -> None:
    smtp_url = f"smtps://u:{PASSWORD}@mail.example.org/?from=f@example.org"
    environment = {"CMM_SECRET_KEY": "0123456789abcdef" * 3, "CMM_SMTP_URL": smtp_url}
    with pytest.raises(ConfigRefused, match="needs CMM_ADDRESS"):
        read_config(environment)
    config = read_config({**environment, "CMM_ADDRESS": SITE})
    assert PASSWORD not in repr(config)


def test_addresses_of_mailboxes() -> None:
    assert [is_email(text) for text in ("a@b.kz", "a@b", "a b@c.kz", "a@b.kz,c@d.kz", "я@b.kz")] == [
        True,
        *(False,) * 4,
    ]
