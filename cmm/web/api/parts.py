"""The parts of one publication as lists of plain objects."""

from collections.abc import Callable, Mapping

from cmm.domain.snapshot import EVERYWHERE
from cmm.web.api.asking import Asked
from cmm.web.api.figures import Item, answer_counts, list_breakdown_items, list_indicators
from cmm.web.api.labels import label
from cmm.web.reading.figures import Figures


def list_units(figures: Figures, asked: Asked) -> list[Item]:
    """The places that have figures of their own: a city, or cities that are published together."""
    return [
        {
            "unit": unit["code"],
            "label": label(unit["names"], asked),
            "cities": [city["code"] for city in unit["cities"]],
            "responses": unit["responses"],
            "answered": unit["answered"],
            "known_clients": unit["known_clients"],
        }
        for unit in figures.content["units"]
    ]


def list_places(figures: Figures, asked: Asked) -> list[Item]:
    """The cities of the round: in which unit each is published, or why it is not."""
    published = [
        {"city": city["code"], "label": label(city["names"], asked), "unit": unit["code"], "reason": None}
        for unit in figures.content["units"]
        for city in unit["cities"]
    ]
    without = [
        {
            "city": city["code"],
            "label": label(city["names"], asked),
            "unit": None,
            "reason": city["reason"],
        }
        for city in figures.content["cities_without_figures"]
    ]
    return published + without


def list_questions(figures: Figures, asked: Asked) -> list[Item]:
    """Every counted question with its answers and their published counts."""
    return [
        {
            "question": question["name"],
            "type": question["type"],
            "label": label(question["label"], asked),
            "group": label(question["group"], asked) if question["group"] else None,
            "scale": bool(question["likert"]),
            "answers": [
                {"answer": answer["code"], "label": label(answer["label"], asked)}
                for answer in question["answers"]
            ],
            "figures": [_counts(figures, name, place) for place in (EVERYWHERE, *figures.units)],
        }
        for name, question in figures.questions.items()
        if name in figures.snapshot.tables
    ]


def _counts(figures: Figures, question: str, place: str) -> Item:
    counts = figures.find_counts(question, place)
    if counts is None:
        reason = figures.find_reason(question, place) or "no_figures"
        return {"place": place, "counts": None, "of": None, "units": 0, "reason": reason}
    rows = answer_counts(list(counts.by_answer), list(counts.by_answer.values()))
    return {"place": place, "counts": rows, "of": counts.of, "units": counts.units, "reason": None}


def keep_place(items: list[Item], place: str | None) -> list[Item]:
    """The same items with figures of one place only."""
    if place is None:
        return items
    return [
        {**item, "figures": [each for each in item["figures"] if each["place"] == place]} for item in items
    ]


def keep_dimension(items: list[Item], dimension: str | None) -> list[Item]:
    """The same items, of one dimension only."""
    return items if dimension is None else [item for item in items if item["dimension"] == dimension]


Part = Callable[[Figures, Asked], list[Item]]

PARTS: Mapping[str, Part] = {
    "units": list_units,
    "places": list_places,
    "indicators": list_indicators,
    "questions": list_questions,
    "breakdowns": list_breakdown_items,
}
FILTERS: Mapping[str, tuple[str, ...]] = {"indicators": ("place", "dimension"), "questions": ("place",)}
"""Parameters beside language, limit and offset."""
