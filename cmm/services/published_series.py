"""What the public reads over all rounds: the newest publication of each, and which round came before."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy.orm import Session

from cmm.domain.language import Translated
from cmm.domain.snapshot import PublishedUnit, Snapshot
from cmm.services.published import list_histories, read_publication


@dataclass(frozen=True, slots=True)
class CurrentRound:
    """The newest publication of a round."""

    snapshot: Snapshot = field(repr=False)
    published_on: date
    withdrawn_on: date | None = None

    @property
    def round_id(self) -> str:
        return self.snapshot.round_id

    @property
    def digest(self) -> str:
        return self.snapshot.digest

    @property
    def form_id(self) -> str:
        return str(self.snapshot.content["form_id"])

    @property
    def title(self) -> Translated:
        return self.snapshot.title

    @property
    def cities(self) -> frozenset[str]:
        """All cities of the round, those without figures too."""
        silent = {city["code"] for city in self.snapshot.content["cities_without_figures"]}
        return frozenset(silent.union(*(unit.cities for unit in self.snapshot.units)))

    @property
    def age(self) -> tuple[str, str]:
        """Orders rounds by the last day of collection."""
        return str(self.snapshot.content["closed_on"]), self.round_id

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
    newest = [
        CurrentRound(
            read_publication(session, history[0].digest), history[0].published_on, history[0].withdrawn_on
        )
        for history in list_histories(session).values()
    ]
    newest.sort(key=lambda each: each.age, reverse=True)
    series = Series(
        tuple(each for each in newest if not each.withdrawn_on),
        tuple(each for each in newest if each.withdrawn_on),
    )
    series = series.of_form(form_id) if form_id is not None else series
    return series.of_cities(cities) if cities is not None else series


def find_earlier(session: Session, snapshot: Snapshot) -> CurrentRound | None:
    """The last round of the same questionnaire that was closed before the one of `snapshot`."""
    age = CurrentRound(snapshot, date.min).age
    rounds = list_series(session, form_id=str(snapshot.content["form_id"])).rounds
    return next((each for each in rounds if each.age < age), None)
