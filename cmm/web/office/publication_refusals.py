"""What can be refused between a prepared result and its publication, in the language of the page."""

from cmm.web.i18n import gettext as _


def about_publication() -> dict[str, str]:
    """Sentences by the key of the refusal."""
    return {
        "nothing_validated": _(
            "No community has confirmed its result yet, so nothing can be published. "
            "Record the meetings first."
        ),
        "hold_back_unconfirmed": _(
            "Nothing was published. Look at the list of cities that are held back, and confirm it."
        ),
        "candidate_replaced": _(
            "Nothing was published: the results were prepared again after you opened this page. "
            "Look at them anew."
        ),
        "not_your_city": _("You do not work for this city. Its secretary or a coordinator records this."),
        "nothing_to_validate": _(
            "Nothing is prepared, so there is nothing that people could have looked at."
        ),
        "nothing_to_reply_to": _("Nothing is prepared or public yet, so there is nothing to reply to."),
        "city_without_figures": _("This city has no figures in these results."),
        "bad_meeting_day": _("Choose a day between the closing of the round and today."),
        "bad_present": _("Write how many people were there: 1 to %(subject)s."),
        "unknown_outcome": _("Choose what the community said."),
        "corrections_missing": _("Write in the community's words what is wrong, so that readers understand."),
        "reply_incomplete": _("Write the name of the provider and its reply."),
        "words_too_long": _("This is too long. At most %(subject)s characters fit."),
    }
