"""Whether every number of a snapshot is one that the rule publishes: a multiple of 5, drawn once, or a sum.

An exact mean, a total of the country with a rounding of its own or a percentage with decimals is found here:
each would be one more equation about the true counts, and there is no place for it in a snapshot.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from cmm.domain.disclosure.intruder.findings import UNEXPLAINED, Finding
from cmm.domain.disclosure.intruder.texts import find_unexplained_texts
from cmm.domain.disclosure.links import Links
from cmm.domain.disclosure.policy import SMALLEST_GROUP, STEP
from cmm.domain.disclosure.questions import Asked, list_asked

Json = Mapping[str, Any]
Counts = Sequence[int]

KNOWN = {
    "snapshot": {
        *(
            "format",
            "round",
            "number",
            "supersedes",
            "title",
            "form_id",
            "form_version",
            "languages",
            "access",
        ),
        *("questionnaire_digest", "invented", "opened_on", "closed_on", "prepared_on", "method", "units"),
        *("cities_without_figures", "questions", "tables", "indicators", "breakdowns", "method_facts"),
        *("themes", "texts", "known_clients_source"),
    },
    "method_facts": {"step", "smallest_group"},
    "unit": {"code", "names", "cities", "responses", "answered", "known_clients"},
    "city": {"code", "names", "reason"},
    "table": {"question", "answers", "units", "withheld"},
    "row": {"counts", "of"},
    "breakdown": {"question", "label", "groups", "tables", "withheld"},
    "group": {"code", "label", "responses"},
    "table of a breakdown": {"question", "answers", "groups"},
    "table of themes": {"question", "label", "answers", "counts", "of"},
    "text": {"question", "theme", "kind", "words", "language"},
}
"""All keys that a snapshot may have; `known_clients` and their source are no answers."""


def check_numbers(content: Json, links: Links) -> list[Finding]:
    """Findings about numbers that the rule cannot have made, each named once."""
    number = content["number"]
    found = [
        *(Finding(UNEXPLAINED, table=key, publication=number) for key in _unknown_keys(content)),
        *(Finding(UNEXPLAINED, table=name, publication=number) for name in _unknown_tables(content, links)),
        *_check_units(content, links),
        *(finding for each in content["breakdowns"] for finding in _check_breakdown(content, each)),
        *(Finding(UNEXPLAINED, table=name, publication=number) for name in find_unexplained_texts(content)),
    ]
    return list(dict.fromkeys(found))


def _unknown_keys(content: Json) -> Iterator[str]:
    yield from _beyond("snapshot", content)
    yield from _beyond("method_facts", content["method_facts"])
    for unit in content["units"]:
        yield from _beyond("unit", unit)
    for city in (
        *content["cities_without_figures"],
        *(city for u in content["units"] for city in u["cities"]),
    ):
        yield from _beyond("city", city)
    for table in content["tables"]:
        yield from _beyond("table", table)
        for row in table["units"].values():
            yield from _beyond("row", row)
    for breakdown in content["breakdowns"]:
        yield from _beyond("breakdown", breakdown)
        for group in breakdown["groups"]:
            yield from _beyond("group", group)
        for table in breakdown["tables"]:
            yield from _beyond("table of a breakdown", table)
            for row in table["groups"].values():
                yield from _beyond("row", row)
    for table in content.get("themes", ()):
        yield from _beyond("table of themes", table)
    for text in content.get("texts", ()):
        yield from _beyond("text", text)


def _beyond(kind: str, part: Json) -> Iterator[str]:
    yield from sorted(set(part) - KNOWN[kind])


def _unknown_tables(content: Json, links: Links) -> Iterator[str]:
    """Tables of no counted question, such as a recoded one with its own lottery, and those shown twice."""
    names = [table["question"] for table in content["tables"]]
    yield from (
        name for name in names if names.count(name) > 1 or (links.groups and name not in links.groups)
    )


def _check_units(content: Json, links: Links) -> Iterator[Finding]:
    answers = {table["question"]: len(table["answers"]) for table in content["tables"]}
    asked = list_asked(answers, links)
    for unit in content["units"]:
        code, numbers = unit["code"], (unit["responses"], unit["answered"])
        if not _are_fives(numbers) or numbers[1] > numbers[0]:
            yield Finding(UNEXPLAINED, unit=code, publication=content["number"])
        shown = {table["question"]: table["units"].get(code) for table in content["tables"]}
        for question in asked:
            if not _is_explained(question, shown, unit["answered"]):
                yield Finding(UNEXPLAINED, question.tables[0], code, publication=content["number"])


def _is_explained(question: Asked, shown: Mapping[str, Json | None], answered: int) -> bool:
    rows = [row for table in question.tables if (row := shown[table])]
    if not rows or len(rows) < len(question.tables):
        return not rows
    fits = all(_adds_up(row, rows[0]["of"]) and len(row["counts"]) == question.categories for row in rows)
    return fits and _has_base(question, shown, rows[0]["of"], answered) and _choices_agree(question, rows)


def _adds_up(row: Json, of: int) -> bool:
    return _are_fives(row["counts"]) and sum(row["counts"]) == row["of"] == of


def _has_base(question: Asked, shown: Mapping[str, Json | None], of: int, answered: int) -> bool:
    if not question.routed:
        return of == answered >= SMALLEST_GROUP
    if min(of, answered - of) < SMALLEST_GROUP:
        return False
    if question.route is None or question.route.only_parent is None:
        return True
    parent = shown[question.route.only_parent]
    return parent is not None and of == question.route.published_base(parent["counts"], answered)


def _choices_agree(question: Asked, rows: Sequence[Json]) -> bool:
    """Blank answers are the same people in each; nobody chose an exclusive choice and another one; who chose
    others chose at least one.
    """
    if not question.is_multiple:
        return True
    counts = [row["counts"] for row in rows]
    others = counts[0][0] + counts[0][1] - sum(counts[place][0] for place in question.exclusive)
    free = [counts[place][0] for place in question.free]
    same = len({row[2] for row in counts}) == 1
    return same and others >= 0 and (not free or max(free) <= others <= sum(free))


def _check_breakdown(content: Json, breakdown: Json) -> Iterator[Finding]:
    totals = {table["question"]: _sums(table["units"]) for table in content["tables"]}
    people = {group["code"]: group["responses"] for group in breakdown["groups"]}
    everybody = sum(unit["answered"] for unit in content["units"])
    crossed = _crossed_before(content, breakdown)
    if people and (not _are_fives([*people.values()]) or sum(people.values()) != everybody):
        yield Finding(UNEXPLAINED, breakdown=breakdown["question"], publication=content["number"])
    for table in breakdown["tables"]:
        rows = table["groups"]
        fits = rows.keys() == people.keys() and _sums(rows) == totals.get(table["question"])
        fits = fits and table["question"] not in crossed
        if not fits or not all(_adds_up(row, people[group]) for group, row in rows.items()):
            where = table["question"]
            yield Finding(UNEXPLAINED, where, breakdown=breakdown["question"], publication=content["number"])


def _crossed_before(content: Json, breakdown: Json) -> set[str]:
    """Breakdowns that show the same people by this one: a second draw of the same counts."""
    before = content["breakdowns"][: content["breakdowns"].index(breakdown)]
    own = breakdown["question"]
    return {each["question"] for each in before if own in {table["question"] for table in each["tables"]}}


def _sums(rows: Mapping[str, Json]) -> list[int]:
    return [sum(column) for column in zip(*(row["counts"] for row in rows.values()), strict=True)]


def _are_fives(numbers: Counts) -> bool:
    return all(type(number) is int and number >= 0 and number % STEP == 0 for number in numbers)
