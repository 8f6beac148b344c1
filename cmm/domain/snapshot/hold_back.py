"""Take units out of a candidate whose communities have not confirmed their figures.

Privacy: what is left shows an attacker strictly less than the whole candidate, which the intruder attacked
before it was kept. Every unit has a lottery of its own, so the numbers of the others do not change, and no
number is made here. What adds up all people is taken out as well: breakdowns, and themes of texts, because
together with the units shown they would tell about those held back. All other totals are sums that readers
make of the units shown. Which units are held back depends on meetings, not on answers.
"""

from collections.abc import Collection, Mapping
from typing import Any

NOT_VALIDATED = "not_validated"
"""Why a city has no figures: its community has not confirmed them."""

OF_ALL_PEOPLE = ("themes", "texts")
"""Parts about the whole round, of which nothing is left when a unit is held back."""

Json = Mapping[str, Any]


def hold_back(content: Json, units: Collection[str]) -> dict[str, Any]:
    """The content of a snapshot without `units` (codes). With no units it is the same content.

    Their cities are listed among those without figures. Raises KeyError for a unit that is not there.
    """
    if not units:
        return dict(content)
    by_code = {unit["code"]: unit for unit in content["units"]}
    cities = [city for code in units for city in by_code[code]["cities"]]
    held = [city for unit in content["units"] for city in unit["cities"] if city in cities]
    return {
        **{key: value for key, value in content.items() if key not in OF_ALL_PEOPLE},
        "units": [unit for unit in content["units"] if unit["code"] not in units],
        "cities_without_figures": [
            *content["cities_without_figures"],
            *({**city, "reason": NOT_VALIDATED} for city in held),
        ],
        "tables": [_without(table, units) for table in content["tables"]],
        "breakdowns": [],
    }


def _without(table: Json, units: Collection[str]) -> dict[str, Any]:
    left = {
        part: {code: what for code, what in table[part].items() if code not in units}
        for part in ("units", "withheld")
    }
    return {**table, **left}
