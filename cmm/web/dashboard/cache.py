"""Pages of a snapshot never change, so each is rendered once and kept as compressed bytes."""

from collections.abc import Callable, Hashable

from flask import current_app

from cmm.web.pages import ReadyPage, ready_page

MOST_PAGES = 400
"""Kept at most; 13 cities in three languages are 42 pages a round."""


def cached_page(key: Hashable, build: Callable[[], str | bytes]) -> ReadyPage:
    """The page kept under `key`, which names everything it depends on; built when it is not there yet."""
    kept: dict[Hashable, ReadyPage] = current_app.extensions.setdefault("ready_pages", {})
    page = kept.get(key)
    if page is None:
        page = ready_page(build())
        while len(kept) >= MOST_PAGES:
            kept.pop(next(iter(kept)), None)
        kept[key] = page
    return page
