"""Questionnaires as rounds pinned them."""

from sqlalchemy.orm import Session

from cmm.domain.refusal import Refusal
from cmm.store.models import QuestionnaireVersion as QuestionnaireVersion


class NoSuchQuestionnaire(Refusal):
    """No pinned questionnaire has this digest."""


def find_questionnaire(session: Session, digest: str) -> QuestionnaireVersion | None:
    return session.get(QuestionnaireVersion, digest)


def get_questionnaire(session: Session, digest: str) -> QuestionnaireVersion:
    """Raises NoSuchQuestionnaire."""
    version = find_questionnaire(session, digest)
    if version is None:
        raise NoSuchQuestionnaire(digest)
    return version


def add_questionnaire(session: Session, version: QuestionnaireVersion) -> None:
    session.add(version)
    session.flush()
