"""In which order the questions of a questionnaire are settled: what decides comes before what it decides."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from graphlib import CycleError, TopologicalSorter
from heapq import heapify, heappop, heappush

from cmm.domain.questionnaire.expressions import references
from cmm.domain.questionnaire.model import Item, Question, Questionnaire, Repeat, Tree


@dataclass(frozen=True, slots=True)
class Step:
    """A question or a repeat, with every condition of being asked: its own and those of the groups around."""

    item: Question | Repeat
    conditions: tuple[Tree, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """The steps of one level in `reading` and in `settling` order; `inner` are the plans of its repeats."""

    reading: tuple[Step, ...]
    settling: tuple[Step, ...]
    questions: Mapping[str, Question]
    inner: Mapping[str, "Plan"]


def plan_of(questionnaire: Questionnaire) -> Plan:
    """The plan of a questionnaire; kept for the last few, as thousands of responses need the same one."""
    return _plan_of(_Same(questionnaire))


class _Same:
    """Makes a questionnaire a cache key by identity: its mappings cannot be hashed."""

    def __init__(self, questionnaire: Questionnaire) -> None:
        self.questionnaire = questionnaire

    def __hash__(self) -> int:
        return id(self.questionnaire)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.questionnaire is self.questionnaire


@lru_cache(maxsize=16)
def _plan_of(key: _Same) -> Plan:
    return _build_plan(key.questionnaire.items)


def _build_plan(items: tuple[Item, ...]) -> Plan:
    reading = tuple(_steps(items, ()))
    return Plan(
        reading=reading,
        settling=tuple(_settling_order(reading)),
        questions={step.item.name: step.item for step in reading if isinstance(step.item, Question)},
        inner={
            step.item.name: _build_plan(step.item.items) for step in reading if isinstance(step.item, Repeat)
        },
    )


def _steps(items: tuple[Item, ...], around: tuple[Tree, ...]) -> Iterator[Step]:
    for item in items:
        conditions = around if item.relevant is None else (*around, item.relevant)
        if isinstance(item, Question | Repeat):
            yield Step(item, conditions)
        else:
            yield from _steps(item.items, conditions)


def _settling_order(steps: tuple[Step, ...]) -> Iterator[Step]:
    """Topological order, the earliest in reading order first; reading order if there is a circle."""
    places = {step.item.name: place for place, step in enumerate(steps)}
    sorter: TopologicalSorter[int] = TopologicalSorter()
    for place, step in enumerate(steps):
        sorter.add(place, *(places[name] for name in _needs(step) if name in places))
    try:
        sorter.prepare()
    except CycleError:
        yield from steps
        return
    ready = list(sorter.get_ready())
    heapify(ready)
    while ready:
        place = heappop(ready)
        yield steps[place]
        sorter.done(place)
        for following in sorter.get_ready():
            heappush(ready, following)


def _needs(step: Step) -> set[str]:
    """The names that decide whether the step is asked and what it is worth, without its own."""
    trees = [*step.conditions]
    if isinstance(step.item, Question):
        trees += [step.item.calculation] if step.item.calculation is not None else []
    else:
        trees += [step.item.repeat_count] if step.item.repeat_count is not None else []
        trees += [tree for inner in _steps(step.item.items, ()) for tree in _deciding(inner)]
    return {name for tree in trees for name in references(tree)} - {step.item.name}


def _deciding(step: Step) -> Iterator[Tree]:
    yield from step.conditions
    if isinstance(step.item, Question) and step.item.calculation is not None:
        yield step.item.calculation
