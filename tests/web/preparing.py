"""Preparing results as a person in the office does, and waiting for the work that goes on behind the page."""

from werkzeug.test import TestResponse

from cmm.services.task_threads import wait_for_tasks
from tests.factories import PASSPHRASE
from tests.web.inspecting import InspectingClient, parse

LONGEST = 60.0
"""Seconds."""


def begin_preparing(client: InspectingClient, round_page: str, passphrase: str = PASSPHRASE) -> TestResponse:
    """Press "open, count and prepare" on the page of a round; the answer comes before the work is done."""
    forms = parse(client.get(round_page)).forms
    form = next(form for form in forms if form.get("action").endswith("/candidate"))
    data = {name: value for name, value in form.form_values() if value is not None}
    return client.post(form.get("action"), data={**data, "passphrase": passphrase})


def prepare(client: InspectingClient, round_page: str) -> str:
    """The same to the end; the address of the task's page."""
    answer = begin_preparing(client, round_page)
    assert answer.status_code == 303, parse(answer).text_content()
    assert wait_for_tasks(LONGEST), "the work ends"
    return answer.headers["Location"]
