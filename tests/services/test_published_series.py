"""Pages about a few rounds read these rounds, however many others there are."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event

from cmm.app import create_app
from cmm.services import published, published_series
from cmm.services.published_series import find_earlier, list_series
from tests.rules.filled import make_config
from tests.web.inspecting import client_of
from tests.web.series_rounds import publish

PAGES = (
    "/en/cities/almaty",
    "/en/services/small",
    "/en/services/small/indicators/site_closed",
    "/en/services/small/indicators/site_closed/trends/almaty.svg",
    "/en/regions/city",
    "/en/r/spring-0/almaty",
)
OTHERS = 12


@pytest.fixture
def app(migrated_sqlite: Path, tmp_path: Path) -> Iterator[Flask]:
    shutil.copy(migrated_sqlite, tmp_path / "cmm.sqlite")
    made = create_app(make_config(tmp_path))
    with made.extensions["database"].session() as session:
        for place in range(2):
            publish(session, f"spring-{place}", {"almaty": (20, 60)}, place=place)
        publish(session, "other", {"taraz": (20, 60)}, place=0, form_id="another")
    yield made
    made.extensions["database"].engine.dispose()


@contextmanager
def counted(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Snapshots that are parsed and statements that are sent meanwhile, with nothing kept but outlines."""
    found: list[str] = []
    engine, parse = app.extensions["database"].engine, published.parse_snapshot

    def note(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        found.append(statement)

    def note_parsed(data: bytes) -> Any:
        found.append("parsed")
        return parse(data)

    published._PARSED.clear()
    app.extensions.pop("ready_pages", None)
    app.extensions.pop("ready_pictures", None)
    monkeypatch.setattr(published, "parse_snapshot", note_parsed)
    event.listen(engine, "before_cursor_execute", note)
    yield found
    event.remove(engine, "before_cursor_execute", note)
    monkeypatch.setattr(published, "parse_snapshot", parse)


def test_a_page_costs_the_same_however_many_other_rounds_there_are(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = client_of(app)

    def cost() -> dict[str, tuple[int, int]]:
        found = {}
        for page in PAGES:
            with counted(app, monkeypatch) as seen:
                assert client.get(page).status_code == 200
            found[page] = (seen.count("parsed"), len(seen))
        return found

    cost()
    alone = cost()
    assert {parsed for parsed, _all in alone.values()} == {1, 2}, "none shows more than two rounds"
    with app.extensions["database"].session() as session:
        for place in range(OTHERS):
            publish(session, f"other-{place}", {"taraz": (20, 60)}, place=place, form_id="another")
    cost()  # once after each publication, what is new is read
    assert cost() == alone


def test_a_publication_makes_only_those_pages_anew_that_show_it(app: Flask) -> None:
    client = client_of(app)
    before = {page: client.get(page).headers["ETag"] for page in PAGES}
    pages = app.extensions["ready_pages"]
    kept = set(pages._kept)
    with app.extensions["database"].session() as session:
        publish(session, "another", {"taraz": (20, 60)}, place=9, form_id="another")
    assert {page: client.get(page).headers["ETag"] for page in PAGES} == before
    assert set(pages._kept) == kept


def test_outlines_say_what_the_snapshots_say(app: Flask) -> None:
    with app.extensions["database"].session() as session:
        publish(session, "newer", {"taraz": (20, 60)}, place=9, form_id="another", silent=["aktau"])
        published_series._OUTLINES.clear()
        for _ in range(2):  # read from the snapshots, then kept
            series = list_series(session)
            assert [each.form_id for each in series.rounds] == ["another", "small", "small", "another"]
            assert series.rounds[0].cities == {"taraz", "aktau"}
            for each in series.rounds:
                assert each.digest == each.snapshot.digest
                assert each.title == each.snapshot.title
                assert each.outline.indicators == {"site_closed"}
        newest = list_series(session, form_id="small").rounds[0]
        earlier = find_earlier(session, newest.snapshot)
        assert earlier
        assert earlier.round_id == "spring-0"
