"""Prove or refute, for every count and every group of insiders, what nobody may be able to prove.

A claim is refuted by one possible world in which it does not hold. So worlds are tried first, each against
all claims at once; what is left open is put to the solver, whose world either refutes it, and perhaps others
too, or does not exist: then the claim is proved.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from cmm.domain.disclosure.intruder.component import Component, Target
from cmm.domain.disclosure.intruder.findings import NEARLY_ALL, SMALL_COUNT, UNDECIDED
from cmm.domain.disclosure.intruder.program import ROOM, UNBOUNDED, Also, NotSolved, Shares, Vector

SMALL = range(1, 5)
OTHERS_LEFT = 2
"""Somebody's answer is open when at least so many people gave another one."""

MOST_IDLE = 300
"""After so many guessed worlds that refuted nothing, the solver is quicker."""
TRIED_AT_ONCE = 10
"""After so many worlds, groups of insiders without an open claim are left out."""

Flags = NDArray[np.bool_]
Frames = frozenset[tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class Proof:
    """A claim that holds in every possible world, for some group of insiders."""

    code: str
    target: Target
    insiders: int


@dataclass(slots=True)
class Attack:
    """Claims about one component: `worlds` grow while it goes on; `kept` are places of those that refuted
    something.
    """

    component: Component
    frames: Frames
    worlds: Vector
    proofs: list[Proof] = field(default_factory=list)
    kept: set[int] = field(default_factory=set)

    def run(self, insiders: int) -> None:
        """Try all groups of up to `insiders` people."""
        for size, groups in enumerate(self.component.groups(insiders)):
            _Groups(self, size, groups).run()

    def forget(self, each: int) -> None:
        """Keep the worlds that refuted something, and a few of the others from each frame."""
        places = sorted(self.kept)
        for frame in sorted(self.frames):
            alike = (self.worlds[:, self.component.passed] == np.array(frame)).all(axis=1)
            places += [int(place) for place in np.flatnonzero(alike)[:: max(1, int(alike.sum()) // each)]]
        self.worlds = self.worlds[list(dict.fromkeys(places))]
        self.kept = set(range(len(self.kept)))

    def find_world(self, least: Vector, also: Sequence[Also], wanted: Shares) -> Vector | None:
        """A possible world, in a frame that all other questions allow; see Program.find_world."""
        program, component = self.component.program, self.component
        world = program.find_world(least, also, wanted)
        if world is None or tuple(int(world[place]) for place in component.passed) in self.frames:
            return world
        for frame in sorted(self.frames):
            world = program.find_world(least, [*also, *component.fixed(frame)], wanted)
            if world is not None:
                return world
        return None


class _Groups:
    """All claims for the groups of insiders of one size; the same claim proved with fewer is left out."""

    def __init__(self, attack: Attack, size: int, groups: NDArray[np.intp]) -> None:
        self.attack, self.size, component = attack, size, attack.component
        added = component.insiders[groups].sum(axis=1)
        self.least = added @ component.program.forms.T
        self.counts, self.bases = added @ component.counts.T, added @ component.bases.T
        self.open = np.ones((2, len(groups), len(component.targets)), dtype=bool)
        self.believable = np.zeros(len(groups), dtype=bool)
        self.active = np.arange(len(groups))
        for proof in attack.proofs:
            self.open[_CODES.index(proof.code), :, component.targets.index(proof.target)] = False

    def run(self) -> None:
        forms = self.attack.worlds @ self.attack.component.program.forms.T
        idle = 0
        for number, place in enumerate(np.argsort(-(forms >= ROOM).sum(axis=1), kind="stable")):
            if number % TRIED_AT_ONCE == 0:
                self.active = np.flatnonzero(self.open.any(axis=(0, 2)))
            if not len(self.active) or idle > MOST_IDLE:
                break
            idle = 0 if self._try(int(place)) else idle + 1
        self.active = np.flatnonzero(self.open.any(axis=(0, 2)))
        for code, target in np.argwhere(self.open.any(axis=1)).tolist():
            while len(groups := np.flatnonzero(self.open[code, :, target])):
                self._decide(code, groups, target)

    def _try(self, place: int) -> bool:
        """Strike out what one world refutes, for all groups of insiders that may have been in it; whether
        that was anything.
        """
        world, component = self.attack.worlds[place], self.attack.component
        there = self.active[(component.program.forms @ world >= self.least[self.active]).all(axis=1)]
        if not len(there):
            return False
        self.believable[there] = True
        rest = component.counts @ world - self.counts[there]
        others = component.bases @ world - self.bases[there] - rest
        before, still = self.open[:, there], np.empty((2, *rest.shape), dtype=bool)
        still[0] = before[0] & (rest >= SMALL[0]) & (rest <= SMALL[-1])
        still[1] = before[1] & (others < OTHERS_LEFT)
        if (still == before).all():
            return False
        self.open[:, there] = still
        self.attack.kept.add(place)
        return True

    def _decide(self, code: int, groups: NDArray[np.intp], target: int) -> None:
        """Refute or prove a claim for the first of its open groups; a world may serve other groups too."""
        group, wanted = int(groups[0]), self.least[groups].mean(axis=0)
        try:
            if any(self._ask(group, (row,), wanted) for row in self._against(code, group, target)):
                return
            if not self.believable[group] and not self._ask(group, (), wanted):
                self.open[:, group, :] = False
                return
            proved = _CODES[code]
        except NotSolved:
            proved = UNDECIDED
        self.open[code, :, target] = False
        self.attack.proofs.append(Proof(proved, self.attack.component.targets[target], self.size))

    def _against(self, code: int, group: int, target: int) -> Iterator[Also]:
        """Rows of which each one denies the claim: nobody or 5 and more; 2 and more others. Larger numbers
        first, which deny it for all groups of insiders.
        """
        component = self.attack.component
        count, base = component.counts[target], component.bases[target]
        own, most = int(self.counts[group, target]), UNBOUNDED
        if _CODES[code] == SMALL_COUNT:
            yield count, SMALL[-1] + 1 + ROOM, most
            yield count, own, own
            yield count, SMALL[-1] + 1 + own, SMALL[-1] + ROOM
        else:
            others = int(self.bases[group, target]) - own + OTHERS_LEFT
            yield base - count, OTHERS_LEFT + ROOM, most
            if others < OTHERS_LEFT + ROOM:
                yield base - count, others, OTHERS_LEFT + ROOM - 1

    def _ask(self, group: int, also: Sequence[Also], wanted: Shares) -> bool:
        world = self.attack.find_world(self.least[group], also, wanted)
        if world is None:
            return False
        self.attack.worlds = np.vstack([self.attack.worlds, world[None, :]])
        self._try(len(self.attack.worlds) - 1)
        return True


_CODES = (SMALL_COUNT, NEARLY_ALL)
