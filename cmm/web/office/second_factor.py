"""The second factor: asked for after the password, and set up when an account has none yet."""

from flask import Blueprint, abort, redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response

from cmm.domain.refusal import Refusal
from cmm.services.clock import now, today
from cmm.services.passkeys import add_passkey, ask_for_passkey, offer_passkey, use_passkey
from cmm.services.second_factor import (
    enrol_app,
    get_factors,
    is_app_code,
    make_recovery_codes,
    use_app_code,
    use_recovery_code,
)
from cmm.services.sessions import Visit, renew_session
from cmm.web import database
from cmm.web.i18n import gettext as _
from cmm.web.office.patience import are_codes_paused, make_wait, note_failure
from cmm.web.office.refusals import tell
from cmm.web.office.sign_in import current_token, current_visit, keep_token
from cmm.web.office.site import NewApp, offer_app, office_key, passkey_site

second_factor = Blueprint("second_factor", __name__)

Reply = Response | tuple[str, int]


@second_factor.get("/second-factor")
def ask() -> Response | str:
    """Ask for a code or a passkey; who has none yet is led to setting one up."""
    visit = current_visit()
    if visit is None or visit.proven:
        return _elsewhere(visit)
    if not get_factors(database.session(), visit.account.account_id).any:
        return redirect(url_for("office.second_factor.begin_set_up"))
    return _ask_page(visit)


@second_factor.post("/second-factor")
def receive_code() -> Reply:
    """A code of the app, or one of the recovery codes: they look different, so one field is enough."""
    visit = _waiting_visit()
    if visit is None:
        return _elsewhere(None)
    account_id, code = visit.account.account_id, request.form.get("code", "")[:100]
    make_wait("code", account_id)
    is_app = is_app_code(code)
    if is_app and are_codes_paused(account_id):
        words = _("Too many wrong codes were typed for this account. Use a recovery code or a passkey now.")
        return _ask_page(visit, refusal=words), 429
    try:
        if is_app:
            use_app_code(database.session(), account_id=account_id, code=code, key=office_key(), now=now())
        else:
            use_recovery_code(database.session(), account_id=account_id, code=code, key=office_key())
    except Refusal as refusal:
        note_failure("code", account_id)
        return _ask_page(visit, refusal=tell(refusal)), 401
    _renew(visit, "app" if is_app else "recovery_code")
    return redirect(url_for("office.rounds.show_rounds"))


@second_factor.post("/second-factor/passkey")
def receive_passkey() -> Reply:
    """What a passkey signed. It cannot be guessed, so no wrong codes make its owner wait."""
    visit, site = _waiting_visit(), passkey_site()
    if visit is None or site is None:
        return _elsewhere(visit)
    try:
        use_passkey(
            database.session(),
            account_id=visit.account.account_id,
            site=site,
            token=current_token(),
            key=office_key(),
            credential=request.form.get("credential", ""),
        )
    except Refusal as refusal:
        return _ask_page(visit, refusal=tell(refusal)), 401
    _renew(visit, "passkey")
    return redirect(url_for("office.rounds.show_rounds"))


@second_factor.get("/second-factor/new")
def begin_set_up() -> Response | str:
    """Set up the first second factor; nothing else is open before."""
    visit = _bare_visit()
    return _elsewhere(current_visit()) if visit is None else _set_up_page(visit)


@second_factor.post("/second-factor/new")
def take_app() -> Reply | str:
    """The app is taken when it shows a right code; then come the recovery codes, on this answer only."""
    visit = _bare_visit()
    if visit is None:
        return _elsewhere(current_visit())
    account_id = visit.account.account_id
    make_wait("code", account_id)
    try:
        enrol_app(
            database.session(),
            account_id=account_id,
            secret=_offer(visit).secret,
            code=request.form.get("code", ""),
            key=office_key(),
            now=now(),
        )
    except Refusal as refusal:
        note_failure("code", account_id)
        return _set_up_page(visit, refusal=tell(refusal)), 401
    return _finish(visit, "app")


@second_factor.post("/second-factor/new/passkey")
def take_passkey() -> Reply | str:
    visit, site = _bare_visit(), passkey_site()
    if visit is None or site is None:
        return _elsewhere(current_visit())
    try:
        add_passkey(
            database.session(),
            account_id=visit.account.account_id,
            site=site,
            token=current_token(),
            key=office_key(),
            credential=request.form.get("credential", ""),
            label=request.form.get("label", ""),
            today=today(),
        )
    except Refusal as refusal:
        return _set_up_page(visit, refusal=tell(refusal)), 409
    return _finish(visit, "passkey")


def _elsewhere(visit: Visit | None) -> Response:
    """Where somebody belongs who has nothing to do here."""
    if visit is None:
        session.clear()
        return redirect(url_for("office.show_sign_in"))
    return redirect(url_for("office.rounds.show_rounds" if visit.proven else "office.second_factor.ask"))


def _waiting_visit() -> Visit | None:
    """Somebody who has shown the password but not the second factor; None when there is nobody."""
    visit = current_visit()
    if visit and visit.proven:
        abort(400)
    return visit


def _bare_visit() -> Visit | None:
    """The same, when the account has no second factor yet: else a known password could add one."""
    visit = current_visit()
    if visit is None or visit.proven:
        return None
    return None if get_factors(database.session(), visit.account.account_id).any else visit


def _offer(visit: Visit) -> NewApp:
    return offer_app(visit.account.account_id, visit.account.name)


def _renew(visit: Visit, proof: str) -> None:
    token = renew_session(
        database.session(),
        token=current_token(),
        account_id=visit.account.account_id,
        proof=proof,
        now=now(),
    )
    keep_token(token)


def _finish(visit: Visit, proof: str) -> str:
    """The recovery codes, on this one answer and nowhere else."""
    codes = make_recovery_codes(database.session(), account_id=visit.account.account_id, key=office_key())
    _renew(visit, proof)
    return render_template("office/recovery_codes.html", account=visit.account, codes=codes)


def _ask_page(visit: Visit, *, refusal: str = "") -> str:
    account_id, site = visit.account.account_id, passkey_site()
    factors = get_factors(database.session(), account_id)
    options = ""
    if site and factors.passkeys:
        options = ask_for_passkey(
            database.session(), account_id=account_id, site=site, token=current_token(), key=office_key()
        )
    return render_template(
        "office/second_factor.html",
        account=visit.account,
        factors=factors,
        passkey_options=options,
        refusal=refusal,
    )


def _set_up_page(visit: Visit, *, refusal: str = "") -> str:
    site, options = passkey_site(), ""
    if site:
        options = offer_passkey(
            database.session(),
            account_id=visit.account.account_id,
            site=site,
            token=current_token(),
            key=office_key(),
        )
    return render_template(
        "office/second_factor_new.html",
        account=visit.account,
        new_app=_offer(visit),
        passkey_options=options,
        refusal=refusal,
    )
