"""Every address of the site stands in one table with who may see it, and looking changes nothing."""

import re
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, url_for
from flask.testing import FlaskClient
from sqlalchemy import event
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from cmm.app import create_app
from cmm.store.database import Database
from cmm.web.assets import find_asset
from tests.rules.filled import ROLES, SAID, Filled, fill, make_config
from tests.web.inspecting import parse

Access = frozenset[str]

PUBLIC = frozenset({"everybody"})
RESPONDENT = frozenset({"respondent"})
FIELD_PASS = frozenset({"field pass"})
SIGN_IN = frozenset({"sign in"})
OFFICE = frozenset({"secretary", "coordinator", "reader"})
WORKING = frozenset({"secretary", "coordinator"})
COORDINATOR = frozenset({"coordinator"})
COORDINATOR_OR_READER = frozenset({"coordinator", "reader"})
THIS_MACHINE = frozenset({"this machine"})
"""Programs that watch over the machine, and nobody who comes from outside (`tests/web/test_watch.py`)."""
OWN = OFFICE
"""Every role, for the own account only."""


class WriteRefused(Exception):
    """A page that should only look tried to change the database."""


@dataclass(frozen=True)
class Route:
    """One endpoint: its methods and who may use it."""

    methods: str
    access: Access


ROUTES = {
    "front": Route("GET", PUBLIC),
    "watch.show_health": Route("GET", THIS_MACHINE),
    "watch.show_metrics": Route("GET", THIS_MACHINE),
    "assets.show_asset": Route("GET", PUBLIC),
    "dashboard.show_home": Route("GET", PUBLIC),
    "dashboard.show_privacy": Route("GET", PUBLIC),
    "dashboard.show_brief": Route("GET", PUBLIC),
    "dashboard.make_brief": Route("POST", PUBLIC),
    "dashboard.show_data": Route("GET", PUBLIC),
    "dashboard.show_feed": Route("GET", PUBLIC),
    "dashboard.show_sitemap": Route("GET", PUBLIC),
    "dashboard.show_robots": Route("GET", PUBLIC),
    "api.show_index": Route("GET", PUBLIC),
    "api.show_openapi": Route("GET", PUBLIC),
    "api.show_rounds": Route("GET", PUBLIC),
    "api.show_one_round": Route("GET", PUBLIC),
    "api.show_publications": Route("GET", PUBLIC),
    "api.show_publication": Route("GET", PUBLIC),
    "api.show_part": Route("GET", PUBLIC),
    "dashboard.show_city": Route("GET", PUBLIC),
    "dashboard.show_region": Route("GET", PUBLIC),
    "dashboard.show_country": Route("GET", PUBLIC),
    "dashboard.show_service": Route("GET", PUBLIC),
    "dashboard.show_indicator": Route("GET", PUBLIC),
    "dashboard.show_round": Route("GET", PUBLIC),
    "dashboard.show_unit": Route("GET", PUBLIC),
    "dashboard.compare_places_of_round": Route("GET", PUBLIC),
    "dashboard.show_edition": Route("GET", PUBLIC),
    "dashboard.show_edition_unit": Route("GET", PUBLIC),
    "dashboard.show_figure": Route("GET", PUBLIC),
    "dashboard.show_figure_picture": Route("GET", PUBLIC),
    "dashboard.show_figure_card": Route("GET", PUBLIC),
    "dashboard.show_place_card": Route("GET", PUBLIC),
    "dashboard.show_figure_embed": Route("GET", PUBLIC),
    "dashboard.show_question": Route("GET", PUBLIC),
    "dashboard.show_question_picture": Route("GET", PUBLIC),
    "dashboard.show_question_embed": Route("GET", PUBLIC),
    "dashboard.show_trend": Route("GET", PUBLIC),
    "dashboard.show_trend_picture": Route("GET", PUBLIC),
    "dashboard.show_trend_embed": Route("GET", PUBLIC),
    "dashboard.show_promises": Route("GET", PUBLIC),
    "dashboard.show_promise": Route("GET", PUBLIC),
    "dashboard.show_promise_card": Route("GET", PUBLIC),
    "dashboard.show_promise_file": Route("GET", PUBLIC),
    "dashboard.show_promise_feed": Route("GET", PUBLIC),
    "dashboard.show_city_promises": Route("GET", PUBLIC),
    "dashboard.download_meeting_pack": Route("GET", PUBLIC),
    "dashboard.show_indicator_chart": Route("GET", PUBLIC),
    "dashboard.show_question_chart": Route("GET", PUBLIC),
    "dashboard.download_figures": Route("GET", PUBLIC),
    "dashboard.show_snapshot": Route("GET", PUBLIC),
    "dashboard.show_pack": Route("GET", PUBLIC),
    "dashboard.download_pack": Route("GET", PUBLIC),
    "dashboard.show_verification": Route("GET", PUBLIC),
    "dashboard.check_pack": Route("POST", PUBLIC),
    "collect.show_survey": Route("GET", RESPONDENT),
    "collect.receive": Route("POST", RESPONDENT),
    "collect.show_thanks": Route("GET", RESPONDENT),
    "collect.receive_envelope": Route("POST", RESPONDENT),
    "collect.show_later": Route("GET", RESPONDENT),
    "collect.receive_later": Route("POST", RESPONDENT),
    "collect.show_paper": Route("GET", RESPONDENT),
    "collect.show_field": Route("GET", RESPONDENT),
    "collect.forget_field": Route("DELETE", RESPONDENT),
    "collect.show_field_worker": Route("GET", RESPONDENT),
    "collect.show_field_manifest": Route("GET", RESPONDENT),
    "collect.open_field_round": Route("POST", RESPONDENT),
    "collect.receive_from_field": Route("POST", RESPONDENT),
    "openrosa.show_about": Route("GET", RESPONDENT),
    "openrosa.show_list": Route("GET", FIELD_PASS),
    "openrosa.show_form": Route("GET", FIELD_PASS),
    "openrosa.show_manifest": Route("GET", FIELD_PASS),
    "openrosa.receive_submission": Route("POST", FIELD_PASS),
    "office.show_sign_in": Route("GET", SIGN_IN),
    "office.sign_in": Route("POST", SIGN_IN),
    "office.sign_out": Route("POST", SIGN_IN),
    "office.second_factor.ask": Route("GET", SIGN_IN),
    "office.second_factor.receive_code": Route("POST", SIGN_IN),
    "office.second_factor.receive_passkey": Route("POST", SIGN_IN),
    "office.second_factor.begin_set_up": Route("GET", SIGN_IN),
    "office.second_factor.take_app": Route("POST", SIGN_IN),
    "office.second_factor.take_passkey": Route("POST", SIGN_IN),
    "office.invitations.show_invitation": Route("GET", SIGN_IN),
    "office.invitations.accept": Route("POST", SIGN_IN),
    "office.accounts.show_accounts": Route("GET", COORDINATOR_OR_READER),
    "office.accounts.invite_one": Route("POST", COORDINATOR),
    "office.accounts.withdraw": Route("POST", COORDINATOR),
    "office.accounts.show_account": Route("GET", COORDINATOR_OR_READER),
    "office.accounts.change": Route("POST", COORDINATOR),
    "office.accounts.shut_out": Route("POST", COORDINATOR),
    "office.accounts.let_in": Route("POST", COORDINATOR),
    "office.accounts.reset": Route("POST", COORDINATOR),
    "office.accounts.forget_factors": Route("POST", COORDINATOR),
    "office.audit.show_audit": Route("GET", COORDINATOR),
    "office.keys.show_holders": Route("GET", OFFICE),
    "office.keys.hand_over": Route("POST", WORKING),
    "office.my_account.show": Route("GET", OFFICE),
    "office.my_account.set_password": Route("POST", OWN),
    "office.my_account.set_passphrase": Route("POST", OWN),
    "office.my_account.show_app": Route("GET", OFFICE),
    "office.my_account.set_app": Route("POST", OWN),
    "office.my_account.add_one": Route("POST", OWN),
    "office.my_account.remove_one": Route("POST", OWN),
    "office.my_account.set_recovery_codes": Route("POST", OWN),
    "office.my_account.set_reminders": Route("POST", OWN),
    "office.my_account.leave_everywhere": Route("POST", SIGN_IN),
    "office.rounds.show_rounds": Route("GET", OFFICE),
    "office.rounds.show_round": Route("GET", OFFICE),
    "office.rounds.confirm_closure": Route("GET", OFFICE),
    "office.rounds.change_state": Route("POST", WORKING),
    "office.rounds.show_guide": Route("GET", OFFICE),
    "office.progress.show_progress": Route("GET", OFFICE),
    "office.progress.change_alert": Route("POST", WORKING),
    "office.places.show_places": Route("GET", OFFICE),
    "office.places.add": Route("POST", COORDINATOR),
    "office.places.show_place": Route("GET", OFFICE),
    "office.places.change": Route("POST", COORDINATOR),
    "office.places.confirm_deletion": Route("GET", COORDINATOR),
    "office.places.delete": Route("POST", COORDINATOR),
    "office.places.change_help": Route("POST", WORKING),
    "office.places.add_one_site": Route("POST", WORKING),
    "office.places.rename": Route("POST", WORKING),
    "office.plan.begin": Route("POST", COORDINATOR),
    "office.plan.show_step": Route("GET", COORDINATOR),
    "office.plan.save_step": Route("POST", COORDINATOR),
    "office.plan.confirm_deletion": Route("GET", COORDINATOR),
    "office.plan.delete": Route("POST", COORDINATOR),
    "office.plan.make": Route("POST", COORDINATOR),
    "office.plan.confirm_replanning": Route("GET", COORDINATOR),
    "office.plan.replan": Route("POST", COORDINATOR),
    "office.questionnaires.show_all": Route("GET", OFFICE),
    "office.questionnaires.show_one": Route("GET", OFFICE),
    "office.questionnaires.show_phone": Route("GET", OFFICE),
    "office.questionnaires.show_import": Route("GET", COORDINATOR),
    "office.questionnaires.receive_import": Route("POST", COORDINATOR),
    "office.questionnaires.keep": Route("POST", COORDINATOR),
    "office.questionnaires.discard": Route("POST", COORDINATOR),
    "office.printing.download_paper": Route("GET", OFFICE),
    "office.printing.download_poster": Route("GET", OFFICE),
    "office.coupons.show_coupons": Route("GET", WORKING),
    "office.coupons.make": Route("POST", WORKING),
    "office.coupons.confirm_set_aside": Route("GET", WORKING),
    "office.coupons.set_one_aside": Route("POST", WORKING),
    "office.passes.show_passes": Route("GET", OFFICE),
    "office.passes.make": Route("POST", WORKING),
    "office.passes.revoke": Route("POST", WORKING),
    "office.imports.show_import": Route("GET", WORKING),
    "office.imports.receive": Route("POST", WORKING),
    "office.imports.check": Route("POST", WORKING),
    "office.imports.download_left_out": Route("POST", WORKING),
    "office.imports.store": Route("POST", WORKING),
    "office.preview.show_round": Route("GET", OFFICE),
    "office.preview.show_unit": Route("GET", OFFICE),
    "office.snapshots.prepare": Route("POST", WORKING),
    "office.tasks.show_task": Route("GET", OFFICE),
    "office.quality.show_quality": Route("GET", OFFICE),
    "office.snapshots.confirm_publication": Route("GET", WORKING),
    "office.snapshots.publish": Route("POST", WORKING),
    "office.snapshots.confirm_withdrawal": Route("GET", COORDINATOR),
    "office.snapshots.withdraw": Route("POST", COORDINATOR),
    "office.texts.show_questions": Route("GET", WORKING),
    "office.texts.show_question": Route("GET", WORKING),
    "office.texts.open_some": Route("POST", WORKING),
    "office.texts.save": Route("POST", WORKING),
    "office.texts.change_themes": Route("POST", WORKING),
    "office.texts.change_words": Route("POST", WORKING),
    "office.bearers.show_all": Route("GET", OFFICE),
    "office.bearers.show_new": Route("GET", WORKING),
    "office.bearers.add": Route("POST", WORKING),
    "office.bearers.show_one": Route("GET", WORKING),
    "office.bearers.change": Route("POST", WORKING),
    "office.findings.show_findings": Route("GET", OFFICE),
    "office.findings.show_request": Route("GET", WORKING),
    "office.findings.ask": Route("POST", WORKING),
    "office.promises.show_ledger": Route("GET", OFFICE),
    "office.promises.show_one": Route("GET", OFFICE),
    "office.promises.show_move": Route("GET", WORKING),
    "office.promises.make_move": Route("POST", WORKING),
    "office.promises.download_file": Route("GET", OFFICE),
    "office.promise_papers.download_poster": Route("GET", OFFICE),
    "office.promise_papers.download_letter": Route("GET", WORKING),
    "office.promise_papers.download_calendar": Route("GET", OFFICE),
    "office.reports.show_draft": Route("GET", OFFICE),
    "office.reports.save": Route("POST", WORKING),
    "office.reports.send": Route("POST", WORKING),
    "office.reports.set_aside": Route("POST", WORKING),
    "office.validation.show_meetings": Route("GET", OFFICE),
    "office.validation.show_city": Route("GET", OFFICE),
    "office.validation.add_meeting": Route("POST", WORKING),
    "office.validation.add_reply": Route("POST", WORKING),
}
ABOUT_A_ROUND = {"round_id", "batch_id", "pass_id", "task_id", "promise_id"}
"""Arguments of addresses that are about one round."""
NO_TEXT = {"application/pdf", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"}
"""Files that are looked at elsewhere."""
NUMBER = re.compile(r"\b\d+\b")
WRITING = ("INSERT", "UPDATE", "DELETE", "REPLACE", "CREATE", "DROP", "ALTER", "VACUUM", "TRUNCATE")


@pytest.fixture(scope="session")
def filled_once(migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Filled:
    folder = tmp_path_factory.mktemp("filled")
    shutil.copy(migrated_sqlite, folder / "cmm.sqlite")
    config = make_config(folder)
    database = Database(config.database_url)
    made = fill(database, config)
    database.engine.dispose()
    return made


@pytest.fixture
def filled(filled_once: Filled, tmp_path: Path) -> Filled:
    """An instance of its own for every test, because posts change it."""
    shutil.copy(filled_once.config.instance / "cmm.sqlite", tmp_path / "cmm.sqlite")
    return replace(filled_once, config=make_config(tmp_path))


@pytest.fixture
def app(filled: Filled) -> Iterator[Flask]:
    application = create_app(filled.config)
    yield application
    application.extensions["database"].engine.dispose()


@pytest.fixture
def without_tokens(app: Flask) -> Flask:
    """Form tokens off, so that roles alone decide."""
    app.config.update(WTF_CSRF_ENABLED=False, WTF_CSRF_METHODS=set())
    return app


def test_table_names_every_route_and_no_other(app: Flask) -> None:
    found = {rule.endpoint: _methods(rule) for rule in app.url_map.iter_rules()}
    assert found == {endpoint: route.methods for endpoint, route in ROUTES.items()}


def test_public_pages_and_respondents_need_no_session(app: Flask, filled: Filled) -> None:
    open_to_all = _addresses(app, filled, "GET", lambda access: access in (PUBLIC, RESPONDENT, SIGN_IN))
    answers = {address: app.test_client().get(address) for address in open_to_all}
    assert {address: answer.status for address, answer in answers.items() if answer.status_code >= 400} == {}
    cookies = [address for address, answer in answers.items() if "Set-Cookie" in answer.headers]
    assert [address for address in cookies if "/office/" not in address] == []
    assert [
        address for address, answer in answers.items() if "Cookie" in answer.headers.get("Vary", "")
    ] == cookies


def test_office_sends_strangers_to_the_sign_in_page(app: Flask, filled: Filled) -> None:
    for address in _addresses(app, filled, "GET", _is_office):
        answer = app.test_client().get(address)
        assert (answer.status_code, answer.location) == (302, "/ru/office/sign-in"), address


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_nothing_for_a_field_pass_opens_without_one(app: Flask, filled: Filled, method: str) -> None:
    addresses = _addresses(app, filled, method, lambda access: access == FIELD_PASS)
    assert addresses
    for address in addresses:
        assert app.test_client().open(address, method=method).status_code == 401, address


def test_office_refuses_a_post_without_its_token(app: Flask, filled: Filled) -> None:
    for address in _addresses(
        app, filled, "POST", lambda access: access not in (PUBLIC, RESPONDENT, FIELD_PASS)
    ):
        assert app.test_client().post(address).status_code == 400, address


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_roles_open_what_the_table_says(
    without_tokens: Flask, filled: Filled, role: str, method: str
) -> None:
    client = _signed_in(without_tokens, role, filled.password)
    for address in _addresses(without_tokens, filled, method, lambda who: _is_office(who) and role in who):
        answer = client.open(address, method=method)
        assert answer.status_code not in (401, 403), address
        assert "sign-in" not in (answer.location or ""), address


@pytest.mark.parametrize("role", ROLES)
def test_roles_are_refused_everything_else(without_tokens: Flask, filled: Filled, role: str) -> None:
    client = _signed_in(without_tokens, role, filled.password)
    for method in ("GET", "POST"):
        for address in _addresses(
            without_tokens, filled, method, lambda who: _is_office(who) and role not in who
        ):
            assert client.open(address, method=method).status_code == 403, address


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_secretary_of_no_city_of_a_round_is_refused_everything_about_it(
    without_tokens: Flask, filled: Filled, method: str
) -> None:
    client = _signed_in(without_tokens, "foreigner", filled.password)
    of_a_round = _office_routes(without_tokens, filled, method, ABOUT_A_ROUND)
    assert len(of_a_round) > 10
    statuses = {address: client.open(address, method=method).status_code for address in of_a_round}
    assert {address: status for address, status in statuses.items() if status != 403} == {}


def test_a_secretary_of_one_city_changes_nothing_in_another_city_of_the_same_round(
    without_tokens: Flask, filled: Filled
) -> None:
    client = _signed_in(without_tokens, "local", filled.password)
    of_a_city = _office_routes(without_tokens, filled, "POST", {"city_id"})
    assert of_a_city
    for address in of_a_city:
        own, other = client.post(address), client.post(address.replace("almaty", "shymkent"))
        assert (own.status_code == 403, other.status_code) == (False, 403), address


def test_no_office_page_tells_how_many_gave_an_answer(without_tokens: Flask, filled: Filled) -> None:
    """Also no refusal does, and nothing that is not a page; the published fives may stand there."""
    said = [Counter(each) for each in SAID.values()]
    exact = {str(count) for counts in (*said, sum(said, Counter())) for count in counts.values()}
    assert not any(int(count) % 5 == 0 for count in exact)
    client = _signed_in(without_tokens, "coordinator", filled.password)
    for method in ("GET", "POST"):
        for address in _addresses(without_tokens, filled, method, lambda access: access <= OFFICE):
            answer = client.open(address, method=method)
            if answer.mimetype not in NO_TEXT:
                assert not exact & set(NUMBER.findall(_words(answer))), address


@pytest.mark.parametrize("who", ["stranger", *ROLES])
def test_looking_writes_nothing(without_tokens: Flask, filled: Filled, who: str) -> None:
    known = who in ROLES
    client = _signed_in(without_tokens, who, filled.password) if known else without_tokens.test_client()
    with _written(without_tokens) as written:
        for address in _addresses(without_tokens, filled, "GET", lambda access: _may_look(access, who)):
            assert client.get(address).status_code < 400, address
    assert written == []


def test_what_the_public_sends_writes_nothing(app: Flask, filled: Filled) -> None:
    """A public page may be asked with a form; it needs no token, because it keeps and changes nothing."""
    asked = _addresses(app, filled, "POST", lambda access: access == PUBLIC)
    assert asked
    with _written(app) as written:
        for address in asked:
            answer = app.test_client().post(address, data={"round": filled.published_round})
            assert answer.status_code < 500, address
            assert "Set-Cookie" not in answer.headers, address
    assert written == []


def test_the_guard_of_writing_sees_a_write(without_tokens: Flask, filled: Filled) -> None:
    """So that an empty list above means something."""
    client = _signed_in(without_tokens, "coordinator", filled.password)
    with _written(without_tokens) as written:
        client.post(f"/ru/office/rounds/{filled.open_round}/pause")
    assert len(written) == 1


def _methods(rule: Rule) -> str:
    return " ".join(sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}))


