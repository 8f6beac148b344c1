"""One's own account: password, passphrase, second factors, recovery codes, signing out everywhere."""

from collections.abc import Callable

from flask import Blueprint, current_app, flash, redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response

from cmm.domain.refusal import Refusal
from cmm.services.accounts import change_passphrase, change_password, require_own_password
from cmm.services.clock import now, today
from cmm.services.passkeys import add_passkey, list_passkeys, offer_passkey, remove_passkey
from cmm.services.reminders import find_email, set_email
from cmm.services.second_factor import enrol_app, get_factors, make_recovery_codes
from cmm.services.sessions import end_sessions
from cmm.web import database
from cmm.web.i18n import LANGUAGE_NAMES
from cmm.web.i18n import gettext as _
from cmm.web.office.patience import make_wait, note_failure
from cmm.web.office.refusals import tell
from cmm.web.office.sign_in import current_account, current_token, is_second_factor_required
from cmm.web.office.site import offer_app, office_key, passkey_site

my_account = Blueprint("my_account", __name__)

Reply = Response | tuple[str, int]


@my_account.get("/my-account")
def show() -> str:
    return _page()


@my_account.post("/my-account/password")
def set_password() -> Reply:
    """A new password ends every session, this one too."""
    form = request.form
    if form.get("new") != form.get("new_again"):
        return _page(refusal=_("The two passwords are not the same. Please type both again.")), 409

    def act() -> None:
        change_password(
            database.session(),
            account_id=current_account().account_id,
            password=form.get("password", ""),
            new_password=form.get("new", ""),
        )

    return _patiently(act) or _leave(_("The password is changed. Sign in with the new one."))


@my_account.post("/my-account/passphrase")
def set_passphrase() -> Reply:
    form = request.form
    if form.get("new") != form.get("new_again"):
        return _page(refusal=_("The two passphrases are not the same. Please type both again.")), 409

    def act() -> None:
        change_passphrase(
            database.session(),
            account_id=current_account().account_id,
            passphrase=form.get("passphrase", ""),
            new_passphrase=form.get("new", ""),
        )

    return _patiently(act) or _stay(_("The passphrase is changed. The old one opens nothing any more."))


@my_account.get("/my-account/app")
def show_app() -> str:
    return _app_page()


@my_account.post("/my-account/app")
def set_app() -> Reply | str:
    """Another code app in the place of the old one; with the first one come recovery codes."""
    account, had = current_account(), get_factors(database.session(), current_account().account_id)

    def act() -> None:
        _require_password()
        enrol_app(
            database.session(),
            account_id=account.account_id,
            secret=offer_app(account.account_id, account.name).secret,
            code=request.form.get("code", ""),
            key=office_key(),
            now=now(),
        )

    refused = _patiently(act, _app_page)
    if refused or had.recovery_codes:
        return refused or _stay(_("The new app is set up. Codes of the old one are refused."))
    return _codes_page()


@my_account.post("/my-account/passkeys")
def add_one() -> Reply | str:
    account_id, site = current_account().account_id, passkey_site()
    had = get_factors(database.session(), account_id)
    if site is None:
        return _stay(_("Passkeys need an address with a name and https."))

    def act() -> None:
        _require_password()
        add_passkey(
            database.session(),
            account_id=account_id,
            site=site,
            token=current_token(),
            key=office_key(),
            credential=request.form.get("credential", ""),
            label=request.form.get("label", ""),
            today=today(),
        )

    refused = _patiently(act)
    if refused or had.recovery_codes:
        return refused or _stay(_("The passkey is added."))
    return _codes_page()


@my_account.post("/my-account/passkeys/<passkey_id>/removal")
def remove_one(passkey_id: str) -> Reply:
    try:
        remove_passkey(
            database.session(),
            account_id=current_account().account_id,
            passkey_id=passkey_id,
            needed=is_second_factor_required(),
        )
    except Refusal as refusal:
        return _page(refusal=tell(refusal)), 409
    return _stay(_("The passkey is removed. It no longer signs you in."))


@my_account.post("/my-account/recovery-codes")
def set_recovery_codes() -> Reply | str:
    return _patiently(_require_password) or _codes_page()


@my_account.post("/my-account/sessions")
def leave_everywhere() -> Response:
    end_sessions(database.session(), account_id=current_account().account_id)
    return _leave(_("You are signed out everywhere."))


@my_account.post("/my-account/reminders")
def set_reminders() -> Reply:
    """Where to be reminded of due days by e-mail; an empty address is nowhere."""
    email = request.form.get("email", "")
    try:
        set_email(
            database.session(),
            account_id=current_account().account_id,
            email=email,
            language=request.form.get("language", ""),
        )
    except Refusal as refusal:
        return _page(refusal=tell(refusal)), 409
    if email.strip():
        return _stay(_("You are reminded by e-mail from now on, at most once a day."))
    return _stay(_("No e-mail is sent to you any more. Your address is deleted."))


def _require_password() -> None:
    account_id, password = current_account().account_id, request.form.get("password", "")
    require_own_password(database.session(), account_id=account_id, password=password)


def _patiently(act: Callable[[], None], page: Callable[..., str] | None = None) -> tuple[str, int] | None:
    """Do it; None when it is done. Who guesses the password here waits as at the sign-in page."""
    name = current_account().name
    make_wait("sign in", name)
    try:
        act()
    except Refusal as refusal:
        if refusal.key in ("wrong_password", "wrong_passphrase"):
            note_failure("sign in", name)
        return (page or _page)(refusal=tell(refusal)), 409
    return None


def _stay(words: str) -> Response:
    flash(words)
    return redirect(url_for("office.my_account.show"))


def _leave(words: str) -> Response:
    session.clear()
    flash(words)
    return redirect(url_for("office.show_sign_in"))


def _codes_page() -> str:
    codes = make_recovery_codes(database.session(), account_id=current_account().account_id, key=office_key())
    return render_template("office/recovery_codes.html", account=current_account(), codes=codes)


def _app_page(*, refusal: str = "") -> str:
    account = current_account()
    return render_template(
        "office/my_account_app.html",
        account=account,
        new_app=offer_app(account.account_id, account.name),
        refusal=refusal,
    )


def _page(*, refusal: str = "") -> str:
    account, site, options = current_account(), passkey_site(), ""
    if site:
        options = offer_passkey(
            database.session(),
            account_id=account.account_id,
            site=site,
            token=current_token(),
            key=office_key(),
        )
    return render_template(
        "office/my_account.html",
        account=account,
        factors=get_factors(database.session(), account.account_id),
        passkeys=list_passkeys(database.session(), account.account_id),
        passkey_options=options,
        reminders=find_email(database.session(), account.account_id),
        sends_mail=bool(current_app.extensions["config"].smtp_url),
        languages=LANGUAGE_NAMES,
        typed=request.form,
        refusal=refusal,
    )
