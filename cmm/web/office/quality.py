"""What is unusual about the collected data: in sentences, with what it means and what to do."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, abort, render_template, url_for

from cmm.domain.quality import BATCH, CITY, ROUND, SMALL_CITIES, UNIT, QualityFinding
from cmm.services.coupon_batches import BatchProgress, list_batch_progress
from cmm.services.publish import CandidateSummary, find_candidate
from cmm.services.quality_words import tell_meaning, tell_quality, tell_title, tell_what_to_do
from cmm.services.round_progress import RoundProgress
from cmm.web import database
from cmm.web.i18n import gettext as _
from cmm.web.i18n import words
from cmm.web.office.refusals import tell_rejected
from cmm.web.office.rounds import get_round
from cmm.web.office.sign_in import current_account

quality = Blueprint("quality", __name__)


@dataclass(frozen=True, slots=True)
class Line:
    """A finding of one place. `link` leads to setting a batch aside; empty for everything else."""

    place: str
    found: str
    link: str


@dataclass(frozen=True, slots=True)
class Told:
    """All findings of one kind as the page says them."""

    title: str
    lines: Sequence[Line]
    meaning: str
    what_to_do: str


@quality.get("/rounds/<round_id>/quality")
def show_quality(round_id: str) -> str:
    progress = get_round(round_id)
    candidate = find_candidate(database.session(), round_id)
    if candidate is None:
        abort(404)
    batches = {batch.batch_id: batch for batch in list_batch_progress(database.session(), round_id)}
    return render_template(
        "office/quality.html",
        round=progress,
        account=current_account(),
        candidate=candidate,
        findings=_tell_all(candidate, progress, batches),
        rejected=[tell_rejected(reason, count) for reason, count in candidate.rejected.items()],
    )


def _tell_all(
    candidate: CandidateSummary, progress: RoundProgress, batches: Mapping[str, BatchProgress]
) -> list[Told]:
    """Kind by kind, in the order of the rules."""
    labels = _labels(candidate.content)
    kinds: dict[str, list[QualityFinding]] = {}
    for finding in candidate.quality:
        kinds.setdefault(finding.code, []).append(finding)
    return [
        Told(
            title=tell_title(code, _),
            lines=[
                Line(
                    place=_place(each, candidate.content, progress, batches),
                    found=tell_quality(each, _, labels),
                    link=_link(each, progress, batches),
                )
                for each in findings
            ],
            meaning=tell_meaning(findings[0], _),
            what_to_do=tell_what_to_do(findings[0], _),
        )
        for code, findings in kinds.items()
    ]


def _place(
    finding: QualityFinding,
    content: Mapping[str, Any],
    progress: RoundProgress,
    batches: Mapping[str, BatchProgress],
) -> str:
    cities = {city.code: words(city.names) for city in progress.cities}
    units = {unit["code"]: words(unit["names"]) for unit in content["units"]}
    if finding.place == BATCH:
        city = words(batches[finding.name].place.city_names) if finding.name in batches else ""
        return _("Batch %(batch)s, %(city)s") % {"batch": finding.name, "city": city}
    return {
        ROUND: _("The whole round"),
        SMALL_CITIES: _("The smaller cities together"),
        CITY: cities.get(finding.name, finding.name),
        UNIT: units.get(finding.name, finding.name),
    }[finding.place]


def _labels(content: Mapping[str, Any]) -> dict[str, str]:
    """Words for the questions and indicators that findings name."""
    questions = {each["name"]: words(each["label"]) for each in content["questions"]}
    return questions | {each["id"]: words(each["label"]) for each in content["indicators"]}


def _link(finding: QualityFinding, progress: RoundProgress, batches: Mapping[str, BatchProgress]) -> str:
    account, batch = current_account(), batches.get(finding.name)
    if finding.place != BATCH or batch is None or account.role == "reader":
        return ""
    if not account.works_for({batch.place.city_id}):
        return ""
    return url_for("office.coupons.confirm_set_aside", round_id=progress.round_id, batch_id=batch.batch_id)
