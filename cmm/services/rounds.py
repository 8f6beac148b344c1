"""Survey rounds: planned with their keys, opened, paused, closed."""

from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy.orm import Session

from cmm.domain.answers import largest_payload
from cmm.domain.language import Translated
from cmm.domain.questionnaire.compiled import digest, to_json
from cmm.domain.questionnaire.survey_folder import Survey
from cmm.domain.recovery_key import format_recovery_key
from cmm.domain.refusal import Refusal
from cmm.domain.round_state import ACCESS, RoundClosed, check_move
from cmm.domain.sealing import make_key_pair, seal_key
from cmm.services.audit import note
from cmm.services.mix import erase_traces
from cmm.services.places import CodeTaken, check_code, checked_names
from cmm.services.problem_drafts import keep_reached
from cmm.services.transaction import transaction
from cmm.store import coupons, envelopes, questionnaires
from cmm.store import rounds as store
from cmm.store.accounts import get_account
from cmm.store.places import get_city
from cmm.store.questionnaires import QuestionnaireVersion
from cmm.store.rounds import RoundCity, RoundKey, SurveyRound

WRAPPING = 128
"""Bytes of an envelope's content around the answers: language, mode, punctuation."""
SIZE_STEP = 256
"""Envelope sizes are multiples of this many bytes."""
ALERT_STEP = 5
"""Alerts come at multiples of this many responses."""


class UnknownAccess(Refusal):
    """Access is by coupon or by link."""


class NoCities(Refusal):
    """A round takes place in at least one city."""


class BadKnownClients(Refusal):
    """A known number of clients is a whole number above zero."""


class BadAlert(Refusal):
    """The office is told at multiples of five only, as in published numbers."""


class NoKeyHolder(Refusal):
    """Without an account that holds the key nobody could read the answers."""


class AccountDisabled(Refusal):
    """A disabled account cannot hold a key."""


class NotABreakdown(Refusal):
    """The questionnaire's indicators do not allow this question as a breakdown."""


class VersionChanged(Refusal):
    """Indicators or method texts differ from those pinned for the same questionnaire: raise its version."""


@transaction
def add_round(
    session: Session,
    *,
    round_id: str,
    titles: Translated,
    survey: Survey,
    city_ids: Mapping[str, int | None],
    access: str,
    breakdowns: Sequence[str],
    holders: Sequence[str],
    invented: bool = False,
    known_clients_source: str = "",
    ends_on: date | None = None,
    alert_every: int | None = None,
) -> str:
    """Plan a round (a draft) with a new key pair; return its recovery key as text, which is stored nowhere.

    `city_ids` maps city codes to the known number of clients, or None; `holders` are account ids; `ends_on`
    is the planned last day; the office is told at every `alert_every` responses of a city.
    Raises BadCode, CodeTaken, NameMissing, UnknownAccess, NoCities, NoSuchCity, BadKnownClients, NoKeyHolder,
    NoSuchAccount, AccountDisabled, NotABreakdown, VersionChanged, BadAlert.
    """
    if access not in ACCESS:
        raise UnknownAccess(access)
    _check_new_id(session, round_id)
    _check_breakdowns(survey, breakdowns)
    _check_alert(alert_every)
    keys = make_key_pair()
    survey_round = SurveyRound(
        round_id=round_id,
        titles=checked_names(titles),
        questionnaire_digest=_pin_questionnaire(session, survey),
        state="draft",
        access=access,
        breakdowns=list(breakdowns),
        public_key=keys.public,
        envelope_size=envelope_size(survey),
        invented=invented,
        ends_on=ends_on,
        alert_every=alert_every,
    )
    cities = _build_cities(session, round_id, city_ids, known_clients_source)
    sealed_keys, recovery_key = _seal_to_holders(session, round_id, keys.private, holders)
    store.add_round(session, survey_round, cities, sealed_keys)
    return recovery_key


@transaction
def open_round(session: Session, *, round_id: str, today: date, by: str | None = None) -> None:
    """Begin to take responses, at first or after a pause. Raises NoSuchRound, RoundClosed, RoundAlready."""
    survey_round = store.get_round(session, round_id, lock="write")
    check_move(survey_round.state, "open")
    survey_round.state = "open"
    survey_round.opened_on = survey_round.opened_on or today
    note(session, by, "round_opened", round_id)


