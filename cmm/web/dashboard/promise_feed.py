"""The Atom feed of what happened to requests (RFC 4287): one entry for each step that became public."""

from collections.abc import Sequence
from datetime import date
from xml.etree.ElementTree import Element, SubElement, tostring

from flask import url_for

from cmm.services.published_promises import PublicPromise
from cmm.web.dashboard.feed import NO_XML
from cmm.web.i18n import current_language
from cmm.web.i18n import gettext as _
from cmm.web.reading.promises import StepView, build_view
from cmm.web.site import site_address

ATOM = "http://www.w3.org/2005/Atom"
MOST_ENTRIES = 50


def build_feed(promises: Sequence[PublicPromise], today: date) -> bytes:
    """The newest steps first, as XML."""
    home = site_address() + url_for("dashboard.show_promises")
    feed = Element("feed", {"xmlns": ATOM, "xml:lang": current_language()})
    _text(feed, "id", home)
    _text(feed, "title", _("Requests and promises"))
    author = SubElement(feed, "author")
    _text(author, "name", _("What clients say about their services"))
    SubElement(feed, "link", {"rel": "alternate", "href": home})
    own = site_address() + url_for("dashboard.show_promise_feed")
    SubElement(feed, "link", {"rel": "self", "href": own, "type": "application/atom+xml"})
    steps = [(step.public_on, step.number, promise) for promise in promises for step in promise.steps]
    newest = sorted(steps, key=lambda each: (each[0], each[2].promise_id, each[1]), reverse=True)
    _text(feed, "updated", _instant(newest[0][0] if newest else today))
    for public_on, number, promise in newest[:MOST_ENTRIES]:
        view = build_view(promise, today)
        step = next(each for each in view.steps if each.number == number)
        _add_entry(feed, promise.promise_id, public_on, f"{view.place}: {view.ask}", step)
    return bytes(tostring(feed, encoding="utf-8", xml_declaration=True))


def _add_entry(feed: Element, promise_id: str, public_on: date, about: str, step: StepView) -> None:
    page = site_address() + url_for("dashboard.show_promise", promise_id=promise_id)
    entry = SubElement(feed, "entry")
    _text(entry, "id", f"{page}#step-{step.number}")
    _text(entry, "title", f"{step.heading} – {about}")
    _text(entry, "updated", _instant(public_on))
    SubElement(entry, "link", {"rel": "alternate", "href": page})
    said = [step.words] if step.words else []
    _text(entry, "summary", " ".join([*said, *step.lines]))


def _text(parent: Element, name: str, words: str) -> None:
    SubElement(parent, name).text = NO_XML.sub(" ", words)


def _instant(day: date) -> str:
    """Only the day is known; Atom wants an instant."""
    return f"{day.isoformat()}T00:00:00Z"
