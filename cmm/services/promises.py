"""What office people do with requests: open one from a published finding, and write down what follows.

Every function adds events; nothing is changed and nothing deleted. What may follow what is decided by
`cmm.domain.promises`.
"""

from dataclasses import dataclass, replace
from datetime import date
from secrets import token_hex

from sqlalchemy.orm import Session

from cmm.domain.language import Translated
from cmm.domain.promises import APPROVED, OF_CLIENTS, REQUESTED, Event, add_event, read_story
from cmm.domain.promises.files import LARGEST_FILE, media_type_of
from cmm.domain.refusal import Refusal
from cmm.domain.snapshot import EVERYWHERE, Snapshot, parse_snapshot
from cmm.services.audit import note
from cmm.services.duty_bearers import concerns
from cmm.services.ledger_rights import check_mover
from cmm.services.promise_evidence import find_evidence, find_figure, list_cities_of
from cmm.services.transaction import transaction
from cmm.store import promises as store
from cmm.store.duty_bearers import get_bearer
from cmm.store.promises import Promise, PromiseFile
from cmm.store.snapshots import find_latest

LONGEST_ASK = 600
LONGEST_WORDS = 2000
LONGEST_PROOF = 400


class NothingPublished(Refusal):
    """A request rests on a published figure, and this round has none, or it was withdrawn."""


class NoSuchFinding(Refusal):
    """There is no published figure of this indicator in this place."""


class AskMissing(Refusal):
    """What is asked stands in at least one language."""


class LedgerWordsTooLong(Refusal):
    """Words for the public page have at most so many characters."""


class BearerElsewhere(Refusal):
    """The office works for other cities."""


class BadTarget(Refusal):
    """A target is a whole percentage from 0 to 100."""


class StoryMovedOn(Refusal):
    """Somebody wrote something down meanwhile."""


class FileTooLarge(Refusal):
    """A file has at most LARGEST_FILE bytes."""


class FileRefused(Refusal):
    """A file is a PDF, JPEG or PNG."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Where a published figure stands: an indicator in a unit of a round, or EVERYWHERE."""

    round_id: str
    place: str
    indicator: str


@dataclass(frozen=True, slots=True)
class Ask:
    """What is asked of whom, until when a reply is awaited; `target` in percent, None without a number."""

    bearer_id: str
    words: Translated
    due_on: date
    target: int | None = None


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that came with a reply. `public` when readers of the page may have it."""

    content: bytes
    public: bool


@transaction
def open_request(session: Session, *, account_id: str, finding: Finding, ask: Ask, today: date) -> str:
    """Propose a request; a second person approves it before anybody outside reads it. Returns its id.

    Raises NothingPublished, NoSuchFinding, NotYourLedger, AskMissing, LedgerWordsTooLong, BadTarget,
    NoSuchBearer, BearerElsewhere and what `add_event` raises.
    """
    snapshot = _published(session, finding)
    city_ids = list_cities_of(snapshot, finding.place)
    check_mover(session, account_id, city_ids, all_of=finding.place == EVERYWHERE)
    words = _checked_ask(ask)
    if not concerns(get_bearer(session, ask.bearer_id), city_ids):
        raise BearerElsewhere
    event = Event(REQUESTED, today, today, account_id, due_on=ask.due_on, bearer_id=ask.bearer_id)
    add_event((), event)
    promise_id = token_hex(4)
    store.add_promise(
        session,
        Promise(
            promise_id=promise_id,
            round_id=finding.round_id,
            digest=snapshot.digest,
            indicator=finding.indicator,
            place=finding.place,
            form_id=snapshot.content["form_id"],
            city_ids=city_ids,
            bearer_id=ask.bearer_id,
            asks=words,
            target=ask.target,
        ),
    )
    store.add_event(session, promise_id, 1, event)
    note(session, account_id, "promise_requested", promise_id, round=finding.round_id)
    return promise_id


@transaction
def record_event(
    session: Session, *, promise_id: str, event: Event, seen: int, upload: Upload | None = None
) -> None:
    """Add what happened to a request. `seen` is how many events the person saw who writes this.

    The evidence of what clients say is looked up here, never taken from the form. Raises NoSuchPromise,
    NotYourLedger, StoryMovedOn, LedgerWordsTooLong, FileTooLarge, FileRefused, NoSuchBearer,
    BearerElsewhere, and what `cmm.domain.promises.add_event` raises.
    """
    promise = store.get_promise(session, promise_id, lock=True)
    check_mover(session, event.by, promise.city_ids, all_of=promise.place == EVERYWHERE)
    events = store.list_events(session, promise_id)
    if seen != len(events):
        raise StoryMovedOn
    event = _complete(session, promise, events, event)
    add_event(events, event)
    store.add_event(session, promise_id, len(events) + 1, event)
    if upload:
        _keep_file(session, promise_id, len(events) + 1, upload)
    note(session, event.by, f"promise_{event.kind}", promise_id, round=promise.round_id)


def _published(session: Session, finding: Finding) -> Snapshot:
    """The newest publication of the round, which holds the figure."""
    latest = find_latest(session, finding.round_id)
    if latest is None or latest.withdrawn_on:
        raise NothingPublished
    snapshot = parse_snapshot(latest.content)
    if find_figure(snapshot, finding.indicator, finding.place) is None:
        raise NoSuchFinding
    return snapshot


def _checked_ask(ask: Ask) -> dict[str, str]:
    words = {code: text.strip() for code, text in ask.words.items() if text.strip()}
    if not words:
        raise AskMissing
    if any(len(text) > LONGEST_ASK for text in words.values()):
        raise LedgerWordsTooLong(str(LONGEST_ASK))
    if ask.target is not None and not 0 <= ask.target <= 100:
        raise BadTarget
    return words


def _complete(session: Session, promise: Promise, events: list[Event], event: Event) -> Event:
    """The event with trimmed words, and with its evidence when it tells what clients say."""
    words, proof = event.words.strip(), event.proof.strip()
    if len(words) > LONGEST_WORDS or len(proof) > LONGEST_PROOF:
        raise LedgerWordsTooLong(str(LONGEST_WORDS))
    if event.bearer_id and not concerns(get_bearer(session, event.bearer_id), promise.city_ids):
        raise BearerElsewhere
    story = read_story(events)
    evidence = find_evidence(session, promise, story.asked_on) if event.kind in OF_CLIENTS else None
    if event.kind == APPROVED:
        words = proof = ""
    return replace(event, words=words, proof=proof, evidence=evidence)


def _keep_file(session: Session, promise_id: str, number: int, upload: Upload) -> None:
    media_type = media_type_of(upload.content)
    if media_type is None:
        raise FileRefused
    if len(upload.content) > LARGEST_FILE:
        raise FileTooLarge(str(LARGEST_FILE // 1000))
    store.add_file(
        session,
        PromiseFile(
            promise_id=promise_id,
            number=number,
            media_type=media_type,
            public=upload.public,
            content=upload.content,
        ),
    )
