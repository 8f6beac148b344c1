"""ODK's own engine and ours ask the same questions, object to the same answers, and compute the same values.

All forms are walked in one test, so that they share one process of Node.
"""

import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

from cmm.domain.answers import AnswerProblem, Answers, read_answers, visible
from cmm.domain.questionnaire.adapter import write_xform
from cmm.domain.questionnaire.compile import load_questionnaire
from cmm.domain.questionnaire.expressions import as_text
from cmm.domain.questionnaire.model import Question, Questionnaire, Repeat
from cmm.domain.questionnaire.written import write_sheets
from cmm.web.openrosa.instance import read_instance
from tests.domain.questionnaire.forms import ZOO, form_name, loadable_forms
from tests.openrosa.answering import INSTANCES, as_sent, draw, list_fields
from tests.openrosa.conftest import Engine

STEPS = 60
"""States of each form that are compared; before each, some questions are answered anew."""
AT_ONCE = 8
BLANK = 0.15
"""How often an answer is taken away instead."""


@dataclass
class Walk:
    """One form being answered in both engines: `sent` is what the other engine took so far."""

    name: str
    questionnaire: Questionnaire
    counts: Counter[str]
    sent: dict[str, list[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.fields: dict[str, Question] = dict(list_fields(self.questionnaire.items))
        self.random = Random(self.name)

    def begin(self, engine: Engine) -> dict[str, Any]:
        repeats = {item.name: INSTANCES for item in self.questionnaire.items if isinstance(item, Repeat)}
        begun: dict[str, Any] = engine("create", form=self.name, repeats=repeats)
        return begun

    def step(self, engine: Engine, found: dict[str, Any]) -> dict[str, Any]:
        """Answer some of what is asked in `found`; how everything stands then in the other engine."""
        chosen = self.random.choices(self._asked(found), k=AT_ONCE)
        values = {name: self._draw(name) for name in chosen}
        said = engine("answer", form=self.name, values=list(values.items()))
        self.counts["answers"] += len(said["taken"])
        self.sent |= {name: as_sent(self.fields[name], values[name]) for name in said["taken"]}
        self._follow(said["fields"])
        return dict(said["fields"])

    def read(self) -> tuple[Answers, list[AnswerProblem], frozenset[str]]:
        today = date.today()
        answers, problems = read_answers(self.questionnaire, self.sent, today=today)
        return answers, problems, visible(self.questionnaire, answers, today=today)

    def differences(self, found: dict[str, Any]) -> list[str]:
        """What the two say differently about any question that both know."""
        answers, problems, shown = self.read()
        objections = {problem.field: problem.code for problem in problems}
        said = []
        for name, question in self.fields.items():
            if name not in found or not _is_answered_instance(name, answers):
                continue
            self.counts["verdicts"] += 1
            theirs, calculated = found[name], question.type == "calculate"
            if calculated and theirs["relevant"] and theirs["value"] != as_text(_value(name, answers)):
                said.append(f"{name}: {theirs['value']!r} is computed, not {_value(name, answers)!r}")
            elif not calculated and theirs["relevant"] != (name in shown):
                said.append(f"{name}: relevant is {theirs['relevant']} after {self.sent}")
            elif not calculated and theirs["relevant"] and theirs["violation"] != objections.get(name):
                said.append(
                    f"{name}: {theirs['violation']}, not {objections.get(name)} at {theirs['value']!r}"
                )
        return said

    def _asked(self, found: dict[str, Any]) -> list[str]:
        """The fields that are asked now, of the questions that a person answers."""
        return [
            name
            for name, question in self.fields.items()
            if question.type not in ("note", "calculate") and found.get(name, {}).get("relevant")
        ]

    def _draw(self, name: str) -> Any:
        return (
            None if self.random.random() < BLANK else draw(self.questionnaire, self.fields[name], self.random)
        )

    def _follow(self, found: dict[str, Any]) -> None:
        """What the other engine took back by itself is not sent any more.

        Instances that a smaller repeat_count removed are one thing. The other is the one known difference: a
        choice that a choice filter does not offer any more is taken back by ODK's engine, and refused by
        ours, which cannot know whether the person saw it go.
        """
        self.sent = {name: texts for name, texts in self.sent.items() if name in found or "." not in name}
        for name, question in self.fields.items():
            theirs = found.get(name)
            if question.choice_filter is not None and theirs and theirs["relevant"] and name in self.sent:
                self.counts["taken back"] += self.sent[name] != theirs["value"].split()
                self.sent[name] = theirs["value"].split()


def test_both_engines_agree_on_thousands_of_answers(engine: Engine) -> None:
    counts: Counter[str] = Counter()
    disagreements = {form_name(path): _differences(engine, path, counts) for path in loadable_forms()}
    assert {form: said for form, said in disagreements.items() if said} == {}
    assert counts["answers"] > 5_000
    assert counts["verdicts"] > 20_000
    assert counts["taken back"] > 0, "the known difference was met"


def test_a_difference_would_be_noticed(engine: Engine) -> None:
    """The other engine is given a form in which one condition is turned round."""
    walk = Walk("turned", load_questionnaire(ZOO / "relevance.md"), Counter())
    xml = write_xform(write_sheets(walk.questionnaire))
    turned = re.sub(r'relevant="([^"]+)"', r'relevant="not(\1)"', xml, count=1)
    assert turned != xml
    engine("load", form=walk.name, xml=turned)
    assert walk.differences(walk.begin(engine)) != []


def _differences(engine: Engine, path: Path, counts: Counter[str]) -> list[str]:
    """Walk through one form until the engines disagree, or to the end."""
    walk = Walk(form_name(path), load_questionnaire(path), counts)
    loaded = engine("load", form=walk.name, xml=write_xform(write_sheets(walk.questionnaire)))
    assert loaded == {"status": "success"}, path
    found = walk.begin(engine)
    said = walk.differences(found)
    for _step in range(STEPS):
        if said:
            return said
        found = walk.step(engine, found)
        said = walk.differences(found)
    return said or _misread(engine, walk)


def _misread(engine: Engine, walk: Walk) -> list[str]:
    """What the engine would send is read as the same answers that it was given."""
    asked = walk.questionnaire
    xml = engine("serialise", form=walk.name)["xml"]
    instance = read_instance(xml.encode(), asked, asked.form_id)
    answers, _problems = read_answers(asked, instance.fields, today=date.today())
    return [] if answers == walk.read()[0] else [f"read as {answers}"]


def _is_answered_instance(name: str, answers: Answers) -> bool:
    """Instances at the end without an answer are none for us."""
    repeat, _dot, rest = name.partition(".")
    return not rest or int(rest.partition(".")[0]) < len(answers.repeats.get(repeat, ()))


def _value(name: str, answers: Answers) -> Any:
    if "." not in name:
        return answers.values.get(name)
    repeat, index, own = name.split(".")
    return answers.repeats[repeat][int(index)].get(own)
