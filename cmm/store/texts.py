"""Themes, and texts that were coded: the theme of a text under a keyed hash of it, never the text."""

from collections.abc import Mapping

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from cmm.domain.language import Translated
from cmm.domain.refusal import Refusal
from cmm.store.models import CodedText as CodedText
from cmm.store.models import Theme as Theme


class NoSuchTheme(Refusal):
    """The question has no theme with this code."""


class NoSuchCodedText(Refusal):
    """No text is coded under this key."""


def list_themes(session: Session, round_id: str, question: str) -> list[Theme]:
    """By code, which is random: the order tells nothing."""
    of_question = select(Theme).where(Theme.round_id == round_id, Theme.question == question)
    return list(session.scalars(of_question.order_by(Theme.code)))


def get_theme(session: Session, round_id: str, question: str, code: str) -> Theme:
    """Raises NoSuchTheme."""
    theme = session.get(Theme, (round_id, question, code))
    if theme is None:
        raise NoSuchTheme(code)
    return theme


def add_theme(session: Session, *, round_id: str, question: str, code: str, labels: Translated) -> None:
    session.add(Theme(round_id=round_id, question=question, code=code, labels=dict(labels)))
    session.flush()


def delete_theme(session: Session, theme: Theme) -> None:
    session.delete(theme)
    session.flush()


def list_coded_texts(session: Session, round_id: str, question: str) -> list[CodedText]:
    """By key, which is a keyed hash: the order tells nothing."""
    coded = select(CodedText).where(CodedText.round_id == round_id, CodedText.question == question)
    return list(session.scalars(coded.order_by(CodedText.text_key)))


def list_themes_of_round(session: Session, round_id: str) -> list[Theme]:
    of_round = select(Theme).where(Theme.round_id == round_id)
    return list(session.scalars(of_round.order_by(Theme.question, Theme.code)))


def list_coded_texts_of_round(session: Session, round_id: str) -> list[CodedText]:
    of_round = select(CodedText).where(CodedText.round_id == round_id)
    return list(session.scalars(of_round.order_by(CodedText.question, CodedText.text_key)))


def get_coded_text(session: Session, round_id: str, question: str, text_key: bytes) -> CodedText:
    """Raises NoSuchCodedText."""
    coded = session.get(CodedText, (round_id, question, text_key))
    if coded is None:
        raise NoSuchCodedText
    return coded


def set_coded_text(session: Session, coded: CodedText) -> None:
    """Keep it in the place of what was coded before for the same text."""
    session.merge(coded)
    session.flush()


def move_coded_texts(session: Session, round_id: str, question: str, *, themes: Mapping[str, str]) -> None:
    """Give texts another theme: new codes by old ones."""
    for old, new in themes.items():
        of_theme = update(CodedText).where(
            CodedText.round_id == round_id, CodedText.question == question, CodedText.theme == old
        )
        session.execute(of_theme.values(theme=new))


def delete_coded_text(session: Session, coded: CodedText) -> None:
    session.delete(coded)
    session.flush()


def wipe_coded_texts(session: Session, round_id: str) -> None:
    """Delete everything about texts of a round that was not published."""
    session.execute(delete(CodedText).where(CodedText.round_id == round_id))
    session.execute(delete(Theme).where(Theme.round_id == round_id))
