"""What the theme leaves out for those who use a keyboard or hear the pages."""

from typing import Any

from sphinx.application import Sphinx

AFTER_THE_THEME = 900
"""Later than furo, which makes the list of pages for the same event."""
TABLE, HEADING = '<div class="table-wrapper', 'role="heading"'


def complete(_app: Sphinx, _page: str, _template: str, context: dict[str, Any], _tree: object) -> None:
    """Wide tables can be scrolled by keyboard; the headings of the list of pages have a level."""
    if "body" in context:
        context["body"] = context["body"].replace(TABLE, TABLE.replace("<div", '<div tabindex="0"'))
    if "furo_navigation_tree" in context:
        levelled = context["furo_navigation_tree"].replace(HEADING, f'{HEADING} aria-level="2"')
        context["furo_navigation_tree"] = levelled


def setup(app: Sphinx) -> dict[str, Any]:
    """Called by Sphinx."""
    app.connect("html-page-context", complete, priority=AFTER_THE_THEME)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
