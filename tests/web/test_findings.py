"""Sentences about figures: what is found, what may be claimed, the scorecard and the comparison of places."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from cmm.domain.precision import how_many_more, interval
from cmm.domain.snapshot import EVERYWHERE, canonical_bytes, parse_snapshot
from cmm.services.published import find_content
from cmm.web.i18n import speaking
from cmm.web.reading.claims import Claims, build_claims
from cmm.web.reading.comparison import compare_places, list_places
from cmm.web.reading.figures import Figures
from cmm.web.reading.findings import build_finding, finding_sentence, plain_fraction
from cmm.web.reading.indicators import IndicatorView, list_dimensions, red_line
from cmm.web.reading.scorecard import ALIKE, LESS, MORE, OVER, SIGNS, UNKNOWN, build_scorecard, compare
from cmm.web.reading.shares import Share, build_share, nothing_to_say
from tests.web.inspecting import InspectingClient, client_of, parse
from tests.web.published import PublishedForTests, published_app

LANGUAGES = ("ru", "kk", "en")
ROUND = "autumn-2026"
UNITS = ("almaty", "aktobe", "oskemen", "karaganda", "temirtau+balkhash")
Made = tuple[Flask, PublishedForTests]
FIVES = st.integers(2, 60).flatmap(
    lambda steps: st.tuples(st.integers(0, steps), st.just(steps)).map(
        lambda pair: (5 * pair[0], 5 * pair[1])
    )
)
"""A published count and what it is out of."""


@pytest.fixture(scope="module")
def made(migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Made]:
    with published_app(migrated_sqlite, tmp_path_factory.mktemp("findings")) as made:
        yield made


@pytest.fixture
def reader(made: Made) -> InspectingClient:
    return client_of(made[0])


@pytest.fixture(scope="module")
def content(made: Made) -> dict[str, Any]:
    app, published = made
    with app.extensions["database"].session() as session:
        found = find_content(session, ROUND, published.digest)
    assert found is not None
    return dict(json.loads(found))


@pytest.fixture
def english(made: Made) -> Iterator[None]:
    with made[0].test_request_context("/en/"), speaking("en"):
        yield


def figures_of(content: dict[str, Any], **changes: Any) -> Figures:
    return Figures(parse_snapshot(canonical_bytes({**content, **changes})))


def view_of(share: Share, *, direction: str = "less_is_better", line: int | None = None) -> IndicatorView:
    return IndicatorView(
        code="late",
        label="Waited: more than an hour, last 90 days",
        share=share,
        beside=None,
        line=red_line({"red_line": line, "direction": direction}, share),
        direction=direction,
        satisfaction=False,
        units=(),
        missing=(),
        numerator="",
        denominator="",
        standard=None,
        question="late",
    )


@pytest.mark.usefixtures("english")
def test_a_finding_tells_share_small_numbers_range_direction_and_red_line() -> None:
    view = view_of(build_share(80, 200), line=10)
    assert finding_sentence(view, "Almaty") == (
        "Almaty. “Waited: more than an hour, last 90 days”: about 40% (roughly 2 in 5 people); between "
        f"{view.share.interval.low} and {view.share.interval.high} of 100; less is better: over the red line "
        "of 10%."
    )


@pytest.mark.usefixtures("english")
def test_few_answers_are_told_in_words() -> None:
    told = build_finding(view_of(build_share(5, 15))).sentence
    assert told == "About a third; fewer than 20 answers, so in words only; less is better."


@pytest.mark.usefixtures("english")
def test_a_small_share_of_what_is_good_is_only_so_much() -> None:
    share = build_share(60, 200)
    assert build_finding(view_of(share, direction="more_is_better")).opening == "Only about 30%"
    assert build_finding(view_of(share)).opening == "About 30%"


@pytest.mark.usefixtures("english")
def test_what_is_not_published_gives_the_reason_and_nothing_else() -> None:
    view = view_of(nothing_to_say("too few answers to say"))
    assert build_finding(view).sentence == "Too few answers to say."


@pytest.mark.parametrize("language", LANGUAGES)
@given(figure=FIVES, better=st.sampled_from(["less_is_better", "more_is_better"]))
def test_no_sentence_is_more_exact_than_its_figures(
    made: Made, language: str, figure: tuple[int, int], better: str
) -> None:
    with made[0].test_request_context(f"/{language}/"), speaking(language):
        view = view_of(build_share(*figure), direction=better, line=10)
        sentence = finding_sentence(view, "Almaty").replace(view.line.text if view.line else "", "")
        finding = build_finding(view)
    assert not re.search(r"\d[.,]\d|%\(|\{|\.\.", sentence)
    assert sentence.endswith(".")
    assert view.label in sentence
    if figure[1] < 20:
        assert "%" not in finding.told + finding.between
    assert (finding.fraction != "") == (view.share.percent is not None)


@given(st.floats(0, 1))
def test_small_numbers_are_near_the_share(share: float) -> None:
    found = re.search(r"(\d+) in (\d+)", plain_fraction(share).replace("half of the people", "1 in 2"))
    words = plain_fraction(share)
    if found is None or not words.startswith("roughly"):
        return
    assert abs(int(found[1]) / int(found[2]) - share) <= 0.051


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_small_number_has_its_words(made: Made, language: str) -> None:
    with made[0].test_request_context(f"/{language}/"), speaking(language):
        assert len({plain_fraction(percent / 100) for percent in range(101)}) == 13


def claims_of(content: dict[str, Any], place: str = "almaty", **unit_changes: Any) -> Claims:
    access = unit_changes.pop("access", "coupon")
    units = [
        {**unit, **unit_changes} if unit["code"] == place or place == EVERYWHERE else unit
        for unit in content["units"]
    ]
    return build_claims(figures_of(content, units=units, access=access), place)


@pytest.mark.usefixtures("english")
@pytest.mark.parametrize(
    ("answered", "known", "access", "basis", "of_all_clients"),
    [
        (45, 50, "coupon", "nearly a count of all clients", True),
        (45, 80, "coupon", "at least half, but not all", False),
        (45, 300, "coupon", "fewer than half", False),
        (45, None, "coupon", "how many clients there are is not known", False),
        (45, 40, "coupon", "the number of clients is out of date", False),
        (45, 50, "link", "cannot rule out that somebody answered twice", False),
    ],
)
def test_claims_follow_access_and_response_rate(
    content: dict[str, Any], answered: int, known: int | None, access: str, basis: str, of_all_clients: bool
) -> None:
    claims = claims_of(content, answered=answered, known_clients=known, access=access)
    assert basis in claims.basis
    assert ("all clients in treatment" in " ".join(claims.may)) is of_all_clients
    assert ("Do not say “of all clients”" in " ".join(claims.may_not)) is not of_all_clients
    assert ("alone as proof" in " ".join(claims.may_not)) is (access == "link")


@pytest.mark.usefixtures("english")
def test_a_small_place_claims_words_only_and_names_what_is_missing(content: dict[str, Any]) -> None:
    claims = claims_of(content, answered=15, known_clients=40)
    assert "not in percent" in claims.may[0]
    assert f"About {how_many_more(15, 40)} more answers" in claims.more_needed
    assert "by up to 33 points" in claims.more_needed


@pytest.mark.usefixtures("english")
def test_enough_answers_are_enough(content: dict[str, Any]) -> None:
    claims = claims_of(content, answered=45, known_clients=50)
    assert "There are enough answers" in claims.more_needed


@pytest.mark.usefixtures("english")
def test_only_the_whole_round_speaks_of_ranking(content: dict[str, Any]) -> None:
    assert "rank" in " ".join(claims_of(content, EVERYWHERE).may_not)
    assert "rank" not in " ".join(claims_of(content).may_not)


@given(FIVES, FIVES)
def test_a_difference_is_called_sure_only_without_overlap(
    one: tuple[int, int], other: tuple[int, int]
) -> None:
    shares = [Share(*figure, "", interval=interval(*figure)) for figure in (one, other)]
    opposite = {MORE: LESS, LESS: MORE, ALIKE: ALIKE}
    found = compare(*shares)
    assert compare(shares[1], shares[0]) == opposite[found]
    first, second = (share.interval for share in shares)
    assert (found == ALIKE) == (first.low <= second.high and second.low <= first.high)
    assert compare(shares[0], nothing_to_say("")) == UNKNOWN


@pytest.mark.usefixtures("english")
def test_the_scorecard_has_every_indicator_once_with_a_sign_and_a_word(content: dict[str, Any]) -> None:
    figures = figures_of(content)
    for place in (EVERYWHERE, *UNITS):
        card = build_scorecard(list_dimensions(figures, place))
        codes = [score.view.code for row in card.rows for score in (*row.shown, *row.rest)]
        assert sorted(codes) == sorted(indicator["id"] for indicator in content["indicators"])
        for score in (score for row in card.rows for score in row.scores):
            assert score.word
            assert score.sign == SIGNS[score.state]
            assert (score.state == OVER) == (score.view.line is not None and score.view.line.state == "over")
        assert all(not row.rest or row.shown for row in card.rows)
        assert all(score.view.direction == "less_is_better" for score in card.events)


@pytest.mark.usefixtures("english")
def test_cities_stand_in_their_order_and_differ_only_without_overlap(content: dict[str, Any]) -> None:
    figures = figures_of(content)
    dimensions = list_dimensions(figures, EVERYWHERE)
    cities = build_scorecard(dimensions).cities
    assert [city.name for city in cities] == [unit["names"]["en"] for unit in content["units"]]
    for place, city in enumerate(cities):
        for view in (view for dimension in dimensions for view in dimension.indicators):
            own, whole = view.units[place].share.interval, view.share.interval
            apart = own.low > whole.high or own.high < whole.low
            assert (view.label in city.more + city.less) == (apart and view.units[place].share.known)


@pytest.mark.usefixtures("english")
def test_a_comparison_reads_the_same_from_both_sides(content: dict[str, Any]) -> None:
    figures = figures_of(content)
    places = list_places(figures)
    assert [place.code for place in places] == [EVERYWHERE, *UNITS]
    there, back = (compare_places(figures, *pair) for pair in (places[1:3], places[2:0:-1]))
    assert there.count == back.count > 10
    for one, other in zip(there.dimensions, back.dimensions, strict=True):
        assert [row.verdict for row in one.indicators] == [row.verdict for row in other.indicators]


@pytest.mark.parametrize("language", LANGUAGES)
def test_round_and_city_pages_show_findings_scorecard_and_claims(
    reader: InspectingClient, language: str
) -> None:
    for place in ("", "/almaty", "/aktobe"):
        page = parse(reader.get(f"/{language}/r/{ROUND}{place}"))
        order = [part.get("id") for part in page.xpath("//main/*[@id]")]
        known = [
            part for part in order if part in ("standing-out", "scorecard", "limits", "voices", "cities")
        ]
        assert known[:3] == ["standing-out", "scorecard", "limits"]
        assert all(
            article.xpath(".//p[@class='told']/strong | .//p[@class='told'][text()]")
            for article in page.iter("article")
        )
        assert page.xpath("//*[@id='scorecard']//li//span[@class='sign']")
        assert bool(page.xpath("//ul[@class='city-list']/li")) == (place == "")


@pytest.mark.parametrize("language", LANGUAGES)
def test_two_places_are_compared_without_a_script(reader: InspectingClient, language: str) -> None:
    address = f"/{language}/r/{ROUND}/compare?one=almaty&other={EVERYWHERE}"
    response = reader.get(address)
    page = parse(response)
    assert response.status_code == 200
    assert "Set-Cookie" not in response.headers
    assert page.xpath("//form[@method='get']//select[@name='one']/option[@selected]/@value") == ["almaty"]
    assert page.xpath("//select[@name='other']/option[@selected]/@value") == [EVERYWHERE]
    assert len(page.xpath("//table[@class='compared']//tbody/tr")) > 20
    others = page.xpath("//ul[@class='languages']//a/@href")
    assert len(others) == 2
    assert all("one=almaty" in link and f"other={EVERYWHERE}" in link for link in others)


@pytest.mark.parametrize(
    ("asked", "status", "words"),
    [
        ("", 200, "Choose two places, then press the button."),
        ("?one=almaty", 200, "Choose two places, then press the button."),
        ("?one=almaty&other=almaty", 200, "This is the same place twice."),
        ("?one=almaty&other=atlantis", 404, "This round has no such place."),
        ("?one=%3Cscript%3E&other=almaty", 404, "This round has no such place."),
    ],
)
def test_a_comparison_that_cannot_be_made_says_what_to_do(
    reader: InspectingClient, asked: str, status: int, words: str
) -> None:
    response = reader.get(f"/en/r/{ROUND}/compare{asked}")
    assert response.status_code == status
    assert words in parse(response).text_content()
    assert not parse(response).xpath("//table")


def test_the_empty_form_proposes_two_different_places(reader: InspectingClient) -> None:
    page = parse(reader.get(f"/en/r/{ROUND}/compare"))
    assert page.xpath("//option[@selected]/@value") == ["almaty", EVERYWHERE]


def test_pages_lead_to_the_comparison(reader: InspectingClient) -> None:
    assert f"/en/r/{ROUND}/compare" in parse(reader.get(f"/en/r/{ROUND}")).xpath("//a/@href")
    here = parse(reader.get(f"/en/r/{ROUND}/almaty")).xpath("//a/@href")
    assert f"/en/r/{ROUND}/compare?one=almaty&other={EVERYWHERE}" in here


def test_the_page_of_all_cities_stays_light(reader: InspectingClient) -> None:
    packed = reader.get(f"/ru/r/{ROUND}", headers={"Accept-Encoding": "gzip"}).data
    assert len(packed) < 45_000
