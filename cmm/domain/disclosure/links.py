"""What a questionnaire itself tells about its counts: who is asked what, which choices exclude each other.

Everybody can read the questionnaire, so these links belong to what an attacker knows.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Route:
    """Who is asked a question, told by the categories of other counted questions.

    `parents` are names of tables. `asked` holds, for every way of answering them that leads to the question,
    the places of the categories in the parents' tables (NO_ANSWER and NOT_ASKED have places too).
    """

    parents: tuple[str, ...]
    asked: frozenset[tuple[int, ...]]

    @property
    def only_parent(self) -> str | None:
        return self.parents[0] if len(self.parents) == 1 else None

    @property
    def asked_places(self) -> tuple[int, ...]:
        """The first parent's categories that lead to the question; all that counts if it is the only one."""
        return tuple(sorted({places[0] for places in self.asked}))

    def published_base(self, parent: Sequence[int], answered: int) -> int:
        """How many were asked, by the published counts of the only parent and of all who answered."""
        counts = (*parent, answered - sum(parent))
        return sum(counts[place] for place in self.asked_places)


@dataclass(frozen=True, slots=True)
class Links:
    """`door`: people may stop before the counted questions, and are in no table.

    `routed` names the questions that some are not asked; `routes` tells who is asked them, where that can be
    read from answers that are counted. `exclusive` names, for a select_multiple, the choices that nobody can
    choose beside another. Names are of questions, without choices. `groups` tells for each table that may be
    a breakdown which answers make up its groups.
    """

    door: bool = False
    routed: frozenset[str] = frozenset()
    routes: Mapping[str, Route] = field(default_factory=dict)
    exclusive: Mapping[str, frozenset[str]] = field(default_factory=dict)
    groups: Mapping[str, Mapping[str, tuple[str, ...]]] = field(default_factory=dict)


NO_LINKS = Links()
"""Of a questionnaire without a door and without routes."""
