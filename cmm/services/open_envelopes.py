"""Opening a closed round's envelopes in memory, for one task, by a holder of its key."""

from collections import Counter
from dataclasses import dataclass, field, replace

from sqlalchemy.orm import Session

from cmm.domain.coded import CodedResponses, Opening, join
from cmm.domain.recovery_key import parse_recovery_key
from cmm.domain.refusal import Refusal
from cmm.domain.round_state import RoundStillOpen
from cmm.domain.sealing import EnvelopeUnreadable, lottery_secret, open_key
from cmm.services.accounts import unlock_account
from cmm.services.cluster import Cluster
from cmm.services.envelope_ranges import Source, list_ranges, open_range, unseal_range
from cmm.services.partitions import map_parts
from cmm.services.rounds import AccountDisabled, key_purpose
from cmm.services.steps import OPEN, Tell, say_no_step
from cmm.services.transaction import end_reading
from cmm.store import envelopes, rounds
from cmm.store.accounts import get_account
from cmm.store.database import url_of
from cmm.store.questionnaires import get_questionnaire

PART = 5_000
"""Envelopes that are opened and coded together, which takes a core not quite a second."""
SET_ASIDE = "set_aside"
"""Why envelopes of some batches are not opened."""


class NotAKeyHolder(Refusal):
    """The round's key was not sealed to this account."""


class WrongRecoveryKey(Refusal):
    """The recovery key is well typed, but of another round."""


class EnvelopesWiped(Refusal):
    """The sealed answers and the keys of this round were deleted; only what was published is left."""


@dataclass(frozen=True, slots=True)
class OpenedRound:
    """A round in code: never stored, never logged (its text form shows no key and no response).

    Among `responses.rejected` are the envelopes of batches that were set aside, left unopened.
    """

    round_id: str
    responses: CodedResponses = field(repr=False)
    private_key: bytes = field(repr=False)
    lottery_secret: bytes = field(repr=False)


def open_envelopes(
    session: Session, *, round_id: str, account_id: str, passphrase: str, cluster: Cluster | None = None
) -> OpenedRound:
    """Open with an account's passphrase.

    Raises NoSuchRound, RoundStillOpen, EnvelopesWiped, NoSuchAccount, AccountDisabled, NotAKeyHolder,
    WrongPassphrase, and what open_with_key raises.
    """
    check_openable(session, round_id)
    opened_key = open_round_key(session, round_id=round_id, account_id=account_id, passphrase=passphrase)
    return open_with_key(session, round_id=round_id, private_key=opened_key, cluster=cluster)


def open_envelopes_with_recovery_key(session: Session, *, round_id: str, recovery_key: str) -> OpenedRound:
    """Open with the text that was printed when the round was planned.

    Raises NoSuchRound, RoundStillOpen, EnvelopesWiped, RecoveryKeyMistyped, WrongRecoveryKey, and what
    open_with_key raises.
    """
    check_openable(session, round_id)
    opened_key = open_round_key_from_paper(session, round_id=round_id, recovery_key=recovery_key)
    return open_with_key(session, round_id=round_id, private_key=opened_key)


def open_with_key(
    session: Session,
    *,
    round_id: str,
    private_key: bytes,
    tell: Tell = say_no_step,
    cluster: Cluster | None = None,
) -> OpenedRound:
    """Open all envelopes with the round's private key, check and code them; `tell` hears how many are done.

    A large round is opened by several processes, or by the `cluster`; the result is the same. Raises
    NoSuchRound, RoundStillOpen, EnvelopesWiped, StorageUnavailable, WorkersLost, ClusterUnavailable.
    """
    source = Source(url_of(session), _read_opening(session, round_id, private_key))
    total = envelopes.count_counted(session, round_id)
    set_aside = envelopes.count_set_aside(session, round_id)
    end_reading(session)
    ranges = list_ranges(max(1, -(-total // PART)))
    parts: list[CodedResponses] = []
    for sealed in map_parts(open_range, source, ranges, cluster=cluster):
        parts.append(unseal_range(source, sealed))
        tell(OPEN, total * len(parts) // len(ranges), total)
    responses = join(parts)
    rejected = responses.rejected + Counter({SET_ASIDE: set_aside})
    return OpenedRound(
        round_id=round_id,
        responses=replace(responses, rejected=rejected),
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


def _read_opening(session: Session, round_id: str, private_key: bytes) -> Opening:
    """The day of closing stands for the day of answering, which is kept nowhere."""
    check_openable(session, round_id)
    row = rounds.get_round(session, round_id)
    if row.closed_on is None:
        raise RoundStillOpen(round_id)
    return Opening(
        round_id=round_id,
        compiled=get_questionnaire(session, row.questionnaire_digest).compiled,
        cities=frozenset(city.city_id for city in rounds.list_cities_of_round(session, round_id)),
        today=row.closed_on,
        private_key=private_key,
    )
