"""Exports as KoboToolbox and ODK Central write them, of invented answers to one of our questionnaires.

Column names follow kobotoolbox/formpack and getodk/central-backend: what the tools add, the groups before the
names, one column for several answers, one for each choice, or both.
"""

import csv
import datetime as dt
import io
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any
from uuid import UUID

from openpyxl import Workbook

from cmm.domain.answers import Answers, to_payload
from cmm.domain.questionnaire.model import Group, Item, Question, Questionnaire
from cmm.services.invented_answers import invent_answers

TODAY = dt.date(2026, 11, 22)
NOT_ASKED = ("note", "calculate")
SECRETS = (
    "collect:Xq8v0bZk21LmTT9a",
    "43.2389498",
    "76.8897094",
    "peer_monitor_7",
    "2026-11-20T14:05:11.000+05:00",
    "+7 701 123 45 67",
)
"""What the exports hold that nobody here may have."""


def write_book(sheets: Mapping[str, Sequence[Sequence[Any]]], hidden: Sequence[str] = ()) -> bytes:
    """An XLSX workbook with these sheets."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        sheet.sheet_state = "hidden" if name in hidden else "visible"
        for row in rows:
            sheet.append(row)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


@dataclass(frozen=True)
class Collected:
    """A response as it lies on the other server."""

    city: str
    answers: Answers
    uuid: str


def collect(
    questionnaire: Questionnaire, count: int, *, city: str = "almaty", seed: str = "1"
) -> list[Collected]:
    """Invented responses with identities that are the same in every run."""
    luck = Random(f"{seed} {city}")
    made = invent_answers(questionnaire, {city: count}, weights={}, seed=seed, today=TODAY)
    return [
        Collected(code, answers, str(UUID(int=luck.getrandbits(128), version=4))) for code, answers in made
    ]


def kobo_names(questionnaire: Questionnaire, people: Sequence[Collected], *, sign: str = "/") -> bytes:
    """XLSX with XML names and values, groups in the headers, several answers both ways, places, devices."""
    columns = [*_metadata(), *_questions(questionnaire, sign, joined=True, divided=True), *_kobo_columns()]
    return _write_xlsx(questionnaire.title.get("en", "export"), columns, people)


def kobo_labels(questionnaire: Questionnaire, people: Sequence[Collected], language: str) -> bytes:
    """CSV with labels, several answers joined by spaces only, divided by semicolons, UTF-8 with its mark."""
    columns = [*_labelled(questionnaire, language), *_kobo_columns()]
    return _write_csv(columns, people, delimiter=";").encode("utf-8-sig")


def central_zip(questionnaire: Questionnaire, people: Sequence[Collected]) -> bytes:
    """Central's zip: the answers with "-" between groups, several answers divided, and an attachment."""
    columns = [
        ("SubmissionDate", lambda one: "2026-11-20T09:05:11.112Z"),
        ("site_place-Latitude", lambda one: SECRETS[1]),
        ("site_place-Longitude", lambda one: SECRETS[2]),
        ("site_place-Altitude", lambda one: "812"),
        ("site_place-Accuracy", lambda one: "4.8"),
        *_questions(questionnaire, "-", joined=True, divided=True, part="/"),
        ("meta-instanceID", lambda one: f"uuid:{one.uuid}"),
        ("meta-instanceName", lambda one: "Aigerim"),
        ("KEY", lambda one: f"uuid:{one.uuid}"),
        ("SubmitterID", lambda one: "12"),
        ("SubmitterName", lambda one: SECRETS[3]),
        ("AttachmentsPresent", lambda one: "0"),
        ("AttachmentsExpected", lambda one: "0"),
        ("Status", lambda one: ""),
        ("ReviewState", lambda one: "approved"),
        ("DeviceID", lambda one: SECRETS[0]),
        ("Edits", lambda one: "0"),
        ("FormVersion", lambda one: "1"),
    ]
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("survey.csv", _write_csv(columns, people, delimiter=","))
        book.writestr("survey-visits.csv", "hours,PARENT_KEY,KEY\n2,uuid:1,uuid:1/visits[1]\n")
        book.writestr("media/1700000000000.jpg", b"\xff\xd8 a picture")
    return content.getvalue()


