"""Indicators as a DHIS2 data value set, by codes: POST it to ``/api/dataValueSets``.

The structure is that of the DHIS2 developer guide, "Sending data values" and "Sending large bulks of data
values": each value names its period and organisation unit, and the set names no data set, because it is about
many units. Identifiers are codes, because every DHIS2 has other UIDs; the three schemes say so. Whoever
imports it first makes data elements with these codes and gives the organisation units these codes; for a
trial there is ``?dryRun=true``.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from cmm.domain.evidence.indicator_rows import list_indicator_rows
from cmm.domain.snapshot import EVERYWHERE, Snapshot

LONGEST_CODE = 50
"""Letters that DHIS2 allows in a code."""


def build_dhis2(snapshot: Snapshot) -> dict[str, Any]:
    """Numerators and denominators of all indicators in all units; sums over units are left to DHIS2.

    The period is the month in which the collection ended. Values are texts, as DHIS2 wants them.
    """
    return {
        "idScheme": "CODE",
        "dataElementIdScheme": "CODE",
        "orgUnitIdScheme": "CODE",
        "dataValues": list(_values(snapshot, date.fromisoformat(snapshot.content["closed_on"]))),
    }


def data_element_code(form_id: str, indicator: str, part: str) -> str:
    """The code of a data element: CMM_OST_SATISFACTION_MISSED_CLOSED_NUM; cut in the middle if too long."""
    return _code("CMM", form_id, indicator, part)


def _values(snapshot: Snapshot, closed_on: date) -> Iterator[Mapping[str, str]]:
    form_id = snapshot.content["form_id"]
    for row in list_indicator_rows(snapshot):
        if row.place == EVERYWHERE or row.numerator is None:
            continue
        for part, value in (("NUM", row.numerator), ("DEN", row.denominator)):
            yield {
                "dataElement": data_element_code(form_id, row.indicator["id"], part),
                "period": f"{closed_on:%Y%m}",
                "orgUnit": row.place,
                "value": str(value),
            }


def _code(*parts: str) -> str:
    whole = "_".join("".join(c if c.isalnum() else "_" for c in part) for part in parts).upper()
    if len(whole) <= LONGEST_CODE:
        return whole
    end = whole[-(LONGEST_CODE // 2) :]
    return f"{whole[: LONGEST_CODE - len(end)]}{end}"
