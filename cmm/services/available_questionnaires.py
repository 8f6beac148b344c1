"""Questionnaires that a round can take: those that came with the program, and those imported and kept."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from cmm.domain.indicators import CountedQuestion, build_counting, list_groups, parse_indicators
from cmm.domain.language import SCREEN_LANGUAGES, Translated
from cmm.domain.library.minutes import estimate_longest
from cmm.domain.questionnaire.compiled import digest, from_json
from cmm.domain.questionnaire.model import Questionnaire
from cmm.domain.questionnaire.pages import split_pages
from cmm.domain.questionnaire.problems import QuestionnaireRefused
from cmm.domain.questionnaire.question_types import get_question_type
from cmm.domain.questionnaire.survey_folder import Survey, SurveyUnreadable, list_surveys, read_survey
from cmm.store import questionnaires as store
from cmm.store.accounts import find_account
from cmm.store.questionnaires import NoSuchQuestionnaire, QuestionnaireVersion


@dataclass(frozen=True, slots=True)
class Breakdown:
    """A question by which the whole round may be broken down, and how many groups that makes."""

    question: str
    label: Translated
    groups: int


@dataclass(frozen=True, slots=True)
class AvailableQuestionnaire:
    """A questionnaire as a round would take it. `imported_by` is a name, None for what came with the program;
    one that was imported and has no `imported_on` is not kept yet.
    """

    digest: str
    survey: Survey
    imported_by: str | None = None
    imported_on: date | None = None

    @property
    def questionnaire(self) -> Questionnaire:
        return self.survey.questionnaire

    @property
    def is_kept(self) -> bool:
        return self.imported_by is None or self.imported_on is not None

    @property
    def asked(self) -> int:
        """How many questions a person can be asked."""
        return sum(get_question_type(question.type).is_asked for question in self.questionnaire.questions())

    @property
    def pages(self) -> int:
        return len(split_pages(self.questionnaire))

    @property
    def minutes(self) -> int:
        """About how long it takes to answer."""
        return max(1, estimate_longest(self.questionnaire))

    @property
    def indicators(self) -> int:
        return len(self.survey.indicators.get("indicator", ()))

    @property
    def missing_languages(self) -> tuple[str, ...]:
        """Languages of the pages that the questionnaire does not speak."""
        return tuple(code for code in SCREEN_LANGUAGES if code not in self.questionnaire.languages)

    def breakdowns(self) -> list[Breakdown]:
        """What its indicators allow, in their order."""
        indicator_set = parse_indicators(self.survey.indicators)
        counted: Mapping[str, CountedQuestion] = {
            question.name: question
            for question in build_counting(self.questionnaire, indicator_set).questions
        }
        return [
            Breakdown(name, counted[name].label, len(list_groups(counted[name], indicator_set)))
            for name in indicator_set.breakdowns
            if name in counted
        ]


def list_available(session: Session, *, library: Path) -> list[AvailableQuestionnaire]:
    """Those of the folder `library`, then the imported ones, not kept ones last. What cannot be read is left
    out: `flask forms check` says why.
    """
    imported = [_imported(session, version) for version in store.list_imported(session)]
    return [*_list_library(library), *sorted(imported, key=lambda one: not one.is_kept)]


def get_available(session: Session, digest: str, *, library: Path) -> AvailableQuestionnaire:
    """The one with this digest. Raises NoSuchQuestionnaire."""
    for each in _list_library(library):
        if each.digest == digest:
            return each
    version = store.get_questionnaire(session, digest)
    if version.imported_by is None:
        return AvailableQuestionnaire(digest, _survey(version))
    return _imported(session, version)


def find_available(session: Session, digest: str, *, library: Path) -> AvailableQuestionnaire | None:
    try:
        return get_available(session, digest, library=library)
    except NoSuchQuestionnaire:
        return None


def _list_library(library: Path) -> tuple[AvailableQuestionnaire, ...]:
    """Read anew when a file of the folder has changed."""
    files = sorted(file for file in library.glob("*/*") if file.suffix in (".md", ".toml"))
    return _read_library(library, tuple((file, file.stat().st_mtime_ns) for file in files))


@lru_cache(maxsize=2)
def _read_library(library: Path, _files: tuple[tuple[Path, int], ...]) -> tuple[AvailableQuestionnaire, ...]:
    surveys = [survey for path in list_surveys(library) if (survey := _read(path))]
    return tuple(AvailableQuestionnaire(digest(survey.questionnaire), survey) for survey in surveys)


def _read(path: Path) -> Survey | None:
    try:
        return read_survey(path)
    except (QuestionnaireRefused, SurveyUnreadable):
        return None


def _imported(session: Session, version: QuestionnaireVersion) -> AvailableQuestionnaire:
    account = find_account(session, version.imported_by or "")
    name = account.name if account else version.imported_by
    return AvailableQuestionnaire(version.digest, _survey(version), name, version.imported_on)


def _survey(version: QuestionnaireVersion) -> Survey:
    indicators: dict[str, Any] = dict(version.indicators)
    return Survey(from_json(version.compiled), indicators, dict(version.method))
