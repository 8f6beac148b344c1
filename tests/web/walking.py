"""A person without JavaScript: reads the form on a page, fills it in, presses a button."""

from collections.abc import Callable, Mapping
from typing import Any

from lxml import html
from werkzeug.test import TestResponse

from tests.web.inspecting import InspectingClient, parse

Choose = Callable[[str, list[str]], str]


def form_fields(page: html.HtmlElement) -> list[tuple[str, str]]:
    """Name and value of every field as a browser would send them now."""
    return [(name, value) for name, value in page.forms[-1].form_values() if value is not None]


def press(
    client: InspectingClient,
    response: TestResponse,
    step: str = "next",
    answers: Mapping[str, Any] | None = None,
) -> TestResponse:
    """Fill in `answers` on the page and press the button `step`. Lists are several ticks."""
    page = parse(response)
    given = answers or {}
    fields = [(name, value) for name, value in form_fields(page) if name not in given]
    for name, value in given.items():
        fields += [(name, one) for one in (value if isinstance(value, list) else [value])]
    data: dict[str, list[str]] = {}
    for name, value in [*fields, ("__step", step)]:
        data.setdefault(name, []).append(value)
    return client.post(page.forms[-1].get("action"), data=data)


def choices_on(page: html.HtmlElement) -> dict[str, list[str]]:
    """Radio buttons and tick boxes on a page: field name -> values."""
    found: dict[str, list[str]] = {}
    for control in page.xpath("//input[@type='radio' or @type='checkbox']"):
        found.setdefault(control.get("name"), []).append(control.get("value"))
    return found


def answer_everything(
    client: InspectingClient, response: TestResponse, choose: Choose, own: Mapping[str, str]
) -> TestResponse:
    """Go page by page to the last look, choosing an answer for every question; `own` are coupon and city."""
    for _page in range(60):
        page = parse(response)
        if page.xpath("//button[@value='send']") and page.xpath("//input[@name='__nonce']"):
            return response
        answers = {name: choose(name, values) for name, values in choices_on(page).items()}
        here = {name: value for name, value in own.items() if page.xpath(f"//*[@name='{name}' and @id]")}
        response = press(client, response, answers={**answers, **here})
        assert response.status_code == 200, parse(response).text_content()
    raise AssertionError("the survey never ends")
