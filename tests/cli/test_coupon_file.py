"""flask coupons make --pdf: a sheet instead of codes, in a file that only its owner reads."""

import re
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy.orm import Session

from cmm.app import create_app
from cmm.cli.coupons import coupons
from cmm.config import Config
from cmm.domain.coupons import hash_code
from cmm.services.coupon_batches import list_batch_progress
from cmm.store.database import Database
from cmm.store.models import Coupon
from cmm.web import pdf
from cmm.web.pdf import PACKAGES, check_printing
from tests.factories import make_round
from tests.web.pdfs import pdf_words, scan_codes

CODE = re.compile(r"\b[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}\b")


@pytest.fixture
def app(sqlite_database: Database, tmp_path: Path) -> Iterator[Flask]:
    made = create_app(
        Config(
            secret_key="a long key of the tests, known to all 0123456789",
            database_url=str(sqlite_database.engine.url),
            instance=tmp_path,
            trusted_hosts=("forum.example", "other.example"),
        )
    )
    yield made
    made.extensions["database"].engine.dispose()


@pytest.fixture
def db(app: Flask) -> Iterator[Session]:
    """A session on a database with one round by coupon."""
    with app.extensions["database"].session() as session:
        make_round(session, cities=("almaty",), coupons_each=1)
        yield session


def make(app: Flask, target: Path, *more: str, count: str = "3") -> Result:
    words = ["make", "autumn", "--city", "almaty", "--count", count, "--pdf", str(target), *more]
    return app.test_cli_runner(catch_exceptions=False).invoke(args=words, cli=coupons)


def made_batches(db: Session) -> int:
    found = len(list_batch_progress(db, "autumn"))
    db.rollback()
    return found - 1


def test_a_sheet_is_written_and_no_code_is_printed(app: Flask, db: Session, tmp_path: Path) -> None:
    target = tmp_path / "sheet.pdf"
    result = make(app, target)
    assert result.exit_code == 0, result.output
    assert not CODE.search(result.output)
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    codes = CODE.findall(pdf_words(target.read_bytes()))
    assert len(set(codes)) == len(codes) == 3
    assert scan_codes(target.read_bytes()) == {"https://forum.example/ru/s/autumn": 3}
    pepper = app.extensions["config"].pepper
    assert {hash_code(code, pepper) for code in codes} <= {coupon.code_hash for coupon in db.query(Coupon)}


def test_address_and_languages_are_chosen(app: Flask, db: Session, tmp_path: Path) -> None:
    target = tmp_path / "sheet.pdf"
    chosen = ["--address", "http://other.example", "--language", "kk", "--language", "en", "--language", "kk"]
    assert make(app, target, *chosen).exit_code == 0
    assert scan_codes(target.read_bytes()) == {"http://other.example/kk/s/autumn": 3}
    words = pdf_words(target.read_bytes())
    assert (words.count("Күз"), words.count("Autumn"), words.count("Осень")) == (3, 3, 0)


def test_a_refused_sheet_leaves_neither_file_nor_batch(app: Flask, db: Session, tmp_path: Path) -> None:
    target = tmp_path / "sheet.pdf"
    for more, count, told in (
        (["--address", "https://elsewhere.example"], "3", "CMM_TRUSTED_HOSTS"),
        ([], "301", "1 to 300"),
        (["--site", "nowhere"], "3", "no site"),
    ):
        result = make(app, target, *more, count=count)
        assert result.exit_code == 1
        assert told in result.output
        assert not target.exists()
    assert made_batches(db) == 0


def test_a_file_that_is_there_already_is_not_touched(app: Flask, db: Session, tmp_path: Path) -> None:
    target = tmp_path / "sheet.pdf"
    target.write_text("mine")
    result = make(app, target)
    assert result.exit_code == 1
    assert "cannot be written" in result.output
    assert target.read_text() == "mine"
    assert made_batches(db) == 0


def test_missing_system_packages_are_named(
    app: Flask, db: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail() -> object:
        raise OSError("cannot load library")

    monkeypatch.setattr(pdf, "_load", fail)
    check_printing.cache_clear()
    result = make(app, tmp_path / "sheet.pdf")
    assert result.exit_code == 1
    assert all(package in result.output for package in PACKAGES)
    assert made_batches(db) == 0
