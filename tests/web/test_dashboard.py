"""The public door: what readers see of a published round, and what they can take away."""

import csv
import gzip
import io
import json
import re
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import plotly.graph_objects as go
import pytest
from flask import Flask

from cmm.domain.evidence.csv_file import write_csv
from cmm.domain.snapshot import EVERYWHERE, parse_snapshot
from cmm.services.publish import withdraw_snapshot
from cmm.services.published import find_content
from cmm.web.reading.figures import Figures
from cmm.web.reading.indicators import indicator_share
from cmm.web.reading.method_text import Block, read_blocks
from cmm.web.reading.shares import build_share
from tests.factories import make_round
from tests.web.inspecting import InspectingClient, client_of, parse
from tests.web.published import PUBLISHED_ON, SIZES, PublishedForTests, publish_again, published_app

LANGUAGES = ("ru", "kk", "en")
ROUND = "autumn-2026"
UNITS = ("almaty", "aktobe", "oskemen", "karaganda", "temirtau+balkhash")

Made = tuple[Flask, PublishedForTests]


@pytest.fixture(scope="module")
def made(migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Made]:
    with published_app(migrated_sqlite, tmp_path_factory.mktemp("published")) as made:
        yield made


@pytest.fixture
def fresh(migrated_sqlite: Path, tmp_path: Path) -> Iterator[Made]:
    """For tests that publish or withdraw."""
    with published_app(migrated_sqlite, tmp_path) as made:
        yield made


@pytest.fixture
def reader(made: Made) -> InspectingClient:
    return client_of(made[0])


@pytest.fixture
def content(made: Made) -> bytes:
    app, published = made
    with app.extensions["database"].session() as session:
        found = find_content(session, ROUND, published.digest)
    assert found is not None
    return found


def text_of(reader: InspectingClient, address: str) -> str:
    return " ".join(parse(reader.get(address)).text_content().split())


@pytest.mark.parametrize("language", LANGUAGES)
def test_first_page_lists_the_service_its_round_and_the_cities(
    reader: InspectingClient, language: str
) -> None:
    page = parse(reader.get(f"/{language}/"))
    links = {link.get("href") for link in page.iter("a")}
    assert f"/{language}/r/{ROUND}" in links
    assert {f"/{language}/cities/{city}" for unit in UNITS for city in unit.split("+")} <= links


def test_first_page_of_an_empty_installation_says_what_happens_next(client: InspectingClient) -> None:
    assert "Nothing is published yet. When a round closes" in text_of(client, "/en/")
    assert "No survey is open to everybody" in text_of(client, "/en/")


def test_first_page_lists_rounds_that_everybody_may_answer(fresh: Made) -> None:
    app, published = fresh
    with app.extensions["database"].session() as session:
        holder = published.preparer
        make_round(session, round_id="by-link", access="link", account_id=holder)
        make_round(session, round_id="by-coupon", access="coupon", account_id=holder)
    page = parse(client_of(app).get("/kk/"))
    links = {link.get("href") for link in page.iter("a")}
    assert "/kk/s/by-link" in links
    assert "/kk/s/by-coupon" not in links


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("place", ["", *(f"/{unit}" for unit in UNITS)])
def test_every_page_of_a_round_opens(reader: InspectingClient, language: str, place: str) -> None:
    response = reader.get(f"/{language}/r/{ROUND}{place}")
    assert response.status_code == 200
    assert "Set-Cookie" not in response.headers


@pytest.mark.parametrize(
    "address",
    [
        "/en/r/no-such-round",
        f"/en/r/{ROUND}/no-such-city",
        f"/de/r/{ROUND}",
        f"/en/r/{ROUND}/snapshots/{'0' * 64}.json",
        f"/en/r/{ROUND}/charts/{'0' * 64}/indicators/missed_closed.json",
        "/en/r/no-such-round/figures.csv",
    ],
)
def test_unknown_addresses_are_not_found(reader: InspectingClient, address: str) -> None:
    assert reader.get(address).status_code == 404


def test_invented_answers_are_marked_on_every_page(reader: InspectingClient) -> None:
    for place in ("", "/almaty"):
        assert "Invented answers." in text_of(reader, f"/en/r/{ROUND}{place}")


