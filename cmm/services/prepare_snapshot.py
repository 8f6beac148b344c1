"""From the opened envelopes of a round to the content of a snapshot, all in memory."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from cmm.domain.coded import CodedResponses
from cmm.domain.disclosure.carry import read_standing
from cmm.domain.disclosure.intruder import Progress, say_nothing
from cmm.domain.disclosure.links import Links
from cmm.domain.disclosure.lottery import Lottery
from cmm.domain.disclosure.protect import protect
from cmm.domain.disclosure.tables import ProtectedRound
from cmm.domain.indicators import (
    Counts,
    IndicatorSet,
    count_responses,
    describe_breakdown,
    describe_indicator,
    describe_question,
    parse_indicators,
)
from cmm.domain.quality import Batch, Collection, QualityFinding, check_quality
from cmm.domain.questionnaire.compiled import from_json
from cmm.domain.questionnaire.model import Questionnaire
from cmm.domain.snapshot import (
    SnapshotCity,
    SnapshotFacts,
    SnapshotWords,
    build_snapshot,
    parse_snapshot,
)
from cmm.services.open_envelopes import OpenedRound
from cmm.services.quality import read_batches
from cmm.services.resist_intruder import read_links, resist_intruder
from cmm.services.steps import COUNT, INTRUDER, PROTECT, QUALITY, Tell, say_no_step
from cmm.services.texts_in_snapshot import add_texts, read_coding
from cmm.services.transaction import end_reading
from cmm.store import rounds, snapshots
from cmm.store.questionnaires import get_questionnaire
from cmm.store.rounds import CityOfRound


@dataclass(frozen=True, slots=True)
class Prepared:
    """Content of a snapshot, how many envelopes were left out of it, by reason, and what is unusual about
    the others.
    """

    content: dict[str, Any]
    rejected: Mapping[str, int]
    quality: Sequence[QualityFinding]


@dataclass(frozen=True, slots=True)
class _Round:
    """What the store knows about the round, read once."""

    facts: SnapshotFacts
    questionnaire: Questionnaire
    indicator_set: IndicatorSet
    breakdowns: Sequence[str]
    method: Mapping[str, str]
    cities: Sequence[CityOfRound]
    earlier: Sequence[Mapping[str, Any]]


def prepare_content(
    session: Session,
    opened: OpenedRound,
    *,
    today: date,
    progress: Progress = say_nothing,
    tell: Tell = say_no_step,
) -> Prepared:
    """Count, protect, put the snapshot's content together, let the intruder try it, and look at the quality
    of the data. Changes nothing. `progress` is told how far the intruder is, `tell` how far everything else.

    Raises TooFewResponses, QuestionsChanged, NoSuchRound, IntruderFound.
    """
    known = _read_round(session, opened.round_id, today)
    batches, coding = read_batches(session, opened.round_id), read_coding(session, opened.round_id)
    end_reading(session)
    responses, sizes = opened.responses, opened.responses.sizes()
    tell(COUNT, 0, 1)
    counts = count_responses(known.questionnaire, known.indicator_set, responses)
    links = read_links(known.questionnaire, known.indicator_set)
    lottery = Lottery(opened.lottery_secret, opened.round_id)
    tell(PROTECT, 0, 1)
    protected = _protect(known, counts, sizes, links, lottery)
    cities = [SnapshotCity(city.city_id, city.names, city.known_clients) for city in known.cities]
    content = build_snapshot(known.facts, _words(known, counts), cities, protected)
    tell(INTRUDER, 0, 1)
    content = resist_intruder(content, sizes, known.earlier, links, progress)
    content = add_texts(content, coding, opened, known.questionnaire, known.indicator_set, known.earlier)
    tell(QUALITY, 0, 1)
    quality = check_quality(_collection(known, responses, batches), content)
    return Prepared(content, dict(sorted(responses.rejected.items())), quality)


def _read_round(session: Session, round_id: str, today: date) -> _Round:
    row = rounds.get_round(session, round_id)
    version = get_questionnaire(session, row.questionnaire_digest)
    published = list(reversed(snapshots.list_snapshots(session, round_id)))
    latest = published[-1] if published else None
    closed_on = row.closed_on or today
    cities = rounds.list_cities_of_round(session, round_id)
    facts = SnapshotFacts(
        round_id=round_id,
        number=latest.number + 1 if latest else 1,
        supersedes=latest.digest if latest else None,
        title=row.titles,
        form_id=version.form_id,
        form_version=version.version,
        questionnaire_digest=row.questionnaire_digest,
        languages=tuple(version.compiled["languages"]),
        invented=row.invented,
        access=row.access,
        opened_on=row.opened_on or closed_on,
        closed_on=closed_on,
        prepared_on=today,
        known_clients_source=next((c.known_clients_source for c in cities if c.known_clients_source), ""),
    )
    return _Round(
        facts=facts,
        questionnaire=from_json(version.compiled),
        indicator_set=parse_indicators(version.indicators),
        breakdowns=row.breakdowns,
        method=version.method,
        cities=cities,
        earlier=[parse_snapshot(each.content).content for each in published],
    )


def _protect(
    known: _Round, counts: Counts, sizes: Mapping[str, int], links: Links, lottery: Lottery
) -> ProtectedRound:
    return protect(
        counts.tables(),
        counts.cross_tables(known.breakdowns),
        {city.city_id: sizes.get(city.city_id, 0) for city in known.cities},
        parents={city.city_id: city.region for city in known.cities},
        lottery=lottery,
        links=links,
        previous=read_standing(known.earlier),
    )


def _collection(known: _Round, responses: CodedResponses, batches: Sequence[Batch]) -> Collection:
    return Collection(
        questionnaire=known.questionnaire,
        indicator_set=known.indicator_set,
        responses=responses,
        known_clients={city.city_id: city.known_clients for city in known.cities},
        batches=batches,
        closed_on=known.facts.closed_on,
    )


def _words(known: _Round, counts: Counts) -> SnapshotWords:
    counted = {question.name: question for question in counts.questions}
    languages = known.facts.languages
    return SnapshotWords(
        questions=[describe_question(question) for question in counts.questions],
        indicators=[describe_indicator(indicator) for indicator in known.indicator_set.indicators],
        breakdowns={
            name: describe_breakdown(counted[name], known.indicator_set, languages)
            for name in known.breakdowns
        },
        method=known.method,
    )
