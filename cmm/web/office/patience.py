"""Guessing in the office: after some wrong tries each next one waits longer, and nobody is locked out.

Counted for each thing that can be guessed (`kind`: "sign in", "code", "passphrase", "invitation") by name
and address together, so that somebody who guesses elsewhere does not keep the rightful person out. When a
name is tried very often from everywhere, the waiting begins sooner for every address. All is forgotten after
ten minutes (`cmm/web/limits.py`); a password has at least 12 characters and costs Argon2id, and never waits
longer than LONGEST seconds.

Six digits are fewer than that: after MOST_CODES wrong ones for an account from everywhere, codes of the app
are not looked at until the ten minutes are over. Passkeys and recovery codes, which cannot be guessed, go on
working, so the rightful person gets in; and who guesses already knows the password.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from unicodedata import normalize

from flask import g

from cmm.domain.refusal import Refusal
from cmm.web.limits import tally, too_many, where_from

FREE = 5
"""Wrong tries for one name from one address before the first wait."""
MANY_FOR_A_NAME = 100
FREE_THEN = 2
"""What is free for each address when the name was tried MANY_FOR_A_NAME times."""
LONGEST = 30.0
"""Seconds."""
MOST_CODES = 50
"""Wrong codes for an account in ten minutes: the chance that one of them is right is 1 in 6,000."""


def make_wait(kind: str, name: str) -> None:
    """End the request with 429 when the next try for this name comes too soon."""
    left = seconds_to_wait(kind, name)
    if left > 0:
        raise too_many(left + 0.5)


def seconds_to_wait(kind: str, name: str) -> float:
    """0 or less when a try is allowed now. 1, 2, 4, 8, 16, 30, 30 ... seconds after the wrong ones that
    are free.
    """
    words = _words(kind, name)
    free = FREE_THEN if tally().times(*words[:2]) >= MANY_FOR_A_NAME else FREE
    over = tally().times(*words) - free
    return min(2.0**over, LONGEST) - tally().since(*words) if over >= 0 else 0.0


def note_failure(kind: str, name: str) -> None:
    words = _words(kind, name)
    tally().add(*words)
    tally().add(*words[:2])


@contextmanager
def slow_guessing() -> Iterator[None]:
    """Around what opens something with the passphrase of the person who is signed in: after some wrong ones
    each next try waits, also a right one. Counted by account and address; nobody is locked out.
    """
    name = str(g.account.account_id)
    make_wait("passphrase", name)
    try:
        yield
    except Refusal as refusal:
        if refusal.key == "wrong_passphrase":
            note_failure("passphrase", name)
        raise


def are_codes_paused(account_id: str) -> bool:
    """Whether too many wrong codes were typed for the account from everywhere."""
    return tally().times("code", account_id) >= MOST_CODES


def _words(kind: str, name: str) -> tuple[str, str, str]:
    return kind, normalize("NFC", name).casefold(), where_from()
