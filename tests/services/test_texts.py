"""Reading and coding texts: who sees what, what is kept, and what can never be found again."""

import pytest
from sqlalchemy.orm import Session

from cmm.domain.disclosure.themes import OTHER
from cmm.domain.round_state import RoundStillOpen
from cmm.domain.sealing import WrongPassphrase
from cmm.services.coupons import set_aside
from cmm.services.open_envelopes import NotAKeyHolder
from cmm.services.retention import wipe_round
from cmm.services.rounds import close_round
from cmm.services.texts import AT_ONCE, IDENTIFYING, TOO_LONG, UNTHEMED, WORDLESS, TextCode
from cmm.services.texts_in_snapshot import NOT_USABLE
from cmm.services.themes import (
    MOST_THEMES,
    NoSuchTextQuestion,
    NotACoder,
    ThemeNameTooLong,
    ThemeUnnamed,
    TooManyThemes,
    WordsIdentify,
    WordsTooLong,
    add_theme,
    change_words,
    forget_code,
    get_question,
    list_themes,
    list_words,
    merge_themes,
    rename_theme,
)
from cmm.store.coupons import list_batches
from cmm.store.texts import NoSuchCodedText, NoSuchTheme, list_coded_texts
from tests.factories import MadeRound, make_account, make_round
from tests.services.test_publish import add_raw, seal
from tests.services.texts_round import CLOSING, QUEUES, SECRET, answer, code, make_texts_round, read


def texts_of(session: Session, made: MadeRound) -> set[str]:
    return {text.text for text in read(session, made).texts}


def named(made: MadeRound) -> dict[str, str]:
    return {"round_id": made.round_id, "question": "comment", "account_id": made.account_id}


def test_a_key_holder_reads_texts_with_marks_and_what_is_allowed(session: Session) -> None:
    made = make_texts_round(session, ["Очереди", SECRET], silent=2)
    opened = read(session, made)
    assert not opened.more
    (marked,) = [text for text in opened.texts if text.spans]
    assert (marked.text, marked.allowed) == (SECRET, "quote")
    assert marked.redacted == "… налила мне …"
    assert SECRET not in repr(opened)


def test_texts_are_read_only_where_their_author_allowed_it(sqlite_session: Session) -> None:
    made = make_texts_round(sqlite_session, ["Цитируйте"], silent=0, closed=False)
    answer(sqlite_session, made, comment="Только посчитайте", comment_use="count")
    answer(sqlite_session, made, comment="Перескажите", comment_use="paraphrase")
    answer(sqlite_session, made, comment="Не ответил на вопрос")
    close_round(sqlite_session, round_id=made.round_id, today=CLOSING)
    allowed = {text.text: text.allowed for text in read(sqlite_session, made).texts}
    assert allowed == {"Цитируйте": "quote", "Только посчитайте": "count", "Перескажите": "paraphrase"}


def test_without_a_question_of_consent_nothing_is_quoted(sqlite_session: Session) -> None:
    made = make_texts_round(sqlite_session, ["Очереди"], silent=0, use=None)
    assert [text.allowed for text in read(sqlite_session, made).texts] == ["paraphrase"]


def test_rejected_envelopes_and_batches_set_aside_show_no_text(sqlite_session: Session) -> None:
    made = make_texts_round(sqlite_session, ["Первый", "Второй"], silent=0, access="coupon")
    add_raw(sqlite_session, made, seal(sqlite_session, made, {"closed": "maybe", "comment": "Чужой"}))
    assert texts_of(sqlite_session, made) == {"Первый", "Второй"}
    batches = list_batches(sqlite_session, made.round_id)
    (batch,) = [batch for batch in batches if batch.city_id == "shymkent"]
    set_aside(sqlite_session, batch_id=batch.batch_id, reason="found outside")
    assert texts_of(sqlite_session, made) == {"Второй"}


def test_texts_come_in_another_order_each_time(sqlite_session: Session) -> None:
    made = make_texts_round(sqlite_session, QUEUES, silent=0)
    orders = {tuple(text.text for text in read(sqlite_session, made).texts) for _ in range(4)}
    assert len(orders) > 1
    assert all(set(order) == set(QUEUES) for order in orders)


