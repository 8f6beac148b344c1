"""A test client that looks at every page it gets: what is wrong with any page fails whatever test met it."""

import gzip
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from lxml import html
from werkzeug.test import TestResponse

ADDRESS = "http://127.0.0.1"


class InspectingClient(FlaskClient):
    """Checks the structure and the headers of every HTML answer."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        kwargs.setdefault("base_url", ADDRESS)
        response = super().open(*args, **kwargs)
        if response.mimetype == "text/html" and response.status_code not in range(300, 400):
            inspect_page(page_text(response))
        inspect_headers(response)
        return response


def client_of(app: Flask) -> InspectingClient:
    app.test_client_class = InspectingClient
    return app.test_client()  # type: ignore[return-value]


def page_text(response: TestResponse) -> str:
    packed = response.headers.get("Content-Encoding") == "gzip"
    return (gzip.decompress(response.data) if packed else response.data).decode()


def parse(response: TestResponse) -> html.HtmlElement:
    """The page as it is without scripts: what is in a template is not part of it."""
    page = html.document_fromstring(page_text(response))
    for template in page.findall(".//template"):
        template.drop_tree()
    return page


def inspect_page(text: str) -> None:
    page = html.document_fromstring(text)
    for template in page.findall(".//template"):
        _inspect_parts(template)
        template.drop_tree()
    assert page.get("lang") in ("ru", "kk", "en"), "the page has no language"
    assert len(page.findall(".//h1")) == 1, "a page has one h1"
    assert (page.findtext(".//title") or "").strip(), "a page has a title"
    _inspect_parts(page)


def _inspect_parts(page: html.HtmlElement) -> None:
    ids = [element.get("id") for element in page.iter() if element.get("id")]
    assert len(ids) == len(set(ids)), f"ids stand once: {sorted(i for i in ids if ids.count(i) > 1)}"
    _inspect_controls(page, set(ids))
    for element in page.iter():
        assert not any(name.startswith("on") or name == "style" for name in element.attrib), "no inline code"
        assert "http://" not in (element.get("src") or ""), "nothing is loaded from elsewhere"


def inspect_headers(response: TestResponse) -> None:
    for header in (
        "Content-Security-Policy",
        "X-Content-Type-Options",
        "Referrer-Policy",
        "Permissions-Policy",
    ):
        assert header in response.headers, header


def _inspect_controls(page: html.HtmlElement, ids: set[str]) -> None:
    labelled = {label.get("for") for label in page.iter("label")}
    for control in page.iter("input", "select", "textarea"):
        if control.get("type") in ("hidden", "submit"):
            continue
        inside = any(ancestor.tag == "label" for ancestor in control.iterancestors())
        assert inside or control.get("id") in labelled, f"{control.get('name')} has no label"
    for element in page.iter():
        for name in ("aria-describedby", "aria-labelledby"):
            missing = set((element.get(name) or "").split()) - ids
            assert not missing, f"{name} points to {missing}"
    for link in page.iter("a"):
        target = link.get("href") or ""
        assert not target.startswith("#") or target[1:] in ids, f"{target} leads nowhere"
