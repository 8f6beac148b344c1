"""Forms that come through the browser: checked as a whole, looked at, then kept or thrown away."""

import json
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from cmm.domain.indicators import IndicatorsRefused, build_counting, check_indicators, parse_indicators
from cmm.domain.indicators.describe import describe_breakdown, describe_indicator
from cmm.domain.questionnaire.adapter import read_workbook_data
from cmm.domain.questionnaire.compile import compile_workbook
from cmm.domain.questionnaire.compiled import digest, to_json
from cmm.domain.questionnaire.include import expand
from cmm.domain.questionnaire.included_tables import include_indicators
from cmm.domain.questionnaire.model import Questionnaire
from cmm.domain.questionnaire.problems import Problem, QuestionnaireRefused
from cmm.domain.refusal import Refusal
from cmm.services.audit import note
from cmm.services.available_questionnaires import list_available
from cmm.services.transaction import transaction
from cmm.store import questionnaires as store
from cmm.store.questionnaires import QuestionnaireVersion
from cmm.store.rounds import list_rounds

INDICATORS_SHEET = "indicators.toml"
LARGEST_INDICATORS = 500_000
"""Bytes."""


class AlreadyKept(Refusal):
    """The questionnaire is kept already; it is not thrown away."""


class QuestionnaireInUse(Refusal):
    """A round asks this questionnaire."""


class VersionTaken(Refusal):
    """Another questionnaire has the same form_id and version."""


class QuestionnaireKnown(Refusal):
    """Exactly this questionnaire is here already."""


@dataclass(frozen=True, slots=True)
class Upload:
    """The files that were sent: `form` with its `name`, and the text of indicators.toml, possibly empty."""

    name: str
    form: bytes
    indicators: bytes = b""


@dataclass(frozen=True, slots=True)
class ReadForm:
    """What is in an upload. With any problem that is more than a remark there is no `questionnaire`."""

    questionnaire: Questionnaire | None
    indicators: dict[str, Any]
    problems: tuple[Problem, ...]


def read_upload(upload: Upload, library: Path | None = None) -> ReadForm:
    """Read and check both files completely, in memory; every problem is found in one go.

    `library` is the folder of the modules that the files may include from.
    """
    folders = [library] if library else []
    try:
        compiled = compile_workbook(expand(read_workbook_data(upload.name, upload.form), folders))
    except QuestionnaireRefused as refused:
        return ReadForm(None, {}, refused.problems)
    indicators, problems = _read_indicators(upload.indicators, compiled.questionnaire, library)
    found = (*compiled.problems, *problems)
    refused_too = any(not problem.warning for problem in found)
    return ReadForm(None if refused_too else compiled.questionnaire, indicators, found)


@transaction
def add_import(
    session: Session,
    *,
    questionnaire: Questionnaire,
    indicators: dict[str, Any],
    account_id: str,
    library: Path,
) -> str:
    """Lay an upload aside to be looked at, in place of the account's earlier one; return its digest.

    Raises QuestionnaireKnown, VersionTaken: a changed form needs a new version.
    """
    _forget_earlier(session, account_id)
    made = digest(questionnaire)
    named = questionnaire.form_id, questionnaire.version
    known = {
        each.digest: (each.questionnaire.form_id, each.questionnaire.version)
        for each in list_available(session, library=library)
    }
    if made in known or store.find_questionnaire(session, made):
        raise QuestionnaireKnown(" ".join(named))
    if named in known.values() or store.find_version(session, *named):
        raise VersionTaken(" ".join(named))
    version = QuestionnaireVersion(
        digest=made,
        form_id=questionnaire.form_id,
        version=questionnaire.version,
        compiled=to_json(questionnaire),
        indicators=indicators,
        method={},
        imported_by=account_id,
    )
    store.add_questionnaire(session, version)
    return made


@transaction
def keep_import(session: Session, *, digest: str, account_id: str, today: date) -> None:
    """From now on rounds can take it. Raises NoSuchQuestionnaire, AlreadyKept."""
    version = store.get_questionnaire(session, digest)
    if version.imported_by is None or version.imported_on is not None:
        raise AlreadyKept
    version.imported_on = today
    note(session, account_id, "questionnaire_kept", f"{version.form_id} {version.version}")


@transaction
def discard_import(session: Session, *, digest: str, account_id: str) -> None:
    """Throw away an imported questionnaire that no round asks.

    Raises NoSuchQuestionnaire, AlreadyKept for one that came with the program, QuestionnaireInUse.
    """
    version = store.get_questionnaire(session, digest)
    if version.imported_by is None:
        raise AlreadyKept
    if digest in _asked(session):
        raise QuestionnaireInUse
    if version.imported_on is not None:
        note(session, account_id, "questionnaire_thrown_away", f"{version.form_id} {version.version}")
    store.delete_questionnaire(session, version)


def _forget_earlier(session: Session, account_id: str) -> None:
    asked = _asked(session)
    for version in store.list_imported(session):
        if version.imported_by == account_id and version.imported_on is None and version.digest not in asked:
            store.delete_questionnaire(session, version)


def _asked(session: Session) -> set[str]:
    return {survey_round.questionnaire_digest for survey_round in list_rounds(session)}


def _read_indicators(
    data: bytes, questionnaire: Questionnaire | None, library: Path | None
) -> tuple[dict[str, Any], Sequence[Problem]]:
    if not data.strip():
        return {}, ()
    if len(data) > LARGEST_INDICATORS:
        return {}, [_problem("too_large", "The file is larger than 500 KB, which no indicators need.")]
    try:
        found = tomllib.loads(data.decode("utf-8-sig").replace("\r\n", "\n"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        return {}, [_problem("unreadable", f"The file cannot be read as TOML in UTF-8: {error}.")]
    try:
        if library and questionnaire:
            found = dict(include_indicators(found, library, questionnaire))
    except QuestionnaireRefused as refused:
        return {}, refused.problems
    except (TypeError, AttributeError):
        return {}, [_misshapen()]
    return found, _check_indicators(found, questionnaire)


def _check_indicators(found: dict[str, Any], questionnaire: Questionnaire | None) -> Sequence[Problem]:
    """Also tried as it will be used later, so that nothing misshapen comes as far as a round."""
    try:
        indicator_set = parse_indicators(found)
        if questionnaire is None:
            return ()
        if problems := check_indicators(indicator_set, questionnaire):
            return problems
        counting = build_counting(questionnaire, indicator_set)
        counted = {question.name: question for question in counting.questions}
        for name in indicator_set.breakdowns:
            describe_breakdown(counted[name], indicator_set, questionnaire.languages)
        for indicator in indicator_set.indicators:
            describe_indicator(indicator)
        json.dumps(found)  # TOML has dates, what is kept has not
    except IndicatorsRefused as refused:
        return refused.problems
    except (TypeError, ValueError, AttributeError, KeyError):
        return [_misshapen()]
    return ()


def _misshapen() -> Problem:
    return _problem("misshapen", "A table of the file is not as the indicators of the library are.")


def _problem(code: str, message: str) -> Problem:
    return Problem(code, message, INDICATORS_SHEET)
