"""Adding a city or a site while a round is planned."""

from dataclasses import dataclass

from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from cmm.domain.language import SCREEN_LANGUAGES, in_language
from cmm.domain.place_codes import propose_code
from cmm.services.places import NameMissing, add_city, add_site, list_places
from cmm.web.i18n import current_language
from cmm.web.i18n import gettext as _

LONGEST_NAME = 80
CITY, SITE = "city", "site"


@dataclass(frozen=True, slots=True)
class AddedPlace:
    """`city_id` is None when it was a site; `words` say what was added."""

    city_id: str | None
    words: str


def wanted_place(form: MultiDict[str, str]) -> str:
    """CITY or SITE when its button was pressed or its name was written, else ""."""
    if form.get("do") in (CITY, SITE):
        return form["do"]
    return next((kind for kind in (CITY, SITE) if _names(form, kind)), "")


def add_place(session: Session, form: MultiDict[str, str]) -> AddedPlace:
    """Add what the form asks for. Raises NameMissing, NoSuchCity, and what the services raise."""
    kind = wanted_place(form)
    names, places = _names(form, kind), list_places(session)
    if not names:
        raise NameMissing
    said = in_language(names, current_language())
    if kind == CITY:
        code = propose_code(names, {place.city.city_id for place in places})
        last = max((place.city.position for place in places), default=0)
        region = form.get("city_region", "").strip()[:LONGEST_NAME]
        add_city(session, city_id=code, names=names, region=region, position=last + 1)
        return AddedPlace(code, _("%(name)s is added.") % {"name": said})
    taken = {site.site_id for place in places for site in place.sites}
    city_id = form.get("site_of", "")
    add_site(session, site_id=propose_code(names, taken), city_id=city_id, names=names)
    return AddedPlace(None, _("%(name)s is added.") % {"name": said})


def _names(form: MultiDict[str, str], kind: str) -> dict[str, str]:
    written = {code: form.get(f"{kind}_{code}", "").strip()[:LONGEST_NAME] for code in SCREEN_LANGUAGES}
    return {code: name for code, name in written.items() if name}
