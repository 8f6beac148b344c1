"""What stands in the audit, as sentences."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cmm.domain.language import Translated, in_language
from cmm.services.audit import Deed
from cmm.web.i18n import current_language
from cmm.web.i18n import gettext as _


@dataclass(frozen=True, slots=True)
class Names:
    """How people, rounds and cities are called, by id."""

    people: Mapping[str, str]
    rounds: Mapping[str, Translated]
    cities: Mapping[str, Translated]

    def of(self, subject: str) -> str:
        """The name of an account, a round or a city; the id itself when it is gone."""
        if found := self.rounds.get(subject) or self.cities.get(subject):
            return in_language(found, current_language())
        return self.people.get(subject, subject)

    def of_cities(self, city_ids: list[str]) -> str:
        """Names of cities in a row."""
        own = (self.cities.get(city_id, {"en": city_id}) for city_id in city_ids)
        return ", ".join(in_language(names, current_language()) for names in own)


def tell_deed(deed: Deed, names: Names) -> tuple[str, str]:
    """Who did it, and what."""
    who = names.people.get(deed.account_id or "", _("A command on the server"))
    known = {**_about_accounts(), **_about_rounds(), **_about_promises()}
    sentence = known.get(deed.action, deed.action.replace("_", " ") + " %(subject)s")
    return who, sentence % _parts(deed, names)


def role_words(role: str) -> str:
    """A role as people call it."""
    return {"secretary": _("secretary"), "coordinator": _("coordinator"), "reader": _("reader")}.get(
        role, role
    )


def _parts(deed: Deed, names: Names) -> dict[str, Any]:
    details = deed.details
    cities = details.get("cities") or ([details["city"]] if details.get("city") else [])
    return {
        "subject": names.of(deed.subject),
        "role": role_words(str(details.get("role", ""))),
        "cities": names.of_cities(cities) or _("all cities"),
        "count": details.get("count", ""),
        "label": details.get("label", ""),
        "to": names.of(str(details.get("to", ""))),
        "proof": _proofs().get(str(details.get("proof", "")), ""),
    }


def _proofs() -> dict[str, str]:
    return {
        "password": _("with the password alone, on a trial"),
        "app": _("with a code of the app"),
        "recovery_code": _("with a recovery code"),
        "passkey": _("with a passkey"),
    }


def _about_accounts() -> dict[str, str]:
    return {
        "signed_in": _("signed in %(proof)s"),
        "signed_out_everywhere": _("signed out everywhere"),
        "password_changed": _("changed the password"),
        "passphrase_changed": _("changed the passphrase"),
        "app_enrolled": _("set up a code app"),
        "recovery_codes_made": _("made new recovery codes"),
        "recovery_code_used": _("used a recovery code"),
        "passkey_added": _("added the passkey “%(label)s”"),
        "passkey_removed": _("removed the passkey “%(label)s”"),
        "invited": _("invited a %(role)s: %(cities)s"),
        "invitation_withdrawn": _("withdrew a link: %(role)s"),
        "invitation_used": _("used the invitation"),
        "account_added": _("%(subject)s got an account: %(role)s, %(cities)s"),
        "role_changed": _("changed %(subject)s: %(role)s, %(cities)s"),
        "account_disabled": _("disabled %(subject)s"),
        "account_enabled": _("let %(subject)s in again"),
        "reset_offered": _("made a link to set %(subject)s up anew"),
        "reset_used": _("set the account up anew"),
        "reminders_on": _("wants to be reminded by e-mail"),
        "reminders_off": _("wants no reminders by e-mail"),
        "second_factor_reset": _("took away the second factor of %(subject)s"),
    }


def _about_rounds() -> dict[str, str]:
    return {
        "city_added": _("added a city: %(subject)s"),
        "city_removed": _("took a city away: %(subject)s"),
        "city_changed": _("changed a city: %(subject)s"),
        "round_planned": _("planned the round: %(subject)s"),
        "round_thrown_away": _("threw a round away that was not opened yet, to plan it anew: %(subject)s"),
        "questionnaire_kept": _("imported the questionnaire: %(subject)s"),
        "questionnaire_thrown_away": _("threw the questionnaire away: %(subject)s"),
        "alert_changed": _("changed when the office is told of responses: %(subject)s"),
        "round_opened": _("opened the round: %(subject)s"),
        "round_paused": _("paused the round: %(subject)s"),
        "round_closed": _("closed the round: %(subject)s"),
        "coupons_made": _("made %(count)s coupons, %(cities)s: %(subject)s"),
        "coupons_set_aside": _("set coupons aside, %(cities)s: %(subject)s"),
        "pass_made": _("made a pass for a phone, %(cities)s: %(subject)s"),
        "pass_revoked": _("revoked the pass of a phone, %(cities)s: %(subject)s"),
        "key_handed_over": _("handed the key over to %(to)s: %(subject)s"),
        "responses_imported": _("imported answers from the field (%(count)s), %(cities)s: %(subject)s"),
        "texts_opened": _("opened the free texts: %(subject)s"),
        "texts_coded": _("sorted free texts by theme: %(subject)s"),
        "meeting_recorded": _("wrote down a meeting, %(cities)s: %(subject)s"),
        "reply_recorded": _("wrote down the reply of a provider, %(cities)s: %(subject)s"),
        "prepared": _("prepared the results: %(subject)s"),
        "snapshot_published": _("published the results: %(subject)s"),
        "snapshot_withdrawn": _("withdrew the results: %(subject)s"),
    }


def _about_promises() -> dict[str, str]:
    return {
        "bearer_added": _("added an office to the directory: %(subject)s"),
        "bearer_changed": _("changed an office of the directory: %(subject)s"),
        "promise_requested": _("proposed a request: %(subject)s"),
        "promise_approved": _("approved what the public may read of a request: %(subject)s"),
        "promise_turned_down": _("turned down what was proposed about a request: %(subject)s"),
        "promise_replied": _("wrote down the reply of an office: %(subject)s"),
        "promise_promised": _("wrote down the promise of an office: %(subject)s"),
        "promise_said_done": _("wrote down that an office says it is done: %(subject)s"),
        "promise_clients_confirm": _("wrote that clients confirm it: %(subject)s"),
        "promise_clients_do_not_confirm": _("proposed: clients do not confirm it: %(subject)s"),
        "promise_cannot_be_told": _("wrote that it cannot be told: %(subject)s"),
        "promise_reopened": _("proposed to ask again: %(subject)s"),
        "promise_escalated": _("proposed to turn to a higher office: %(subject)s"),
        "reports_set_aside": _("set reports of problems aside, %(cities)s: %(subject)s"),
        "promise_taken_back": _("took a request back: %(subject)s"),
    }
