"""What the public reads over all rounds: the newest publication of each, and which round came before.

A page shows a few of many rounds. Which ones, their outlines tell: a line of facts for each publication, kept
for good, because what a digest names never changes. The snapshots of the other rounds are not read.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, partial

from sqlalchemy.orm import Session

from cmm.domain.language import Translated
from cmm.domain.snapshot import PublishedUnit, Snapshot
from cmm.services.published import Publication, list_histories, read_publication


@dataclass(frozen=True, slots=True)
class Outline:
    """What decides on which pages a publication is shown. `cities` are all cities of the round, those without
    figures too; `indicators` their ids.
    """

    round_id: str
    digest: str
    form_id: str
    title: Translated
    closed_on: str
    cities: frozenset[str]
    indicators: frozenset[str]


_OUTLINES: dict[str, Outline] = {}
"""By digest; some 2 KB each."""


@dataclass(frozen=True)
class CurrentRound:
    """The newest publication of a round. Its snapshot is read when it is first looked at."""

    outline: Outline
    published_on: date
    withdrawn_on: date | None = None
    read: Callable[[], Snapshot] = field(kw_only=True, repr=False, compare=False)

    @cached_property
    def snapshot(self) -> Snapshot:
        return self.read()

    @property
    def round_id(self) -> str:
        return self.outline.round_id

    @property
    def digest(self) -> str:
        return self.outline.digest

    @property
    def form_id(self) -> str:
        return self.outline.form_id

    @property
    def title(self) -> Translated:
        return self.outline.title

    @property
    def cities(self) -> frozenset[str]:
        """All cities of the round, those without figures too."""
        return self.outline.cities

    @property
    def age(self) -> tuple[str, str]:
        """Orders rounds by the last day of collection."""
        return self.outline.closed_on, self.round_id

    def find_unit(self, city_id: str) -> PublishedUnit | None:
        """The unit in which a city is published."""
        return next((unit for unit in self.snapshot.units if city_id in unit.cities), None)


@dataclass(frozen=True, slots=True)
class Series:
    """Rounds by their last day of collection, the newest first. Nothing of a withdrawn one is shown but that
    it was withdrawn.
    """

    rounds: tuple[CurrentRound, ...]
    withdrawn: tuple[CurrentRound, ...]

    @property
    def digests(self) -> tuple[str, ...]:
        """Names everything that a page about these rounds depends on."""
        return tuple(each.digest for each in (*self.rounds, *self.withdrawn))

    @property
    def forms(self) -> tuple[str, ...]:
        """The questionnaires, the one asked last first."""
        return tuple(dict.fromkeys(each.form_id for each in self.rounds))

    def of_form(self, form_id: str) -> "Series":
        """The rounds of one questionnaire."""
        rounds = tuple(each for each in self.rounds if each.form_id == form_id)
        return Series(rounds, tuple(each for each in self.withdrawn if each.form_id == form_id))

    def of_cities(self, cities: Collection[str]) -> "Series":
        """The rounds in which any of the cities took part."""
        rounds = tuple(each for each in self.rounds if each.cities & set(cities))
        return Series(rounds, tuple(each for each in self.withdrawn if each.cities & set(cities)))


def list_series(
    session: Session, *, form_id: str | None = None, cities: Collection[str] | None = None
) -> Series:
    """The rounds of a questionnaire, or those with any of `cities`; with neither all of them."""
    newest = [_current(session, history[0]) for history in list_histories(session).values()]
    newest.sort(key=lambda each: each.age, reverse=True)
    series = Series(
        tuple(each for each in newest if not each.withdrawn_on),
        tuple(each for each in newest if each.withdrawn_on),
    )
    series = series.of_form(form_id) if form_id is not None else series
    return series.of_cities(cities) if cities is not None else series


def find_earlier(session: Session, snapshot: Snapshot) -> CurrentRound | None:
    """The last round of the same questionnaire that was closed before the one of `snapshot`."""
    age = make_current(snapshot, date.min).age
    rounds = list_series(session, form_id=str(snapshot.content["form_id"])).rounds
    return next((each for each in rounds if each.age < age), None)


def make_current(snapshot: Snapshot, published_on: date) -> CurrentRound:
    """A snapshot that was read already."""
    return CurrentRound(_outline(snapshot), published_on, read=lambda: snapshot)


def _current(session: Session, newest: Publication) -> CurrentRound:
    read = partial(read_publication, session, newest.digest)
    outline = _OUTLINES.get(newest.digest) or _outline(read())
    _OUTLINES[newest.digest] = outline
    return CurrentRound(outline, newest.published_on, newest.withdrawn_on, read=read)


def _outline(snapshot: Snapshot) -> Outline:
    content = snapshot.content
    silent = {city["code"] for city in content["cities_without_figures"]}
    return Outline(
        snapshot.round_id,
        snapshot.digest,
        str(content["form_id"]),
        snapshot.title,
        str(content["closed_on"]),
        frozenset(silent.union(*(unit.cities for unit in snapshot.units))),
        frozenset(indicator["id"] for indicator in content["indicators"]),
    )
