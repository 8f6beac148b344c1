"""Addresses of public pages as they stand in files: with the name of the site, and without a request."""

from dataclasses import dataclass

from cmm.web.evidence.source import PackSource
from cmm.web.i18n import current_language
from cmm.web.reading.links import PUBLIC, Links


@dataclass(frozen=True, slots=True)
class SiteLinks(Links):
    """Public pages of the site whose address is `site`."""

    site: str = ""

    def address(self, round_id: str, unit: str | None = None) -> str:
        place = f"/{unit}" if unit else ""
        return f"{self.site}/{current_language()}/r/{round_id}{place}"


def site_links(source: PackSource) -> SiteLinks:
    return SiteLinks(PUBLIC.round_endpoint, PUBLIC.unit_endpoint, public=True, site=source.address)


def permanent_address(source: PackSource, unit: str | None = None) -> str:
    """Where exactly these figures stand, also after newer ones were published."""
    published = source.published
    place = f"/{unit}" if unit else ""
    page = site_links(source).address(published.round_id)
    return f"{page}/v/{published.number}{place}"
