"""Who may use this door: whoever carries a field pass, as the password of Basic authentication over HTTPS.

The user name is never looked at. The pass stands in a header that nothing logs. A right pass is always let
in; after many wrong ones from one address the next wrong one is told to wait.
"""

from dataclasses import dataclass

from flask import current_app, request

from cmm.services.field_passes import PassRefused, get_field_round
from cmm.services.open_survey import OpenSurvey, find_open_survey
from cmm.web import database
from cmm.web.limits import tally, where_from

LONGEST_PASS = 40
FREE = 20
"""Wrong passes from one address in ten minutes before the next one is told to wait."""
PAUSE = 30
"""Seconds that are advised before the next try."""


class HttpsMissing(Exception):
    """The pass would travel readable."""


class TooManyPasses(Exception):
    """Very many wrong passes came from one address."""


class NotOpenedYet(Exception):
    """The round of this pass was never opened."""


@dataclass(frozen=True, slots=True)
class Carrier:
    """What the pass of this request opens."""

    code: str
    survey: OpenSurvey


def read_carrier(round_id: str) -> Carrier:
    """Raises HttpsMissing, PassRefused (no pass is a refused one), TooManyPasses, NotOpenedYet."""
    if current_app.extensions["config"].https and not request.is_secure:
        raise HttpsMissing
    sent = request.authorization
    if sent is None or sent.type != "basic" or not sent.password:
        raise PassRefused  # every program asks without a pass first, and that is no guess
    code = sent.password[:LONGEST_PASS]
    _check_pass(code, round_id)
    survey = find_open_survey(database.session(), round_id)
    if survey is None:
        raise NotOpenedYet
    return Carrier(code, survey)


def _check_pass(code: str, round_id: str) -> None:
    pepper = current_app.extensions["config"].pepper
    try:
        opened = get_field_round(database.session(), code=code, pepper=pepper)
        if opened.round_id != round_id:
            raise PassRefused
    except PassRefused:
        if tally().add("wrong field pass", where_from()) > FREE:
            raise TooManyPasses from None
        raise
