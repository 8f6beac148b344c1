"""Signing in and out: the password first, then the second factor (`second_factor.py`).

The cookie holds a random token; what it means stands in the table of sessions (`services/sessions.py`).
Looking at a page writes nothing but, once a minute, that the session is still in use.
"""

from contextlib import suppress

from flask import Blueprint, abort, current_app, g, redirect, render_template, session, url_for
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import PasswordField, StringField
from wtforms.validators import InputRequired, Length

from cmm.services.accounts import check_password
from cmm.services.clock import now
from cmm.services.sessions import SEEN_EVERY, Visit, begin_session, end_session, find_visit, note_seen
from cmm.services.signed_in import SignedIn
from cmm.services.transaction import StorageUnavailable
from cmm.web import database
from cmm.web.i18n import gettext as _
from cmm.web.office.patience import make_wait, note_failure

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
        make_wait("sign in", name)
        account = check_password(database.session(), name=name, password=form.password.data)
        if account is None:
            note_failure("sign in", name)
    if account is None:
        return _sign_in_page(form, refused=True), 401
    return begin(account.account_id)


@office.post("/sign-out")
def sign_out() -> Response:
    """Sign this browser out; a copy of its cookie is worth nothing from now on."""
    end_session(database.session(), token=current_token())
    session.clear()
    return redirect(url_for("office.show_sign_in"))


def begin(account_id: str) -> Response:
    """Begin the session of somebody who has shown the password, and ask for the second factor."""
    proof = "" if is_second_factor_required() else "password"
    keep_token(begin_session(database.session(), account_id=account_id, proof=proof, now=now()))
    page = "rounds.show_rounds" if proof else "second_factor.ask"
    return redirect(url_for(f"office.{page}"))


def guard() -> Response | None:
    """Before every page behind the door: find the account, or send to where it is asked for."""
    visit = current_visit()
    if visit is None:
        session.clear()
        return redirect(url_for("office.show_sign_in"))
    if not visit.proven:
        return redirect(url_for("office.second_factor.ask"))
    g.account = visit.account
    return None


def current_visit() -> Visit | None:
    """The session of this request's cookie, kept alive; None when it ended."""
    token, instant = current_token(), now()
    visit = find_visit(database.session(), token=token, now=instant) if token else None
    if visit and instant - visit.seen_at >= SEEN_EVERY:
        with suppress(StorageUnavailable):  # a busy database is no reason to refuse a page
            note_seen(database.session(), token=token, now=instant)
    return visit


def current_token() -> str:
    """What the cookie holds; empty when there is none."""
    return str(session.get("token", ""))


def keep_token(token: str) -> None:
    """Put a new session's token into the cookie; nothing else of an earlier one stays there."""
    session.clear()
    session["token"] = token


def is_second_factor_required() -> bool:
    """Always, but on a trial on one machine."""
    return bool(current_app.extensions["config"].second_factor == "required")


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


def _sign_in_page(form: SignInForm, *, refused: bool = False) -> str:
    message = _("The name or the password is not right.") if refused else ""
    return render_template(
        "office/sign_in.html", form=form, message=message, trial=not is_second_factor_required()
    )
