"""What is refused in the ledger, in words: what happened, what to do."""

from cmm.web.i18n import gettext as _


def about_promises() -> dict[str, str]:
    """By key of the refusal."""
    return {
        "move_not_possible": _("The request stands elsewhere by now. Look at its page again."),
        "own_accusation": _("You proposed it, so somebody else approves it."),
        "promise_words_missing": _("Write the words that the public shall read."),
        "due_day_missing": _("Write the day until when."),
        "due_day_passed": _(
            "The day until when must lie ahead. Turn a proposal down whose day has passed, and propose anew."
        ),
        "escalated_too_early": _("The office still has time. Wait until the day has passed."),
        "same_bearer": _("Choose another office than the one that was asked."),
        "bad_event_day": _("The day must not lie in the future, nor before the request."),
        "no_equal_figure": _(
            "No published figure of a later round says this. Questions, cities and counting must be the same."
        ),
        "not_your_ledger": _(
            "You write for your own cities. What concerns all cities, a coordinator writes down."
        ),
        "unknown_bearer_kind": _("Choose what the office is and how far it reaches."),
        "ladder_loops": _("This office stands below already. A ladder leads upwards only."),
        "bearer_words_too_long": _("These words have at most %(subject)s letters. Make them shorter."),
        "ledger_words_too_long": _("These words have at most %(subject)s letters. Make them shorter."),
        "no_such_bearer": _("This office is not in the directory any more. Choose again."),
        "no_such_promise": _("There is no such request."),
        "nothing_published": _("The results of this round are not public, so nothing can rest on them."),
        "no_such_finding": _("There is no published figure of this here. Choose another finding."),
        "ask_missing": _("Write what you ask, in at least one language."),
        "bearer_elsewhere": _("This office is responsible for other cities. Choose another one."),
        "bad_target": _("The goal is a whole number from 0 to 100, or empty."),
        "story_moved_on": _("Somebody wrote something down meanwhile. Read it, then decide again."),
        "file_too_large": _("The file is larger than %(subject)s KB. Make it smaller, or leave it out."),
        "no_open_draft": _("Nothing waits here any more: somebody has decided meanwhile."),
        "draft_reason_missing": _("Write why these reports call for no request."),
        "no_finding_chosen": _("Choose the published finding on which the request rests."),
        "bad_email": _("This is no e-mail address. Write one like name@example.org, or leave it empty."),
        "file_refused": _("The file is neither PDF nor JPEG nor PNG. Choose another one."),
    }
