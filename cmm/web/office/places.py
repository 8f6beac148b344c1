"""Cities and their sites: what they are called, where they belong, and where people find help there."""

from dataclasses import dataclass

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from cmm.domain.language import SCREEN_LANGUAGES
from cmm.domain.refusal import Refusal
from cmm.services.change_places import (
    City,
    change_city,
    find_city,
    find_region,
    list_sites,
    remove_city,
    rename_site,
)
from cmm.services.known_cities import list_new_cities
from cmm.services.places import LONGEST_HELP, BadPosition, list_places, set_help
from cmm.services.regions import list_regions
from cmm.web import database
from cmm.web.i18n import gettext as _
from cmm.web.i18n import words
from cmm.web.office.plan_places import LONGEST_NAME, SITE, add_place, add_site_of, names_in
from cmm.web.office.refusals import tell
from cmm.web.office.sign_in import current_account, require_city, require_role

places = Blueprint("places", __name__)

Reply = Response | tuple[str, int]


@dataclass(frozen=True, slots=True)
class CityLine:
    """A city as the list shows it. `helped` are the languages in which it says where people find help."""

    city_id: str
    name: str
    region: str
    sites: tuple[str, ...]
    helped: tuple[str, ...]


@places.get("/places")
def show_places() -> str:
    """The account's own cities; a coordinator adds new ones here."""
    return _list_page()


@places.post("/places")
def add() -> Reply:
    """Add what was ticked in the list of known cities, or the city that was written."""
    require_role("coordinator")
    try:
        added = add_place(database.session(), request.form, by=current_account().account_id)
    except Refusal as refusal:
        return _list_page(refusal=tell(refusal)), 409
    flash(added.words)
    return redirect(url_for("office.places.show_places"))


@places.get("/places/<city_id>")
def show_place(city_id: str) -> str:
    return _city_page(city_id)


@places.post("/places/<city_id>")
def change(city_id: str) -> Reply:
    """Other names, another region, another place on the map."""
    require_role("coordinator")
    _check_city(city_id)
    form = request.form
    try:
        change_city(
            database.session(),
            city_id=city_id,
            names=names_in(form, "city"),
            region=(form.get("new_region", "").strip() or form.get("region", ""))[:LONGEST_NAME],
            at=_read_position(),
            by=current_account().account_id,
        )
    except Refusal as refusal:
        return _city_page(city_id, refusal=tell(refusal)), 409
    return _saved(city_id)


@places.post("/places/<city_id>/help")
def change_help(city_id: str) -> Reply:
    """Who works for a city knows where people find help there."""
    require_role("secretary", "coordinator")
    _check_city(city_id)
    given = {code: request.form.get(f"help_{code}", "").replace("\r\n", "\n") for code in SCREEN_LANGUAGES}
    try:
        set_help(database.session(), city_id=city_id, words=given)
    except Refusal as refusal:
        return _city_page(city_id, refusal=tell(refusal)), 409
    return _saved(city_id)


@places.post("/places/<city_id>/sites")
def add_one_site(city_id: str) -> Reply:
    require_role("secretary", "coordinator")
    _check_city(city_id)
    try:
        added = add_site_of(database.session(), city_id, names_in(request.form, SITE))
    except Refusal as refusal:
        return _city_page(city_id, refusal=tell(refusal)), 409
    flash(added.words)
    return redirect(url_for("office.places.show_place", city_id=city_id))


@places.post("/places/<city_id>/sites/<site_id>")
def rename(city_id: str, site_id: str) -> Reply:
    require_role("secretary", "coordinator")
    _check_city(city_id)
    names, by = names_in(request.form, SITE), current_account().account_id
    try:
        rename_site(database.session(), city_id=city_id, site_id=site_id, names=names, by=by)
    except Refusal as refusal:
        return _city_page(city_id, refusal=tell(refusal)), 409
    return _saved(city_id)


@places.get("/places/<city_id>/deletion")
def confirm_deletion(city_id: str) -> str:
    """Taking a city away cannot be undone, so it is asked on a page of its own."""
    require_role("coordinator")
    return _deletion_page(city_id)


@places.post("/places/<city_id>/deletion")
def delete(city_id: str) -> Reply:
    require_role("coordinator")
    name = words(_check_city(city_id).names)
    try:
        remove_city(database.session(), city_id=city_id, by=current_account().account_id)
    except Refusal as refusal:
        return _deletion_page(city_id, refusal=tell(refusal)), 409
    flash(_("%(name)s is taken away.") % {"name": name})
    return redirect(url_for("office.places.show_places"))


def _check_city(city_id: str) -> City:
    """The city; 404 when there is none, 403 when the account does not work for it."""
    city = find_city(database.session(), city_id) or abort(404)
    require_city({city_id})
    return city


def _read_position() -> tuple[float, float] | None:
    """Latitude and longitude as they were written, with a point or a comma; None without any. Raises
    BadPosition.
    """
    written = [request.form.get(name, "").strip().replace(",", ".") for name in ("latitude", "longitude")]
    if not any(written):
        return None
    try:
        latitude, longitude = (float(each) for each in written)
    except ValueError as error:
        raise BadPosition from error
    return latitude, longitude


def _saved(city_id: str) -> Response:
    flash(_("Saved."))
    return redirect(url_for("office.places.show_place", city_id=city_id))


def _list_page(*, refusal: str = "") -> str:
    session, account = database.session(), current_account()
    regions = {region.region_id: words(region.names) for region in list_regions(session)}
    lines = [
        CityLine(
            city_id=place.city.city_id,
            name=words(place.city.names),
            region=regions.get(place.city.region_id or "", ""),
            sites=tuple(words(site.names) for site in place.sites),
            helped=tuple(code for code in SCREEN_LANGUAGES if place.city.help.get(code)),
        )
        for place in list_places(session)
        if account.works_for([place.city.city_id])
    ]
    return render_template(
        "office/places.html",
        account=account,
        cities=lines,
        known=list_new_cities(session),
        regions=sorted(regions.values()),
        fields=request.form,
        refusal=refusal,
    )


def _city_page(city_id: str, *, refusal: str = "") -> str:
    session, city = database.session(), _check_city(city_id)
    return render_template(
        "office/place.html",
        account=current_account(),
        city=city,
        region=find_region(session, city.region_id),
        regions=list_regions(session),
        sites=list_sites(session, city_id),
        longest_help=LONGEST_HELP,
        longest_name=LONGEST_NAME,
        form=request.form,
        refusal=refusal,
    )


def _deletion_page(city_id: str, *, refusal: str = "") -> str:
    return render_template(
        "office/place_deletion.html", account=current_account(), city=_check_city(city_id), refusal=refusal
    )
