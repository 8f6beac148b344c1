"""From degrees to a flat map: the equidistant conic projection (Snyder 1987, Map Projections, p. 111)."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, radians, sin

Degrees = tuple[float, float]
"""Latitude and longitude."""
Point = tuple[float, float]
"""Right and down, in pixels."""

NARROWEST = 0.5
"""Degrees of latitude between the two standard parallels, at least."""


@dataclass(frozen=True, slots=True)
class Projection:
    """A map `width` pixels wide; `height` follows from what has to be on it."""

    width: float
    height: float
    _flat: "_Conic"
    _scale: float
    _left: float
    _top: float

    def at(self, place: Degrees) -> Point:
        """Where a place stands."""
        x, y = self._flat.at(place)
        return (x - self._left) * self._scale, (y - self._top) * self._scale


@dataclass(frozen=True, slots=True)
class _Conic:
    """The cone touches the globe between two parallels that leave a sixth of the height on each side."""

    middle: float
    slope: float
    top: float

    def at(self, place: Degrees) -> Point:
        latitude, longitude = map(radians, place)
        distance, angle = self.top - latitude, self.slope * (longitude - self.middle)
        return distance * sin(angle), -(self.top - distance * cos(angle))


def fit_projection(places: Sequence[Degrees], width: float, margin: float) -> Projection:
    """The projection that shows all `places` (at least one) with `margin` pixels around them."""
    flat = _fit_conic(places)
    points = [flat.at(place) for place in places]
    left, right = min(x for x, _ in points), max(x for x, _ in points)
    top, bottom = min(y for _, y in points), max(y for _, y in points)
    least = radians(NARROWEST)
    scale = (width - 2 * margin) / max(right - left, least)
    height = max(bottom - top, least) * scale + 2 * margin
    return Projection(width, height, flat, scale, left - margin / scale, top - margin / scale)


def _fit_conic(places: Sequence[Degrees]) -> _Conic:
    south, north = min(place[0] for place in places), max(place[0] for place in places)
    west, east = min(place[1] for place in places), max(place[1] for place in places)
    inset = (north - south) / 6
    low, high = radians(south + inset), radians(max(north - inset, south + inset + NARROWEST))
    slope = (cos(low) - cos(high)) / (high - low)
    return _Conic(radians((west + east) / 2), slope, cos(low) / slope + low)
