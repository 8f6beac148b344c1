"""Which page comes next when there is no JavaScript: relevance is decided here, page by page."""

from collections.abc import Sequence
from dataclasses import dataclass

from cmm.domain.answers import AnswerProblem
from cmm.domain.questionnaire.pages import Page
from cmm.web.collect.sheet import Sheet, question_name


@dataclass(frozen=True, slots=True)
class Turn:
    """Where to go: `page` is an index, `len(pages)` means the last look before sending.

    `more` are fields of the same page that an answer has just made relevant.
    """

    page: int
    problems: tuple[AnswerProblem, ...] = ()
    more: frozenset[str] = frozenset()


def turn(
    pages: Sequence[Page], sheet: Sheet, visible: frozenset[str], problems: Sequence[AnswerProblem]
) -> Turn:
    """Decide the next page. `visible` are the relevant fields, `problems` all findings in all answers."""
    here = min(sheet.page, len(pages))
    if sheet.step == "stay" or sheet.add:
        return Turn(here)
    if sheet.step == "back":
        return Turn(_neighbour(pages, visible, range(here - 1, -1, -1), 0))
    if sheet.step == "send" or here == len(pages):
        return _last_look(pages, problems)
    return _forward(pages, here, sheet, visible, problems)


def _forward(
    pages: Sequence[Page],
    here: int,
    sheet: Sheet,
    visible: frozenset[str],
    problems: Sequence[AnswerProblem],
) -> Turn:
    own = tuple(problem for problem in problems if _concerns(pages[here], problem))
    if own:
        return Turn(here, own)
    more = _fields_on(pages[here], visible) - sheet.shown
    if more:
        return Turn(here, more=more)
    return Turn(_neighbour(pages, visible, range(here + 1, len(pages)), len(pages)))


def _last_look(pages: Sequence[Page], problems: Sequence[AnswerProblem]) -> Turn:
    """Before sending everything must be in order; the first page that is not comes back."""
    for index, page in enumerate(pages):
        own = tuple(problem for problem in problems if _concerns(page, problem))
        if own:
            return Turn(index, own)
    return Turn(len(pages))


def _concerns(page: Page, problem: AnswerProblem) -> bool:
    return problem.code == "unknown_field" or question_name(problem.field) in page.question_names()


def _fields_on(page: Page, visible: frozenset[str]) -> frozenset[str]:
    names = page.question_names()
    return frozenset(field for field in visible if question_name(field) in names)


def _neighbour(pages: Sequence[Page], visible: frozenset[str], order: range, otherwise: int) -> int:
    return next((index for index in order if _fields_on(pages[index], visible)), otherwise)
