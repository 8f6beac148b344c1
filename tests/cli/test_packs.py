"""Evidence packs on the command line."""

from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskCliRunner

from cmm.cli.snapshots import snapshots
from cmm.domain.evidence.archive import write_archive
from cmm.domain.evidence.signing import SigningKey, to_pem
from cmm.store.signing_keys import get_signing_key
from tests.web.small_round import open_app, small_app

FOREIGN = SigningKey(b"\4" * 32)
FILES = {"snapshot.json": b"{}", "data/data.csv": b"a\r\n"}


@pytest.fixture
def app(migrated_sqlite: Path, tmp_path: Path) -> Flask:
    (tmp_path / "cmm.sqlite").write_bytes(migrated_sqlite.read_bytes())
    return open_app(tmp_path)


@pytest.fixture
def runner(app: Flask) -> FlaskCliRunner:
    return app.test_cli_runner()


@pytest.fixture
def pack(app: Flask, tmp_path: Path) -> Path:
    path = tmp_path / "pack.zip"
    path.write_bytes(write_archive(FILES, get_signing_key(app.extensions["config"].instance)))
    return path


def test_a_pack_is_built_and_found_genuine(migrated_sqlite: Path, tmp_path: Path) -> None:
    with small_app(migrated_sqlite, tmp_path) as app:
        runner, target = app.test_cli_runner(), tmp_path / "autumn.zip"
        command = ["pack", "autumn", "--number", "1", "-o", str(target)]
        refused = runner.invoke(snapshots, command)
        assert (refused.exit_code, "CMM_ADDRESS" in refused.output) == (1, True)
        made = runner.invoke(snapshots, [*command, "--address", "https://example.org/"])
        assert made.exit_code == 0, made.output
        assert runner.invoke(snapshots, ["verify", str(target)]).output.startswith("genuine")
        nothing = ["pack", "nowhere", "-o", str(target), "--address", "https://example.org"]
        assert "nothing like this is published" in runner.invoke(snapshots, nothing).output


def test_a_genuine_pack_is_said_so(runner: FlaskCliRunner, pack: Path) -> None:
    found = runner.invoke(snapshots, ["verify", str(pack)])
    assert (found.exit_code, found.output.splitlines()[0].partition(":")[0]) == (0, "genuine")


def test_a_changed_file_is_named_and_the_status_is_one(runner: FlaskCliRunner, pack: Path) -> None:
    pack.write_bytes(pack.read_bytes().replace(b"data/data.csv", b"data/dato.csv", 1))
    found = runner.invoke(snapshots, ["verify", str(pack)])
    assert found.exit_code == 1
    assert not found.output.startswith("genuine")


def test_another_key_may_be_given_as_digits_or_as_a_file(runner: FlaskCliRunner, tmp_path: Path) -> None:
    path, pem = tmp_path / "foreign.zip", tmp_path / "key.pem"
    path.write_bytes(write_archive(FILES, FOREIGN))
    pem.write_bytes(to_pem(FOREIGN.public))
    alone = runner.invoke(snapshots, ["verify", str(path)])
    assert (alone.exit_code, "another key" in alone.output) == (1, True)
    for key in (FOREIGN.public, str(pem)):
        assert runner.invoke(snapshots, ["verify", str(path), "--key", key]).exit_code == 0
    wrong = runner.invoke(snapshots, ["verify", str(path), "--key", "abc"])
    assert "no Ed25519 public key" in wrong.output


def test_the_signing_key_is_shown_and_replaced(runner: FlaskCliRunner, pack: Path) -> None:
    first = runner.invoke(snapshots, ["signing-key"]).output.split()
    assert first[1:] == ["current"]
    replaced = runner.invoke(snapshots, ["signing-key", "--replace"]).output.splitlines()
    assert f"{first[0]} retired" in replaced
    assert runner.invoke(snapshots, ["verify", str(pack)]).exit_code == 0
    runner.invoke(snapshots, ["signing-key", "--add-old", first[0], "--stolen"])
    assert "stolen" in runner.invoke(snapshots, ["verify", str(pack)]).output
    assert runner.invoke(snapshots, ["signing-key", "--add-old", "abc"]).exit_code == 1