def test_the_same_text_has_another_key_in_another_round(sqlite_session: Session) -> None:
    one = make_texts_round(sqlite_session, ["Очереди"], silent=0)
    other = make_texts_round(
        sqlite_session, ["Очереди"], silent=0, round_id="winter", account_id=one.account_id
    )
    keys = [read(sqlite_session, made).texts[0].key for made in (one, one, other)]
    assert keys[0] == keys[1] != keys[2]


def test_at_most_fifty_are_shown_and_what_is_coded_is_not_shown_again(sqlite_session: Session) -> None:
    made = make_texts_round(sqlite_session, [f"Текст {'и' * number}" for number in range(1, 56)], silent=0)
    first = read(sqlite_session, made)
    assert (len(first.texts), first.more) == (AT_ONCE, True)
    assert not code(sqlite_session, made, *(TextCode(text.key, NOT_USABLE) for text in first.texts))
    second = read(sqlite_session, made)
    assert (len(second.texts), second.more) == (5, False)
    assert not code(sqlite_session, made, TextCode(second.texts[0].key, None))
    assert len(read(sqlite_session, made).texts) == 5, "what is undecided comes again"


def test_only_key_holders_who_work_in_the_office_read_texts(sqlite_session: Session) -> None:
    made = make_texts_round(sqlite_session, ["Очереди"], silent=0)
    with pytest.raises(WrongPassphrase):
        read(sqlite_session, made, passphrase="another passphrase entirely")
    other = make_account(sqlite_session, "dana")
    with pytest.raises(NotAKeyHolder):
        read(sqlite_session, made, account_id=other.account_id)
    reader = make_account(sqlite_session, "reader", role="reader").account_id
    with pytest.raises(NotACoder):
        read(sqlite_session, made, account_id=reader)
    with pytest.raises(NotACoder):
        add_theme(sqlite_session, **(named(made) | {"account_id": reader}), labels={"ru": "Очереди"})
    with pytest.raises(NoSuchTextQuestion):
        read(sqlite_session, made, question="closed")
    still_open = make_round(sqlite_session, round_id="open", account_id=made.account_id)
    with pytest.raises(RoundStillOpen):
        read(sqlite_session, still_open, question="more")


def test_words_that_may_identify_wait_until_somebody_confirms_them(sqlite_session: Session) -> None:
    made = make_texts_round(sqlite_session, ["Очереди"], silent=0)
    key = read(sqlite_session, made).texts[0].key
    words = "Медсестра в Almaty кричит"
    (doubt,) = code(sqlite_session, made, TextCode(key, OTHER, "paraphrase", words))
    assert (doubt.problem, [span.reason for span in doubt.spans]) == (IDENTIFYING, ["place"])
    assert list_words(sqlite_session, made.round_id, "comment") == []
    assert not code(sqlite_session, made, TextCode(key, OTHER, "paraphrase", words, confirmed=True))
    assert [one.words for one in list_words(sqlite_session, made.round_id, "comment")] == [words]


def test_what_is_incomplete_is_asked_again_and_the_rest_is_kept(sqlite_session: Session) -> None:
    made = make_texts_round(sqlite_session, QUEUES[:4], silent=0)
    keys = [text.key for text in read(sqlite_session, made).texts]
    doubts = code(
        sqlite_session,
        made,
        TextCode(keys[0], OTHER, "quote", " "),
        TextCode(keys[1], OTHER, "quote", "слова " * 100),
        TextCode(keys[2], None, "paraphrase", "без темы"),
        TextCode(keys[3], None, "paraphrase", "Долго  ждут", new_theme=" Очереди "),
    )
    assert [doubt.problem for doubt in doubts] == [WORDLESS, TOO_LONG, UNTHEMED]
    (kept,) = list_words(sqlite_session, made.round_id, "comment")
    (theme,) = list_themes(sqlite_session, made.round_id, "comment")
    assert (kept.words, kept.theme, theme.labels) == ("Долго ждут", theme.code, {"ru": "Очереди"})


