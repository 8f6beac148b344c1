"""Signing in and out. A session ends after half an hour idle, after eight hours, and with the password."""

from datetime import UTC, datetime, timedelta

from flask import Blueprint, abort, g, redirect, render_template, session, url_for
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import PasswordField, StringField
from wtforms.validators import InputRequired, Length

from cmm.services.accounts import check_password, end_sessions
from cmm.services.signed_in import SignedIn, find_signed_in
from cmm.web import database
from cmm.web.i18n import gettext as _
from cmm.web.office.patience import make_wait, note_failure

IDLE = timedelta(minutes=30)
LONGEST = timedelta(hours=8)

office = Blueprint("office", __name__)


class SignInForm(FlaskForm):  # type: ignore[misc]
    name = StringField(validators=[InputRequired(), Length(max=200)])
    password = PasswordField(validators=[InputRequired(), Length(max=1000)])


@office.get("/sign-in")
def show_sign_in() -> str:
    return _sign_in_page(SignInForm())


@office.post("/sign-in")
def sign_in() -> Response | tuple[str, int]:
    """The right name and password begin a session; after some wrong ones each next try has to wait a
    little.
    """
    form = SignInForm()
    account = None
    if form.validate_on_submit():
        name = form.name.data.strip()
        make_wait(name)
        account = check_password(database.session(), name=name, password=form.password.data)
        if account is None:
            note_failure(name)
    if account is None:
        return _sign_in_page(form, refused=True), 401
    _begin_session(account.account_id, account.session_version)
    return redirect(url_for("office.rounds.show_rounds"))


@office.post("/sign-out")
def sign_out() -> Response:
    """Sign out everywhere: the cookie could have been copied, so it is the account that forgets its
    sessions.
    """
    account = _account_of_session()
    if account is not None:
        end_sessions(database.session(), account_id=account.account_id)
    session.clear()
    return redirect(url_for("office.show_sign_in"))


def guard() -> Response | None:
    """Before every page behind the door: find the account, or send to the sign-in page."""
    account = _account_of_session()
    if account is None:
        session.clear()
        return redirect(url_for("office.show_sign_in"))
    g.account = account
    session["seen_at"] = _now()
    return None


def current_account() -> SignedIn:
    """The signed-in account; only behind the guard."""
    return g.account  # type: ignore[no-any-return]


def require_role(*roles: str) -> None:
    """Refuse the request with 403 unless the account has one of the roles."""
    if current_account().role not in roles:
        abort(403)


def require_city(city_ids: set[str]) -> None:
    """Refuse with 403 unless one of the cities is the account's own; a coordinator acts on all."""
    if not current_account().works_for(city_ids):
        abort(403)


def _begin_session(account_id: str, version: int) -> None:
    session.clear()
    session.update(account=account_id, version=version, began_at=_now(), seen_at=_now())


def _account_of_session() -> SignedIn | None:
    if "account" not in session or not _is_fresh():
        return None
    return find_signed_in(
        database.session(), account_id=session["account"], session_version=session.get("version", 0)
    )


def _is_fresh() -> bool:
    now = _now()
    return (
        now - int(session.get("seen_at", 0)) < IDLE.total_seconds()
        and now - int(session.get("began_at", 0)) < LONGEST.total_seconds()
    )


def _now() -> int:
    return int(datetime.now(UTC).timestamp())


def _sign_in_page(form: SignInForm, *, refused: bool = False) -> str:
    message = _("The name or the password is not right.") if refused else ""
    return render_template("office/sign_in.html", form=form, message=message)
