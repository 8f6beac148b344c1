"""All that a page of figures shows, for the whole round or for one unit."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from cmm.domain.language import in_language
from cmm.domain.snapshot import EVERYWHERE, PublishedUnit, known_clients_source
from cmm.services.published import Publication, PublishedSnapshot, Voices
from cmm.web.i18n import current_language, period, words
from cmm.web.i18n import gettext as _
from cmm.web.reading.breakdowns import BreakdownView, list_breakdowns
from cmm.web.reading.claims import Claims, build_claims
from cmm.web.reading.figures import Figures, Json
from cmm.web.reading.findings import Finding, build_finding
from cmm.web.reading.indicators import Dimension, IndicatorView, list_dimensions, list_standing_out
from cmm.web.reading.links import Links, permanent_links
from cmm.web.reading.method_text import Block, read_blocks
from cmm.web.reading.questions import QuestionView, list_questions
from cmm.web.reading.scorecard import CityScores, Scorecard, build_scorecard
from cmm.web.reading.texts import OwnWords, list_own_words
from cmm.web.reading.voices import CityVoices, list_voices
from cmm.web.site import site_address

ALL_PLACES = "all"
"""Stands in addresses for all places of a round; no unit has this code."""


@dataclass(frozen=True, slots=True)
class FiguresPage:
    """What the templates of figures read.

    On a city page `units`, `silent`, `own_words` and `breakdowns` are empty. `responses` counts everybody who
    came, `answered` those of them who answered; `silent` are cities without figures, with the reason in
    words.
    `place_code` stands for the place in addresses: a unit or ALL_PLACES. `address` is the permanent one.
    `voices` are those of a city page; `validated_on` has the last meeting of each unit that confirmed it.
    """

    round_id: str
    digest: str
    number: int
    published_on: date
    history: Sequence[Publication]
    title: str
    place: str
    place_code: str
    cities: int
    period: str
    invented: bool
    responses: int
    answered: int
    known_clients: int | None
    known_clients_source: str
    units: Sequence[PublishedUnit]
    silent: list[tuple[str, str]]
    standing_out: list[IndicatorView]
    dimensions: list[Dimension]
    breakdowns: list[BreakdownView]
    questions: list[QuestionView]
    own_words: list[OwnWords]
    method: list[Block]
    address: str
    links: Links
    voices: list[CityVoices]
    validated_on: Mapping[str, date]
    scorecard: Scorecard
    claims: Claims

    @property
    def cities_beside(self) -> list[tuple[PublishedUnit, CityScores]]:
        """The units of the round with their scores, in the order of the list."""
        return list(zip(self.units, self.scorecard.cities, strict=False))

    @property
    def told_by_city(self) -> dict[str, list[IndicatorView]]:
        """Indicators by the question that they count."""
        found: dict[str, list[IndicatorView]] = {}
        for view in (view for dimension in self.dimensions for view in dimension.indicators):
            found.setdefault(view.question, []).append(view)
        return found

    def finding(self, view: IndicatorView) -> Finding:
        """What may be said about an indicator of this page."""
        return build_finding(view)


def build_page(published: PublishedSnapshot, figures: Figures, place: str) -> FiguresPage:
    """The page of `place`: a unit of the snapshot or EVERYWHERE."""
    content, units, whole = figures.content, figures.list_units(place), place == EVERYWHERE
    dimensions = list_dimensions(figures, place)
    return FiguresPage(
        round_id=published.round_id,
        digest=published.digest,
        number=published.number,
        published_on=published.published_on,
        history=published.history,
        title=words(published.snapshot.title),
        place=_("All cities") if whole else words(units[0].names),
        place_code=ALL_PLACES if whole else place,
        cities=sum(len(unit.cities) for unit in units),
        period=describe_period(content),
        invented=content["invented"],
        responses=sum(unit.responses for unit in units),
        answered=sum(unit.answered for unit in units),
        known_clients=figures.known_clients(place),
        known_clients_source=known_clients_source(figures.snapshot),
        units=units if whole else (),
        silent=list_silent(content) if whole else [],
        standing_out=list_standing_out(dimensions),
        dimensions=dimensions,
        breakdowns=list_breakdowns(figures) if whole else [],
        questions=list_questions(figures, place),
        own_words=list_own_words(figures) if whole else [],
        method=read_blocks(in_language(content["method"], current_language())),
        address=_permanent_address(published, None if whole else place),
        links=figures.links,
        voices=[] if whole else list_voices(figures, published.voices, units[0]),
        validated_on=_validated_on(units, published.voices) if whole else {},
        scorecard=build_scorecard(dimensions),
        claims=build_claims(figures, place),
    )


def list_silent(content: Json) -> list[tuple[str, str]]:
    """Cities of the round that have no figures, each with the reason in words."""
    reasons = {
        "no_responses": _("no answers came from here"),
        "few_new_responses": _("a few answers came late; they will be counted when there are more"),
        "not_validated": _("the community there has not confirmed its result yet"),
    }
    cities = content["cities_without_figures"]
    return [(words(city["names"]), reasons.get(city["reason"], _("no figures"))) for city in cities]


def _validated_on(units: Sequence[PublishedUnit], voices: Voices) -> dict[str, date]:
    """The day on which the last city of a unit confirmed its figures; units not confirmed are left out."""
    days = {each.city_id: each.held_on for each in voices.meetings if each.outcome != "rejected"}
    return {
        unit.code: max(days[city] for city in unit.cities)
        for unit in units
        if all(city in days for city in unit.cities)
    }


def _permanent_address(published: PublishedSnapshot, unit: str | None) -> str:
    """Where exactly these figures will always stand: the address to cite."""
    return site_address() + permanent_links(published.number).address(published.round_id, unit)


def describe_period(content: Json) -> str:
    """From the first to the last day of collection."""
    return period(content["opened_on"], content["closed_on"])
