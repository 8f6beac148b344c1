"""Pages of figures travel with their styles, so that one answer of the server is enough to see a figure.

A linked style sheet costs one more way to the server and back. On a slow line 20 KB of the page come in that
time, and nothing of them is seen.
"""

from flask import Response

from cmm.web.assets import InlineStyles, inline_styles
from cmm.web.pages import ReadyPage, send_page
from cmm.web.security import content_policy


def page_styles() -> InlineStyles:
    """What the template of a page of figures gets as `inlined`."""
    return inline_styles("css/base.css", "css/dashboard.css")


def send_styled(page: ReadyPage) -> Response:
    """The answer with a page that holds `page_styles`; its policy allows exactly these by their hash."""
    response = send_page(page)
    response.headers["Content-Security-Policy"] = content_policy(style=page_styles().source)
    return response
