"""The pictures of the documentation: which page each one shows, and how it is looked at."""

from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from PIL import Image
from playwright.sync_api import Page, expect

LANGUAGES = ("ru", "kk", "en")
DESK = {"viewport": {"width": 940, "height": 800}}
PHONE = {"viewport": {"width": 360, "height": 640}, "device_scale_factor": 2}
TALLEST = 950
"""Pixels of the page that a picture of the office shows at most."""
MARGIN = 16
COLOURS = 24
UNFOLD = "document.querySelectorAll('main details').forEach(one => { one.open = true })"
BOTTOM = """Math.max(...[...document.querySelectorAll('main *')]
  .filter(one => one.checkVisibility()).map(one => one.getBoundingClientRect().bottom + scrollY))"""
LANDMARKS = "main :is(h1, h2, h3, legend, label, summary, button, a.button)"
READ = """landmarks => [...document.querySelectorAll(landmarks)]
  .filter(one => one.checkVisibility({visibilityProperty: true}))
  .map(one => one.localName + ': ' + one.innerText.trim().replace(/\\s+/g, ' ').replace(/\\d+/g, '0'))"""


@dataclass(frozen=True)
class Screen:
    """`path` follows the language and may name what fill_office made; a phone may have a pass."""

    name: str
    path: str
    phone: bool = False
    unfold: bool = False
    with_pass: bool = False


SCREENS = (
    Screen("plan-check", "office/plan/{plan}/check"),
    Screen("round", "office/rounds/spring"),
    Screen("coupons", "office/rounds/spring/coupons"),
    Screen("passes", "office/rounds/spring/passes"),
    Screen("progress", "office/rounds/spring/progress"),
    Screen("closure", "office/rounds/spring/closure"),
    Screen("quality", "office/rounds/winter/quality", unfold=True),
    Screen("candidate", "office/rounds/winter/candidate"),
    Screen("meeting", "office/rounds/winter/meetings/oskemen"),
    Screen("publication", "office/rounds/winter/publication"),
    Screen("promise", "office/promises/{promise}"),
    Screen("survey-phone", "s/spring", phone=True),
    Screen("field-phone", "field", phone=True, with_pass=True),
    Screen("public-phone", "r/autumn", phone=True),
)


def arrange(page: Page, screen: Screen, names: Mapping[str, str]) -> None:
    """Bring the page to where the picture is taken: unfolded, or after a pass was typed."""
    if screen.unfold:
        page.evaluate(UNFOLD)
    if screen.with_pass:
        page.locator("#pass").fill(names["pass"])
        page.locator("[value=use]").click()
        page.locator("#ready").wait_for()
        expect(page.locator("#news")).not_to_be_empty()


def read_structure(page: Page) -> list[str]:
    """Headings, fields and buttons in the order of the page, with 0 for every number."""
    found: list[str] = page.evaluate(READ, LANDMARKS)
    return found


def take(page: Page, screen: Screen) -> bytes:
    """A picture of the page as a small PNG with few colours."""
    options: dict[str, Any] = {} if screen.phone else {"full_page": True, "clip": _clip(page)}
    taken = Image.open(BytesIO(page.screenshot(**options)))
    file = BytesIO()
    quantized = taken.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    quantized.save(file, "PNG", optimize=True)
    return file.getvalue()


def _clip(page: Page) -> dict[str, float]:
    """The main part of the page from its top to its last words, without what is above and below it."""
    box = page.locator("main").bounding_box()
    assert box
    height = min(page.evaluate(BOTTOM) - box["y"] + MARGIN, TALLEST)
    return {"x": box["x"], "y": box["y"], "width": box["width"], "height": height}
