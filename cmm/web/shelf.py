"""What was made once for everybody and is kept in the memory of this process."""

from collections.abc import Callable, Hashable
from threading import RLock
from typing import Generic, TypeVar

Kept = TypeVar("Kept")


class Shelf(Generic[Kept]):
    """At most `most` things by key; the oldest is forgotten first.

    A key names everything that its thing depends on. When many ask for the same new thing at once, one of
    them makes it and the others wait: after a start, a thousand readers cost one page and not a thousand.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept: dict[Hashable, Kept] = {}
        self._making = RLock()

    def find(self, key: Hashable) -> Kept | None:
        """What is kept under `key`; nothing is made and nobody waited for."""
        return self._kept.get(key)

    def take(self, key: Hashable, make: Callable[[], Kept]) -> Kept:
        """What is kept under `key`; made when it is not there yet."""
        found = self._kept.get(key)
        if found is None:
            with self._making:
                found = self._kept.get(key)
                if found is None:
                    found = make()
                    while len(self._kept) >= self._most:
                        self._kept.pop(next(iter(self._kept)))
                    self._kept[key] = found
        return found