def excel_table(questionnaire: Questionnaire, people: Sequence[Collected]) -> bytes:
    """A table that somebody typed in a Russian Excel: windows-1251, semicolons, no identifiers, the city."""
    columns = [("Город", lambda one: one.city), *_questions(questionnaire, "/", joined=True, divided=False)]
    return _write_csv(
        [(name.rpartition("/")[2], value) for name, value in columns], people, delimiter=";"
    ).encode("cp1251")


Column = tuple[str, Callable[[Collected], Any]]


def _metadata() -> list[Column]:
    return [
        ("start", lambda one: dt.datetime(2026, 11, 20, 14, 5, 11)),
        ("end", lambda one: SECRETS[4]),
        ("deviceid", lambda one: SECRETS[0]),
        ("username", lambda one: SECRETS[3]),
        ("spot", lambda one: f"{SECRETS[1]} {SECRETS[2]} 812 4.8"),
        ("_spot_latitude", lambda one: float(SECRETS[1])),
        ("_spot_longitude", lambda one: float(SECRETS[2])),
        ("call_me", lambda one: SECRETS[5]),
    ]


def _kobo_columns() -> list[Column]:
    return [
        ("_id", lambda one: 418005221),
        ("_uuid", lambda one: one.uuid),
        ("_submission_time", lambda one: dt.datetime(2026, 11, 20, 9, 5, 12)),
        ("_validation_status", lambda one: ""),
        ("_notes", lambda one: ""),
        ("_status", lambda one: "submitted_via_web"),
        ("_submitted_by", lambda one: SECRETS[3]),
        ("__version__", lambda one: "vTqkz8JrSTqD"),
        ("_tags", lambda one: ""),
        ("meta/rootUuid", lambda one: f"uuid:{one.uuid}"),
        ("_index", lambda one: 1),
    ]


def _questions(
    questionnaire: Questionnaire, sign: str, *, joined: bool, divided: bool, part: str = ""
) -> Iterator[Column]:
    for groups, question in _asked(questionnaire.items, ()):
        header = sign.join((*groups, question.name))
        if question.type != "select_multiple" or joined:
            yield header, _value_of(question.name)
        if question.type == "select_multiple" and divided:
            for choice in questionnaire.choices_of(question):
                yield f"{header}{part or sign}{choice.name}", _flag_of(question.name, choice.name)


def _labelled(questionnaire: Questionnaire, language: str) -> Iterator[Column]:
    for _groups, question in _asked(questionnaire.items, ()):
        labels = {one.name: one.label.get(language, one.name) for one in questionnaire.choices_of(question)}
        yield question.label[language], _label_of(question.name, labels)


def _asked(items: Sequence[Item], groups: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Question]]:
    for item in items:
        if isinstance(item, Group):
            yield from _asked(item.items, (*groups, item.name))
        elif isinstance(item, Question) and item.type not in NOT_ASKED:
            yield groups, item


def _given(one: Collected, name: str) -> list[str]:
    """The raw values of an answer."""
    value = one.answers.values.get(name)
    if value is None:
        return []
    return [str(each) for each in value] if isinstance(value, tuple) else [str(value)]


def _value_of(name: str) -> Callable[[Collected], str]:
    return lambda one: " ".join(_given(one, name))


def _flag_of(name: str, choice: str) -> Callable[[Collected], Any]:
    return lambda one: ("1" if choice in _given(one, name) else "0") if _given(one, name) else ""


def _label_of(name: str, labels: Mapping[str, str]) -> Callable[[Collected], str]:
    return lambda one: " ".join(labels.get(each, each) for each in _given(one, name))


def _write_csv(columns: Sequence[Column], people: Sequence[Collected], *, delimiter: str) -> str:
    target = io.StringIO()
    writer = csv.writer(target, delimiter=delimiter)
    writer.writerow([name for name, _ in columns])
    writer.writerows([[value(one) for _, value in columns] for one in people])
    return target.getvalue()


def _write_xlsx(title: str, columns: Sequence[Column], people: Sequence[Collected]) -> bytes:
    rows = [[value(one) for _, value in columns] for one in people]
    return write_book({title.replace(":", "")[:30]: [[name for name, _ in columns], *rows]})


def payloads(people: Sequence[Collected]) -> list[Any]:
    """What the envelopes of these people hold, in the order of the people."""
    return [to_payload(one.answers) for one in people]
