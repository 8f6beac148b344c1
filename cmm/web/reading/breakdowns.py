"""Indicators for groups of people (women and men, ages, time in treatment): for the whole round only."""

from collections.abc import Iterator
from dataclasses import dataclass

from cmm.web.i18n import gettext as _
from cmm.web.i18n import words
from cmm.web.reading.figures import Figures, Json, add_counts
from cmm.web.reading.shares import Share, build_share, nothing_to_say


@dataclass(frozen=True, slots=True)
class BreakdownRow:
    """One indicator with a share for each group of people."""

    label: str
    shares: tuple[Share, ...]


@dataclass(frozen=True, slots=True)
class BreakdownView:
    """One question that splits people into groups; `groups` are labels with how many answered.

    `reason` says in words why there are none, else it is empty.
    """

    code: str
    label: str
    groups: tuple[tuple[str, int], ...]
    rows: tuple[BreakdownRow, ...]
    reason: str


def list_breakdowns(figures: Figures) -> list[BreakdownView]:
    """The breakdowns that were fixed before the round opened."""
    return [
        BreakdownView(
            breakdown["question"],
            words(breakdown["label"]),
            tuple((words(group["label"]), group["responses"]) for group in breakdown["groups"]),
            tuple(_rows(figures, breakdown)),
            _reason(breakdown["withheld"]),
        )
        for breakdown in figures.content["breakdowns"]
    ]


def _rows(figures: Figures, breakdown: Json) -> Iterator[BreakdownRow]:
    tables = {table["question"]: table for table in breakdown["tables"]}
    units = len(figures.units)  # the groups add up to sums over the units, with the rounding of each
    for indicator in figures.content["indicators"]:
        table = tables.get(indicator["question"])
        if table is not None:
            shares = (_share(table, indicator, group["code"], units) for group in breakdown["groups"])
            yield BreakdownRow(words(indicator["label"]), tuple(shares))


def _share(table: Json, indicator: Json, group: str, units: int) -> Share:
    row = table["groups"].get(group)
    if row is None:
        return nothing_to_say(_("not published"))
    counted, of = add_counts(table["answers"], [(row["counts"], row["of"])]).part(indicator)
    return build_share(counted, of, units=units)


def _reason(code: str | None) -> str:
    reasons = {
        "few_in_group": _("Not published: one of the groups has fewer than ten people."),
        "not_in_all_units": _("Not published: the question has no figures in some cities."),
    }
    return reasons.get(code or "", _("Not published.") if code else "")
