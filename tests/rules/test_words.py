"""Names say what a thing is or does; the words that say nothing are not used."""

import re
from pathlib import Path

from tests.rules.checkout import ROOT, list_files, list_functions

EMPTY_WORDS = {"handle", "handler", "process", "processor", "manager", "helper", "helpers", "util", "utils"}
NAMES_OF_LIBRARIES = {
    "process_formdata": "WTForms calls a field's method of this name",
    "process_data": "WTForms calls a field's method of this name",
    "process_bind_param": "SQLAlchemy calls a type's method of this name",
    "process_result_value": "SQLAlchemy calls a type's method of this name",
}


def words_of(name: str) -> set[str]:
    return set(re.split(r"[^a-z]+", re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower()))


def test_no_file_has_an_empty_name() -> None:
    own = [path for path in list_files() if "vendor" not in path.parts]
    empty = [str(path.relative_to(ROOT)) for path in own if words_of(path.stem) & EMPTY_WORDS]
    assert empty == []


def test_no_function_has_an_empty_name() -> None:
    empty = [f"{path.relative_to(ROOT)}: {name}" for path in list_files(".py") for name in _empty_names(path)]
    assert empty == []


def _empty_names(path: Path) -> list[str]:
    """The names of tests are sentences and may speak of another process."""
    names = {function.name for function in list_functions(path)} - NAMES_OF_LIBRARIES.keys()
    return sorted(name for name in names if words_of(name) & EMPTY_WORDS and not name.startswith("test_"))
