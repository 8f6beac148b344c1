"""The rows of many responses, and how parts of a round become one."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from cmm.domain.answers import Answers
from cmm.domain.coded.coder import Coded, Refused, ResponseCoder
from cmm.domain.coded.states import State, StateNumbers

Numbers = npt.NDArray[np.unsignedinteger[Any]]
Found = npt.NDArray[Any]
"""One value for each response."""


class Origin(NamedTuple):
    """Where a response came from and when, as far as that is kept: its city, the batch of its coupon, and the
    Monday of its week.
    """

    city_id: str
    batch_id: str | None
    week_of: date


@dataclass(frozen=True, slots=True)
class CodedResponses:
    """The accepted responses of a round or of a part of it, and how many others there were, by reason.

    `rows` has one line per response and one column per question of `questions`: places in `states` of that
    column. `origin` has one place in `origins` per response. `texts` are the answers to text questions and to
    how they may be used, of those who wrote something, without their rows.
    """

    questions: tuple[str, ...]
    states: tuple[tuple[State, ...], ...] = field(repr=False)
    rows: Numbers = field(repr=False)
    origins: tuple[Origin, ...] = field(repr=False)
    origin: Numbers = field(repr=False)
    texts: tuple[Answers, ...] = field(repr=False)
    rejected: Counter[str]

    def __len__(self) -> int:
        return len(self.origin)

    def look_up(self, question: str, told_by: Callable[[State], Any]) -> Found:
        """What `told_by` says of the state of a question, for each response. Raises ValueError."""
        place = self.questions.index(question)
        return np.array([told_by(state) for state in self.states[place]])[self.rows[:, place]]

    def look_up_origin(self, told_by: Callable[[Origin], Any]) -> Found:
        """What `told_by` says of where a response came from, for each response."""
        return np.array([told_by(origin) for origin in self.origins])[self.origin]

    def part(self, chosen: Found) -> "CodedResponses":
        """The responses for which `chosen` is true, without texts and without those that were rejected."""
        return replace(self, rows=self.rows[chosen], origin=self.origin[chosen], texts=(), rejected=Counter())

    def sizes(self) -> Counter[str]:
        """Responses by city."""
        counts = np.bincount(self.origin, minlength=len(self.origins))
        found: Counter[str] = Counter()
        for origin, count in zip(self.origins, counts, strict=True):
            found[origin.city_id] += int(count)
        return found


def code_responses(coder: ResponseCoder, responses: Iterable[tuple[Origin, Any]]) -> CodedResponses:
    """Code payloads with their origins."""
    return _gather(coder, ((source, coder.code(payload)) for source, payload in responses))


def code_answers(coder: ResponseCoder, responses: Iterable[tuple[Origin, Answers]]) -> CodedResponses:
    """Code answers that were read and accepted before."""
    return _gather(coder, ((source, coder.code_answers(answers)) for source, answers in responses))


def join(parts: Sequence[CodedResponses]) -> CodedResponses:
    """Parts of one round as one; at least one part, all with the same questions."""
    questions = parts[0].questions
    numbers = [StateNumbers() for _ in questions]
    origins: dict[Origin, int] = {}
    rows = [_renumber(part, numbers) for part in parts]
    origin = [
        _look_up([origins.setdefault(each, len(origins)) for each in part.origins], part.origin)
        for part in parts
    ]
    return CodedResponses(
        questions,
        tuple(each.states for each in numbers),
        _smallest(np.concatenate(rows)),
        tuple(origins),
        _smallest(np.concatenate(origin)),
        tuple(text for part in parts for text in part.texts),
        sum((part.rejected for part in parts), Counter()),
    )


def _gather(coder: ResponseCoder, responses: Iterable[tuple[Origin, Coded | Refused]]) -> CodedResponses:
    rows, origin, texts = [], [], []
    origins: dict[Origin, int] = {}
    rejected: Counter[str] = Counter()
    for source, coded in responses:
        if isinstance(coded, Refused):
            rejected[coded.code] += 1
            continue
        rows.append(coded.row)
        origin.append(origins.setdefault(source, len(origins)))
        if coded.texts is not None:
            texts.append(coded.texts)
    return CodedResponses(
        coder.questions,
        coder.states,
        _smallest(np.array(rows, dtype=np.uint32).reshape(len(rows), len(coder.questions))),
        tuple(origins),
        _smallest(np.array(origin, dtype=np.uint32)),
        tuple(texts),
        rejected,
    )


def _renumber(part: CodedResponses, numbers: Sequence[StateNumbers]) -> Numbers:
    rows = np.empty(part.rows.shape, dtype=np.uint16)
    for place, (states, known) in enumerate(zip(part.states, numbers, strict=True)):
        new = [known.number_of(state) for state in states]
        if new and max(new) > np.iinfo(rows.dtype).max:
            rows = rows.astype(np.uint32)
        rows[:, place] = _look_up(new, part.rows[:, place])
    return rows


def _look_up(table: Sequence[int], places: Numbers) -> Numbers:
    return np.array(table, dtype=np.uint32)[places]


def _smallest(numbers: Numbers) -> Numbers:
    """The same numbers in as few bytes as they need."""
    return numbers.astype(np.min_scalar_type(int(numbers.max(initial=0))))
