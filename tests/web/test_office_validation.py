"""The community looks first: meetings and replies in the office, and what the public reads of them."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from cmm.services import accounts
from cmm.services.clock import today
from cmm.services.publish import prepare_snapshot
from cmm.services.rounds import close_round
from tests.factories import FAST_HASHER, PASSPHRASE, MadeRound, make_account, make_answers, make_round, submit
from tests.rules.filled import SURVEY
from tests.web.inspecting import InspectingClient, client_of, parse
from tests.web.test_office import press, sign_in

ROUND = "/en/office/rounds/autumn"
PUBLIC = "/en/r/autumn"


@pytest.fixture(autouse=True)
def fast_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    """The product's own slow hasher is exercised by the browser tests."""
    monkeypatch.setitem(accounts.check_password.__kwdefaults__, "hasher", FAST_HASHER)


@pytest.fixture
def autumn(db: Session) -> MadeRound:
    """A closed round of two cities, prepared by a secretary; 9 of 15 people met a closed site."""
    aigerim = make_account(db, "aigerim").account_id
    make_account(db, "timur", role="coordinator")
    made = make_round(
        db, cities=("almaty", "shymkent"), access="link", survey=SURVEY, account_id=aigerim, opened=True
    )
    make_account(db, "dana", city_ids=["shymkent"])
    for city in ("almaty", "shymkent"):
        for number in range(15):
            submit(db, made, city, answers=make_answers(closed="yes" if number < 9 else "no"))
    close_round(db, round_id="autumn", today=today() - timedelta(days=2))
    prepare_snapshot(db, round_id="autumn", account_id=aigerim, passphrase=PASSPHRASE, today=today())
    return made


@pytest.fixture
def timur(app: Flask, autumn: MadeRound) -> InspectingClient:
    client = client_of(app)
    sign_in(client, "timur")
    return client


def record(client: InspectingClient, city: str = "almaty", **changes: str) -> object:
    fields = {"held_on": today().isoformat(), "present": "6", "outcome": "agreed", "corrections": ""}
    return press(client, f"{ROUND}/meetings/{city}", f"/meetings/{city}", **(fields | changes))


def publish(client: InspectingClient, **changes: str) -> object:
    return press(client, f"{ROUND}/publication", "/snapshots", **changes)


def text_of(client: InspectingClient, address: str) -> str:
    return " ".join(parse(client.get(address)).text_content().split())


def test_nothing_can_be_published_before_a_community_has_confirmed(timur: InspectingClient) -> None:
    assert "community of at least one city has confirmed" in text_of(timur, ROUND)
    page = parse(timur.get(f"{ROUND}/publication"))
    assert not page.xpath("//form[contains(@action, '/snapshots')]")
    token = page.xpath("//input[@name='csrf_token']/@value")[0]
    forced = timur.post(f"{ROUND}/snapshots", data={"csrf_token": token, "sure": "yes"})
    assert forced.status_code == 409
    assert timur.get(PUBLIC).status_code == 404


def test_a_city_is_held_back_only_after_that_was_confirmed_and_joins_later(
    db: Session, timur: InspectingClient
) -> None:
    assert record(timur).status_code == 302
    asked = text_of(timur, f"{ROUND}/publication")
    assert "These cities will be published Almaty" in asked
    assert "These cities are held back Shymkent: no meeting is recorded" in asked
    assert publish(timur).status_code == 409, "the box was not ticked"
    assert publish(timur, sure="yes").status_code == 302
    assert "the community there has not confirmed its result yet" in text_of(timur, PUBLIC)
    assert timur.get(f"{PUBLIC}/almaty").status_code == 200
    assert timur.get(f"{PUBLIC}/shymkent").status_code == 404
    aigerim = accounts.check_password(db, name="aigerim", password="one long password", hasher=FAST_HASHER)
    assert aigerim
    prepare_snapshot(
        db, round_id="autumn", account_id=aigerim.account_id, passphrase=PASSPHRASE, today=today()
    )
    record(timur, "shymkent", outcome="corrected", corrections="The site moved in October.")
    assert "Almaty" in text_of(timur, f"{ROUND}/publication")
    assert publish(timur).status_code == 409, "the reason is for the public"
    assert publish(timur, reason="Shymkent has confirmed its result.").status_code == 302
    city = text_of(timur, f"{PUBLIC}/shymkent")
    assert "agreed, with a correction in its own words. The site moved in October." in city
    assert "Reason for the change: Shymkent has confirmed its result." in text_of(timur, PUBLIC)


def test_who_prepared_is_told_that_somebody_else_publishes(
    app: Flask, autumn: MadeRound, timur: InspectingClient
) -> None:
    record(timur)
    preparer = client_of(app)
    sign_in(preparer, "aigerim")
    page = parse(preparer.get(f"{ROUND}/publication"))
    assert "A second person publishes" in page.text_content()
    assert not page.xpath("//form[contains(@action, '/snapshots')]")
    token = page.xpath("//input[@name='csrf_token']/@value")[0]
    data = {"csrf_token": token, "sure": "yes", "held_back": "shymkent"}
    seen = parse(timur.get(f"{ROUND}/publication")).xpath("//input[@name='seen']/@value")[0]
    assert preparer.post(f"{ROUND}/snapshots", data={**data, "seen": seen}).status_code == 409
    assert preparer.get(PUBLIC).status_code == 404


