"""Let the intruder try everything that was and will be published about a round."""

from collections.abc import Callable, Sequence

from cmm.domain.disclosure.intruder.breakdowns import attack_breakdown
from cmm.domain.disclosure.intruder.findings import Finding
from cmm.domain.disclosure.intruder.shape import check_numbers
from cmm.domain.disclosure.intruder.sides import find_units
from cmm.domain.disclosure.intruder.sight import Json, Publication, list_families
from cmm.domain.disclosure.intruder.units import AttackedCase, Survey, attack_family
from cmm.domain.disclosure.links import Links
from cmm.domain.disclosure.questions import list_components

INSIDERS = 2
"""Up to so many people pool their own answers."""

Progress = Callable[[int, int], None]
"""Called with the number of parts done, and of all parts."""


def say_nothing(_done: int, _total: int) -> None:
    """For callers who do not wait."""


def find_leaks(
    candidate: Publication,
    earlier: Sequence[Publication],
    links: Links,
    *,
    insiders: int = INSIDERS,
    progress: Progress = say_nothing,
) -> list[Finding]:
    """Everything that the intruder proves, or cannot be shown not to prove; empty if it may be published.

    Breakdowns are attacked when nothing else was found, and those of the publication before not again.
    `earlier` are all snapshots of the round before the candidate, oldest first, withdrawn ones included.
    """
    content = candidate.content
    if found := check_numbers(content, links):
        return found
    answers = {table["question"]: tuple(table["answers"]) for table in content["tables"]}
    components = list_components({table: len(codes) for table, codes in answers.items()}, links)
    survey = Survey(links, components, answers, insiders)
    families = list_families([*earlier, candidate])
    known = [breakdown for each in earlier[-1:] for breakdown in each.content["breakdowns"]]
    breakdowns = [each for each in content["breakdowns"] if each["tables"] and each not in known]
    done, parts = 0, len(families) + len(breakdowns)
    cases: list[AttackedCase] = []
    for family in families:
        proved, possible = attack_family(family, survey, content["number"])
        found, cases, done = found + proved, cases + possible, done + 1
        progress(done, parts)
    if found:
        return found
    units = find_units(content, cases)
    for breakdown in breakdowns:
        found, done = found + list(attack_breakdown(breakdown, survey, units, content["number"])), done + 1
        progress(done, parts)
    return found


def leave_out_undecided(content: Json, findings: Sequence[Finding]) -> Json:
    """The content without the tables of breakdowns that are undecided. A breakdown is an extra; taking a
    table away takes away nothing else.
    """
    undecided = {(finding.breakdown, finding.table) for finding in findings if finding.is_about_an_extra}
    breakdowns = [
        {
            **each,
            "tables": [
                table for table in each["tables"] if (each["question"], table["question"]) not in undecided
            ],
        }
        for each in content["breakdowns"]
    ]
    return {**content, "breakdowns": breakdowns}
