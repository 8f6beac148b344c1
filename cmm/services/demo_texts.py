"""Invented texts for the demo: what invented people wrote, and how an invented secretary retold it."""

from dataclasses import replace

from sqlalchemy.orm import Session

from cmm.domain.answers import Answers
from cmm.domain.indicators import parse_indicators
from cmm.domain.language import Translated
from cmm.domain.questionnaire.survey_folder import Survey
from cmm.domain.texts.questions import list_text_questions
from cmm.services.texts import TextCode, open_texts, save_codes
from cmm.services.texts_in_snapshot import NOT_USABLE
from cmm.services.themes import add_theme, list_questions

EVERY = 4
"""One of so many invented people wrote something."""
QUEUES: Translated = {"ru": "Очереди и часы работы", "kk": "Кезек пен жұмыс уақыты", "en": "Queues and hours"}
DOSES: Translated = {"ru": "Доза на дом", "kk": "Дозаны үйге беру", "en": "Doses to take home"}
RESPECT: Translated = {"ru": "Отношение сотрудников", "kk": "Қызметкерлердің қарым-қатынасы", "en": "Respect"}

TEXTS: tuple[tuple[str, Translated | None, str, str], ...] = (
    (
        "Стоим по часу, а на работу опаздывать нельзя",
        QUEUES,
        "paraphrase",
        "Из-за очереди люди опаздывают на работу.",
    ),
    (
        "Пункт открыт только утром, вечером не попасть",
        QUEUES,
        "quote",
        "Пункт открыт только утром, вечером не попасть",
    ),
    ("Кезек ұзақ, қыста далада тұрамыз", QUEUES, "quote", "Кезек ұзақ, қыста далада тұрамыз"),
    ("Хотя бы в субботу открывались бы позже", QUEUES, "paraphrase", "В выходные хотят прийти позже."),
    (
        "Просил на выходные, отказали без объяснений",
        DOSES,
        "paraphrase",
        "Дозу на выходные не дают и не объясняют почему.",
    ),
    (
        "Если бы давали на дом, я бы нашёл нормальную работу",
        DOSES,
        "quote",
        "Если бы давали на дом, я бы нашёл нормальную работу",
    ),
    ("Үйге берсе, күнде жолға ақша кетпес еді", DOSES, "quote", "Үйге берсе, күнде жолға ақша кетпес еді"),
    (
        "Болел, а за дозой всё равно пришлось ехать",
        DOSES,
        "paraphrase",
        "За дозой приходится ехать и во время болезни.",
    ),
    ("Разговаривают как с преступниками", RESPECT, "quote", "Разговаривают как с преступниками"),
    ("При всех спрашивают про анализы", RESPECT, "paraphrase", "О здоровье спрашивают при посторонних."),
    ("Новая сестра вежливая, спасибо ей", RESPECT, "paraphrase", "Бывает и вежливо, и за это благодарны."),
    ("Дөрекі сөйлейді, құлақ аспайды", RESPECT, "count", ""),
    ("Всё нормально", None, "count", ""),
)
"""What was written, its theme (None: nothing to publish), what its author allows, words for the public."""


def add_invented_texts(survey: Survey, answers: list[tuple[str, Answers]]) -> None:
    """Give every fourth answer a text and what may be done with it, for the first question with texts."""
    asked = {question.name for question in survey.questionnaire.questions()}
    for question in list_text_questions(survey.questionnaire, parse_indicators(survey.indicators))[:1]:
        for number in range(0, len(answers), EVERY):
            city, one = answers[number]
            text, _, allowed, _ = TEXTS[number // EVERY % len(TEXTS)]
            use = {f"{question.name}_use": allowed} if f"{question.name}_use" in asked else {}
            answers[number] = city, replace(one, values={**one.values, question.name: text, **use})


def code_invented_texts(session: Session, *, round_id: str, account_id: str, passphrase: str) -> None:
    """Sort the texts by theme as a secretary does, through the same services."""
    for question in list_questions(session, round_id)[:1]:
        named = {"round_id": round_id, "question": question.name, "account_id": account_id}
        opened = open_texts(
            session, round_id=round_id, question=question.name, account_id=account_id, passphrase=passphrase
        )
        codes = {theme["ru"]: add_theme(session, **named, labels=theme) for theme in (QUEUES, DOSES, RESPECT)}
        known = {text: (theme, level, words) for text, theme, level, words in TEXTS}
        decided = []
        for one in opened.texts:
            theme, level, words = known[one.text]
            code = codes[theme["ru"]] if theme else NOT_USABLE
            decided.append(TextCode(one.key, code, level, words, confirmed=True))
        save_codes(session, **named, language="ru", codes=decided)
