"""Requests and promises of a pack in the words of the public pages, counted on the day of the pack."""

from cmm.domain.promises import count_stories
from cmm.web.evidence.blocks import Told
from cmm.web.evidence.material import Material
from cmm.web.i18n import current_language, day, number
from cmm.web.i18n import gettext as _
from cmm.web.reading.promises import PromiseView, list_views

MOST_PRESSING = 3


def list_promise_views(material: Material) -> list[PromiseView]:
    """Each request with its story, overdue first; empty when nothing was asked."""
    source = material.source
    return list_views(source.promises, source.promises_on) if source.promises_on else []


def counters_words(material: Material) -> str:
    """How many were asked, answered, promised, done, confirmed and are overdue, in one line; empty when
    nothing was asked.
    """
    source = material.source
    if source.promises_on is None:
        return ""
    counted = count_stories((each.story for each in source.promises), source.promises_on)
    told = _(
        "Asked: %(asked)s; answered: %(answered)s; promised: %(promised)s; said to be done: %(done)s; "
        "confirmed by clients: %(confirmed)s; overdue: %(overdue)s."
    )
    return told % {
        "asked": number(counted.asked),
        "answered": number(counted.answered),
        "promised": number(counted.promised),
        "done": number(counted.said_done),
        "confirmed": number(counted.confirmed),
        "overdue": number(counted.overdue),
    }


def counted_on_words(material: Material) -> str:
    """Up to which day ages are counted, and where today's stand; empty when nothing was asked."""
    source = material.source
    if source.promises_on is None:
        return ""
    told = _("Days are counted up to %(day)s. Where it stands today: %(address)s")
    address = f"{source.address}/{current_language()}/promises"
    return told % {"day": day(source.promises_on), "address": address}


def list_pressing(material: Material) -> list[Told]:
    """At most three requests that are not over, overdue first, each with its office and where it stands."""
    views = [
        each for each in list_promise_views(material) if each.state not in ("clients_confirm", "taken_back")
    ]
    return [pressing_words(view) for view in views[:MOST_PRESSING]]


def pressing_words(view: PromiseView) -> Told:
    """A request, with its office and where it stands in smaller letters."""
    stands = " · ".join(part for part in (view.office, view.state_words, view.age) if part)
    return Told(f"{view.place}: {view.ask}", stands)


def withdrawn_words() -> str:
    """Stands instead of a figure that was taken back."""
    return _("The figures behind this request were withdrawn since. Please do not quote it.")
