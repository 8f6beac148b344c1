"""Importing responses from KoboToolbox, ODK Central or a table: look at the columns, check, store.

Between the steps the server keeps nothing. The file is sent once; what is left of it without the columns that
identify goes back into the page, sealed so that only this session's next step can read it, and comes again
with each press. (Choosing the file anew at every step would be no safer, cost more mobile data, and let
another file slip in.)
"""

from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus

from flask import Blueprint, abort, current_app, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from cmm.domain.answer_sheet import AnswerSheet
from cmm.domain.delimited import LARGEST_FILE, TableRefused, TextTable
from cmm.domain.evidence.csv_file import write_csv
from cmm.domain.field_table import FieldTable, list_city_columns
from cmm.domain.questionnaire.model import Questionnaire, iterate_repeats
from cmm.domain.refusal import Refusal
from cmm.domain.sheet_columns import SheetColumns, match_columns
from cmm.domain.sheet_problems import SheetProblem
from cmm.domain.table_file import SheetNotChosen, read_file
from cmm.services.carried_tables import LARGEST_CARRIED, carry, name_carried, take_back
from cmm.services.clock import now, today
from cmm.services.import_responses import (
    CityChoice,
    check_import,
    check_table,
    city_test,
    count_by_city,
    count_known,
    find_asked,
    strip_import,
)
from cmm.services.import_tasks import ImportWork, begin_import
from cmm.services.task_threads import start_import
from cmm.web import database
from cmm.web.i18n import gettext as _
from cmm.web.office.import_choices import Decisions, build_choices, read_decisions
from cmm.web.office.import_words import group_left_out, name_target, tell_file, tell_how, tell_problem
from cmm.web.office.refusals import tell
from cmm.web.office.rounds import get_round
from cmm.web.office.sign_in import current_account, current_token, current_visit, require_role
from cmm.web.office.site import office_key

imports = Blueprint("imports", __name__)

Reply = Response | tuple[str, int]

LARGE = {f"office.imports.{step}" for step in ("receive", "check", "download_left_out", "store")}
"""Posts that may be as large as a table."""
BESIDE = 1_000_000
"""Bytes of a request beside the table."""
MOST_SHOWN = 100
"""Problems on the page; the list that can be downloaded has all of them."""


@dataclass(frozen=True, slots=True)
class Brought:
    """What a step was sent: the table, the columns as they are decided, and the decisions."""

    round_id: str
    questionnaire: Questionnaire
    found: FieldTable
    decisions: Decisions

    @property
    def table(self) -> TextTable:
        return self.found.table


def allow_large() -> None:
    """Before the form is read: those who are signed in may send a table to the steps that take one."""
    if request.endpoint in LARGE and (visit := current_visit()) and visit.proven:
        request.max_content_length = max(LARGEST_FILE, LARGEST_CARRIED) + BESIDE
        request.max_form_memory_size = LARGEST_CARRIED + BESIDE


@imports.get("/rounds/<round_id>/import")
def show_import(round_id: str) -> str:
    """Where a file is chosen."""
    return _start_page(round_id)


@imports.post("/rounds/<round_id>/import")
def receive(round_id: str) -> Reply:
    """Read the file in memory, take out what identifies, and show what each column is."""
    _get_round(round_id)
    sent, sheet = request.files.get("file"), request.form.get("sheet", "").strip()
    content = sent.read() if sent else b""
    if not content:
        return _start_page(round_id, refusal=_("Choose the file first.")), 422
    session = database.session()
    try:
        check_import(session, round_id=round_id)
        questionnaire = find_asked(session, round_id)
        repeats = [repeat.name for repeat in iterate_repeats(questionnaire.items)]
        table = read_file(content, sheet or None, repeats=repeats)
        found = strip_import(
            session, round_id=round_id, questionnaire=questionnaire, table=table, pepper=_pepper()
        )
        brought = Brought(
            round_id, questionnaire, found, _first_decisions(round_id, questionnaire, found.table)
        )
        return _preview_page(brought), 200
    except SheetNotChosen as refused:
        return _start_page(round_id, problems=refused.problems, sheets=refused.names), 422
    except TableRefused as refused:
        return _start_page(round_id, problems=refused.problems), 422
    except Refusal as refusal:
        return _start_page(round_id, refusal=tell(refusal)), 409


