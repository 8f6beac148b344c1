"""What can happen to a request, one event after the other. Events are added and never changed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

REQUESTED, APPROVED, TURNED_DOWN = "requested", "approved", "turned_down"
REPLIED, PROMISED, SAID_DONE = "replied", "promised", "said_done"
CONFIRMED, NOT_CONFIRMED, UNTOLD = "clients_confirm", "clients_do_not_confirm", "cannot_be_told"
REOPENED, ESCALATED, TAKEN_BACK = "reopened", "escalated", "taken_back"

KINDS = (
    *(REQUESTED, APPROVED, TURNED_DOWN, REPLIED, PROMISED, SAID_DONE),
    *(CONFIRMED, NOT_CONFIRMED, UNTOLD, REOPENED, ESCALATED, TAKEN_BACK),
)
ACCUSING = (REQUESTED, NOT_CONFIRMED, REOPENED, ESCALATED)
"""What blames somebody in public: it waits until a second person approves."""
OF_THE_BEARER = (REPLIED, PROMISED, SAID_DONE)
"""What the duty bearer says. It is always heard first: an accusation that waits then has lost its ground."""
AWAITING = (REQUESTED, PROMISED, REOPENED, ESCALATED)
"""What sets a day until when something is awaited."""
OF_CLIENTS = (CONFIRMED, NOT_CONFIRMED, UNTOLD)
"""What a later round says; each rests on evidence."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """Two published figures of the same indicator and place: when asking, and in a later round.

    `before` and `after` are (count, of) as published, `equal` says whether the items may be compared,
    `verdict` is one of `cmm.domain.promises.comparison`.
    """

    round_id: str
    digest: str
    opened_on: date
    before: tuple[int, int]
    after: tuple[int, int]
    equal: bool
    verdict: str

    def as_json(self) -> dict[str, Any]:
        """As it is kept."""
        return {
            "round": self.round_id,
            "digest": self.digest,
            "opened_on": self.opened_on.isoformat(),
            "before": list(self.before),
            "after": list(self.after),
            "equal": self.equal,
            "verdict": self.verdict,
        }


def read_evidence(kept: Mapping[str, Any]) -> Evidence:
    """The evidence that `as_json` gave."""
    before, after = kept["before"], kept["after"]
    return Evidence(
        kept["round"],
        kept["digest"],
        date.fromisoformat(kept["opened_on"]),
        (before[0], before[1]),
        (after[0], after[1]),
        kept["equal"],
        kept["verdict"],
    )


@dataclass(frozen=True, slots=True)
class Event:
    """One event: on `happened_on` in the world, written down by the account `by` on `recorded_on`.

    `words` are for the public. `due_on` is until when a reply is asked for, or something is promised;
    `proof` what would show that it is done; `bearer_id` to whom it is escalated.
    """

    kind: str
    happened_on: date
    recorded_on: date
    by: str
    words: str = ""
    due_on: date | None = None
    proof: str = ""
    bearer_id: str = ""
    evidence: Evidence | None = None
