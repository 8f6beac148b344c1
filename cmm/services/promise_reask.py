"""Which requests a round that is being planned would check, and what keeps it from checking the others."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy.orm import Session

from cmm.domain.language import Translated
from cmm.domain.library.compare import list_equal_items
from cmm.domain.promises import CONFIRMED, TAKEN_BACK, read_story
from cmm.domain.questionnaire.model import Questionnaire
from cmm.domain.snapshot.equal_items import find_indicator
from cmm.services.published import find_questionnaire, read_publication
from cmm.store import promises as store
from cmm.store.promises import Promise

OVER = (CONFIRMED, TAKEN_BACK)


@dataclass(frozen=True, slots=True)
class Recheck:
    """One request that is not over. `same_question` says whether the round asks it in the same words,
    `same_cities` whether it asks in all of its cities; only with both the figures will be compared.
    """

    promise_id: str
    asks: Translated
    label: Translated
    same_question: bool
    same_cities: bool

    @property
    def works(self) -> bool:
        return self.same_question and self.same_cities


def list_rechecks(
    session: Session, *, questionnaire: Questionnaire, city_ids: Collection[str]
) -> tuple[Recheck, ...]:
    """The requests about the same service and at least one of the cities, in the order of their ids."""
    events = store.list_all_events(session)
    stories = [(row, read_story(events[row.promise_id])) for row in store.list_promises(session)]
    return tuple(
        _recheck(session, row, questionnaire, city_ids)
        for row, story in stories
        if story.public
        and story.state not in OVER
        and row.form_id == questionnaire.form_id
        and not set(row.city_ids).isdisjoint(city_ids)
    )


def _recheck(session: Session, row: Promise, later: Questionnaire, city_ids: Collection[str]) -> Recheck:
    snapshot = read_publication(session, row.digest)
    indicator = find_indicator(snapshot.content, row.indicator) or {"label": {}, "question": ""}
    earlier = find_questionnaire(session, str(snapshot.content["questionnaire_digest"]))
    equal = list_equal_items(earlier, later) if earlier else []
    return Recheck(
        row.promise_id,
        row.asks,
        indicator["label"],
        str(indicator["question"]).split("/")[0] in equal,
        set(row.city_ids) <= set(city_ids),
    )
