"""Every refusal a person in the office can meet, in the language of the page: what happened, what to do."""

from cmm.domain.disclosure.policy import SMALLEST_GROUP, nearest_five
from cmm.domain.refusal import Refusal
from cmm.web.i18n import gettext as _
from cmm.web.office.promise_refusals import about_promises
from cmm.web.office.publication_refusals import about_publication


def tell(refusal: Refusal) -> str:
    """The sentence for a refusal."""
    return tell_key(refusal.key, refusal.subject)


def tell_key(key: str, subject: str = "") -> str:
    """The same for a refusal of which the key and the subject were kept."""
    sentence = _sentences().get(key, _("This is not possible now. Reload the page and look again."))
    return sentence % {"subject": subject}


def tell_rejected(reason: str, count: int) -> str:
    """Why some envelopes are not counted, and roughly how many: from the exact number, who knows how many
    came would know how many were counted. The reasons are those of answers, and of envelopes as a whole.
    """
    reasons = {
        "unreadable": _("could not be opened with the key of this round"),
        "set_aside": _("belong to coupons that were set aside"),
        "unknown_city": _("name a city that is not part of this round"),
    }
    why = reasons.get(reason, _("hold answers that do not fit the questions"))
    return _("Not counted: %(count)s, because they %(why)s.") % {"count": _roughly(count), "why": why}


def _roughly(count: int) -> str:
    if count < SMALLEST_GROUP:
        return _("fewer than 10")
    return _("about %(about)s") % {"about": nearest_five(count)}


def _sentences() -> dict[str, str]:
    return {
        **_about_keys(),
        "label_missing": _("Please give the phone a short name, so that the right one can be revoked."),
        "round_still_open": _("The round is still open. Close it first."),
        "round_already": _("The round is in this state already."),
        "round_closed": _("The round is closed for good."),
        "round_not_open": _("The round was not opened yet."),
        "no_candidate": _("Nothing is prepared. Prepare the results first."),
        "same_person": _("You prepared these results, so somebody else publishes them."),
        "not_a_publisher": _("Your account may read, but not publish."),
        "candidate_outdated": _("Something newer was published meanwhile. Prepare the results again."),
        "nothing_new": _("Exactly these figures are public already, so there is nothing to publish."),
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
        **_about_accounts(),
        **_about_tasks(),
        **about_publication(),
        **about_promises(),
        "plan_incomplete": _("Something is still missing. It stands in the list below."),
        "no_such_questionnaire": _("This questionnaire is not here any more. Choose another one."),
        "no_key_holder": _(
            "Choose at least one person who holds a key. Without a key nobody can read the answers."
        ),
        "no_such_account": _("A key holder's account is gone. Choose the key holders again."),
        "account_disabled": _("The account of %(subject)s is disabled. Choose somebody else as key holder."),
        "code_taken": _("Another round has the code %(subject)s. Write another one."),
        "version_changed": _(
            "This questionnaire was used before with other indicators. Raise its version and import it again."
        ),
        "not_a_breakdown": _("A comparison of groups does not belong to these questions. Choose again."),
        **_about_places(),
        "round_was_opened": _("The round was opened, so it is not changed any more."),
        "questionnaire_known": _("Exactly this questionnaire is here already: %(subject)s."),
        "version_taken": _(
            "There is another questionnaire called %(subject)s. Raise the version on the sheet “settings”, "
            "then import it again."
        ),
        "already_kept": _("This questionnaire is kept already."),
        "questionnaire_in_use": _("A round asks this questionnaire, so it stays."),
        **_about_texts(),
        **_about_imports(),
        **_about_storage(),
    }


def _about_keys() -> dict[str, str]:
    return {
        "wrong_passphrase": _(
            "The passphrase is not right. Nothing was opened. It is not the password: look at your paper."
        ),
        "not_a_key_holder": _("This round was not locked for you. Ask one of its key holders."),
        "envelopes_wiped": _("The sealed answers of this round were deleted. What was published is left."),
    }


def _about_places() -> dict[str, str]:
    return {
        "no_such_city": _("There is no such city. Choose one from the list."),
        "city_in_use": _(
            "Nothing was taken away: a round, a plan, a person or a link belongs to this city. "
            "Leave it unticked in the next round."
        ),
        "name_missing": _("Write the name in at least one language."),
        "nothing_ticked": _("Tick at least one city."),
        "bad_alert": _("Write a multiple of %(subject)s, for example 10, or leave it empty."),
        "help_too_long": _(
            "Words on where to find help have at most %(subject)s letters. Make them shorter."
        ),
        "bad_position": _(
            "Write where the city lies as two numbers in degrees, for example 43.2 and 76.9, or leave both "
            "empty."
        ),
    }