def test_all_indicators_stand_on_the_page_in_the_order_of_the_framework(
    reader: InspectingClient, content: bytes
) -> None:
    page = parse(reader.get(f"/en/r/{ROUND}"))
    sections = [section.get("id") for section in page.xpath("//section[@class='dimension']")]
    order = ["availability", "accessibility", "acceptability", "affordability", "quality"]
    indicators = json.loads(content)["indicators"]
    assert sections == [code for code in order if code in {one["dimension"] for one in indicators}]
    shown = {article.get("id").removeprefix("indicator-") for article in page.iter("article")}
    assert shown == {one["id"] for one in indicators}


def test_satisfaction_stands_after_what_happened(reader: InspectingClient, content: bytes) -> None:
    figures = Figures(parse_snapshot(content))
    scales = {
        one["id"] for one in figures.content["indicators"] if figures.questions[one["question"]]["likert"]
    }
    page = parse(reader.get(f"/en/r/{ROUND}"))
    for section in page.xpath("//section[@class='dimension']"):
        ids = [article.get("id").removeprefix("indicator-") for article in section.iter("article")]
        marks = [one in scales for one in ids]
        assert marks == sorted(marks)


def test_cities_are_never_ranked(reader: InspectingClient, content: bytes) -> None:
    names = [unit["names"]["en"] for unit in json.loads(content)["units"]]
    for table in parse(reader.get(f"/en/r/{ROUND}")).xpath("//table[@class='units']"):
        assert [cell.text_content().strip() for cell in table.xpath(".//tbody/tr/th")] == names


def test_small_city_is_told_in_words_without_percentages(reader: InspectingClient) -> None:
    page = parse(reader.get(f"/en/r/{ROUND}/aktobe"))
    told = [cell.text_content() for cell in page.xpath("//p[@class='told']")]
    assert told
    assert not [words for words in told if "%" in words or "of 100" in words]


def test_page_agrees_with_the_snapshot(content: bytes) -> None:
    figures = Figures(parse_snapshot(content))
    for indicator in figures.content["indicators"]:
        rows = [table for table in figures.content["tables"] if table["question"] == indicator["question"]]
        counted = sum(
            row["counts"][rows[0]["answers"].index(answer)]
            for row in rows[0]["units"].values()
            for answer in indicator["numerator"]
        )
        share = indicator_share(figures, indicator, EVERYWHERE)
        assert share.count == counted or not share.known


@pytest.mark.parametrize(
    ("count", "of", "text"),
    [
        (0, 45, "few or none"),
        (45, 45, "nearly all"),
        (5, 10, "about half"),
        (20, 50, "about 40%"),
        (5, 5, "too few answers to say"),
    ],
)
def test_share_claims_no_more_than_it_knows(app: Flask, count: int, of: int, text: str) -> None:
    with app.test_request_context("/en/"):
        app.preprocess_request()
        share = build_share(count, of)
    assert share.text == text
    assert share.interval.low <= 100 * share.size <= share.interval.high
    assert bool(share.between) == (of >= 20)


def test_tables_have_captions_and_scopes(reader: InspectingClient) -> None:
    for place in ("", "/oskemen"):
        page = parse(reader.get(f"/ru/r/{ROUND}{place}"))
        tables = page.xpath("//table")
        assert tables
        assert all(table.find("caption") is not None for table in tables)
        assert all(cell.get("scope") in ("row", "col") for cell in page.iter("th"))


def test_csv_is_tidy_and_counts_add_up(reader: InspectingClient) -> None:
    response = reader.get(f"/en/r/{ROUND}/figures.csv")
    assert response.mimetype == "text/csv"
    assert response.headers["Content-Disposition"] == 'attachment; filename="autumn-2026-1-en.csv"'
    rows = list(csv.DictReader(io.StringIO(response.get_data(as_text=True))))
    assert list(rows[0])[:5] == ["unit", "question", "answer", "count", "of"]
    groups: dict[tuple[str, str], list[dict[str, str]]] = {}
    for row in rows:
        groups.setdefault((row["unit"], row["question"]), []).append(row)
    assert all(sum(int(row["count"]) for row in group) == int(group[0]["of"]) for group in groups.values())
    assert {unit for unit, _question in groups} == {EVERYWHERE, *UNITS}


def test_csv_for_excel_begins_with_a_mark_and_has_semicolons(reader: InspectingClient) -> None:
    content = reader.get(f"/ru/r/{ROUND}/figures.csv?excel=1").data
    assert content.startswith(b"\xef\xbb\xbfunit;question;answer;count;of;")


