"""Backups: nothing is written to a disk on the way, and a backup is restored whole or not at all."""

import json
import resource
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from io import BytesIO
from pathlib import Path
from shutil import copy

import pytest
from sqlalchemy import select

from cmm.domain.backup_keys import make_key
from cmm.domain.backup_stream import (
    FORMAT,
    MARK,
    BackupDamaged,
    Heading,
    NotABackup,
    read_heading,
    write_stream,
)
from cmm.domain.row_text import Row
from cmm.services.backup_seal import seal
from cmm.services.backups import NotWiped, create_backup, drill_backup, restore_backup
from cmm.services.transaction import StorageUnavailable
from cmm.store.backup_files import write_missing_files
from cmm.store.database import Database, head_revision, making_tables, upgrade_within
from cmm.store.models import Envelope
from cmm.store.whole import Tables
from tests.small_instance import Small

SECRET, PUBLIC = make_key()
TODAY = date(2026, 11, 22)


@pytest.fixture
def source(small_instance: tuple[Path, Small], tmp_path: Path) -> Iterator[Database]:
    database = Database(f"sqlite:///{copy(small_instance[0], tmp_path / 'cmm.sqlite')}")
    yield database
    database.engine.dispose()


def ignore(done: int, total: int) -> None:
    """Nobody looks."""


def make(source: Database) -> bytes:
    file = BytesIO()
    files = {"cmm.env": "CMM_SECRET_KEY=x\n"}
    create_backup(source, file, recipients=[PUBLIC], files=files, today=TODAY, progress=ignore)
    return file.getvalue()


@contextmanager
def writing_nothing() -> Iterator[None]:
    """No process may make any file longer meanwhile, temporary ones included."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_nothing_is_written_to_a_disk_while_a_backup_is_made_and_tried(
    source: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with writing_nothing(), pytest.raises(OSError, match="File too large"):
        (tmp_path / "file").write_bytes(b"x")
    monkeypatch.setattr(
        "cmm.services.backups.mix_open_rounds", lambda session: []
    )  # it rewrites the database
    with writing_nothing():
        content = make(source)
        assert drill_backup(BytesIO(content), SECRET, progress=ignore).counts["survey_round"] == 3


def test_a_backup_mixes_first_and_two_of_them_have_no_byte_in_common(source: Database) -> None:
    with source.session() as session:
        before = set(session.scalars(select(Envelope.envelope_key)))
    mixed: list[object] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("cmm.services.backups.mix_open_rounds", mixed.append)
        first, second = make(source), make(source)
    assert len(mixed) == 2
    assert first[400:4000] != second[400:4000]
    assert not [key for key in before if key in first]


def test_an_interrupted_restore_leaves_nothing(source: Database, tmp_path: Path) -> None:
    def interrupt(done: int, total: int) -> None:
        if done > total // 2:
            raise KeyboardInterrupt

    url, file = f"sqlite:///{tmp_path / 'new.sqlite'}", BytesIO(make(source))
    with pytest.raises(KeyboardInterrupt):
        restore_backup(file, SECRET, url=url, keep_days=30, today=TODAY, progress=interrupt)
    assert not list(tmp_path.glob("new*"))
    file.seek(0)
    restore_backup(file, SECRET, url=url, keep_days=30, today=TODAY, progress=ignore)


@pytest.mark.parametrize(
    "chunks",
    [
        [("no_such_table", [("a",)])],
        [("city", [("too", "few")])],
        [("snapshot", [(b"{}", "0" * 64, 1, "a1", TODAY, "", "autumn")])],
    ],
)
def test_a_file_that_somebody_else_sealed_to_our_key_is_looked_at_twice(
    chunks: list[tuple[str, list[Row]]],
) -> None:
    """Age does not say who sealed a file: whoever knows the public key can make one."""
    with making_tables("sqlite://") as connection:
        upgrade_within(connection)
        shape = Tables(connection).shape
    file = BytesIO()
    heading = Heading(head_revision() or "", "2026-11-22", 1, shape, {})
    seal(write_stream(heading, chunks), [PUBLIC], file)
    file.seek(0)
    with pytest.raises(BackupDamaged):
        drill_backup(file, SECRET, progress=ignore)


@pytest.mark.parametrize(
    "line",
    [
        b'["rows","city"]',
        b'["rows","city",[["x"]],1]',
        b'["rows",["city"],[]]',
        b"7",
        b"[" * 100_000,
        b'["rows","snapshot",[["e30=","x",1,"a","no day","","autumn"]]]',
        b'["rows","coupon",[[null,null,null,null,null]]]',
    ],
)
def test_a_forged_line_is_damage_and_no_fault_of_the_program(line: bytes) -> None:
    with making_tables("sqlite://") as connection:
        upgrade_within(connection)
        shape = Tables(connection).shape
    first = next(iter(write_stream(Heading(head_revision() or "", "2026-11-22", 1, shape, {}), [])))
    file = BytesIO()
    seal([first, line, b"\n"], [PUBLIC], file)
    file.seek(0)
    with pytest.raises(BackupDamaged):
        drill_backup(file, SECRET, progress=ignore)


def test_rows_that_point_to_nothing_are_damage(source: Database, tmp_path: Path) -> None:
    with making_tables("sqlite://") as connection:
        upgrade_within(connection)
        shape = Tables(connection).shape
    values = {"session_id": "0" * 64, "account_id": "nobody"}
    row = tuple(values.get(name, 1) for name in shape["office_session"])
    heading = Heading(head_revision() or "", "2026-11-22", 1, shape, {})
    file = BytesIO()
    seal(write_stream(heading, [("office_session", [row])]), [PUBLIC], file)
    file.seek(0)
    url = f"sqlite:///{tmp_path / 'new.sqlite'}"
    with pytest.raises(BackupDamaged):
        drill_backup(file, SECRET, progress=ignore)
    file.seek(0)
    with pytest.raises(BackupDamaged):
        restore_backup(file, SECRET, url=url, keep_days=30, today=TODAY, progress=ignore)
    assert not list(tmp_path.glob("new*"))


@pytest.mark.parametrize(
    "heading", [{"files": 3}, {"files": {"cmm.env": 3}}, {"columns": []}, {"revision": 5}]
)
def test_a_forged_heading_is_none_of_ours(heading: dict[str, object]) -> None:
    whole = {"revision": "0001", "made_on": "2026-11-22", "rows": 0, "columns": {}, "files": {}} | heading
    with pytest.raises(NotABackup):
        read_heading(json.dumps([MARK, FORMAT, whole]).encode())


def test_a_restore_that_cannot_delete_what_is_due_leaves_nothing(
    source: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_given: object, **_named: object) -> None:
        raise StorageUnavailable

    url, file = f"sqlite:///{tmp_path / 'new.sqlite'}", BytesIO(make(source))
    monkeypatch.setattr("cmm.services.backups.wipe_due", refuse)
    with pytest.raises(NotWiped):
        restore_backup(file, SECRET, url=url, keep_days=30, today=TODAY, progress=ignore)
    assert not list(tmp_path.glob("new*"))


def test_only_files_of_the_instance_are_written(tmp_path: Path) -> None:
    folder = tmp_path / "instance"
    folder.mkdir()
    (folder / "signing.key").write_text("mine")
    elsewhere = str(tmp_path / "outside")
    files = {"../outside": "x", elsewhere: "x", "cmm.env": "A=1", "signing.key": "other"}
    assert write_missing_files(folder, files) == ["cmm.env"]
    assert (folder / "signing.key").read_text() == "mine"
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["cmm.env", "instance", "signing.key"]
