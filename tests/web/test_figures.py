"""One figure of one publication: its page, its pictures, its frame in other sites, and where it is shared."""

import html
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from struct import unpack
from xml.etree import ElementTree

import pytest
from flask import Flask

from cmm.app import create_app
from cmm.domain.snapshot import EVERYWHERE
from cmm.services.places import CodeTaken, add_city
from cmm.services.publish import withdraw_snapshot
from cmm.services.published import find_published
from cmm.web.drawing import png
from cmm.web.reading.figures import Figures
from cmm.web.reading.indicators import indicator_share
from tests.web.inspecting import InspectingClient, client_of, page_text, parse
from tests.web.published import PUBLISHED_ON, PublishedForTests, publish_second, published_app

LANGUAGES = ("ru", "kk", "en")
ROUND = "/r/autumn-2026"
FIGURE = f"{ROUND}/v/1/all/figures/disrespect"
QUESTION = f"{ROUND}/v/1/all/questions/disrespect"
PICTURES = (".svg", ".svg?narrow=1", ".png", ".png?large=1", "/card.png")

Made = tuple[Flask, PublishedForTests]


@pytest.fixture(scope="module")
def made(migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Made]:
    with published_app(migrated_sqlite, tmp_path_factory.mktemp("figures")) as made:
        yield made


@pytest.fixture
def fresh(migrated_sqlite: Path, tmp_path: Path) -> Iterator[Made]:
    """For tests that publish or withdraw."""
    with published_app(migrated_sqlite, tmp_path) as made:
        yield made


@pytest.fixture
def reader(made: Made) -> InspectingClient:
    return client_of(made[0])


def figures_of(app: Flask) -> Figures:
    with app.extensions["database"].session() as session:
        published = find_published(session, "autumn-2026")
    assert published
    return Figures(published.snapshot)


def text_of(client: InspectingClient, address: str) -> str:
    return " ".join(parse(client.get(address)).text_content().split())


def withdraw(app: Flask, made: PublishedForTests, digest: str) -> None:
    with app.extensions["database"].session() as session:
        withdraw_snapshot(
            session,
            digest=digest,
            reason="A site was counted twice.",
            account_id=made.publisher,
            today=PUBLISHED_ON,
        )


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("place", ["", "/almaty", "/temirtau+balkhash"])
def test_a_permanent_address_shows_its_publication(
    reader: InspectingClient, language: str, place: str
) -> None:
    answer = reader.get(f"/{language}{ROUND}/v/1{place}")
    assert answer.status_code == 200
    links = set(parse(answer).xpath("//main//a/@href"))
    inside = {link for link in links if re.fullmatch(rf"/{language}{ROUND}(/[^/]+)?", link)}
    beside = {f"/{language}{ROUND}/compare", f"/{language}{ROUND}/pack", f"/{language}{ROUND}/figures.csv"}
    assert {link for link in inside if not link.startswith(tuple(beside))} <= {f"/{language}{ROUND}"}


def test_an_old_number_keeps_its_figures_and_names_the_newest(fresh: Made) -> None:
    app, published = fresh
    client = client_of(app)
    assert "A newer one was published" not in text_of(client, f"/en{ROUND}/v/1")
    with app.extensions["database"].session() as session:
        second = publish_second(session, published)
    for address in (f"/en{ROUND}/v/1", f"/en{ROUND}/v/1/almaty", f"/en{FIGURE}"):
        page = parse(client.get(address))
        assert "This is publication 1 of this round." in page.text_content()
        assert page.xpath("//a[text()='Go to the newest publication']/@href") == [f"/en{ROUND}"]
    assert published.digest in page_text(client.get(f"/en{ROUND}/v/1"))
    assert "There is a newer publication" in text_of(client, f"/en{FIGURE}/embed")
    for address in (f"/en{ROUND}", f"/en{ROUND}/v/2"):
        assert "It stays here as it was published" not in text_of(client, address)
        assert second in page_text(client.get(address))


