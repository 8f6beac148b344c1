"""The ledger through its pages: from a finding to a promise, and what everybody reads at each step."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from typing import Any
from xml.etree.ElementTree import fromstring

import docx
import pytest
from flask import Flask
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from cmm.domain.promises import PROMISED, REPLIED, SAID_DONE
from cmm.services import accounts
from cmm.services.clock import today
from cmm.services.promises import Upload
from cmm.web.office.calendar_file import LONGEST_LINE, DueDay, write_calendar
from tests.factories import FAST_HASHER
from tests.promise_rounds import Ledger, ask, ask_in_public, follow, make_ledger, publish_said
from tests.web.inspecting import InspectingClient, client_of, page_text, parse
from tests.web.pdfs import pdf_pages, pdf_words, scan_codes
from tests.web.test_office import sign_in

SignedIn = Callable[[str], InspectingClient]
FINDING = "/en/office/rounds/autumn/findings/almaty/site_closed"
LEDGER, PUBLIC = "/en/office/promises", "/en/promises"
SOON = (today() + timedelta(days=30)).isoformat()
PDF = b"%PDF-1.7 a letter"


@pytest.fixture(autouse=True)
def fast_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    """The product's own slow hasher is exercised by the browser tests."""
    monkeypatch.setitem(accounts.check_password.__kwdefaults__, "hasher", FAST_HASHER)


@pytest.fixture
def ledger(db: Session) -> Ledger:
    return make_ledger(db, opened_on=today() - timedelta(days=90))


@pytest.fixture
def signed_in(app: Flask, ledger: Ledger) -> SignedIn:
    def enter(name: str) -> InspectingClient:
        client = client_of(app)
        sign_in(client, name)
        return client

    return enter


def send(client: InspectingClient, address: str, **fields: Any) -> TestResponse:
    """Fill in the form of a page and send it."""
    form = parse(client.get(address)).forms[0]
    given = {name: value for name, value in form.form_values() if value is not None}
    return client.post(address, data={**given, **fields}, content_type="multipart/form-data")