@pytest.mark.parametrize("cell", ["=1+1", "+7", "-1", "@sum", "\tx"])
def test_cells_of_a_csv_cannot_be_formulas(cell: str) -> None:
    assert write_csv([[cell, 5]]) == f"'{cell},5\r\n".encode()


def test_json_is_the_bytes_that_the_digest_names(reader: InspectingClient, made: Made) -> None:
    digest = made[1].digest
    response = reader.get(f"/ru/r/{ROUND}/snapshots/{digest}.json")
    assert response.mimetype == "application/json"
    assert sha256(response.data).hexdigest() == digest


def test_citation_names_address_date_and_digest(reader: InspectingClient, made: Made) -> None:
    cited = parse(reader.get(f"/en/r/{ROUND}")).xpath("//p[contains(@class, 'cite')]")[0].text_content()
    assert f"http://127.0.0.1/en/r/{ROUND}" in cited
    assert made[1].digest in cited
    assert "December 16, 2026" in cited


def test_every_chart_is_a_valid_figure_of_published_numbers(reader: InspectingClient, made: Made) -> None:
    page = parse(reader.get(f"/kk/r/{ROUND}"))
    addresses = page.xpath("//@data-chart")
    assert len(addresses) > 50
    for address in addresses:
        figure = reader.get(address).get_json()
        drawn = go.Figure(data=figure["data"], layout=figure["layout"])
        assert len(drawn.data) == len(figure["data"])
        assert all(0 <= value <= 100 for trace in figure["data"] for value in trace["x"])


def test_charts_stay_at_home_and_speak_the_language(reader: InspectingClient, made: Made) -> None:
    address = f"/kk/r/{ROUND}/charts/{made[1].digest}/indicators/missed_closed.json"
    config = reader.get(address).get_json()["config"]
    assert config["showSendToCloud"] is False
    assert config["plotlyServerURL"] == ""
    assert config["displaylogo"] is False
    assert config["modeBarButtons"] == [["toImage"]]
    assert config["locale"] == "kk"
    assert config["locales"]["kk"]["format"]["decimal"] == ","


def test_page_is_sent_once(reader: InspectingClient) -> None:
    address = f"/ru/r/{ROUND}"
    first = reader.get(address, headers={"Accept-Encoding": "gzip"})
    assert first.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(first.data) == reader.get(address).data
    again = reader.get(address, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert "Accept-Encoding" in first.headers["Vary"]


def test_corrected_round_shows_its_history_and_keeps_the_old_bytes(fresh: Made) -> None:
    app, published = fresh
    with app.extensions["database"].session() as session:
        newer = publish_again(session, published, {**SIZES, "almaty": 80})
    reader = client_of(app)
    text = text_of(reader, f"/en/r/{ROUND}")
    assert "publication 2" in text
    assert "replaced by a newer one" in text
    assert published.digest in text
    assert newer in text
    old = reader.get(f"/en/r/{ROUND}/snapshots/{published.digest}.json").data
    assert sha256(old).hexdigest() == published.digest
    chart = f"/en/r/{ROUND}/charts/{published.digest}/indicators/missed_closed.json"
    assert reader.get(chart).status_code == 200, "its permanent page still shows it"


def test_withdrawn_round_gives_the_reason_and_no_figure(fresh: Made) -> None:
    app, published = fresh
    with app.extensions["database"].session() as session:
        withdraw_snapshot(
            session,
            digest=published.digest,
            account_id=published.publisher,
            reason="Coupons were <copied> in one city.",
            today=PUBLISHED_ON,
        )
    reader = client_of(app)
    for place in ("", "/almaty", "/no-such-city"):
        response = reader.get(f"/en/r/{ROUND}{place}")
        assert response.status_code == 410
        text = parse(response).text_content()
        assert "Coupons were <copied> in one city." in text
        assert "December 16, 2026" in text
        assert not re.search(r"\d+%| of 100", text)
    assert reader.get(f"/en/r/{ROUND}/figures.csv").status_code == 410
    assert reader.get(f"/en/r/{ROUND}/snapshots/{published.digest}.json").status_code == 404
    assert "withdrawn" in text_of(reader, "/en/")


def test_method_text_becomes_blocks_and_never_markup() -> None:
    text = "# How\nwe <b>asked</b>\nthem\n\n- one\n  more\n* two\n\n## After\n"
    assert read_blocks(text) == [
        Block("heading", ("How",)),
        Block("text", ("we <b>asked</b> them",)),
        Block("list", ("one more", "two")),
        Block("heading", ("After",)),
    ]
