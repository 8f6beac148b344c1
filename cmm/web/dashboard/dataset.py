"""A publication as search engines for data read it: a schema.org Dataset as JSON-LD.

It stands in the page as a block of data. No browser runs it, so it needs no exception from our policy for
scripts.
"""

from typing import Any

from flask import url_for

from cmm.domain.snapshot import Snapshot
from cmm.services.published import read_publication
from cmm.web.dashboard.blueprint import dashboard
from cmm.web.database import session
from cmm.web.i18n import current_language, words
from cmm.web.i18n import gettext as _
from cmm.web.reading.page import FiguresPage
from cmm.web.site import site_address

LICENCE = "https://creativecommons.org/licenses/by/4.0/"

Json = dict[str, Any]


@dashboard.app_template_global()
def build_dataset(page: FiguresPage) -> Json:
    """The publication that a round page shows."""
    snapshot = read_publication(session(), page.digest)
    content = snapshot.content
    organisation = {
        "@type": "Organization",
        "name": _("The forum of people who use drugs"),
        "url": _address("show_home"),
    }
    return {
        "@context": "https://schema.org",
        "@type": "Dataset",
        "@id": _address("show_edition", round_id=page.round_id, number=page.number),
        "url": _address("show_round", round_id=page.round_id),
        "name": page.title,
        "description": _describe(page),
        "identifier": f"sha256:{page.digest}",
        "version": str(page.number),
        "datePublished": str(page.published_on),
        "inLanguage": current_language(),
        "license": LICENCE,
        "isAccessibleForFree": True,
        "creator": organisation,
        "publisher": organisation,
        "temporalCoverage": f"{content['opened_on']}/{content['closed_on']}",
        "spatialCoverage": [
            {"@type": "Place", "name": words(city["names"])}
            for unit in content["units"]
            for city in unit["cities"]
        ],
        "variableMeasured": [words(indicator["label"]) for indicator in content["indicators"]],
        "isBasedOn": _questionnaire(snapshot),
        "distribution": _list_files(page),
    }


def _describe(page: FiguresPage) -> str:
    words_of = _(
        "What clients say about their services: a survey by peers in %(cities)s cities, %(responses)s "
        "answers, rounded to fives so that no figure points at a person. Publication %(number)s."
    )
    values = {"cities": page.cities, "responses": page.responses, "number": page.number}
    invented = f"{_('Invented answers.')} " if page.invented else ""
    return invented + words_of % values


def _questionnaire(snapshot: Snapshot) -> Json:
    content = snapshot.content
    return {
        "@type": "CreativeWork",
        "name": content["form_id"],
        "version": content["form_version"],
        "identifier": f"sha256:{content['questionnaire_digest']}",
    }


def _list_files(page: FiguresPage) -> list[Json]:
    site = site_address()
    this: Json = {"round_id": page.round_id}
    interface = url_for("api.show_publication", publication=str(page.number), **this)
    return [
        _file(_("All figures as CSV"), "text/csv", _address("download_figures", **this)),
        _file(
            _("The whole publication as JSON"),
            "application/json",
            _address("show_snapshot", digest=page.digest, **this),
        ),
        _file(
            _("Evidence pack"),
            "application/zip",
            _address("download_pack", number=page.number, **this),
        ),
        _file(_("JSON interface for programs"), "application/json", site + interface),
    ]


def _file(name: str, media_type: str, address: str) -> Json:
    return {"@type": "DataDownload", "name": name, "encodingFormat": media_type, "contentUrl": address}


def _address(endpoint: str, **values: Any) -> str:
    return site_address() + url_for(f"dashboard.{endpoint}", **values)
