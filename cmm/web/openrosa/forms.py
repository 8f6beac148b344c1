"""The form of a round as Collect downloads it: made of the pinned questionnaire, once for each round.

There is nothing in it that fills itself in (device, user, times) but the random number of the instance. In a
round with coupons the first question is for the coupon.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, replace

from flask import current_app, url_for

from cmm.domain.language import Translated, in_language
from cmm.domain.questionnaire.adapter import write_xform
from cmm.domain.questionnaire.model import Item, Question, Questionnaire, Tree
from cmm.domain.questionnaire.written import write_sheets
from cmm.services.open_survey import OpenSurvey
from cmm.web.assets import asset_address, find_asset
from cmm.web.i18n import LANGUAGE_NAMES, speaking
from cmm.web.openrosa import words
from cmm.web.openrosa.instance import COUPON
from cmm.web.shelf import Shelf

FEWEST_SIGNS, MOST_SIGNS = 12, 40
"""Of a coupon as people type it, with dashes and spaces."""
MOST_FORMS = 20


@dataclass(frozen=True, slots=True)
class Media:
    """A recording of a question: its file name in the form, and the name of the asset."""

    name: str
    asset: str


@dataclass(frozen=True, slots=True)
class ServedForm:
    """`form_id` is that of the questionnaire and the round together, so that answers of one round are never
    taken for those of another.
    """

    form_id: str
    version: str
    xml: bytes
    media: tuple[Media, ...]

    @property
    def hash(self) -> str:
        return _hash(self.xml)


def form_id_of(survey: OpenSurvey) -> str:
    return f"{survey.questionnaire.form_id}.{survey.round_id}"


def get_form(survey: OpenSurvey) -> ServedForm:
    """The form of the round; all that it is made of stays as it is once a round is opened."""
    shelf: Shelf[ServedForm] = current_app.extensions.setdefault("openrosa_forms", Shelf(MOST_FORMS))
    return shelf.take(survey.round_id, lambda: make_form(survey))


def make_form(survey: OpenSurvey) -> ServedForm:
    """The form with its recordings, made anew."""
    asked = survey.questionnaire
    recorded = {
        media.name: media for question in asked.questions() for media in _recordings(asked, question.audio)
    }
    items = tuple(_with_known_audio(item, set(recorded)) for item in asked.items)
    coupon = (_coupon_question(asked),) if survey.access == "coupon" else ()
    served = replace(
        asked,
        form_id=form_id_of(survey),
        title={asked.default_language: in_language(survey.titles, asked.default_language)},
        items=(*coupon, *items),
    )
    xml = write_xform(write_sheets(served, LANGUAGE_NAMES)).encode()
    return ServedForm(served.form_id, served.version, xml, tuple(recorded.values()))


def list_media(form: ServedForm) -> list[dict[str, str]]:
    """The rows of the manifest."""
    rows = []
    for media in form.media:
        found = find_asset(media.asset)
        if found:
            address = url_for("front", _external=True).rstrip("/") + asset_address(media.asset)
            rows.append({"filename": media.name, "hash": _hash(found.content), "downloadUrl": address})
    return rows


def _recordings(questionnaire: Questionnaire, audio: Translated) -> Iterator[Media]:
    for name in audio.values():
        asset = f"media/{questionnaire.form_id}/{name}"
        if find_asset(asset):
            yield Media(name, asset)


def _with_known_audio(item: Item, known: set[str]) -> Item:
    """Without recordings that are not there: Collect would say so at each question."""
    if not isinstance(item, Question):
        return replace(item, items=tuple(_with_known_audio(inner, known) for inner in item.items))
    audio = {language: name for language, name in item.audio.items() if name in known}
    return replace(item, audio=audio) if item.audio else item


def _coupon_question(questionnaire: Questionnaire) -> Question:
    texts: dict[str, dict[str, str]] = {"label": {}, "hint": {}, "missing": {}}
    for language in questionnaire.languages:
        with speaking(language):
            texts["label"][language] = words.coupon_label()
            texts["hint"][language] = words.coupon_hint()
            texts["missing"][language] = words.coupon_missing()
    length: Tree = ["string-length", ["."]]
    return Question(
        name=COUPON,
        type="text",
        label=texts["label"],
        hint=texts["hint"],
        required=["true"],
        required_message=texts["missing"],
        constraint=["and", [">=", length, FEWEST_SIGNS], ["<=", length, MOST_SIGNS]],
        constraint_message=texts["missing"],
    )


def _hash(content: bytes) -> str:
    """As the standard wants it: to notice a change, not to prove anything."""
    return f"md5:{hashlib.md5(content, usedforsecurity=False).hexdigest()}"
