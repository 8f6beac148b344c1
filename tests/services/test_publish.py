"""Prepare, publish, supersede, withdraw: through the services, with sealed envelopes."""

import json
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from cmm.domain.disclosure.merge import TooFewResponses
from cmm.domain.questionnaire.model import Choice, Question, Questionnaire
from cmm.domain.round_state import RoundStillOpen
from cmm.domain.sealing import WrongPassphrase, seal_response
from cmm.services.coupons import set_aside
from cmm.services.open_envelopes import open_envelopes_with_recovery_key
from cmm.services.publish import (
    AlreadyWithdrawn,
    CandidateOutdated,
    CandidateSummary,
    NoCandidate,
    NotAPublisher,
    NothingNew,
    ReasonMissing,
    SamePerson,
    find_candidate,
    prepare_opened,
    prepare_snapshot,
    publish_snapshot,
    withdraw_snapshot,
)
from cmm.services.published import find_content, find_published, list_published
from cmm.services.rounds import close_round
from cmm.store.coupons import list_batches
from cmm.store.envelopes import add_envelope
from cmm.store.rounds import get_round
from cmm.store.snapshots import NoSuchSnapshot
from tests.factories import (
    MONDAY,
    PASSPHRASE,
    MadeRound,
    make_account,
    make_answers,
    make_round,
    make_survey,
    submit,
    validate_all,
)

CLOSING = MONDAY + timedelta(days=14)
LATER = MONDAY + timedelta(days=20)
WORDS = {"ru": "слова", "en": "words"}
INDICATORS: dict[str, Any] = {
    "breakdowns": {"gender": {}},
    "indicator": [
        {
            "id": "closed",
            "question": "closed",
            "numerator": ["yes"],
            "dimension": "availability",
            "direction": "less_is_better",
            "label": WORDS,
        }
    ],
}


def make_questionnaire() -> Questionnaire:
    return Questionnaire(
        "form",
        "1",
        WORDS,
        ("ru", "en"),
        (
            Question("closed", "select_one", WORDS, list_name="yn", required=["true"]),
            Question("gender", "select_one", WORDS, list_name="gender"),
        ),
        {
            "yn": tuple(Choice(name, WORDS) for name in ("yes", "no")),
            "gender": tuple(Choice(name, WORDS) for name in ("woman", "man")),
        },
    )


def make_closed_round(
    session: Session, sizes: Sequence[int] = (23, 12), breakdowns: Sequence[str] = ("gender",)
) -> MadeRound:
    survey = make_survey(make_questionnaire(), INDICATORS)
    made = make_round(session, survey=survey, coupons_each=max(sizes), breakdowns=breakdowns)
    for city, size in zip(("almaty", "shymkent"), sizes, strict=True):
        for number in range(size):
            values = {"closed": "yes" if number % 3 else "no", "gender": "woman" if number % 2 else "man"}
            submit(session, made, city, answers=make_answers(**values))
    close_round(session, round_id=made.round_id, today=CLOSING)
    return made


def prepare(session: Session, made: MadeRound, today: date = LATER, **changes: Any) -> CandidateSummary:
    arguments = {"round_id": made.round_id, "account_id": made.account_id, "passphrase": PASSPHRASE}
    return prepare_snapshot(session, **(arguments | changes), today=today)


def publish(session: Session, made: MadeRound, name: str = "second person") -> str:
    account = make_account(session, name, role="coordinator")
    if find_candidate(session, made.round_id):
        validate_all(session, made.round_id, made.account_id)
    return publish_snapshot(
        session, round_id=made.round_id, account_id=account.account_id, today=LATER, reason="Corrected."
    )


def add_raw(session: Session, made: MadeRound, sealed: bytes, city: str = "almaty") -> None:
    add_envelope(session, round_id=made.round_id, city_id=city, batch_id=None, week_of=MONDAY, sealed=sealed)
    session.commit()


def seal(session: Session, made: MadeRound, values: dict[str, Any]) -> bytes:
    """An envelope as a phone would make it, with answers that nobody checked."""
    stored = get_round(session, made.round_id)
    content = {"answers": {"values": values, "repeats": {}}}
    return seal_response(
        content, round_id=made.round_id, public_key=stored.public_key, size=stored.envelope_size
    )


