"""Routes that look at two questions with "and" or "or": one number tells all about the people in between."""

from typing import NamedTuple

from cmm.domain.disclosure.intruder.block import Block
from cmm.domain.disclosure.intruder.program import Row, plus
from cmm.domain.disclosure.questions import Asked


class Corner(NamedTuple):
    """Of the four ways to answer two parents, the one that leads to the question where no other does ("and"),
    or does not where all others do ("or").
    """

    parents: tuple[str, str]
    way: tuple[tuple[int, ...], ...]
    is_asked: bool

    def sides(self, block: Block) -> tuple[Row, Row]:
        """How many answered the one parent so, and how many the other."""
        one, other = (
            plus(*(block.cells[parent][place] for place in places))
            for parent, places in zip(self.parents, self.way, strict=True)
        )
        return one, other


def find_corner(block: Block, question: Asked) -> Corner | None:
    """None for all other routes."""
    route, ways = question.route, list(block.joint.get(question.name, ()))
    if route is None or len(route.parents) != 2 or len(ways) != 4:
        return None
    leads = [tuple(places[0] for places in way) in route.asked for way in ways]
    if sum(leads) not in (1, 3):
        return None
    is_asked = sum(leads) == 1
    return Corner((route.parents[0], route.parents[1]), ways[leads.index(is_asked)], is_asked)
