"""What the public reads of requests and promises: what was approved, and nothing about who wrote it down."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy.orm import Session

from cmm.domain.language import Translated
from cmm.domain.promises import Counters, Event, Evidence, Story, by_urgency, count_stories, read_story
from cmm.domain.snapshot import EVERYWHERE, Snapshot, indicator_figures, population
from cmm.domain.snapshot.figures import EVERYWHERE_WORDS
from cmm.services.promise_evidence import Obstacle, find_obstacle
from cmm.services.published import find_questionnaire, list_publications, read_publication
from cmm.store import duty_bearers, places
from cmm.store import promises as store
from cmm.store.duty_bearers import DutyBearer
from cmm.store.promises import Promise

_TITLES: dict[str, Translated] = {}


@dataclass(frozen=True, slots=True)
class PublicBearer:
    """An office as the public knows it."""

    bearer_id: str
    names: Translated
    kind: str
    mandate: Translated


@dataclass(frozen=True, slots=True)
class PublicFinding:
    """The published figure that a request rests on: `count` of `of` said so. `withdrawn` when these figures
    were taken back since.
    """

    round_id: str
    round_title: Translated
    number: int
    digest: str
    place: str
    place_names: Translated
    indicator: str
    label: Translated
    numerator: Translated
    less_is_better: bool
    standard: str
    count: int
    of: int
    units: int
    population: int | None
    invented: bool
    opened_on: date
    closed_on: date
    published_on: date
    withdrawn: bool


@dataclass(frozen=True, slots=True)
class PublicStep:
    """One step of the story; `file` is the media type of a file that readers may have."""

    kind: str
    number: int
    public_on: date
    happened_on: date
    words: str
    due_on: date | None
    proof: str
    bearer: PublicBearer | None
    evidence: Evidence | None
    later_title: Translated
    file: str | None


@dataclass(frozen=True, slots=True)
class PublicPromise:
    """One request with its story. `bearer` is the office that has to act now; `service` the questionnaire's
    title; `city_names` are the cities that it is about, by code.
    """

    promise_id: str
    asks: Translated
    target: int | None
    finding: PublicFinding
    form_id: str
    service: Translated
    city_names: Mapping[str, Translated]
    bearer: PublicBearer
    steps: tuple[PublicStep, ...]
    story: Story = field(repr=False)

    @property
    def state(self) -> str:
        return self.story.state

    @property
    def city_ids(self) -> tuple[str, ...]:
        return tuple(self.city_names)


def list_public_promises(
    session: Session,
    *,
    today: date,
    round_id: str | None = None,
    city_id: str | None = None,
    indicator: str | None = None,
    form_id: str | None = None,
    state: str | None = None,
) -> tuple[PublicPromise, ...]:
    """What is public, overdue first, narrowed by what is given. A request about all cities concerns each of
    them.
    """
    wanted = {"round_id": round_id, "indicator": indicator, "form_id": form_id}
    events = store.list_all_events(session)
    stories = [(row, read_story(events[row.promise_id])) for row in store.list_promises(session)]
    chosen = [
        (row, story)
        for row, story in stories
        if story.public
        and all(value is None or getattr(row, name) == value for name, value in wanted.items())
        and (city_id is None or city_id in row.city_ids)
        and (state is None or story.state == state)
    ]
    bearers = list_public_bearers(session)
    chosen.sort(key=lambda each: by_urgency(each[1], today))
    return tuple(build_public(session, row, story, bearers) for row, story in chosen)


def stamp_ledger(session: Session) -> tuple[tuple[str, int], ...]:
    """What changes whenever anything in the ledger does: for pages that are kept ready."""
    return tuple(sorted(store.count_events(session).items()))


def find_public_promise(session: Session, promise_id: str) -> PublicPromise | None:
    """One request; None when there is none or it is not public."""
    row = store.find_promise(session, promise_id)
    story = read_story(store.list_events(session, promise_id)) if row else None
    if row is None or story is None or not story.public:
        return None
    return build_public(session, row, story, list_public_bearers(session))


def find_public_obstacle(session: Session, promise_id: str) -> Obstacle | None:
    """Why the newest later round says nothing about a public request; None when it does, or there is none."""
    row = store.find_promise(session, promise_id)
    story = read_story(store.list_events(session, promise_id)) if row else None
    return find_obstacle(session, row, story.asked_on) if row and story and story.public else None


def find_public_file(session: Session, promise_id: str, number: int) -> tuple[str, bytes] | None:
    """Media type and bytes of a file that readers may have."""
    promise = find_public_promise(session, promise_id)
    file = store.find_file(session, promise_id, number)
    if promise is None or file is None or not file.public:
        return None
    return (file.media_type, file.content) if number in {step.number for step in promise.steps} else None


def count_public(session: Session, today: date) -> Counters:
    """The counters of the whole network."""
    return count_stories(map(read_story, store.list_all_events(session).values()), today)


def find_city_names(session: Session, city_id: str) -> Translated | None:
    """How a city is called; None when there is none."""
    city = places.find_city(session, city_id)
    return city.names if city else None


def list_public_bearers(session: Session) -> dict[str, PublicBearer]:
    """All offices of the directory by code."""
    return {row.bearer_id: _bearer(row) for row in duty_bearers.list_bearers(session)}


def build_public(
    session: Session, row: Promise, story: Story, bearers: Mapping[str, PublicBearer]
) -> PublicPromise:
    """A request as pages know it, its figure read from the snapshot it rests on."""
    snapshot = read_publication(session, row.digest)
    files = store.list_public_files(session, row.promise_id)
    return PublicPromise(
        promise_id=row.promise_id,
        asks=row.asks,
        target=row.target,
        finding=_finding(session, row, snapshot),
        form_id=row.form_id,
        service=_service(session, snapshot),
        city_names=_list_city_names(snapshot, row.place),
        bearer=bearers[story.bearer_id or row.bearer_id],
        steps=tuple(_steps(session, story, bearers, files)),
        story=story,
    )


def _service(session: Session, snapshot: Snapshot) -> Translated:
    """The title of the questionnaire. What a digest names never changes, so it is read once."""
    digest = str(snapshot.content["questionnaire_digest"])
    if digest not in _TITLES:
        questionnaire = find_questionnaire(session, digest)
        _TITLES[digest] = questionnaire.title if questionnaire else {"en": snapshot.content["form_id"]}
    return _TITLES[digest]


def _list_city_names(snapshot: Snapshot, place: str) -> dict[str, Translated]:
    return {
        city["code"]: city["names"]
        for unit in snapshot.content["units"]
        if place in (unit["code"], EVERYWHERE)
        for city in unit["cities"]
    }


def _finding(session: Session, row: Promise, snapshot: Snapshot) -> PublicFinding:
    described = next(each for each in snapshot.content["indicators"] if each["id"] == row.indicator)
    figure = indicator_figures(snapshot, described, row.place)
    units = [unit for unit in snapshot.units if row.place in (unit.code, EVERYWHERE)]
    publications = {each.digest: each for each in list_publications(session, row.round_id)}
    return PublicFinding(
        round_id=row.round_id,
        round_title=snapshot.title,
        number=snapshot.number,
        digest=row.digest,
        place=row.place,
        place_names=EVERYWHERE_WORDS if row.place == EVERYWHERE else units[0].names,
        indicator=row.indicator,
        label=described["label"],
        numerator=described["numerator_words"],
        less_is_better=described["direction"] == "less_is_better",
        standard=str((described.get("standard") or {}).get("name", "")),
        count=figure.numerator if figure else 0,
        of=figure.denominator if figure else 0,
        units=len(units),
        population=population(snapshot, units),
        invented=bool(snapshot.content["invented"]),
        opened_on=date.fromisoformat(snapshot.content["opened_on"]),
        closed_on=date.fromisoformat(snapshot.content["closed_on"]),
        published_on=publications[row.digest].published_on,
        withdrawn=publications[row.digest].withdrawn_on is not None,
    )


def _steps(
    session: Session, story: Story, bearers: Mapping[str, PublicBearer], files: Mapping[int, str]
) -> Sequence[PublicStep]:
    return [
        PublicStep(
            kind=told.event.kind,
            number=told.number,
            public_on=told.public_on,
            happened_on=told.event.happened_on,
            words=told.event.words,
            due_on=told.event.due_on,
            proof=told.event.proof,
            bearer=bearers.get(told.event.bearer_id),
            evidence=told.event.evidence,
            later_title=_title(session, told.event),
            file=files.get(told.number),
        )
        for told in story.told
    ]


def _title(session: Session, event: Event) -> Translated:
    """The title of the later round that an event rests on."""
    return read_publication(session, event.evidence.digest).title if event.evidence else {}


def _bearer(row: DutyBearer) -> PublicBearer:
    return PublicBearer(row.bearer_id, row.names, row.kind, row.mandate)