@imports.post("/rounds/<round_id>/import/check")
def check(round_id: str) -> Reply:
    """Read every row. While a column or the city is not decided, the columns are shown again."""
    try:
        brought = _take_back(round_id)
        if not brought.decisions.city:
            return _preview_page(brought, refusal=_("Say of which city the answers are.")), 422
        sheet = _check(brought)
        if not sheet.rows and sheet.columns.problems:
            return _preview_page(brought, refusal=_("Some columns are not decided yet.")), 422
        return _check_page(brought, sheet), 200
    except Refusal as refusal:
        return _start_page(round_id, refusal=tell(refusal)), 409


@imports.post("/rounds/<round_id>/import/left-out")
def download_left_out(round_id: str) -> Reply:
    """The list of rows that are not good, made in memory: row, column, and why; no answer of a person."""
    try:
        brought = _take_back(round_id)
        problems = _check(brought).problems
    except Refusal as refusal:
        return _start_page(round_id, refusal=tell(refusal)), 409
    lines = [
        (row, problem.column or "", tell_problem(problem, brought.questionnaire))
        for problem in problems
        for row in _rows_of(problem)
    ]
    lines.sort(key=lambda line: (isinstance(line[0], str), line[0] or 0))
    content = write_csv([(_("Row"), _("Column"), _("What is wrong")), *lines], excel=True)
    response = make_response(content)
    response.mimetype = "text/csv"
    response.headers["Content-Disposition"] = f'attachment; filename="left-out-{round_id}.csv"'
    return response


@imports.post("/rounds/<round_id>/import/storing")
def store(round_id: str) -> Reply:
    """Begin to seal and store, and lead to the page that says how far it is; so does a second press."""
    try:
        brought = _take_back(round_id)
        work = _work(brought)
        if begin_import(database.session(), work=work, now=now()):
            start_import(current_app.extensions["database"], work)
    except Refusal as refusal:
        return _start_page(round_id, refusal=tell(refusal)), 409
    return redirect(url_for("office.tasks.show_task", task_id=work.task_id), HTTPStatus.SEE_OTHER)


def _get_round(round_id: str) -> None:
    """403 and 404 for those who may not."""
    require_role("secretary", "coordinator")
    get_round(round_id)


def _pepper() -> bytes:
    return bytes(current_app.extensions["config"].pepper)


def _own_cities(round_id: str) -> list[tuple[str, Mapping[str, str]]]:
    """The cities of the round that the account works for, (code, names)."""
    account = current_account()
    return [(city.code, city.names) for city in get_round(round_id).cities if account.works_for({city.code})]


def _first_decisions(round_id: str, questionnaire: Questionnaire, table: TextTable) -> Decisions:
    """What is proposed before anybody chose: a column that holds cities, or the only city there is."""
    own = _own_cities(round_id)
    columns = _holding_cities(round_id, questionnaire, table)
    if columns:
        return Decisions(city_column=columns[0])
    return Decisions(city_code=own[0][0] if len(own) == 1 else "")


def _take_back(round_id: str) -> Brought:
    """What the page carried, with the decisions on it. Raises CarriedLost, and what check_import raises."""
    _get_round(round_id)
    session = database.session()
    check_import(session, round_id=round_id)
    found = take_back(
        request.form.get("table", ""), key=office_key(), token=current_token(), round_id=round_id
    )
    decisions = read_decisions(request.form, found.table.header)
    return Brought(round_id, find_asked(session, round_id), found, decisions)


def _cities_of(brought: Brought) -> CityChoice:
    among = {code for code, _names in _own_cities(brought.round_id)}
    decided = brought.decisions
    return CityChoice(decided.city_column or None, decided.city_code or None, among)


def _check(brought: Brought) -> AnswerSheet:
    return check_table(
        database.session(),
        round_id=brought.round_id,
        questionnaire=brought.questionnaire,
        table=brought.table,
        cities=_cities_of(brought),
        drop=brought.decisions.drop,
        chosen=brought.decisions.chosen,
        today=today(),
    )


def _work(brought: Brought) -> ImportWork:
    return ImportWork(
        task_id=name_carried(request.form["table"]),
        round_id=brought.round_id,
        account_id=current_account().account_id,
        today=today(),
        table=brought.table,
        cities=_cities_of(brought),
        drop=brought.decisions.drop,
        chosen=brought.decisions.chosen,
        take_good_rows=request.form.get("rows") == "good",
        pepper=_pepper(),
    )


