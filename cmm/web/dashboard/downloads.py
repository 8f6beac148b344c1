"""What readers take away: all figures as CSV, and the exact bytes of every publication."""

from flask import Response, abort, request

from cmm.domain.evidence.csv_file import write_csv
from cmm.domain.snapshot import figure_rows
from cmm.services.published import find_content
from cmm.web.dashboard.blueprint import dashboard
from cmm.web.dashboard.cache import cached_page
from cmm.web.dashboard.rounds import get_published, show_withdrawn
from cmm.web.database import session
from cmm.web.i18n import current_language
from cmm.web.pages import ready_page, send_page


@dashboard.get("/<lang:language>/r/<round_id>/figures.csv")
def download_figures(round_id: str) -> Response:
    """Every published number; with ``?excel=1`` in the form that Excel opens by itself."""
    published = get_published(round_id)
    if published.withdrawn:
        return show_withdrawn(published)
    excel = request.args.get("excel") == "1"
    key = (published.digest, current_language(), "csv", excel)
    page = cached_page(
        key, lambda: write_csv(figure_rows(published.content, current_language()), excel=excel)
    )
    response = send_page(page, mimetype="text/csv")
    name = f"{round_id}-{published.number}-{current_language()}.csv"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@dashboard.get("/<lang:language>/r/<round_id>/snapshots/<digest>.json")
def show_snapshot(round_id: str, digest: str) -> Response:
    """The canonical bytes of one publication: their SHA-256 is `digest`."""
    content = find_content(session(), round_id, digest)
    if content is None:
        abort(404)
    return send_page(ready_page(content), mimetype="application/json")
