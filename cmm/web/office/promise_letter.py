"""The letter to an office: what is asked, the figure it rests on, the guideline behind it, and until when."""

from datetime import date

from flask import url_for

from cmm.domain.language import Translated
from cmm.domain.promises import PROMISED, Story
from cmm.services.published_promises import PublicPromise
from cmm.web.evidence.blocks import Block, Document, Facts, Heading, Items, Paragraph
from cmm.web.evidence.docx_file import write_docx
from cmm.web.evidence.material import invented_banner
from cmm.web.evidence.promise_words import withdrawn_words
from cmm.web.i18n import current_language, day, words
from cmm.web.i18n import gettext as _
from cmm.web.reading.promises import PromiseView
from cmm.web.site import forum_contact, site_address


def build_letter(
    promise: PublicPromise, view: PromiseView, *, contact: str, line: Translated, today: date
) -> bytes:
    """A Word file in the language of the page, to be changed and signed by the network. `line` is what
    national programmes say about it, in general words; it may be empty.

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
            blocks=tuple(_blocks(promise, view, line, today)),
        )
    )


def _blocks(promise: PublicPromise, view: PromiseView, line: Translated, today: date) -> list[Block]:
    address = site_address() + url_for("dashboard.show_promise", promise_id=promise.promise_id)
    pairs = [(_("Where"), view.place), (_("Finding"), view.finding)]
    pairs += [(_("Goal"), view.target)] if view.target else []
    source = _("%(round)s, publication %(number)s") % {
        "round": words(promise.finding.round_title),
        "number": promise.finding.number,
    }
    blocks: list[Block] = [
        *_warnings(promise),
        Paragraph(_("Dear colleagues,"), tone="lead"),
        Paragraph(
            _("Clients of the service told what happens there. Their answers are anonymous and published.")
        ),
        Facts(tuple(pairs)),
        Paragraph(_("We ask you: %(ask)s") % {"ask": view.ask}, tone="strong"),
    ]
    awaited = _awaited(promise.story, today)
    if awaited:
        blocks.append(Paragraph(awaited))
    blocks += [
        Paragraph(_("Your reply is printed word for word beside the request. You may reply at any time.")),
        Heading(_("What this rests on"), level=2),
        Items(tuple(_grounds(promise, source, line))),
        Paragraph(_("The page of this request: %(address)s") % {"address": address}),
        Paragraph(_("With respect,")),
        Paragraph(_("The network of clients")),
        Paragraph(_reply_address()),
    ]
    return blocks


def _reply_address() -> str:
    """Where the reply can be sent, or room for it."""
    contact = forum_contact()
    if contact:
        return _("Please send the reply here: %(contact)s") % {"contact": contact.text}
    return "[" + _("Write here who signs, and where the reply can be sent.") + "]"


def _warnings(promise: PublicPromise) -> list[Block]:
    """What must be known before such a letter is sent."""
    warnings: list[Block] = [invented_banner()] if promise.finding.invented else []
    if promise.finding.withdrawn:
        warnings.append(Paragraph(withdrawn_words(), tone="strong"))
    return warnings


def _awaited(story: Story, today: date) -> str:
    """Until when something is awaited, or what did not come in time; "" when nothing is awaited."""
    due_on = story.pending.due_on if story.pending else story.due_on
    if due_on is None:
        return ""
    if story.state == PROMISED and not story.pending:
        late = _("It was promised until %(day)s. Please write what was done.")
        told = late if due_on < today else _("It is promised until %(day)s.")
    elif due_on < today:
        told = _("A reply was awaited until %(day)s and did not come. Please reply in writing.")
    else:
        told = _("Please reply in writing until %(day)s.")
    return told % {"day": day(due_on)}


def _grounds(promise: PublicPromise, source: str, line: Translated) -> list[str]:
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
    if line:
        grounds.append(_("National programmes: %(line)s") % {"line": words(line)})
    grounds.append("[" + _("Add the national order or protocol that applies.") + "]")
    return grounds
