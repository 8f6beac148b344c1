"""A finding about the quality of the data, and in which sizes it may be told.

Whoever reads a finding may run the clinic, know the rule and this code, know how many people answered in each
city, and have two insiders who pool their own answers. Therefore:

- No finding is about an answer to a question that people are asked. It is about whole responses (how they
  were filled in), about batches of coupons (which batch, which week), or about numbers that are already
  protected. The one exception, "none of these" ticked beside other answers, is counted over the whole round
  and from ten responses on.
- No finding is about a place or batch with fewer than SMALLEST_GROUP responses: smaller cities are looked at
  together, or not at all.
- No finding is made of fewer than FEWEST responses. Two insiders and the one person they are curious about
  are three, so by sending what they suspect of somebody they cannot make a finding come or go by that person
  alone. (Somebody who can send many responses, as in a round by open link, could; but such a person can also
  fill the tables themselves, and no rule about published numbers holds against that.)
- A size is "some" in places under WORDS_BELOW responses, "fewer than ten", a multiple of five, or "about
  half or more", never more: that nearly all did something would tell it of everybody.
- That there is no finding tells only that fewer than a handful, or no more than chance makes, did it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from cmm.domain.disclosure.policy import SMALLEST_GROUP, WORDS_BELOW, nearest_five

ROUND, CITY, SMALL_CITIES, BATCH, UNIT = "round", "city", "small_cities", "batch", "unit"
"""What a finding is about. UNIT is a published unit: a city, or cities that were joined."""

FEWEST = 5
"""A finding needs at least so many responses."""

SOME, FEW, ABOUT, MOST = "some", "few", "about", "most"
"""Sizes: not told; fewer than ten; about a multiple of five; about half or more."""


@dataclass(frozen=True, slots=True)
class QualityFinding:
    """One finding. `place` is one of the kinds above and `name` the code of the city, batch or unit.

    `size` is one of the sizes, or empty where there is none; `about` belongs to ABOUT. `details` are codes
    of questions and indicators, and shares that were computed from published numbers.
    """

    code: str
    place: str
    name: str = ""
    size: str = ""
    about: int | None = None
    details: Mapping[str, Any] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        """The same as plain JSON."""
        return asdict(self)


def read_findings(stored: Sequence[Mapping[str, Any]]) -> list[QualityFinding]:
    """The findings of what `to_json` made."""
    return [QualityFinding(**each) for each in stored]


def is_enough(count: int, of: int) -> bool:
    """Whether something may be told at all about `count` responses out of `of`."""
    return count >= FEWEST and of >= SMALLEST_GROUP


def size_of(count: int, of: int) -> tuple[str, int | None]:
    """How the size of `count` out of `of` is told: a size and, for ABOUT, a multiple of five."""
    if of < WORDS_BELOW:
        return SOME, None
    if count < SMALLEST_GROUP:
        return FEW, None
    if 2 * nearest_five(count) >= of:
        return MOST, None
    return ABOUT, nearest_five(count)


def finding_about(
    code: str, place: tuple[str, str], count: int, of: int, **details: str
) -> list[QualityFinding]:
    """The finding that `count` of a place's `of` responses are so; nothing when they are too few."""
    if not is_enough(count, of):
        return []
    size, about = size_of(count, of)
    return [QualityFinding(code, *place, size=size, about=about, details=details)]
