"""The letter to an office: what is asked, the figure it rests on, the guideline behind it, and until when."""

from datetime import date

from flask import url_for

from cmm.services.published_promises import PublicPromise
from cmm.web.evidence.blocks import Block, Document, Facts, Heading, Items, Paragraph
from cmm.web.evidence.docx_file import write_docx
from cmm.web.i18n import current_language, day, words
from cmm.web.i18n import gettext as _
from cmm.web.reading.promises import PromiseView
from cmm.web.site import site_address


def build_letter(promise: PublicPromise, view: PromiseView, *, contact: str, today: date) -> bytes:
    """A Word file in the language of the page, to be changed and signed by the network.

    Raises PrintingUnavailable.
    """
    name = _("The network of clients")
    return write_docx(
        Document(
            shape="brief",
            title=view.ask,
            over="\n".join(part for part in (view.office, contact) if part),
            language=current_language(),
            author=name,
            subject=view.place,
            made_on=today,
            foot=f"{name}, {day(today)}",
            blocks=tuple(_blocks(promise, view)),
        )
    )


def _blocks(promise: PublicPromise, view: PromiseView) -> list[Block]:
    address = site_address() + url_for("dashboard.show_promise", promise_id=promise.promise_id)
    pending = promise.story.pending
    awaited = pending.due_on if pending else promise.story.due_on
    pairs = [(_("Where"), view.place), (_("Finding"), view.finding)]
    pairs += [(_("Goal"), view.target)] if view.target else []
    source = _("%(round)s, publication %(number)s") % {
        "round": words(promise.finding.round_title),
        "number": promise.finding.number,
    }
    blocks: list[Block] = [
        Paragraph(_("Dear colleagues,"), tone="lead"),
        Paragraph(
            _("Clients of the service told what happens there. Their answers are anonymous and published.")
        ),
        Facts(tuple(pairs)),
        Paragraph(_("We ask you: %(ask)s") % {"ask": view.ask}, tone="strong"),
    ]
    if awaited:
        blocks.append(Paragraph(_("Please reply in writing until %(day)s.") % {"day": day(awaited)}))
    blocks += [
        Paragraph(_("Your reply is printed word for word beside the request. You may reply at any time.")),
        Heading(_("What this rests on"), level=2),
        Items(tuple(_grounds(promise, source))),
        Paragraph(_("The page of this request: %(address)s") % {"address": address}),
        Paragraph(_("With respect,")),
        Paragraph(_("The network of clients")),
    ]
    return blocks


def _grounds(promise: PublicPromise, source: str) -> list[str]:
    """The publication, the standard indicator when there is one, and what every service owes its clients."""
    grounds = [source]
    standard = promise.finding.standard
    if standard:
        grounds.append(_("Standard indicator: %(name)s") % {"name": standard})
    grounds.append(
        _(
            "International Covenant on Economic, Social and Cultural Rights, article 12, and General Comment "
            "No. 14: services are available, accessible, acceptable and of good quality."
        )
    )
    grounds.append(_("Add the national order or protocol that applies."))
    return grounds