def test_a_candidate_has_protected_figures_only(session: Session) -> None:
    made = make_closed_round(session)
    summary = prepare(session, made)
    assert (summary.number, summary.responses, summary.rejected) == (1, 35, {})
    assert [unit["responses"] for unit in summary.content["units"]] == [25, 10]
    for table in summary.content["tables"]:
        for row in table["units"].values():
            assert sum(row["counts"]) == row["of"]
            assert all(count % 5 == 0 for count in row["counts"])
    (breakdown,) = summary.content["breakdowns"]
    assert {group["code"] for group in breakdown["groups"]} == {"man", "woman"}


def test_preparing_again_gives_the_same_digest_and_replaces_the_candidate(sqlite_session: Session) -> None:
    made = make_closed_round(sqlite_session)
    first, second = prepare(sqlite_session, made), prepare(sqlite_session, made)
    assert first == second == find_candidate(sqlite_session, made.round_id)


def test_the_recovery_key_gives_the_same_candidate(sqlite_session: Session) -> None:
    made = make_closed_round(sqlite_session)
    opened = open_envelopes_with_recovery_key(
        sqlite_session, round_id=made.round_id, recovery_key=made.recovery_key
    )
    summary = prepare_opened(sqlite_session, opened, account_id=made.account_id, today=LATER)
    assert summary == prepare(sqlite_session, made)


def test_a_second_person_publishes_and_everybody_can_read(session: Session) -> None:
    made = make_closed_round(session)
    summary = prepare(session, made)
    with pytest.raises(SamePerson):
        publish_snapshot(session, round_id=made.round_id, account_id=made.account_id, today=LATER)
    digest = publish(session, made)
    assert digest == summary.digest
    assert find_candidate(session, made.round_id) is None
    published = find_published(session, made.round_id)
    assert published is not None
    assert (published.digest, published.number, published.withdrawn) == (digest, 1, False)
    assert published.content == summary.content
    (listed,) = list_published(session)
    assert (listed.round_id, listed.responses, listed.published_on) == ("autumn", 35, LATER)
    content = find_content(session, made.round_id, digest)
    assert content is not None
    assert json.loads(content) == summary.content
    assert find_content(session, "other", digest) is None


def test_what_is_public_already_is_not_published_again(sqlite_session: Session) -> None:
    made = make_closed_round(sqlite_session)
    prepare(sqlite_session, made)
    publish(sqlite_session, made)
    prepare(sqlite_session, made, today=LATER + timedelta(days=1))
    with pytest.raises(NothingNew):
        publish(sqlite_session, made, "third person")


def test_responses_that_fail_are_counted_by_reason_and_left_out(session: Session) -> None:
    made = make_closed_round(session)
    add_raw(session, made, b"not an envelope")
    add_raw(session, made, seal(session, made, {"closed": "maybe"}))
    add_raw(session, made, seal(session, made, {"gender": "woman"}))
    summary = prepare(session, made)
    assert summary.rejected == {"not_a_choice": 1, "required": 1, "unreadable": 1}
    assert summary.responses == 35


def test_a_correction_supersedes_and_keeps_unchanged_cities_word_for_word(session: Session) -> None:
    made = make_closed_round(session, (31, 30))
    first = prepare(session, made)
    publish(session, made)
    for _ in range(25):
        add_raw(session, made, seal(session, made, {"closed": "no"}), "shymkent")
    second = prepare(session, made)
    assert (second.number, second.content["supersedes"]) == (2, first.digest)
    assert [unit["responses"] for unit in second.content["units"]] == [30, 55]
    for before, after in zip(first.content["tables"], second.content["tables"], strict=True):
        assert before["units"]["almaty"] == after["units"]["almaty"]
    publish(session, made, "third person")
    published = find_published(session, made.round_id)
    assert published is not None
    assert [entry.number for entry in published.history] == [2, 1]


