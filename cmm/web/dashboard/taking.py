"""A picture to take away: drawn in two widths, with the addresses where it is found and shown elsewhere."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from flask import url_for
from markupsafe import Markup

from cmm.web.drawing.frame import NARROW, WIDE
from cmm.web.site import site_address

FRAME = 84
"""Pixels of an embedded figure beside the picture: the line under it, and the edges."""


@dataclass(frozen=True, slots=True)
class Taken:
    """`label` says what the picture shows and where; `wide` and `narrow` are its drawings, `height` that of
    the wide one with what stands around it. `svg`, `png` and `large` are addresses on this site, `address`
    and `embed` whole ones.
    """

    label: str
    wide: Markup
    narrow: Markup
    height: int
    svg: str
    png: str
    large: str
    address: str
    embed: str


def take_picture(
    label: str, draw: Callable[[int], str], address: str, endpoint: str, values: Mapping[str, Any]
) -> Taken:
    """The picture that `draw` makes in a width. `endpoint` is that of its files and, with "_embed" at its
    end, of its frame; `address` is its page on this site.
    """
    wide, site = draw(WIDE), site_address()
    return Taken(
        label,
        as_markup(wide),
        as_markup(draw(NARROW)),
        int(wide.partition(' height="')[2].partition('"')[0]) + FRAME,
        url_for(f"{endpoint}_picture", ending="svg", **values),
        url_for(f"{endpoint}_picture", ending="png", **values),
        url_for(f"{endpoint}_picture", ending="png", large=1, **values),
        site + address,
        site + url_for(f"{endpoint}_embed", **values),
    )


def as_markup(svg: str) -> Markup:
    """A picture drawn by us: every text in it is escaped there."""
    return Markup(svg)  # noqa: S704


def without_indentation(html: str) -> str:
    """The same page, shorter."""
    return "\n".join(line.strip() for line in html.splitlines() if line.strip())
