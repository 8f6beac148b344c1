"""The documentation site builds without a warning, asks no other host, and speaks the words of the screen."""

import re
import shutil
import subprocess
import sys
from importlib.metadata import entry_points
from pathlib import Path

import click
import pytest

from tests.rules.checkout import ROOT

DOCS = ROOT / "docs"
LANGUAGES = ("ru", "kk", "en")
LOADED = re.compile(
    r"<(?:script|img|iframe|source|audio|video)\b[^>]*\bsrc=\"([^\"]*)\"|<link\b([^>]*)>|@import|url\(([^)]*)\)"
)
COMMAND = re.compile(r"flask --app cmm\s+([a-z]+)\s+([a-z][a-z-]+)")
OUTSIDE = re.compile(r"^[\"']?(?:[a-z]+:)?//")


def build(docs: Path, target: Path) -> subprocess.CompletedProcess[str]:
    """As `make docs` does it, in a process of its own: Sphinx takes over all loggers."""
    command = [sys.executable, "-m", "sphinx", "-q", "-E", "-W", "--keep-going", "-b", "html"]
    places = ["-d", str(target / "doctrees"), str(docs), str(target / "html")]
    return subprocess.run([*command, *places], capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("site")
    done = build(DOCS, target)
    assert done.returncode == 0, done.stderr
    return target / "html"


@pytest.fixture
def small_docs(tmp_path: Path) -> Path:
    """The configuration of the site with nothing but a first page, beside the catalogues."""
    docs = tmp_path / "docs"
    docs.mkdir()
    for file in (*DOCS.glob("*.py"), DOCS / "_static"):
        copy = shutil.copytree if file.is_dir() else shutil.copy
        copy(file, docs / file.name)
    (tmp_path / "cmm").mkdir()
    (tmp_path / "cmm" / "translations").symlink_to(ROOT / "cmm" / "translations")
    return docs


def command_names(group: object) -> list[str]:
    assert isinstance(group, click.Group)
    return list(group.commands)


def list_loaded(file: Path) -> list[str]:
    """The addresses of scripts, styles and pictures that a browser fetches for this page or style sheet."""
    found = []
    for script, link, style in LOADED.findall(file.read_text(encoding="utf-8")):
        fetched = re.search(r'rel="(?:stylesheet|preload|prefetch|icon)[^"]*"', link)
        address = re.search(r'href="([^"]*)"', link)
        found += [script, style, address.group(1) if fetched and address else ""]
    return [each for each in found if each]


def test_every_page_is_built_in_its_language(site: Path) -> None:
    for language in LANGUAGES:
        page = (site / "secretaries" / language / "plan.html").read_text(encoding="utf-8")
        assert f'lang="{language}"' in page
    assert 'lang="ru"' in (site / "keys.ru.html").read_text(encoding="utf-8")


def test_a_page_leads_to_its_other_languages(site: Path) -> None:
    page = (site / "secretaries" / "ru" / "plan.html").read_text(encoding="utf-8")
    assert 'href="../kk/plan.html"' in page
    assert 'href="../en/plan.html"' in page
    assert 'href="ru/claims.html"' in (site / "advocates" / "claims.html").read_text(encoding="utf-8")


def test_no_page_asks_another_host(site: Path) -> None:
    files = [*site.rglob("*.html"), *site.rglob("*.css")]
    loaded = {each for file in files for each in list_loaded(file)}
    assert any(each.endswith(".css") or ".css?" in each for each in loaded)
    assert not {each for each in loaded if OUTSIDE.match(each)}


def test_the_books_of_all_languages_have_the_same_chapters_and_pictures() -> None:
    books = [DOCS / "secretaries" / language for language in LANGUAGES]
    chapters = [{path.name for path in book.glob("*.md")} for book in books]
    assert chapters[0] == chapters[1] == chapters[2]
    for chapter in chapters[0]:
        texts = [(book / chapter).read_text(encoding="utf-8") for book in books]
        pictures = [re.findall(r"/screenshots/\w+/([\w-]+\.png)", text) for text in texts]
        assert pictures[0] == pictures[1] == pictures[2], chapter


def test_commands_that_a_document_names_exist() -> None:
    groups = {each.name: each.load() for each in entry_points(group="flask.commands")}
    commands = {f"{name} {one}" for name, group in groups.items() for one in command_names(group)}
    documents = [*DOCS.rglob("*.md"), *ROOT.glob("*.md"), *ROOT.glob("deploy/*.md")]
    said = {words for path in documents for words in COMMAND.findall(path.read_text(encoding="utf-8"))}
    assert {f"{group} {command}" for group, command in said if group in groups} <= commands
    assert {group for group, _command in said} <= {*groups, "run"}


def test_words_that_are_on_no_screen_are_refused(small_docs: Path, tmp_path: Path) -> None:
    known = {"en": "Print coupons", "ru": "Напечатать купоны", "kk": "Купондарды басып шығару"}
    pages = "\n".join(f"{language}/index" for language in known)
    (small_docs / "index.md").write_text(f"# A\n\n```{{toctree}}\n{pages}\n```\n", encoding="utf-8")
    for language, words in known.items():
        page = small_docs / language / "index.md"
        page.parent.mkdir()
        page.write_text(f"# B\n\n{{ui}}`{words}` {{ui}}`{words} 2`\n", encoding="utf-8")
    refused = build(small_docs, tmp_path / "site")
    assert refused.returncode != 0
    said = set(re.findall(r"not on any screen in '\w+': '(.+?)'", refused.stderr))
    assert said == {f"{words} 2" for words in known.values()}
