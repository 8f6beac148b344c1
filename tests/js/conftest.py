"""A Node process that has loaded our modules and answers questions about them."""

import json
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

ANSWERING = Path(__file__).with_name("answering.mjs")
OLDEST = 18

Ask = Callable[..., Any]


@pytest.fixture(scope="session")
def node() -> str:
    """The machine's Node; without one, tests are skipped, or fail where everything is required."""
    path = shutil.which("node") or shutil.which("nodejs")
    if path is None or _version(path) < OLDEST:
        missing = f"no Node {OLDEST} or newer on this machine"
        pytest.fail(missing) if os.environ.get("CMM_REQUIRE_ALL") == "1" else pytest.skip(missing)
    return path


@pytest.fixture(scope="session")
def ask(node: str) -> Iterator[Ask]:
    """``ask("evaluate", tree=..., record=...)``: what a module says, see answering.mjs."""
    process = subprocess.Popen(
        [node, str(ANSWERING)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8"
    )
    assert process.stdin
    assert process.stdout

    def put(what: str, **about: Any) -> Any:
        process.stdin.write(json.dumps({"ask": what, **about}, allow_nan=False) + "\n")
        process.stdin.flush()
        return json.loads(process.stdout.readline())["answer"]

    yield put
    process.stdin.close()
    assert process.wait(timeout=10) == 0
    process.stdout.close()


def _version(path: str) -> int:
    shown = subprocess.run([path, "--version"], capture_output=True, text=True, check=True).stdout
    return int(shown.lstrip("v").partition(".")[0])