def _may_look(access: Access, who: str) -> bool:
    """A stranger is sent to the sign-in page everywhere; a role is refused what others see."""
    return access != FIELD_PASS and (who == "stranger" or not _is_office(access) or who in access)


def _is_office(access: Access) -> bool:
    return access <= OFFICE


def _addresses(app: Flask, filled: Filled, method: str, wanted: Callable[[Access], bool]) -> list[str]:
    """Addresses of the filled instance, one for every route of `method` whose access is `wanted`."""
    rules = [rule for rule in app.url_map.iter_rules() if rule.endpoint in ROUTES]
    chosen = [rule for rule in rules if method in _methods(rule) and wanted(ROUTES[rule.endpoint].access)]
    with app.test_request_context():
        return [url_for(rule.endpoint, **_values(rule, filled)) for rule in chosen]


def _office_routes(app: Flask, filled: Filled, method: str, arguments: set[str]) -> list[str]:
    """Addresses behind the sign-in page that secretaries may use and that have one of the arguments."""
    rules = [rule for rule in app.url_map.iter_rules() if rule.endpoint in ROUTES]
    chosen = [
        rule
        for rule in rules
        if method in _methods(rule) and rule.arguments & arguments
        if _is_office(access := ROUTES[rule.endpoint].access) and "secretary" in access
    ]
    with app.test_request_context():
        return [url_for(rule.endpoint, **_values(rule, filled)) for rule in chosen]


