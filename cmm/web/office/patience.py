"""Signing in: after some wrong passwords each next try waits longer, and nobody is locked out.

Counted by name and address together, so that somebody who guesses elsewhere does not keep the rightful
person out. When a name is tried very often from everywhere, the waiting begins sooner for every address. All
is forgotten after ten minutes (`cmm/web/limits.py`); a password has at least 12 characters and costs
Argon2id, and never waits longer than LONGEST seconds.
"""

from unicodedata import normalize

from cmm.web.limits import tally, too_many, where_from

FREE = 5
"""Wrong passwords for one name from one address before the first wait."""
MANY_FOR_A_NAME = 100
FREE_THEN = 2
"""What is free for each address when the name was tried MANY_FOR_A_NAME times."""
LONGEST = 30.0
"""Seconds."""


def make_wait(name: str) -> None:
    """End the request with 429 when the next try for this name comes too soon."""
    left = seconds_to_wait(name)
    if left > 0:
        raise too_many(left + 0.5)


def seconds_to_wait(name: str) -> float:
    """0 or less when a try is allowed now. 1, 2, 4, 8, 16, 30, 30 ... seconds after the wrong ones that
    are free.
    """
    words = _words(name)
    free = FREE_THEN if tally().times("sign in", words[1]) >= MANY_FOR_A_NAME else FREE
    over = tally().times(*words) - free
    return min(2.0**over, LONGEST) - tally().since(*words) if over >= 0 else 0.0


def note_failure(name: str) -> None:
    words = _words(name)
    tally().add(*words)
    tally().add("sign in", words[1])


def _words(name: str) -> tuple[str, str, str]:
    return "sign in", normalize("NFC", name).casefold(), where_from()
