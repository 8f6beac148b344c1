"""Prepare, publish, withdraw: two persons, and every step leaves what was published before as it is."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from cmm.domain.disclosure.intruder import Progress, say_nothing
from cmm.domain.refusal import Refusal
from cmm.domain.snapshot import canonical_bytes, digest_of, parse_snapshot, same_figures
from cmm.services.open_envelopes import OpenedRound, open_envelopes
from cmm.services.prepare_snapshot import prepare_content
from cmm.services.resist_intruder import resist_intruder_again
from cmm.services.transaction import transaction
from cmm.store import rounds
from cmm.store import snapshots as store
from cmm.store.accounts import get_account
from cmm.store.snapshots import StoredCandidate

PUBLISHERS = ("secretary", "coordinator")
"""Roles that may prepare, publish and withdraw."""


class NoCandidate(Refusal):
    """Nothing is prepared for this round."""


class SamePerson(Refusal):
    """Who prepared a snapshot does not publish it: a second person looks at it first."""


class NotAPublisher(Refusal):
    """The account is disabled or may only read."""


class CandidateOutdated(Refusal):
    """Something was published after the candidate was prepared: prepare it again."""


class NothingNew(Refusal):
    """The candidate has the figures that are public already."""


class AlreadyWithdrawn(Refusal):
    """The snapshot was withdrawn before."""


class ReasonMissing(Refusal):
    """The public reads why something was withdrawn."""


@dataclass(frozen=True, slots=True)
class CandidateSummary:
    """A prepared snapshot. `digest` is what its digest will be; `rejected` counts envelopes left out, by
    reason.
    """

    round_id: str
    digest: str
    number: int
    prepared_by: str
    prepared_by_id: str
    prepared_on: date
    rejected: Mapping[str, int]
    content: Mapping[str, Any] = field(repr=False)

    @property
    def responses(self) -> int:
        """To the nearest five per unit."""
        return sum(unit["responses"] for unit in self.content["units"])


def prepare_snapshot(
    session: Session,
    *,
    round_id: str,
    account_id: str,
    passphrase: str,
    today: date,
    progress: Progress = say_nothing,
) -> CandidateSummary:
    """Open the envelopes of a closed round, count and protect, let the intruder try; keep the candidate only,
    in the place of an earlier one. `progress` is told how far the intruder is.

    Raises what open_envelopes raises, NotAPublisher, TooFewResponses, QuestionsChanged, IntruderFound.
    """
    _check_publisher(session, account_id)
    opened = open_envelopes(session, round_id=round_id, account_id=account_id, passphrase=passphrase)
    return prepare_opened(session, opened, account_id=account_id, today=today, progress=progress)


def prepare_opened(
    session: Session,
    opened: OpenedRound,
    *,
    account_id: str,
    today: date,
    progress: Progress = say_nothing,
) -> CandidateSummary:
    """The same for a round that was opened in another way, such as with its recovery key."""
    _check_publisher(session, account_id)
    prepared = prepare_content(session, opened, today=today, progress=progress)
    candidate = StoredCandidate(
        round_id=opened.round_id,
        content=canonical_bytes(prepared.content),
        prepared_by=account_id,
        prepared_on=today,
        rejected=prepared.rejected,
    )
    return _keep(session, candidate)


def find_candidate(session: Session, round_id: str) -> CandidateSummary | None:
    """What is prepared for a round."""
    candidate = store.find_candidate(session, round_id)
    return _summary(session, candidate) if candidate else None


@transaction
def publish_snapshot(session: Session, *, round_id: str, account_id: str, today: date) -> str:
    """Publish the candidate as the next snapshot of its round; return its digest.

    Raises NoSuchRound, NoCandidate, SamePerson, NotAPublisher, CandidateOutdated, NothingNew, IntruderFound.
    """
    _check_publisher(session, account_id)
    rounds.get_round(session, round_id, lock="write")
    candidate = store.find_candidate(session, round_id)
    if candidate is None:
        raise NoCandidate(round_id)
    if candidate.prepared_by == account_id:
        raise SamePerson(round_id)
    number = _check_follows(session, candidate)
    digest = digest_of(candidate.content)
    store.add_snapshot(
        session,
        digest=digest,
        round_id=round_id,
        number=number,
        content=candidate.content,
        published_by=account_id,
        published_on=today,
    )
    store.delete_candidate(session, round_id)
    return digest


@transaction
def withdraw_snapshot(session: Session, *, digest: str, account_id: str, reason: str, today: date) -> None:
    """Take a snapshot back; its bytes are kept, and later snapshots of the round still agree with it.

    Raises NoSuchSnapshot, AlreadyWithdrawn, ReasonMissing, NotAPublisher.
    """
    _check_publisher(session, account_id)
    if store.get_snapshot(session, digest).withdrawn_on:
        raise AlreadyWithdrawn(digest)
    if not reason.strip():
        raise ReasonMissing(digest)
    store.add_withdrawal(
        session, digest=digest, reason=reason.strip(), withdrawn_by=account_id, withdrawn_on=today
    )


def _check_publisher(session: Session, account_id: str) -> None:
    account = get_account(session, account_id)
    if account.disabled or account.role not in PUBLISHERS:
        raise NotAPublisher(account.name)


@transaction
def _keep(session: Session, candidate: StoredCandidate) -> CandidateSummary:
    store.set_candidate(session, candidate)
    return _summary(session, candidate)


def _summary(session: Session, candidate: StoredCandidate) -> CandidateSummary:
    content = json.loads(candidate.content)
    return CandidateSummary(
        round_id=candidate.round_id,
        digest=digest_of(candidate.content),
        number=content["number"],
        prepared_by=get_account(session, candidate.prepared_by).name,
        prepared_by_id=candidate.prepared_by,
        prepared_on=candidate.prepared_on,
        rejected=candidate.rejected,
        content=content,
    )


def _check_follows(session: Session, candidate: StoredCandidate) -> int:
    """The number of the candidate, which must follow the newest snapshot, say something else, and hold no
    number that the rule did not make.
    """
    prepared = parse_snapshot(candidate.content)
    latest = store.find_latest(session, candidate.round_id)
    if prepared.content["supersedes"] != (latest.digest if latest else None):
        raise CandidateOutdated(candidate.round_id)
    public = parse_snapshot(latest.content) if latest and not latest.withdrawn_on else None
    if public and same_figures(prepared.content, public.content):
        raise NothingNew(public.digest)
    resist_intruder_again(session, prepared.content)
    return prepared.number
