"""Opening a round: who can, what is left out, what is never shown."""

from typing import Any

import pytest
from sqlalchemy.orm import Session

from cmm.domain.recovery_key import RecoveryKeyMistyped
from cmm.domain.round_state import RoundStillOpen
from cmm.domain.sealing import WrongPassphrase, lottery_secret
from cmm.services import open_envelopes as open_envelopes_module
from cmm.services.accounts import change_passphrase, disable
from cmm.services.coupons import set_aside
from cmm.services.open_envelopes import (
    NotAKeyHolder,
    OpenedRound,
    WrongRecoveryKey,
    open_envelopes,
    open_envelopes_with_recovery_key,
    open_with_key,
)
from cmm.services.rounds import AccountDisabled, close_round
from cmm.services.steps import OPEN
from cmm.store.coupons import list_batches
from tests.factories import (
    FAST_LOCK,
    MONDAY,
    PASSPHRASE,
    MadeRound,
    make_account,
    make_answers,
    make_round,
    read_payloads,
    submit,
)


@pytest.fixture
def made(session: Session) -> MadeRound:
    """Three responses of Almaty and two of Shymkent, closed."""
    made = make_round(session)
    for number in range(3):
        submit(session, made, "almaty", answers=make_answers(more=f"Алматы {number}"))
    for number in range(2):
        submit(session, made, "shymkent", answers=make_answers(more=f"Шымкент {number}"))
    close_round(session, round_id="autumn", today=MONDAY)
    return made


def open_up(session: Session, made: MadeRound, passphrase: str = PASSPHRASE) -> OpenedRound:
    return open_envelopes(session, round_id="autumn", account_id=made.account_id, passphrase=passphrase)


def words_of(opened: OpenedRound) -> set[Any]:
    return {answers.values["more"] for answers in opened.responses.texts}


def test_every_response_comes_out_as_it_went_in(session: Session, made: MadeRound) -> None:
    opened = open_up(session, made)
    assert words_of(opened) == {"Алматы 0", "Алматы 1", "Алматы 2", "Шымкент 0", "Шымкент 1"}
    assert opened.responses.sizes() == {"almaty": 3, "shymkent": 2}
    assert {(city, answers["values"]["more"][:2]) for city, answers in read_payloads(session, opened)} == {
        ("almaty", "Ал"),
        ("shymkent", "Шы"),
    }
    assert opened.responses.rejected == {}


def test_the_recovery_key_opens_the_same(
    session: Session, made: MadeRound, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(open_envelopes_module, "lottery_secret", lottery_secret)  # the real one
    by_paper = open_envelopes_with_recovery_key(
        session, round_id="autumn", recovery_key=made.recovery_key.lower()
    )
    by_account = open_up(session, made)
    assert words_of(by_paper) == words_of(by_account)
    assert by_paper.lottery_secret == by_account.lottery_secret == lottery_secret(by_paper.private_key)


def test_a_batch_set_aside_is_left_out_and_counted(session: Session, made: MadeRound) -> None:
    batch = next(each for each in list_batches(session, "autumn") if each.city_id == "shymkent")
    set_aside(session, batch_id=batch.batch_id, reason="filled in by one hand")
    opened = open_up(session, made)
    assert opened.responses.sizes() == {"almaty": 3}
    assert opened.responses.rejected == {"set_aside": 2}


def test_only_a_holder_with_the_right_passphrase_opens(session: Session, made: MadeRound) -> None:
    with pytest.raises(WrongPassphrase):
        open_up(session, made, "another passphrase")
    other = make_account(session, "other").account_id
    with pytest.raises(NotAKeyHolder):
        open_envelopes(session, round_id="autumn", account_id=other, passphrase=PASSPHRASE)
    disable(session, account_id=made.account_id)
    with pytest.raises(AccountDisabled):
        open_up(session, made)


def test_a_changed_passphrase_opens_earlier_rounds(session: Session, made: MadeRound) -> None:
    newer = "quite another passphrase"
    change_passphrase(
        session, account_id=made.account_id, passphrase=PASSPHRASE, new_passphrase=newer, cost=FAST_LOCK
    )
    assert len(open_up(session, made, newer).responses) == 5


def test_a_recovery_key_of_another_round_or_mistyped_is_refused(session: Session, made: MadeRound) -> None:
    spring = make_round(session, round_id="spring", account_id=made.account_id)
    with pytest.raises(WrongRecoveryKey):
        open_envelopes_with_recovery_key(session, round_id="autumn", recovery_key=spring.recovery_key)
    with pytest.raises(RecoveryKeyMistyped):
        open_envelopes_with_recovery_key(session, round_id="autumn", recovery_key=made.recovery_key[:-1])


def test_a_round_that_still_takes_responses_is_not_opened(session: Session) -> None:
    made = make_round(session)
    with pytest.raises(RoundStillOpen):
        open_up(session, made)
    with pytest.raises(RoundStillOpen):
        open_envelopes_with_recovery_key(session, round_id="autumn", recovery_key=made.recovery_key)


def test_the_text_form_of_an_opened_round_shows_no_answer_and_no_key(
    session: Session, made: MadeRound
) -> None:
    opened = open_up(session, made)
    shown = repr(opened)
    assert "Алматы" not in shown
    assert str(opened.private_key) not in shown
    assert str(opened.lottery_secret) not in shown


def test_opening_in_parts_by_other_processes_finds_the_same(
    sqlite_session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = make_round(sqlite_session, access="link")
    for number in range(31):
        answers = make_answers(closed="yes" if number % 3 else "no", more=f"Слова {number}")
        submit(sqlite_session, made, "almaty" if number % 2 else "shymkent", answers=answers)
    close_round(sqlite_session, round_id="autumn", today=MONDAY)
    whole = open_up(sqlite_session, made)
    monkeypatch.setattr(open_envelopes_module, "PART", 5)
    told: list[tuple[str, int, int]] = []
    parted = open_with_key(
        sqlite_session,
        round_id="autumn",
        private_key=whole.private_key,
        tell=lambda *step: told.append(step),
    )
    assert parted.responses.sizes() == whole.responses.sizes() == {"almaty": 15, "shymkent": 16}
    assert words_of(parted) == words_of(whole)
    closed = [opened.responses.look_up("closed", lambda state: state.value) for opened in (parted, whole)]
    assert sorted(closed[0]) == sorted(closed[1])
    assert told == [(OPEN, 31 * done // 7, 31) for done in range(1, 8)]
