"""What a password and a passphrase must be. Guessing them is what an attacker tries first.

Length alone stops nobody who tries known passwords: the 30 000 most common ones, words, names, dates and
keyboard runs come with zxcvbn, and what can be guessed with fewer than a hundred million tries is refused
(its score under 3). Russian letters are also read as the keys they lie on.
"""

import unicodedata

from zxcvbn import zxcvbn

from cmm.domain.refusal import Refusal

SHORTEST_PASSWORD = 12
SHORTEST_PASSPHRASE = 16
LEAST_SCORE = 3
LONGEST_JUDGED = 72
"""Characters that are looked at; more cannot make a password easier to guess."""
SHORTEST_BESIDE_NAME = 8
"""Characters that a password has beside the name of its account."""

_RUSSIAN_KEYS = str.maketrans("йцукенгшщзхъфывапролджэячсмитьбюё", "qwertyuiop[]asdfghjkl;'zxcvbnm,.`")


class PasswordTooShort(Refusal):
    """A password has at least SHORTEST_PASSWORD characters."""


class PasswordIsName(Refusal):
    """The password is the name with little beside it."""


class PasswordTooCommon(Refusal):
    """The password is among those that are tried first."""


class PassphraseTooShort(Refusal):
    """A passphrase has at least SHORTEST_PASSPHRASE characters."""


class PassphraseTooCommon(Refusal):
    """The passphrase is among those that are tried first."""


class PassphraseIsPassword(Refusal):
    """The passphrase opens answers; it must not be what is typed at every sign-in."""


def require_password(password: str, *, name: str) -> None:
    """Raises PasswordTooShort, PasswordIsName, PasswordTooCommon."""
    plain = plain_text(password)
    if len(plain) < SHORTEST_PASSWORD:
        raise PasswordTooShort(str(SHORTEST_PASSWORD))
    if _is_mostly(plain, plain_text(name).strip()):
        raise PasswordIsName
    if _score(plain) < LEAST_SCORE:
        raise PasswordTooCommon


def require_passphrase(passphrase: str, *, password: str | None = None) -> None:
    """`password` is the account's, where it is known. Raises PassphraseTooShort, PassphraseIsPassword,
    PassphraseTooCommon.
    """
    plain = plain_text(passphrase)
    if len(plain) < SHORTEST_PASSPHRASE:
        raise PassphraseTooShort(str(SHORTEST_PASSPHRASE))
    if password is not None and plain == plain_text(password):
        raise PassphraseIsPassword
    if _score(plain) < LEAST_SCORE:
        raise PassphraseTooCommon


def plain_text(text: str) -> str:
    """The same text from every keyboard (Unicode form C)."""
    return unicodedata.normalize("NFC", text)


def _is_mostly(password: str, name: str) -> bool:
    beside = password.casefold().replace(name.casefold(), "") if len(name) > 2 else password
    return len(beside) < SHORTEST_BESIDE_NAME


def _score(text: str) -> int:
    """0 to 4, the worse of the text and of the keys it is typed with."""
    forms = {text[:LONGEST_JUDGED], text[:LONGEST_JUDGED].lower().translate(_RUSSIAN_KEYS)}
    return min(int(zxcvbn(form)["score"]) for form in forms)
