"""The counts of one draw as variables of a program, and the rows that the rule and the routes lay on them.

The lottery is exact here: with base b, S steps and start u, an answer boundary after c people is published as
floor((c*S + u) / b) steps. All of it is linear, because S and the published number are known.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import accumulate

from cmm.domain.disclosure.intruder.program import Program, Row, ones, plus, times
from cmm.domain.disclosure.intruder.sight import Draw
from cmm.domain.disclosure.policy import SMALLEST_GROUP, STEP
from cmm.domain.disclosure.questions import Asked, Person, list_joint


@dataclass(slots=True)
class Block:
    """One draw's variables in a program. `counts` lists those that count people, in the same order in every
    block of a component; `cells` are the categories of each table as rows, NOT_ASKED last if there is one.
    """

    program: Program
    draw: Draw
    people: int
    passed: int = 0
    stopped: int = 0
    counts: list[int] = field(default_factory=list)
    forms: list[Row] = field(default_factory=list)
    cells: dict[str, list[Row]] = field(default_factory=dict)
    starts: dict[str, int] = field(default_factory=dict)
    which: dict[str, list[int]] = field(default_factory=dict)
    parts: dict[str, list[int]] = field(default_factory=dict)
    joint: dict[str, dict[tuple[tuple[int, ...], ...], int]] = field(default_factory=dict)

    def count(self) -> int:
        """A new variable that counts people."""
        place = self.program.variable(self.people)
        self.counts.append(place)
        self.forms.append({place: 1})
        return place


def build_block(program: Program, draw: Draw, people: int, component: Sequence[Asked]) -> Block:
    """Variables and rows for one draw of a component."""
    block = Block(program, draw, people)
    block.passed, block.stopped = block.count(), block.count()
    program.equal(ones([block.passed, block.stopped]), people)
    for question in component:
        _add_cells(block, question)
        _add_route(block, question)
        _add_numbers(block, question)
    return block


def base_of(block: Block, question: Asked) -> dict[int, int]:
    """How many were asked, as a row."""
    return plus(*block.cells[question.tables[0]][: question.categories])


def person_row(block: Block, component: Sequence[Asked], person: Person | None) -> dict[int, int]:
    """What one person adds to each count; None is somebody who stopped at the door."""
    if person is None:
        return {block.stopped: 1}
    added = {block.passed: 1}
    for question in component:
        added |= _own(block, question, person)
    return added


def _add_cells(block: Block, question: Asked) -> None:
    if question.is_multiple:
        _add_choices(block, question)
    else:
        parts = [block.count() for _ in range(question.categories + question.routed)]
        block.parts[question.name] = parts
        block.cells[question.name] = [{place: 1} for place in parts]
    block.program.equal(plus(*block.cells[question.tables[0]], {block.passed: -1}))


def _add_choices(block: Block, question: Asked) -> None:
    """Variables: blank, people with free choices, each choice, not asked. Nobody gave less than one choice,
    and an exclusive choice is a person's only one."""
    blank, several, *chosen = (block.count() for _ in range(2 + len(question.tables)))
    left_out = [{block.count(): 1}] if question.routed else []
    block.parts[question.name] = [blank, several, *chosen, *(place for row in left_out for place in row)]
    answered = plus({several: 1}, *({chosen[place]: 1} for place in question.exclusive))
    for table, choice in zip(question.tables, chosen, strict=True):
        others = plus(answered, {choice: -1})
        block.cells[table] = [{choice: 1}, others, {blank: 1}, *left_out]
        block.forms.append(others)
    free = [chosen[place] for place in question.free]
    block.forms += [{several: 1, choice: -1} for choice in free]
    block.forms.append(plus(ones(free), {several: -1}))


def _add_route(block: Block, question: Asked) -> None:
    if question.route is None:
        return
    if question.route.only_parent:
        parent = block.cells[question.route.only_parent]
        leading = plus(*(parent[place] for place in question.route.asked_places))
        block.program.equal(plus(base_of(block, question), times(-1, leading)))
        return
    parents = [block.cells[parent] for parent in question.route.parents]
    joint = {way: block.count() for way in list_joint(question.route, [len(cells) for cells in parents])}
    block.joint[question.name] = joint
    for number, cells in enumerate(parents):
        for places in dict.fromkeys(way[number] for way in joint):
            inside = ones([variable for way, variable in joint.items() if way[number] == places])
            block.program.equal(plus(inside, *(times(-1, cells[place]) for place in places)))
    asked = [variable for way, variable in joint.items() if _leads(question, way)]
    block.program.equal(plus(ones(asked), times(-1, base_of(block, question))))


def _leads(question: Asked, way: Sequence[Sequence[int]]) -> bool:
    return question.route is not None and tuple(places[0] for places in way) in question.route.asked


