"""Free text in the office: what texts are about, and words for the public. The texts are shown once."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from flask import Blueprint, abort, current_app, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from cmm.domain.disclosure.themes import OTHER
from cmm.domain.language import SCREEN_LANGUAGES
from cmm.domain.questionnaire.model import Question
from cmm.domain.refusal import Refusal
from cmm.domain.texts.consent import LEVELS
from cmm.domain.texts.identifying import REASONS, Span
from cmm.services import texts as service
from cmm.services import themes
from cmm.services.retention import find_retention
from cmm.services.texts import Doubt, TextCode, TextsToCode
from cmm.services.texts_in_snapshot import NOT_USABLE
from cmm.web import database
from cmm.web.i18n import current_language
from cmm.web.i18n import gettext as _
from cmm.web.office.patience import slow_guessing
from cmm.web.office.refusals import tell
from cmm.web.office.rounds import get_round
from cmm.web.office.sign_in import current_account, require_role

texts = Blueprint("texts", __name__)

Reply = Response | tuple[str, int]

LATER, UNUSABLE = "", "not_usable"
"""Values of the choice of a theme: not decided yet, and nothing of it is published."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a text; `reason` says what it may identify, empty for an ordinary part."""

    text: str
    reason: str = ""


@texts.get("/rounds/<round_id>/texts")
def show_questions(round_id: str) -> str:
    """The questions with texts. With none there is nothing to do, and the page says so."""
    require_role("secretary", "coordinator")
    shown = get_round(round_id)
    questions = themes.list_questions(database.session(), round_id)
    return render_template("office/texts.html", round=shown, account=current_account(), questions=questions)


@texts.get("/rounds/<round_id>/texts/<question>")
def show_question(round_id: str, question: str) -> str:
    return _page(round_id, question)


@texts.post("/rounds/<round_id>/texts/<question>/opening")
def open_some(round_id: str, question: str) -> Reply:
    """The texts are in this one answer, in nothing that is stored; leaving the page forgets them."""
    _find_question(round_id, question)
    try:
        with slow_guessing():
            opened = service.open_texts(
                database.session(),
                round_id=round_id,
                question=question,
                account_id=current_account().account_id,
                passphrase=request.form.get("passphrase", ""),
                cluster=current_app.extensions["cluster"],
            )
    except Refusal as refusal:
        return _page(round_id, question, refusal=tell(refusal)), 409
    return _coding_page(round_id, question, opened), 200


@texts.post("/rounds/<round_id>/texts/<question>/codes")
def save(round_id: str, question: str) -> Reply:
    """Keep what was decided; what needs another look is asked once more, without the texts."""
    _find_question(round_id, question)
    try:
        doubts = service.save_codes(
            database.session(),
            round_id=round_id,
            question=question,
            account_id=current_account().account_id,
            language=current_language(),
            codes=list(_read_codes()),
        )
    except Refusal as refusal:
        return _page(round_id, question, refusal=tell(refusal)), 409
    if doubts:
        return _doubts_page(round_id, question, doubts), 409
    flash(_("Saved. Texts without a theme are shown again next time."))
    return redirect(url_for("office.texts.show_question", round_id=round_id, question=question))


@texts.post("/rounds/<round_id>/texts/<question>/themes")
def change_themes(round_id: str, question: str) -> Reply:
    """Make a theme, rename it, or put its texts into another one, by which button was pressed.

    The last one cannot be undone, so it is asked on a page of its own.
    """
    code, change = request.form.get("code", ""), request.form.get("change", "")
    labels = {language: request.form.get(f"label-{language}", "") for language in SCREEN_LANGUAGES}
    if change == "merge" and request.form.get("sure") != "yes":
        title, about = _("Put the themes together?"), _("All texts of the theme move, and it goes for good.")
        return _confirm(round_id, question, title, about, ("code", "into", "change"))

    def act() -> None:
        session, named = database.session(), _named(round_id, question)
        if change == "add":
            themes.add_theme(session, **named, labels=labels)
        elif change == "rename":
            themes.rename_theme(session, **named, code=code, labels=labels)
        elif change == "merge":
            themes.merge_themes(session, **named, code=code, into=request.form.get("into", ""))
        else:
            abort(400)

    return _do(round_id, question, act, _("The themes are changed."))


@texts.post("/rounds/<round_id>/texts/<question>/words")
def change_words(round_id: str, question: str) -> Reply:
    """Write other words for the public, or take back what was decided about their text, which is asked on a
    page of its own.
    """
    try:
        key = bytes.fromhex(request.form.get("key", ""))
    except ValueError:
        abort(400)
    forget = request.form.get("change") == "forget"
    if forget and request.form.get("sure") != "yes":
        title = _("Take back what was decided?")
        about = _("The words for the public are deleted. Next time the text is shown again, without a theme.")
        return _confirm(round_id, question, title, about, ("key", "change"))

    def act() -> None:
        session, named = database.session(), _named(round_id, question)
        if forget:
            themes.forget_code(session, **named, key=key)
        else:
            words, sure = request.form.get("words", ""), request.form.get("confirmed") == "yes"
            themes.change_words(session, **named, key=key, words=words, confirmed=sure)

    return _do(round_id, question, act, _("Saved."))


