"""Quality: what looks unusual in the collected responses, in rounded words; never what somebody answered."""

from cmm.domain.quality.check import check_quality
from cmm.domain.quality.collection import Batch, Collection
from cmm.domain.quality.findings import (
    BATCH,
    CITY,
    FEWEST,
    ROUND,
    SMALL_CITIES,
    UNIT,
    QualityFinding,
    read_findings,
)

__all__ = [
    "BATCH",
    "CITY",
    "FEWEST",
    "ROUND",
    "SMALL_CITIES",
    "UNIT",
    "Batch",
    "Collection",
    "QualityFinding",
    "check_quality",
    "read_findings",
]
