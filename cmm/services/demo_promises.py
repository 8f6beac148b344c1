"""Requests and promises of the demo: offices that do not exist, and what they never said."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy.orm import Session

from cmm.domain.language import Translated
from cmm.domain.promises import APPROVED, CONFIRMED, PROMISED, REPLIED, SAID_DONE, Event, NoEqualFigure
from cmm.domain.snapshot import EVERYWHERE
from cmm.services.duty_bearers import BearerFacts, add_duty_bearer
from cmm.services.promises import Ask, Finding, NoSuchFinding, open_request, record_event

REPLY_DAYS = timedelta(days=30)
INVENTED = {"ru": "придумано для примера", "kk": "мысал үшін ойдан шығарылған", "en": "invented example"}
CLINIC = {
    "ru": "Центр психического здоровья",
    "kk": "Психикалық денсаулық орталығы",
    "en": "Mental Health Centre",
}
MINISTRY = {
    "ru": "Министерство здравоохранения",
    "kk": "Денсаулық сақтау министрлігі",
    "en": "Ministry of Health",
}
OF_THE_CLINIC = {
    "ru": "Часы работы, запас лекарства, работа персонала",
    "kk": "Жұмыс уақыты, дәрі қоры, қызметкерлердің жұмысы",
    "en": "Opening hours, stock of the medicine, the work of the staff",
}
OF_THE_MINISTRY = {
    "ru": "Приказы о программе и её бюджет",
    "kk": "Бағдарлама туралы бұйрықтар және оның бюджеті",
    "en": "Orders about the programme and its budget",
}


@dataclass(frozen=True, slots=True)
class _Request:
    """What is asked where, `ago` days ago; `after` are events with how many days ago, their words and how
    many days a promise has.
    """

    place: str
    indicator: str
    words: Translated
    ago: int
    after: Sequence[tuple[str, int, str, int]] = ()
    of_all: bool = False
    approved: bool = True


EARLIER = (
    _Request(
        "almaty",
        "out_of_stock",
        {
            "ru": "Держать запас лекарства на месяц",
            "kk": "Дәрінің бір айлық қорын ұстау",
            "en": "Keep a month's stock of the medicine",
        },
        165,
        (
            (REPLIED, 150, "Придумано для примера: спасибо за ответы, мы проверили склад.", 0),
            (PROMISED, 150, "Придумано для примера: запас на месяц будет с июля.", 60),
            (SAID_DONE, 95, "Придумано для примера: запас на месяц есть.", 0),
            (CONFIRMED, 2, "", 0),
        ),
    ),
    _Request(
        "pavlodar",
        "missed_closed",
        {
            "ru": "Открывать пункт каждый день, и в праздники",
            "kk": "Пунктті күн сайын, мереке күндері де ашу",
            "en": "Open the site every day, holidays included",
        },
        120,
    ),
    _Request(
        "karaganda",
        "overheard",
        {
            "ru": "Разговаривать с врачом за закрытой дверью",
            "kk": "Дәрігермен есік жабық тұрып сөйлесу",
            "en": "Talk with the doctor behind a closed door",
        },
        140,
        ((REPLIED, 118, "Придумано для примера: отдельного кабинета пока нет.", 0),),
    ),
)
NEWER = (
    _Request(
        EVERYWHERE,
        "takehome_refused",
        {
            "ru": "Разрешить дозы на дом по ясным правилам",
            "kk": "Дозаны үйге анық ережемен беруге рұқсат ету",
            "en": "Allow doses to take home under clear rules",
        },
        3,
        of_all=True,
    ),
    _Request(
        "temirtau",
        "disrespect",
        {
            "ru": "Обучить персонал уважительному общению",
            "kk": "Қызметкерлерді сыйластықпен сөйлесуге үйрету",
            "en": "Train the staff in respectful talk",
        },
        1,
        approved=False,
    ),
)


def add_invented_promises(
    session: Session, *, rounds: Mapping[str, Sequence[_Request]], people: tuple[str, str], today: date
) -> None:
    """Fill the ledger. `rounds` are requests by the round they rest on, `people` who proposes and who
    approves. A request whose figure is not published is left out.
    """
    proposes, approves = people
    ministry = _add_office(session, approves, MINISTRY, "ministry", OF_THE_MINISTRY)
    clinic = _add_office(session, approves, CLINIC, "clinic", OF_THE_CLINIC, above=ministry)
    for round_id, requests in rounds.items():
        for request in requests:
            office = ministry if request.of_all else clinic
            promise_id = _ask(session, round_id, request, office, proposes, today)
            if promise_id and request.approved:
                on = today - timedelta(days=request.ago)
                _follow(session, promise_id, Event(APPROVED, on, on, approves), 1)
                _add_rest(session, promise_id, request, proposes, today)


def _add_office(
    session: Session, by: str, names: Translated, kind: str, mandate: Translated, *, above: str = ""
) -> str:
    marked = {code: f"{name} ({INVENTED[code]})" for code, name in names.items()}
    level = "country" if kind == "ministry" else "city"
    facts = BearerFacts(marked, kind, level, mandate, "office@example.org", (), above)
    return add_duty_bearer(session, account_id=by, facts=facts)


def _ask(session: Session, round_id: str, request: _Request, office: str, by: str, today: date) -> str | None:
    on = today - timedelta(days=request.ago)
    try:
        return open_request(
            session,
            account_id=by,
            finding=Finding(round_id, request.place, request.indicator),
            ask=Ask(office, request.words, on + REPLY_DAYS),
            today=on,
        )
    except NoSuchFinding:
        return None


def _add_rest(session: Session, promise_id: str, request: _Request, by: str, today: date) -> None:
    for seen, (kind, ago, words, days) in enumerate(request.after, start=2):
        on = today - timedelta(days=ago)
        due_on = on + timedelta(days=days) if kind == PROMISED else None
        _follow(session, promise_id, Event(kind, on, on, by, words=words, due_on=due_on), seen)


def _follow(session: Session, promise_id: str, event: Event, seen: int) -> None:
    """Clients confirm it only where the invented answers of the later round do, as everywhere."""
    with suppress(NoEqualFigure):
        record_event(session, promise_id=promise_id, event=event, seen=seen)
