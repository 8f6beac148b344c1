"""Where the pages of one snapshot stand: in public, or as a preview in the office."""

from dataclasses import dataclass
from typing import Any

from flask import url_for


@dataclass(frozen=True, slots=True)
class Links:
    """The endpoints of the two pages; `public` pages also have charts, downloads and an address.

    With a `number` they are the pages of exactly that publication, also after a newer one.
    """

    round_endpoint: str
    unit_endpoint: str
    public: bool
    number: int | None = None

    def endpoint(self, unit: str | None) -> str:
        return self.unit_endpoint if unit else self.round_endpoint

    def values(self, round_id: str, unit: str | None = None) -> dict[str, Any]:
        """The parts of the address of a page."""
        number = {"number": self.number} if self.number else {}
        return {"round_id": round_id, **number} | ({"unit": unit} if unit else {})

    def address(self, round_id: str, unit: str | None = None) -> str:
        """The page of the whole round, or of one unit."""
        return url_for(self.endpoint(unit), **self.values(round_id, unit))


PUBLIC = Links("dashboard.show_round", "dashboard.show_unit", public=True)
PREVIEW = Links("office.preview.show_round", "office.preview.show_unit", public=False)


def permanent_links(number: int) -> Links:
    """The pages of one publication, under addresses that never show another one."""
    return Links("dashboard.show_edition", "dashboard.show_edition_unit", public=True, number=number)
