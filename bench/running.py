"""The demo in a folder of its own, for a measurement."""

import os
import subprocess
import sys
from pathlib import Path

from cmm.config import read_variables

ROOT = Path(__file__).resolve().parent.parent


def demo_settings(folder: Path) -> dict[str, str]:
    """Fill the demo in `folder`; the environment to run it with."""
    settings = os.environ | {"CMM_INSTANCE": str(folder)}
    command = [sys.executable, "-m", "flask", "--app", "cmm", "demo", "fill"]
    subprocess.run(command, cwd=ROOT, env=settings, check=True, stdout=subprocess.DEVNULL)
    return settings | read_variables(folder / "cmm.env")
