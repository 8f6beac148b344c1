"""Make outlines.json of the npm package world-atlas (2.0.2): `npm pack world-atlas@2`, unpack it, then
`python cmm/static/maps/make_outlines.py package/countries-50m.json`. Needs nothing but Python.

Reads TopoJSON (https://github.com/topojson/topojson-specification), leaves out what would not be seen on a
phone, and keeps two decimals of a degree.
"""

import json
import sys
from itertools import pairwise
from math import hypot
from pathlib import Path
from typing import Any

COUNTRIES = {
    "AM": "051",
    "AZ": "031",
    "GE": "268",
    "KG": "417",
    "KZ": "398",
    "MD": "498",
    "TJ": "762",
    "TM": "795",
    "UA": "804",
    "UZ": "860",
}
"""ISO 3166-1: two letters, and the number that world-atlas has."""
CRIMEA = ("643", (33.0, 45.0), (35.5, 45.2))
"""Natural Earth draws who holds a place, the United Nations whose it is (General Assembly resolution 68/262):
the polygon of this country that lies in both points' box belongs to Ukraine."""
TOLERANCE = 0.03
SMALLEST = 0.05
"""Degrees, and square degrees: smaller bends and islands are left out."""

Point = tuple[float, float]
Ring = list[Point]


def read_rings(topology: Any, number: str) -> list[Ring]:
    """All rings of a country, as lists of longitude and latitude."""
    shapes = topology["objects"]["countries"]["geometries"]
    shape = next(each for each in shapes if each.get("id") == number)
    polygons = shape["arcs"] if shape["type"] == "MultiPolygon" else [shape["arcs"]]
    return [_stitch(topology, ring) for polygon in polygons for ring in polygon[:1]]


def simplify(points: Ring, tolerance: float) -> Ring:
    """Douglas and Peucker (1973); the first and the last point stay."""
    if len(points) < 3:
        return points
    first, last = points[0], points[-1]
    far, index = max((_distance(point, first, last), place) for place, point in enumerate(points[1:-1], 1))
    if far <= tolerance:
        return [first, last]
    return simplify(points[: index + 1], tolerance)[:-1] + simplify(points[index:], tolerance)


def area(ring: Ring) -> float:
    """Of a closed ring, in square degrees."""
    return abs(sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairwise(ring))) / 2


def _stitch(topology: Any, arcs: list[int]) -> Ring:
    points: Ring = []
    for index in arcs:
        line = _decode(topology, index if index >= 0 else ~index)
        points += (line if index >= 0 else line[::-1])[1 if points else 0 :]
    return points


def _decode(topology: Any, index: int) -> Ring:
    (scale_x, scale_y), (move_x, move_y) = topology["transform"]["scale"], topology["transform"]["translate"]
    x = y = 0
    line = []
    for step_x, step_y in topology["arcs"][index]:
        x, y = x + step_x, y + step_y
        line.append((x * scale_x + move_x, y * scale_y + move_y))
    return line


def _distance(point: Point, first: Point, last: Point) -> float:
    (x, y), (x1, y1), (x2, y2) = point, first, last
    length = hypot(x2 - x1, y2 - y1)
    if not length:
        return hypot(x - x1, y - y1)
    return abs((x2 - x1) * (y1 - y) - (x1 - x) * (y2 - y1)) / length


def _is_crimea(ring: Ring) -> bool:
    xs, ys = [x for x, _ in ring], [y for _, y in ring]
    (west, south), (east, north) = CRIMEA[1:]
    return min(xs) < west and max(xs) > east and min(ys) < south and max(ys) > north and area(ring) < 10


def main() -> None:
    topology = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    outlines: dict[str, list[list[list[float]]]] = {}
    for code, number in COUNTRIES.items():
        rings = read_rings(topology, number)
        if code == "UA":
            rings += [ring for ring in read_rings(topology, CRIMEA[0]) if _is_crimea(ring)]
        large = [ring for ring in rings if area(ring) >= SMALLEST]
        half = [(simplify(ring[: len(ring) // 2 + 1], TOLERANCE), ring[len(ring) // 2 :]) for ring in large]
        kept = [front[:-1] + simplify(back, TOLERANCE)[:-1] for front, back in half]
        outlines[code] = [[[round(x, 2), round(y, 2)] for x, y in ring] for ring in kept]
    lines = [f'"{code}": {json.dumps(rings, separators=(",", ":"))}' for code, rings in outlines.items()]
    target = Path(__file__).with_name("outlines.json")
    target.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
