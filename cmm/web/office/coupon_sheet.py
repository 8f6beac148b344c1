"""Sheets of coupons to cut: all coupons of a batch look alike, only the code to type differs."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import render_template, url_for
from sqlalchemy.orm import Session

from cmm.domain.language import Translated, in_language
from cmm.services.coupon_batches import list_batch_progress
from cmm.services.coupons import BadCount, draw_batch_id, make_batch, set_aside
from cmm.services.printed_round import get_printed_round
from cmm.web.i18n import current_language, speaking
from cmm.web.i18n import gettext as _
from cmm.web.office.qr import plain_address, qr_picture
from cmm.web.pdf import check_printing, make_pdf

MOST_ON_A_SHEET = 300
"""Coupons of one PDF; more take minutes to make. A round of 300 people has a batch for each of its cities."""

ON_A_PAGE = {1: 10, 2: 8, 3: 6}
"""Coupons on one A4 page by the number of their languages, in two columns."""


@dataclass(frozen=True, slots=True)
class CouponWords:
    """What a coupon says in one language."""

    language: str
    title: str
    about: str
    steps: str
    blind: str


@dataclass(frozen=True, slots=True)
class Batch:
    """What is printed: `codes` in random order, made for `place` (a city or site, in the page's language)."""

    batch_id: str
    round_id: str
    titles: Translated
    place: str
    codes: Sequence[str]
    invented: bool = False


def print_batch(
    session: Session,
    *,
    round_id: str,
    city_id: str,
    site_id: str | None,
    count: int,
    languages: Sequence[str],
    pepper: bytes,
    by: str | None = None,
) -> tuple[str, bytes]:
    """Make a batch and its sheet: (batch id, PDF). A batch without a sheet is set aside: its codes are lost.

    Raises PrintingUnavailable before anything is made, BadCount, and what make_batch raises.
    """
    if not 1 <= count <= MOST_ON_A_SHEET:
        raise BadCount(str(MOST_ON_A_SHEET))
    check_printing()
    batch_id = draw_batch_id()
    codes = make_batch(
        session,
        round_id=round_id,
        city_id=city_id,
        site_id=site_id,
        count=count,
        pepper=pepper,
        batch_id=batch_id,
        by=by,
    )
    try:
        return batch_id, build_coupon_sheet(_describe(session, round_id, batch_id, codes), languages)
    except Exception:
        set_aside(session, batch_id=batch_id, reason=_("The sheet could not be printed."), by=by)
        raise


def build_coupon_sheet(batch: Batch, languages: Sequence[str]) -> bytes:
    """The PDF of a batch; every coupon speaks all of `languages`, the first one is that of the address.

    A coupon in one language alone would tell which language its person reads. Raises PrintingUnavailable.
    """
    address = url_for("collect.show_survey", round_id=batch.round_id, language=languages[0], _external=True)
    each = ON_A_PAGE[len(languages)]
    html = render_template(
        "print/coupons.html",
        batch=batch,
        sheets=[batch.codes[start : start + each] for start in range(0, len(batch.codes), each)],
        said=[_words(batch, language) for language in languages],
        address=plain_address(address),
        picture=qr_picture(address),
    )
    return make_pdf(html, "css/print.css").content


def _describe(session: Session, round_id: str, batch_id: str, codes: Sequence[str]) -> Batch:
    printed = get_printed_round(session, round_id)
    place = next(b.place for b in list_batch_progress(session, round_id) if b.batch_id == batch_id)
    names = [in_language(text, current_language()) for text in (place.city_names, place.site_names)]
    return Batch(
        batch_id=batch_id,
        round_id=round_id,
        titles=printed.titles,
        place=", ".join(name for name in names if name),
        codes=codes,
        invented=printed.invented,
    )


def _words(batch: Batch, language: str) -> CouponWords:
    with speaking(language):
        return CouponWords(
            language=language,
            title=in_language(batch.titles, language),
            about=_("Anonymous questions about care, asked by people like you, not by the clinic."),
            steps=_("Open the address, type the code."),
            blind=_("Draw one from the bowl: nobody notes who drew which."),
        )