def test_a_text_that_is_left_out_keeps_no_words(sqlite_session: Session) -> None:
    made = make_texts_round(sqlite_session, ["Очереди", "Часы"], silent=0)
    one, two = (text.key for text in read(sqlite_session, made).texts)
    code(sqlite_session, made, TextCode(one, NOT_USABLE, "quote", SECRET), TextCode(two, OTHER, words=SECRET))
    kept = list_coded_texts(sqlite_session, made.round_id, "comment")
    assert [(coded.level, coded.words) for coded in kept] == [("count", "")] * 2


def test_themes_are_named_put_together_and_never_too_many(sqlite_session: Session) -> None:
    made = make_texts_round(sqlite_session, ["Очереди", "Часы"], silent=0)
    queues = add_theme(sqlite_session, **named(made), labels={"ru": "Очереди", "kk": "", "en": "Queues"})
    assert add_theme(sqlite_session, **named(made), labels={"en": "queues"}) == queues
    hours = add_theme(sqlite_session, **named(made), labels={"ru": "Часы работы"})
    one, two = (text.key for text in read(sqlite_session, made).texts)
    code(sqlite_session, made, TextCode(one, queues), TextCode(two, hours))
    rename_theme(sqlite_session, **named(made), code=hours, labels={"ru": "Часы", "kk": "Уақыт"})
    merge_themes(sqlite_session, **named(made), code=queues, into=hours)
    assert [theme.labels for theme in list_themes(sqlite_session, made.round_id, "comment")] == [
        {"ru": "Часы", "kk": "Уақыт"}
    ]
    assert {coded.theme for coded in list_coded_texts(sqlite_session, made.round_id, "comment")} == {hours}
    merge_themes(sqlite_session, **named(made), code=hours, into=OTHER)
    assert {coded.theme for coded in list_coded_texts(sqlite_session, made.round_id, "comment")} == {OTHER}
    with pytest.raises(NoSuchTheme):
        merge_themes(sqlite_session, **named(made), code=hours, into=OTHER)
    with pytest.raises(ThemeUnnamed):
        add_theme(sqlite_session, **named(made), labels={"ru": " "})
    with pytest.raises(ThemeNameTooLong):
        add_theme(sqlite_session, **named(made), labels={"ru": "о" * 81})
    for number in range(MOST_THEMES):
        add_theme(sqlite_session, **named(made), labels={"ru": f"Тема {number}"})
    with pytest.raises(TooManyThemes):
        add_theme(sqlite_session, **named(made), labels={"ru": "Ещё одна"})


def test_words_are_changed_emptied_and_taken_back_without_the_passphrase(sqlite_session: Session) -> None:
    made = make_texts_round(sqlite_session, ["Очереди"], silent=0)
    key = read(sqlite_session, made).texts[0].key
    code(sqlite_session, made, TextCode(key, OTHER, "quote", "Очереди"))
    change = {**named(made), "key": key, "confirmed": False}
    change_words(sqlite_session, **change, words="Долгие  очереди")
    assert [one.words for one in list_words(sqlite_session, made.round_id, "comment")] == ["Долгие очереди"]
    with pytest.raises(WordsIdentify):
        change_words(sqlite_session, **change, words="Очередь на улице Абая")
    with pytest.raises(WordsTooLong):
        change_words(sqlite_session, **change, words="о" * 401)
    change_words(sqlite_session, **change, words="")
    assert [one.level for one in list_coded_texts(sqlite_session, made.round_id, "comment")] == ["count"]
    forget_code(sqlite_session, **named(made), key=key)
    assert texts_of(sqlite_session, made) == {"Очереди"}
    with pytest.raises(NoSuchCodedText):
        forget_code(sqlite_session, **named(made), key=key)


def test_when_the_sealed_answers_are_wiped_the_coding_goes_too(sqlite_session: Session) -> None:
    made = make_texts_round(sqlite_session, ["Очереди"], silent=0)
    key = read(sqlite_session, made).texts[0].key
    code(sqlite_session, made, TextCode(key, None, "quote", "Очереди", new_theme="Очереди"))
    wipe_round(sqlite_session, round_id=made.round_id)
    assert list_coded_texts(sqlite_session, made.round_id, "comment") == []
    assert list_themes(sqlite_session, made.round_id, "comment") == []
    assert get_question(sqlite_session, made.round_id, "comment").name == "comment"
