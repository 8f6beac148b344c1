"""Coded texts in a candidate and in what is published: counted like answers, told only as allowed."""

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.orm import Session

from cmm.domain.disclosure.tables import NO_ANSWER
from cmm.domain.disclosure.themes import MOST_WORDS, OTHER
from cmm.domain.snapshot import canonical_bytes, figure_rows, hold_back
from cmm.services.publish import find_candidate, prepare_snapshot, publish_snapshot
from cmm.services.published import find_published
from cmm.services.resist_intruder import resist_intruder_again
from cmm.services.texts import TextCode
from cmm.services.themes import add_theme, list_themes, list_words, merge_themes
from cmm.store.database import Database
from tests.factories import PASSPHRASE, MadeRound, make_account, validate_all
from tests.services.test_publish import LATER, add_raw, seal
from tests.services.test_traces import search
from tests.services.texts_round import QUEUES, SECRET, code, make_texts_round, read, retell_all


def prepare(session: Session, made: MadeRound) -> dict[str, Any]:
    prepare_snapshot(
        session, round_id=made.round_id, account_id=made.account_id, passphrase=PASSPHRASE, today=LATER
    )
    candidate = find_candidate(session, made.round_id)
    assert candidate
    return dict(candidate.content)


def publish(session: Session, made: MadeRound, name: str = "second", reason: str = "") -> dict[str, Any]:
    validate_all(session, made.round_id, made.account_id)
    second = make_account(session, name, role="coordinator").account_id
    publish_snapshot(session, round_id=made.round_id, account_id=second, today=LATER, reason=reason)
    published = find_published(session, made.round_id)
    assert published
    return dict(published.content)


def test_themes_are_counted_and_some_texts_retold(session: Session) -> None:
    made = make_texts_round(session, QUEUES, use="paraphrase")
    retell_all(session, made)
    content = prepare(session, made)
    (theme,) = list_themes(session, made.round_id, "comment")
    (table,) = content["themes"]
    assert [answer["code"] for answer in table["answers"]] == [theme.code, OTHER, NO_ANSWER]
    assert (sum(table["counts"]), table["of"]) == (40, 40)
    assert table["counts"][0] in (10, 15)
    assert len(content["texts"]) == MOST_WORDS
    for text in content["texts"]:
        assert text.keys() == {"question", "theme", "kind", "words", "language"}
        assert (text["kind"], text["theme"], text["language"]) == ("paraphrase", theme.code, "ru")
    rows = [row for row in figure_rows(content, "ru") if row[1] == "comment"]
    assert next((row[0], row[3], row[7]) for row in rows) == ("ALL", table["counts"][0], "очереди")
    assert not any(text["words"] in str(row) for text in content["texts"] for row in rows)
    assert canonical_bytes(prepare(session, made)) == canonical_bytes(content), "the same again"
    resist_intruder_again(session, content)
    assert publish(session, made)["texts"] == content["texts"]


def test_nothing_is_told_while_nothing_is_coded(sqlite_session: Session) -> None:
    made = make_texts_round(sqlite_session, QUEUES)
    assert {"themes", "texts"}.isdisjoint(prepare(sqlite_session, made))


def test_under_thirty_responses_nothing_of_texts_is_told(sqlite_session: Session) -> None:
    made = make_texts_round(sqlite_session, QUEUES, silent=12)
    retell_all(sqlite_session, made)
    assert {"themes", "texts"}.isdisjoint(prepare(sqlite_session, made))


def test_words_beyond_what_the_author_allowed_are_never_published(sqlite_session: Session) -> None:
    """Whatever somebody sends to the office's address: the responses decide when a candidate is made."""
    made = make_texts_round(sqlite_session, QUEUES, use="paraphrase")
    for text in read(sqlite_session, made).texts:
        code(sqlite_session, made, TextCode(text.key, None, "quote", text.text, new_theme="очереди"))
    assert list_words(sqlite_session, made.round_id, "comment")
    content = prepare(sqlite_session, made)
    assert content["themes"]
    assert "texts" not in content
    assert not any(text in str(content) for text in QUEUES)


def test_rejected_envelopes_are_in_no_theme_and_have_no_words(sqlite_session: Session) -> None:
    made = make_texts_round(sqlite_session, QUEUES[:3])
    for number, text in enumerate(QUEUES[3:]):
        values = {"closed": "maybe" if number else "yes", "comment": text, "comment_use": "quote"}
        add_raw(sqlite_session, made, seal(sqlite_session, made, values))
    retell_all(sqlite_session, made)
    assert "themes" not in prepare(sqlite_session, made), "four texts are too few, fourteen would do"


def test_a_rare_theme_stands_with_the_others_and_without_words(sqlite_session: Session) -> None:
    made = make_texts_round(sqlite_session, [*QUEUES, "Страшная история"], silent=25)
    opened = read(sqlite_session, made).texts
    for text in opened:
        rare = text.text == "Страшная история"
        words = TextCode(text.key, None, "quote", text.text, new_theme="редкое" if rare else "очереди")
        assert not code(sqlite_session, made, words)
    content = prepare(sqlite_session, made)
    assert len(content["themes"][0]["answers"]) == 3
    assert not any(word in str(content) for word in ("редкое", "Страшная"))


def test_published_themes_stay_word_for_word_while_words_can_still_change(sqlite_session: Session) -> None:
    made = make_texts_round(sqlite_session, QUEUES, use="paraphrase")
    retell_all(sqlite_session, made)
    prepare(sqlite_session, made)
    first = publish(sqlite_session, made)
    named = {"round_id": made.round_id, "question": "comment", "account_id": made.account_id}
    (theme,) = list_themes(sqlite_session, made.round_id, "comment")
    other = add_theme(sqlite_session, **named, labels={"ru": "Ожидание"})
    merge_themes(sqlite_session, **named, code=theme.code, into=other)
    second = prepare(sqlite_session, made)
    assert second["themes"] == first["themes"]
    assert "texts" not in second, "the theme is gone, and its words with it"
    resist_intruder_again(sqlite_session, second)


def test_nothing_about_the_whole_round_is_left_when_a_city_is_held_back(sqlite_session: Session) -> None:
    made = make_texts_round(sqlite_session, QUEUES, use="paraphrase")
    retell_all(sqlite_session, made)
    content = prepare(sqlite_session, made)
    assert {"themes", "texts"} <= content.keys()
    assert {"themes", "texts"}.isdisjoint(hold_back(content, ["almaty"]))


@pytest.mark.parametrize("use", ["quote", "paraphrase"])
def test_no_file_keeps_a_text_that_was_read_and_coded(
    sqlite_session: Session, sqlite_database: Database, use: str, caplog: pytest.LogCaptureFixture
) -> None:
    path = sqlite_database.engine.url.database
    assert path
    made = make_texts_round(sqlite_session, [SECRET, *QUEUES], use=use)
    retell_all(sqlite_session, made)
    prepare(sqlite_session, made)
    publish(sqlite_session, made)
    originals = {text.encode() for text in (SECRET, "Сериковна", *QUEUES)}
    assert search(Path(path).parent, originals) == set()
    assert search(Path(path).parent, {"Люди ждут".encode()}), "what was written for the public is there"
    assert not any(text in caplog.text for text in ("Сериковна", *QUEUES))
