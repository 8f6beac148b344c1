"""A page with its data inside, in a real browser: the policy refuses nothing."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import BrowserContext

from tests.web.published import published_app

pytestmark = pytest.mark.browser

VIOLATIONS = (
    "window.refused = []; addEventListener('securitypolicyviolation', e => refused.push(e.blockedURI))"
)


@pytest.fixture
def app(migrated_sqlite: Path, tmp_path: Path) -> Iterator[Flask]:
    with published_app(migrated_sqlite, tmp_path, {"almaty": 25}) as (made, _published):
        yield made


def test_the_dataset_of_a_round_page_violates_no_policy(context: BrowserContext, live_server: str) -> None:
    page, said = context.new_page(), []
    page.on("console", lambda message: said.append(message.text))
    page.add_init_script(VIOLATIONS)
    page.goto(f"{live_server}/en/r/autumn-2026")
    block = page.locator("script[type='application/ld+json']").text_content()
    assert block
    assert '"Dataset"' in block
    assert page.evaluate("window.refused") == []
    assert said == []
