"""Forms from the browser: all that is wrong is named, nothing is kept unasked, rounds keep their version."""

import io
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from cmm.domain.questionnaire.compiled import digest
from cmm.domain.questionnaire.survey_folder import read_survey
from cmm.paths import data_dir
from cmm.services.available_questionnaires import get_available, list_available
from cmm.services.imported_forms import (
    AlreadyKept,
    QuestionnaireInUse,
    QuestionnaireKnown,
    Upload,
    VersionTaken,
    add_import,
    discard_import,
    keep_import,
    read_upload,
)
from cmm.store.questionnaires import find_questionnaire
from cmm.store.rounds import get_round
from tests.factories import MONDAY, make_account, make_round
from tests.rules.checkout import ROOT

LIBRARY = data_dir("surveys")
FORM = """
| survey |
| | type | name | label::Русский (ru) | label::Қазақша (kk) | label::English (en) |
| | select_one yn | closed | Пункт был закрыт? | Пункт жабық болды ма? | Was the site closed? |
| | text | more | Что добавить? | Тағы не айтасыз? | Anything to add? |
| choices |
| | list_name | name | label::Русский (ru) | label::Қазақша (kk) | label::English (en) |
| | yn | yes | Да | Иә | Yes |
| | yn | no | Нет | Жоқ | No |
| settings |
| | form_title | form_id | version |
| | Пункты | sites | {version} |
"""
INDICATORS = """
[breakdowns.closed]

[[indicator]]
id = "site_closed"
question = "closed"
numerator = ["yes"]
dimension = "availability"
direction = "less_is_better"
label = {ru = "Закрыт", kk = "Жабық", en = "Closed"}
numerator_words = {ru = "да", kk = "иә", en = "yes"}
denominator_words = {ru = "все", kk = "бәрі", en = "all"}
"""


def form(version: str = "1") -> bytes:
    return FORM.format(version=version).encode()


def add(session: Session, account_id: str, version: str = "1", indicators: str = "") -> str:
    read = read_upload(Upload("sites.md", form(version), indicators.encode()))
    assert read.questionnaire, read.problems
    return add_import(
        session,
        questionnaire=read.questionnaire,
        indicators=read.indicators,
        account_id=account_id,
        library=LIBRARY,
    )


@pytest.fixture
def coordinator(sqlite_session: Session) -> str:
    return make_account(sqlite_session, "timur", role="coordinator").account_id


def test_every_problem_is_named_with_sheet_row_and_column() -> None:
    broken = form().replace(b"select_one yn", b"select_one nothing").replace("Да | Иә".encode(), b" | ")
    read = read_upload(Upload("sites.md", broken))
    assert read.questionnaire is None
    found = {(problem.sheet, problem.row, problem.column) for problem in read.problems if not problem.warning}
    assert any(sheet == "survey" and row and column for sheet, row, column in found)
    assert any(sheet == "choices" and row and column for sheet, row, column in found)


def test_a_workbook_is_read_in_memory() -> None:
    stream = io.BytesIO()
    workbook = xlsxwriter.Workbook(stream, {"in_memory": True})
    rows = {
        "survey": [["type", "name", "label"], ["select_one yn", "closed", "Closed?"]],
        "choices": [["list_name", "name", "label"], ["yn", "yes", "Yes"], ["yn", "no", "No"]],
        "settings": [["form_title", "form_id", "version"], ["Sites", "sites", "7"]],
    }
    for name, lines in rows.items():
        sheet = workbook.add_worksheet(name)
        for number, line in enumerate(lines):
            sheet.write_row(number, 0, line)
    workbook.close()
    read = read_upload(Upload("C:\\forms\\Sites.XLSX", stream.getvalue()))
    assert read.questionnaire
    assert (read.questionnaire.form_id, read.questionnaire.version) == ("sites", "7")


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("sites.docx", b"x"),
        ("sites", b"x"),
        ("", b"x"),
        ("sites.xlsx", b"no zip"),
        ("sites.xlsx", b"PK\x03\x04 no zip"),
        ("sites.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 broken"),
        ("sites.md", b""),
        ("sites.md", b"\xff\xfe"),
        ("sites.csv", b"a,b\n1,2\n"),
    ],
)
def test_what_is_no_form_is_refused_in_words(name: str, data: bytes) -> None:
    read = read_upload(Upload(name, data))
    assert read.questionnaire is None
    assert all(problem.message for problem in read.problems)
    assert read.problems


