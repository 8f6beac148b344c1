"""Backups on the command line: made, tried, restored; what is wrong with one is said in a sentence."""

import re
import resource
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from shutil import copy

import pyrage
import pytest
from click.testing import CliRunner, Result
from flask import Flask
from flask.cli import ScriptInfo
from sqlalchemy import NullPool, text

from cmm.app import create_app
from cmm.cli.backup import backup
from cmm.config import KEEP_ENVELOPES_DAYS, Config, ConfigRefused, read_config
from cmm.domain.backup_keys import make_key
from cmm.domain.backup_stream import FORMAT, MARK, SMALLEST
from cmm.services.backup_seal import seal
from cmm.services.clock import today
from cmm.store.backup_files import delete_older, new_backup_file
from cmm.store.database import Database, build_engine, current_revision, downgrade, head_revision
from cmm.store.signing_keys import get_signing_key
from tests.small_instance import ANSWERS, PUBLISHED, SAID, WAITING, Small, count_opened

SECRET_KEY = "only-for-tests-8f3a1c7e5b9d2046-backups"
SECRET, PUBLIC = make_key()
PLACE = {"CMM_HTTPS": "no", "CMM_SECOND_FACTOR": "off"}


@pytest.fixture
def app(
    small_instance: tuple[Path, Small], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Flask]:
    """An instance that was set up by the book, in a folder of its own."""
    folder = tmp_path / "instance"
    folder.mkdir()
    copy(small_instance[0], folder / "cmm.sqlite")
    settings = {"CMM_SECRET_KEY": SECRET_KEY, "CMM_BACKUP_TO": PUBLIC, **PLACE}
    (folder / "cmm.env").write_text("".join(f"{name}={value}\n" for name, value in settings.items()))
    get_signing_key(folder)
    monkeypatch.setenv("CMM_INSTANCE", str(folder))
    (tmp_path / "key.txt").write_text(f"# of the tests\n{SECRET}\n", encoding="ascii")
    made = create_app(read_config())
    yield made
    made.extensions["database"].engine.dispose()


def run(app: Flask, *arguments: object, typed: str | None = None) -> Result:
    result = CliRunner().invoke(
        backup, [str(each) for each in arguments], obj=ScriptInfo(create_app=lambda: app), input=typed
    )
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def make_backup(app: Flask, tmp_path: Path, *options: object) -> Path:
    result = run(app, "create", "--folder", tmp_path / "out", *options)
    assert result.exit_code == 0, result.output
    return max((tmp_path / "out").glob("*.age"), key=lambda path: path.stat().st_mtime_ns)


def refused(result: Result) -> str:
    assert result.exit_code == 1
    assert result.output.startswith("Error: ")
    assert result.output.count("\n") == 1
    return result.output


def test_a_backup_is_one_sealed_file_whose_name_and_size_say_nothing(app: Flask, tmp_path: Path) -> None:
    file = make_backup(app, tmp_path)
    assert file.name == f"cmm-{today().isoformat()}.age"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    assert {path.name for path in file.parent.iterdir()} == {file.name, ".lock"}
    content = file.read_bytes()
    assert content.startswith(b"age-encryption.org/v1\n")
    assert SMALLEST < len(content) < SMALLEST * 1.01
    clear = pyrage.decrypt(content, [pyrage.x25519.Identity.from_str(SECRET)])
    assert len(clear) == SMALLEST
    assert SAID.encode() not in clear, "answers are sealed inside as well"
    assert clear.startswith(f'["{MARK}",{FORMAT},'.encode())


def test_the_drill_tries_a_backup_in_memory_and_says_no_count_of_answers(app: Flask, tmp_path: Path) -> None:
    file = make_backup(app, tmp_path)
    before = sorted(path for path in tmp_path.rglob("*"))
    result = run(app, "drill", file, "--identity", tmp_path / "key.txt")
    assert result.exit_code == 0
    assert "3 rounds, 1 publications, 1 requests; files: cmm.env, signing.key" in result.output
    assert "read back and compared" in result.output
    assert not re.search(rf"\b{sum(ANSWERS.values())}\b", result.output.split("in ")[0])
    assert sorted(path for path in tmp_path.rglob("*")) == before


