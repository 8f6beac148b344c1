"""All rules about the quality of the collected data, one after another."""

from collections.abc import Mapping
from typing import Any

from cmm.domain.quality.batches import check_batches
from cmm.domain.quality.blanks import check_blanks
from cmm.domain.quality.ceiling import check_ceiling
from cmm.domain.quality.collection import Collection
from cmm.domain.quality.contradictions import check_contradictions
from cmm.domain.quality.findings import QualityFinding
from cmm.domain.quality.lines import check_lines
from cmm.domain.quality.rates import check_rates
from cmm.domain.quality.repeats import check_repeats


def check_quality(collection: Collection, content: Mapping[str, Any]) -> list[QualityFinding]:
    """Everything unusual about what was collected; `content` is that of the snapshot made from it.

    Deterministic, and the order of the responses changes nothing.
    """
    return [
        *check_repeats(collection),
        *check_lines(collection),
        *check_batches(collection),
        *check_contradictions(collection),
        *check_blanks(collection),
        *check_rates(collection),
        *check_ceiling(content),
    ]
