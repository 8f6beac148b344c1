"""One figure of one publication: which indicator or question, where, and its permanent addresses."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import abort, url_for

from cmm.domain.snapshot import EVERYWHERE
from cmm.services.published import PublishedSnapshot
from cmm.web.dashboard.editions import get_edition
from cmm.web.drawing import FigureSource
from cmm.web.i18n import current_language, words
from cmm.web.i18n import gettext as _
from cmm.web.reading.figures import Figures, Json
from cmm.web.reading.indicators import IndicatorView, build_indicator
from cmm.web.reading.links import permanent_links
from cmm.web.reading.page import ALL_PLACES, describe_period
from cmm.web.site import site_address

Address = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Place:
    """A place of one publication; `code` stands for it in addresses: a unit or ALL_PLACES."""

    published: PublishedSnapshot
    code: str

    @property
    def unit(self) -> str | None:
        return None if self.code == ALL_PLACES else self.code

    @property
    def key(self) -> str:
        """As the readers of a snapshot call the place: a unit or EVERYWHERE."""
        return self.unit or EVERYWHERE

    @property
    def figures(self) -> Figures:
        return Figures(self.published.snapshot, permanent_links(self.published.number))

    @property
    def name(self) -> str:
        return words(self.figures.units[self.unit].names) if self.unit else _("All cities")

    @property
    def values(self) -> dict[str, Any]:
        """The parts of its addresses."""
        published = self.published
        return {"round_id": published.round_id, "number": published.number, "place": self.code}

    @property
    def page(self) -> str:
        """The address of the page of this place in this publication."""
        return self.figures.links.address(self.published.round_id, self.unit)

    @property
    def newest(self) -> str:
        """The whole address of the newest publication, "" when this is it."""
        newest = self.published.history[0].number == self.published.number
        return (
            ""
            if newest
            else site_address() + url_for("dashboard.show_round", round_id=self.published.round_id)
        )

    def source(self, address: str) -> FigureSource:
        """What a picture says about its origin; `address` is of this site."""
        content = self.published.content
        return FigureSource(
            words(self.published.snapshot.title),
            describe_period(content),
            site_address() + address,
            self.published.published_on,
            self.published.number,
            bool(content["invented"]),
        )


@dataclass(frozen=True, slots=True)
class ChosenFigure:
    """One indicator in one place."""

    place: Place
    indicator: Json

    @property
    def values(self) -> dict[str, Any]:
        """The parts of its addresses."""
        return {**self.place.values, "indicator": self.indicator["id"]}

    @property
    def address(self) -> str:
        """Of its page, on this site."""
        return url_for("dashboard.show_figure", **self.values)

    @property
    def source(self) -> FigureSource:
        return self.place.source(self.address)

    @property
    def view(self) -> IndicatorView:
        return build_indicator(self.place.figures, self.indicator, self.place.key)

    @property
    def key(self) -> tuple[str, ...]:
        """All that its pictures depend on, for keeping them."""
        published = self.place.published
        return published.digest, self.place.code, self.indicator["id"], current_language(), site_address()


@dataclass(frozen=True, slots=True)
class ChosenQuestion:
    """All answers to one question in one place."""

    place: Place
    question: Json

    @property
    def label(self) -> str:
        """What was asked, and where."""
        return f"{self.place.name}: {words(self.question['label'])}"

    @property
    def values(self) -> dict[str, Any]:
        """The parts of its addresses."""
        return {**self.place.values, "question": self.question["name"]}

    @property
    def address(self) -> str:
        """Of its page, on this site."""
        return url_for("dashboard.show_question", **self.values)

    @property
    def source(self) -> FigureSource:
        return self.place.source(self.address)

    @property
    def key(self) -> tuple[str, ...]:
        """All that its pictures depend on, for keeping them."""
        digest, name = self.place.published.digest, self.question["name"]
        return digest, self.place.code, "question", name, current_language(), site_address()


def get_place(round_id: str, number: int, place: str) -> Place:
    """The place of a publication, withdrawn or not; ends the request with 404 when there is none."""
    published = get_edition(round_id, number)
    if place != ALL_PLACES and all(unit.code != place for unit in published.snapshot.units):
        abort(404)
    return Place(published, place)


def get_figure(round_id: str, number: int, place: str, indicator: str) -> ChosenFigure:
    """The figure, withdrawn or not; ends the request with 404 when there is none."""
    chosen = get_place(round_id, number, place)
    known = chosen.published.content["indicators"]
    found = next((each for each in known if each["id"] == indicator), None)
    if found is None:
        abort(404)
    return ChosenFigure(chosen, found)


def get_question(round_id: str, number: int, place: str, question: str) -> ChosenQuestion:
    """The answers to a question, withdrawn or not; ends the request with 404 when there are none."""
    chosen = get_place(round_id, number, place)
    figures = chosen.figures
    if question not in figures.snapshot.tables or question not in figures.questions:
        abort(404)
    return ChosenQuestion(chosen, figures.questions[question])
