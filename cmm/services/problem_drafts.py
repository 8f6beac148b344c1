"""Reports of problems open a draft: when a round with alerts reaches a number of responses in a city.

A draft stands in the office only. It says how many reports came at least, and never what they say: that is
known, protected like every figure, when the round is published. Then the draft becomes a request that rests
on a published figure, or it is set aside with a reason. Nothing is ever sent by itself. While the round is
open a draft is nothing but the number that was reached; a row is written when a person writes into it, and
when the round is closed. So each number of each city opens one draft in a round, and never a second.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from cmm.domain.disclosure.policy import SMALLEST_GROUP
from cmm.domain.language import Translated
from cmm.domain.refusal import Refusal
from cmm.domain.snapshot import Snapshot, indicator_figures
from cmm.services.audit import note
from cmm.services.duty_bearers import concerns, list_duty_bearers
from cmm.services.ledger_rights import check_mover
from cmm.services.promises import LONGEST_ASK, Ask, Finding, LedgerWordsTooLong, open_request
from cmm.services.published import find_published
from cmm.services.transaction import transaction
from cmm.store import problem_drafts as store
from cmm.store.duty_bearers import get_bearer
from cmm.store.envelopes import count_envelopes
from cmm.store.problem_drafts import OPEN, SENT, SET_ASIDE, ProblemDraft
from cmm.store.rounds import CityOfRound, SurveyRound, get_round, list_cities_of_round, list_rounds

LONGEST_REASON = 400


class NoOpenDraft(Refusal):
    """Nothing waits here: somebody has decided, or the number is not reached."""


class DraftReasonMissing(Refusal):
    """Setting aside wants a reason."""


@dataclass(frozen=True, slots=True)
class OpenDraft:
    """At least `number` reports came from a city. `asks` and `bearer_id` are what was written so far, or the
    office nearest to people that can be asked ("" when the directory has none). `unit` and `findings` are
    where the published figures of the city stand, the most frequent problem first; none before they are
    public.
    """

    round_id: str
    titles: Translated
    closed: bool
    city_id: str
    city_names: Translated
    number: int
    asks: Translated
    bearer_id: str
    unit: str
    findings: tuple[str, ...]


def list_problem_drafts(session: Session) -> list[OpenDraft]:
    """Everything that waits, by round and by city."""
    rows, found = store.list_drafts(session), []
    for each in list_rounds(session):
        own = [row for row in rows if row.round_id == each.round_id]
        if each.alert_every or own:
            counts = count_envelopes(session, each.round_id)
            cities = list_cities_of_round(session, each.round_id)
            found += [_find(session, each, city, own, counts) for city in cities]
    return [draft for draft in found if draft]


def find_problem_draft(session: Session, round_id: str, city_id: str) -> OpenDraft | None:
    """What waits about one city of a round; None when nothing does."""
    of_both = (each for each in list_problem_drafts(session) if each.round_id == round_id)
    return next((each for each in of_both if each.city_id == city_id), None)


@transaction
def save_problem_draft(
    session: Session, *, round_id: str, city_id: str, account_id: str, asks: Translated, bearer_id: str
) -> None:
    """Keep what was written so far. Raises NoSuchRound, NotYourLedger, NoOpenDraft, LedgerWordsTooLong,
    NoSuchBearer.
    """
    row = _take(session, round_id, city_id, account_id)
    row.asks = {code: words.strip() for code, words in asks.items() if words.strip()}
    if any(len(words) > LONGEST_ASK for words in row.asks.values()):
        raise LedgerWordsTooLong(str(LONGEST_ASK))
    row.bearer_id = get_bearer(session, bearer_id).bearer_id if bearer_id else None


@transaction
def send_problem_draft(
    session: Session, *, city_id: str, account_id: str, finding: Finding, ask: Ask, today: date
) -> str:
    """Make the draft a request that rests on a published figure; a second person approves it. Returns its id.

    Raises NoOpenDraft and what `open_request` raises.
    """
    row = _take(session, finding.round_id, city_id, account_id)
    promise_id = open_request(session, account_id=account_id, finding=finding, ask=ask, today=today)
    row.state, row.promise_id = SENT, promise_id
    row.decided_by, row.decided_on = account_id, today
    return promise_id


@transaction
def set_problem_draft_aside(
    session: Session, *, round_id: str, city_id: str, account_id: str, reason: str, today: date
) -> None:
    """Decide that these reports call for no request. Raises NoOpenDraft, DraftReasonMissing, NotYourLedger,
    LedgerWordsTooLong.
    """
    if not reason.strip():
        raise DraftReasonMissing
    if len(reason.strip()) > LONGEST_REASON:
        raise LedgerWordsTooLong(str(LONGEST_REASON))
    row = _take(session, round_id, city_id, account_id)
    row.state, row.reason = SET_ASIDE, reason.strip()
    row.decided_by, row.decided_on = account_id, today
    note(session, account_id, "reports_set_aside", round_id, city=city_id)


def keep_reached(session: Session, survey_round: SurveyRound) -> None:
    """Write down which drafts are open, inside the transaction that closes a round: its envelopes are deleted
    one day.
    """
    round_id = survey_round.round_id
    counts = count_envelopes(session, round_id)
    rows = [row for row in store.list_drafts(session) if row.round_id == round_id]
    for city in list_cities_of_round(session, round_id):
        number = _reached(survey_round, city.city_id, counts)
        if _find_open(city.city_id, rows) is None and number > _decided(city.city_id, rows):
            _add(session, round_id, city.city_id, number)


def _find(
    session: Session,
    survey_round: SurveyRound,
    city: CityOfRound,
    rows: list[ProblemDraft],
    counts: Mapping[str, int],
) -> OpenDraft | None:
    """`rows` and `counts` (responses by city) are those of the round."""
    row = _find_open(city.city_id, rows)
    reached = _reached(survey_round, city.city_id, counts)
    if row is None and reached <= _decided(city.city_id, rows):
        return None
    if row is None and survey_round.state == "closed":
        return None  # closing wrote down what there was
    unit, findings = _list_findings(session, survey_round.round_id, city.city_id)
    return OpenDraft(
        round_id=survey_round.round_id,
        titles=survey_round.titles,
        closed=survey_round.state == "closed",
        city_id=city.city_id,
        city_names=city.names,
        number=max(reached, row.number if row else 0),
        asks=row.asks if row else {},
        bearer_id=(row.bearer_id if row else None) or _nearest(session, city.city_id),
        unit=unit,
        findings=findings,
    )


def _take(session: Session, round_id: str, city_id: str, account_id: str) -> ProblemDraft:
    """The row of the open draft, its number brought up to date; nobody else decides meanwhile."""
    survey_round = get_round(session, round_id, lock="write")
    check_mover(session, account_id, [city_id], all_of=False)
    draft = find_problem_draft(session, round_id, city_id)
    if draft is None:
        raise NoOpenDraft
    rows = [each for each in store.list_drafts(session) if each.round_id == survey_round.round_id]
    row = _find_open(city_id, rows)
    if row is None:
        return _add(session, round_id, city_id, draft.number)
    row.number = draft.number
    return row


def _add(session: Session, round_id: str, city_id: str, number: int) -> ProblemDraft:
    row = ProblemDraft(
        round_id=round_id, city_id=city_id, number=number, state=OPEN, asks={}, bearer_id=None, reason=""
    )
    store.add_draft(session, row)
    return row


def _find_open(city_id: str, rows: list[ProblemDraft]) -> ProblemDraft | None:
    return next((row for row in rows if row.city_id == city_id and row.state == OPEN), None)


def _decided(city_id: str, rows: list[ProblemDraft]) -> int:
    """The highest number about which somebody has decided; 0 when nobody has."""
    return max((row.number for row in rows if row.city_id == city_id and row.state != OPEN), default=0)


def _reached(survey_round: SurveyRound, city_id: str, counts: Mapping[str, int]) -> int:
    """The highest multiple of the round's alerts that a city has reached; 0 under ten, where nothing could be
    published about it.
    """
    every = survey_round.alert_every
    if not every:
        return 0
    number = counts.get(city_id, 0) // every * every
    return number if number >= SMALLEST_GROUP else 0


def _list_findings(session: Session, round_id: str, city_id: str) -> tuple[str, tuple[str, ...]]:
    """The unit of a city in what is public, and its indicators of problems that ten people or more met."""
    published = find_published(session, round_id)
    if published is None or published.withdrawn:
        return "", ()
    snapshot = published.snapshot
    unit = next((each.code for each in snapshot.units if city_id in each.cities), "")
    return unit, _problems_of(snapshot, unit)


def _problems_of(snapshot: Snapshot, unit: str) -> tuple[str, ...]:
    counted = []
    for indicator in snapshot.content["indicators"]:
        figure = indicator_figures(snapshot, indicator, unit)
        bad = indicator["direction"] == "less_is_better"
        if figure and bad and figure.numerator >= SMALLEST_GROUP:
            counted.append((-figure.numerator, str(indicator["id"])))
    return tuple(code for _count, code in sorted(counted))


def _nearest(session: Session, city_id: str) -> str:
    offices = (each for each in list_duty_bearers(session) if concerns(each, [city_id]))
    return next((each.bearer_id for each in offices), "")
