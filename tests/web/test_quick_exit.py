"""The way out of a survey is where the configuration says, and only a safe address is taken."""

from pathlib import Path
from secrets import token_urlsafe

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from cmm.config import QUICK_EXIT, Config, ConfigRefused, read_config
from tests.factories import make_round
from tests.web.inspecting import InspectingClient, parse


def configured(tmp_path: Path, **variables: str) -> Config:
    return read_config(
        {"CMM_SECRET_KEY": token_urlsafe(48), "CMM_INSTANCE": str(tmp_path), "CMM_HTTPS": "no", **variables}
    )


def test_a_weather_page_can_be_the_way_out(tmp_path: Path) -> None:
    assert configured(tmp_path).quick_exit == QUICK_EXIT
    address = "https://weather.example/almaty"
    assert configured(tmp_path, CMM_QUICK_EXIT=address).quick_exit == address


@pytest.mark.parametrize(
    "address", ["http://weather.example/", "javascript:alert(1)", "/en/", 'https://x/"on']
)
def test_an_unsafe_address_is_refused_at_the_start(tmp_path: Path, address: str) -> None:
    with pytest.raises(ConfigRefused, match="CMM_QUICK_EXIT"):
        configured(tmp_path, CMM_QUICK_EXIT=address)


@pytest.mark.parametrize("page", ["", "/thanks", "/later"])
def test_every_page_of_a_survey_has_the_way_out(
    app: Flask, client: InspectingClient, db: Session, page: str
) -> None:
    make_round(db, access="link")
    link = parse(client.get(f"/kk/s/autumn{page}")).get_element_by_id("leave")
    assert link.get("href") == app.extensions["config"].quick_exit
    assert link.get("rel") == "noreferrer"
