"""The attack on the tables of units, over all publications of a round."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from cmm.domain.disclosure.intruder.claims import Attack, Frames
from cmm.domain.disclosure.intruder.component import Component, build_component
from cmm.domain.disclosure.intruder.findings import CONTRADICTION, FEW_BETWEEN, STOPPED, Finding
from cmm.domain.disclosure.intruder.guess import guess_worlds
from cmm.domain.disclosure.intruder.program import NotSolved, Vector
from cmm.domain.disclosure.intruder.sight import Case, Draw, list_cases
from cmm.domain.disclosure.links import Links
from cmm.domain.disclosure.questions import Asked
from cmm.domain.disclosure.tables import NOT_ASKED, NOT_STATED

GUESSES = 600
"""Worlds guessed for each question, over all frames; fewer than that are possible ones."""
GUESSES_LINKED = 12_000
"""For linked questions, where most guesses fail."""
FEWEST_GUESSES = 40
"""In each frame."""
WORLDS_FOR_BREAKDOWNS = 20
"""Possible worlds of each frame that breakdowns are tried with, besides those that refuted something."""


@dataclass(frozen=True, slots=True)
class Survey:
    """What is the same in all publications: the questionnaire's links, its answers, its linked questions."""

    links: Links
    components: Sequence[Sequence[Asked]]
    answers: Mapping[str, Sequence[str]]
    insiders: int

    def members(self, breakdown: str, groups: Sequence[str], *, outside: bool) -> Vector:
        """Which answers (columns) belong to which groups (rows); those of no group are in the last row."""
        answers, known = self.answers[breakdown], self.links.groups.get(breakdown, {})
        rows = [[answer in known.get(group, ()) for answer in answers] for group in groups]
        rest = [not any(column) for column in zip(*rows, strict=True)]
        if outside:
            rows.append(rest)
        else:
            rows[groups.index(NOT_STATED)] = rest
        return np.array(rows, dtype=np.int64)


@dataclass(slots=True)
class AttackedCase:
    """A case with all its attacks; `frames` are what all questions together leave possible."""

    case: Case
    attacks: list[Attack] = field(default_factory=list)
    frames: Frames = frozenset()
    impossible: Sequence[Asked] | None = None


def attack_family(
    family: Sequence[Draw], survey: Survey, newest: int
) -> tuple[list[Finding], list[AttackedCase]]:
    """All findings about draws with overlapping people, and the cases that are possible.

    Where publication `newest` draws nothing new, everything was attacked with exact numbers before it was
    published; then one case is looked at, for the worlds that breakdowns need.
    """
    cases = list_cases(family)
    middle = cases[len(cases) // 2]
    if all(draw.publication < newest for draw in family):
        cases, survey = [middle], replace(survey, insiders=0)
    tried = [_attack_case(case, survey, whole=case is middle) for case in cases]
    possible = [each for each in tried if each.impossible is None]
    found = [] if any(not list(case.few_between()) for case in cases) else list(_between(middle))
    if not possible:
        found.append(_contradiction(family, tried[0]))
    found += [finding for each in possible for finding in _proved(each, survey)]
    return list(dict.fromkeys(found)), possible


def _attack_case(case: Case, survey: Survey, *, whole: bool) -> AttackedCase:
    """If nobody can have stayed through all draws, people came and went: then draws stand for themselves.

    Of several possible numbers of people, linked questions are attacked with two insiders for one of them.
    """
    attacked = _find_frames(case, survey)
    if attacked.impossible is not None and any(case.parts):
        attacked = _find_frames(case.loose(), survey)
    if attacked.impossible is None:
        for attack in attacked.attacks:
            attack.frames = attacked.frames
            inside = [tuple(world) in attacked.frames for world in attack.worlds[:, attack.component.passed]]
            attack.worlds = attack.worlds[np.array(inside, dtype=bool)]
            attack.run(
                survey.insiders if whole or not attack.component.is_linked else min(1, survey.insiders)
            )
            attack.forget(WORLDS_FOR_BREAKDOWNS)
    return attacked


def _find_frames(case: Case, survey: Survey) -> AttackedCase:
    """Guess worlds for every group of questions, and keep the frames in which each of them has one."""
    frames = case.frames(door=survey.links.door)
    found = AttackedCase(case)
    for questions in ([], *survey.components):
        component = build_component(case, questions, door=survey.links.door)
        guesses = GUESSES_LINKED if component.is_linked else GUESSES
        each = max(FEWEST_GUESSES, guesses // max(len(frames), 1))
        worlds = guess_worlds(component, frames, each, seed=1)
        attack = Attack(component, frozenset(frames), worlds)
        frames = [frame for frame in frames if _is_possible(attack, component, frame)]
        found.attacks.append(attack)
        if not frames:
            found.impossible = questions
            break
    found.frames = frozenset(frames)
    return found


def _is_possible(attack: Attack, component: Component, frame: tuple[int, ...]) -> bool:
    if (attack.worlds[:, component.passed] == np.array(frame)).all(axis=1).any():
        return True
    nobody = np.zeros(len(component.program.forms), dtype=np.int64)
    try:
        world = component.program.find_world(nobody, component.fixed(frame), nobody.astype(float))
    except NotSolved:
        return False
    if world is not None:
        attack.worlds = np.vstack([attack.worlds, world[None, :]])
    return world is not None


def _between(case: Case) -> Iterator[Finding]:
    for draw in case.few_between():
        yield Finding(FEW_BETWEEN, unit=draw.code, publication=draw.publication)


def _contradiction(family: Sequence[Draw], tried: AttackedCase) -> Finding:
    table = tried.impossible[0].tables[0] if tried.impossible else None
    latest = max(family, key=lambda draw: draw.publication)
    return Finding(CONTRADICTION, table=table, unit=latest.code, publication=latest.publication)


def _proved(attacked: AttackedCase, survey: Survey) -> Iterator[Finding]:
    for attack in attacked.attacks:
        for proof in attack.proofs:
            draw, target = attacked.case.draws[proof.target.draw], proof.target
            yield Finding(
                proof.code,
                table=target.table,
                unit=draw.code,
                answer=_answer(survey, target.table, target.place),
                insiders=proof.insiders,
                publication=draw.publication,
                newcomers=target.newcomers,
            )


def _answer(survey: Survey, table: str | None, place: int | str) -> str:
    if table is None or isinstance(place, str):
        return STOPPED if table is None else NOT_ASKED
    return survey.answers[table][place]
