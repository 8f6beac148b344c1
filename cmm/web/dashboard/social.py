"""What is shown of a page where its link is shared: title, one finding, a picture; and its other languages.

The words are those of the Open Graph protocol (ogp.me). The picture has an address of its own, so a page
never waits for it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import url_for

from cmm.web.i18n import LANGUAGE_NAMES, current_language, ngettext
from cmm.web.reading.findings import finding_sentence
from cmm.web.reading.links import PUBLIC
from cmm.web.reading.page import FiguresPage
from cmm.web.site import site_address

LOCALES = {"ru": "ru_RU", "kk": "kk_KZ", "en": "en_US"}


@dataclass(frozen=True, slots=True)
class Social:
    """All addresses are whole. `image` is "" when there is no picture; `alternates` are by language."""

    title: str
    description: str
    address: str
    image: str
    alternates: Mapping[str, str]
    locale: str


def build_social(
    title: str, description: str, endpoint: str, values: Mapping[str, Any], *, image: str = ""
) -> Social:
    """The card of the page at `endpoint`; `image` is a picture of 1200 x 630 on this site."""
    site = site_address()
    alternates = {code: site + url_for(endpoint, language=code, **values) for code in LANGUAGE_NAMES}
    address = alternates[current_language()]
    picture = site + image if image else ""
    return Social(title, description, address, picture, alternates, LOCALES[current_language()])


def describe_page(page: FiguresPage) -> Social:
    """The card of the page of a round or a unit. The newest publication is known by the round's own address;
    an older one by its permanent address.
    """
    newest = page.number == page.history[0].number
    links, unit = PUBLIC if newest else page.links, None if page.units else page.place_code
    title = f"{page.place}: {page.title}" if unit else page.title
    image = url_for(
        "dashboard.show_place_card", round_id=page.round_id, number=page.number, place=page.place_code
    )
    return build_social(
        title,
        describe_finding(page),
        links.endpoint(unit),
        links.values(page.round_id, unit),
        image=image,
    )


def describe_finding(page: FiguresPage) -> str:
    """The first finding that stands out, else on how many answers the page rests."""
    if page.standing_out:
        return finding_sentence(page.standing_out[0], page.place)
    told = ngettext("about %(num)s answer", "about %(num)s answers", page.answered) % {"num": page.answered}
    return f"{page.title}: {told}"
