"""A snapshot: everything published about a round, frozen as canonical bytes with a digest."""

from cmm.domain.snapshot.build import SnapshotCity, SnapshotFacts, SnapshotWords, build_snapshot
from cmm.domain.snapshot.canonical import canonical_bytes, digest_of, same_figures
from cmm.domain.snapshot.figures import EVERYWHERE, Figure, figure_rows, indicator_figures
from cmm.domain.snapshot.read import (
    PublishedTable,
    PublishedUnit,
    Snapshot,
    SnapshotUnreadable,
    parse_snapshot,
)

__all__ = [
    "EVERYWHERE",
    "Figure",
    "PublishedTable",
    "PublishedUnit",
    "Snapshot",
    "SnapshotCity",
    "SnapshotFacts",
    "SnapshotUnreadable",
    "SnapshotWords",
    "build_snapshot",
    "canonical_bytes",
    "digest_of",
    "figure_rows",
    "indicator_figures",
    "parse_snapshot",
    "same_figures",
]
