"""Opening a closed round's envelopes in memory, for one task, by a holder of its key."""

from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy.orm import Session

from cmm.domain.recovery_key import parse_recovery_key
from cmm.domain.refusal import Refusal
from cmm.domain.round_state import RoundStillOpen
from cmm.domain.sealing import EnvelopeUnreadable, lottery_secret, open_key, open_response
from cmm.services.accounts import unlock_account
from cmm.services.rounds import AccountDisabled, key_purpose
from cmm.services.steps import OPEN, Tell, say_no_step
from cmm.services.transaction import end_reading
from cmm.store import envelopes, rounds
from cmm.store.accounts import get_account


class NotAKeyHolder(Refusal):
    """The round's key was not sealed to this account."""


class WrongRecoveryKey(Refusal):
    """The recovery key is well typed, but of another round."""


class EnvelopesWiped(Refusal):
    """The sealed answers and the keys of this round were deleted; only what was published is left."""


class OpenedResponse(NamedTuple):
    """One response in clear. `payload` is what `answers.to_payload` made; nothing in it is checked yet."""

    city_id: str
    batch_id: str | None
    week_of: date
    payload: dict[str, Any]


@dataclass(frozen=True, slots=True)
class OpenedRound:
    """A round in clear: never stored, never logged (its text form shows no key and no response).

    `unreadable` envelopes hold no response; `set_aside` is the number of envelopes in batches set aside, left
    unopened.
    """

    round_id: str
    responses: list[OpenedResponse] = field(repr=False)
    unreadable: int
    set_aside: int
    private_key: bytes = field(repr=False)
    lottery_secret: bytes = field(repr=False)


def open_envelopes(session: Session, *, round_id: str, account_id: str, passphrase: str) -> OpenedRound:
    """Open with an account's passphrase.

    Raises NoSuchRound, RoundStillOpen, EnvelopesWiped, NoSuchAccount, AccountDisabled, NotAKeyHolder,
    WrongPassphrase.
    """
    check_openable(session, round_id)
    opened_key = open_round_key(session, round_id=round_id, account_id=account_id, passphrase=passphrase)
    return open_with_key(session, round_id=round_id, private_key=opened_key)


def open_envelopes_with_recovery_key(session: Session, *, round_id: str, recovery_key: str) -> OpenedRound:
    """Open with the text that was printed when the round was planned.

    Raises NoSuchRound, RoundStillOpen, EnvelopesWiped, RecoveryKeyMistyped, WrongRecoveryKey.
    """
    check_openable(session, round_id)
    opened_key = open_round_key_from_paper(session, round_id=round_id, recovery_key=recovery_key)
    return open_with_key(session, round_id=round_id, private_key=opened_key)


def open_with_key(
    session: Session, *, round_id: str, private_key: bytes, tell: Tell = say_no_step
) -> OpenedRound:
    """Open all envelopes with the round's private key; `tell` hears of each.

    Raises NoSuchRound, RoundStillOpen, EnvelopesWiped.
    """
    check_openable(session, round_id)
    sealed = list(envelopes.list_envelopes(session, round_id))
    set_aside = envelopes.count_set_aside(session, round_id)
    end_reading(session)
    responses: list[OpenedResponse] = []
    for done, envelope in enumerate(sealed, start=1):
        with suppress(EnvelopeUnreadable):
            payload = _open_one(envelope.sealed, round_id, private_key)
            responses.append(OpenedResponse(envelope.city_id, envelope.batch_id, envelope.week_of, payload))
        tell(OPEN, done, len(sealed))
    return OpenedRound(
        round_id=round_id,
        responses=responses,
        unreadable=len(sealed) - len(responses),
        set_aside=set_aside,
        private_key=private_key,
        lottery_secret=lottery_secret(private_key),
    )


def check_openable(session: Session, round_id: str) -> None:
    """Raises NoSuchRound, RoundStillOpen, EnvelopesWiped."""
    if rounds.get_round(session, round_id).state != "closed":
        raise RoundStillOpen(round_id)
    if not rounds.list_key_holders(session, round_id):
        raise EnvelopesWiped(round_id)


def open_round_key(session: Session, *, round_id: str, account_id: str, passphrase: str) -> bytes:
    """The private key of a round, by one of its holders. Never store it, never log it.

    Raises NoSuchAccount, AccountDisabled, NotAKeyHolder, WrongPassphrase.
    """
    sealed_key = rounds.find_round_key(session, round_id, account_id)
    account = get_account(session, account_id)
    if account.disabled:
        raise AccountDisabled(account.name)
    if sealed_key is None:
        raise NotAKeyHolder(account.name)
    private = unlock_account(session, account_id=account_id, passphrase=passphrase)
    return open_key(sealed_key.sealed_key, private=private, purpose=key_purpose(round_id))


def open_round_key_from_paper(session: Session, *, round_id: str, recovery_key: str) -> bytes:
    """The same with the printed key. Raises RecoveryKeyMistyped, WrongRecoveryKey."""
    private = parse_recovery_key(recovery_key)
    sealed_key = rounds.find_round_key(session, round_id, rounds.RECOVERY)
    if sealed_key is None:
        raise WrongRecoveryKey
    try:
        return open_key(sealed_key.sealed_key, private=private, purpose=key_purpose(round_id))
    except EnvelopeUnreadable as error:
        raise WrongRecoveryKey from error


def _open_one(sealed: bytes, round_id: str, private_key: bytes) -> dict[str, Any]:
    answers = open_response(sealed, round_id=round_id, private_key=private_key).get("answers")
    if not isinstance(answers, dict):
        raise EnvelopeUnreadable
    return answers
