"""A snapshot: everything published about a round, frozen as canonical bytes with a digest."""

from cmm.domain.snapshot.build import SnapshotCity, SnapshotFacts, SnapshotWords, build_snapshot
from cmm.domain.snapshot.canonical import canonical_bytes, digest_of, same_figures
from cmm.domain.snapshot.extremes import find_worst
from cmm.domain.snapshot.figures import EVERYWHERE, Figure, figure_rows, indicator_figures
from cmm.domain.snapshot.hold_back import NOT_VALIDATED, hold_back
from cmm.domain.snapshot.population import by_open_link, known_clients, known_clients_source, population
from cmm.domain.snapshot.praise import list_praised
from cmm.domain.snapshot.read import (
    PublishedTable,
    PublishedUnit,
    Snapshot,
    SnapshotUnreadable,
    parse_snapshot,
)
from cmm.domain.snapshot.validation import (
    AGREED,
    CORRECTED,
    OUTCOMES,
    REJECTED,
    Meeting,
    current_meetings,
    figures_digest,
    list_unvalidated,
)

__all__ = [
    "AGREED",
    "CORRECTED",
    "EVERYWHERE",
    "NOT_VALIDATED",
    "OUTCOMES",
    "REJECTED",
    "Figure",
    "Meeting",
    "PublishedTable",
    "PublishedUnit",
    "Snapshot",
    "SnapshotCity",
    "SnapshotFacts",
    "SnapshotUnreadable",
    "SnapshotWords",
    "build_snapshot",
    "by_open_link",
    "canonical_bytes",
    "current_meetings",
    "digest_of",
    "figure_rows",
    "figures_digest",
    "find_worst",
    "hold_back",
    "indicator_figures",
    "known_clients",
    "known_clients_source",
    "list_praised",
    "list_unvalidated",
    "parse_snapshot",
    "population",
    "same_figures",
]
