"""The built wheel carries everything the application reads at run time."""

import subprocess
import sys
from zipfile import ZipFile

import pytest

from tests.rules.checkout import PACKAGE, ROOT

NOT_CARRIED = {".pyc"}

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def names(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """What is inside a wheel built from this checkout, without network."""
    target = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(target)]
    subprocess.run(command, cwd=ROOT, capture_output=True, check=True)
    (wheel,) = target.glob("cmm-*.whl")
    return set(ZipFile(wheel).namelist())


@pytest.mark.parametrize("folder", ["templates", "static", "translations"])
def test_wheel_carries_the_files_of_pages(names: set[str], folder: str) -> None:
    files = [
        path for path in (PACKAGE / folder).rglob("*") if path.is_file() and path.suffix not in NOT_CARRIED
    ]
    assert files
    assert {path.relative_to(ROOT).as_posix() for path in files} <= names


@pytest.mark.parametrize("folder", ["surveys", "migrations"])
def test_wheel_carries_the_folders_beside_the_package(names: set[str], folder: str) -> None:
    files = [path for path in (ROOT / folder).rglob("*") if path.is_file() and path.suffix not in NOT_CARRIED]
    assert files
    assert {f"cmm/_data/{path.relative_to(ROOT).as_posix()}" for path in files} <= names


def test_wheel_carries_the_licence_and_no_tests(names: set[str]) -> None:
    assert any(name.endswith("licenses/LICENSE") for name in names)
    assert not [name for name in names if name.startswith(("tests/", "bench/", "migrations/", "surveys/"))]
