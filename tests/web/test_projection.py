"""The map keeps places where they are: north above south, west left of east, nothing outside."""

from hypothesis import given
from hypothesis import strategies as st

from cmm.web.reading.country_map import NARROW, WIDE, MapItem, build_map, read_outlines
from cmm.web.reading.projection import fit_projection

PLACES = st.tuples(st.floats(36, 56), st.floats(22, 88))


@given(st.lists(PLACES, min_size=1, max_size=12))
def test_everything_lies_inside_the_margin(places: list[tuple[float, float]]) -> None:
    projection = fit_projection(places, 400, 20)
    for place in places:
        x, y = projection.at(place)
        assert 19.9 <= x <= 380.1
        assert 19.9 <= y <= projection.height - 19.9


@given(PLACES, st.floats(0.5, 3), st.floats(0.5, 3))
def test_north_is_above_and_east_is_right(place: tuple[float, float], up: float, right: float) -> None:
    latitude, longitude = place
    north, east = (latitude + up, longitude), (latitude, longitude + right)
    projection = fit_projection([place, north, east], 400, 20)
    assert projection.at(north)[1] < projection.at(place)[1]
    assert projection.at(east)[0] > projection.at(place)[0]


def test_distances_are_those_of_the_globe() -> None:
    """Almaty to Pavlodar is about 1,010 km, Oral to Oskemen about 2,220 km."""
    almaty, pavlodar, oral, oskemen = (43.2, 76.9), (52.3, 77.0), (51.2, 51.4), (50.0, 82.6)
    corners = [place for ring in read_outlines()["KZ"] for place in ring]
    projection = fit_projection(corners, 960, 20)

    def distance(one: tuple[float, float], other: tuple[float, float]) -> float:
        (x1, y1), (x2, y2) = projection.at(one), projection.at(other)
        return float(((x1 - x2) ** 2 + (y1 - y2) ** 2) ** 0.5)

    assert 2.1 < distance(oral, oskemen) / distance(almaty, pavlodar) < 2.3


def test_outlines_hold_the_capitals() -> None:
    """A point is inside when a line from it crosses the rings an odd number of times."""
    capitals = {
        "AM": (40.2, 44.5),
        "AZ": (40.4, 49.8),
        "GE": (41.7, 44.8),
        "KG": (42.87, 74.6),
        "KZ": (51.2, 71.4),
        "MD": (47.0, 28.9),
        "TJ": (38.6, 68.8),
        "TM": (37.95, 58.4),
        "UA": (50.4, 30.5),
        "UZ": (41.3, 69.2),
    }
    outlines = read_outlines()
    assert outlines.keys() == capitals.keys()
    assert [code for code, at in capitals.items() if not _inside(at, outlines[code])] == []
    assert _inside((45.0, 34.1), outlines["UA"])


def test_cities_that_a_finger_cannot_part_share_a_label_and_a_target() -> None:
    near = MapItem("Karaganda", "/k", (("Karaganda", (49.8, 73.1)),))
    nearer = MapItem("Temirtau", "/t", (("Temirtau", (50.1, 73.0)),))
    far = MapItem("Almaty", "/a", (("Almaty", (43.2, 76.9)),))
    drawn = build_map([near, nearer, far], ["KZ"])
    assert drawn.wide
    assert drawn.narrow
    assert [label.text for label in drawn.wide.labels] == ["Karaganda, Temirtau", "Almaty"]
    assert [label.text for label in drawn.narrow.labels] == ["1, 2", "3"]
    assert all(min(label.box[2:]) >= 44 for label in drawn.wide.labels)
    assert (drawn.wide.width, drawn.narrow.width) == (WIDE, NARROW)


def test_cities_that_are_published_together_are_joined_and_the_others_listed() -> None:
    together = MapItem("A, B", "/ab", (("A", (44.8, 65.5)), ("B", (42.9, 71.4))))
    drawn = build_map([together, MapItem("C", "/c", (("C", None),))], ["KZ"])
    assert drawn.wide
    assert len(drawn.wide.joined) == 1
    assert {dot.number for label in drawn.wide.labels for dot in label.dots} == {1}
    assert drawn.unplaced == ("C",)


def test_no_position_no_map_and_a_country_without_an_outline_still_has_one() -> None:
    item = MapItem("C", "/c", (("C", None),))
    assert build_map([item], ["KZ"]).wide is None
    alone = build_map([MapItem("D", "/d", (("D", (10.0, 10.0)),))], ["XX"])
    assert alone.wide
    assert alone.wide.outlines == ()
    assert [label.text for label in alone.wide.labels] == ["D"]


def _inside(place: tuple[float, float], rings: list[list[tuple[float, float]]]) -> bool:
    latitude, longitude = place
    crossings = 0
    for ring in rings:
        for (lat1, lon1), (lat2, lon2) in zip(ring, [*ring[1:], ring[0]], strict=True):
            if (lat1 > latitude) != (lat2 > latitude):
                crossings += longitude < (lon2 - lon1) * (latitude - lat1) / (lat2 - lat1) + lon1
    return crossings % 2 == 1
