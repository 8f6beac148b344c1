"""The office's pages about texts: once with the passphrase, and never again."""

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from cmm.services import accounts
from cmm.services.publish import prepare_snapshot, publish_snapshot
from cmm.services.themes import list_themes, list_words
from tests.factories import FAST_HASHER, PASSPHRASE, MadeRound, make_account, validate_all
from tests.services.test_publish import LATER
from tests.services.texts_round import QUEUES, SECRET, make_texts_round, retell_all
from tests.web.inspecting import InspectingClient, client_of, page_text, parse
from tests.web.test_office import press, sign_in

ADDRESS = "/ru/office/rounds/autumn/texts/comment"


@pytest.fixture(autouse=True)
def fast_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(accounts.check_password.__kwdefaults__, "hasher", FAST_HASHER)


@pytest.fixture
def autumn(db: Session) -> MadeRound:
    secretary = make_account(db, "aigerim", city_ids=())
    return make_texts_round(db, [SECRET, *QUEUES[:2]], silent=0, account_id=secretary.account_id)


@pytest.fixture
def secretary(app: Flask, autumn: MadeRound) -> InspectingClient:
    client = client_of(app)
    sign_in(client, "aigerim")
    return client


def written(db: Session) -> set[str]:
    """Words for the public; nothing stays open that would keep the pages waiting."""
    words = {one.words for one in list_words(db, "autumn", "comment")}
    db.rollback()
    return words


def test_the_way_to_the_texts_leads_over_the_page_of_the_round(secretary: InspectingClient) -> None:
    page = parse(secretary.get("/ru/office/rounds/autumn"))
    (address,) = set(page.xpath("//a[contains(@href, '/texts')]/@href"))
    questions = parse(secretary.get(address))
    assert questions.xpath(f"//a[@href='{ADDRESS}']")
    assert secretary.get(ADDRESS).status_code == 200
    assert secretary.get("/ru/office/rounds/autumn/texts/closed").status_code == 404


def test_a_round_without_texts_says_that_there_is_nothing_to_do(
    app: Flask, db: Session, secretary: InspectingClient
) -> None:
    page = parse(secretary.get("/ru/office/rounds/autumn/texts"))
    assert page.xpath("//h1")
    assert not page.xpath("//p[contains(@class, 'notice')]")


def test_texts_are_shown_once_marked_and_are_not_remembered(
    secretary: InspectingClient, db: Session, autumn: MadeRound
) -> None:
    wrong = press(secretary, ADDRESS, "/opening", passphrase="not the right one at all")
    assert wrong.status_code == 409
    assert SECRET not in page_text(wrong)
    answer = press(secretary, ADDRESS, "/opening", passphrase=PASSPHRASE)
    assert answer.headers["Cache-Control"] == "no-store"
    page = parse(answer)
    texts = {quote.text_content() for quote in page.xpath("//blockquote")}
    assert texts == {SECRET, *QUEUES[:2]}
    marks = {mark.text_content() for mark in page.xpath("//mark")}
    assert {"Айгуль", "Сериковна", "12 марта", "60 мг"} <= marks
    assert not {"almaty", "shymkent"} & set(page.xpath("//main")[0].text_content().casefold().split())
    hidden = page.xpath("//input[@type='hidden' and starts-with(@name, 'key-')]/@value")
    assert len(hidden) == 3
    assert not any(SECRET in value for value in page.xpath("//@value"))
    assert SECRET not in page_text(secretary.get(ADDRESS))


def test_texts_are_coded_and_doubtful_words_asked_once_more(
    secretary: InspectingClient, db: Session, autumn: MadeRound
) -> None:
    page = parse(press(secretary, ADDRESS, "/opening", passphrase=PASSPHRASE))
    (form,) = [form for form in page.forms if form.get("action").endswith("/codes")]
    data = {name: value for name, value in form.form_values() if value is not None}
    data |= {"new-0": "Очереди", "level-0": "quote", "words-0": "Долго ждём"}
    data |= {"theme-1": "other", "level-1": "quote", "words-1": "Медсестра Айгуль кричит"}
    data |= {"theme-2": "not_usable"}
    again = secretary.post(form.get("action"), data=data)
    assert again.status_code == 409
    doubts = parse(again)
    assert [mark.text_content() for mark in doubts.xpath("//mark")] == ["Айгуль"]
    (form,) = [form for form in doubts.forms if form.get("action").endswith("/codes")]
    data = {name: value for name, value in form.form_values() if value is not None}
    assert secretary.post(form.get("action"), data=data | {"sure-0": "yes"}).status_code == 302
    assert written(db) == {"Долго ждём", "Медсестра Айгуль кричит"}
    nothing = parse(press(secretary, ADDRESS, "/opening", passphrase=PASSPHRASE))
    assert not nothing.xpath("//blockquote")
    assert nothing.xpath("//p[@role='status']")


