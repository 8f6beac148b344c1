"""The key under which a text is coded: it recognises the same text again and tells nothing about it."""

import hashlib
import hmac
import json
import unicodedata

from cmm.domain.sealing import derive_secret

_PURPOSE = "keys of texts"


class TextKeys:
    """Keys of one round. Its private key is needed, so nobody else can try out what somebody may have
    written, and the same text has another key in another round.
    """

    def __init__(self, round_private_key: bytes) -> None:
        self._secret = derive_secret(round_private_key, _PURPOSE)

    def key_of(self, question: str, text: str) -> bytes:
        """HMAC-SHA256 of the question and the text; how it is spaced makes no difference."""
        plain = " ".join(unicodedata.normalize("NFC", text).split())
        message = json.dumps([question, plain], ensure_ascii=False).encode()
        return hmac.digest(self._secret, message, hashlib.sha256)
