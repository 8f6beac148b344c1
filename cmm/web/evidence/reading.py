"""From the database to the source of a pack: one publication, and nothing that changes after it but the
ledger of requests.
"""

from dataclasses import replace
from datetime import date

from sqlalchemy.orm import Session

from cmm.domain.promises import by_urgency
from cmm.services.published import PublishedSnapshot, find_publication, find_published, find_questionnaire
from cmm.services.published_promises import PublicPromise, list_public_promises
from cmm.web.evidence.source import PackSource


def read_source(
    session: Session, round_id: str, number: int | None, address: str, contact: str = ""
) -> PackSource | None:
    """What the pack of a publication is made of; `number` None is the newest. None if there is no such
    publication, or it was withdrawn.
    """
    found = (
        find_published(session, round_id) if number is None else find_publication(session, round_id, number)
    )
    return make_source(session, found, address, contact) if found and not found.withdrawn else None


def make_source(
    session: Session, published: PublishedSnapshot, address: str, contact: str = ""
) -> PackSource | None:
    """The same for a publication that was read already. Later publications leave no trace in it, so a pack
    stays the same when its round is published anew.
    """
    questionnaire = find_questionnaire(session, published.content["questionnaire_digest"])
    if questionnaire is None:
        return None
    alone = replace(published, history=())
    promises = _list_promises(session, published)
    if not promises:
        return PackSource(alone, questionnaire, address, contact=contact)
    day = newest_day(promises, published.published_on)
    urgent = sorted(promises, key=lambda each: by_urgency(each.story, day))
    return PackSource(alone, questionnaire, address, tuple(urgent), day, contact)


def newest_day(promises: list[PublicPromise], published_on: date) -> date:
    """The day on which the ages of requests are counted: that of the newest public event, or of the
    publication if that is later. So a pack is made anew when something happened, not every day.
    """
    return max(published_on, *(step.public_on for each in promises for step in each.steps))


def _list_promises(session: Session, published: PublishedSnapshot) -> list[PublicPromise]:
    """What is public about the service of this publication in at least one of its cities."""
    content = published.content
    cities = {city for unit in published.snapshot.units for city in unit.cities}
    every = list_public_promises(session, today=published.published_on, form_id=content["form_id"])
    return [each for each in every if not cities.isdisjoint(each.city_ids)]
