"""Adding cities that the program knows by name: nobody types their names in three languages."""

from collections.abc import Iterable

from sqlalchemy.orm import Session

from cmm.domain.known_cities import KNOWN_CITIES, KNOWN_REGIONS, KnownCity
from cmm.services.audit import note
from cmm.services.places import add_city
from cmm.services.regions import add_region
from cmm.services.transaction import transaction
from cmm.store import places as store


def list_new_cities(session: Session) -> list[KnownCity]:
    """Known cities that are not here yet, in their order."""
    here = {city.city_id for city in store.list_cities(session)}
    return [city for city in KNOWN_CITIES.values() if city.code not in here]


@transaction
def add_known_cities(session: Session, *, codes: Iterable[str], by: str | None) -> list[str]:
    """Add known cities with their regions; return the codes of those that are new. Others are passed over."""
    chosen, added = set(codes), list[str]()
    last = max((city.position for city in store.list_cities(session)), default=0)
    for known in list_new_cities(session):
        if known.code in chosen:
            _add_region(session, known.region)
            position = last + len(added) + 1
            add_city(
                session,
                city_id=known.code,
                names=known.names,
                region=known.region,
                position=position,
                at=known.at,
            )
            note(session, by, "city_added", known.code)
            added.append(known.code)
    return added


def _add_region(session: Session, code: str) -> None:
    if store.find_region(session, code) is None:
        region = KNOWN_REGIONS[code]
        add_region(session, region_id=code, names=region.names, country=region.country)
