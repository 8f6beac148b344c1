"""An open link has no known number of people behind it: everywhere one interval, as of endlessly many."""

import re
import shutil
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from flask import Flask
from sqlalchemy.orm import Session

from cmm.app import create_app
from cmm.domain.evidence.crosswalk import read_crosswalk
from cmm.domain.language import SCREEN_LANGUAGES
from cmm.domain.precision import Interval, how_many_more, interval
from cmm.domain.snapshot import EVERYWHERE
from cmm.paths import data_dir
from cmm.services.promise_evidence import find_figure
from cmm.services.published import find_published
from cmm.web.evidence.files import write_program_files
from cmm.web.evidence.language_files import write_tables
from cmm.web.evidence.material import read_material
from cmm.web.evidence.reading import read_source
from cmm.web.evidence.report import build_report
from cmm.web.evidence.source import PackSource
from cmm.web.i18n import speaking
from cmm.web.reading.figures import Figures
from cmm.web.reading.findings import build_finding
from cmm.web.reading.indicators import build_indicator
from tests.rules.filled import make_config
from tests.web.inspecting import InspectingClient, parse
from tests.web.series_rounds import publish

SITE = "https://figures.example.org"
SAID = {"almaty": (20, 40), "shymkent": (5, 30)}
KNOWN = {"almaty": 50, "shymkent": 40, EVERYWHERE: 90}
WIDE = {
    "almaty": interval(20, 40),
    "shymkent": interval(5, 30),
    EVERYWHERE: interval(25, 70, units=2),
}
NARROW = {
    "almaty": interval(20, 40, population=50),
    "shymkent": interval(5, 30, population=40),
    EVERYWHERE: interval(25, 70, units=2, population=90),
}
PAGES = {
    "/en/r/north/almaty": "almaty",
    "/en/r/north/v/1": EVERYWHERE,
    "/en/r/north/v/1/almaty/figures/site_closed": "almaty",
    "/en/r/north/v/1/almaty/figures/site_closed.svg": "almaty",
    "/en/r/north/v/1/all/figures/site_closed/embed": EVERYWHERE,
    "/en/r/north/v/1/almaty/questions/closed": "almaty",
    "/en/r/north/compare?one=almaty&other=shymkent": "shymkent",
    "/en/services/small/indicators/site_closed": EVERYWHERE,
    "/en/services/small/indicators/site_closed?place=almaty": "almaty",
    "/en/cities/almaty": "almaty",
    "/en/services/small": EVERYWHERE,
}


def between(around: Interval) -> str:
    return f"between {around.low} and {around.high} of 100"


@pytest.fixture(scope="module")
def app(migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The application with one round, answered by an open link, which these tests only look at."""
    folder = tmp_path_factory.mktemp("open-link")
    shutil.copy(migrated_sqlite, folder / "cmm.sqlite")
    made = create_app(make_config(folder))
    with made.extensions["database"].session() as session:
        publish(session, "north", SAID, place=0)
    yield made
    made.extensions["database"].engine.dispose()


@pytest.fixture(scope="module")
def source(app: Flask) -> PackSource:
    with app.extensions["database"].session() as session:
        found = read_source(session, "north", None, SITE)
    assert found
    return found


def test_the_wider_interval_is_another_one() -> None:
    assert all(WIDE[place] != NARROW[place] for place in WIDE)


@pytest.mark.parametrize(("address", "place"), PAGES.items())
def test_pages_and_pictures_tell_the_wide_interval(
    client: InspectingClient, address: str, place: str
) -> None:
    answer = client.get(address)
    assert answer.status_code == 200
    told = " ".join(re.sub(r"<[^>]*>", " ", answer.text).split())
    assert between(WIDE[place]) in told
    assert not any(between(around) in told for around in NARROW.values())


def test_the_known_number_of_clients_is_still_told(client: InspectingClient) -> None:
    for address, known in (("/en/r/north", 90), ("/en/r/north/almaty", 50), ("/en/services/small", 90)):
        assert f"of {known} known clients" in parse(client.get(address)).text_content()
    told = client.get("/api/v1/rounds/north/publications/1").json
    assert told
    assert told["known_clients"] == KNOWN[EVERYWHERE]


def test_the_interface_for_programs_tells_the_wide_interval(client: InspectingClient) -> None:
    found = client.get("/api/v1/rounds/north/publications/1/indicators").json
    assert found
    ranges = {each["place"]: each["interval"] for each in found["items"][0]["figures"]}
    assert ranges == {place: around._asdict() for place, around in WIDE.items()}


def test_tables_of_the_pack_tell_the_wide_interval(app: Flask, source: PackSource) -> None:
    plan = read_crosswalk(data_dir("surveys"))
    with app.app_context(), speaking("en"):
        book = openpyxl.load_workbook(BytesIO(write_tables(source, plan)["tables.xlsx"]))
        plain = write_program_files(source, plan)["data/indicators.csv"].decode().splitlines()
    rows = [[cell.value for cell in row] for row in next(s for s in book if "ndicators" in s.title).rows]
    for heading, *lines in (rows, [line.split(",") for line in plain]):
        assert len(lines) == len(WIDE)
        for line in lines:
            around = WIDE[str(line[0])]
            assert [str(around.low), str(around.high)] == [str(each) for each in line[10:12]], heading


def test_the_report_tells_the_wide_interval_and_claims_nothing_about_all_clients(
    app: Flask, source: PackSource
) -> None:
    with app.app_context(), speaking("en"):
        told = repr(build_report(read_material(source)).blocks)
    assert all(between(around) in told for around in WIDE.values())
    assert not any(between(around) in told for around in NARROW.values())
    assert "made narrower" not in told
    assert "true share of all clients" not in told
    assert f"about {how_many_more(40, None)} more" in told


def test_requests_to_offices_rest_on_the_wide_interval(db: Session) -> None:
    published = find_published(db, "north")
    assert published
    for place, around in WIDE.items():
        figure = find_figure(published.snapshot, "site_closed", place)
        assert figure
        assert figure.around == around


def test_sentences_say_those_who_answered_in_every_language(app: Flask, source: PackSource) -> None:
    """A share of nobody knows how many is not said about all clients."""
    figures = Figures(source.published.snapshot)
    for language in SCREEN_LANGUAGES:
        with app.app_context(), speaking(language):
            told = build_finding(build_indicator(figures, figures.content["indicators"][0], "almaty"))
            assert str(WIDE["almaty"].high) in told.sentence
