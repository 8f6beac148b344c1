"""Indicators as a CSV file with a row of hashtags of the Humanitarian Exchange Language (HXL 1.1) under its
heading. https://hxlstandard.org
"""

from collections.abc import Mapping

from cmm.domain.evidence.csv_file import write_csv
from cmm.domain.evidence.table import Table

TAGS: Mapping[str, str] = {
    "place": "#loc+code",
    "place_label": "#loc+name",
    "indicator": "#indicator+code",
    "indicator_label": "#indicator+name",
    "dimension": "#indicator+type",
    "direction": "#meta+direction",
    "numerator": "#indicator+num+reached",
    "denominator": "#indicator+num+total",
    "percent": "#indicator+value+pct",
    "share_words": "#indicator+text",
    "low": "#indicator+value+pct+min",
    "high": "#indicator+value+pct+max",
    "red_line": "#indicator+value+pct+target",
    "red_line_state": "#status+code",
    "not_published": "#meta+reason",
    "standard": "#meta+standard",
}
"""The hashtag of each column of the table of indicators."""
DATE_TAG = "#date+end"


def write_hxl(indicators: Table, closed_on: str) -> bytes:
    """The table of indicators with its hashtags and the last day of the collection (ISO 8601)."""
    heading = [*indicators.heading, "date"]
    tags = [*(TAGS[name] for name in indicators.heading), DATE_TAG]
    return write_csv([heading, tags, *([*row, closed_on] for row in indicators.rows)])