def _add_numbers(block: Block, question: Asked) -> None:
    """The draws of `share_out`. A routed question is shown only for 10 asked and 10 not asked."""
    shown = block.draw.tables.get(question.tables[0])
    left_out = block.cells[question.tables[0]][question.categories :]
    if shown is None:
        _add_withheld(block, question, left_out)
        return
    if left_out:
        block.program.row(base_of(block, question), SMALLEST_GROUP, block.people)
        block.program.row(left_out[0], SMALLEST_GROUP, block.people)
    if left_out and not is_tied(question):
        sizes = [sum(shown), block.draw.answered - sum(shown)]
        rows = [base_of(block, question), left_out[0]]
        add_lottery(block, f"{question.name} asked", rows, sizes, {block.passed: 1})
    if question.is_multiple:
        _add_choice_numbers(block, question)
    else:
        cells = block.cells[question.name][: question.categories]
        add_lottery(block, question.name, cells, shown, base_of(block, question))


def is_tied(question: Asked) -> bool:
    """The number asked is a sum of the only parent's published numbers."""
    return question.route is not None and question.route.only_parent is not None


def first_shares(block: Block, question: Asked) -> list[int]:
    """Published: each exclusive choice, people with other choices, blank."""
    counts = [block.draw.tables[table] or (0, 0, 0) for table in question.tables]
    alone = [counts[place][0] for place in question.exclusive]
    return [*alone, sum(counts[0][:2]) - sum(alone), counts[0][2]]


def add_lottery(block: Block, name: str, cells: Sequence[Row], counts: Sequence[int], base: Row) -> None:
    """Rows of one draw, in which `cells` share out the sum of `counts` among the people of `base`."""
    steps, most = sum(counts) // STEP, block.people * (sum(counts) // STEP + 1)
    if not steps:
        return
    start = block.starts[name] = block.program.variable(block.people)
    block.program.row(plus({start: 1}, times(-1, base)), -block.people, -1)
    boundaries, reached = accumulate(cells, plus), accumulate(count // STEP for count in counts)
    for boundary, seen in zip(boundaries, reached, strict=True):
        row = plus(times(steps, boundary), {start: 1}, times(-seen, base))
        block.program.row(row, 0, most)
        block.program.row(plus(row, times(-1, base)), -most, -1)


def _add_choice_numbers(block: Block, question: Asked) -> None:
    blank, several, *chosen = block.parts[question.name]
    first = first_shares(block, question)
    alone = [{chosen[place]: 1} for place in question.exclusive]
    add_lottery(block, question.name, [*alone, {several: 1}, {blank: 1}], first, base_of(block, question))
    for place in question.free:
        cells = [{chosen[place]: 1}, {several: 1, chosen[place]: -1}]
        shown = (block.draw.tables[question.tables[place]] or (0,))[0]
        add_lottery(block, question.tables[place], cells, [shown, first[-2] - shown], {several: 1})


def _add_withheld(block: Block, question: Asked, left_out: Sequence[Row]) -> None:
    """Withheld although the published base would do: few were asked or few were not, in truth or, if the
    number asked was drawn, by the lottery."""
    if not left_out or not _would_be_shown(block, question):
        return
    few, most = SMALLEST_GROUP - 1, block.people
    sides = [base_of(block, question), left_out[0]]
    reasons: list[tuple[Row, int, int]] = [(side, few, most) for side in sides]
    if not is_tied(question):
        steps, fewest = block.draw.answered // STEP, SMALLEST_GROUP // STEP
        drawn = [plus(times(steps, side), {block.passed: -fewest}) for side in sides]
        reasons += [(side, -1, most * (steps + 1)) for side in drawn]
    which = block.which[question.name] = [block.program.variable(1) for _ in reasons]
    block.program.equal(ones(which), 1)
    for switch, (row, high, span) in zip(which, reasons, strict=True):
        block.program.row(plus(row, {switch: span}), -span, high + span)


def _would_be_shown(block: Block, question: Asked) -> bool:
    answered = block.draw.answered
    if question.route is None or question.route.only_parent is None:
        return answered >= SMALLEST_GROUP
    parent = block.draw.tables.get(question.route.only_parent)
    if parent is None:
        return False
    published = question.route.published_base(parent, answered)
    return min(published, answered - published) >= SMALLEST_GROUP


def _own(block: Block, question: Asked, person: Person) -> dict[int, int]:
    parts = block.parts[question.name]
    if not question.is_multiple:
        added = {parts[person[question.name]]: 1}
    elif person[question.tables[0]] >= 2:
        added = {parts[0] if person[question.tables[0]] == 2 else parts[-1]: 1}
    else:
        chosen = [place for place, table in enumerate(question.tables) if person[table] == 0]
        several = {parts[1]: 1} if set(chosen) <= set(question.free) else {}
        added = several | {parts[2 + place]: 1 for place in chosen}
    if question.route and question.name in block.joint:
        answered = [person[parent] for parent in question.route.parents]
        for way, variable in block.joint[question.name].items():
            if all(place in places for place, places in zip(answered, way, strict=True)):
                added[variable] = 1
    return added
