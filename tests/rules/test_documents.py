"""What the documents say is so: paths exist, tasks exist, settings are those of the code."""

import re

import pytest

from cmm.config import KNOWN
from tests.rules.checkout import ROOT

BOOKS = tuple(str(path.relative_to(ROOT)) for path in sorted((ROOT / "docs").glob("[ad]*/*.md")))
DOCUMENTS = ("README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md", *BOOKS)
PATH = re.compile(
    r"`((?:cmm|tests|surveys|migrations|bench|docs|deploy)(?:/[\w.-]+)+|[A-Z][\w-]*\.md|LICENSE|Makefile)`"
)


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("document", DOCUMENTS)
def test_paths_that_a_document_names_exist(document: str) -> None:
    missing = [path for path in PATH.findall(read(document)) if not (ROOT / path).exists()]
    assert missing == []


@pytest.mark.parametrize("document", DOCUMENTS)
def test_tasks_that_a_document_names_exist(document: str) -> None:
    tasks = set(re.findall(r"^([a-z-]+):", read("Makefile"), flags=re.MULTILINE))
    assert set(re.findall(r"(?:`|^ {4})make ([a-z-]+)", read(document), flags=re.MULTILINE)) <= tasks


def test_readme_has_every_setting_and_no_other() -> None:
    assert set(re.findall(r"^\| `(CMM_\w+)`", read("README.md"), flags=re.MULTILINE)) == KNOWN


def test_help_lists_the_tasks_of_the_readme() -> None:
    listed = set(re.findall(r"^([a-z-]+):.*## ", read("Makefile"), flags=re.MULTILINE))
    assert {"run", "test", "check", "fix", "bench", "requirements", "translations", "clean"} <= listed
