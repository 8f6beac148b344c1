"""The page that a survey begins with: small, complete, with recordings where there are any."""

import gzip
import json
import re
import shutil
from pathlib import Path

import pytest
from flask import Flask
from lxml import html
from sqlalchemy.orm import Session

from cmm.domain.questionnaire.compile import load_questionnaire
from cmm.domain.questionnaire.survey_folder import read_survey
from cmm.paths import data_dir
from cmm.web.assets import find_asset
from tests.domain.questionnaire.forms import ZOO
from tests.factories import make_round, make_survey
from tests.web.inspecting import InspectingClient, page_text

NEEDED = 14 * 1024
EVERYTHING = 20 * 1024
"""Bytes as served; the first is what TCP sends before it waits for an answer."""


@pytest.mark.parametrize("access", ["link", "coupon"])
@pytest.mark.parametrize("language", ["ru", "kk", "en"])
def test_36_questions_keep_to_the_budget_of_bytes(
    client: InspectingClient, db: Session, language: str, access: str
) -> None:
    survey = read_survey(data_dir("surveys") / "ost-satisfaction")
    assert (
        sum(question.type not in ("note", "calculate") for question in survey.questionnaire.questions()) > 30
    )
    make_round(db, access=access, survey=survey, coupons_each=1)
    first = client.get(f"/{language}/s/autumn", headers={"Accept-Encoding": "gzip"})
    page = gzip.decompress(first.data).decode()
    addresses = re.findall(r'(?:src|href)="(/static/[^"]+)"', page)
    loaded = [client.get(address, headers={"Accept-Encoding": "gzip"}) for address in addresses]
    assert [address for address in addresses if address.endswith(".css")] == [], "styles are inside"
    assert len(first.data) <= NEEDED
    assert len(first.data) + sum(len(answer.data) for answer in loaded) <= EVERYTHING


def test_the_page_allows_its_own_styles_and_no_others(client: InspectingClient, db: Session) -> None:
    make_round(db, access="link")
    policy = client.get("/ru/s/autumn").headers["Content-Security-Policy"]
    assert re.search(r"style-src 'self' 'sha256-[^']+';", policy)
    assert "unsafe" not in policy
    assert "sha256" not in client.get("/ru/s/autumn/thanks").headers["Content-Security-Policy"]


def test_everything_the_scripts_need_is_in_the_page(client: InspectingClient, db: Session) -> None:
    made = make_round(db, access="link")
    page = html.document_fromstring(page_text(client.get("/en/s/autumn")))
    logic = json.loads(page.get_element_by_id("survey").text)
    assert logic["round"] == "autumn"
    assert logic["language"] == "en"
    assert logic["envelopes"] == "/en/s/autumn/envelopes"
    names = {question.name for question in made.questionnaire.questions()}
    assert {step["name"] for step in logic["steps"]} == names
    template = page.get_element_by_id("pages")
    assert {f"q-{name}" for name in names} <= {element.get("id") for element in template.iter()}


def test_a_page_cannot_break_out_of_the_data_for_scripts(
    client: InspectingClient, db: Session, tmp_path: Path
) -> None:
    form = tmp_path / "form.md"
    form.write_text(
        "| survey |\n"
        "| | type | name | label::English (en) | constraint | constraint_message::English (en) |\n"
        "| | text | a | <b>Name?</b> | . != 'x' | </script><script>alert(1)</script> |\n"
        "| settings |\n| | form_id | version | default_language |\n| | out | 1 | English (en) |\n",
        encoding="utf-8",
    )
    make_round(db, access="link", survey=make_survey(load_questionnaire(form)))
    page = html.document_fromstring(page_text(client.get("/en/s/autumn")))
    assert len(page.findall(".//script")) == 2
    assert page.findall(".//b") == []


def test_a_recording_is_offered_where_there_is_one(
    app: Flask, client: InspectingClient, db: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "guidance_and_audio"
    (folder / "media").mkdir(parents=True)
    shutil.copy(ZOO / "guidance-and-audio.md", folder / "form.md")
    make_round(db, access="link", survey=read_survey(folder))
    monkeypatch.setenv("CMM_SURVEYS", str(tmp_path))
    find_asset.cache_clear()
    assert "<audio" not in page_text(client.get("/ru/s/autumn")), "there is no file yet"
    app.extensions["first_pages"].clear()
    find_asset.cache_clear()
    (folder / "media" / "wish.mp3").write_bytes(b"ID3" + bytes(1000))
    page = html.document_fromstring(page_text(client.get("/ru/s/autumn")))
    player = page.find(".//audio")
    assert player.get("aria-label")
    whole = client.get(player.get("src"))
    assert (whole.status_code, whole.mimetype, len(whole.data)) == (200, "audio/mpeg", 1003)
    part = client.get(player.get("src"), headers={"Range": "bytes=0-2"})
    assert (part.status_code, part.data) == (206, b"ID3")
    find_asset.cache_clear()


@pytest.mark.parametrize(
    "name", ["media/x/../../form.md", "media/guidance/../form.md", "media/x/y.html", "media/x/.mp3"]
)
def test_nothing_but_recordings_is_served_from_a_survey(name: str) -> None:
    assert find_asset(name) is None
