"""All answers to one question as a picture: its page at a permanent address, and its frame elsewhere."""

from dataclasses import dataclass

from flask import Response, render_template, url_for

from cmm.services.published import PublishedSnapshot
from cmm.web.assets import InlineStyles
from cmm.web.dashboard.blueprint import dashboard
from cmm.web.dashboard.chosen import ChosenQuestion, get_question
from cmm.web.dashboard.embedding import Embedded, send_embedded, send_figure_page
from cmm.web.dashboard.pictures import draw_answers
from cmm.web.dashboard.social import build_social
from cmm.web.dashboard.styled import page_styles
from cmm.web.dashboard.taking import Taken, take_picture
from cmm.web.i18n import ngettext, number, words
from cmm.web.reading.claims import Claims, build_claims
from cmm.web.reading.page import describe_period
from cmm.web.reading.questions import QuestionView, build_question


@dataclass(frozen=True, slots=True)
class QuestionPage:
    """What the template reads."""

    published: PublishedSnapshot
    view: QuestionView
    title: str
    place: str
    place_address: str
    period: str
    invented: bool
    claims: Claims
    taken: Taken

    @property
    def address(self) -> str:
        return self.taken.address


@dashboard.get("/<lang:language>/r/<round_id>/v/<int:number>/<place>/questions/<path:question>")
def show_question(round_id: str, number: int, place: str, question: str) -> Response:
    """The picture, its numbers as a table, and how to show it elsewhere."""
    asked = get_question(round_id, number, place, question)
    return send_figure_page(asked.place, asked.key, lambda: _render(asked))


@dashboard.get("/<lang:language>/r/<round_id>/v/<int:number>/<place>/questions/<path:question>/embed")
def show_question_embed(round_id: str, number: int, place: str, question: str) -> Response:
    """The picture for a frame in the page of another site."""
    asked = get_question(round_id, number, place, question)
    return send_embedded(asked.place, asked.key, lambda inlined: _embed(asked, inlined))


def _render(asked: ChosenQuestion) -> str:
    place = asked.place
    page = _build_page(asked)
    social = build_social(
        asked.label,
        f"{page.title}. {_base(page.view)}",
        "dashboard.show_question",
        asked.values,
        image=url_for("dashboard.show_place_card", **place.values),
    )
    return render_template(
        "dashboard/question.html",
        endpoint="dashboard.show_question",
        address_values=asked.values,
        page=page,
        social=social,
        inlined=page_styles(),
    )


def _embed(asked: ChosenQuestion, inlined: InlineStyles) -> str:
    place = asked.place
    base = _base(build_question(place.figures, asked.question, place.key))
    frame = Embedded(_take(asked), base, place.published.published_on, place.newest)
    return render_template("dashboard/embed.html", inlined=inlined, frame=frame)


def _build_page(asked: ChosenQuestion) -> QuestionPage:
    place = asked.place
    content = place.published.content
    return QuestionPage(
        published=place.published,
        view=build_question(place.figures, asked.question, place.key),
        title=words(place.published.snapshot.title),
        place=place.name,
        place_address=place.page,
        period=describe_period(content),
        invented=bool(content["invented"]),
        claims=build_claims(place.figures, place.key),
        taken=_take(asked),
    )


def _take(asked: ChosenQuestion) -> Taken:
    return take_picture(
        asked.label,
        lambda width: draw_answers(asked, width),
        asked.address,
        "dashboard.show_question",
        asked.values,
    )


def _base(view: QuestionView) -> str:
    """On how many answers it rests, or why there is nothing."""
    told = ngettext("%(count)s answer", "%(count)s answers", view.of) % {"count": number(view.of)}
    return view.reason or told
