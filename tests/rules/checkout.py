"""Where the project is and which files belong to it; shared by the tests of this folder."""

import ast
import subprocess
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "cmm"

FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


def list_files(*suffixes: str) -> list[Path]:
    """Files that belong to the project, new ones too; all kinds without `suffixes`."""
    paths = sorted({ROOT / name for name in _listed_by_git() or _found_in_folders()})
    return [path for path in paths if path.is_file() and (not suffixes or path.suffix in suffixes)]


def read_module(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def list_functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Every function of a file, methods and inner functions too."""
    return (node for node in ast.walk(read_module(path)) if isinstance(node, FUNCTIONS))


def _listed_by_git() -> list[str]:
    """Empty where there is no version control, as in an unpacked archive."""
    command = [
        "git",
        "-c",
        "safe.directory=*",
        "ls-files",
        "-z",
        "--cached",
        "--others",
        "--exclude-standard",
    ]
    listing = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    return [name for name in listing.stdout.split("\0") if name]


def _found_in_folders() -> list[str]:
    ignored = {line.rstrip("/") for line in (ROOT / ".gitignore").read_text(encoding="utf-8").split()}
    found = (path.relative_to(ROOT) for path in ROOT.rglob("*"))
    return [str(path) for path in found if not ignored & set(path.parts) and path.parts[0] != ".git"]
