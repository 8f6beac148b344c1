"""What the intruder found, in sentences: for the command line in English, for the office in its languages."""

from collections.abc import Callable

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

Say = Callable[[str], str]
"""Translates a sentence; `str` leaves it in English."""


def tell_finding(finding: Finding, _: Say) -> str:
    """Where, what, and with whose help. A finding without its answer says "a certain answer"."""
    return f"{_where(finding, _)}: {_what(finding, _)}"


def _where(finding: Finding, _: Say) -> str:
    parts = [
        finding.table or _("the unit's own numbers"),
        _("by %(breakdown)s") % {"breakdown": finding.breakdown} if finding.breakdown else "",
        _("in %(unit)s") % {"unit": finding.unit} if finding.unit else "",
        _("(publication %(number)s)") % {"number": finding.publication} if finding.publication else "",
    ]
    return " ".join(part for part in parts if part)


def _what(finding: Finding, _: Say) -> str:
    others = {
        FEW_BETWEEN: _("these numbers and earlier ones differ by fewer than 10 people"),
        CONTRADICTION: _("numbers that nobody's answers can lead to under the rule"),
        UNEXPLAINED: _("a number that the rule does not publish"),
    }
    if finding.code in others:
        return others[finding.code]
    whom = _(", of those who came between two publications") if finding.newcomers else ""
    insiders = {
        1: _(", by an insider who knows one answer"),
        2: _(", by two insiders who pool their answers"),
    }
    return f"{_proof(finding, _)}{whom}{insiders.get(finding.insiders, '')}"


def _proof(finding: Finding, _: Say) -> str:
    if finding.answer is not None and finding.answer != STOPPED:
        proved = {
            SMALL_COUNT: _("it can be proved that 1 to 4 people gave the answer “%(answer)s”"),
            NEARLY_ALL: _("it can be proved that all, or all but one, gave the answer “%(answer)s”"),
            UNDECIDED: _("it stays open how many people gave the answer “%(answer)s”"),
        }
        return proved[finding.code] % {"answer": finding.answer}
    if finding.answer == STOPPED:
        return {
            SMALL_COUNT: _("it can be proved that 1 to 4 people stopped at the door"),
            NEARLY_ALL: _("it can be proved that all, or all but one, stopped at the door"),
            UNDECIDED: _("it stays open how many people stopped at the door"),
        }[finding.code]
    return {
        SMALL_COUNT: _("it can be proved that 1 to 4 people gave a certain answer"),
        NEARLY_ALL: _("it can be proved that all, or all but one, gave a certain answer"),
        UNDECIDED: _("the attack could not be brought to an end on how many people gave which answer"),
    }[finding.code]
