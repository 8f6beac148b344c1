"""What comes with included questions from the module's other files: its indicators, its sample weights."""

import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from cmm.domain.questionnaire.include import list_includes
from cmm.domain.questionnaire.model import Questionnaire
from cmm.domain.questionnaire.modules import FORM_FILE, Module, read_module
from cmm.domain.questionnaire.problems import Problem, QuestionnaireRefused

INDICATORS_FILE = "indicators.toml"
WEIGHTS_FILE = "sample_weights.toml"
_BY_QUESTION = ("bands", "breakdowns")


def include_indicators(
    data: Mapping[str, Any], library: Path, questionnaire: Questionnaire
) -> Mapping[str, Any]:
    """The values of a questionnaire's indicators.toml with those that its `include` names put after them.

    `library` holds the folders of the modules. From a group come the bands, breakdowns and indicators of the
    questions that are in the group and in the questionnaire; what the file says of a question itself goes
    before. Raises `QuestionnaireRefused` where `include` names what no module has, and OSError or
    `tomllib.TOMLDecodeError` for the module's own file.
    """
    if "include" not in data:
        return data
    merged = {key: value for key, value in data.items() if key != "include"}
    asked = {question.name for question in questionnaire.questions()}
    for module, names in _find_modules(library, _addresses(data["include"])):
        shared = read_table(module.folder / INDICATORS_FILE)
        for part in _BY_QUESTION:
            found = {name: entry for name, entry in shared.get(part, {}).items() if name in names & asked}
            if found:
                merged[part] = {**found, **merged.get(part, {})}
        counted = [entry for entry in shared.get("indicator", []) if _question(entry) in names & asked]
        merged["indicator"] = [*merged.get("indicator", []), *counted]
    return merged


def read_sample_weights(folder: Path) -> dict[str, Any]:
    """The tables of sample weights by question: the questionnaire's own, else those of the included question.

    Raises `QuestionnaireRefused` where the form includes what no module has.
    """
    own = read_table(folder / WEIGHTS_FILE)
    form = folder / FORM_FILE
    shared: dict[str, Any] = {}
    for module, names in _find_modules(folder.parent, list_includes(form) if form.is_file() else []):
        tables = read_table(module.folder / WEIGHTS_FILE)
        shared |= {name: table for name, table in tables.items() if name in names}
    return {**shared, **own}


def read_table(path: Path) -> dict[str, Any]:
    """The values of a TOML file, none where there is no file."""
    return tomllib.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}


def _addresses(include: Any) -> list[str]:
    if not isinstance(include, list) or not all(isinstance(address, str) for address in include):
        words = '“include” must be a list of groups, for example ["core.reach", "core.respect"].'
        raise QuestionnaireRefused([Problem("unknown_include", words, "indicators")])
    return include


def _find_modules(library: Path, addresses: Iterable[str]) -> list[tuple[Module, set[str]]]:
    """Each module that is named, with the names of the questions taken from it."""
    modules: dict[str, tuple[Module, set[str]]] = {}
    problems = []
    for address in addresses:
        name = address.partition(".")[0]
        path = library / name / FORM_FILE
        if name not in modules and name.isidentifier() and path.is_file():
            modules[name] = (read_module(path), set())
        module, names = modules.get(name, (None, set()))
        found = module.find(address) if module else ()
        if module is None or not found:
            words = f"There is nothing called “{address}” to include."
            problems.append(Problem("unknown_include", words, "indicators"))
            continue
        names |= {module.name_of(row) for row in found}
    if problems:
        raise QuestionnaireRefused(problems)
    return list(modules.values())


def _question(entry: Mapping[str, Any]) -> str:
    return str(entry.get("question", "")).partition("/")[0]
