"""Several rounds beside each other: what may be compared, what changed, and where it is told."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from cmm.app import create_app
from cmm.services.published_series import find_earlier, list_series
from cmm.web.reading.service_here import describe_round
from tests.rules.filled import make_config
from tests.web.inspecting import InspectingClient, client_of, parse
from tests.web.series_rounds import publish, withdraw

LANGUAGES = ("ru", "kk", "en")


def text_of(client: InspectingClient, address: str) -> str:
    return " ".join(parse(client.get(address)).text_content().split())


def part_of(client: InspectingClient, address: str, part: str) -> str:
    """The words of the element with this id; "" when there is none."""
    found = parse(client.get(address)).xpath(f"//*[@id='{part}']")
    return " ".join(found[0].text_content().split()) if found else ""


def links_of(client: InspectingClient, address: str) -> set[str]:
    return {link.get("href") for link in parse(client.get(address)).iter("a")}


def publish_two(db: Session) -> tuple[str, str]:
    """Almaty became better, Shymkent worse, in Taraz nothing can be seen."""
    earlier = publish(db, "spring", {"almaty": (50, 60), "shymkent": (5, 60), "taraz": (20, 40)}, place=0)
    later = publish(db, "autumn", {"almaty": (5, 60), "shymkent": (50, 60), "taraz": (20, 40)}, place=1)
    return earlier, later


@pytest.fixture(scope="module")
def reader(migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[InspectingClient]:
    """A reader of the two rounds, which these tests only look at."""
    folder = tmp_path_factory.mktemp("series")
    shutil.copy(migrated_sqlite, folder / "cmm.sqlite")
    app = create_app(make_config(folder))
    with app.extensions["database"].session() as session:
        publish_two(session)
    yield client_of(app)
    app.extensions["database"].engine.dispose()


@pytest.mark.parametrize(
    ("address", "title", "place"),
    [
        ("/en/", "What clients say about their services", "all"),
        ("/en/cities/almaty", "Almaty", "almaty"),
        ("/en/services/small", "A short survey", "all"),
        ("/en/services/small/indicators/site_closed", "", "all"),
    ],
)
def test_a_shared_link_shows_a_title_and_a_picture_of_the_newest_round(
    reader: InspectingClient, address: str, title: str, place: str
) -> None:
    page = parse(reader.get(address))
    said = {each.get("property"): each.get("content") for each in page.iter("meta") if each.get("property")}
    assert said["og:title"].startswith(title)
    assert said["og:title"]
    assert said["og:url"].endswith(address)
    assert said["og:image"].endswith(f"/en/r/autumn/v/1/{place}/card.png")


def test_only_surely_different_figures_are_called_changes(reader: InspectingClient) -> None:
    better = part_of(reader, "/en/r/autumn/almaty", "changes")
    assert "✓ Better than before" in better
    assert "before: about 83% → now: about 8%" in better
    assert "Worse" not in better
    worse = part_of(reader, "/en/r/autumn/shymkent", "changes")
    assert "! Worse than before" in worse
    assert "Better" not in worse
    alike = part_of(reader, "/en/r/autumn/taraz", "changes")
    assert "no change can be seen" in alike
    assert "Better than before" not in alike


def test_the_round_page_says_in_which_cities_something_changed(reader: InspectingClient) -> None:
    changes = part_of(reader, "/en/r/autumn", "changes")
    assert "Almaty: ✓ 1 indicator better" in changes
    assert "Shymkent: ! 1 indicator worse" in changes
    assert "Taraz" not in changes
    assert part_of(reader, "/en/r/spring", "changes") == ""
    assert {"/en/services/small", "/en/cities/almaty"} <= links_of(reader, "/en/r/autumn/almaty")


def test_a_permanent_page_says_nothing_of_other_rounds(reader: InspectingClient) -> None:
    assert part_of(reader, "/en/r/autumn/v/1", "changes") == ""


def test_the_city_page_shows_both_rounds(reader: InspectingClient) -> None:
    words = text_of(reader, "/en/cities/almaty")
    assert "about 83%" in words
    assert "about 8%" in words
    assert "✓ better than in the round before" in words
    assert "Response rate" not in words, "anybody may answer who has the link"
    around = {"/en/regions/city", "/en/country/KZ", "/en/services/small"}
    assert around <= links_of(reader, "/en/cities/almaty")


def test_a_response_rate_is_told_where_coupons_were_given(reader: InspectingClient) -> None:
    with reader.application.extensions["database"].session() as session:
        newest = list_series(session).rounds[0]
    with reader.application.test_request_context("/en/"):
        by_link = describe_round(newest, newest.snapshot.units[:1])
    assert by_link.rate is None
    by_coupon = replace(by_link, open_link=False)
    assert (by_coupon.answered, by_coupon.known_clients, by_coupon.rate) == (60, 70, 86)


def test_the_region_adds_up_what_is_published_of_its_cities(reader: InspectingClient) -> None:
    words = text_of(reader, "/en/regions/south")
    assert "about 100" in words
    assert "about 70%" in words
    assert {"/en/cities/shymkent", "/en/cities/taraz"} <= links_of(reader, "/en/regions/south")


def test_the_indicator_page_defines_it_and_shows_all_cities(reader: InspectingClient) -> None:
    address = "/en/services/small/indicators/site_closed"
    words = text_of(reader, address)
    assert "A standard (its source)" in words
    assert "everybody" in words
    assert "Over the red line of 10%" in words
    assert "/en/r/autumn/taraz" in links_of(reader, address)
    circles = parse(reader.get(address)).xpath("//*[local-name()='circle']/@class")
    assert set(circles) == {"dot over", "dot unsure"}


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"label": {"ru": "Пункт был закрыт?", "en": "Was the place closed?"}}, "the question was changed"),
        ({"type": "select_multiple"}, "the question was changed"),
    ],
)
def test_a_changed_question_breaks_the_trend_and_the_page_says_so(
    client: InspectingClient, db: Session, change: dict[str, object], reason: str
) -> None:
    publish(db, "spring", {"almaty": (50, 60)}, place=0, question=change)
    publish(db, "autumn", {"almaty": (5, 60)}, place=1)
    words = text_of(client, "/en/cities/almaty")
    assert f"Round spring: not compared, because {reason}" in words
    assert "better" not in words
    assert f"The site was closed: {reason}" in part_of(client, "/en/r/autumn/almaty", "changes")


def test_a_joined_city_is_another_place_than_the_same_city_alone(
    client: InspectingClient, db: Session
) -> None:
    publish(db, "spring", {"almaty": (50, 60), "shymkent+taraz": (50, 60)}, place=0)
    publish(db, "autumn", {"almaty": (50, 60), "shymkent": (5, 60), "taraz": (5, 60)}, place=1)
    assert "no figures of its own in that round" in part_of(client, "/en/r/autumn/shymkent", "changes")
    assert "compared: Almaty." in part_of(client, "/en/r/autumn", "changes")
    assert "the figures are of other cities" in text_of(client, "/en/cities/taraz")


def test_a_city_published_with_others_says_whose_figures_they_are(
    client: InspectingClient, db: Session
) -> None:
    publish(db, "autumn", {"almaty+taraz": (10, 20), "shymkent": (10, 60)}, place=0)
    assert "about these cities together: Almaty, Taraz." in text_of(client, "/en/cities/taraz")
    assert "Nothing can be shown of this place alone" in text_of(client, "/en/regions/city")
    drawn = parse(client.get("/en/services/small/indicators/site_closed"))
    assert len(drawn.xpath("//*[contains(@class, 'map-wide')]//*[local-name()='line']")) == 1
    assert "published together" in drawn.text_content()


def test_a_region_whose_cities_changed_company_is_not_compared(client: InspectingClient, db: Session) -> None:
    publish(db, "spring", {"shymkent": (50, 60), "taraz": (50, 60)}, place=0)
    publish(db, "autumn", {"shymkent": (5, 60)}, place=1, silent=["taraz"])
    words = text_of(client, "/en/regions/south")
    assert "compared: Shymkent." in words or "Better than before" in words
    assert "no figures of this place" not in words


def test_withdrawn_rounds_are_named_and_none_of_their_figures_shown(
    client: InspectingClient, db: Session
) -> None:
    spring, _autumn = publish_two(db)
    assert "about 83%" in text_of(client, "/en/cities/almaty")
    withdraw(db, spring)
    for address in ("/en/cities/almaty", "/en/services/small", "/en/regions/city"):
        words = text_of(client, address)
        assert "about 83%" not in words
        assert "withdrawn on" in words
    assert part_of(client, "/en/r/autumn", "changes") == ""
    assert "Round spring: withdrawn" in text_of(client, "/en/")


def test_when_everything_is_withdrawn_the_pages_say_so(client: InspectingClient, db: Session) -> None:
    withdraw(db, publish(db, "spring", {"almaty": (50, 60)}, place=0))
    for address in ("/en/", "/en/cities/almaty", "/en/services/small", "/en/country/KZ"):
        words = text_of(client, address)
        assert "withdrawn" in words
        assert "83%" not in words
    assert client.get("/en/services/small/indicators/site_closed").status_code == 404


def test_a_city_without_a_position_is_listed_under_the_map(client: InspectingClient, db: Session) -> None:
    publish(db, "autumn", {"almaty": (50, 60), "oral": (50, 60)}, place=0)
    assert "Not on the map: Oral." in text_of(client, "/en/")


def test_the_front_leads_to_services_cities_and_country(reader: InspectingClient) -> None:
    wanted = {"services/small", "cities/almaty", "cities/taraz", "regions/south", "country/KZ", "r/autumn"}
    for language in LANGUAGES:
        assert {f"/{language}/{path}" for path in wanted} <= links_of(reader, f"/{language}/")
    assert "Қазақстан" in text_of(reader, "/kk/country/KZ")


def test_what_is_not_published_has_no_page(reader: InspectingClient) -> None:
    unknown = ("cities/nowhere", "regions/nowhere", "country/XX", "services/none")
    for address in (*unknown, "services/small/indicators/x"):
        assert reader.get(f"/en/{address}").status_code == 404, address


def test_rounds_stand_by_their_last_day_and_each_knows_the_one_before(db: Session) -> None:
    publish(db, "second", {"almaty": (10, 60)}, place=1)
    publish(db, "first", {"almaty": (10, 60), "taraz": (10, 20)}, place=0)
    publish(db, "third", {"taraz": (10, 60)}, place=2)
    series = list_series(db)
    assert [each.round_id for each in series.rounds] == ["third", "second", "first"]
    assert [each.round_id for each in list_series(db, cities=["almaty"]).rounds] == ["second", "first"]
    assert list_series(db, form_id="another").rounds == ()
    earlier = [find_earlier(db, each.snapshot) for each in series.rounds]
    assert [each.round_id if each else None for each in earlier] == ["second", "first", None]


def test_pages_are_made_once_and_anew_when_something_changes(client: InspectingClient, db: Session) -> None:
    publish(db, "spring", {"almaty": (50, 60)}, place=0)
    first = client.get("/en/cities/almaty").headers["ETag"]
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("cmm.web.dashboard.series_pages.render_template", None)
        assert client.get("/en/cities/almaty").headers["ETag"] == first
    publish(db, "autumn", {"almaty": (5, 60)}, place=1)
    assert client.get("/en/cities/almaty").headers["ETag"] != first


TREND = "services/small/indicators/site_closed/trends"


def test_a_trend_is_a_picture_with_a_page_and_a_frame(reader: InspectingClient) -> None:
    for language in LANGUAGES:
        for place in ("all", "taraz"):
            address = f"/{language}/{TREND}/{place}"
            assert len(parse(reader.get(address)).xpath("//figure//svg")) == 2
            assert reader.get(f"{address}.png").mimetype == "image/png"
            framed = reader.get(f"{address}/embed")
            assert "frame-ancestors *" in framed.headers["Content-Security-Policy"]
            assert address in reader.get(f"{address}.svg").text.replace("&#x2F;", "/")
    assert f"/en/{TREND}/almaty" in links_of(reader, "/en/services/small/indicators/site_closed")
    assert f"/en/{TREND}/all" in links_of(reader, "/en/services/small/indicators/site_closed")


def test_the_picture_of_a_trend_says_what_the_page_says(reader: InspectingClient) -> None:
    for place, told in (
        ("almaty", "Better than in the round before; less is better."),
        ("shymkent", "Worse than in the round before; less is better."),
        ("taraz", "No change can be seen: the two ranges overlap; less is better."),
    ):
        assert told in text_of(reader, f"/en/{TREND}/{place}")
        drawn = reader.get(f"/en/{TREND}/{place}.svg").text
        assert drawn.count('r="5"') == 2
        assert "about 8%" in drawn or place != "almaty"


def test_a_trend_goes_on_with_the_next_round_and_without_a_withdrawn_one(
    db: Session, client: InspectingClient
) -> None:
    first, second = publish_two(db)
    address = f"/en/{TREND}/almaty"
    assert client.get(f"{address}.svg").text.count('r="5"') == 2
    publish(db, "winter", {"almaty": (40, 60)}, place=2)
    assert client.get(f"{address}.svg").text.count('r="5"') == 3
    assert "Worse than in the round before" in text_of(client, address)
    assert client.get(f"/en/{TREND}/taraz.svg").text.count('r="5"') == 2, "up to the last round that shows it"
    withdraw(db, second)
    assert client.get(f"{address}.svg").text.count('r="5"') == 2
    withdraw(db, first)
    assert "There is one round so far." in text_of(client, address)
    assert client.get(f"/en/{TREND}/taraz").status_code == 404
