"""The record of what office people did, for the coordinator: in plain words, the newest first."""

from datetime import UTC, datetime

from babel.dates import format_datetime
from flask import Blueprint, render_template, request

from cmm.services.audit import list_deeds
from cmm.services.clock import now
from cmm.services.people import list_people
from cmm.services.places import list_cities
from cmm.services.round_progress import list_round_progress
from cmm.web import database
from cmm.web.i18n import current_language
from cmm.web.office.deeds import Names, tell_deed
from cmm.web.office.sign_in import current_account, require_role

audit = Blueprint("audit", __name__)


@audit.get("/audit")
def show_audit() -> str:
    """A page of entries, of all or of one person or round."""
    require_role("coordinator")
    session = database.session()
    people, rounds = list_people(session), list_round_progress(session)
    person, round_id = request.args.get("person", ""), request.args.get("round", "")
    before = request.args.get("before", type=int)
    deeds, rest = list_deeds(session, person=person or None, round_id=round_id or None, before=before)
    names = Names(
        people={one.account_id: one.name for one in people},
        rounds={one.round_id: one.titles for one in rounds},
        cities={one.city_id: one.names for one in list_cities(session)},
    )
    return render_template(
        "office/audit.html",
        account=current_account(),
        people=people,
        rounds=rounds,
        person=person,
        round_id=round_id,
        entries=[(_moment(deed.done_at), *tell_deed(deed, names)) for deed in deeds],
        zone=_moment(now(), "ZZZZ"),
        rest=rest,
        is_first=before is None,
    )


def _moment(instant: int, pattern: str = "short") -> str:
    """Day and time by the clock of the server."""
    here = datetime.fromtimestamp(instant, UTC).astimezone()
    return str(format_datetime(here, pattern, tzinfo=here.tzinfo, locale=current_language()))
