"""The states of a survey round and their order: draft -> open <-> paused -> closed. Closed is final."""

from cmm.domain.refusal import Refusal

ACCESS = ("coupon", "link")

STATES = ("draft", "open", "paused", "closed")

_MOVES = {
    "open": ("draft", "paused"),
    "paused": ("open",),
    "closed": ("open", "paused"),
}


class RoundNotOpen(Refusal):
    """The round takes no responses: it was never opened, is paused or closed."""


class RoundPaused(RoundNotOpen):
    """The round takes no responses for now."""


class RoundClosed(RoundNotOpen):
    """The round is over; it cannot be opened again."""


class RoundAlready(Refusal):
    """The round is in the wanted state already."""


class RoundStillOpen(Refusal):
    """The envelopes of a round are opened only after it is closed."""


def check_takes_responses(state: str) -> None:
    """Raise RoundPaused, RoundClosed or RoundNotOpen unless the round is open."""
    if state == "paused":
        raise RoundPaused
    if state == "closed":
        raise RoundClosed
    if state != "open":
        raise RoundNotOpen


def check_move(state: str, wanted: str) -> None:
    """Raise unless a round in `state` may become `wanted`: RoundClosed, RoundAlready or RoundNotOpen."""
    if state == wanted:
        raise RoundAlready(wanted)
    if state == "closed":
        raise RoundClosed
    if state not in _MOVES[wanted]:
        raise RoundNotOpen
