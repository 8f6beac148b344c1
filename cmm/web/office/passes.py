"""Field passes in the office: made once, shown once, revoked at any time."""

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from cmm.domain.refusal import Refusal
from cmm.services.field_passes import list_passes, make_pass, revoke_pass
from cmm.web import database
from cmm.web.i18n import gettext as _
from cmm.web.office.collect_settings import collect_settings
from cmm.web.office.qr import qr_element
from cmm.web.office.refusals import tell
from cmm.web.office.rounds import get_round
from cmm.web.office.sign_in import current_account, require_city, require_role

passes = Blueprint("passes", __name__)

Reply = Response | tuple[str, int]


@passes.get("/rounds/<round_id>/passes")
def show_passes(round_id: str) -> str:
    return _page(round_id)


@passes.post("/rounds/<round_id>/passes")
def make(round_id: str) -> Reply | str:
    """Make a pass; its code is on this one answer and nowhere else."""
    require_role("secretary", "coordinator")
    get_round(round_id)
    city = request.form.get("city", "")
    require_city({city})
    try:
        code = make_pass(
            database.session(),
            round_id=round_id,
            city_id=city,
            label=request.form.get("label", ""),
            pepper=current_app.extensions["config"].pepper,
            by=current_account().account_id,
        )
    except Refusal as refusal:
        return _page(round_id, refusal=tell(refusal)), 409
    return _page(round_id, code=code)


@passes.post("/rounds/<round_id>/passes/<pass_id>/revocation")
def revoke(round_id: str, pass_id: str) -> Reply:
    """Refuse what is sent with the pass from now on."""
    require_role("secretary", "coordinator")
    get_round(round_id)
    own = {one.pass_id: one for one in list_passes(database.session(), round_id)}
    if pass_id not in own:
        return _page(round_id, refusal=_("There is no such pass.")), 404
    require_city({own[pass_id].city_id})
    revoke_pass(database.session(), pass_id=pass_id, by=current_account().account_id)
    flash(_("The pass is revoked. Send the phone's waiting answers with a new pass."))
    return redirect(url_for("office.passes.show_passes", round_id=round_id))


def _page(round_id: str, *, code: str = "", refusal: str = "") -> str:
    progress = get_round(round_id)
    account = current_account()
    server = url_for("openrosa.show_about", round_id=round_id, _external=True)
    settings = collect_settings(server=server, code=code, name=_("Questions")) if code else ""
    return render_template(
        "office/passes.html",
        round=progress,
        account=account,
        cities=[city for city in progress.cities if account.works_for({city.code})],
        names={city.code: city.names for city in progress.cities},
        passes=list_passes(database.session(), round_id),
        code=code,
        qr=qr_element(f"{url_for('collect.show_field', _external=True)}#{code}") if code else "",
        server=server,
        settings_qr=qr_element(settings) if code else "",
        refusal=refusal,
    )