def test_a_chart_of_an_old_number_can_still_be_explored(fresh: Made) -> None:
    app, published = fresh
    with app.extensions["database"].session() as session:
        publish_second(session, published)
    address = f"/en{ROUND}/charts/{published.digest}/indicators/disrespect.json"
    assert client_of(app).get(address).status_code == 200


def test_a_withdrawn_number_says_so_everywhere_and_shows_no_figure(fresh: Made) -> None:
    app, published = fresh
    client = client_of(app)
    assert client.get(f"/en{FIGURE}").status_code == 200, "kept pages may not come back"
    with app.extensions["database"].session() as session:
        publish_second(session, published)
    withdraw(app, published, published.digest)
    for address in (f"/en{ROUND}/v/1", f"/en{ROUND}/v/1/almaty", f"/en{FIGURE}", f"/en{QUESTION}"):
        answer = client.get(address)
        page = parse(answer)
        assert answer.status_code == 410
        assert "A site was counted twice." in page.text_content()
        assert f"/en{ROUND}" in page.xpath("//a[text()='Go to the newest publication']/@href")
        assert not page.xpath("//svg")
    for end in PICTURES:
        assert client.get(f"/en{FIGURE}{end}").status_code == 410
    for shown in (FIGURE, QUESTION):
        drawn = ElementTree.fromstring(client.get(f"/en{shown}.svg").data)
        assert "A site was counted twice." in "".join(drawn.itertext())
        framed = client.get(f"/en{shown}/embed")
        assert framed.status_code == 410
        assert "A site was counted twice." in page_text(framed)
        assert "frame-ancestors *" in framed.headers["Content-Security-Policy"]
    assert client.get(f"/en{ROUND}/v/2").status_code == 200


@pytest.mark.parametrize(
    "address",
    [
        f"{ROUND}/v/2",
        f"{ROUND}/v/0",
        f"{ROUND}/v/1/nowhere",
        "/r/nothing/v/1",
        f"{ROUND}/v/1/nowhere/figures/disrespect",
        f"{ROUND}/v/1/ALL/figures/disrespect",
        f"{ROUND}/v/1/all/figures/nothing",
        f"{ROUND}/v/1/all/figures/nothing.svg",
        f"{ROUND}/v/1/all/figures/nothing.png",
        f"{ROUND}/v/2/all/figures/disrespect/embed",
        f"{ROUND}/v/1/nowhere/card.png",
        f"{ROUND}/v/1/all/questions/nothing",
        f"{ROUND}/v/1/all/questions/nothing.svg",
        f"{ROUND}/v/1/nowhere/questions/disrespect",
        f"{QUESTION}.gif",
        f"{QUESTION}/card.png",
        "/services/nothing/indicators/disrespect/trends/all",
        "/services/ost-satisfaction/indicators/nothing/trends/all.svg",
        "/services/ost-satisfaction/indicators/disrespect/trends/nowhere/embed",
    ],
)
def test_what_was_never_published_is_not_found(reader: InspectingClient, address: str) -> None:
    assert reader.get(f"/en{address}").status_code == 404


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("place", ["all", "temirtau+balkhash"])
def test_a_figure_of_any_place_has_its_page_its_picture_and_its_frame(
    made: Made, reader: InspectingClient, language: str, place: str
) -> None:
    for indicator in figures_of(made[0]).content["indicators"][::3]:
        address = f"/{language}{ROUND}/v/1/{place}/figures/{indicator['id']}"
        page = parse(reader.get(address))
        assert page.findtext(".//h1") == indicator["label"][language]
        assert len(page.xpath("//figure//svg")) == 2
        assert reader.get(f"{address}/embed").status_code == 200
        assert reader.get(f"{address}.svg").mimetype == "image/svg+xml"


