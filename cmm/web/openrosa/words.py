"""What is said to a person who uses ODK Collect or KoboCollect: what happened, and what to do."""

from collections.abc import Sequence

from cmm.web.i18n import gettext as _


def about() -> str:
    return _(
        "This is an address for ODK Collect or KoboCollect. Write it as the server address in the settings "
        "of the app."
    )


def stored() -> str:
    return _("Thank you. The answers are sealed and stored.")


def stored_before() -> str:
    return _("These answers were stored before. Nothing is counted twice.")


def https_missing() -> str:
    return _(
        "This address is used over https only. Please correct the server address in the settings of the app: "
        "it begins with https://."
    )


def pass_refused() -> str:
    return _(
        "This pass is not known, was revoked, or belongs to another round. Write the pass as the password in "
        "the settings of the app; any word will do as the user name."
    )


def too_many_passes() -> str:
    return _("Too many wrong passes came from here. Check yours letter by letter, then wait a minute.")


def no_round() -> str:
    return _("There is no such round. Please check the server address in the settings of the app.")


def round_closed() -> str:
    return _("This round takes no answers now: it is paused or closed. These answers were not stored.")


def coupon_refused() -> str:
    return _("The coupon of these answers is not known or was already used. They were not stored.")


def not_a_form() -> str:
    return _("What arrived is not a filled-in form of this round. Nothing was stored.")


def other_form() -> str:
    return _(
        "These answers belong to another round or to another version of the questions. They were not stored. "
        "Please get the form anew and fill it in again."
    )


def files_refused() -> str:
    return _(
        "Pictures, recordings and other files are not taken here, because they can show who somebody is. "
        "Nothing was stored. Please send the answers without them."
    )


def sealed_already() -> str:
    return _(
        "These answers were sent before and are sealed: nobody can open or replace them. The first answers "
        "stay as they are, and this change was not stored."
    )


def answers_refused(questions: Sequence[str]) -> str:
    named = "; ".join(questions)
    return _(
        "Some answers do not fit their questions, so nothing was stored. Please check: %(questions)s"
    ) % {"questions": named}


def try_again() -> str:
    return _("The service is busy; nothing was lost. Please send again in a minute.")


def too_large() -> str:
    return _("These answers are too large and were not stored. Please shorten long texts and send again.")


def too_many_sent() -> str:
    return _("Too much was sent from here. Please wait a few minutes, then send again.")


def not_understood() -> str:
    return _("The app asked for something that is not here. Please check the server address in its settings.")


def failed() -> str:
    return _("Something went wrong on our side; nothing was stored. Please send again later.")


def coupon_label() -> str:
    return _("Code of the coupon")


def coupon_hint() -> str:
    return _("12 letters and digits, as on the paper")


def coupon_missing() -> str:
    return _("Please type the code from your coupon: 12 letters and digits.")
