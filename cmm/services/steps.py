"""The steps of preparing a snapshot, in order, as whoever waits is told about them."""

from collections.abc import Callable

OPEN, COUNT, PROTECT, INTRUDER, QUALITY, KEEP = STEPS = (
    "open",
    "count",
    "protect",
    "intruder",
    "quality",
    "keep",
)

Tell = Callable[[str, int, int], None]
"""Called with a step, how many of its parts are done, and how many there are."""


def say_no_step(_step: str, _done: int, _total: int) -> None:
    """For callers who do not wait."""