def _words(answer: TestResponse) -> str:
    """What a person reads: of a page the text, of anything else all of it."""
    if answer.mimetype != "text/html" or not answer.data:
        return answer.get_data(as_text=True)
    return str(parse(answer).text_content())


def list_addresses(app: Flask, filled: Filled, language: str, *, office: bool) -> list[str]:
    """Everything that can be looked at in one language: behind the sign-in page, or before it."""
    found = _addresses(app, filled, "GET", lambda access: (access <= OFFICE) == office)
    return [f"/{language}/{address[4:]}" for address in found if address.startswith("/ru/")]


def _values(rule: Rule, filled: Filled) -> dict[str, Any]:
    icon = find_asset("icon.svg")
    assert icon
    is_asset = rule.endpoint.startswith("assets")
    known = {
        "language": "ru",
        "round_id": _round_of(rule.endpoint, filled),
        "digest": icon.digest if is_asset else filled.digest,
        "name": "icon.svg",
        "unit": "almaty",
        "place": "all",
        "publication": "newest",
        "part": "indicators",
        "indicator": "site_closed",
        "question": "more" if rule.endpoint.startswith("office.texts") else "closed",
        "change": "pause",
        "batch_id": filled.batch_id,
        "token": filled.invitation,
        "invitation_id": "0" * 64,
        "passkey_id": "none",
        "account_id": filled.other_account,
        "pass_id": filled.pass_id,
        "task_id": filled.task_id,
        "city_id": "almaty",
        "region_id": "south",
        "country": "KZ",
        "form_id": "small",
        "site_id": filled.site_id,
        "paper": "a4",
        "printed_in": "kk",
        "promise_id": filled.promise_id,
        "bearer_id": filled.bearer_id,
        "move": "replied",
        "kind": "pdf",
        "ending": "svg",
        "draft_id": filled.draft_id,
        "step": "check",
        "version": filled.questionnaire,
        "number": 3 if "promise" in rule.endpoint else 1,
    }
    return {name: known[name] for name in rule.arguments}


def _round_of(endpoint: str, filled: Filled) -> str:
    looking_back = (
        "api",
        "dashboard",
        "office.preview",
        "office.findings",
        "office.validation",
        "office.snapshots.confirm",
        "office.quality",
    )
    if endpoint.startswith(looking_back):
        return filled.published_round
    return filled.coupon_round if endpoint.startswith("office.coupons") else filled.open_round


@contextmanager
def _written(app: Flask) -> Iterator[list[str]]:
    """The verbs of statements that would change the database; each is refused."""
    seen: list[str] = []

    def refuse(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        verb = statement.split(maxsplit=1)[0].upper()
        if verb in WRITING:
            seen.append(verb)
            raise WriteRefused(verb)

    engine = app.extensions["database"].engine
    event.listen(engine, "before_cursor_execute", refuse)
    yield seen
    event.remove(engine, "before_cursor_execute", refuse)


def _signed_in(app: Flask, name: str, password: str) -> FlaskClient:
    client = app.test_client()
    answer = client.post("/ru/office/sign-in", data={"name": name, "password": password})
    assert answer.status_code == 302
    return client