def _rows_of(problem: SheetProblem) -> list[int | str]:
    rows = problem.facts.get("rows")
    if isinstance(rows, tuple):
        return list(rows)
    return [problem.row if problem.row is not None else ""]


def _start_page(
    round_id: str,
    *,
    refusal: str = "",
    problems: tuple[SheetProblem, ...] = (),
    sheets: tuple[str, ...] = (),
) -> str:
    _get_round(round_id)
    return render_template(
        "office/import.html",
        round=get_round(round_id),
        account=current_account(),
        refusal=refusal,
        problems=[tell_file(problem) for problem in problems[:MOST_SHOWN]],
        sheets=sheets,
        most_megabytes=LARGEST_FILE // 1_000_000,
    )


def _columns(brought: Brought) -> SheetColumns:
    decided = brought.decisions
    return match_columns(
        brought.table,
        brought.questionnaire,
        city_column=decided.city_column or None,
        drop=decided.drop,
        chosen=decided.chosen,
    )


def _preview_page(brought: Brought, *, refusal: str = "") -> str:
    """Raises CarriedTooLarge."""
    columns = _columns(brought)
    return render_template(
        "office/import_preview.html",
        **_page_of(brought),
        refusal=refusal,
        columns=columns,
        left_out=(*brought.found.left_out, *columns.left_out.values()),
        undecided=[
            (position, columns.header[position], _find_problem(columns, position))
            for position in columns.open
        ],
        hopeless=[problem for problem in columns.problems if problem.row is None or problem.column is None],
        city_columns=_city_columns(brought, columns),
        choices=build_choices(brought.questionnaire),
        distinct={position: _distinct(brought.table, position) for position in columns.open},
        tell_how=tell_how,
        name_target=name_target,
        group_left_out=group_left_out,
    )


def _city_columns(brought: Brought, columns: SheetColumns) -> list[str]:
    """Columns that may say the city: those that hold cities, then those that nobody knows."""
    cities = _holding_cities(brought.round_id, brought.questionnaire, brought.table)
    header = brought.table.header
    return list(dict.fromkeys((*cities, *(header[position] for position in columns.open))))


def _holding_cities(round_id: str, questionnaire: Questionnaire, table: TextTable) -> list[str]:
    """Columns that hold cities and answer no question."""
    answers = match_columns(table, questionnaire, city_column=None).matched
    taken = {table.header[position] for position in answers}
    found = list_city_columns(table, city_test(database.session(), round_id))
    return [header for header in found if header not in taken]


def _check_page(brought: Brought, sheet: AnswerSheet) -> str:
    """Raises CarriedTooLarge."""
    known = count_known(database.session(), round_id=brought.round_id, sheet=sheet, pepper=_pepper())
    return render_template(
        "office/import_check.html",
        **_page_of(brought),
        sheet=sheet,
        counts=count_by_city(sheet),
        known=known,
        bad=len(set(sheet.bad_rows)),
        shown=sorted(sheet.problems, key=lambda problem: problem.row or 0)[:MOST_SHOWN],
        left_out=(*brought.found.left_out, *sheet.columns.left_out.values()),
        group_left_out=group_left_out,
    )


def _page_of(brought: Brought) -> dict[str, object]:
    """What both pages need; the table is sealed anew each time."""
    carried = carry(brought.found, key=office_key(), token=current_token(), round_id=brought.round_id)
    return {
        "round": get_round(brought.round_id),
        "account": current_account(),
        "table": brought.table,
        "carried": carried,
        "has_identities": brought.found.has_identities,
        "decisions": brought.decisions,
        "cities": dict(_own_cities(brought.round_id)),
        "questionnaire": brought.questionnaire,
        "tell_problem": tell_problem,
    }


def _find_problem(columns: SheetColumns, position: int) -> SheetProblem:
    header = columns.header[position]
    return next((one for one in columns.problems if one.column == header), None) or abort(500)


def _distinct(table: TextTable, position: int) -> int:
    """How many different things stand in a column; no more is said of what it holds."""
    return len({cells[position].strip() for _, cells in table.rows} - {""})
