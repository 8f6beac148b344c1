"""A feed of publications for each language (Atom, RFC 4287)."""

import re
from dataclasses import dataclass

from flask import Response, render_template

from cmm.services.published import Histories, list_histories, read_publication
from cmm.web.dashboard.blueprint import dashboard
from cmm.web.dashboard.cache import cached_page
from cmm.web.dashboard.news import REPLACED, WITHDRAWN, News, list_news
from cmm.web.database import session
from cmm.web.i18n import current_language, words
from cmm.web.i18n import gettext as _
from cmm.web.pages import send_page
from cmm.web.site import site_address

NEVER = "2026-01-01"
"""When a feed without entries changed: every feed has to say it."""
NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 cannot hold."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry; days stand for the midnight that begins them, because nothing finer is kept."""

    name: str
    title: str
    summary: str
    round_id: str
    number: int
    published: str
    updated: str


@dashboard.get("/<lang:language>/feed.atom")
def show_feed() -> Response:
    """What was published, replaced and withdrawn, the newest first."""
    histories = list_histories(session())
    key = ("feed", tuple(histories.items()), current_language(), site_address())
    page = cached_page(key, lambda: _build(histories))
    return send_page(page, mimetype="application/atom+xml")


def _build(histories: Histories) -> str:
    entries = [_entry(news) for news in list_news(histories)]
    updated = max((entry.updated for entry in entries), default=NEVER)
    xml = render_template("dashboard/feed.xml", entries=entries, updated=updated, site=site_address())
    return NO_XML.sub(" ", xml)


def _entry(news: News) -> Entry:
    publication = news.publication
    title = words(read_publication(session(), publication.digest).title)
    return Entry(
        name=news.name(current_language()),
        title=_title(news) % {"title": title, "number": publication.number},
        summary=_summary(news),
        round_id=news.round_id,
        number=publication.number,
        published=str(news.happened_on),
        updated=str(news.updated_on),
    )


def _title(news: News) -> str:
    if news.kind == WITHDRAWN:
        return _("Withdrawn: %(title)s, publication %(number)s")
    if news.kind == REPLACED:
        return _("New publication %(number)s: %(title)s")
    return _("Published: %(title)s")


def _summary(news: News) -> str:
    publication = news.publication
    if news.kind == WITHDRAWN:
        parts = [_("Please do not use or quote the withdrawn figures."), _("Reason:"), publication.reason]
    elif publication.withdrawn_on:
        parts = [_("This publication was withdrawn later.")]
    elif news.kind == REPLACED:
        parts = [_("It takes the place of the one before."), publication.change_reason]
    else:
        parts = [_("All figures, the method and the limits are on the page.")]
    return " ".join(part for part in parts if part)
