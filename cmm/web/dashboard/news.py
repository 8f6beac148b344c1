"""What happened to publications, the newest first: published, replaced, withdrawn. The source of the feed."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from uuid import NAMESPACE_OID, uuid5

from cmm.services.published import Histories, Publication

MOST = 100
PUBLISHED, REPLACED, WITHDRAWN = "published", "replaced", "withdrawn"


@dataclass(frozen=True, slots=True)
class News:
    """One thing that happened. `kind` is PUBLISHED, REPLACED (a newer publication took the place of the one
    before) or WITHDRAWN; `updated_on` is later than `happened_on` when something was added afterwards.
    """

    kind: str
    round_id: str
    publication: Publication
    happened_on: date
    updated_on: date

    def name(self, language: str) -> str:
        """A permanent name, the same wherever the site may stand: made of the digest and of what happened."""
        return f"urn:uuid:{uuid5(NAMESPACE_OID, f'{self.publication.digest} {self.kind} {language}')}"


def list_news(histories: Histories) -> list[News]:
    """At most MOST, those that changed last before the others."""
    found = [news for round_id, history in histories.items() for news in _of_round(round_id, history)]
    return sorted(found, key=lambda news: (news.updated_on, news.publication.number), reverse=True)[:MOST]


def _of_round(round_id: str, history: tuple[Publication, ...]) -> Iterator[News]:
    oldest = history[-1]
    for each in history:
        kind = PUBLISHED if each == oldest else REPLACED
        yield News(kind, round_id, each, each.published_on, each.withdrawn_on or each.published_on)
        if each.withdrawn_on:
            yield News(WITHDRAWN, round_id, each, each.withdrawn_on, each.withdrawn_on)
