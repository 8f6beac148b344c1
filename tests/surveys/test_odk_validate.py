"""ODK Validate, which other programs of the standard trust, takes every questionnaire of the library: as it
was written, and as Collect is given it, with the question for the coupon.
"""

import os
import shutil
import subprocess
from pathlib import Path

import pytest
import pyxform
from flask import Flask
from pyxform.builder import create_survey_element_from_dict

from cmm.domain.questionnaire.adapter import build_pyxform_tree
from cmm.domain.questionnaire.compile import load_questionnaire
from cmm.domain.questionnaire.include import read_expanded
from cmm.domain.questionnaire.modules import FORM_FILE
from cmm.services.open_survey import OpenSurvey
from cmm.web.openrosa.forms import make_form
from tests.factories import MONDAY
from tests.surveys.library import FORMS, SURVEYS

JAR = Path(pyxform.__file__).parent / "validators" / "odk_validate" / "bin" / "ODK_Validate.jar"


@pytest.fixture
def java() -> str:
    found = shutil.which("java")
    if found is None:
        missing = "no Java on this machine"
        pytest.fail(missing) if os.environ.get("CMM_REQUIRE_ALL") == "1" else pytest.skip(missing)
    return found


@pytest.mark.java
def test_odk_validate_takes_every_questionnaire(java: str, tmp_path: Path) -> None:
    """All of them in one run: starting Java takes longer than reading a form."""
    paths = [write_xform(form_id, tmp_path) for form_id in FORMS]
    paths += [write_served(form_id, tmp_path) for form_id in FORMS]
    result = validate(java, *paths)
    assert result.stdout.count("Xform is valid!") == len(paths), result.stdout + result.stderr
    assert result.returncode == 0


@pytest.mark.java
def test_odk_validate_would_notice(java: str, tmp_path: Path) -> None:
    path = write_xform(FORMS[0], tmp_path)
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('relevant="', 'relevant="nothing_known(', 1), encoding="utf-8")
    assert validate(java, path).returncode != 0


def write_xform(form_id: str, folder: Path) -> Path:
    """The questionnaire, with what it includes, as the XForm that phones of other programs read."""
    tree = build_pyxform_tree(read_expanded(SURVEYS / form_id / FORM_FILE))
    path = folder / f"{form_id}.xml"
    path.write_text(create_survey_element_from_dict(tree).to_xml(validate=False), encoding="utf-8")
    return path


def write_served(form_id: str, folder: Path) -> Path:
    """The questionnaire as a round with coupons gives it to Collect."""
    survey = OpenSurvey(
        round_id="autumn",
        titles={"ru": "Осень"},
        state="open",
        access="coupon",
        questionnaire=load_questionnaire(SURVEYS / form_id / FORM_FILE),
        cities=(),
        invented=False,
        opened_on=MONDAY,
        public_key=b"",
        envelope_size=0,
    )
    with Flask("words").app_context():
        served = make_form(survey)
    assert b"__coupon" in served.xml
    path = folder / f"{form_id}.served.xml"
    path.write_bytes(served.xml)
    return path


def validate(java: str, *paths: Path) -> subprocess.CompletedProcess[str]:
    command = [java, "-jar", str(JAR), *map(str, paths)]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
