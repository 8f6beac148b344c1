"""Templates hold no script, no style, nothing unescaped; every page stands in a layout."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.rules.checkout import PACKAGE, ROOT

TEMPLATES = PACKAGE / "templates"
FORBIDDEN = {
    "an inline style": r"<style\b|\sstyle\s*=",
    "an inline script": r"<script\b(?![^>]*\bsrc=)(?![^>]*type=\"application/(?:ld\+)?json\")",
    "an inline event attribute": r"<[^>]*\son[a-z]+\s*=",
    "a script address": r"javascript:",
    "unescaped text": r"\|\s*safe\b|autoescape\s+false|Markup\(",
    "an address elsewhere": r"(?:src|action)\s*=\s*[\"'](?:https?:)?//",
}
REFERENCE = re.compile(r"{%-?\s*(extends|include|import|from)\s+\"([^\"]+)\"")


def list_templates() -> list[Path]:
    return sorted(TEMPLATES.rglob("*.html"))


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_template_contains(what: str) -> None:
    pattern = re.compile(FORBIDDEN[what], flags=re.IGNORECASE)
    found = [_name(path) for path in list_templates() if pattern.search(path.read_text(encoding="utf-8"))]
    assert found == [], f"{what} in {found}"


def test_every_page_stands_in_a_layout() -> None:
    parts = {
        name for path in list_templates() for verb, name in _references(_name(path)) if verb != "extends"
    }
    pages = {_name(path) for path in list_templates() if path.parent.name != "components"} - parts
    assert "errors/error.html" in pages
    assert [name for name in sorted(pages) if not _frame(name).startswith("layouts/")] == []


def test_djlint_finds_nothing() -> None:
    command = [sys.executable, "-m", "djlint", "cmm/templates", "--lint", "--quiet"]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout + result.stderr


def _name(path: Path) -> str:
    return str(path.relative_to(TEMPLATES))


def _references(name: str) -> list[tuple[str, str]]:
    return REFERENCE.findall((TEMPLATES / name).read_text(encoding="utf-8"))


def _frame(name: str) -> str:
    """The outermost template that a page extends; the page itself when it extends none."""
    outer = next((other for verb, other in _references(name) if verb == "extends"), None)
    return _frame(outer) if outer else name