def test_a_batch_set_aside_is_left_out_and_said(sqlite_session: Session) -> None:
    made = make_closed_round(sqlite_session)
    (batch,) = [batch for batch in list_batches(sqlite_session, made.round_id) if batch.city_id == "shymkent"]
    set_aside(sqlite_session, batch_id=batch.batch_id, reason="found outside")
    summary = prepare(sqlite_session, made)
    assert summary.rejected == {"set_aside": 12}
    assert [city["code"] for city in summary.content["cities_without_figures"]] == ["shymkent"]


def test_a_withdrawn_snapshot_shows_its_reason_and_no_bytes(session: Session) -> None:
    made = make_closed_round(session)
    prepare(session, made)
    digest = publish(session, made)
    arguments = {"digest": digest, "account_id": made.account_id, "today": LATER}
    with pytest.raises(ReasonMissing):
        withdraw_snapshot(session, **arguments, reason="  ")
    withdraw_snapshot(session, **arguments, reason="A batch was stuffed.")
    with pytest.raises(AlreadyWithdrawn):
        withdraw_snapshot(session, **arguments, reason="Again.")
    published = find_published(session, made.round_id)
    assert published is not None
    assert (published.withdrawn_on, published.reason) == (LATER, "A batch was stuffed.")
    assert find_content(session, made.round_id, digest) is None
    assert list_published(session)[0].withdrawn_on == LATER


def test_a_published_snapshot_cannot_be_changed(session: Session) -> None:
    made = make_closed_round(session)
    prepare(session, made)
    publish(session, made)
    with pytest.raises(IntegrityError):
        session.execute(text("UPDATE snapshot SET number = 7"))


def test_a_candidate_made_before_another_publication_is_outdated(sqlite_session: Session) -> None:
    made = make_closed_round(sqlite_session)
    prepare(sqlite_session, made)
    publish(sqlite_session, made)
    digest = find_published(sqlite_session, made.round_id).digest  # type: ignore[union-attr]
    withdraw_snapshot(sqlite_session, digest=digest, account_id=made.account_id, reason="Wrong.", today=LATER)
    stale = prepare(sqlite_session, made)
    assert publish(sqlite_session, made, "third person") == stale.digest
    sqlite_session.execute(
        text(
            "INSERT INTO candidate (round_id, content, prepared_by, prepared_on, rejected) "
            "SELECT round_id, content, published_by, published_on, '{}' FROM snapshot WHERE number = 2"
        )
    )
    sqlite_session.commit()
    with pytest.raises(CandidateOutdated):
        publish(sqlite_session, made, "fourth person")


def test_an_open_round_is_not_prepared(sqlite_session: Session) -> None:
    made = make_round(sqlite_session)
    with pytest.raises(RoundStillOpen):
        prepare(sqlite_session, made)


def test_a_wrong_passphrase_opens_nothing(sqlite_session: Session) -> None:
    made = make_closed_round(sqlite_session)
    with pytest.raises(WrongPassphrase):
        prepare(sqlite_session, made, passphrase="another passphrase entirely")
    assert find_candidate(sqlite_session, made.round_id) is None


def test_a_round_with_nine_responses_says_nothing(sqlite_session: Session) -> None:
    made = make_closed_round(sqlite_session, (5, 4))
    with pytest.raises(TooFewResponses):
        prepare(sqlite_session, made)


def test_readers_neither_prepare_nor_publish(sqlite_session: Session) -> None:
    made = make_closed_round(sqlite_session)
    prepare(sqlite_session, made)
    reader = make_account(sqlite_session, "reader", role="reader")
    with pytest.raises(NotAPublisher):
        publish_snapshot(sqlite_session, round_id=made.round_id, account_id=reader.account_id, today=LATER)
    with pytest.raises(NotAPublisher):
        prepare(sqlite_session, made, account_id=reader.account_id)


def test_nothing_prepared_and_nothing_known_are_refused(sqlite_session: Session) -> None:
    made = make_closed_round(sqlite_session)
    with pytest.raises(NoCandidate):
        publish(sqlite_session, made)
    with pytest.raises(NoSuchSnapshot):
        withdraw_snapshot(
            sqlite_session, digest="0", account_id=made.account_id, reason="Wrong.", today=LATER
        )
    assert find_published(sqlite_session, made.round_id) is None
    assert list_published(sqlite_session) == []
