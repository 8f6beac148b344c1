"""The intruder proves nothing about the demo's round, published twice; exact counts it refuses by name."""

import json
from collections.abc import Mapping
from typing import Any

import pytest

from bench.publications import DAY, Published, publish_twice, read_demo_survey
from cmm.domain.disclosure.intruder import UNEXPLAINED, Publication, find_leaks
from cmm.domain.indicators import parse_indicators, tabulate
from cmm.services.resist_intruder import read_links

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def told() -> list[tuple[int, int]]:
    return []


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory, told: list[tuple[int, int]]) -> list[Published]:
    """Each was tried by the intruder before it was kept: IntruderFound would have been raised."""
    folder = tmp_path_factory.mktemp("publications")
    return list(publish_twice(folder, lambda done, total: told.append((done, total))))


def exact(published: Published) -> tuple[Mapping[str, Any], set[tuple[str, str]]]:
    """The same content with exact counts for cities that stand alone, and the questions and cities where one
    of these is 1 to 4.
    """
    survey = read_demo_survey()
    indicator_set = parse_indicators(survey.indicators)
    tables = tabulate(survey.questionnaire, indicator_set, published.people, today=DAY)
    true = {table.question: table for table in tables}
    content, small = json.loads(json.dumps(published.content)), set[tuple[str, str]]()
    for table in content["tables"]:
        for unit, row in table["units"].items():
            if unit in published.sizes:
                row["counts"] = list(true[table["question"]].counts[unit][: len(row["counts"])])
                row["of"] = sum(row["counts"])
                if any(0 < count < 5 for count in row["counts"]):
                    small.add((question_of(table["question"]), unit))
    return content, small


def question_of(table: str) -> str:
    """Several choices of one question are one question."""
    return table.partition("/")[0]


def test_two_publications_of_thirteen_cities_prove_nothing(
    both: list[Published], told: list[tuple[int, int]]
) -> None:
    first, second = (published.content for published in both)
    assert [content["number"] for content in (first, second)] == [1, 2]
    for content in (first, second):
        assert sum(len(unit["cities"]) for unit in content["units"]) == 13
        assert len(content["tables"]) >= 30
        assert len([each for each in content["breakdowns"] if each["tables"]]) == 3
    assert first["tables"] != second["tables"]
    assert told[-1][0] == told[-1][1]


def test_the_same_tables_with_exact_counts_are_refused_by_name(both: list[Published]) -> None:
    published = both[0]
    content, small = exact(published)
    survey = read_demo_survey()
    links = read_links(survey.questionnaire, parse_indicators(survey.indicators))
    found = find_leaks(Publication(content, published.sizes), [], links)
    assert small
    assert {finding.code for finding in found} == {UNEXPLAINED}
    assert small <= {(question_of(finding.table), finding.unit) for finding in found if finding.table}
