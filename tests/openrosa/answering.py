"""Random answers for a form, as ODK's engine takes them and as our pages send them."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from random import Random
from typing import Any

from cmm.domain.questionnaire.expressions import iterate_nodes
from cmm.domain.questionnaire.model import Item, Question, Questionnaire, Repeat

INSTANCES = 2
"""Of each open repeat."""
WORDS = ("да", "a b", "7", "12", "2026-05-20", "Алматы 5", "x" * 40, "AB-12", "+77010000000", "мен@почта.kz")
SOME_DAY = date(2026, 1, 1)


def list_fields(items: Iterable[Item], prefixes: tuple[str, ...] = ("",)) -> Iterator[tuple[str, Question]]:
    """Every question with the names of its fields; repeats have INSTANCES instances."""
    for item in items:
        if isinstance(item, Question):
            yield from ((prefix + item.name, item) for prefix in prefixes)
        elif isinstance(item, Repeat):
            numbered = tuple(f"{item.name}.{index}." for index in range(INSTANCES))
            yield from list_fields(item.items, numbered)
        else:
            yield from list_fields(item.items, prefixes)


def draw(questionnaire: Questionnaire, question: Question, random: Random) -> Any:
    """One answer that the question's widget could give; often one near to what its constraint speaks of."""
    names = [choice.name for choice in questionnaire.choices_of(question)]
    match question.type:
        case "select_one":
            return [random.choice(names)]
        case "select_multiple":
            return random.sample(names, random.randint(1, min(3, len(names))))
        case "integer":
            return random.choice(
                [random.randint(-3, 130), *(int(n) + random.randint(-1, 1) for n in _numbers(question))]
            )
        case "decimal":
            return random.choice([round(random.uniform(-3, 130), 2), *(n + 0.5 for n in _numbers(question))])
        case "range":
            start, end, step = (question.parameters[name] for name in ("start", "end", "step"))
            return start + step * random.randint(0, int((end - start) / step))
        case "date":
            return (SOME_DAY + timedelta(days=random.randint(-400, 700))).isoformat()
        case "acknowledge":
            return True
        case _:
            return random.choice(WORDS)


def as_sent(question: Question, value: Any) -> list[str]:
    """The same answer as a page would send it."""
    if value is None or value == []:
        return []
    if isinstance(value, list):
        return [str(name) for name in value]
    if question.type == "acknowledge":
        return ["OK"]
    return [f"{value:.10g}" if isinstance(value, float) else str(value)]


def _numbers(question: Question) -> list[float]:
    tree = question.constraint
    parts = [part for node in iterate_nodes(tree) for part in node[1:]] if tree is not None else []
    return [part for part in parts if isinstance(part, int | float) and not isinstance(part, bool)]
