"""The tables of the pack. The same functions make the plain ones (codes, English) and those in a language."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from cmm.domain.evidence.indicator_rows import IndicatorRow, list_group_rows, list_indicator_rows
from cmm.domain.evidence.table import Cell, Column, Say, Table, text_column, whole_column
from cmm.domain.language import in_language
from cmm.domain.precision import display_share
from cmm.domain.snapshot import EVERYWHERE, Snapshot, figure_rows
from cmm.domain.snapshot.figures import EVERYWHERE_WORDS

Json = Mapping[str, Any]

_PLACE = (
    text_column("place", "Code of the city, or of cities published together; ALL for all of them"),
    text_column("place_label", "Name of the place"),
)
_GROUP = (
    text_column("group_question", "The question whose answers make the groups"),
    text_column("group", "Code of the group"),
    text_column("group_label", "Name of the group"),
    whole_column("group_responses", "About how many people of this group took part; a multiple of 5"),
)
_SHARE = (
    text_column("indicator", "Code of the indicator"),
    text_column("indicator_label", "What happened to people"),
    text_column("dimension", "AAAAQ: availability, accessibility, acceptability, affordability or quality"),
    text_column("direction", "Whether less or more is better"),
    whole_column("numerator", "Published count of those to whom it happened; a multiple of 5"),
    whole_column("denominator", "Published count of those who are counted; a multiple of 5"),
    whole_column("percent", "Share in whole percents; empty where only words may be said"),
    text_column("share_words", "The share in words, where a percentage would claim too much"),
    whole_column("low", "Lower end of the 95 % interval in whole percents, rounding to fives included"),
    whole_column("high", "Upper end of the 95 % interval in whole percents, rounding to fives included"),
    whole_column("red_line", "Red line of this indicator in percent"),
    text_column("red_line_state", "Where the share stands to its red line: over, within or unsure"),
    text_column("not_published", "Why there are no numbers"),
    text_column("standard", "Name of the international indicator, where it is one"),
)
_DATA = (
    text_column("unit", "Code of the city, or of cities published together; ALL for all of them"),
    text_column("question", "Name of the question, or of a text that was sorted by theme"),
    text_column("answer", "Code of the answer"),
    whole_column("count", "About how many people answered so; a multiple of 5"),
    whole_column("of", "About how many people were asked; a multiple of 5, the sum of the counts"),
    text_column("unit_label", "Name of the place"),
    text_column("question_label", "The question"),
    text_column("answer_label", "The answer"),
    text_column("indicator", "Indicators made of this question, with spaces between them"),
    text_column("dimension", "Their AAAAQ dimensions"),
    text_column("in_numerator", "For each indicator: 1 if this answer is in its numerator, else 0"),
    text_column("in_denominator", "For each indicator: 1 if this answer is in its denominator, else 0"),
)
_THEMES = (
    text_column("question", "The question that people answered in their own words"),
    text_column("question_label", "The question"),
    text_column("theme", "Code of the theme"),
    text_column("theme_label", "What the texts are about"),
    whole_column("count", "About how many people wrote about it; a multiple of 5"),
    whole_column("of", "About how many people took part; a multiple of 5"),
    whole_column("percent", "Share in whole percents; empty where only words may be said"),
    text_column("share_words", "The share in words, where a percentage would claim too much"),
)


def data_table(snapshot: Snapshot, language: str) -> Table:
    """Every published count: one row for each place, question and answer."""
    rows = list(figure_rows(snapshot.content, language))[1:]
    return Table("data", "Every published count of every answer", _DATA, rows)


def indicator_table(snapshot: Snapshot, language: str, say: Say) -> Table:
    """Every indicator in every place; `say` has words for codes of shares, dimensions and reasons."""
    names = _place_names(snapshot, language)
    rows = [
        (row.place, names[row.place], *_share_cells(row, language, say))
        for row in list_indicator_rows(snapshot)
    ]
    return Table("indicators", "Indicators in every place", (*_PLACE, *_SHARE), rows)


def group_table(snapshot: Snapshot, language: str, say: Say) -> Table:
    """Every indicator for groups of people, in the whole round."""
    groups = {
        (breakdown["question"], group["code"]): (in_language(group["label"], language), group["responses"])
        for breakdown in snapshot.content["breakdowns"]
        for group in breakdown["groups"]
    }
    rows = [
        (*row.group, *groups[row.group], *_share_cells(row, language, say))
        for row in list_group_rows(snapshot)
        if row.group
    ]
    return Table("groups", "Indicators for groups of people, whole round", (*_GROUP, *_SHARE), rows)


def theme_table(snapshot: Snapshot, language: str, say: Say) -> Table:
    """What people's own words are about, in the whole round; empty when no texts were sorted."""
    rows = list(_theme_rows(snapshot.content.get("themes", ()), language, say))
    return Table("themes", "What people's own words are about, whole round", _THEMES, rows)


def list_tables(snapshot: Snapshot, language: str, say: Say) -> list[Table]:
    """The tables of figures that have rows."""
    made = (
        data_table(snapshot, language),
        indicator_table(snapshot, language, say),
        group_table(snapshot, language, say),
        theme_table(snapshot, language, say),
    )
    return [table for table in made if table.rows]


def _place_names(snapshot: Snapshot, language: str) -> dict[str, str]:
    names = {unit.code: in_language(unit.names, language) for unit in snapshot.units}
    return {EVERYWHERE: in_language(EVERYWHERE_WORDS, language), **names}


def _share_cells(row: IndicatorRow, language: str, say: Say) -> tuple[Cell, ...]:
    indicator = row.indicator
    return (
        indicator["id"],
        in_language(indicator["label"], language),
        _said(indicator["dimension"], say),
        _said(indicator["direction"], say),
        row.numerator,
        row.denominator,
        row.percent,
        _said(row.words, say),
        row.low,
        row.high,
        indicator.get("red_line"),
        _said(row.line, say),
        _said(row.reason, say),
        _standard(indicator, language),
    )


def _standard(indicator: Json, language: str) -> str | None:
    """The name of the standard; snapshots know it as one text or as one for each language."""
    standard = indicator.get("standard")
    name = standard.get("name", standard) if isinstance(standard, Mapping) else standard
    return in_language(name, language) if isinstance(name, Mapping) else name


def _theme_rows(themes: Sequence[Json], language: str, say: Say) -> Iterator[tuple[Cell, ...]]:
    for table in themes:
        label = in_language(table["label"], language)
        for answer, count in zip(table["answers"], table["counts"], strict=True):
            shown = display_share(count, table["of"])
            share = shown.percent, _said(shown.words or "", say)
            theme = answer["code"], in_language(answer["label"], language)
            yield table["question"], label, *theme, count, table["of"], *share


def _said(code: str, say: Say) -> str | None:
    return say.get(code, code) or None


__all__ = ["Column", "data_table", "group_table", "indicator_table", "list_tables", "theme_table"]
