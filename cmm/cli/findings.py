"""What the intruder found and what is unusual about the data, in words for the command line."""

import sys
from collections.abc import Iterable

import click

from cmm.domain.disclosure.intruder import Finding
from cmm.domain.quality import QualityFinding
from cmm.services import finding_words
from cmm.services.quality_words import tell_meaning, tell_quality, tell_what_to_do
from cmm.services.resist_intruder import IntruderFound

MOST_SHOWN = 20


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
    return finding_words.tell_finding(finding, str)


def show_quality(findings: Iterable[QualityFinding]) -> None:
    """A paragraph for each finding; places, batches and indicators by their codes."""
    for finding in findings:
        place = f"{finding.place} {finding.name}".strip().replace("_", " ")
        click.echo(f"quality, {place}: {tell_quality(finding, str)}")
        click.echo(f"  {tell_meaning(finding, str)} {tell_what_to_do(finding, str)}")
