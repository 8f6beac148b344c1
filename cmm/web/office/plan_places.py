"""Adding cities and sites, on their own page or while a round is planned."""

from dataclasses import dataclass

from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from cmm.domain.language import SCREEN_LANGUAGES, Translated, in_language
from cmm.domain.place_codes import propose_code
from cmm.domain.refusal import Refusal
from cmm.services.known_cities import add_known_cities
from cmm.services.places import NameMissing, add_city, add_site, list_places
from cmm.web.i18n import current_language
from cmm.web.i18n import gettext as _

LONGEST_NAME = 80
KNOWN, CITY, SITE = "known", "city", "site"
"""What can be added: cities that the program knows, a city by its names, a site."""


class NothingTicked(Refusal):
    """At least one city of the list must be ticked."""


@dataclass(frozen=True, slots=True)
class AddedPlace:
    """`city_ids` are those of new cities, none when it was a site; `words` say what was added."""

    city_ids: tuple[str, ...]
    words: str


def wanted_place(form: MultiDict[str, str]) -> str:
    """KNOWN, CITY or SITE when its button was pressed or its fields were filled in, else ""."""
    if form.get("do") in (KNOWN, CITY, SITE):
        return form["do"]
    if form.getlist(KNOWN):
        return KNOWN
    return next((kind for kind in (CITY, SITE) if names_in(form, kind)), "")


def add_place(session: Session, form: MultiDict[str, str], *, by: str | None) -> AddedPlace:
    """Add what the form asks for.

    Raises NothingTicked, NameMissing, NoSuchCity, and what the services raise.
    """
    kind = wanted_place(form)
    if kind == SITE:
        return add_site_of(session, form.get("site_of", ""), names_in(form, SITE))
    return _add_known(session, form, by) if kind == KNOWN else _add_city(session, form)


def add_site_of(session: Session, city_id: str, names: Translated) -> AddedPlace:
    """Add a site to a city. Raises NameMissing, NoSuchCity."""
    if not names:
        raise NameMissing
    taken = {site.site_id for place in list_places(session) for site in place.sites}
    add_site(session, site_id=propose_code(names, taken), city_id=city_id, names=names)
    return AddedPlace((), _say_added(names))


def names_in(form: MultiDict[str, str], kind: str) -> dict[str, str]:
    """The names that were written in the fields of a kind, by language."""
    written = {code: form.get(f"{kind}_{code}", "").strip()[:LONGEST_NAME] for code in SCREEN_LANGUAGES}
    return {code: name for code, name in written.items() if name}


def _add_known(session: Session, form: MultiDict[str, str], by: str | None) -> AddedPlace:
    """Raises NothingTicked."""
    if not form.getlist(KNOWN):
        raise NothingTicked
    added = tuple(add_known_cities(session, codes=form.getlist(KNOWN), by=by))
    names = [place.city.names for place in list_places(session) if place.city.city_id in added]
    return AddedPlace(added, _say_added(*names))


def _add_city(session: Session, form: MultiDict[str, str]) -> AddedPlace:
    names, places = names_in(form, CITY), list_places(session)
    if not names:
        raise NameMissing
    code = propose_code(names, {place.city.city_id for place in places})
    last = max((place.city.position for place in places), default=0)
    region = form.get("city_region", "").strip()[:LONGEST_NAME]
    add_city(session, city_id=code, names=names, region=region, position=last + 1)
    return AddedPlace((code,), _say_added(names))


def _say_added(*names: Translated) -> str:
    said = ", ".join(in_language(each, current_language()) for each in names)
    return _("%(name)s is added.") % {"name": said}
