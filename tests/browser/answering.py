"""A person with a phone who goes through a questionnaire by touch."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Locator, Page

PHONE: dict[str, Any] = {"viewport": {"width": 360, "height": 640}, "has_touch": True, "is_mobile": True}
MOST_PAGES = 40


@dataclass
class Watch:
    """A page with what it asks for and complains about."""

    page: Page
    requests: list[tuple[str, str]] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("request", lambda request: self.requests.append((request.method, request.url)))
        self.page.on("console", lambda message: self.complaints.append(message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def posts(self) -> list[str]:
        return [url for method, url in self.requests if method == "POST"]


def shown(page: Page) -> Locator:
    """The page of questions that is shown now."""
    return page.locator("section:not([hidden])")


def press(page: Page, step: str) -> None:
    page.locator(f"main .steps [value={step}]:visible").tap()


def go_on(page: Page) -> None:
    press(page, "next")


FIRST_OF_EACH = """place => {
    for (const question of place.querySelectorAll('.question')) {
        if (question.checkVisibility()) question.querySelector('label.choice')?.click();
    }
}"""


def tick_everything(place: Locator) -> None:
    """Choose the first answer of every question that is visible, and the first city."""
    place.evaluate(FIRST_OF_EACH)
    for choice in place.locator("select:visible").all():
        choice.select_option(index=1)


def touch_everything(place: Locator) -> None:
    """The same with a finger, question by question."""
    for question in place.locator(".question:visible").all():
        if question.locator("label.choice:visible").count():
            question.locator("label.choice:visible").first.tap()
        elif question.locator("select").count():
            question.locator("select").select_option(index=1)


def to_the_last_look(
    page: Page, comment: str = "", answer: Callable[[Locator], None] = tick_everything
) -> None:
    """Answer page by page until there is nothing left but to send."""
    for _ in range(MOST_PAGES):
        if page.locator("[value=send]:visible").count():
            return
        answer(shown(page))
        if comment and page.locator("[name=comment]:visible").count():
            page.locator("[name=comment]").fill(comment)
        go_on(page)
    raise AssertionError("the survey never ends")
