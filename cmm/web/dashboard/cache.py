"""Pages of a snapshot never change, so each is rendered once and kept as compressed bytes."""

from collections.abc import Callable, Hashable

from flask import current_app

from cmm.web.pages import ReadyPage, ready_page
from cmm.web.shelf import Shelf

MOST_PAGES = 400
"""Kept at most; 13 cities in three languages are 42 pages a round."""
MOST_FIGURES = 600
"""Pages of one figure, at most; there are hundreds in a round, and they push out no page of a round."""
MOST_PICTURES = 300
"""Some 50 KB each; apart from the pages, so that no page waits for a picture."""


def cached_page(key: Hashable, build: Callable[[], str | bytes]) -> ReadyPage:
    """The page kept under `key`, which names everything it depends on; built when it is not there yet."""
    return _take("ready_pages", MOST_PAGES, key, build)


def cached_figure(key: Hashable, build: Callable[[], str | bytes]) -> ReadyPage:
    """The same for pages of one figure, on a shelf of their own."""
    return _take("ready_figures", MOST_FIGURES, key, build)


def cached_picture(key: Hashable, build: Callable[[], str | bytes]) -> ReadyPage:
    """The same for pictures, on a shelf of their own."""
    return _take("ready_pictures", MOST_PICTURES, key, build)


def find_picture(key: Hashable) -> ReadyPage | None:
    """What `cached_picture` keeps under `key`, when it is there."""
    return _shelf("ready_pictures", MOST_PICTURES).find(key)


def _take(name: str, most: int, key: Hashable, build: Callable[[], str | bytes]) -> ReadyPage:
    return _shelf(name, most).take(key, lambda: ready_page(build()))


def _shelf(name: str, most: int) -> Shelf[ReadyPage]:
    shelf: Shelf[ReadyPage] = current_app.extensions.setdefault(name, Shelf(most))
    return shelf
