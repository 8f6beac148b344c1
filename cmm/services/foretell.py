"""What could be published of a round that is being planned, from the known numbers of clients."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from cmm.domain.disclosure.foretell import Foretold, foretell
from cmm.domain.language import Translated
from cmm.domain.round_plan import RoundPlan
from cmm.services.available_questionnaires import Breakdown
from cmm.store.places import list_cities


@dataclass(frozen=True, slots=True)
class ForetoldRound:
    """The forecast, and the names of the cities in it by code."""

    foretold: Foretold
    names: dict[str, Translated]


def foretell_round(session: Session, plan: RoundPlan, breakdowns: Sequence[Breakdown]) -> ForetoldRound:
    """Foretell a plan; cities stand in the order in which they would be published."""
    cities = [city for city in list_cities(session) if city.city_id in plan.cities]
    foretold = foretell(
        {city.city_id: plan.cities[city.city_id] for city in cities},
        {city.city_id: city.region_id or "" for city in cities},
        percent=plan.percent,
        groups={each.question: each.groups for each in breakdowns if each.question in plan.breakdowns},
    )
    return ForetoldRound(foretold, {city.city_id: city.names for city in cities})