def read(client: InspectingClient, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return " ".join(parse(answer).text_content().split())


def propose(client: InspectingClient) -> str:
    """Ask the clinic to open every day; the address of the request in the office."""
    fields = {"ask_en": "Open the site every day", "target": "10", "due_on": SOON}
    answer = send(client, FINDING, bearer="mental-health-centre", **fields)
    assert answer.status_code == 302, parse(answer).text_content()
    return answer.location


def test_from_a_finding_to_clients_who_do_not_confirm_and_everybody_reads_each_step(
    db: Session, ledger: Ledger, signed_in: SignedIn, client: InspectingClient
) -> None:
    secretary, coordinator = signed_in("secretary one"), signed_in("coordinator one")
    assert "Ask for a change" in read(secretary, "/en/office/rounds/autumn/findings")
    page = propose(secretary)
    public = page.replace("/office", "")
    assert client.get(public).status_code == 404
    assert "Nothing is asked yet" in read(client, PUBLIC)
    assert send(coordinator, f"{page}/approved").status_code == 302
    text = read(client, public)
    for words in ("Open the site every day", "Mental Health Centre", "about 50%", "at most 10 of 100"):
        assert words in text
    assert "no reply for 0 days" in text

    send(secretary, f"{page}/replied", words="We thank you and look into it.")
    send(secretary, f"{page}/promised", words="Every day from 9 to 13.", due_on=SOON, proof="The door")
    assert "What would show it: The door" in read(client, public)
    send(secretary, f"{page}/said_done", words="It is done.")
    assert "said to be done" in read(client, PUBLIC)

    publish_said(db, "spring", today(), {"almaty": (50, 10)}, (ledger.secretary, ledger.coordinator))
    assert "A later round says" in read(secretary, page)
    send(secretary, f"{page}/clients_do_not_confirm")
    assert "Clients do not confirm it" not in read(client, public)
    assert send(coordinator, f"{page}/approved").status_code == 302
    text = read(client, public)
    assert "Clients do not confirm it" in text
    assert "This does not say why" in text
    assert "about 83%" in text

    fields = {"words": "Please decide.", "due_on": SOON, "bearer": "ministry-of-health"}
    send(secretary, f"{page}/escalated", **fields)
    send(coordinator, f"{page}/approved")
    assert "The network turned to: Ministry of Health" in read(client, public)
    assert [words in read(client, public) for words in ("We thank you", "Every day from 9")] == [True, True]


def test_what_was_turned_down_stays_in_the_office(
    db: Session, ledger: Ledger, signed_in: SignedIn, client: InspectingClient
) -> None:
    promise_id = ask(db, ledger, today())
    page, coordinator = f"{LEDGER}/{promise_id}", signed_in("coordinator one")
    assert "Nothing of it is public" in read(coordinator, send(coordinator, f"{page}/turned_down").location)
    assert "turned down, never public" in read(coordinator, LEDGER)
    assert client.get(f"{PUBLIC}/{promise_id}").status_code == 404


def test_who_proposed_is_not_offered_to_approve_and_is_refused(
    db: Session, ledger: Ledger, signed_in: SignedIn
) -> None:
    page = f"{LEDGER}/{ask(db, ledger, today())}"
    secretary = signed_in("secretary one")
    assert "Approve and publish" not in read(secretary, page)
    assert "not possible now" in read(secretary, f"{page}/approved")
    token = parse(secretary.get(f"{page}/turned_down")).forms[0].fields["csrf_token"]
    answer = secretary.post(f"{page}/approved", data={"csrf_token": token, "seen": "1"})
    assert answer.status_code == 409
    assert "somebody else approves" in parse(answer).text_content()


def test_what_is_missing_is_said_and_what_was_typed_stays(
    db: Session, ledger: Ledger, signed_in: SignedIn
) -> None:
    page = f"{LEDGER}/{ask_in_public(db, ledger, today())}"
    secretary = signed_in("secretary one")
    answer = send(secretary, f"{page}/promised", words="Every day.", due_on="")
    assert answer.status_code == 409
    assert "Write the day until when" in parse(answer).text_content()
    assert "Every day." in page_text(answer)
    answer = send(secretary, f"{page}/replied", words="See.", file=(BytesIO(b"GIF89a"), "a.gif"))
    assert "neither PDF nor JPEG nor PNG" in parse(answer).text_content()
    answer = send(secretary, FINDING, target="lots", bearer="mental-health-centre")
    assert "The goal is a whole number" in parse(answer).text_content()


def test_a_file_is_kept_never_shown_inside_the_site(
    db: Session, ledger: Ledger, signed_in: SignedIn, client: InspectingClient
) -> None:
    promise_id = ask_in_public(db, ledger, today())
    for public in (True, False):
        follow(
            db,
            promise_id,
            REPLIED,
            ledger.secretary,
            today(),
            words="See.",
            upload=Upload(PDF, public=public),
        )
    answer = client.get(f"{PUBLIC}/{promise_id}/files/3")
    assert (answer.data, answer.mimetype) == (PDF, "application/pdf")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert client.get(f"{PUBLIC}/{promise_id}/files/4").status_code == 404
    assert signed_in("secretary one").get(f"{LEDGER}/{promise_id}/files/4").data == PDF


def test_the_public_list_has_counters_and_is_narrowed_without_scripts(
    db: Session, ledger: Ledger, client: InspectingClient
) -> None:
    late = ask_in_public(db, ledger, today() - timedelta(days=45))
    done = ask_in_public(db, ledger, today() - timedelta(days=40))
    follow(db, done, SAID_DONE, ledger.secretary, today() - timedelta(days=20), words="Done.")
    text = read(client, PUBLIC)
    assert "asked2" in text
    assert "overdue now1" in text
    assert "no reply for 45 days, 15 days overdue" in text
    links = parse(client.get(PUBLIC)).xpath("//li[contains(@class, 'promise')]//a/@href")
    assert links == [f"{PUBLIC}/{late}", f"{PUBLIC}/{done}"]
    assert late not in page_text(client.get(f"{PUBLIC}?state=said_done&city=almaty&service=small"))
    assert "Nothing matches" in read(client, f"{PUBLIC}?city=elsewhere")
    assert "Open the site every day" in read(client, "/en/cities/almaty/promises")
    assert client.get("/en/cities/nowhere/promises").status_code == 404


def test_the_feed_has_each_public_step_and_what_people_wrote_cannot_break_it(
    db: Session, ledger: Ledger, client: InspectingClient
) -> None:
    promise_id = ask_in_public(db, ledger, today())
    follow(db, promise_id, REPLIED, ledger.secretary, today(), words="<b>\x0b & so")
    feed = fromstring(page_text(client.get("/en/promises.atom")))
    atom = {"a": "http://www.w3.org/2005/Atom"}
    titles = [each.text or "" for each in feed.findall("a:entry/a:title", atom)]
    assert titles[0].startswith("The office replied")
    assert titles[1].startswith("The network asked: Mental Health Centre")
    summary = feed.findtext("a:entry/a:summary", namespaces=atom)
    assert summary == "<b>  & so"


def test_the_picture_for_sharing_is_drawn(db: Session, ledger: Ledger, client: InspectingClient) -> None:
    promise_id = ask_in_public(db, ledger, today())
    answer = client.get(f"{PUBLIC}/{promise_id}/card.png")
    assert answer.mimetype == "image/png"
    assert "og:image" in page_text(client.get(f"{PUBLIC}/{promise_id}"))


@pytest.mark.parametrize(("paper", "language"), [("a4", "ru"), ("a3", "kk"), ("a4", "en")])
def test_the_poster_is_one_page_with_the_address_of_the_city(
    db: Session, ledger: Ledger, signed_in: SignedIn, paper: str, language: str
) -> None:
    promise_id = ask_in_public(db, ledger, today())
    due = today() + timedelta(days=60)
    follow(db, promise_id, PROMISED, ledger.secretary, today(), words="Every day.", due_on=due)
    answer = signed_in("secretary one").get(f"/{language}/office/promises/poster-{paper}-almaty.pdf")
    assert pdf_pages(answer.data) == 1
    assert "You said, they did" in pdf_words(answer.data)
    assert f"http://127.0.0.1/{language}/cities/almaty/promises" in scan_codes(answer.data)


def read_letter(client: InspectingClient, promise_id: str) -> str:
    letter = docx.Document(BytesIO(client.get(f"{LEDGER}/{promise_id}/letter.docx").data))
    cells = [cell.text for table in letter.tables for row in table.rows for cell in row.cells]
    return " ".join([*(each.text for each in letter.paragraphs), *cells])


def test_the_letter_names_the_figure_the_ask_and_the_day(
    db: Session, ledger: Ledger, signed_in: SignedIn
) -> None:
    promise_id = ask_in_public(db, ledger, today())
    text = read_letter(signed_in("secretary one"), promise_id)
    for words in ("Mental Health Centre", "about 50%", "Open the site every day", "article 12", promise_id):
        assert words in text
    assert "Please reply in writing until" in text
    assert "National programmes: " in text


@pytest.mark.parametrize(
    ("contact", "href"),
    [
        ("forum@example.org", "mailto:forum@example.org"),
        ("https://example.org/write", "https://example.org/write"),
    ],
)
def test_who_may_reply_reads_where_to_write(
    app: Flask,
    db: Session,
    ledger: Ledger,
    signed_in: SignedIn,
    client: InspectingClient,
    contact: str,
    href: str,
) -> None:
    promise_id = ask_in_public(db, ledger, today())
    pages = (PUBLIC, f"{PUBLIC}/{promise_id}")
    assert not any("Write to the forum" in read(client, page) for page in pages)
    assert "where the reply can be sent." in read_letter(signed_in("secretary one"), promise_id)
    app.extensions["config"] = replace(app.extensions["config"], contact=contact)
    for page in pages:
        assert f"Write to the forum: {contact}" in read(client, page)
        assert parse(client.get(page)).xpath("//footer//a[text()='Write to the forum']/@href") == [href]
    letter = read_letter(signed_in("secretary one"), promise_id)
    assert f"Please send the reply here: {contact}" in letter
    assert "where the reply can be sent." not in letter


def test_a_letter_never_asks_until_a_day_that_has_passed(
    db: Session, ledger: Ledger, signed_in: SignedIn
) -> None:
    promise_id = ask_in_public(db, ledger, today() - timedelta(days=50))
    secretary, day = signed_in("secretary one"), today() - timedelta(days=10)
    text = read_letter(secretary, promise_id)
    assert "did not come. Please reply in writing." in text
    assert "in writing until" not in text
    follow(db, promise_id, PROMISED, ledger.secretary, day, words="Every day.", due_on=day)
    assert "Please write what was done" in read_letter(secretary, promise_id)


def test_you_said_they_did_begins_with_what_was_done(
    db: Session, ledger: Ledger, client: InspectingClient
) -> None:
    waits, done = (ask_in_public(db, ledger, today() - timedelta(days=ago)) for ago in (45, 40))
    follow(db, done, SAID_DONE, ledger.secretary, today() - timedelta(days=20), words="Done.")
    page = parse(client.get("/en/cities/almaty/promises"))
    links = page.xpath("//li[contains(@class, 'promise')]//a/@href")
    assert links == [f"{PUBLIC}/{done}", f"{PUBLIC}/{waits}"]
    assert "/en/r/autumn/v/1/almaty/figures/site_closed" in page_text(client.get(f"{PUBLIC}/{done}"))


def test_the_calendar_has_what_is_awaited(db: Session, ledger: Ledger, signed_in: SignedIn) -> None:
    ask_in_public(db, ledger, today())
    text = signed_in("secretary one").get(f"{LEDGER}/calendar.ics").get_data(as_text=True)
    due = today() + timedelta(days=30)
    assert f"DTSTART;VALUE=DATE:{due:%Y%m%d}\r\n" in text
    assert text.count("BEGIN:VEVENT") == 1


def test_lines_of_a_calendar_are_folded_between_letters() -> None:
    day = DueDay("1", today(), "Сайт, работа; каждый день\n" * 5, "Ә" * 90, "http://example.org")
    written = write_calendar("Обещания", [day], today())
    lines = written.split(b"\r\n")
    assert max(map(len, lines)) <= LONGEST_LINE
    whole = written.replace(b"\r\n ", b"").decode()
    assert "SUMMARY:" + "Сайт\\, работа\\; каждый день\\n" * 5 in whole
    assert "Ә" * 90 in whole


def test_offices_are_added_and_changed(signed_in: SignedIn) -> None:
    coordinator = signed_in("coordinator one")
    fields = {"name_en": "City police", "kind": "police", "level": "city", "next": "ministry-of-health"}
    assert send(coordinator, "/en/office/offices/new", **fields).status_code == 302
    text = read(coordinator, "/en/office/offices")
    assert "City police" in text
    assert "If it does not act: Ministry of Health" in text
    answer = send(coordinator, "/en/office/offices/ministry-of-health", next="city-police")
    assert answer.status_code == 409
    assert "A ladder leads upwards only" in parse(answer).text_content()


def test_why_a_later_round_is_not_compared_is_said_in_the_ledger_and_in_public(
    db: Session, ledger: Ledger, signed_in: SignedIn, client: InspectingClient
) -> None:
    promise_id = ask_in_public(db, ledger, today() - timedelta(days=10))
    said = {"almaty": (4, 4), "shymkent": (4, 4)}
    publish_said(db, "spring", today(), said, (ledger.secretary, ledger.coordinator))
    expected = (
        "The later round “Round spring” is not compared: it shows this place together with other cities"
    )
    assert expected in read(signed_in("secretary one"), f"{LEDGER}/{promise_id}")
    assert expected in read(client, f"{PUBLIC}/{promise_id}")
