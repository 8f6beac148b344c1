"""datapackage.json: what each CSV file holds, so that programs read it without guessing.

Data Package (v1) and Table Schema of the Frictionless standards. https://specs.frictionlessdata.io
"""

from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any

from cmm.domain.evidence.table import WHOLE, Table

LICENCES = [
    {
        "name": "CC-BY-4.0",
        "title": "Creative Commons Attribution 4.0",
        "path": "https://creativecommons.org/licenses/by/4.0/",
    }
]

Json = Mapping[str, Any]


def build_datapackage(content: Json, *, address: str, tables: Sequence[tuple[Table, str, bytes]]) -> Json:
    """The descriptor of `tables`, each with the path of its CSV file beside the descriptor and its bytes.

    `content` is the snapshot's, `address` the permanent address of the publication.
    """
    return {
        "profile": "tabular-data-package",
        "name": f"{content['round']}-{content['number']}".lower(),
        "title": content["title"].get("en") or next(iter(content["title"].values())),
        "description": _about(content),
        "version": str(content["number"]),
        "homepage": address,
        "licenses": LICENCES,
        "created": f"{content['prepared_on']}T00:00:00Z",
        "resources": [_resource(*entry) for entry in tables],
    }


def _about(content: Json) -> str:
    start = "INVENTED ANSWERS, do not quote. " if content["invented"] else ""
    return (
        f"{start}Published results of community-led monitoring, collected from {content['opened_on']} to "
        f"{content['closed_on']}. All counts are rounded to multiples of 5 by a rule that protects people; "
        "nothing here is about a single person."
    )


def _resource(table: Table, path: str, content: bytes) -> Json:
    return {
        "profile": "tabular-data-resource",
        "name": table.name,
        "path": path,
        "title": table.about,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(content),
        "hash": f"sha256:{sha256(content).hexdigest()}",
        "schema": {
            "fields": [_field(column.name, column.kind, column.about) for column in table.columns],
            "missingValues": [""],
        },
    }


def _field(name: str, kind: str, about: str) -> Json:
    field = {"name": name, "type": kind, "title": name, "description": about}
    return {**field, "constraints": {"minimum": 0}} if kind == WHOLE else field
