"""Files of the project name no machine, no package registry, and hold no key."""

import re
from pathlib import Path

import pytest

from tests.rules.checkout import ROOT, list_files

# Written in pieces, so that this file does not find itself.
FORBIDDEN = {
    "a path of somebody's machine": r"(?<![\w.}/-])/(?:work|home|root|Users)" + r"/[\w.]",
    "a path of somebody's Windows machine": r"\b[A-Z]:\\" + r"Users\\",
    "a package registry": r"pypi\." + r"org|files\.python" + r"hosted|registry\.(?:npm|yarn)" + r"(?:js|pkg)",
    "a private key": r"-----BEGIN (?:[A-Z]+ )?PRIVATE" + r" KEY-----",
    "an access key": r"\b(?:AKIA[0-9A-Z]{16}|gh[pousr]_[A-Za-z0-9]{36}|glpat-[\w-]{20})" + r"\b",
}
NOT_TEXT = {".png", ".jpg", ".ico", ".woff2", ".xlsx", ".xls", ".gz", ".zip", ".pdf", ".sqlite"}


def readable_files() -> list[Path]:
    return [path for path in list_files() if path.suffix not in NOT_TEXT]


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_file_contains(what: str) -> None:
    pattern = re.compile(FORBIDDEN[what])
    found = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in readable_files()
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if pattern.search(line)
    ]
    assert found == [], f"{what} in {found}"


def test_requirements_are_hashed_and_name_no_address() -> None:
    for name in ("requirements.txt", "requirements-dev.txt"):
        text = (ROOT / name).read_text(encoding="utf-8")
        packages = re.findall(r"^[a-z][\w.-]*==\S+", text, flags=re.MULTILINE)
        assert len(packages) > 30
        assert text.count("==") >= len(packages)
        assert all("--hash=sha256:" in part for part in re.split(r"^(?=[a-z])", text, flags=re.MULTILINE)[1:])
        assert "://" not in text
        assert "--index-url" not in text
