"""How to cite a publication, for programs: Citation File Format 1.2.0 and CSL-JSON."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from cmm.domain.language import Translated, in_language
from cmm.domain.snapshot import Snapshot

AUTHORS: Translated = {
    "ru": "Сообщество людей, которые пользуются этими услугами",
    "kk": "Осы қызметтерді пайдаланатын адамдардың қауымдастығы",
    "en": "The community of the people who use these services",
}


@dataclass(frozen=True, slots=True)
class Cited:
    """A publication and its permanent address."""

    snapshot: Snapshot
    published_on: date
    address: str

    @property
    def title(self) -> str:
        title = in_language(self.snapshot.title, "en")
        return f"{title} (INVENTED ANSWERS)" if self.snapshot.content["invented"] else title


def write_cff(cited: Cited) -> bytes:
    """CITATION.cff; it is YAML, and every text in it is written as JSON, which YAML reads."""
    fields: Mapping[str, Any] = {
        "cff-version": "1.2.0",
        "message": "Please cite this publication with its number and SHA-256.",
        "type": "dataset",
        "title": cited.title,
        "authors": [{"name": AUTHORS["en"]}],
        "version": str(cited.snapshot.number),
        "date-released": cited.published_on.isoformat(),
        "url": cited.address,
        "license": "CC-BY-4.0",
        "identifiers": [
            {
                "type": "other",
                "value": f"sha256:{cited.snapshot.digest}",
                "description": "SHA-256 of snapshot.json",
            }
        ],
    }
    lines = (f"{name}: {json.dumps(value, ensure_ascii=False)}\n" for name, value in fields.items())
    return "".join(lines).encode()


def build_csl(cited: Cited) -> list[Mapping[str, Any]]:
    """The publication as one item of CSL-JSON (schema 1.0.2)."""
    day = cited.published_on
    return [
        {
            "id": f"{cited.snapshot.round_id}-{cited.snapshot.number}",
            "type": "dataset",
            "title": cited.title,
            "author": [{"literal": AUTHORS["en"]}],
            "issued": {"date-parts": [[day.year, day.month, day.day]]},
            "version": str(cited.snapshot.number),
            "URL": cited.address,
            "note": f"SHA-256 {cited.snapshot.digest}",
        }
    ]