@pytest.mark.parametrize("place", ["all", "aktobe", "temirtau+balkhash"])
def test_every_question_has_its_page_its_picture_and_its_frame(
    made: Made, reader: InspectingClient, place: str
) -> None:
    """Also the choices of questions with several answers, whose names have a stroke in them."""
    figures = figures_of(made[0])
    names = list(figures.snapshot.tables)
    joined = [name for name in names if "/" in name]
    assert joined
    for name in (*names[::9], joined[0]):
        address = f"/kk{ROUND}/v/1/{place}/questions/{name}"
        page = parse(reader.get(address))
        assert page.findtext(".//h1") == " ".join(figures.questions[name]["label"]["kk"].split())
        assert len(page.xpath("//figure//svg")) == 2
        assert reader.get(f"{address}/embed").status_code == 200
        drawn = "".join(ElementTree.fromstring(reader.get(f"{address}.svg").data).itertext())
        assert address in drawn.replace(" ", "")
    assert reader.get(f"{address}.png?large=1").mimetype == "image/png"


def test_pages_lead_to_the_picture_of_each_question(made: Made, reader: InspectingClient) -> None:
    tables = figures_of(made[0]).snapshot.tables
    for place, code in (("", "all"), ("/almaty", "almaty")):
        links = parse(reader.get(f"/en{ROUND}{place}")).xpath("//section//details//a/@href")
        wanted = {f"/en{ROUND}/v/1/{code}/questions/{name}" for name in tables}
        assert wanted <= set(links)


def test_the_table_of_a_figure_has_the_published_shares(made: Made, reader: InspectingClient) -> None:
    figures = figures_of(made[0])
    indicator = next(each for each in figures.content["indicators"] if each["id"] == "disrespect")
    rows = parse(reader.get(f"/ru{FIGURE}")).xpath("//table[@class='units']/tbody/tr")
    assert len(rows) == len(figures.units) + 1
    for row, place in zip(rows, [EVERYWHERE, *figures.units], strict=True):
        with made[0].test_request_context("/ru/"):
            share = indicator_share(figures, indicator, place)
        said = " ".join(row.text_content().split())
        assert " ".join(share.text.split()) in said
        assert f"{share.of} ответов" in said


def test_the_code_for_other_sites_is_a_frame_of_the_figure(reader: InspectingClient) -> None:
    page = parse(reader.get(f"/kk{FIGURE}"))
    field = page.xpath("//textarea")[0]
    assert field.get("readonly") is not None
    frame = html.unescape(field.text)
    address = re.search(r'src="http://127\.0\.0\.1([^"]+)"', frame)
    assert address
    assert reader.get(address[1]).status_code == 200
    assert address[1] == f"/kk{FIGURE}/embed"
    assert re.search(r'height="\d{3,4}"', frame)
    assert "<script" not in frame


def test_only_the_frame_and_the_pictures_may_be_shown_by_other_sites(reader: InspectingClient) -> None:
    of_question = [f"{QUESTION}{end}" for end in ("/embed", *PICTURES[:-1])]
    for address in (*(f"{FIGURE}{end}" for end in ("/embed", *PICTURES)), *of_question):
        answer = reader.get(f"/en{address}")
        policy = answer.headers["Content-Security-Policy"]
        assert "frame-ancestors *" in policy
        assert "default-src 'none'" in policy
        assert "script-src" not in policy
        assert "unsafe" not in policy
        assert answer.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        assert "Set-Cookie" not in answer.headers
    for address in (FIGURE, ROUND, f"{ROUND}/v/1", f"{ROUND}/v/1/all/figures/nothing.svg"):
        answer = reader.get(f"/en{address}")
        assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]
        assert "unsafe" not in answer.headers["Content-Security-Policy"]
        assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"


