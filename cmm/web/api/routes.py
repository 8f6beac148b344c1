"""The addresses of the interface."""

from flask import Response, g
from werkzeug.exceptions import NotFound

from cmm.domain.language import SCREEN_LANGUAGES
from cmm.domain.snapshot import EVERYWHERE
from cmm.services.published import list_histories
from cmm.web.api.answers import cut, kept_part, refuse_parameter, refuse_withdrawn, send_kept, send_once
from cmm.web.api.asking import ALWAYS, Asked, WrongParameter, read_asked
from cmm.web.api.blueprint import api
from cmm.web.api.descriptions import (
    LICENCE,
    address,
    describe_entry,
    describe_publication,
    describe_round,
    describe_source,
)
from cmm.web.api.figures import Item
from cmm.web.api.openapi import build_openapi
from cmm.web.api.parts import FILTERS, PARTS, keep_dimension, keep_place
from cmm.web.api.publications import NEWEST, Found, Withdrawn, get_history, get_publication
from cmm.web.database import session
from cmm.web.problems import reader_language
from cmm.web.reading.figures import Figures
from cmm.web.site import site_address

api.register_error_handler(WrongParameter, refuse_parameter)
api.register_error_handler(Withdrawn, refuse_withdrawn)


@api.before_request
def choose_language() -> None:
    """Of what is said to the person behind the program; the data has all languages or the one asked for."""
    g.language = reader_language()


@api.get("/")
def show_index() -> Response:
    """Where everything begins."""
    read_asked()
    return send_kept("index", _index)


@api.get("/openapi.json")
def show_openapi() -> Response:
    """The description of this interface (OpenAPI 3.1)."""
    read_asked()
    return send_kept("openapi", lambda: build_openapi(site_address()))


@api.get("/rounds")
def show_rounds() -> Response:
    """Rounds with a publication, the newest publication first."""
    asked = read_asked(*ALWAYS)
    histories = list_histories(session())
    items, following = cut(list(histories.items()), asked)
    found = [Found(round_id, history[0], history) for round_id, history in items]
    return send_once(
        {
            "items": [describe_round(each, asked) for each in found],
            "total": len(histories),
            "next": following,
        }
    )


@api.get("/rounds/<round_id>")
def show_one_round(round_id: str) -> Response:
    """One round by its newest publication."""
    asked = read_asked("language")
    found = get_publication(round_id, NEWEST)
    key = ("round", found.publication.digest, len(found.history), asked.language)
    return send_kept(key, lambda: describe_round(found, asked))


@api.get("/rounds/<round_id>/publications")
def show_publications(round_id: str) -> Response:
    """The history of a round, the newest first; withdrawn ones with their reason."""
    asked = read_asked("limit", "offset")
    history = get_history(round_id)
    items, following = cut(history, asked)
    entries = [describe_entry(Found(round_id, each, history)) for each in items]
    return send_once({"round": round_id, "items": entries, "total": len(history), "next": following})


@api.get("/rounds/<round_id>/publications/<publication>")
def show_publication(round_id: str, publication: str) -> Response:
    """One publication."""
    asked = read_asked("language")
    found = get_publication(round_id, publication)
    key = (found.publication.digest, len(found.history), asked.language)
    return send_kept(key, lambda: describe_publication(found, found.read(), asked))


@api.get("/rounds/<round_id>/publications/<publication>/<any(" + ", ".join(PARTS) + "):part>")
def show_part(round_id: str, publication: str, part: str) -> Response:
    """One list of a publication."""
    asked = read_asked(*ALWAYS, *FILTERS.get(part, ()))
    found = get_publication(round_id, publication)
    figures = found.read()
    if asked.place not in (None, EVERYWHERE, *figures.units):
        raise NotFound
    key = (part, found.publication.digest, asked.language)

    def build() -> Item:
        return _part(found, figures, asked, kept_part(key, lambda: PARTS[part](figures, asked)))

    return send_kept((*key, len(found.history)), build) if asked.everything else send_once(build())


def _part(found: Found, figures: Figures, asked: Asked, items: list[Item]) -> Item:
    items = keep_dimension(items, asked.dimension)
    chosen, following = cut(items, asked)
    return {
        "source": describe_source(found, figures),
        "items": keep_place(list(chosen), asked.place),
        "total": len(items),
        "next": following,
    }


def _index() -> Item:
    return {
        "rounds": address("show_rounds"),
        "openapi": address("show_openapi"),
        "documentation": {code: f"{site_address()}/{code}/data" for code in SCREEN_LANGUAGES},
        "licence": LICENCE,
    }
