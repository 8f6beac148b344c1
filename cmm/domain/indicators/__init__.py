"""Indicators: which questions are counted, in which categories, and which answers make a figure."""

from cmm.domain.indicators.check import check_indicators
from cmm.domain.indicators.counted import CountedQuestion, Counting, build_counting
from cmm.domain.indicators.describe import describe_breakdown, describe_indicator, describe_question
from cmm.domain.indicators.links import find_links
from cmm.domain.indicators.model import (
    AnswerGroup,
    Indicator,
    IndicatorSet,
    IndicatorsRefused,
    parse_indicators,
)
from cmm.domain.indicators.tabulate import Counts, UncountedBreakdown, count_responses, list_groups, tabulate

__all__ = [
    "AnswerGroup",
    "CountedQuestion",
    "Counting",
    "Counts",
    "Indicator",
    "IndicatorSet",
    "IndicatorsRefused",
    "UncountedBreakdown",
    "build_counting",
    "check_indicators",
    "count_responses",
    "describe_breakdown",
    "describe_indicator",
    "describe_question",
    "find_links",
    "list_groups",
    "parse_indicators",
    "tabulate",
]
