"""The directory of offices that can change something, in the office."""

from collections.abc import Callable

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from cmm.domain.language import SCREEN_LANGUAGES
from cmm.domain.refusal import Refusal
from cmm.services.duty_bearers import (
    KINDS,
    LEVELS,
    BearerFacts,
    add_duty_bearer,
    change_duty_bearer,
    find_duty_bearer,
    list_duty_bearers,
)
from cmm.services.places import list_cities
from cmm.web import database
from cmm.web.i18n import LANGUAGE_NAMES
from cmm.web.i18n import gettext as _
from cmm.web.office.refusals import tell
from cmm.web.office.sign_in import current_account, require_role
from cmm.web.reading.promises import bearer_kind_words

bearers = Blueprint("bearers", __name__)

Reply = Response | tuple[str, int]


@bearers.get("/offices")
def show_all() -> str:
    """Every office, the nearest to people first."""
    session = database.session()
    found = list_duty_bearers(session)
    return render_template(
        "office/bearers.html",
        account=current_account(),
        offices=found,
        names={each.bearer_id: each.names for each in found},
        cities={city.city_id: city.names for city in list_cities(session)},
        kind_words=bearer_kind_words,
        level_words=level_words,
    )


@bearers.get("/offices/new")
def show_new() -> str:
    require_role("secretary", "coordinator")
    return _page("")


@bearers.post("/offices/new")
def add() -> Reply:
    require_role("secretary", "coordinator")

    def act() -> None:
        add_duty_bearer(database.session(), account_id=current_account().account_id, facts=_read_facts())

    return _do("", act)


@bearers.get("/offices/<bearer_id>")
def show_one(bearer_id: str) -> str:
    require_role("secretary", "coordinator")
    return _page(bearer_id)


@bearers.post("/offices/<bearer_id>")
def change(bearer_id: str) -> Reply:
    require_role("secretary", "coordinator")

    def act() -> None:
        change_duty_bearer(
            database.session(),
            account_id=current_account().account_id,
            bearer_id=bearer_id,
            facts=_read_facts(),
        )

    return _do(bearer_id, act)


def level_words(level: str) -> str:
    """How far an office reaches."""
    return {
        "site": _("one site"),
        "city": _("a city"),
        "region": _("a region"),
        "country": _("the country"),
        "international": _("several countries"),
    }[level]


def _do(bearer_id: str, act: Callable[[], None]) -> Reply:
    try:
        act()
    except Refusal as refusal:
        return _page(bearer_id, refusal=tell(refusal)), 409
    flash(_("The office is in the directory."))
    return redirect(url_for("office.bearers.show_all"))


def _page(bearer_id: str, *, refusal: str = "") -> str:
    session = database.session()
    found = find_duty_bearer(session, bearer_id) if bearer_id else None
    if bearer_id and found is None:
        abort(404)
    kept = (
        BearerFacts(
            found.names,
            found.kind,
            found.level,
            found.mandate,
            found.contact,
            tuple(found.city_ids),
            found.next_bearer_id or "",
        )
        if found
        else BearerFacts({}, "clinic", "site", {}, "", current_account().city_ids)
    )
    return render_template(
        "office/bearer.html",
        account=current_account(),
        bearer_id=bearer_id,
        facts=_read_facts() if request.method == "POST" else kept,
        others=[each for each in list_duty_bearers(session) if each.bearer_id != bearer_id],
        cities=list_cities(session),
        kinds={kind: bearer_kind_words(kind) for kind in KINDS},
        levels={level: level_words(level) for level in LEVELS},
        languages={code: LANGUAGE_NAMES[code] for code in SCREEN_LANGUAGES},
        refusal=refusal,
    )


def _read_facts() -> BearerFacts:
    form = request.form
    return BearerFacts(
        {code: form.get(f"name_{code}", "") for code in SCREEN_LANGUAGES},
        form.get("kind", ""),
        form.get("level", ""),
        {code: form.get(f"mandate_{code}", "") for code in SCREEN_LANGUAGES},
        form.get("contact", ""),
        tuple(form.getlist("cities")),
        form.get("next", ""),
    )
