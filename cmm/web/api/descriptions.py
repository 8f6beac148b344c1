"""Rounds and publications as plain objects, with the addresses of what belongs to them."""

from typing import Any

from flask import url_for

from cmm.domain.language import SCREEN_LANGUAGES
from cmm.domain.snapshot import EVERYWHERE, known_clients_source
from cmm.services.published import Publication
from cmm.web.api.asking import Asked
from cmm.web.api.figures import Item
from cmm.web.api.labels import label
from cmm.web.api.parts import PARTS
from cmm.web.api.publications import Found
from cmm.web.reading.figures import Figures
from cmm.web.site import site_address

LICENCE = "https://creativecommons.org/licenses/by/4.0/"
FACTS = ("form_id", "form_version", "questionnaire_digest", "access", "opened_on", "closed_on")


def describe_round(found: Found, asked: Asked) -> Item:
    """A round by its newest publication; of a withdrawn one there are no numbers."""
    figures, newest = found.read(), found.publication
    return {
        "round": found.round_id,
        "title": label(figures.snapshot.title, asked),
        "invented": bool(figures.content["invented"]),
        "state": found.state,
        **{name: figures.content[name] for name in FACTS},
        "responses": None if newest.withdrawn_on else sum(unit.responses for unit in figures.snapshot.units),
        "number": newest.number,
        "digest": newest.digest,
        "published_on": str(newest.published_on),
        "withdrawn_on": _day(newest),
        "publications": len(found.history),
        "links": {
            "self": address("show_one_round", round_id=found.round_id),
            "publications": address("show_publications", round_id=found.round_id),
            "newest": address("show_publication", round_id=found.round_id, publication="newest"),
            "page": _pages(found.round_id, asked),
        },
    }


def describe_entry(found: Found) -> Item:
    """A publication in the list of its round."""
    each = found.publication
    return {
        "number": each.number,
        "digest": each.digest,
        "state": found.state,
        "published_on": str(each.published_on),
        "change_reason": each.change_reason or None,
        "withdrawn_on": _day(each),
        "withdrawal_reason": each.reason,
        "superseded_by": found.superseded_by,
        "links": {
            "self": address(
                "show_publication", round_id=found.round_id, publication=str(found.publication.number)
            )
        },
    }


def describe_publication(found: Found, figures: Figures, asked: Asked) -> Item:
    """One publication: what it is about, how many took part, and where its parts are."""
    content, units = figures.content, figures.snapshot.units
    return {
        **describe_source(found, figures),
        "title": label(figures.snapshot.title, asked),
        "state": found.state,
        "change_reason": found.publication.change_reason or None,
        "supersedes": content["supersedes"],
        **{name: content[name] for name in FACTS},
        "languages": list(content["languages"]),
        "responses": sum(unit.responses for unit in units),
        "answered": sum(unit.answered for unit in units),
        "known_clients": figures.known_clients(EVERYWHERE),
        "known_clients_source": known_clients_source(figures.snapshot) or None,
        "units": len(units),
        "method": label(content["method"], asked),
        "rounded_to": content["method_facts"]["step"],
        "smallest_group": content["method_facts"]["smallest_group"],
        "links": _links(found, asked),
    }


def describe_source(found: Found, figures: Figures) -> Item:
    """What has to be named wherever the numbers are used; it stands beside every list of them."""
    return {
        "round": found.round_id,
        "number": found.publication.number,
        "digest": found.publication.digest,
        "published_on": str(found.publication.published_on),
        "superseded_by": found.superseded_by,
        "invented": bool(figures.content["invented"]),
        "licence": LICENCE,
    }


def address(endpoint: str, **values: Any) -> str:
    """A whole address within the interface."""
    return site_address() + url_for(f"api.{endpoint}", **values)


def _links(found: Found, asked: Asked) -> Item:
    values = {"round_id": found.round_id, "publication": str(found.publication.number)}
    snapshot = url_for("dashboard.show_snapshot", round_id=found.round_id, digest=found.publication.digest)
    return {
        "self": address("show_publication", **values),
        **{part: address("show_part", part=part, **values) for part in PARTS},
        "snapshot": site_address() + snapshot,
        "page": _pages(found.round_id, asked),
    }


def _pages(round_id: str, asked: Asked) -> dict[str, str]:
    languages = (asked.language,) if asked.language else SCREEN_LANGUAGES
    return {
        code: site_address() + url_for("dashboard.show_round", language=code, round_id=round_id)
        for code in languages
    }


def _day(publication: Publication) -> str | None:
    return str(publication.withdrawn_on) if publication.withdrawn_on else None
