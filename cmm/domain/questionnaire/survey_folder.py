"""A folder of surveys: each holds a form, the indicators counted from it, and how it is done in words."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cmm.domain.language import Translated
from cmm.domain.questionnaire.compile import load_questionnaire
from cmm.domain.questionnaire.included_tables import INDICATORS_FILE, include_indicators, read_table
from cmm.domain.questionnaire.model import Questionnaire
from cmm.domain.questionnaire.modules import FORM_FILE as FORM_FILE
from cmm.domain.questionnaire.modules import is_module_file


class SurveyUnreadable(Exception):
    """A file beside the form cannot be read; the message names it."""


@dataclass(frozen=True, slots=True)
class Survey:
    """A questionnaire with its indicators.toml as plain values and its method in words by language."""

    questionnaire: Questionnaire
    indicators: Mapping[str, Any]
    method: Translated


def read_survey(path: Path) -> Survey:
    """Read the survey folder at `path`, with all that it includes. Raises `QuestionnaireRefused` for its form
    and for what it wants to include, else `SurveyUnreadable`.
    """
    questionnaire = load_questionnaire(path / FORM_FILE)
    try:
        method = {
            file.name.removeprefix("method.").removesuffix(".md"): file.read_text(encoding="utf-8")
            for file in sorted(path.glob("method.*.md"))
        }
        found = include_indicators(read_table(path / INDICATORS_FILE), path.parent, questionnaire)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise SurveyUnreadable(f"{path.name}: {error}") from error
    return Survey(questionnaire, found, method)


def list_surveys(folder: Path) -> list[Path]:
    """The survey folders inside `folder`, by name; each is named after its form_id. Modules are not among
    them.
    """
    return sorted(path.parent for path in folder.glob(f"*/{FORM_FILE}") if not is_module_file(path))


def find_survey(folder: Path, form_id: str) -> Survey | None:
    """The survey called `form_id` in `folder`, or None. Raises as `read_survey` does."""
    for path in list_surveys(folder):
        if path.name == form_id:
            return read_survey(path)
    return None
