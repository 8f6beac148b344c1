"""`/health` and `/metrics`: for programs that watch over this machine, and for nobody else.

They are told only to who reaches the program without a proxy and from this machine itself: through its
socket, or from a loopback address. A proxy names the visitor's address, so whatever came from outside is
recognised by that, also when the proxy forgets to refuse it. Everybody else is told that there is no such
page.
"""

from collections.abc import Iterator
from ipaddress import ip_address

from flask import Blueprint, Response, abort, current_app, request
from prometheus_client import CollectorRegistry
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest
from prometheus_client.registry import Collector
from sqlalchemy.exc import SQLAlchemyError

from cmm.services.clock import now
from cmm.services.watch import BACKED_UP, MIXED, find_trouble, look, seconds_since
from cmm.web.database import session

watch = Blueprint("watch", __name__)

BY_A_PROXY = ("X-Forwarded-For", "Forwarded", "X-Real-Ip")
AGES = {
    MIXED: ("cmm_last_mix_age_seconds", "Since the order of the envelopes was forgotten on this machine."),
    BACKED_UP: ("cmm_last_backup_age_seconds", "Since a backup was made on this machine."),
}


@watch.before_request
def _refuse_visitors() -> None:
    if not _is_from_here():
        abort(404)


@watch.get("/health")
def show_health() -> Response:
    """200 "ok", or 503 with a word: "database" does not answer, or "migrations" are missing or too new."""
    trouble = find_trouble(session())
    return Response(f"{trouble or 'ok'}\n", 503 if trouble else 200, mimetype="text/plain")


@watch.get("/metrics")
def show_metrics() -> Response:
    """The gauges as Prometheus reads them; without a database only that the program runs."""
    registry = CollectorRegistry(auto_describe=False)
    registry.register(_Gauges())
    return Response(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)


class _Gauges(Collector):
    """Looked at when they are asked for; nothing is counted between."""

    def collect(self) -> Iterator[GaugeMetricFamily]:
        yield GaugeMetricFamily("cmm_up", "The program answers.", value=1)
        try:
            trouble = find_trouble(session())
            yield GaugeMetricFamily(
                "cmm_healthy", "The database answers and has its tables.", value=0 if trouble else 1
            )
            if not trouble:
                yield from _about_the_database()
        except SQLAlchemyError:  # it went away between two questions
            return
        instance = current_app.extensions["config"].instance
        for deed, (name, words) in AGES.items():
            age = seconds_since(instance, deed, now=now())
            if age is not None:
                yield GaugeMetricFamily(name, words, value=age)


def _about_the_database() -> Iterator[GaugeMetricFamily]:
    seen = look(session(), now=now())
    yield GaugeMetricFamily("cmm_database_bytes", "Rounded up to 64 MiB.", value=seen.size)
    rounds = GaugeMetricFamily("cmm_rounds", "Survey rounds by state.", labels=["state"])
    for state, count in seen.rounds.items():
        rounds.add_metric([state], count)
    yield rounds
    yield GaugeMetricFamily(
        "cmm_oldest_task_seconds",
        "Age of the oldest unfinished long work of the office.",
        value=seen.oldest_task,
    )


def _is_from_here() -> bool:
    if any(name in request.headers for name in BY_A_PROXY):
        return False
    try:
        return not request.remote_addr or ip_address(request.remote_addr).is_loopback
    except ValueError:
        return False