@given(st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
def test_no_indicators_file_breaks_the_import(data: bytes) -> None:
    read = read_upload(Upload("sites.md", form(), data))
    assert read.questionnaire or any(problem.sheet == "indicators.toml" for problem in read.problems)


@pytest.mark.parametrize(
    "indicators",
    [
        "bands = 3",
        "breakdowns = [1]",
        "indicator = 'x'",
        "[breakdowns]\nclosed = 5",
        "[breakdowns.closed]\ngroups = [{code = 'a', answers = ['yes'], label = 'x'}]",
        INDICATORS + "standard = 'WHO'",
        INDICATORS + "standard = {since = 2026-01-01}",
        INDICATORS.replace('"closed"', '"nothing"'),
        INDICATORS.replace("[breakdowns.closed]", "[breakdowns.more]"),
        "not toml",
    ],
)
def test_misshapen_indicators_are_refused_in_words(indicators: str) -> None:
    read = read_upload(Upload("sites.md", form(), indicators.encode()))
    assert read.questionnaire is None
    assert [problem.message for problem in read.problems if not problem.warning]


def test_an_import_is_looked_at_first_and_taken_by_rounds_when_it_is_kept(
    sqlite_session: Session, coordinator: str
) -> None:
    made = add(sqlite_session, coordinator, indicators=INDICATORS)
    one = get_available(sqlite_session, made, library=LIBRARY)
    assert (one.is_kept, one.imported_by, one.indicators, one.missing_languages) == (False, "timur", 1, ())
    assert [(each.question, each.groups) for each in one.breakdowns()] == [("closed", 2)]
    keep_import(sqlite_session, digest=made, account_id=coordinator, today=MONDAY)
    assert get_available(sqlite_session, made, library=LIBRARY).imported_on == MONDAY
    with pytest.raises(AlreadyKept):
        keep_import(sqlite_session, digest=made, account_id=coordinator, today=MONDAY)


def test_the_next_upload_takes_the_place_of_one_that_was_not_kept(
    sqlite_session: Session, coordinator: str
) -> None:
    first = add(sqlite_session, coordinator)
    second = add(sqlite_session, coordinator, version="2")
    assert find_questionnaire(sqlite_session, first) is None
    assert find_questionnaire(sqlite_session, second) is not None
    discard_import(sqlite_session, digest=second, account_id=coordinator)
    assert find_questionnaire(sqlite_session, second) is None


def test_a_changed_form_needs_a_new_version(sqlite_session: Session, coordinator: str) -> None:
    keep_import(sqlite_session, digest=add(sqlite_session, coordinator), account_id=coordinator, today=MONDAY)
    with pytest.raises(QuestionnaireKnown):
        add(sqlite_session, coordinator)
    changed = read_upload(Upload("sites.md", form().replace("Да".encode(), "Да, был".encode())))
    assert changed.questionnaire
    with pytest.raises(VersionTaken):
        add_import(
            sqlite_session,
            questionnaire=changed.questionnaire,
            indicators={},
            account_id=coordinator,
            library=LIBRARY,
        )


def test_what_came_with_the_program_is_not_imported_again(sqlite_session: Session, coordinator: str) -> None:
    own = next(iter(list_available(sqlite_session, library=LIBRARY)))
    with pytest.raises(QuestionnaireKnown):
        add_import(
            sqlite_session,
            questionnaire=own.questionnaire,
            indicators={},
            account_id=coordinator,
            library=LIBRARY,
        )


def test_a_round_keeps_its_version_while_a_newer_one_comes(sqlite_session: Session, coordinator: str) -> None:
    old = add(sqlite_session, coordinator)
    keep_import(sqlite_session, digest=old, account_id=coordinator, today=MONDAY)
    survey = get_available(sqlite_session, old, library=LIBRARY).survey
    make_round(sqlite_session, survey=survey, account_id=coordinator, access="link")
    new = add(sqlite_session, coordinator, version="2")
    keep_import(sqlite_session, digest=new, account_id=coordinator, today=MONDAY)
    assert new != old
    assert get_round(sqlite_session, "autumn").questionnaire_digest == old == digest(survey.questionnaire)
    with pytest.raises(QuestionnaireInUse):
        discard_import(sqlite_session, digest=old, account_id=coordinator)
    discard_import(sqlite_session, digest=new, account_id=coordinator)


def test_the_forms_of_the_zoo_are_read_from_memory_as_from_their_files() -> None:
    for path in sorted(Path(ROOT / "tests" / "forms").glob("*.md"))[:12]:
        from_memory = read_upload(Upload(path.name, path.read_bytes()))
        assert (from_memory.questionnaire is None) == path.name.startswith("refused"), path.name


def test_shared_questions_and_their_indicators_are_taken_from_the_library() -> None:
    name = "ost-satisfaction"
    data, indicators = ((LIBRARY / name / file).read_bytes() for file in ("form.md", "indicators.toml"))
    read = read_upload(Upload("form.md", data, indicators), LIBRARY)
    kept = read_survey(LIBRARY / name)
    assert read.questionnaire == kept.questionnaire
    assert read.indicators == kept.indicators
    unknown = indicators.replace(b"core.voice", b"core.choice")
    assert [problem.code for problem in read_upload(Upload("form.md", data, unknown), LIBRARY).problems] == [
        "unknown_include"
    ]
    assert read_upload(Upload("form.md", data)).questionnaire is None
