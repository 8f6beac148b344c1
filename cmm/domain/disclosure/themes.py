"""What the texts of one question are about, counted for the whole round.

Themes are made from the texts, so that a theme is listed tells that somebody wrote about it, which an answer
of a questionnaire does not. So:

- A theme is listed only if its published number is at least 10. All others are counted as OTHER, a category
  that is always there. What is listed is thus decided by published numbers, never by true ones: any table
  that comes out could also have come from texts none of which was put into another theme, so it proves no
  more than one draw of its numbers does.
- One draw for all responses of the round, not city by city: 20 texts in 13 cities would be noise, and a
  person who sees candidates before and after one text got another theme could tell the city of its author.
- Everybody without a theme is in one category: who stopped at the door, left the question blank, allowed
  nothing, or wrote something that cannot be used. No other table counts these people or their opposite. The
  one tie that is left, that a person with a theme passed the door, is kept loose: if there were fewer than
  `room` without a theme, nothing is published.
- A table that was published stays as it is in all later publications of the round.
- Nothing is published from fewer than 30 responses.
- Of a listed theme up to MOST_WORDS retold or quoted texts are published, without their place. Of so many
  responses a published 10 stands for at least five texts, so how many are retold tells nothing new.
"""

from collections.abc import Mapping

from cmm.domain.disclosure.fives import round_counts
from cmm.domain.disclosure.lottery import Lottery
from cmm.domain.disclosure.policy import SMALLEST_GROUP, STEP, nearest_five
from cmm.domain.disclosure.tables import NO_ANSWER, ProtectedTable

OTHER = "other"
"""Code of the theme that is always listed: texts about something else, and rare themes."""
WHOLE_ROUND = "ALL"
FEWEST_RESPONSES = 30
"""The whole round needs so many responses, as published, before anything of its texts is told."""
MOST_WORDS = 5
"""Texts that are retold or quoted for each theme."""


def protect_themes(
    question: str, counts: Mapping[str, int], responses: int, lottery: Lottery, *, room: int = 0
) -> ProtectedTable | None:
    """Protect the themes of one question; None if nothing may be published.

    `counts` are texts by theme, OTHER perhaps among them, `responses` all of the round. At least `room`
    people, as published, must be without a theme.
    """
    of = nearest_five(responses)
    if of < FEWEST_RESPONSES or sum(counts.values()) > responses:
        return None
    start = lottery.draw(responses, "themes", question, responses)
    listed = sorted(code for code in counts if code != OTHER)
    while True:
        answers = (*listed, OTHER, NO_ANSWER)
        shown = round_counts(_recode(listed, counts, responses), of, start)
        rare = {code for code, count in zip(answers, shown, strict=True) if count < SMALLEST_GROUP}
        if rare.isdisjoint(listed):
            break
        listed = [code for code in listed if code not in rare]
    if not listed or shown[-1] < max(room, SMALLEST_GROUP):
        return None
    return ProtectedTable(question, answers, {WHOLE_ROUND: shown}, {WHOLE_ROUND: of})


def room_needed(stopped: int, units: int) -> int:
    """How many must be without a theme when `stopped` people of `units` units, as published, stopped at the
    door: so many that every number of people who may in truth have stopped leaves the themes as they are.
    """
    return stopped + 2 * STEP * units


def _recode(listed: list[str], counts: Mapping[str, int], responses: int) -> tuple[int, ...]:
    own = [counts[code] for code in listed]
    return (*own, sum(counts.values()) - sum(own), responses - sum(counts.values()))
