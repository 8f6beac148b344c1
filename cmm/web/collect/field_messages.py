"""What field mode says to the peer monitor: what happened, and what to do."""

from cmm.web.i18n import gettext as _


def neutral_name() -> str:
    """How the page is called among the apps of a phone."""
    return _("Questions")


def pass_refused() -> str:
    return _(
        "This pass is not known or was revoked. Check it letter by letter, or ask for a new one. "
        "Answers that wait on this phone stay here."
    )


def coupon_refused() -> str:
    return _("Refused: this coupon is not known or was already used.")


def round_closed() -> str:
    return _("This round takes no answers now: it is paused or closed. Answers that wait stay on this phone.")


def envelope_damaged() -> str:
    return _("Refused: these answers arrived damaged or belong to other questions.")


def try_again() -> str:
    return _("The service is busy; nothing was lost. Please try again in a minute.")


def field_texts() -> dict[str, str]:
    """What the scripts of field mode may have to say that does not stand in the page itself."""
    return {
        "ready": _("This phone now works without network."),
        "not_ready": _("This browser cannot keep the page for use without network. Please use another one."),
        "no_network": _("There is no connection just now. It will be tried again by itself."),
        "other_round": _(
            "Answers of another round or city still wait on this phone. Send them first with their own pass."
        ),
        "full": _(
            "The memory of this phone is full. Send the waiting answers or free some space, then try again."
        ),
        "sealing": _("The answers are being sealed…"),
        "sealed": _("Sealed. The next paper can be typed."),
        "sending": _("Sending:"),
        "some_refused": _("Some answers were refused. Please look at the list."),
        "all_sent": _("Everything is sent."),
        "drop": _("Delete this answer for good? It cannot be sent afterwards."),
        "wipe": _("Delete the pass, the questions and everything else of this page from this phone?"),
        "wiped": _("Everything is deleted. Nothing is left on this phone. You can close the page."),
    }
