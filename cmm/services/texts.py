"""Free text: who writes for the public what a text is about, and what the office keeps of that.

Texts are shown once, in memory, to a holder of the round's key: those of one question in random order,
without any other answer and without their city. Kept are a keyed hash of the text, its theme, and the words
that a person wrote for the public.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from sqlalchemy.orm import Session

from cmm.domain.disclosure.themes import OTHER
from cmm.domain.questionnaire.compiled import from_json
from cmm.domain.texts.consent import LEVELS
from cmm.domain.texts.identifying import Span, find_identifying, find_in_words, redact
from cmm.domain.texts.keys import TextKeys
from cmm.domain.texts.reading import AllowedText, read_texts
from cmm.services.audit import note
from cmm.services.cluster import Cluster
from cmm.services.open_envelopes import OpenedRound, open_envelopes
from cmm.services.texts_in_snapshot import NOT_USABLE
from cmm.services.themes import (
    LONGEST_WORDS,
    check_coder,
    checked_labels,
    find_or_add_theme,
    get_question,
    list_place_names,
)
from cmm.services.transaction import transaction
from cmm.store import rounds
from cmm.store import texts as store
from cmm.store.questionnaires import get_questionnaire
from cmm.store.texts import CodedText

AT_ONCE = 50
"""So many texts are shown at once."""

UNTHEMED, WORDLESS, TOO_LONG, IDENTIFYING = "unthemed", "wordless", "too_long", "identifying"
"""What can be wrong with one coded text."""


@dataclass(frozen=True, slots=True)
class TextToCode:
    """A text as it is shown once. `redacted` has a gap in the place of every span."""

    key: bytes
    text: str = field(repr=False)
    spans: Sequence[Span]
    allowed: str
    redacted: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class TextsToCode:
    """At most AT_ONCE texts that are not coded yet; `more` tells whether others are left."""

    texts: Sequence[TextToCode]
    more: bool


@dataclass(frozen=True, slots=True)
class TextCode:
    """What a person decided about one text: `theme` is a code, NOT_USABLE, or None while it is undecided;
    `new_theme` is the name of a theme to make. `confirmed`: the words identify nobody, a person says.
    """

    key: bytes
    theme: str | None
    level: str = "count"
    words: str = ""
    new_theme: str = ""
    confirmed: bool = False


@dataclass(frozen=True, slots=True)
class Doubt:
    """A code that was not kept, and why; `spans` mark the words when they may identify."""

    code: TextCode
    problem: str
    spans: Sequence[Span] = ()


def open_texts(
    session: Session,
    *,
    round_id: str,
    question: str,
    account_id: str,
    passphrase: str,
    cluster: Cluster | None = None,
) -> TextsToCode:
    """Open the envelopes for a moment and show texts of one question that are not coded yet.

    Raises what open_envelopes raises, NoSuchTextQuestion, NotACoder.
    """
    check_coder(session, account_id)
    get_question(session, round_id, question)
    opened = open_envelopes(
        session, round_id=round_id, account_id=account_id, passphrase=passphrase, cluster=cluster
    )
    found = _read(session, opened, question)
    known = {coded.text_key for coded in store.list_coded_texts(session, round_id, question)}
    left = [text for key, text in found.items() if key not in known]
    secrets.SystemRandom().shuffle(left)
    places = list_place_names(session, round_id)
    _note_opening(session, account_id, round_id)
    return TextsToCode([_show(text, places) for text in left[:AT_ONCE]], more=len(left) > AT_ONCE)


@transaction
def save_codes(
    session: Session,
    *,
    round_id: str,
    question: str,
    account_id: str,
    language: str,
    codes: Sequence[TextCode],
) -> list[Doubt]:
    """Keep what was decided; return what could not be kept. Undecided texts are passed over.

    New themes get their name in `language`. Raises NoSuchRound, NoSuchTextQuestion, NotACoder, NoSuchTheme,
    ThemeNameTooLong, TooManyThemes.
    """
    check_coder(session, account_id)
    get_question(session, round_id, question)
    places = list_place_names(session, round_id)
    doubts = []
    for sent in codes:
        code = replace(sent, words=" ".join(sent.words.split()))
        if code.theme is None and not code.new_theme.strip():
            doubts += [Doubt(code, UNTHEMED)] if code.level in LEVELS[1:] else []
            continue
        if doubt := _find_doubt(code, places):
            doubts.append(doubt)
        else:
            _keep(session, round_id, question, account_id, language, code)
    note(session, account_id, "texts_coded", round_id, question=question)
    return doubts


def _read(session: Session, opened: OpenedRound, question: str) -> dict[bytes, AllowedText]:
    row = rounds.get_round(session, opened.round_id)
    questionnaire = from_json(get_questionnaire(session, row.questionnaire_digest).compiled)
    return dict(read_texts(questionnaire, opened.responses.texts, question, TextKeys(opened.private_key)))


@transaction
def _note_opening(session: Session, account_id: str, round_id: str) -> None:
    note(session, account_id, "texts_opened", round_id)


def _show(text: AllowedText, places: Sequence[str]) -> TextToCode:
    spans = find_identifying(text.text, places)
    return TextToCode(text.key, text.text, spans, text.allowed, redact(text.text, spans))


def _find_doubt(code: TextCode, places: Sequence[str]) -> Doubt | None:
    if code.theme == NOT_USABLE or code.level not in LEVELS[1:]:
        return None
    if not code.words:
        return Doubt(code, WORDLESS)
    if len(code.words) > LONGEST_WORDS:
        return Doubt(code, TOO_LONG)
    spans = find_in_words(code.words, places)
    return Doubt(code, IDENTIFYING, spans) if spans and not code.confirmed else None


def _keep(
    session: Session, round_id: str, question: str, account_id: str, language: str, code: TextCode
) -> None:
    theme = code.theme
    if code.new_theme.strip():
        theme = find_or_add_theme(session, round_id, question, checked_labels({language: code.new_theme}))
    elif theme not in (NOT_USABLE, OTHER):
        store.get_theme(session, round_id, question, theme or "")
    is_told = theme != NOT_USABLE and code.level in LEVELS[1:]
    coded = CodedText(
        round_id=round_id,
        question=question,
        text_key=code.key,
        theme=theme,
        level=code.level if is_told else "count",
        words=code.words if is_told else "",
        coded_by=account_id,
    )
    store.set_coded_text(session, coded)
