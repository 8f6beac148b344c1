"""Nothing is kept or published while the intruder finds something."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from cmm.cli.findings import tell_findings
from cmm.domain.disclosure.intruder import FEW_BETWEEN, UNEXPLAINED, Finding
from cmm.domain.snapshot import canonical_bytes
from cmm.services.open_envelopes import OpenedRound
from cmm.services.publish import find_candidate, prepare_opened, publish_snapshot
from cmm.services.published import find_published
from cmm.services.resist_intruder import IntruderFound
from cmm.services.rounds import close_round
from cmm.store import snapshots
from tests.factories import (
    MONDAY,
    MadeRound,
    make_account,
    make_answers,
    make_round,
    make_survey,
    open_people,
    validate_all,
)
from tests.services.test_publish import INDICATORS, make_questionnaire

LATER = MONDAY + timedelta(days=20)


def open_with(made: MadeRound, sizes: dict[str, int]) -> OpenedRound:
    people = [
        (city, make_answers(closed="yes" if number % 3 else "no", gender="woman"))
        for city, size in sizes.items()
        for number in range(size)
    ]
    return open_people(made.questionnaire, people, round_id=made.round_id, lottery_secret=b"lottery")


def make_closed(session: Session) -> MadeRound:
    made = make_round(session, survey=make_survey(make_questionnaire(), INDICATORS), access="link")
    close_round(session, round_id=made.round_id, today=MONDAY + timedelta(days=14))
    return made


def prepare(session: Session, made: MadeRound, sizes: dict[str, int]) -> None:
    prepare_opened(session, open_with(made, sizes), account_id=made.account_id, today=LATER)


def publish(session: Session, made: MadeRound) -> str:
    second = make_account(session, "second", role="coordinator").account_id
    validate_all(session, made.round_id, made.account_id)
    return publish_snapshot(session, round_id=made.round_id, account_id=second, today=LATER)


def test_a_city_that_could_be_told_by_subtraction_is_refused_before_anything_is_kept(
    sqlite_session: Session,
) -> None:
    """Almaty lost so many coupons that 8 are left: joined with Shymkent, whose old numbers are public, they
    could be subtracted.
    """
    made = make_closed(sqlite_session)
    prepare(sqlite_session, made, {"almaty": 25, "shymkent": 30})
    publish(sqlite_session, made)
    with pytest.raises(IntruderFound) as refused:
        prepare(sqlite_session, made, {"almaty": 8, "shymkent": 30})
    assert {finding.code for finding in refused.value.findings} == {FEW_BETWEEN}
    assert find_candidate(sqlite_session, made.round_id) is None


def test_a_candidate_with_exact_numbers_is_not_published(sqlite_session: Session) -> None:
    made = make_closed(sqlite_session)
    prepare(sqlite_session, made, {"almaty": 25, "shymkent": 30})
    candidate = snapshots.find_candidate(sqlite_session, made.round_id)
    assert candidate is not None
    content = json.loads(candidate.content)
    content["tables"][0]["units"]["almaty"]["counts"] = [17, 8, 0]
    snapshots.set_candidate(sqlite_session, replace(candidate, content=canonical_bytes(content)))
    sqlite_session.commit()
    with pytest.raises(IntruderFound) as refused:
        publish(sqlite_session, made)
    assert refused.value.findings[0].code == UNEXPLAINED
    assert find_published(sqlite_session, made.round_id) is None


def test_progress_is_told_to_the_end(sqlite_session: Session) -> None:
    made, told = make_closed(sqlite_session), []
    opened = open_with(made, {"almaty": 26, "shymkent": 33})
    prepare_opened(
        sqlite_session,
        opened,
        account_id=made.account_id,
        today=LATER,
        progress=lambda done, total: told.append((done, total)),
    )
    assert told == [(number, len(told)) for number in range(1, len(told) + 1)]
    assert len(told) >= 2


def test_findings_are_told_in_words() -> None:
    refusal = IntruderFound(
        "autumn",
        [
            Finding("small_count", "closed", "almaty", "no", 2, publication=1),
            Finding("nearly_all", "closed", "women", "yes", 0, "gender", 1),
            Finding("few_between", unit="almaty", publication=2),
            *[Finding("unexplained_number", "mean")] * 30,
        ],
    )
    told = tell_findings(refusal)
    assert (
        "closed in almaty (publication 1): it can be proved that 1 to 4 people gave the answer “no”" in told
    )
    assert "two insiders" in told
    assert "closed by gender in women (publication 1): it can be proved that all, or all but one," in told
    assert "differ by fewer than 10 people" in told
    assert told.endswith("and 13 more")
