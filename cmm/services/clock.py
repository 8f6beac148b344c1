"""The only place that asks what day or what time it is; everything else is told."""

from datetime import UTC, date, datetime


def today() -> date:
    """Today's date in UTC. Respondents' rows are kept by week, so the time zone hardly matters."""
    return datetime.now(UTC).date()


def now() -> int:
    """This instant as whole seconds since 1970, UTC. For what office people do; never about respondents."""
    return int(datetime.now(UTC).timestamp())
