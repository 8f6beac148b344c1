"""What the intruder proved, in codes; the words for people are made where they are shown."""

from dataclasses import asdict, dataclass
from typing import Any

SMALL_COUNT = "small_count"
"""Between 1 and 4 people gave this answer."""
NEARLY_ALL = "nearly_all"
"""All, or all but one, gave this answer."""
FEW_BETWEEN = "few_between"
"""Two sets of numbers, of which one leaves out fewer than 10 of the people of the other."""
CONTRADICTION = "contradiction"
"""No people could have answered so that the rule gives these numbers: they were made in another way."""
UNEXPLAINED = "unexplained_number"
"""A number that the rule does not publish, or that is no multiple of 5, or no sum of published ones."""
UNDECIDED = "undecided"
"""Within its effort the attack neither proved nor refuted; nothing is published on a perhaps."""

STOPPED = "stopped"
"""Answer of a finding: those who stopped at the door."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One proof. `table` is a question's table, None for a unit's own numbers; `unit` is the code of a unit,
    or of a group when `breakdown` names one.

    `insiders` is the number of people who had to pool their own answers. `publication` is the number of the
    snapshot it is about; `newcomers`: it is about the people who came between two of them.
    """

    code: str
    table: str | None = None
    unit: str | None = None
    answer: str | None = None
    insiders: int = 0
    breakdown: str | None = None
    publication: int | None = None
    newcomers: bool = False

    @property
    def is_about_an_extra(self) -> bool:
        """It is settled by leaving one table out of a breakdown."""
        return self.code == UNDECIDED and self.breakdown is not None

    def to_json(self) -> dict[str, Any]:
        """The same as plain JSON."""
        return asdict(self)
