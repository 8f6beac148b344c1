"""Every refusal a person in the office can meet, in the language of the page: what happened, what to do."""

from cmm.domain.refusal import Refusal
from cmm.web.i18n import gettext as _


def tell(refusal: Refusal) -> str:
    """The sentence for a refusal."""
    sentence = _sentences().get(refusal.key, _("This is not possible now. Reload the page and look again."))
    return sentence % {"subject": refusal.subject}


def tell_rejected(reason: str, count: int) -> str:
    """Why some envelopes are not counted. The reasons are those of answers, and of envelopes as a whole."""
    reasons = {
        "unreadable": _("could not be opened with the key of this round"),
        "set_aside": _("belong to coupons that were set aside"),
        "unknown_city": _("name a city that is not part of this round"),
    }
    why = reasons.get(reason, _("hold answers that do not fit the questions"))
    return _("Not counted: %(count)s, because they %(why)s.") % {"count": count, "why": why}


def _sentences() -> dict[str, str]:
    return {
        "wrong_passphrase": _("The passphrase is not right. Nothing was opened."),
        "not_a_key_holder": _("This round was not locked for you. Ask one of its key holders."),
        "envelopes_wiped": _("The sealed answers of this round were deleted. What was published is left."),
        "label_missing": _("Please give the phone a short name, so that the right one can be revoked."),
        "round_still_open": _("The round is still open. Close it first."),
        "round_already": _("The round is in this state already."),
        "round_closed": _("The round is closed for good."),
        "round_not_open": _("The round was not opened yet."),
        "no_candidate": _("Nothing is prepared. Prepare the results first."),
        "same_person": _("You prepared these results, so somebody else publishes them."),
        "not_a_publisher": _("Your account may read, but not publish."),
        "candidate_outdated": _("Something newer was published meanwhile. Prepare the results again."),
        "nothing_new": _("These figures are public already."),
        "already_withdrawn": _("This was withdrawn before."),
        "reason_missing": _("Please write the reason, so that readers understand."),
        "intruder_found": _(
            "Nothing was prepared: from these figures an answer of single people could be proved. "
            "Please tell the people who maintain this service."
        ),
        "too_few_responses": _("Fewer than 10 people answered in all. So few cannot be published safely."),
        "order_incomplete": _("Choose where the coupons are given out, and at least one language."),
        "bad_count": _("Write how many coupons: 1 to %(subject)s."),
        "round_takes_no_coupons": _(
            "Everybody with the address can answer in this round. It has no coupons."
        ),
        "city_not_in_round": _("This city does not take part in the round."),
        "no_such_site": _("There is no such site in this city."),
        "site_not_in_city": _("There is no such site in this city."),
        "already_set_aside": _("The batch was set aside before."),
        "printing_unavailable": _("This server cannot make PDFs yet. It needs these packages: %(subject)s."),
        "storage_unavailable": _("The service is busy; nothing was saved. Please try again."),
    }
