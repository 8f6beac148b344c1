"""Slowing down floods and guessing without keeping an address.

Counts are kept in the memory of this process only, under the keyed hash of an address (or of a name). The
key is random, never leaves the process, and is thrown away with all counts every ten minutes: afterwards
nobody can say which address a count belonged to. Several server processes count separately, so a limit is
reached later, never earlier, than it says. Behind a proxy the address is right only with CMM_PROXIES; people
who come through Tor share one, so nothing here ever shuts out an address for longer than ten minutes.
"""

import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import blake2b
from ipaddress import IPv6Address, ip_address

from flask import Flask, current_app, request
from werkzeug.exceptions import TooManyRequests

ROTATION = 600.0
"""Seconds after which the key and all counts are forgotten."""
MOST_COUNTS = 50_000
"""Counts in memory at most (some 10 MB); the oldest are forgotten first."""
MOST_POSTS = 3_000
"""Posts from one address in one rotation: 250 people who answer page by page at one hotspot."""


@dataclass(slots=True)
class _Count:
    times: int = 0
    latest: float = 0.0


class Tally:
    """How often something happened in this rotation, by words that are only kept as a keyed hash."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._forget()

    def add(self, *words: str) -> int:
        """Count once more; returns how often by now."""
        with self._lock:
            self._rotate()
            key = self._key(words)
            count = self._counts.pop(key, None) or _Count()
            count.times, count.latest = count.times + 1, self._clock()
            while len(self._counts) >= MOST_COUNTS:
                del self._counts[next(iter(self._counts))]
            self._counts[key] = count
            return count.times

    def times(self, *words: str) -> int:
        """How often it was counted."""
        return self._look(words).times

    def since(self, *words: str) -> float:
        """Seconds since it was counted last; without meaning when it never was."""
        return self._clock() - self._look(words).latest

    def seconds_left(self) -> int:
        """Until everything is forgotten."""
        return max(1, round(self._ends - self._clock()))

    def _look(self, words: tuple[str, ...]) -> _Count:
        with self._lock:
            self._rotate()
            return self._counts.get(self._key(words)) or _Count()

    def _key(self, words: tuple[str, ...]) -> bytes:
        return blake2b("\0".join(words).encode("utf-8", "replace"), key=self._secret, digest_size=12).digest()

    def _rotate(self) -> None:
        if self._clock() >= self._ends:
            self._forget()

    def _forget(self) -> None:
        self._secret = secrets.token_bytes(32)
        self._counts: dict[bytes, _Count] = {}
        self._ends = self._clock() + ROTATION


def init_limits(app: Flask) -> None:
    """Give the application its tally, and refuse posts of a flood with 429 before anything reads them."""
    app.extensions["tally"] = Tally()
    app.before_request(_refuse_flood)


def tally() -> Tally:
    """The tally of this application."""
    return current_app.extensions["tally"]  # type: ignore[no-any-return]


def where_from() -> str:
    """The address of this request as it is counted; of IPv6 the part that one subscriber has (64 bits)."""
    address = request.remote_addr or ""
    try:
        parsed = ip_address(address)
    except ValueError:
        return address
    return parsed.packed[:8].hex() if isinstance(parsed, IPv6Address) else address


def too_many(seconds: float) -> TooManyRequests:
    """The refusal to raise: try again after some seconds."""
    return TooManyRequests(retry_after=max(1, round(seconds)))


def _refuse_flood() -> None:
    if request.method == "POST" and tally().add("post", where_from()) > MOST_POSTS:
        raise too_many(tally().seconds_left())
