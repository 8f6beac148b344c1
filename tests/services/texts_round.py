"""A closed round in which people wrote texts, for the tests about texts."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy.orm import Session

from cmm.domain.questionnaire.model import Choice, Question, Questionnaire
from cmm.services.rounds import close_round
from cmm.services.texts import TextCode, TextsToCode, open_texts, save_codes
from tests.factories import MONDAY, PASSPHRASE, MadeRound, make_answers, make_round, submit

CLOSING = MONDAY + timedelta(days=14)
LABEL = {"ru": "Что добавить?", "kk": "Не қосасыз?", "en": "Anything to add?"}
QUEUES = [f"Очередь с утра, стоим {word}" for word in ("долго", "час", "на холоде", "каждый день", "стоя")]
QUEUES += [f"Большая очередь {word}" for word in ("всегда", "в обед", "и крик", "в мороз", "и теснота")]
QUEUES += [f"Кезек ұзақ, {word}" for word in ("шаршадық", "суық", "жалықтық", "орын жоқ")]
SECRET = "Айгуль Сериковна 12 марта налила мне 60 мг"
"""Tells who said it: for searching where it must not be."""


def make_form(*, with_use: bool = True) -> Questionnaire:
    use = Question("comment_use", "select_one", LABEL, list_name="use", relevant=["!=", ["$", "comment"], ""])
    return Questionnaire(
        "texts",
        "1",
        LABEL,
        ("ru", "kk", "en"),
        (
            Question("closed", "select_one", LABEL, list_name="yn", required=["true"]),
            Question("comment", "text", LABEL),
            *((use,) if with_use else ()),
        ),
        {
            "yn": tuple(Choice(name, LABEL) for name in ("yes", "no")),
            "use": tuple(Choice(name, LABEL) for name in ("count", "paraphrase", "quote")),
        },
    )


def answer(session: Session, made: MadeRound, city: str = "almaty", **values: Any) -> None:
    submit(session, made, city, answers=make_answers(closed="yes", **values))


def make_texts_round(
    session: Session,
    texts: Sequence[str] = (),
    *,
    silent: int = 26,
    use: str | None = "quote",
    round_id: str = "autumn",
    account_id: str | None = None,
    access: str = "link",
    closed: bool = True,
) -> MadeRound:
    """`silent` people of two cities wrote nothing; the authors of `texts` allow what `use` says."""
    form = make_form(with_use=use is not None)
    made = make_round(
        session,
        form,
        access=access,
        round_id=round_id,
        account_id=account_id,
        coupons_each=silent + len(texts),
    )
    for number in range(silent):
        answer(session, made, "almaty" if number % 2 else "shymkent")
    for number, text in enumerate(texts):
        allowed = {"comment_use": use} if use else {}
        answer(session, made, "almaty" if number % 2 else "shymkent", comment=text, **allowed)
    if closed:
        close_round(session, round_id=round_id, today=CLOSING)
    return made


def read(session: Session, made: MadeRound, **changes: str) -> TextsToCode:
    arguments = {"round_id": made.round_id, "account_id": made.account_id, "passphrase": PASSPHRASE}
    return open_texts(session, **(arguments | {"question": "comment"} | changes))


def code(session: Session, made: MadeRound, *codes: TextCode) -> list[Any]:
    return save_codes(
        session,
        round_id=made.round_id,
        question="comment",
        account_id=made.account_id,
        language="ru",
        codes=codes,
    )


def retell_all(session: Session, made: MadeRound, theme: str = "очереди") -> None:
    """Every text under one theme, each retold in words of its own."""
    for number, text in enumerate(read(session, made).texts):
        words = f"Люди ждут слишком долго: {'и' * (number + 1)}"
        assert not code(
            session, made, TextCode(text.key, None, "paraphrase", words, new_theme=theme, confirmed=True)
        )
