"""Keys of rounds: the drill of docs/keys.md. A lost passphrase is no lost answer while one way is left."""

import pytest
from sqlalchemy.orm import Session

from cmm.domain.recovery_key import RecoveryKeyMistyped
from cmm.domain.sealing import WrongPassphrase
from cmm.services.accounts import disable
from cmm.services.audit import list_deeds
from cmm.services.invitations import accept_reset, invite_again
from cmm.services.key_holders import (
    AlreadyKeyHolder,
    MayNotHoldKeys,
    get_holders,
    hand_over_key,
    hand_over_key_from_paper,
)
from cmm.services.open_envelopes import (
    EnvelopesWiped,
    NotAKeyHolder,
    WrongRecoveryKey,
    open_envelopes,
    open_envelopes_with_recovery_key,
)
from cmm.services.retention import wipe_round
from cmm.services.rounds import AccountDisabled, close_round
from tests.factories import (
    FAST_HASHER,
    FAST_LOCK,
    MONDAY,
    PASSPHRASE,
    MadeRound,
    make_account,
    make_round,
    submit,
)

NOON = 1_800_000_000
NEWER = "five words of another kind entirely"


def lose_passphrase(session: Session, account_id: str) -> None:
    """The owner sets the account up anew and says that the passphrase is lost."""
    token = invite_again(session, account_id=account_id, by=None, now=NOON)
    accept_reset(
        session,
        token=token,
        password="лестница суп фиалка",
        new_passphrase=NEWER,
        now=NOON,
        cost=FAST_LOCK,
        hasher=FAST_HASHER,
    )


def opened(session: Session, account_id: str, passphrase: str = PASSPHRASE) -> int:
    found = open_envelopes(session, round_id="autumn", account_id=account_id, passphrase=passphrase)
    return len(found.responses)


@pytest.fixture
def autumn(session: Session) -> MadeRound:
    made = make_round(session, access="link", account_id=make_account(session, "aigerim").account_id)
    for _ in range(3):
        submit(session, made, "almaty")
    return made


def test_the_drill_a_passphrase_is_lost_then_all_are_lost_and_every_answer_is_still_read(
    session: Session, autumn: MadeRound
) -> None:
    dana = make_account(session, "dana").account_id
    hand_over_key(session, round_id="autumn", to_account=dana, by=autumn.account_id, passphrase=PASSPHRASE)
    close_round(session, round_id="autumn", today=MONDAY)
    lose_passphrase(session, autumn.account_id)
    with pytest.raises(NotAKeyHolder):
        opened(session, autumn.account_id, NEWER)
    assert opened(session, dana) == 3, "the other holder still opens"
    lose_passphrase(session, dana)
    assert get_holders(session, "autumn").accounts == ()
    from_paper = open_envelopes_with_recovery_key(
        session, round_id="autumn", recovery_key=autumn.recovery_key
    )
    assert len(from_paper.responses) == 3, "the printed key opens when every passphrase is lost"
    newcomer = make_account(session, "eva").account_id
    hand_over_key_from_paper(
        session, round_id="autumn", to_account=newcomer, by=dana, recovery_key=autumn.recovery_key
    )
    assert opened(session, newcomer) == 3, "and gives the key to a new secretary"
    hand_over_key(session, round_id="autumn", to_account=dana, by=newcomer, passphrase=PASSPHRASE)
    assert opened(session, dana, NEWER) == 3, "who gives it back to those who have chosen a new passphrase"


def test_a_key_is_handed_over_while_the_round_is_open(session: Session, autumn: MadeRound) -> None:
    dana = make_account(session, "dana").account_id
    hand_over_key(session, round_id="autumn", to_account=dana, by=autumn.account_id, passphrase=PASSPHRASE)
    holders = get_holders(session, "autumn")
    assert [one.name for one in holders.accounts] == ["aigerim", "dana"]
    [newest] = list_deeds(session, round_id="autumn")[0][:1]
    assert (newest.action, newest.account_id, newest.details["to"]) == (
        "key_handed_over",
        autumn.account_id,
        dana,
    )


def test_a_key_goes_only_to_those_who_work_for_the_round(session: Session, autumn: MadeRound) -> None:
    make_round(session, cities=("aktau",), access="link", round_id="other")
    elsewhere = make_account(session, "bota", city_ids=["aktau"]).account_id
    reader = make_account(session, "reader", role="reader").account_id
    gone = make_account(session, "gone").account_id
    disable(session, account_id=gone)
    give = {"round_id": "autumn", "by": autumn.account_id, "passphrase": PASSPHRASE}
    for account_id, refusal in (
        (elsewhere, MayNotHoldKeys),
        (reader, MayNotHoldKeys),
        (gone, AccountDisabled),
        (autumn.account_id, AlreadyKeyHolder),
    ):
        with pytest.raises(refusal):
            hand_over_key(session, to_account=account_id, **give)
    offered = {one.account_id for one in get_holders(session, "autumn").others}
    assert not offered & {elsewhere, reader, gone, autumn.account_id}


def test_who_cannot_open_cannot_hand_over(session: Session, autumn: MadeRound) -> None:
    dana, eva = (make_account(session, name).account_id for name in ("dana", "eva"))
    give = {"round_id": "autumn", "to_account": eva}
    with pytest.raises(NotAKeyHolder):
        hand_over_key(session, by=dana, passphrase=PASSPHRASE, **give)
    with pytest.raises(WrongPassphrase):
        hand_over_key(session, by=autumn.account_id, passphrase="a guess", **give)
    with pytest.raises(RecoveryKeyMistyped):
        hand_over_key_from_paper(session, by=dana, recovery_key="XXXX", **give)
    other = make_round(session, access="link", round_id="other", account_id=autumn.account_id)
    with pytest.raises(WrongRecoveryKey):
        hand_over_key_from_paper(session, by=dana, recovery_key=other.recovery_key, **give)
    assert eva not in {one.account_id for one in get_holders(session, "autumn").accounts}


def test_deleted_keys_are_handed_to_nobody(session: Session, autumn: MadeRound) -> None:
    dana = make_account(session, "dana").account_id
    close_round(session, round_id="autumn", today=MONDAY)
    wipe_round(session, round_id="autumn")
    with pytest.raises(EnvelopesWiped):
        hand_over_key(
            session, round_id="autumn", to_account=dana, by=autumn.account_id, passphrase=PASSPHRASE
        )
