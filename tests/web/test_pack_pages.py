"""The page of a pack, the zip behind its button, and the page that says whether a zip is genuine."""

import os
import shutil
import signal
import time
from collections.abc import Iterator
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from cmm.domain.evidence.signing import SigningKey
from cmm.domain.evidence.verify import LARGEST_PACK, verify_pack
from cmm.services.publish import withdraw_snapshot
from cmm.services.published import find_published
from cmm.store.accounts import get_account_named
from cmm.store.signing_keys import get_signing_key, list_signing_keys, replace_signing_key
from cmm.web.evidence.keeping import Packs
from cmm.web.evidence.pack_folder import PackFolder
from tests.web.inspecting import InspectingClient, client_of, page_text, parse
from tests.web.small_round import PUBLISHED_ON, ROUNDS, open_app, small_app

ROUND = ROUNDS[0]
PAGE, ZIP = f"/en/r/{ROUND}/pack", f"/en/r/{ROUND}/v/1/pack.zip"
PATIENCE = 300.0
"""Seconds; a small pack takes five on an idle machine."""


@pytest.fixture(scope="module")
def built(migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The folder of an instance whose pack was built by the first reader's request."""
    folder = tmp_path_factory.mktemp("built")
    with small_app(migrated_sqlite, folder) as app:
        reader = client_of(app)
        first = reader.get(f"{PAGE}?make=1")
        assert "The pack is being made" in page_text(first)
        assert first.headers["Refresh"]
        kill_builder(app, after_step=1)
        assert "Prepare the pack" in page_text(reader.get(PAGE)), "who stopped in the middle is seen at once"
        assert not list((folder / "packs").glob("*.zip"))
        assert "The pack is being made" in page_text(reader.get(f"{PAGE}?make=1"))
        assert packs_of(app).wait(PATIENCE)
        assert [path.suffix for path in (folder / "packs").iterdir()].count(".progress") == 0
        yield folder


@pytest.fixture
def app(built: Path, tmp_path: Path) -> Iterator[Flask]:
    """The application on a copy, pack included."""
    for name in ("cmm.sqlite", "signing.key", "packs"):
        copy = shutil.copytree if (built / name).is_dir() else shutil.copy
        copy(built / name, tmp_path / name)
    made = open_app(tmp_path)
    yield made
    made.extensions["database"].engine.dispose()


@pytest.fixture
def reader(app: Flask) -> InspectingClient:
    return client_of(app)


@pytest.fixture
def pack(reader: InspectingClient) -> bytes:
    return reader.get(ZIP).data


def packs_of(app: Flask) -> Packs:
    return app.extensions["packs"]  # type: ignore[no-any-return]


def builder_of(app: Flask) -> int:
    """The number of the process that builds a pack now."""
    (builder,) = packs_of(app)._builders
    return builder


def kill_builder(app: Flask, after_step: int = 0) -> None:
    """End the process that builds, as a reader of memory or an impatient person would."""
    folder = app.extensions["config"].instance / "packs"
    for _ in range(int(PATIENCE * 20)):
        if int(next(folder.glob("*.progress")).read_text() or 0) >= after_step:
            break
        time.sleep(0.05)
    os.kill(builder_of(app), signal.SIGKILL)
    assert packs_of(app).wait(PATIENCE)


def post(reader: InspectingClient, content: bytes, language: str = "en") -> TestResponse:
    """What a browser sends when a file was chosen."""
    head = b'--b\r\nContent-Disposition: form-data; name="pack"; filename="pack.zip"\r\n\r\n'
    sent = b"".join((head, content, b"\r\n--b--\r\n"))
    kind = "multipart/form-data; boundary=b"
    return reader.post(f"/{language}/verify", data=sent, content_type=kind)


def send(reader: InspectingClient, content: bytes, language: str = "en") -> str:
    """What the page says to a zip."""
    answer = post(reader, content, language)
    assert answer.status_code == 200
    return " ".join(parse(answer).text_content().split())


@pytest.mark.parametrize("language", ["ru", "kk", "en"])
def test_the_page_of_a_finished_pack_has_one_button_its_size_and_its_digest(
    reader: InspectingClient, pack: bytes, language: str
) -> None:
    page = parse(reader.get(f"/{language}/r/{ROUND}/pack"))
    (button,) = page.xpath("//a[contains(@class, 'button')][@download]")
    assert button.get("href") == f"/{language}/r/{ROUND}/v/1/pack.zip"
    assert sha256(pack).hexdigest() in page.text_content()
    assert f"{language}/report.pdf" in page.text_content()


def test_the_zip_has_its_length_and_a_name_and_is_not_sent_twice(reader: InspectingClient) -> None:
    answer = reader.get(ZIP)
    assert answer.mimetype == "application/zip"
    assert int(answer.headers["Content-Length"]) == len(answer.data)
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{ROUND}-1-evidence.zip"'
    assert "Last-Modified" not in answer.headers
    again = reader.get(ZIP, headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


def test_the_page_of_the_round_leads_to_the_pack(reader: InspectingClient) -> None:
    assert PAGE in {link.get("href") for link in parse(reader.get(f"/en/r/{ROUND}")).iter("a")}


def test_a_pack_that_nobody_asked_for_is_offered_and_not_built_by_looking(
    app: Flask, reader: InspectingClient
) -> None:
    shutil.rmtree(app.extensions["config"].instance / "packs")
    page = parse(reader.get(PAGE))
    assert page.xpath("//form//button")[0].text_content().strip() == "Prepare the pack"
    assert not (app.extensions["config"].instance / "packs").exists()
    assert reader.get(ZIP).location == f"{PAGE}?make=1"


def test_a_failed_build_is_said_and_can_be_repeated(
    app: Flask, reader: InspectingClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The surveys folder is away, as on a damaged installation."""
    folder = app.extensions["config"].instance / "packs"
    shutil.rmtree(folder)
    monkeypatch.setenv("CMM_SURVEYS", str(folder / "nowhere"))
    reader.get(f"{PAGE}?make=1")
    assert packs_of(app).wait(PATIENCE)
    failed = page_text(reader.get(f"{PAGE}?make=1"))
    assert "The pack could not be made" in failed
    assert "Try again" in failed
    (note,) = folder.glob("*.failed")
    old = time.time() - 3600
    os.utime(note, (old, old))
    assert "The pack is being made" in page_text(reader.get(f"{PAGE}?make=1"))
    assert packs_of(app).wait(PATIENCE)


def test_a_pack_is_built_by_a_process_of_its_own_that_knows_no_secret(
    app: Flask, reader: InspectingClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CMM_SECRET_KEY", "never for a builder of packs")
    shutil.rmtree(app.extensions["config"].instance / "packs")
    reader.get(f"{PAGE}?make=1")
    process = builder_of(app)
    while os.getpriority(os.PRIO_PROCESS, process) == os.getpriority(os.PRIO_PROCESS, 0):
        time.sleep(0.02)  # it is kinder than the server as soon as it runs
    told = Path(f"/proc/{process}/cmdline").read_bytes() + Path(f"/proc/{process}/environ").read_bytes()
    assert b"cmm.web.evidence.making" in told
    assert b"never for a builder" not in told
    assert b"cmm.sqlite" not in told
    kill_builder(app)


def test_a_pack_that_another_process_builds_is_not_begun_again(app: Flask, reader: InspectingClient) -> None:
    """Two processes serve the site: both say that it is being made, one has a builder."""
    folder = app.extensions["config"].instance
    other = open_app(folder)
    shutil.rmtree(folder / "packs")
    for _ in range(2):
        for client in (reader, client_of(other)):
            assert "The pack is being made" in page_text(client.get(f"{PAGE}?make=1"))
    assert not packs_of(other)._builders
    kill_builder(app)
    assert "The pack is being made" in page_text(client_of(other).get(f"{PAGE}?make=1"))
    assert "The pack is being made" in page_text(reader.get(PAGE))
    kill_builder(other)
    other.extensions["database"].engine.dispose()


def test_a_builder_whose_turn_comes_late_finds_the_pack(app: Flask, reader: InspectingClient) -> None:
    """It was ordered, and another process was quicker: nothing is built twice."""
    folder = PackFolder(app.extensions["config"].instance / "packs")
    (kept,) = folder.path.glob("*.zip")
    away = kept.rename(kept.with_suffix(".away"))
    with folder.alone():
        reader.get(f"{PAGE}?make=1")
        before = away.rename(kept).stat().st_mtime_ns
    assert packs_of(app).wait(PATIENCE)
    assert [path.stat().st_mtime_ns for path in folder.path.glob("*.zip")] == [before]


def test_a_builder_that_cannot_even_begin_is_told_as_a_failure(
    app: Flask, reader: InspectingClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.rmtree(app.extensions["config"].instance / "packs")
    monkeypatch.setattr("cmm.web.evidence.keeping.BUILDER", ("-c", "raise SystemExit(3)"))
    reader.get(f"{PAGE}?make=1")
    assert packs_of(app).wait(PATIENCE)
    assert "The pack could not be made" in page_text(reader.get(PAGE))


def test_a_withdrawn_round_gives_no_pack(app: Flask, reader: InspectingClient) -> None:
    with app.extensions["database"].session() as session:
        published = find_published(session, ROUND)
    assert published
    withdraw(app, published.digest)
    assert reader.get(PAGE).status_code == 410
    assert reader.get(ZIP).status_code == 410


def withdraw(app: Flask, digest: str) -> None:
    with app.extensions["database"].session() as session:
        withdraw_snapshot(
            session,
            digest=digest,
            account_id=get_account_named(session, "publisher").account_id,
            reason="A city was counted twice.",
            today=PUBLISHED_ON + timedelta(days=9),
        )


def test_an_unknown_round_or_number_has_no_pack(reader: InspectingClient) -> None:
    assert reader.get("/en/r/nowhere/pack").status_code == 404
    assert reader.get(f"/en/r/{ROUND}/v/7/pack.zip").status_code == 404


def test_our_own_pack_is_genuine_and_the_page_says_what_it_is(reader: InspectingClient, pack: bytes) -> None:
    said = send(reader, pack)
    assert "This pack is genuine" in said
    assert "number 1 of the round “autumn”" in said
    assert "withdrawn" not in said


@pytest.mark.parametrize(("language", "words"), [("ru", "Этот пакет настоящий"), ("kk", "Бұл жинақ шынайы")])
def test_the_verdict_is_said_in_the_language_of_the_page(
    reader: InspectingClient, pack: bytes, language: str, words: str
) -> None:
    assert words in send(reader, pack, language)


def test_a_withdrawn_publication_is_genuine_but_the_page_warns(
    app: Flask, reader: InspectingClient, pack: bytes
) -> None:
    withdraw(app, verify_pack(pack, list_signing_keys(app.extensions["config"].instance)).digest)
    said = send(reader, pack)
    assert "This pack is genuine" in said
    assert "They were withdrawn on December 25, 2026" in said
    assert "A city was counted twice." in said


def test_one_changed_byte_is_seen_by_the_page(reader: InspectingClient, pack: bytes) -> None:
    for place in (10, len(pack) // 3, len(pack) // 2, len(pack) - 5):
        changed = bytearray(pack)
        changed[place] ^= 4
        assert "This pack is genuine" not in send(reader, bytes(changed))


def test_a_pack_of_another_installation_is_named_so(
    app: Flask, reader: InspectingClient, pack: bytes, tmp_path: Path
) -> None:
    folder = app.extensions["config"].instance
    (folder / "signing.key").write_text(SigningKey(b"\3" * 32).private.hex() + "\n", encoding="ascii")
    said = send(reader, pack)
    assert "Not signed by this site" in said
    assert "It holds figures that this site published" in said


def test_a_pack_signed_with_a_stolen_key_is_not_trusted(
    app: Flask, reader: InspectingClient, pack: bytes
) -> None:
    replace_signing_key(app.extensions["config"].instance, stolen=True)
    assert "Do not trust this pack" in send(reader, pack)
    assert "stolen" in page_text(reader.get("/en/verify"))


def test_a_new_key_gives_a_new_pack_and_the_old_one_stays_good(
    app: Flask, reader: InspectingClient, pack: bytes
) -> None:
    replace_signing_key(app.extensions["config"].instance, stolen=False)
    assert reader.get(ZIP).status_code == 302
    assert "This pack is genuine" in send(reader, pack)


@pytest.mark.parametrize("content", [b"x", b"PK\x03\x04", b"PK\x05\x06" + bytes(18), b"%PDF-1.7"])
def test_anything_else_is_no_pack(reader: InspectingClient, content: bytes) -> None:
    assert "This is no evidence pack" in send(reader, content)


def test_nothing_chosen_is_said_plainly(reader: InspectingClient) -> None:
    answer = reader.post("/en/verify", data={})
    assert answer.status_code == 400
    assert "Please choose the zip first." in page_text(answer)


def test_a_file_that_is_too_large_is_refused(reader: InspectingClient) -> None:
    assert post(reader, bytes(LARGEST_PACK + 100_000)).status_code == 413


def test_checking_keeps_nothing(app: Flask, reader: InspectingClient, pack: bytes) -> None:
    folder = app.extensions["config"].instance
    before = {path: path.stat().st_mtime_ns for path in folder.rglob("*")}
    send(reader, pack)
    assert {path: path.stat().st_mtime_ns for path in folder.rglob("*")} == before


def test_the_page_shows_the_public_key_and_never_the_private_one(
    app: Flask, reader: InspectingClient
) -> None:
    key = get_signing_key(app.extensions["config"].instance)
    for address in ("/en/verify", PAGE):
        said = page_text(reader.get(address))
        assert key.public in said
        assert key.private.hex() not in said