def test_a_secretary_records_for_the_own_city_only(app: Flask, autumn: MadeRound) -> None:
    dana = client_of(app)
    sign_in(dana, "dana")
    links = parse(dana.get(f"{ROUND}/meetings")).xpath("//a/@href")
    assert [link for link in links if "/meetings/" in link] == [f"{ROUND}/meetings/shymkent"]
    assert dana.get(f"{ROUND}/meetings/almaty").status_code == 403
    token = parse(dana.get(f"{ROUND}/meetings/shymkent")).xpath("//input[@name='csrf_token']/@value")[0]
    for action in ("meetings", "replies"):
        assert dana.post(f"{ROUND}/{action}/almaty", data={"csrf_token": token}).status_code == 403
    assert record(dana, "shymkent").status_code == 302


def test_a_reader_sees_the_meetings_and_records_nothing(
    app: Flask, db: Session, timur: InspectingClient
) -> None:
    make_account(db, "reader", role="reader")
    record(timur, outcome="rejected", corrections="The evening group was not asked.")
    reader = client_of(app)
    sign_in(reader, "reader")
    page = parse(reader.get(f"{ROUND}/meetings/almaty"))
    assert "The evening group was not asked." in page.text_content()
    assert not page.xpath("//main//form")
    assert reader.get(f"{ROUND}/publication").status_code == 403


MISTAKES = (
    ({"present": "many"}, "Write how many people were there: 1 to 500."),
    ({"held_on": "yesterday"}, "Choose a day between the closing"),
    ({"outcome": "corrected"}, "Write in the community's words what is wrong"),
    ({"outcome": ""}, "Choose what the community said."),
)


def test_a_mistake_is_said_and_nothing_typed_is_lost(timur: InspectingClient) -> None:
    for changes, told in MISTAKES:
        answer = record(timur, **changes)
        assert answer.status_code == 409  # type: ignore[attr-defined]
        page = parse(answer)
        assert told in page.text_content()
        assert page.xpath("//input[@name='present']/@value") == [changes.get("present", "6")]
    assert "Confirmed by the community: 0 of 2 cities." in text_of(timur, ROUND)


def test_the_reply_of_the_provider_stands_beside_the_result_at_once(timur: InspectingClient) -> None:
    for city in ("almaty", "shymkent"):
        record(timur, city, present="12")
    publish(timur)
    address = f"{PUBLIC}/almaty"
    before = timur.get(address)
    assert "A reply is printed here word for word" in text_of(timur, address)
    words = "We did not know.\nFrom March on we open earlier. <b>Thank you</b>"
    fields = {"provider": "City clinic", "words": words, "replied_on": today().isoformat()}
    assert press(timur, f"{ROUND}/meetings/almaty", "/replies/almaty", **fields).status_code == 302
    after = timur.get(address)
    assert after.headers["ETag"] != before.headers["ETag"], "the kept page is not shown any more"
    quotes = [quote.text_content() for quote in parse(after).iter("blockquote")]
    assert quotes == [words]
    assert "Reply of City clinic" in text_of(timur, address)
    assert "City clinic" not in text_of(timur, f"{PUBLIC}/shymkent")


def test_the_public_never_reads_how_many_exactly_were_there(timur: InspectingClient) -> None:
    for city in ("almaty", "shymkent"):
        record(timur, city, present="487")
    publish(timur)
    for language in ("ru", "kk", "en"):
        for place in ("", "/almaty"):
            page = parse(timur.get(f"/{language}/r/autumn{place}"))
            for digest in page.xpath("//code"):
                digest.drop_tree()
            assert "487" not in page.text_content()
    assert "(10 people or more) and agreed." in text_of(timur, f"{PUBLIC}/almaty")


def test_the_preview_shows_the_worst_headline_and_what_can_be_answered(timur: InspectingClient) -> None:
    page = parse(timur.get(f"{ROUND}/candidate/almaty"))
    (headline,) = (each.text_content() for each in page.find_class("headline"))
    assert "Almaty: The site was closed – " in headline
    assert "%" not in headline, "under 20 answers it is told in words"
    text = " ".join(page.text_content().split())
    assert "It rests on 15 answers." in text
    assert "There are too few answers for a percentage." in text
    assert "From these answers nothing can be called surely good." in text
    whole = text_of(timur, f"{ROUND}/candidate")
    assert "All cities: The site was closed – about " in whole
    assert "The worst headline of each city" in whole
    record(timur)
    assert "confirmed by the community" in text_of(timur, f"{ROUND}/candidate/almaty")


@pytest.mark.parametrize("place", ["", "/almaty"])
def test_the_preview_leads_to_no_address_that_only_a_published_round_has(
    timur: InspectingClient, place: str
) -> None:
    page = parse(timur.get(f"{ROUND}/candidate{place}"))
    assert page.xpath("//*[@id='scorecard']"), "it shows what the public would see"
    addresses = page.xpath("//@href | //@src | //@action | //@data-chart")
    assert not [address for address in addresses if "/r/" in address or "/compare" in address]


def test_a_withdrawal_is_asked_on_a_page_of_its_own_and_its_reason_stays_in_the_history(
    timur: InspectingClient,
) -> None:
    for city in ("almaty", "shymkent"):
        record(timur, city)
    publish(timur)
    assert timur.get(f"{ROUND}/publication").status_code == 404, "nothing is prepared any more"
    address = f"{ROUND}/withdrawal"
    assert press(timur, address, "/withdrawal", reason=" ").status_code == 409
    assert press(timur, address, "/withdrawal", reason="A batch was stuffed.").status_code == 302
    gone = timur.get(PUBLIC)
    assert gone.status_code == 410
    history = parse(gone).xpath("//table[@class='history']")[0]
    assert "A batch was stuffed." in history.text_content()
    assert not parse(timur.get(address)).xpath("//form[contains(@action, '/withdrawal')]")