def test_the_frame_needs_nothing_but_itself(reader: InspectingClient) -> None:
    page = parse(reader.get(f"/en{FIGURE}/embed"))
    assert not page.xpath("//script | //link | //img | //iframe | //form")
    links = page.xpath("//a")
    assert [link.get("href") for link in links] == [f"http://127.0.0.1/en{FIGURE}"]
    assert all("noopener" in link.get("rel") for link in links)
    assert "135 answers" in page.text_content()
    assert "December 16, 2026" in page.text_content()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("address", [ROUND, f"{ROUND}/almaty", f"{ROUND}/v/1/aktobe", FIGURE, QUESTION])
def test_pages_say_how_they_want_to_be_shared(reader: InspectingClient, language: str, address: str) -> None:
    page = parse(reader.get(f"/{language}{address}"))
    said = {one.get("property"): one.get("content") for one in page.xpath("//meta[@property]")}
    assert said["og:title"]
    assert said["og:description"]
    assert said["og:locale"][:2] == language
    assert said["og:url"] == page.xpath("//link[@rel='canonical']/@href")[0]
    others = {
        one.get("hreflang"): one.get("href") for one in page.xpath("//link[@rel='alternate'][@hreflang]")
    }
    assert set(others) == set(LANGUAGES)
    assert others[language] == said["og:url"]
    for found in others.values():
        assert reader.get(found.removeprefix("http://127.0.0.1")).status_code == 200
    picture = reader.get(said["og:image"].removeprefix("http://127.0.0.1"))
    assert picture.mimetype == "image/png"
    assert (
        unpack(">II", picture.data[16:24]) == (1200, 630) or picture.headers.get("Content-Encoding") == "gzip"
    )


def test_the_newest_permanent_page_is_known_by_the_address_of_its_round(reader: InspectingClient) -> None:
    for permanent, own in ((f"{ROUND}/v/1", ROUND), (f"{ROUND}/v/1/almaty", f"{ROUND}/almaty")):
        page = parse(reader.get(f"/en{permanent}"))
        assert page.xpath("//link[@rel='canonical']/@href") == [f"http://127.0.0.1/en{own}"]


def test_addresses_in_pictures_and_cards_are_those_of_the_site(made: Made) -> None:
    config = made[0].extensions["config"]
    app = create_app(replace(config, address="https://clm.example.org"))
    client = client_of(app)
    page = parse(client.get(f"/ru{FIGURE}"))
    image = page.xpath("//meta[@property='og:image']/@content")[0]
    assert image == f"https://clm.example.org/ru{FIGURE}/card.png"
    assert f"https://clm.example.org/ru{FIGURE}/embed" in page.xpath("//textarea")[0].text
    drawn = ElementTree.fromstring(client.get(f"/ru{FIGURE}.svg").data)
    assert f"https://clm.example.org/ru{FIGURE}" in "".join(drawn.itertext())
    app.extensions["database"].engine.dispose()


def test_a_picture_that_is_known_is_not_sent_again(reader: InspectingClient) -> None:
    first = reader.get(f"/en{FIGURE}.png")
    again = reader.get(f"/en{FIGURE}.png", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
    assert again.headers["Cross-Origin-Resource-Policy"] == "cross-origin"


def test_no_page_waits_for_a_picture_that_cannot_be_drawn(
    made: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(png, "FONT_FOLDERS", ())
    png._find_fonts.cache_clear()
    app = create_app(made[0].extensions["config"])
    client = client_of(app)
    assert client.get(f"/en{FIGURE}").status_code == 200
    assert client.get(f"/en{FIGURE}.svg").status_code == 200
    missing = client.get(f"/en{FIGURE}.png")
    assert missing.status_code == 503
    assert "a font is missing" in missing.text
    png._find_fonts.cache_clear()
    app.extensions["database"].engine.dispose()


@pytest.mark.parametrize("code", ["all", "compare", "pack", "v"])
def test_no_city_takes_a_word_of_the_addresses(made: Made, code: str) -> None:
    with made[0].extensions["database"].session() as session, pytest.raises(CodeTaken):
        add_city(session, city_id=code, names={"en": "All"})
