"""A Node process with ODK's own XForms engine, which answers as ODK Web Forms does in a browser."""

import json
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).parent
ENGINE = HERE / "node_modules" / "@getodk" / "xforms-engine" / "package.json"

Engine = Callable[..., Any]


@pytest.fixture(scope="session")
def engine() -> Iterator[Engine]:
    """``engine("load", form=..., xml=...)``: what the engine says, see engine.mjs."""
    node = shutil.which("node") or shutil.which("nodejs")
    if node is None or not ENGINE.is_file():
        missing = "no Node, or no XForms engine in tests/openrosa (make test installs it with npm)"
        pytest.fail(missing) if os.environ.get("CMM_REQUIRE_ALL") == "1" else pytest.skip(missing)
    process = subprocess.Popen(
        [node, "--no-warnings", "engine.mjs"],
        cwd=HERE,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )
    assert process.stdin
    assert process.stdout

    def put(what: str, **about: Any) -> Any:
        process.stdin.write(json.dumps({"ask": what, **about}, allow_nan=False) + "\n")
        process.stdin.flush()
        said = json.loads(process.stdout.readline())
        assert "error" not in said, said["error"]
        return said["answer"]

    yield put
    process.stdin.close()
    assert process.wait(timeout=10) == 0
    process.stdout.close()
