"""Random numbers that nobody outside can foretell and that we can draw again.

Every draw is HMAC-SHA256 (RFC 2104) of a secret per round over what is drawn for. The secret is never stored:
it is derived from the round's private key, so the same responses give the same publication again.
"""

import hashlib
import hmac
import json
from collections.abc import Iterator
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Lottery:
    """The draws of one round."""

    secret: bytes = field(repr=False)
    round_id: str

    def draw(self, below: int, *drawn_for: str | int) -> int:
        """An integer from 0 to `below` - 1, always the same for the same words `drawn_for`.

        256 bits are reduced modulo `below`; for the sizes here the bias is under 2**-230.
        """
        return int.from_bytes(self._digest(drawn_for)) % below

    def numbers(self, *drawn_for: str | int) -> Iterator[float]:
        """An endless stream of numbers in [0, 1) with 53 random bits each."""
        counter = 0
        while True:
            yield self.draw(1 << 53, *drawn_for, counter) / (1 << 53)
            counter += 1

    def _digest(self, drawn_for: tuple[str | int, ...]) -> bytes:
        message = json.dumps([self.round_id, *drawn_for], ensure_ascii=False).encode()
        return hmac.digest(self.secret, message, hashlib.sha256)
