"""The only place that asks what day it is; everything else is told."""

from datetime import UTC, date, datetime


def today() -> date:
    """Today's date in UTC. Respondents' rows are kept by week, so the time zone hardly matters."""
    return datetime.now(UTC).date()
