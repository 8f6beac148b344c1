"""How many people published figures are about. The one place that decides what an interval may count on.

Who answers by an open link may answer twice, or be no client: those answers are no part of the known clients,
so nothing is gained by knowing how many there are. A paper code gives one answer to one client.
"""

from collections.abc import Iterable

from cmm.domain.snapshot.read import PublishedUnit, Snapshot

OPEN_LINK = "link"


def known_clients(units: Iterable[PublishedUnit]) -> int | None:
    """How many clients of the units are known, to be told; None when one of them has no such number."""
    known = [unit.known_clients for unit in units]
    return None if None in known else sum(number or 0 for number in known)


def population(snapshot: Snapshot, units: Iterable[PublishedUnit]) -> int | None:
    """Of how many people those who answered in `units` of a snapshot are surely a part; None where nobody
    knows. Every interval takes this number, and no other one.
    """
    return None if by_open_link(snapshot) else known_clients(units)


def by_open_link(snapshot: Snapshot) -> bool:
    """Whether whoever had the address could answer."""
    return bool(snapshot.content["access"] == OPEN_LINK)


def known_clients_source(snapshot: Snapshot) -> str:
    """Where the known numbers of clients come from, as the office wrote it; "" when it did not, or in a
    publication made before this was asked.
    """
    return str(snapshot.content.get("known_clients_source", ""))