def test_themes_and_words_are_changed_without_the_passphrase(
    secretary: InspectingClient, db: Session, autumn: MadeRound
) -> None:
    retell_all(db, autumn)
    page = parse(secretary.get(ADDRESS))
    forms = {form.get("action").rsplit("/", 1)[-1]: form for form in page.forms}
    (theme,) = list_themes(db, "autumn", "comment")
    db.rollback()
    data = dict(forms["themes"].form_values()) | {"code": theme.code, "change": "rename", "label-kk": "Кезек"}
    assert secretary.post(forms["themes"].get("action"), data=data).status_code == 302
    assert list_themes(db, "autumn", "comment")[0].labels["kk"] == "Кезек"
    db.rollback()
    assert secretary.post(forms["themes"].get("action"), data=data | {"change": "burn"}).status_code == 400
    many = {**data, "change": "add", "label-ru": "", "label-kk": "", "label-en": ""}
    assert secretary.post(forms["themes"].get("action"), data=many).status_code == 409
    merge = data | {"change": "merge", "into": "other"}
    assert secretary.post(forms["themes"].get("action"), data=merge).status_code == 200
    assert len(list_themes(db, "autumn", "comment")) == 1
    db.rollback()
    assert secretary.post(forms["themes"].get("action"), data=merge | {"sure": "yes"}).status_code == 302
    assert list_themes(db, "autumn", "comment") == []
    db.rollback()
    words = dict(forms["words"].form_values())
    action = forms["words"].get("action")
    assert secretary.post(action, data=words | {"words": "Тел. 87011234567"}).status_code == 409
    assert secretary.post(action, data=words | {"words": "Люди ждут"}).status_code == 302
    forget = words | {"change": "forget"}
    asked = parse(secretary.post(action, data=forget)).xpath("//main//form[@action=$path]", path=action)
    assert len(asked) == 1
    assert len(written(db)) == 3, "nothing happens before it is confirmed"
    assert secretary.post(action, data=forget | {"sure": "yes"}).status_code == 302
    assert secretary.post(action, data=forget | {"sure": "yes"}).status_code == 409
    assert secretary.post(action, data=words | {"key": "zz"}).status_code == 400
    assert len(written(db)) == 2


def test_readers_and_other_cities_do_not_come_near_the_texts(
    app: Flask, db: Session, autumn: MadeRound
) -> None:
    make_account(db, "reader", role="reader")
    make_texts_round(db, round_id="other", silent=0, account_id=autumn.account_id)
    from_elsewhere = make_account(db, "dana", city_ids=["shymkent"])
    assert from_elsewhere
    client = client_of(app)
    sign_in(client, "reader")
    assert client.get(ADDRESS).status_code == 403
    assert not parse(client.get("/ru/office/rounds/autumn")).xpath("//a[contains(@href, '/texts')]")
    without_key = client_of(app)
    sign_in(without_key, "dana")
    refused = press(without_key, ADDRESS, "/opening", passphrase=PASSPHRASE)
    assert refused.status_code == 409
    assert SECRET not in page_text(refused)


def test_the_public_page_shows_themes_and_retold_words(
    app: Flask, db: Session, client: InspectingClient
) -> None:
    made = make_texts_round(db, QUEUES, use="quote")
    retell_all(db, made, theme="Долгие очереди")
    arguments = {"round_id": "autumn", "today": LATER}
    prepare_snapshot(db, account_id=made.account_id, passphrase=PASSPHRASE, **arguments)
    validate_all(db, "autumn", made.account_id)
    second = make_account(db, "timur", role="coordinator").account_id
    publish_snapshot(db, account_id=second, **arguments)
    for language in ("ru", "kk", "en"):
        page = parse(client.get(f"/{language}/r/autumn"))
        (section,) = page.xpath("//section[@id='own-words']")
        assert "Долгие очереди" in section.text_content()
        assert len(section.xpath(".//li/span[@lang='ru']")) == 5
        assert page.xpath("//a[@href='#own-words']")
        assert not parse(client.get(f"/{language}/r/autumn/almaty")).xpath("//section[@id='own-words']")
    assert "Долгие очереди" in client.get("/ru/r/autumn/figures.csv").get_data(as_text=True)
