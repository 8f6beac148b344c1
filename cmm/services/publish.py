"""Prepare, publish, withdraw: two persons, and every step leaves what was published before as it is."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from cmm.domain.disclosure.intruder import Progress, say_nothing
from cmm.domain.quality import QualityFinding, read_findings
from cmm.domain.refusal import Refusal
from cmm.domain.snapshot import canonical_bytes, digest_of, hold_back, parse_snapshot, same_figures
from cmm.services.audit import note
from cmm.services.cluster import Cluster
from cmm.services.open_envelopes import OpenedRound, open_envelopes
from cmm.services.prepare_snapshot import prepare_content
from cmm.services.resist_intruder import resist_intruder_again
from cmm.services.steps import Tell, say_no_step
from cmm.services.transaction import transaction
from cmm.services.validation import list_to_hold_back
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
    """The public reads why something was withdrawn or replaced."""


class NothingValidated(Refusal):
    """No community has confirmed its figures yet."""


class CandidateReplaced(Refusal):
    """The results were prepared again after the publisher looked at them."""


class HoldBackUnconfirmed(Refusal):
    """Other cities are held back than the publisher confirmed; `subject` are their codes."""


@dataclass(frozen=True, slots=True)
class CandidateSummary:
    """A prepared snapshot. `digest` is what its digest will be; `rejected` counts envelopes left out, by
    reason; `quality` says what is unusual about the others.
    """

    round_id: str
    digest: str
    number: int
    prepared_by: str
    prepared_by_id: str
    prepared_on: date
    rejected: Mapping[str, int]
    quality: Sequence[QualityFinding]
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
    cluster: Cluster | None = None,
) -> CandidateSummary:
    """Open the envelopes of a closed round, count and protect, let the intruder try; keep the candidate only,
    in the place of an earlier one. `progress` is told how far the intruder is.

    Raises what open_envelopes raises, NotAPublisher, TooFewResponses, QuestionsChanged, IntruderFound.
    """
    check_publisher(session, account_id)
    opened = open_envelopes(
        session, round_id=round_id, account_id=account_id, passphrase=passphrase, cluster=cluster
    )
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
    check_publisher(session, account_id)
    candidate = build_candidate(session, opened, account_id=account_id, today=today, progress=progress)
    return keep_candidate(session, candidate)


def build_candidate(
    session: Session,
    opened: OpenedRound,
    *,
    account_id: str,
    today: date,
    progress: Progress = say_nothing,
    tell: Tell = say_no_step,
) -> StoredCandidate:
    """What `keep_candidate` will keep; changes nothing. Raises what prepare_content raises."""
    prepared = prepare_content(session, opened, today=today, progress=progress, tell=tell)
    return StoredCandidate(
        round_id=opened.round_id,
        content=canonical_bytes(prepared.content),
        prepared_by=account_id,
        prepared_on=today,
        rejected=prepared.rejected,
        quality=[finding.to_json() for finding in prepared.quality],
    )


@transaction
def keep_candidate(session: Session, candidate: StoredCandidate) -> CandidateSummary:
    """Keep it in the place of an earlier one."""
    store.set_candidate(session, candidate)
    note(session, candidate.prepared_by, "prepared", candidate.round_id)
    return _summary(session, candidate)


def find_candidate(session: Session, round_id: str) -> CandidateSummary | None:
    """What is prepared for a round."""
    candidate = store.find_candidate(session, round_id)
    return _summary(session, candidate) if candidate else None


@transaction
def publish_snapshot(
    session: Session,
    *,
    round_id: str,
    account_id: str,
    today: date,
    seen: str | None = None,
    hold_back: Collection[str] = (),
    reason: str = "",
) -> str:
    """Publish the candidate as the next snapshot of its round; return its digest.

    Units whose communities have not confirmed their figures are held back; the publisher confirms that with
    their codes in `hold_back`. `seen` is the digest of the candidate that the publisher looked at, None for
    whatever is there; `reason` is for the public when this takes the place of an earlier snapshot. Raises
    NoSuchRound, NoCandidate, CandidateReplaced, SamePerson, NotAPublisher, NothingValidated,
    HoldBackUnconfirmed, ReasonMissing, CandidateOutdated, NothingNew, IntruderFound.
    """
    check_publisher(session, account_id)
    rounds.get_round(session, round_id, lock="write")
    candidate = store.find_candidate(session, round_id)
    if candidate is None:
        raise NoCandidate(round_id)
    if candidate.prepared_by == account_id:
        raise SamePerson(round_id)
    if seen is not None and seen != digest_of(candidate.content):
        raise CandidateReplaced(round_id)
    content = canonical_bytes(_hold_back(session, candidate, hold_back))
    number = _check_follows(session, round_id, content, reason)
    digest = digest_of(content)
    store.add_snapshot(
        session,
        digest=digest,
        round_id=round_id,
        number=number,
        content=content,
        published_by=account_id,
        published_on=today,
        change_reason=reason.strip() if number > 1 else "",
    )
    store.delete_candidate(session, round_id)
    note(session, account_id, "snapshot_published", round_id, number=number, held_back=sorted(hold_back))
    return digest


@transaction
def withdraw_snapshot(session: Session, *, digest: str, account_id: str, reason: str, today: date) -> None:
    """Take a snapshot back; its bytes are kept, and later snapshots of the round still agree with it.

    Raises NoSuchSnapshot, AlreadyWithdrawn, ReasonMissing, NotAPublisher.
    """
    check_publisher(session, account_id)
    snapshot = store.get_snapshot(session, digest)
    if snapshot.withdrawn_on:
        raise AlreadyWithdrawn(digest)
    if not reason.strip():
        raise ReasonMissing(digest)
    store.add_withdrawal(
        session, digest=digest, reason=reason.strip(), withdrawn_by=account_id, withdrawn_on=today
    )
    note(session, account_id, "snapshot_withdrawn", snapshot.round_id, number=snapshot.number)


def check_publisher(session: Session, account_id: str) -> None:
    """Raises NotAPublisher, NoSuchAccount."""
    account = get_account(session, account_id)
    if account.disabled or account.role not in PUBLISHERS:
        raise NotAPublisher(account.name)


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
        quality=read_findings(candidate.quality),
        content=content,
    )


def _hold_back(session: Session, candidate: StoredCandidate, confirmed: Collection[str]) -> Mapping[str, Any]:
    """The content without what no community has confirmed, if that is what the publisher expects."""
    content = parse_snapshot(candidate.content).content
    waiting = list_to_hold_back(session, candidate.round_id, content)
    if len(waiting) == len(content["units"]):
        raise NothingValidated(candidate.round_id)
    if set(waiting) != set(confirmed):
        raise HoldBackUnconfirmed(", ".join(waiting))
    return hold_back(content, waiting)


def _check_follows(session: Session, round_id: str, content: bytes, reason: str) -> int:
    """The number of a content, which must follow the newest snapshot, say something else and why, and hold no
    number that the rule did not make.
    """
    prepared = parse_snapshot(content)
    latest = store.find_latest(session, round_id)
    if prepared.content["supersedes"] != (latest.digest if latest else None):
        raise CandidateOutdated(round_id)
    public = parse_snapshot(latest.content) if latest and not latest.withdrawn_on else None
    if public and same_figures(prepared.content, public.content):
        raise NothingNew(public.digest)
    if latest and not reason.strip():
        raise ReasonMissing(round_id)
    resist_intruder_again(session, prepared.content)
    return prepared.number