def test_an_empty_machine_becomes_the_instance_again(
    app: Flask, small_instance: tuple[Path, Small], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = make_backup(app, tmp_path)
    page = app.test_client().get(f"/ru/r/{PUBLISHED}").data
    monkeypatch.setenv("CMM_INSTANCE", str(tmp_path / "new"))
    result = run(app, "restore", file, typed=f"{SECRET}\n")
    assert result.exit_code == 0, result.output
    assert SECRET not in result.output
    names = {path.name for path in (tmp_path / "new").iterdir() if path.stat().st_size}
    assert names == {"cmm.env", "cmm.sqlite", "signing.key"}
    assert {stat.S_IMODE((tmp_path / "new" / name).stat().st_mode) for name in names} == {0o600}
    config = read_config()
    assert (config.secret_key, config.backup_to) == (SECRET_KEY, (PUBLIC,))
    assert get_signing_key(tmp_path / "new") == get_signing_key(tmp_path / "instance")
    restored = create_app(config)
    assert restored.test_client().get(f"/ru/r/{PUBLISHED}").data == page
    with restored.extensions["database"].session() as session:
        assert count_opened(session, small_instance[1].account_id) == sum(ANSWERS.values())
        assert session.scalar(text("SELECT count(*) FROM office_session")) == 0, "everybody signs in anew"
    restored.extensions["database"].engine.dispose()


@pytest.mark.postgresql
@pytest.mark.parametrize("empty_database_url", ["postgresql"], indirect=True)
def test_a_backup_of_sqlite_is_restored_into_postgresql_and_back(
    app: Flask,
    small_instance: tuple[Path, Small],
    tmp_path: Path,
    empty_database_url: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    file = make_backup(app, tmp_path)
    monkeypatch.setenv("CMM_INSTANCE", str(tmp_path / "second"))
    result = run(app, "restore", file, "--to", empty_database_url, "--identity", tmp_path / "key.txt")
    assert result.exit_code == 0, result.output
    assert read_config().database_url == empty_database_url
    second = create_app(read_config())
    again = make_backup(second, tmp_path, "--name", "again")
    second.extensions["database"].engine.dispose()
    monkeypatch.setenv("CMM_INSTANCE", str(tmp_path / "third"))
    assert run(app, "restore", again, "--identity", tmp_path / "key.txt").exit_code == 0
    with Database(read_config().database_url).session() as session:
        assert count_opened(session, small_instance[1].account_id) == sum(ANSWERS.values())


def test_answers_whose_time_has_come_are_not_brought_back(
    app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = make_backup(app, tmp_path)
    monkeypatch.setenv("CMM_INSTANCE", str(tmp_path / "new"))
    later = today() + timedelta(days=60)
    monkeypatch.setattr("cmm.cli.backup.today", lambda: later)
    assert run(app, "restore", file, "--identity", tmp_path / "key.txt").exit_code == 0
    engine = build_engine(read_config().database_url, poolclass=NullPool)
    with engine.connect() as connection:
        kept = set(connection.scalars(text("SELECT DISTINCT round_id FROM round_key")))
    assert kept == {WAITING, "spring"}, "the keys of the published round are gone"


def test_a_backup_of_older_tables_is_brought_up_to_date(
    app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    downgrade(app.extensions["config"].database_url, "0004")
    with monkeypatch.context() as then:
        for name in ("cmm.services.backups.head_revision", "cmm.services.move_instance.head_revision"):
            then.setattr(name, lambda: "0004")
        file = make_backup(app, tmp_path)
    assert "revision 0004" in run(app, "drill", file, "--identity", tmp_path / "key.txt").output
    monkeypatch.setenv("CMM_INSTANCE", str(tmp_path / "new"))
    assert run(app, "restore", file, "--identity", tmp_path / "key.txt").exit_code == 0
    assert current_revision(read_config().database_url) == head_revision()


@pytest.mark.parametrize("command", ["restore", "drill"])
def test_what_is_wrong_with_a_backup_is_said_in_a_sentence(
    app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    content = make_backup(app, tmp_path).read_bytes()
    middle, folder = len(content) // 2, tmp_path / "new"
    monkeypatch.setenv("CMM_INSTANCE", str(folder))
    (tmp_path / "other.txt").write_text(make_key()[0], encoding="ascii")
    newer, strange = BytesIO(), BytesIO()
    heading = '{"revision": "9999", "made_on": "", "rows": 0, "columns": {}, "files": {}}'
    seal([f'["{MARK}",{FORMAT},{heading}]\n'.encode()], [PUBLIC], newer)
    seal([b"a letter to a friend\n"], [PUBLIC], strange)
    cases = {
        "damaged or not complete": [content[:middle], content[:-1], flipped(content, middle)],
        "no backup of this program": [b"", b"hello", content[:20], strange.getvalue()],
        "newer version": [newer.getvalue()],
        "this key does not open": [flipped(content, 80)],
    }
    for words, contents in cases.items():
        for one in contents if command == "restore" else contents[:1]:
            (tmp_path / "bad.age").write_bytes(one)
            result = run(app, command, tmp_path / "bad.age", "--identity", tmp_path / "key.txt")
            assert words in refused(result).lower().replace("  ", " "), words
    (tmp_path / "good.age").write_bytes(content)
    good, key = tmp_path / "good.age", tmp_path / "key.txt"
    assert "does not open" in refused(run(app, command, good, "--identity", tmp_path / "other.txt"))
    assert "no secret key" in refused(run(app, command, good, "--identity", good))
    assert "No such file" in refused(run(app, command, good, "--identity", tmp_path / "none.txt"))
    assert "There is no file" in refused(run(app, command, tmp_path / "none.age", "--identity", key))
    assert not (folder / "cmm.sqlite").exists()
    assert not (folder / "cmm.env").exists()


def test_nothing_is_restored_over_something(
    app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file, key = make_backup(app, tmp_path), tmp_path / "key.txt"
    before = (tmp_path / "instance/cmm.sqlite").read_bytes()
    assert "holds something already" in refused(run(app, "restore", file, "--identity", key))
    assert (tmp_path / "instance/cmm.sqlite").read_bytes() == before
    other = tmp_path / "other"
    other.mkdir()
    monkeypatch.setenv("CMM_INSTANCE", str(other))
    (other / "cmm.env").write_text(f"CMM_SECRET_KEY={SECRET_KEY[::-1]}\n")
    assert "its cmm.env is not that" in refused(run(app, "restore", file, "--identity", key))
    (other / "cmm.env").unlink()
    with monkeypatch.context() as then:  # what the environment says, goes before cmm.env
        then.setenv("CMM_SECRET_KEY", SECRET_KEY[::-1])
        assert "its CMM_SECRET_KEY is not that" in refused(run(app, "restore", file, "--identity", key))
    get_signing_key(other)
    assert "its signing.key is not that" in refused(run(app, "restore", file, "--identity", key))
    assert sorted(path.name for path in other.iterdir()) == ["signing.key"]
    to = run(app, "restore", file, "--identity", key, "--to", "mysql://somewhere")
    assert "must begin with sqlite:///" in refused(to)


def test_without_a_key_or_with_a_wrong_one_nothing_is_written(app: Flask, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    no_key = Config(
        secret_key=SECRET_KEY, database_url=app.extensions["config"].database_url, instance=tmp_path
    )
    bare = create_app(no_key)
    assert "Nobody could open" in refused(run(bare, "create", "--folder", folder))
    bare.extensions["database"].engine.dispose()
    assert "no public key" in refused(run(app, "create", "--folder", folder, "--to", "age1xyz"))
    assert "/dev/full" in refused(run(app, "create", "--folder", "/dev/full/x"))
    with limited_files(1 << 20):
        assert "File too large" in refused(run(app, "create", "--folder", folder))
    assert [path.name for path in folder.glob("*")] == [".lock"]


def test_only_the_newest_are_kept_and_old_ones_are_named(app: Flask, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    for days in (40, 35, 3):
        (folder / f"cmm-{(today() - timedelta(days=days)).isoformat()}.age").write_bytes(b"x")
    (folder / "notes.age").write_bytes(b"x")
    (folder / "cmm-2026-99-99.age").write_bytes(b"x")
    listed = run(app, "list", "--folder", folder).output
    assert listed.count("40 days old") == 1
    assert "delete it here and everywhere" in listed
    make_backup(app, tmp_path, "--keep", "3")
    make_backup(app, tmp_path, "--keep", "3")
    kept = {path.name for path in folder.glob("*.age")} - {"notes.age", "cmm-2026-99-99.age"}
    day = today().isoformat()
    assert kept == {
        f"cmm-{day}.age",
        f"cmm-{day}-2.age",
        f"cmm-{(today() - timedelta(days=3)).isoformat()}.age",
    }
    assert "days old" not in run(app, "list", "--folder", folder).output
    assert "There is no backup" in run(app, "list", "--folder", tmp_path / "nowhere").output


def lay(folder: Path, *ages: int) -> dict[int, Path]:
    """Files named like backups that are so many days old; below zero is the future."""
    folder.mkdir(exist_ok=True)
    paths = {age: folder / f"cmm-{(today() - timedelta(days=age)).isoformat()}.age" for age in ages}
    for path in paths.values():
        path.write_bytes(b"x")
    return paths


def test_a_clock_that_ran_ahead_does_not_cost_the_backup_just_made(app: Flask, tmp_path: Path) -> None:
    laid = lay(tmp_path / "out", -400, -1, 3)
    result = run(app, "create", "--folder", tmp_path / "out", "--keep", "1")
    assert result.exit_code == 0, result.output
    kept = {path.name for path in (tmp_path / "out").glob("*.age")}
    assert kept == {f"cmm-{today().isoformat()}.age", laid[-400].name, laid[-1].name}
    for age in (-400, -1):
        assert f"{laid[age].name} has a date that is still to come" in result.stderr


def test_what_is_older_than_answers_are_kept_goes_though_there_is_room(app: Flask, tmp_path: Path) -> None:
    """A weekly backup with --keep 14 would hold answers for fourteen weeks."""
    laid = lay(tmp_path / "out", 90, KEEP_ENVELOPES_DAYS + 1, KEEP_ENVELOPES_DAYS, 7)
    result = run(app, "create", "--folder", tmp_path / "out", "--keep", "14")
    assert f"deleted: {laid[90].name}" in result.output
    assert {age for age, path in laid.items() if not path.exists()} == {90, KEEP_ENVELOPES_DAYS + 1}
    assert "days old" not in result.output


def test_the_one_just_made_stays_whatever_its_date(tmp_path: Path) -> None:
    laid = lay(tmp_path, 50, 40)
    assert delete_older(tmp_path, "cmm", laid[50], keep=1, days=30, today=today()) == [laid[40]]


def test_a_second_backup_at_the_same_time_is_refused_and_harms_nobody(app: Flask, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    with new_backup_file(folder, "cmm", today()) as (path, file):
        file.write(b"half")
        assert "A backup is being made" in refused(run(app, "create", "--folder", folder))
        file.write(b" and half")
    assert path.read_bytes() == b"half and half"
    make_backup(app, tmp_path)
    assert len(list(folder.glob("*.age"))) == 2


def test_a_new_pair_of_keys_works_and_is_told_once(app: Flask, tmp_path: Path) -> None:
    told = run(app, "key").output
    public, secret = re.search(r"age1\w+", told), re.search(r"AGE-SECRET-KEY-1\w+", told)
    assert public
    assert secret
    file = make_backup(app, tmp_path, "--to", public[0], "--to", PUBLIC)
    for key in (secret[0], SECRET):
        assert run(app, "drill", file, typed=f"{key}\n").exit_code == 0


@contextmanager
def limited_files(size: int) -> Iterator[None]:
    """No file grows beyond `size` meanwhile, as on a disk that is full."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def flipped(content: bytes, place: int) -> bytes:
    return content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :]


def test_a_wrong_key_in_the_settings_is_named_at_the_start() -> None:
    settings = {"CMM_SECRET_KEY": SECRET_KEY, "CMM_BACKUP_TO": f"{PUBLIC}, {PUBLIC[:-1]}x"}
    with pytest.raises(ConfigRefused, match="CMM_BACKUP_TO must be public keys"):
        read_config(settings)
    assert read_config(settings | {"CMM_BACKUP_TO": f"{PUBLIC}, {PUBLIC}"}).backup_to == (PUBLIC, PUBLIC)
