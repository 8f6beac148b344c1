"""What a questionnaire on paper shows: plain values for the template, in the language of the page."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from cmm.domain.language import Translated, in_language
from cmm.domain.questionnaire.model import Item, Question, Questionnaire, Repeat
from cmm.domain.questionnaire.question_types import get_question_type
from cmm.web.i18n import current_language
from cmm.web.i18n import gettext as _
from cmm.web.paper.routes import Numbers, RouteWords, route_in_words

BLOCKS = 3
"""How often an open repeat is printed; whoever needs more takes another paper."""
LONGEST_SCALE = 11
"""Most steps of a range that are printed side by side."""
WIDEST_ROW = 80
"""Letters of a row of choices that stand side by side, when each column is as wide as the longest word."""

_REFERENCE = re.compile(r"\$\{\s*([^}\s]+)\s*\}")


@dataclass(frozen=True, slots=True)
class Part:
    """One piece of the paper: "heading", "note", "question", "more" (what to do when the blocks are too few).

    `answer` says where the answer goes: "one", "many" or "scale" of `choices`, "tick", "number", "text",
    "long" (a text), "date", "month". `how` says the same in words. A heading has a `depth` of 2 or more.
    """

    kind: str
    text: str
    number: int = 0
    hints: Sequence[str] = ()
    route: RouteWords | None = None
    answer: str = ""
    how: str = ""
    choices: Sequence[str] = ()
    depth: int = 2


@dataclass(frozen=True, slots=True)
class Paper:
    """A whole questionnaire. `cities` are to be ticked where no coupon tells the city."""

    title: str
    parts: Sequence[Part]
    cities: Sequence[str]
    by_coupon: bool
    invented: bool
    form: str


def build_paper(
    questionnaire: Questionnaire,
    *,
    titles: Translated,
    cities: Sequence[tuple[str, Translated]],
    access: str,
    invented: bool,
) -> Paper:
    """The paper of one round; `cities` are (code, names)."""
    language = current_language()
    names = [in_language(city, language) for _code, city in cities]
    return Paper(
        title=in_language(titles, language),
        parts=tuple(_Printer(questionnaire, _numbers(questionnaire), language).parts(questionnaire.items, 2)),
        cities=names if access == "link" and len(names) > 1 else (),
        by_coupon=access == "coupon",
        invented=invented,
        form=f"{questionnaire.form_id} {questionnaire.version}",
    )


def _numbers(questionnaire: Questionnaire) -> Numbers:
    asked = [each.name for each in questionnaire.questions() if get_question_type(each.type).is_asked]
    return {name: number for number, name in enumerate(asked, start=1)}


@dataclass(frozen=True, slots=True)
class _Printer:
    questionnaire: Questionnaire
    numbers: Numbers
    language: str

    def parts(self, items: Sequence[Item], depth: int, *, as_table: bool = False) -> Iterator[Part]:
        for item in items:
            if isinstance(item, Question):
                yield from self._question(item, as_table=as_table)
            elif isinstance(item, Repeat):
                yield from self._repeat(item, depth)
            else:
                if item.label or item.relevant is not None:
                    yield Part("heading", self._words(item.label), route=self._route(item), depth=depth)
                rows = "table-list" in item.appearance
                yield from self.parts(item.items, depth + bool(item.label), as_table=rows)

    def _repeat(self, repeat: Repeat, depth: int) -> Iterator[Part]:
        blocks = _fixed_count(repeat) or BLOCKS
        label = self._words(repeat.label)
        for number in range(1, blocks + 1):
            route = self._route(repeat) if number == 1 else None
            yield Part("heading", f"{label} {number}".strip(), route=route, depth=depth)
            yield from self.parts(repeat.items, depth + 1)
        if not _fixed_count(repeat):
            yield Part(
                "more", _("Leave empty what you do not need. For more of them, ask for another paper.")
            )

    def _question(self, question: Question, *, as_table: bool) -> Iterator[Part]:
        kind = get_question_type(question.type)
        text, route = self._words(question.label), self._route(question)
        if not kind.is_asked:
            if kind.needs_label:
                yield Part("note", text, hints=self._hints(question), route=route)
            return
        answer, choices = self._answer(question, as_table=as_table)
        yield Part(
            kind="question",
            text=text,
            number=self.numbers[question.name],
            hints=self._hints(question),
            route=route,
            answer=answer,
            how=self._how(question, answer),
            choices=choices,
        )

    def _answer(self, question: Question, *, as_table: bool) -> tuple[str, Sequence[str]]:
        stores, looks = get_question_type(question.type).stores, set(question.appearance)
        choices = [self._words(choice.label) for choice in self.questionnaire.choices_of(question)]
        if stores == "choice":
            beside = ("likert" in looks or as_table) and _fits_a_row(choices)
            return ("scale" if beside else "one"), choices
        if question.type == "range" and _steps(question):
            return "scale", _steps(question)
        if stores == "date":
            return ("month" if "month-year" in looks else "date"), ()
        if stores == "text" and ("multiline" in looks or question.parameters.get("rows", 1) > 1):
            return "long", ()
        plain = {"choices": "many", "tick": "tick", "text": "text"}
        return plain.get(stores, "number"), choices

    def _how(self, question: Question, answer: str) -> str:
        limits = {name: f"{question.parameters.get(name, 0):g}" for name in ("start", "end")}
        if answer == "number" and question.type == "range":
            return _("Write a number from %(start)s to %(end)s.") % limits
        return {
            "one": _("Tick one."),
            "scale": _("Tick one."),
            "many": _("Tick all that fit."),
            "number": _("Write a number."),
            "date": _("Day, month, year."),
            "month": _("Month, year."),
            "text": _("No names, no telephone numbers."),
            "long": _("No names, no telephone numbers."),
        }.get(answer, "")

    def _hints(self, question: Question) -> list[str]:
        """The hint, and the guidance that XLSForm keeps for print."""
        return [words for text in (question.hint, question.guidance_hint) if (words := self._words(text))]

    def _route(self, item: Item) -> RouteWords | None:
        if item.relevant is None:
            return None
        return route_in_words(self.questionnaire, item.relevant, self.numbers)

    def _words(self, text: Translated) -> str:
        """A text in the language of the paper; an answer that it repeats is named by its number."""
        own = in_language(text, self.language, self.questionnaire.default_language)
        return _REFERENCE.sub(self._reference, own)

    def _reference(self, match: re.Match[str]) -> str:
        number = self.numbers.get(match[1])
        return _("[answer %(number)s]") % {"number": number} if number else "…"


def _fixed_count(repeat: Repeat) -> int:
    """How often a repeat is asked when that is a plain number, else 0."""
    count = repeat.repeat_count
    whole = isinstance(count, int | float) or (isinstance(count, str) and count.isdigit())
    return int(count) if whole else 0  # type: ignore[arg-type]


def _fits_a_row(choices: Sequence[str]) -> bool:
    longest = max((len(word) for choice in choices for word in choice.split()), default=0)
    return longest * len(choices) <= WIDEST_ROW


def _steps(question: Question) -> list[str]:
    """The numbers of a range that is short enough to stand on one line; else empty."""
    start, end = question.parameters.get("start", 0), question.parameters.get("end", 10)
    step = question.parameters.get("step", 1)
    count = round((end - start) / step) + 1 if step else 0
    return [f"{start + index * step:g}" for index in range(count)] if 1 < count <= LONGEST_SCALE else []
