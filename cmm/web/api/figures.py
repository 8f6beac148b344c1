"""Shares as data: published counts, what may be claimed of them, and how sure it is."""

from collections.abc import Callable
from typing import Any

from cmm.domain.snapshot import EVERYWHERE
from cmm.web.api.asking import Asked
from cmm.web.api.labels import label, said
from cmm.web.reading.figures import Counts, Figures, Json, add_counts
from cmm.web.reading.indicators import indicator_share, red_line
from cmm.web.reading.shares import Share, build_share

FEW = "few_answers"
NO_FIGURES = "no_figures"
Item = dict[str, Any]


def list_indicators(figures: Figures, asked: Asked) -> list[Item]:
    """Every indicator with its rule of counting and its figures, first of all units, then of each."""
    return [
        {
            "indicator": each["id"],
            "label": label(each["label"], asked),
            "dimension": each["dimension"],
            "direction": each["direction"],
            "red_line": each.get("red_line"),
            "question": each["question"],
            "numerator_answers": list(each["numerator"]),
            "numerator_label": label(each["numerator_words"], asked),
            "excluded_answers": list(each["excludes"]),
            "denominator_label": label(each["denominator_words"], asked),
            "standard": label(each["standard"], asked) if each.get("standard") else None,
            "figures": [_figure(figures, each, place, asked) for place in (EVERYWHERE, *figures.units)],
        }
        for each in figures.content["indicators"]
    ]


def list_breakdown_items(figures: Figures, asked: Asked) -> list[Item]:
    """Groups of people, for the whole round only."""
    return [_breakdown(figures, each, asked) for each in figures.content["breakdowns"]]


def _figure(figures: Figures, indicator: Json, place: str, asked: Asked) -> Item:
    counts = figures.find_counts(indicator["question"], place)
    share = indicator_share(figures, indicator, place)
    line = red_line(indicator, share)
    return {
        "place": place,
        **_counted(counts, indicator),
        **_claimed(share, lambda: indicator_share(figures, indicator, place).text, asked),
        "reason": _reason(figures, indicator["question"], place, counts, share),
        "red_line_state": line.state if line else None,
    }


def _counted(counts: Counts | None, indicator: Json) -> Item:
    numerator, denominator = counts.part(indicator) if counts else (None, None)
    return {"numerator": numerator, "denominator": denominator, "units": counts.units if counts else 0}


def _claimed(share: Share, tell: Callable[[], str], asked: Asked) -> Item:
    """What may be said of a share. The interval is there for every share of which anything may be said."""
    return {
        "percent": share.percent,
        "words": said(tell, asked),
        "interval": {"low": share.interval.low, "high": share.interval.high} if share.known else None,
    }


def _reason(figures: Figures, question: str, place: str, counts: Counts | None, share: Share) -> str | None:
    """Why nothing may be claimed, as a code; None where something may."""
    if share.known:
        return None
    return FEW if counts else figures.find_reason(question, place) or NO_FIGURES


def _breakdown(figures: Figures, breakdown: Json, asked: Asked) -> Item:
    return {
        "question": breakdown["question"],
        "label": label(breakdown["label"], asked),
        "withheld": breakdown["withheld"],
        "groups": [
            {
                "group": group["code"],
                "label": label(group["label"], asked),
                "responses": group["responses"],
            }
            for group in breakdown["groups"]
        ],
        "questions": [_table(table) for table in breakdown["tables"]],
        "indicators": _indicators_of(figures, breakdown, asked),
    }


def _table(table: Json) -> Item:
    return {
        "question": table["question"],
        "figures": [
            {"group": code, "counts": answer_counts(table["answers"], row["counts"]), "of": row["of"]}
            for code, row in table["groups"].items()
        ],
    }


def answer_counts(answers: list[str], counts: list[int]) -> list[Item]:
    """Published counts side by side with the codes of their answers."""
    return [{"answer": answer, "count": count} for answer, count in zip(answers, counts, strict=True)]


def _indicators_of(figures: Figures, breakdown: Json, asked: Asked) -> list[Item]:
    tables = {table["question"]: table for table in breakdown["tables"]}
    return [
        {
            "indicator": each["id"],
            "figures": [
                _group_figure(figures, tables[each["question"]], each, code, asked)
                for code in tables[each["question"]]["groups"]
            ],
        }
        for each in figures.content["indicators"]
        if each["question"] in tables
    ]


def _group_figure(figures: Figures, table: Json, indicator: Json, group: str, asked: Asked) -> Item:
    row = table["groups"][group]
    counted, of = add_counts(table["answers"], [(row["counts"], row["of"])]).part(indicator)

    def share() -> Share:
        return build_share(counted, of, units=len(figures.units))

    known = share()
    return {
        "group": group,
        "numerator": counted,
        "denominator": of,
        **_claimed(known, lambda: share().text, asked),
        "reason": None if known.known else FEW,
    }
