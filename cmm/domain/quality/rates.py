"""Response rates that need a word: very few of the known clients, or more people than are known.

Safe to tell: the number of responses of a city and its number of clients are not secret.
"""

from collections.abc import Iterator

from cmm.domain.quality.collection import Collection
from cmm.domain.quality.findings import CITY, QualityFinding

LOW = 1 / 3
"""Below this share of the known clients, those who answered may be unlike the others."""


def check_rates(collection: Collection) -> Iterator[QualityFinding]:
    """Cities with an unusual response rate."""
    counts = collection.responses.sizes()
    for city, known in collection.known_clients.items():
        if known and counts[city] > known:
            yield QualityFinding("more_than_known", CITY, city)
        elif known and 0 < counts[city] < LOW * known:
            yield QualityFinding("few_of_known", CITY, city)
