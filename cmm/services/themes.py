"""Themes of texts, and the words for the public that stand in the office. No text of a person is here."""

import secrets
from dataclasses import dataclass

from sqlalchemy.orm import Session

from cmm.domain.disclosure.themes import OTHER
from cmm.domain.indicators import parse_indicators
from cmm.domain.language import Translated
from cmm.domain.questionnaire.compiled import from_json
from cmm.domain.questionnaire.model import Question
from cmm.domain.refusal import Refusal
from cmm.domain.texts.identifying import find_in_words
from cmm.domain.texts.questions import list_text_questions
from cmm.services.transaction import transaction
from cmm.store import rounds
from cmm.store import texts as store
from cmm.store.accounts import get_account
from cmm.store.questionnaires import get_questionnaire

CODERS = ("secretary", "coordinator")
MOST_THEMES = 30
LONGEST_LABEL, LONGEST_WORDS = 80, 400
CODE_BYTES = 3


class NoSuchTextQuestion(Refusal):
    """The questionnaire of this round has no such question, or its texts are not coded."""


class NotACoder(Refusal):
    """The account is disabled or may only read."""


class ThemeUnnamed(Refusal):
    """A theme needs a name in one language at least."""


class ThemeNameTooLong(Refusal):
    """The name of a theme has at most LONGEST_LABEL characters."""


class TooManyThemes(Refusal):
    """More than MOST_THEMES are hard to read and rarely have ten texts each."""


class WordsIdentify(Refusal):
    """The words may show who somebody is, and nobody confirmed that they do not."""


class WordsTooLong(Refusal):
    """Words for the public have at most LONGEST_WORDS characters."""


@dataclass(frozen=True, slots=True)
class ThemeView:
    """A theme in words; `code` is OTHER for texts about something else."""

    code: str
    labels: Translated


@dataclass(frozen=True, slots=True)
class CodedWords:
    """Words for the public that stand in the office, without the text they are about."""

    key: bytes
    theme: str
    level: str
    words: str


def list_questions(session: Session, round_id: str) -> list[Question]:
    """The questions of a round with texts to code. Raises NoSuchRound."""
    version = get_questionnaire(session, rounds.get_round(session, round_id).questionnaire_digest)
    return list_text_questions(from_json(version.compiled), parse_indicators(version.indicators))


def get_question(session: Session, round_id: str, name: str) -> Question:
    """Raises NoSuchRound, NoSuchTextQuestion."""
    for question in list_questions(session, round_id):
        if question.name == name:
            return question
    raise NoSuchTextQuestion(name)


def list_themes(session: Session, round_id: str, question: str) -> list[ThemeView]:
    """The themes of a question that people made, in an order that means nothing."""
    return [ThemeView(theme.code, theme.labels) for theme in store.list_themes(session, round_id, question)]


def list_words(session: Session, round_id: str, question: str) -> list[CodedWords]:
    """What was written for the public about single texts, in an order that means nothing."""
    coded = store.list_coded_texts(session, round_id, question)
    return [CodedWords(one.text_key, one.theme, one.level, one.words) for one in coded if one.words]


@transaction
def add_theme(session: Session, *, round_id: str, question: str, account_id: str, labels: Translated) -> str:
    """Make a theme and return its code; one with the same name in a language is taken instead.

    Raises NoSuchRound, NoSuchTextQuestion, NotACoder, ThemeUnnamed, ThemeNameTooLong, TooManyThemes.
    """
    check_coder(session, account_id)
    get_question(session, round_id, question)
    return find_or_add_theme(session, round_id, question, checked_labels(labels))


@transaction
def rename_theme(
    session: Session, *, round_id: str, question: str, account_id: str, code: str, labels: Translated
) -> None:
    """Raises NoSuchTheme, NotACoder, ThemeUnnamed, ThemeNameTooLong."""
    check_coder(session, account_id)
    store.get_theme(session, round_id, question, code).labels = checked_labels(labels)


@transaction
def merge_themes(
    session: Session, *, round_id: str, question: str, account_id: str, code: str, into: str
) -> None:
    """Put all texts of a theme into another one (OTHER perhaps), and delete it.

    Raises NoSuchTheme, NotACoder.
    """
    check_coder(session, account_id)
    theme = store.get_theme(session, round_id, question, code)
    if into != OTHER:
        store.get_theme(session, round_id, question, into)
    if into != code:
        store.move_coded_texts(session, round_id, question, themes={code: into})
        store.delete_theme(session, theme)


@transaction
def change_words(
    session: Session,
    *,
    round_id: str,
    question: str,
    account_id: str,
    key: bytes,
    words: str,
    confirmed: bool,
) -> None:
    """Write other words for the public; empty ones leave the text in its theme, to be counted only.

    Raises NoSuchCodedText, NotACoder, WordsTooLong, WordsIdentify.
    """
    check_coder(session, account_id)
    coded = store.get_coded_text(session, round_id, question, key)
    plain = " ".join(words.split())
    if len(plain) > LONGEST_WORDS:
        raise WordsTooLong(str(LONGEST_WORDS))
    if not confirmed and find_in_words(plain, list_place_names(session, round_id)):
        raise WordsIdentify
    coded.words = plain
    coded.level = coded.level if plain else "count"


@transaction
def forget_code(session: Session, *, round_id: str, question: str, account_id: str, key: bytes) -> None:
    """Take back what was decided about a text; it is shown again next time.

    Raises NoSuchCodedText, NotACoder.
    """
    check_coder(session, account_id)
    store.delete_coded_text(session, store.get_coded_text(session, round_id, question, key))


def list_place_names(session: Session, round_id: str) -> list[str]:
    """Names of the round's cities in all languages: they identify in a text."""
    cities = rounds.list_cities_of_round(session, round_id)
    return sorted({name for city in cities for name in city.names.values()})


def check_coder(session: Session, account_id: str) -> None:
    """Raises NoSuchAccount, NotACoder."""
    account = get_account(session, account_id)
    if account.disabled or account.role not in CODERS:
        raise NotACoder(account.name)


def find_or_add_theme(session: Session, round_id: str, question: str, labels: Translated) -> str:
    """The code of the theme that has one of these names, else of a new one. Raises TooManyThemes."""
    known = store.list_themes(session, round_id, question)
    names = {label.casefold() for label in labels.values()}
    for theme in known:
        if names & {label.casefold() for label in theme.labels.values()}:
            return theme.code
    if len(known) >= MOST_THEMES:
        raise TooManyThemes(str(MOST_THEMES))
    code = "t" + secrets.token_hex(CODE_BYTES)
    store.add_theme(session, round_id=round_id, question=question, code=code, labels=labels)
    return code


def checked_labels(labels: Translated) -> dict[str, str]:
    """The names that are not empty, neatly spaced. Raises ThemeUnnamed, ThemeNameTooLong."""
    plain = {language: " ".join(label.split()) for language, label in labels.items()}
    if not any(plain.values()):
        raise ThemeUnnamed
    if any(len(label) > LONGEST_LABEL for label in plain.values()):
        raise ThemeNameTooLong(str(LONGEST_LABEL))
    return {language: label for language, label in plain.items() if label}
