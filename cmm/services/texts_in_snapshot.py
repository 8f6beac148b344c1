"""What of coded texts goes into a candidate: themes counted for the whole round, and words for them."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.orm import Session

from cmm.domain.disclosure.intruder.whole_round import attack_whole_round
from cmm.domain.disclosure.lottery import Lottery
from cmm.domain.disclosure.tables import ProtectedTable
from cmm.domain.disclosure.themes import OTHER, protect_themes, room_needed
from cmm.domain.indicators import IndicatorSet, build_counting
from cmm.domain.language import Translated
from cmm.domain.questionnaire.model import Question, Questionnaire
from cmm.domain.texts.consent import lower_level
from cmm.domain.texts.keys import TextKeys
from cmm.domain.texts.published import WrittenWords, choose_words, describe_themes
from cmm.domain.texts.questions import list_text_questions
from cmm.domain.texts.reading import AllowedText, read_texts
from cmm.services.open_envelopes import OpenedRound
from cmm.store import texts as store

Json = Mapping[str, Any]

NOT_USABLE = ""
"""Theme of a text that was read and is not published in any way."""


@dataclass(frozen=True, slots=True)
class Coding:
    """How the texts of a round were coded: labels by question and theme, and what was written by question and
    key of the text.
    """

    themes: Mapping[str, Mapping[str, Translated]]
    written: Mapping[str, Mapping[bytes, WrittenWords]] = field(repr=False)


def read_coding(session: Session, round_id: str) -> Coding:
    """Everything that was coded in a round."""
    themes: dict[str, dict[str, Translated]] = {}
    for theme in store.list_themes_of_round(session, round_id):
        themes.setdefault(theme.question, {})[theme.code] = theme.labels
    written: dict[str, dict[bytes, WrittenWords]] = {}
    for coded in store.list_coded_texts_of_round(session, round_id):
        words = WrittenWords(coded.theme, coded.level, coded.words)
        written.setdefault(coded.question, {})[coded.text_key] = words
    return Coding(themes, written)


def add_texts(
    content: dict[str, Any],
    coding: Coding,
    opened: OpenedRound,
    questionnaire: Questionnaire,
    indicator_set: IndicatorSet,
    earlier: Sequence[Json],
) -> dict[str, Any]:
    """The content with the parts "themes" and "texts", if there is anything to tell.

    `earlier` are all snapshots of the round. Themes that were published before stay word for word. Themes
    that the intruder can use are left out: they are an extra, and nothing else depends on them.
    """
    if not coding.written:
        return content
    room = _room(content, questionnaire, indicator_set)
    themes: list[dict[str, Any]] = []
    words: list[dict[str, Any]] = []
    for question in list_text_questions(questionnaire, indicator_set):
        found = read_texts(questionnaire, opened.responses.texts, question.name, TextKeys(opened.private_key))
        written = coding.written.get(question.name, {})
        known = coding.themes.get(question.name, {})
        table = _find_published(earlier, question.name)
        if table is None:
            protected = _protect(question, _count(found, written, known), len(opened.responses), opened, room)
            table = describe_themes(protected, question.label, known) if protected else None
        if table:
            themes.append(table)
            words += choose_words(table, _publishable(found, written), content["languages"])
    return content | ({"themes": themes} if themes else {}) | ({"texts": words} if words else {})


def _count(
    found: Mapping[bytes, AllowedText], written: Mapping[bytes, WrittenWords], known: Mapping[str, Translated]
) -> dict[str, int]:
    """People by theme. Who wrote a text that is not coded, or not usable, has none."""
    counts = Counter[str]()
    for key, text in found.items():
        theme = written[key].theme if key in written else NOT_USABLE
        if theme in known or theme == OTHER:
            counts[theme] += text.people
    return dict(counts)


def _publishable(
    found: Mapping[bytes, AllowedText], written: Mapping[bytes, WrittenWords]
) -> list[WrittenWords]:
    """Words of texts that are counted and whose authors allow as much."""
    return [
        words
        for key, words in written.items()
        if key in found and words.words and lower_level(words.level, found[key].allowed) == words.level
    ]


def _find_published(earlier: Sequence[Json], question: str) -> dict[str, Any] | None:
    tables = [table for content in earlier for table in content.get("themes", ())]
    return next((dict(table) for table in reversed(tables) if table["question"] == question), None)


def _protect(
    question: Question, counts: Mapping[str, int], responses: int, opened: OpenedRound, room: int
) -> ProtectedTable | None:
    lottery = Lottery(opened.lottery_secret, opened.round_id)
    table = protect_themes(question.name, counts, responses, lottery, room=room)
    return None if table is None or attack_whole_round(table, responses) else table


def _room(content: Json, questionnaire: Questionnaire, indicator_set: IndicatorSet) -> int:
    """Without a door everybody passed, and nobody can be told to have stopped."""
    if build_counting(questionnaire, indicator_set).routes.door is None:
        return 0
    stopped = sum(unit["responses"] - unit["answered"] for unit in content["units"])
    return room_needed(stopped, len(content["units"]))