def cut_in_pieces(text: str, spans: Sequence[Span]) -> list[Piece]:
    """The text in order, each marked span as a piece of its own."""
    pieces, reached = [], 0
    for span in spans:
        pieces += [Piece(text[reached : span.start]), Piece(text[span.start : span.end], span.reason)]
        reached = span.end
    return [piece for piece in (*pieces, Piece(text[reached:])) if piece.text]


def name_reasons(spans: Sequence[Span]) -> str:
    """What the marks of a text are about, in words, each once."""
    known = _reason_words()
    return ", ".join(known[reason] for reason in REASONS if any(span.reason == reason for span in spans))


def _named(round_id: str, question: str) -> dict[str, str]:
    return {"round_id": round_id, "question": question, "account_id": current_account().account_id}


def _confirm(round_id: str, name: str, title: str, about: str, fields: Sequence[str]) -> Reply:
    """Ask once more; `fields` of the form are sent again with the answer."""
    question = _find_question(round_id, name)
    page = render_template(
        "office/texts_confirm.html",
        round=get_round(round_id),
        account=current_account(),
        question=question,
        title=title,
        about=about,
        fields={field: request.form.get(field, "") for field in fields},
    )
    return page, 200


def _do(round_id: str, question: str, act: Callable[[], None], done: str) -> Reply:
    _find_question(round_id, question)
    try:
        act()
    except Refusal as refusal:
        return _page(round_id, question, refusal=tell(refusal)), 409
    flash(done)
    return redirect(url_for("office.texts.show_question", round_id=round_id, question=question))


def _find_question(round_id: str, name: str) -> Question:
    """The question, for those who may code; 403 and 404 for others."""
    require_role("secretary", "coordinator")
    get_round(round_id)
    try:
        return themes.get_question(database.session(), round_id, name)
    except themes.NoSuchTextQuestion:
        abort(404)


def _page(round_id: str, name: str, *, refusal: str = "") -> str:
    question, session = _find_question(round_id, name), database.session()
    return render_template(
        "office/texts_question.html",
        round=get_round(round_id),
        account=current_account(),
        question=question,
        wiped=find_retention(session, round_id=round_id, keep_days=0).wiped,
        themes=themes.list_themes(session, round_id, name),
        written=themes.list_words(session, round_id, name),
        other=OTHER,
        languages=SCREEN_LANGUAGES,
        at_once=service.AT_ONCE,
        refusal=refusal,
    )


def _coding_page(round_id: str, name: str, opened: TextsToCode) -> str:
    return _page_of_texts("texts_coding", round_id, name, opened=opened, levels_up_to=_levels_up_to)


def _doubts_page(round_id: str, name: str, doubts: Sequence[Doubt]) -> str:
    return _page_of_texts("texts_doubts", round_id, name, doubts=doubts)


def _page_of_texts(template: str, round_id: str, name: str, **more: object) -> str:
    return render_template(
        f"office/{template}.html",
        round=get_round(round_id),
        account=current_account(),
        question=_find_question(round_id, name),
        themes=themes.list_themes(database.session(), round_id, name),
        other=OTHER,
        unusable=UNUSABLE,
        pieces=cut_in_pieces,
        reasons=name_reasons,
        **more,
    )


def _read_codes() -> Iterator[TextCode]:
    """The decisions of a coding page; fields have the number of their text at the end."""
    form = request.form
    for number in range(service.AT_ONCE):
        try:
            key = bytes.fromhex(form.get(f"key-{number}", ""))
        except ValueError:
            abort(400)
        if not key:
            continue
        theme = form.get(f"theme-{number}", LATER)
        level = form.get(f"level-{number}", LEVELS[0])
        yield TextCode(
            key=key,
            theme={LATER: None, UNUSABLE: NOT_USABLE}.get(theme, theme),
            level=level if level in LEVELS else abort(400),
            words=form.get(f"words-{number}", ""),
            new_theme=form.get(f"new-{number}", ""),
            confirmed=form.get(f"sure-{number}") == "yes",
        )


def _levels_up_to(allowed: str) -> tuple[str, ...]:
    return LEVELS[: LEVELS.index(allowed) + 1]


def _reason_words() -> dict[str, str]:
    return {
        "contact": _("a contact"),
        "phone": _("a phone number"),
        "address": _("an address"),
        "dose": _("a dose"),
        "age": _("an age"),
        "date": _("a date"),
        "place": _("a place"),
        "staff": _("a member of staff"),
        "work": _("a place of work"),
        "circumstance": _("family or health"),
        "name": _("a name"),
        "number": _("a number"),
    }
