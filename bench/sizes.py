"""The demo's publication as it would be with another number of answers, each size as a round of its own.

Only the counts are other ones: the same shares in fives that add up. Nobody is protected by this, and nobody
has to be: the answers are invented.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from secrets import token_hex
from typing import Any

from sqlalchemy.orm import Session

from cmm.domain.questionnaire.survey_folder import read_survey
from cmm.domain.snapshot import canonical_bytes, digest_of, parse_snapshot
from cmm.paths import data_dir
from cmm.services.accounts import add_account
from cmm.services.demo import FORM_ID, PUBLISHED
from cmm.services.rounds import add_round
from cmm.store.snapshots import add_snapshot, find_latest

Json = dict[str, Any]
DAY = date(2026, 11, 2)
STEP = 5


def publish_sizes(session: Session, sizes: Sequence[int]) -> dict[int, str]:
    """Publish one round for each number of responses; the round ids."""
    first = find_latest(session, PUBLISHED)
    assert first
    content = dict(parse_snapshot(first.content).content)
    responses = sum(unit["responses"] for unit in content["units"])
    account_id = add_account(
        session, name="bench", role="coordinator", password=token_hex(16), passphrase=token_hex(16)
    ).account_id
    rounds = {}
    for size in sizes:
        rounds[size] = f"bench-{size}"
        _add_empty_round(session, rounds[size], content, account_id)
        scaled = {**scale(content, Fraction(size, responses)), "round": rounds[size]}
        content_bytes = canonical_bytes(scaled)
        add_snapshot(
            session,
            digest=digest_of(content_bytes),
            round_id=rounds[size],
            number=1,
            content=content_bytes,
            published_by=account_id,
            published_on=DAY,
        )
        session.commit()
    return rounds


def scale(content: Mapping[str, Any], by: Fraction) -> Json:
    """The same content with all its counts multiplied and put into fives."""
    return {
        **content,
        "units": [
            unit | {name: _fives(unit[name] * by) for name in ("responses", "answered")}
            for unit in content["units"]
        ],
        "tables": [table | {"units": _rows(table["units"], by)} for table in content["tables"]],
        "breakdowns": [
            breakdown
            | {
                "groups": [
                    group | {"responses": _fives(group["responses"] * by)} for group in breakdown["groups"]
                ],
                "tables": [table | {"groups": _rows(table["groups"], by)} for table in breakdown["tables"]],
            }
            for breakdown in content["breakdowns"]
        ],
    }


def _rows(rows: Mapping[str, Json], by: Fraction) -> Json:
    return {code: _row(row["counts"], by) for code, row in rows.items()}


def _row(counts: Sequence[int], by: Fraction) -> Json:
    """What is left over goes to the largest remainders, so that the counts add up."""
    of = _fives(sum(counts) * by)
    wanted = [count * by / STEP for count in counts]
    scaled = [int(each) for each in wanted]
    left = sorted(range(len(counts)), key=lambda place: scaled[place] - wanted[place])
    for place in left[: max(0, of // STEP - sum(scaled))]:
        scaled[place] += 1
    return {"counts": [STEP * each for each in scaled], "of": STEP * sum(scaled)}


def _fives(number: Fraction) -> int:
    return max(2, round(number / STEP)) * STEP


def _add_empty_round(session: Session, round_id: str, content: Json, account_id: str) -> None:
    cities = [city["code"] for unit in content["units"] for city in unit["cities"]]
    add_round(
        session,
        round_id=round_id,
        titles=content["title"],
        survey=read_survey(data_dir("surveys") / FORM_ID),
        city_ids=dict.fromkeys(cities),
        access="link",
        breakdowns=[],
        holders=[account_id],
        invented=True,
    )
