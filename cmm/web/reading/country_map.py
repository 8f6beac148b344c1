"""A map of places, drawn by the server from outlines that travel with the program: no outside request.

Positions are those of cities to a tenth of a degree. The list beside a map says the same in words.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise
from math import hypot
from pathlib import Path

from cmm.web.reading.projection import Degrees, Point, Projection, fit_projection

OUTLINES = Path(__file__).resolve().parents[2] / "static" / "maps" / "outlines.json"
WIDE, NARROW = 960, 340
"""Widths of the two drawings, in pixels: with names, and for a phone with numbers only."""
MARGIN = 34
NEAR = {WIDE: 46, NARROW: 22}
"""Dots nearer than this share one label: a finger could not choose between them."""
LETTER, LINE = 8.2, 19
"""Width of a letter and height of a line of a label."""
DOT = 9


@dataclass(frozen=True, slots=True)
class MapItem:
    """A city, or several that are published together: one name and position each. `state`, `sign` and `word`
    tell where it stands to a red line; they may be empty.
    """

    name: str
    address: str
    places: tuple[tuple[str, Degrees | None], ...]
    state: str = "plain"
    sign: str = ""
    word: str = ""


@dataclass(frozen=True, slots=True)
class Dot:
    """One city on the map; `number` is its place in the list beside."""

    number: int
    name: str
    address: str
    state: str
    sign: str
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Label:
    """Dots that stand together, and what is written beside them. `box` is what a finger can hit."""

    dots: tuple[Dot, ...]
    text: str
    x: float
    y: float
    anchor: str
    box: tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Drawing:
    """One map in pixels; `outlines` are SVG paths, `joined` lines between cities that are shown together."""

    width: int
    height: int
    outlines: tuple[str, ...]
    labels: tuple[Label, ...]
    joined: tuple[tuple[Point, Point], ...]


@dataclass(frozen=True, slots=True)
class CountryMap:
    """`wide` and `narrow` are None when no place has a position. `items` are numbered from 1."""

    items: tuple[MapItem, ...]
    wide: Drawing | None
    narrow: Drawing | None
    unplaced: tuple[str, ...]


def build_map(items: Sequence[MapItem], countries: Iterable[str]) -> CountryMap:
    """The map of `items` on the outlines of `countries` (codes of ISO 3166-1)."""
    placed = [at for item in items for _name, at in item.places if at]
    rings = [ring for country in countries for ring in read_outlines().get(country, ())]
    drawings = [_draw(items, rings, placed, width) if placed else None for width in (WIDE, NARROW)]
    unplaced = tuple(name for item in items for name, at in item.places if not at)
    return CountryMap(tuple(items), drawings[0], drawings[1], unplaced)


@cache
def read_outlines() -> dict[str, list[list[Degrees]]]:
    """Rings of latitude and longitude by country."""
    content = json.loads(OUTLINES.read_text(encoding="utf-8"))
    return {
        code: [[(latitude, longitude) for longitude, latitude in ring] for ring in rings]
        for code, rings in content.items()
    }


def _draw(
    items: Sequence[MapItem], rings: Sequence[Sequence[Degrees]], placed: Sequence[Degrees], width: int
) -> Drawing:
    projection = fit_projection([*placed, *(each for ring in rings for each in ring)], width, MARGIN)
    height = round(projection.height)
    dots = list(_dots(items, projection))
    wide = width == WIDE
    labels = _Labels(width, height, dots).write(_together(dots, NEAR[width]), names=wide)
    return Drawing(
        width,
        height,
        tuple(_path(ring, projection) for ring in rings),
        tuple(labels),
        tuple(_joined(items, projection)),
    )


def _dots(items: Sequence[MapItem], projection: Projection) -> Iterator[Dot]:
    for number, item in enumerate(items, start=1):
        for name, at in item.places:
            if at:
                x, y = projection.at(at)
                yield Dot(number, name, item.address, item.state, item.sign, round(x, 1), round(y, 1))


def _together(dots: Sequence[Dot], near: float) -> list[list[Dot]]:
    """Groups of dots: each dot joins the first group that has a dot near it."""
    groups: list[list[Dot]] = []
    for dot in dots:
        home = next((group for group in groups if any(_distance(dot, each) < near for each in group)), None)
        if home is None:
            groups.append([dot])
        else:
            home.append(dot)
    return groups


def _distance(one: Dot, other: Dot) -> float:
    return hypot(one.x - other.x, one.y - other.y)


def _path(ring: Sequence[Degrees], projection: Projection) -> str:
    points = (projection.at(place) for place in ring)
    return "M" + "L".join(f"{x:.1f},{y:.1f}" for x, y in points) + "Z"


def _joined(items: Sequence[MapItem], projection: Projection) -> Iterator[tuple[Point, Point]]:
    for item in items:
        points = [projection.at(at) for _name, at in item.places if at]
        for first, second in pairwise(points):
            yield (round(first[0], 1), round(first[1], 1)), (round(second[0], 1), round(second[1], 1))


Box = tuple[float, float, float, float]
"""Left, top, width, height."""


@dataclass(slots=True)
class _Labels:
    """Puts labels where they cover neither a dot nor another label, if there is such a place."""

    width: float
    height: float
    dots: Sequence[Dot]
    taken: list[Box] = field(default_factory=list)

    def write(self, groups: Sequence[Sequence[Dot]], *, names: bool) -> Iterator[Label]:
        for group in groups:
            texts = dict.fromkeys(dot.name if names else str(dot.number) for dot in group)
            yield self._label(tuple(group), ", ".join(texts))

    def _label(self, group: tuple[Dot, ...], text: str) -> Label:
        left, right = min(dot.x for dot in group) - DOT, max(dot.x for dot in group) + DOT
        top, bottom = min(dot.y for dot in group) - DOT, max(dot.y for dot in group) + DOT
        wide, middle = len(text) * LETTER, (left + right) / 2
        choices = (
            (right + 5, (top + bottom) / 2, "start", right + 5),
            (left - 5, (top + bottom) / 2, "end", left - 5 - wide),
            (middle, top - LINE / 2, "middle", middle - wide / 2),
            (middle, bottom + LINE / 2, "middle", middle - wide / 2),
        )
        boxes = [(start, y - LINE / 2, wide, float(LINE)) for _x, y, _anchor, start in choices]
        best = min(range(len(choices)), key=lambda place: self._cost(boxes[place], group))
        x, y, anchor, _start = choices[best]
        self.taken.append(boxes[best])
        return Label(group, text, round(x, 1), round(y, 1), anchor, _finger(left, top, right, bottom))

    def _cost(self, box: Box, group: tuple[Dot, ...]) -> float:
        others = [dot for dot in self.dots if dot not in group]
        covered = sum(_overlap(box, (dot.x - DOT, dot.y - DOT, 2 * DOT, 2 * DOT)) for dot in others)
        outside = box[2] * box[3] - _overlap(box, (0, 0, self.width, self.height))
        return covered + 3 * outside + sum(_overlap(box, each) for each in self.taken)


def _finger(left: float, top: float, right: float, bottom: float) -> Box:
    """A box around the dots that is never smaller than a finger."""
    wide, high = max(right - left, 50), max(bottom - top, 50)
    return (
        round((left + right - wide) / 2, 1),
        round((top + bottom - high) / 2, 1),
        round(wide, 1),
        round(high, 1),
    )


def _overlap(one: Box, other: Box) -> float:
    wide = min(one[0] + one[2], other[0] + other[2]) - max(one[0], other[0])
    high = min(one[1] + one[3], other[1] + other[3]) - max(one[1], other[1])
    return max(wide, 0) * max(high, 0)
