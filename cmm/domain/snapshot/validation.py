"""What the community of a city said about its figures, and for which figures that still counts.

A meeting is bound to the figures of the city's unit, not to the whole candidate: when the round is prepared
anew and nothing about the unit changed, the meeting counts on. When a number changed, people have to look
again.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from cmm.domain.snapshot.canonical import canonical_bytes, digest_of

AGREED, CORRECTED, REJECTED = OUTCOMES = ("agreed", "corrected", "rejected")
"""The community agreed, agreed with corrections in its own words, or did not agree."""

_COARSE = ((2, "a_few"), (7, "about_5"), (9, "nearly_10"))
"""Highest number for each code."""

Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Meeting:
    """The community of a city looked at its figures. `corrections` are its words, for the public."""

    city_id: str
    figures_digest: str
    held_on: date
    present: int
    outcome: str
    corrections: str

    @property
    def confirms(self) -> bool:
        """Whether the figures may be published after this meeting."""
        return self.outcome in (AGREED, CORRECTED)

    @property
    def attendance(self) -> str:
        """How many came, as the public may know it: "a_few", "about_5", "nearly_10" or "ten_or_more".

        People were there in person, so an exact number could tell who was.
        """
        return next((code for highest, code in _COARSE if self.present <= highest), "ten_or_more")


def figures_digest(content: Json, unit: str) -> str:
    """SHA-256 of everything that a content says about the answers in one unit, in hex.

    The number of known clients, names and the round's own facts are left out: they come from no answer.
    Raises KeyError for an unknown unit.
    """
    found = {each["code"]: each for each in content["units"]}[unit]
    said = {
        "cities": [city["code"] for city in found["cities"]],
        "responses": found["responses"],
        "answered": found["answered"],
        "tables": [
            [table["question"], table["answers"], table["units"].get(unit), table["withheld"].get(unit)]
            for table in content["tables"]
        ],
    }
    return digest_of(canonical_bytes(said))


def current_meetings(content: Json, meetings: Sequence[Meeting]) -> dict[str, Meeting]:
    """By city, the newest meeting about the figures that `content` has for it; `meetings` oldest first."""
    digests = {
        city["code"]: digest
        for unit in content["units"]
        for digest in [figures_digest(content, unit["code"])]
        for city in unit["cities"]
    }
    return {each.city_id: each for each in meetings if digests.get(each.city_id) == each.figures_digest}


def list_unvalidated(content: Json, meetings: Sequence[Meeting]) -> list[str]:
    """Codes of the units of which not every city has confirmed its figures."""
    current = current_meetings(content, meetings)
    confirmed = {city for city, meeting in current.items() if meeting.confirms}
    return [
        unit["code"]
        for unit in content["units"]
        if not all(city["code"] in confirmed for city in unit["cities"])
    ]
