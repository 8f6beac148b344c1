"""Invented rounds for tests of protection: counts per city that hang together."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from random import Random

from cmm.domain.disclosure.lottery import Lottery
from cmm.domain.disclosure.protect import protect
from cmm.domain.disclosure.tables import (
    NO_ANSWER,
    NOT_ASKED,
    NOT_STATED,
    CrossTable,
    FrequencyTable,
    ProtectedRound,
)

ANSWERS = {
    "gender": ("woman", "man", "other", NO_ANSWER),
    "closed": ("yes", "no", NO_ANSWER),
    "why": ("far", "fear", NO_ANSWER, NOT_ASKED),
    "got/hiv": ("1", "0", NO_ANSWER),
    "got/tb": ("1", "0", NO_ANSWER),
}
MEMBERS = {"women": ("woman",), "men": ("man",), NOT_STATED: ("other", NO_ANSWER)}
Person = dict[str, str]


@dataclass(frozen=True)
class MadeRound:
    """People by city; people without answers stopped at the door."""

    people: dict[str, list[Person]]

    def tables(self) -> list[FrequencyTable]:
        return [self._table(question) for question in ANSWERS]

    def crosses(self) -> list[CrossTable]:
        return [self._cross(question) for question in ("closed", "got/hiv", "got/tb")]

    def sizes(self) -> dict[str, int]:
        return {city: len(people) for city, people in self.people.items()}

    def protect(self, previous: ProtectedRound | None = None, secret: bytes = b"secret") -> ProtectedRound:
        parents = dict.fromkeys(self.people, "")
        lottery = Lottery(secret, "autumn")
        return protect(
            self.tables(), self.crosses(), self.sizes(), parents=parents, lottery=lottery, previous=previous
        )

    def with_more(self, city: str, more: Sequence[Person]) -> "MadeRound":
        return replace(self, people={**self.people, city: [*self.people.get(city, []), *more]})

    def shuffled(self) -> "MadeRound":
        return replace(
            self, people={city: Random(7).sample(all_, len(all_)) for city, all_ in self.people.items()}
        )

    def _table(self, question: str) -> FrequencyTable:
        counts = {
            city: tuple(
                sum(person.get(question) == answer for person in people) for answer in ANSWERS[question]
            )
            for city, people in self.people.items()
        }
        return FrequencyTable(question, ANSWERS[question], counts)

    def _cross(self, question: str) -> CrossTable:
        everybody = [person for people in self.people.values() for person in people if person]
        rows = tuple(
            tuple(
                sum(person["gender"] in members and person[question] == answer for person in everybody)
                for answer in ANSWERS[question]
            )
            for members in MEMBERS.values()
        )
        return CrossTable("gender", tuple(MEMBERS), MEMBERS, question, ANSWERS[question], rows)


def make_people(count: int, seed: int, stopped: int = 0) -> list[Person]:
    """`count` people, of whom the last `stopped` did not agree to answer."""
    random = Random(seed)
    people = [_make_person(random) for _ in range(count - stopped)]
    return [*people, *({} for _ in range(stopped))]


def make_round(sizes: dict[str, int], seed: int = 1, stopped: int = 0) -> MadeRound:
    return MadeRound(
        {city: make_people(size, seed + place, stopped) for place, (city, size) in enumerate(sizes.items())}
    )


def _make_person(random: Random) -> Person:
    person = {question: random.choice(answers) for question, answers in ANSWERS.items()}
    person["gender"] = random.choice(["woman", "man", "man", "man", "woman", NO_ANSWER, "other"])
    chosen = (NO_ANSWER, NO_ANSWER) if random.random() < 0.2 else random.choice(["10", "01", "11"])
    person["got/hiv"], person["got/tb"] = chosen
    return person
