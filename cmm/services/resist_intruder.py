"""Nothing is prepared or published from which the intruder proves anything about a person.

The whole attack is made when a candidate is prepared, before it is kept. Publishing repeats its cheap part,
whether every number is one that the rule makes. It need not repeat the rest: a candidate is replaced as a
whole and never changed, and it is outdated as soon as anything else was published.
"""

import hashlib
import json
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy.orm import Session

from cmm.domain.disclosure.intruder import (
    Finding,
    Progress,
    Publication,
    check_numbers,
    find_leaks,
    leave_out_undecided,
)
from cmm.domain.disclosure.links import Links
from cmm.domain.indicators import IndicatorSet, build_counting, find_links, parse_indicators
from cmm.domain.questionnaire.compiled import from_json
from cmm.domain.questionnaire.model import Questionnaire
from cmm.domain.refusal import Refusal
from cmm.store.questionnaires import get_questionnaire

REMEMBERED = 50
"""Results of so many attacks are remembered, so that preparing the same again takes no time."""

Json = Mapping[str, Any]
_results: OrderedDict[str, list[Finding]] = OrderedDict()


class IntruderFound(Refusal):
    """The intruder proves something; `findings` say what. They name questions and answers, and numbers that
    are not exact counts.
    """

    def __init__(self, round_id: str, findings: Sequence[Finding]) -> None:
        super().__init__(round_id)
        self.findings = tuple(findings)


def resist_intruder(
    content: dict[str, Any],
    responses: Mapping[str, int],
    earlier: Sequence[Json],
    links: Links,
    progress: Progress,
) -> dict[str, Any]:
    """The content as it may be published: without tables of breakdowns for which the attack is undecided.

    `responses` are exact numbers per city, `earlier` all snapshots of the round. Raises IntruderFound.
    """
    sizes = {
        unit["code"]: sum(responses[city["code"]] for city in unit["cities"]) for unit in content["units"]
    }
    found = _attack(content, sizes, earlier, links, progress)
    if serious := [finding for finding in found if not finding.is_about_an_extra]:
        raise IntruderFound(content["round"], serious)
    return dict(leave_out_undecided(content, found))


def resist_intruder_again(session: Session, content: Json) -> None:
    """The cheap part for a content that is about to be published. Raises IntruderFound."""
    version = get_questionnaire(session, content["questionnaire_digest"])
    links = read_links(from_json(version.compiled), parse_indicators(version.indicators))
    if found := check_numbers(content, links):
        raise IntruderFound(content["round"], found)


def read_links(questionnaire: Questionnaire, indicator_set: IndicatorSet) -> Links:
    """What everybody can read in the questionnaire."""
    return find_links(build_counting(questionnaire, indicator_set), indicator_set)


def _attack(
    content: Json, sizes: Mapping[str, int], earlier: Sequence[Json], links: Links, progress: Progress
) -> list[Finding]:
    """What was attacked before is remembered by a digest of everything that the attack looks at: the
    questionnaire is named in the content."""
    dateless = {key: value for key, value in content.items() if key != "prepared_on"}
    seen = json.dumps([dateless, sizes, earlier], sort_keys=True).encode()
    key = hashlib.sha256(seen).hexdigest()
    if key not in _results:
        candidate = Publication(content, sizes)
        before = [Publication(each) for each in earlier]
        _results[key] = find_leaks(candidate, before, links, progress=progress)
        while len(_results) > REMEMBERED:
            _results.popitem(last=False)
    return _results[key]
