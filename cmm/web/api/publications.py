"""One publication of a round, found by its number, its digest or the word "newest"."""

import re
from dataclasses import dataclass

from werkzeug.exceptions import Gone, NotFound

from cmm.services.published import Publication, list_publications, read_publication
from cmm.web.database import session
from cmm.web.reading.figures import Figures

ROUND = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}")
NUMBER = re.compile(r"[1-9][0-9]{0,5}")
DIGEST = re.compile(r"[0-9a-f]{64}")
NEWEST = "newest"


class Withdrawn(Gone):
    """The publication that was asked for was taken back."""

    def __init__(self, found: "Found") -> None:
        super().__init__()
        self.found = found


@dataclass(frozen=True, slots=True)
class Found:
    """A publication and the history it stands in, the newest first."""

    round_id: str
    publication: Publication
    history: tuple[Publication, ...]

    @property
    def state(self) -> str:
        """ "current", "superseded" or "withdrawn"."""
        if self.publication.withdrawn_on:
            return "withdrawn"
        return "current" if self.publication == self.history[0] else "superseded"

    @property
    def superseded_by(self) -> int | None:
        """The number of the newest publication, when that is not this one."""
        newest = self.history[0].number
        return newest if newest != self.publication.number else None

    def read(self) -> Figures:
        """Its figures."""
        return Figures(read_publication(session(), self.publication.digest))


def get_history(round_id: str) -> tuple[Publication, ...]:
    """The publications of a round. Raises NotFound when there is none."""
    history = list_publications(session(), round_id) if ROUND.fullmatch(round_id) else ()
    if not history:
        raise NotFound
    return history


def get_publication(round_id: str, name: str) -> Found:
    """Raises NotFound, and Withdrawn when it was taken back."""
    history = get_history(round_id)
    chosen = next((each for each in history if _is_named(each, name)), None)
    if name == NEWEST:
        chosen = history[0]
    if chosen is None:
        raise NotFound
    found = Found(round_id, chosen, history)
    if chosen.withdrawn_on:
        raise Withdrawn(found)
    return found


def _is_named(publication: Publication, name: str) -> bool:
    if NUMBER.fullmatch(name):
        return publication.number == int(name)
    return bool(DIGEST.fullmatch(name)) and publication.digest == name
