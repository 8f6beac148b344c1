"""Questionnaires as rounds pinned them."""

from sqlalchemy import select
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


def list_imported(session: Session) -> list[QuestionnaireVersion]:
    """The versions that came through the browser, by form and version; those not kept yet too."""
    imported = select(QuestionnaireVersion).where(QuestionnaireVersion.imported_by.is_not(None))
    return list(
        session.scalars(imported.order_by(QuestionnaireVersion.form_id, QuestionnaireVersion.version))
    )


def find_version(session: Session, form_id: str, version: str) -> QuestionnaireVersion | None:
    """One version with this name and number, whatever it asks."""
    named = QuestionnaireVersion.form_id == form_id, QuestionnaireVersion.version == version
    return session.scalars(select(QuestionnaireVersion).where(*named)).first()


def delete_questionnaire(session: Session, version: QuestionnaireVersion) -> None:
    session.delete(version)
    session.flush()
