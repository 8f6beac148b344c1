"""Small functions, small files, little JavaScript: what the calmest code bases of the field reach."""

from pathlib import Path
from statistics import median, quantiles

from tests.rules.checkout import PACKAGE, ROOT, list_functions

JAVASCRIPT_LINES = 900
OFFICE_SCRIPTS = {"passkeys.js": 22}
"""Scripts that respondents never get, each with its own limit; the others share JAVASCRIPT_LINES."""


def python_files() -> list[Path]:
    """The files of the package that hold anything at all."""
    return [path for path in sorted(PACKAGE.rglob("*.py")) if path.read_text(encoding="utf-8").strip()]


def length_of_functions() -> dict[str, int]:
    return {
        f"{path.relative_to(ROOT)}:{function.lineno} {function.name}": _lines(
            function.lineno, function.end_lineno
        )
        for path in python_files()
        for function in list_functions(path)
    }


def length_of_files() -> dict[str, int]:
    return {str(path.relative_to(ROOT)): _line_count(path) for path in python_files()}


def test_functions_are_short() -> None:
    lengths = list(length_of_functions().values())
    assert median(lengths) <= 9
    assert quantiles(lengths, n=10)[-1] <= 25


def test_no_function_is_over_60_lines() -> None:
    assert {name: lines for name, lines in length_of_functions().items() if lines > 60} == {}


def test_files_are_short() -> None:
    assert median(length_of_files().values()) <= 100


def test_no_file_is_over_400_lines() -> None:
    assert {name: lines for name, lines in length_of_files().items() if lines > 400} == {}


def test_our_javascript_stays_small() -> None:
    static = PACKAGE / "static"
    own = [
        path for path in static.rglob("*") if path.suffix in {".js", ".mjs"} and "vendor" not in path.parts
    ]
    lengths = {path.name: _line_count(path) for path in own}
    assert sum(lengths[name] for name in lengths.keys() - OFFICE_SCRIPTS.keys()) <= JAVASCRIPT_LINES
    assert {name: lengths[name] for name in OFFICE_SCRIPTS if lengths[name] > OFFICE_SCRIPTS[name]} == {}


def _lines(first: int, last: int | None) -> int:
    return (last or first) - first + 1


def _line_count(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())
