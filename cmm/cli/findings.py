"""What the intruder found, in words for the person at the command line."""

import sys

import click

from cmm.domain.disclosure.intruder import (
    CONTRADICTION,
    FEW_BETWEEN,
    NEARLY_ALL,
    SMALL_COUNT,
    STOPPED,
    UNDECIDED,
    UNEXPLAINED,
    Finding,
)
from cmm.services.resist_intruder import IntruderFound

MOST_SHOWN = 20
PROVED = {
    SMALL_COUNT: "it can be proved that 1 to 4 people",
    NEARLY_ALL: "it can be proved that all, or all but one,",
    UNDECIDED: "the attack could not be brought to an end on how many people",
}
OTHERS = {
    FEW_BETWEEN: "these numbers and earlier ones differ by fewer than 10 people",
    CONTRADICTION: "numbers that nobody's answers can lead to under the rule",
    UNEXPLAINED: "a number that the rule does not publish",
}


def show_progress(done: int, total: int) -> None:
    """One line that is written over; nothing when the output is a file."""
    if sys.stderr.isatty():
        click.echo(f"\rthe intruder tries: {done} of {total} parts", err=True, nl=done == total)


def tell_findings(refusal: IntruderFound) -> str:
    """A sentence for each finding, at most MOST_SHOWN."""
    sentences = [tell_finding(finding) for finding in refusal.findings]
    more = [f"and {len(sentences) - MOST_SHOWN} more"] if len(sentences) > MOST_SHOWN else []
    heading = f"nothing was kept: the intruder found something in round {refusal.subject}"
    return "\n  ".join([heading, *sentences[:MOST_SHOWN], *more])


def tell_finding(finding: Finding) -> str:
    """Where, what, and with whose help."""
    table = f"{finding.table}" if finding.table else "the unit's own numbers"
    where = [
        table,
        f"by {finding.breakdown}" if finding.breakdown else "",
        f"in {finding.unit}" if finding.unit else "",
        f"(publication {finding.publication})" if finding.publication else "",
    ]
    return f"{' '.join(part for part in where if part)}: {_what(finding)}"


def _what(finding: Finding) -> str:
    if finding.code in OTHERS:
        return OTHERS[finding.code]
    whom = " of those who came between two publications" if finding.newcomers else ""
    gave = "stopped at the door" if finding.answer == STOPPED else f"gave the answer “{finding.answer}”"
    if finding.answer is None:
        gave = "gave which answer"
    insiders = {
        0: "",
        1: ", by an insider who knows one answer",
        2: ", by two insiders who pool their answers",
    }
    return f"{PROVED[finding.code]}{whom} {gave}{insiders.get(finding.insiders, '')}"