@transaction
def pause_round(session: Session, *, round_id: str, by: str | None = None) -> None:
    """Take no responses for a while. Raises NoSuchRound, RoundNotOpen, RoundClosed, RoundAlready."""
    survey_round = store.get_round(session, round_id, lock="write")
    check_move(survey_round.state, "paused")
    survey_round.state = "paused"
    note(session, by, "round_paused", round_id)


def close_round(session: Session, *, round_id: str, today: date, by: str | None = None) -> None:
    """End a round for ever: wipe its receipts and unused coupons, then mix its envelopes.

    Raises NoSuchRound, RoundNotOpen, RoundClosed; StorageUnavailable when the files could not be rewritten
    (the round may be closed then: mix it again).
    """
    _close(session, round_id=round_id, today=today, by=by)
    erase_traces(session)


@transaction
def set_alert(session: Session, *, round_id: str, every: int | None, by: str | None = None) -> None:
    """Tell the office at every so many responses of a city; None for never.

    Raises NoSuchRound, RoundClosed, BadAlert.
    """
    _check_alert(every)
    survey_round = store.get_round(session, round_id, lock="write")
    if survey_round.state == "closed":
        raise RoundClosed
    survey_round.alert_every = every
    note(session, by, "alert_changed", round_id)


def envelope_size(survey: Survey) -> int:
    """Bytes of plaintext in every envelope of a round with this questionnaire."""
    needed = largest_payload(survey.questionnaire) + WRAPPING
    return -(-needed // SIZE_STEP) * SIZE_STEP


def key_purpose(round_id: str) -> str:
    """What the sealed keys of a round are sealed for."""
    return f"round|{round_id}"


def _check_new_id(session: Session, round_id: str) -> None:
    check_code(round_id)
    if store.find_round(session, round_id):
        raise CodeTaken(round_id)


def _check_breakdowns(survey: Survey, breakdowns: Sequence[str]) -> None:
    allowed = survey.indicators.get("breakdowns", {})
    for question in breakdowns:
        if question not in allowed:
            raise NotABreakdown(question)


def _check_alert(alert_every: int | None) -> None:
    if alert_every is not None and (alert_every < ALERT_STEP or alert_every % ALERT_STEP):
        raise BadAlert(str(ALERT_STEP))


def _pin_questionnaire(session: Session, survey: Survey) -> str:
    version = QuestionnaireVersion(
        digest=digest(survey.questionnaire),
        form_id=survey.questionnaire.form_id,
        version=survey.questionnaire.version,
        compiled=to_json(survey.questionnaire),
        indicators=dict(survey.indicators),
        method=dict(survey.method),
    )
    pinned = questionnaires.find_questionnaire(session, version.digest)
    if pinned is None:
        questionnaires.add_questionnaire(session, version)
    elif (pinned.indicators, pinned.method) != (version.indicators, version.method):
        raise VersionChanged(version.form_id)
    return version.digest


def _build_cities(
    session: Session, round_id: str, city_ids: Mapping[str, int | None], source: str
) -> list[RoundCity]:
    if not city_ids:
        raise NoCities
    if any(known is not None and known < 1 for known in city_ids.values()):
        raise BadKnownClients
    return [
        RoundCity(
            round_id=round_id,
            city_id=get_city(session, city_id).city_id,
            known_clients=known,
            known_clients_source=source if known else "",
        )
        for city_id, known in city_ids.items()
    ]


def _seal_to_holders(
    session: Session, round_id: str, private: bytes, holders: Sequence[str]
) -> tuple[list[RoundKey], str]:
    """The round's private key, sealed to every holder and to a recovery key made for it here."""
    if not holders:
        raise NoKeyHolder
    recovery = make_key_pair()
    publics = {store.RECOVERY: recovery.public}
    for account_id in holders:
        account = get_account(session, account_id)
        if account.disabled:
            raise AccountDisabled(account.name)
        publics[account_id] = account.public_key
    purpose = key_purpose(round_id)
    keys = [
        RoundKey(
            round_id=round_id, holder=holder, sealed_key=seal_key(private, to_public=public, purpose=purpose)
        )
        for holder, public in publics.items()
    ]
    return keys, format_recovery_key(recovery.private)


@transaction
def _close(session: Session, *, round_id: str, today: date, by: str | None) -> None:
    survey_round = store.get_round(session, round_id, lock="write")
    check_move(survey_round.state, "closed")
    survey_round.state = "closed"
    survey_round.closed_on = today
    keep_reached(session, survey_round)
    envelopes.wipe_receipts(session, round_id)
    coupons.wipe_coupons(session, round_id)
    envelopes.mix_envelopes(session, round_id)
    note(session, by, "round_closed", round_id)