def _about_texts() -> dict[str, str]:
    return {
        "not_a_coder": _("Your account may read, but not work with texts."),
        "theme_unnamed": _("Write the name of the theme in at least one language."),
        "theme_name_too_long": _("The name of a theme has at most %(subject)s letters. Make it shorter."),
        "too_many_themes": _("There are %(subject)s themes already. Put some of them together first."),
        "no_such_theme": _("This theme is not here any more. Reload the page and choose again."),
        "no_such_coded_text": _("These words are not here any more. Reload the page."),
        "words_identify": _(
            "Nothing was changed: the words may show who somebody is. "
            "Leave that out, or tick that you are sure."
        ),
        "words_too_long": _("Words for the public have at most %(subject)s letters. Make them shorter."),
    }


def _about_storage() -> dict[str, str]:
    return {
        "storage_unavailable": _("The service is busy; nothing was saved. Please try again."),
        "cluster_unavailable": _(
            "The machines that open large rounds do not answer; nothing was saved. Please try again, and if "
            "it happens twice, tell the people who maintain this service."
        ),
        "workers_lost": _(
            "The work of opening the answers was broken off several times; nothing was saved. "
            "Please tell the people who maintain this service: memory may be short."
        ),
    }


def _about_imports() -> dict[str, str]:
    return {
        "round_takes_coupons_only": _(
            "In this round each answer needs a coupon, and a table has none. Nothing was stored."
        ),
        "carried_lost": _(
            "The table is not at hand any more: the session is new, or the page is of another round. Choose "
            "the file again."
        ),
        "carried_too_large": _("The table is too large for a page. Divide it into smaller files."),
        "import_running": _("Another import of this round is being stored. Wait until it is done."),
        "import_changed": _(
            "The table came out otherwise than when it was checked. Nothing was stored; begin again."
        ),
    }


def _about_tasks() -> dict[str, str]:
    return {
        "task_died": _("The server was stopped while it worked. Nothing was kept. Please start again."),
        "unexpected": _(
            "Something in the program went wrong. Nothing was kept. Start again; if it happens twice, tell "
            "the people who maintain this service."
        ),
        "questions_changed": _(
            "This round was published with other questions, so it cannot be counted anew. Please tell the "
            "people who maintain this service."
        ),
    }


def _about_accounts() -> dict[str, str]:
    return {
        "bad_name": _("The name is empty, longer than 60 letters, or has signs that cannot be seen."),
        "name_taken": _("Somebody is called %(subject)s already. Please take another name."),
        "unknown_role": _("Please choose a role."),
        "no_such_city": _("There is no such city. Reload the page and look again."),
        "password_too_short": _("The password is too short. It needs at least %(subject)s characters."),
        "password_is_name": _("The password is little more than the name. Please take other words."),
        "password_too_common": _(
            "This password is among those that are tried first: common words, names, dates or keys in a row. "
            "Take three or four words that do not belong together."
        ),
        "passphrase_too_short": _("The passphrase is too short. It needs at least %(subject)s characters."),
        "passphrase_too_common": _(
            "This passphrase is among those that are tried first. "
            "Take five words that do not belong together."
        ),
        "passphrase_is_password": _("The passphrase must not be the password."),
        "wrong_password": _("The password is not right. Nothing was changed."),
        "wrong_code": _(
            "This code is wrong, too old or was used before. Wait for the next one and type that."
        ),
        "passkey_refused": _("The passkey was not accepted. Reload the page and try again, or use a code."),
        "passkey_known": _("This passkey was added before."),
        "no_such_passkey": _("There is no such passkey any more."),
        "last_second_factor": _(
            "This is your only second factor. Set up a code app or another passkey first."
        ),
        "own_account": _("Your own account is changed by another coordinator."),
        "invitation_unusable": _("This link is not good any more."),
        "account_disabled": _("The account %(subject)s is disabled. Enable it first."),
        "already_key_holder": _("%(subject)s holds this key already."),
        "may_not_hold_keys": _(
            "%(subject)s is a reader or works for other cities, and cannot hold this key."
        ),
        "recovery_key_mistyped": _(
            "A letter of the recovery key is wrong or missing. Compare group by group."
        ),
        "wrong_recovery_key": _("This recovery key is of another round."),
    }
