"""Round all questions of one unit, so that no count of people is ever drawn twice.

Two draws of one count would say more about it together than the rule allows. So counts that contain each
other are drawn from the outside in, and each draw shares out the published number of the one before:

- those past the door share out the responses;
- those asked a routed question are a sum of its parent's published answers, or one draw if the route looks at
  several questions; its answers share them out;
- in a select_multiple, each choice that excludes all others, the people with other choices, and the blank
  answers share out those asked; each of the other choices then shares out the people with other choices.

Every draw agrees with the one that was published before for the same unit (see `agree`).
"""

from collections.abc import Mapping, Sequence

from cmm.domain.disclosure.agree import Before, NoAgreement
from cmm.domain.disclosure.fives import round_counts
from cmm.domain.disclosure.lottery import Lottery
from cmm.domain.disclosure.merge import Unit
from cmm.domain.disclosure.policy import SMALLEST_GROUP
from cmm.domain.disclosure.questions import Asked
from cmm.domain.disclosure.tables import ProtectedUnit

MOST_ATTEMPTS = 200
"""About every second one succeeds, because on average together they are not fewer."""

Counts = Sequence[int]
Rounded = Mapping[str, tuple[int, ...] | None]
"""Published counts by table, NOT_ASKED not among them; None where withheld."""


def round_questions(
    unit: ProtectedUnit, exact: Mapping[str, Counts], asked: Sequence[Asked], draws: "Draws"
) -> Rounded:
    """All tables of a unit. `exact` counts have NOT_ASKED last where a question is routed; in `asked` parents
    stand before the questions they lead to. Raises NoAgreement.
    """
    done: dict[str, tuple[int, ...] | None] = {}
    for question in asked:
        base = _find_base(unit, question, exact[question.tables[0]], done, draws)
        if base is None:
            done |= dict.fromkeys(question.tables)
        elif question.is_multiple:
            done |= _round_choices(question, exact, base, draws)
        else:
            counts = exact[question.name][: question.categories]
            then = draws.published(question.name)
            done[question.name] = draws.round(counts, base, "question", question.name, then)
    return done


class Draws:
    """The lottery of one unit at one size."""

    def __init__(self, leaves: Unit, size: int, lottery: Lottery, before: Before | None) -> None:
        self._named: tuple[str | int, ...] = (*leaves, size)
        self._lottery, self.before = lottery, before

    def round(self, counts: Counts, base: int, kind: str, name: str, then: Counts | None) -> tuple[int, ...]:
        """Share out `base`; from the drawn start on, the first one that agrees with what was published
        `then`. Raises NoAgreement.
        """
        people = max(sum(counts), 1)
        drawn = self._lottery.draw(people, kind, *self._named, name)
        for turn in range(people):
            rounded = round_counts(counts, base, (drawn + turn) % people)
            if self.before is None or then is None or self.before.allows(then, rounded):
                return rounded
        raise NoAgreement

    def published(self, table: str) -> tuple[int, ...] | None:
        """The counts published before; None if there are none."""
        return self.before.tables.get(table) if self.before else None


def _find_base(
    unit: ProtectedUnit, question: Asked, counts: Counts, done: Rounded, draws: Draws
) -> int | None:
    """The published number of those asked; None if the question is withheld.

    Few are never shown, neither by the published nor by the exact numbers of those asked and not asked.
    """
    asked, left_out = sum(counts[: question.categories]), sum(counts[question.categories :])
    if unit.answered < SMALLEST_GROUP or not asked + left_out:
        return None
    if not question.routed:
        return unit.answered
    base = _share_of_asked(unit, question, (asked, left_out), done, draws)
    if base is None or min(asked, left_out, base, unit.answered - base) < SMALLEST_GROUP:
        return None
    return base


def _share_of_asked(
    unit: ProtectedUnit, question: Asked, sizes: Counts, done: Rounded, draws: Draws
) -> int | None:
    if question.route is None or question.route.only_parent is None:
        published, before = draws.published(question.tables[0]), draws.before
        then = (sum(published), before.answered - sum(published)) if published and before else None
        return draws.round(sizes, unit.answered, "asked", question.name, then)[0]
    parent = done[question.route.only_parent]
    return None if parent is None else question.route.published_base(parent, unit.answered)


def _round_choices(question: Asked, exact: Mapping[str, Counts], base: int, draws: Draws) -> Rounded:
    """First who chose each exclusive choice, who chose others, who left it blank; then the other choices."""
    then = {table: draws.published(table) for table in question.tables}
    first = _first_shares(question, {table: exact[table] for table in question.tables})
    first_then = _first_shares(question, then) if all(then.values()) else None
    shown = draws.round(first, base, "question", question.name, first_then)
    *alone, others, blank = shown
    chosen = dict(zip((question.tables[place] for place in question.exclusive), alone, strict=True))
    splits = {table: (exact[table][0], first[-2] - exact[table][0]) for table in question.free_tables}
    splits_then = {
        table: (old[0], first_then[-2] - old[0]) if (old := then[table]) and first_then else None
        for table in splits
    }
    chosen |= _round_free(splits, splits_then, others, draws)
    return {table: (chosen[table], base - blank - chosen[table], blank) for table in question.tables}


def _round_free(
    splits: Mapping[str, Counts], then: Mapping[str, Counts | None], others: int, draws: Draws
) -> dict[str, int]:
    """Choices beside which others can stand, drawn again until together they are not fewer than the people.

    Everybody among `others` chose at least one of them: if few of each are shown, and insiders know who chose
    the ones that are not few, the rest could be told. Whether they are drawn again depends on published
    numbers only.
    """
    for attempt in range(MOST_ATTEMPTS):
        shown = {
            table: draws.round(split, others, "question", f"{table} {attempt}", then[table])[0]
            for table, split in splits.items()
        }
        if not shown or sum(shown.values()) >= others:
            return shown
    raise NoAgreement


def _first_shares(question: Asked, counts: Mapping[str, Counts | None]) -> tuple[int, ...]:
    """Of counts by table (chosen, not chosen, blank): each exclusive choice, people with others, blank."""
    rows = [counts[table] or (0, 0, 0) for table in question.tables]
    alone = [rows[place][0] for place in question.exclusive]
    return (*alone, rows[0][0] + rows[0][1] - sum(alone), rows[0][2])
