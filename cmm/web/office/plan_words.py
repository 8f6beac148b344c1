"""Words of the planning pages that are chosen by a code."""

from cmm.domain.round_plan import ACCESS, CHECK, CITIES, KEYS, QUESTIONNAIRE, TITLE
from cmm.web.i18n import gettext as _


def step_words() -> dict[str, str]:
    """The steps by their code, in order."""
    return {
        QUESTIONNAIRE: _("Questions"),
        TITLE: _("Title and dates"),
        CITIES: _("Cities"),
        ACCESS: _("Who can answer"),
        KEYS: _("Who holds the keys"),
        CHECK: _("Check and make"),
    }


def missing_words() -> dict[str, str]:
    """What is missing, by its code."""
    return {
        "questionnaire": _("Choose the questions."),
        "title": _("Write a title."),
        "title_languages": _("Write the title in all three languages, so that everybody can read it."),
        "round_id": _("Write a short code for the address."),
        "ends_on": _("Say which day is planned as the last."),
        "cities": _("Choose at least one city."),
        "known_clients": _(
            "Some cities have no known number of clients. Without it nobody can say what part of them "
            "answered."
        ),
        "source": _("Say where the numbers of clients come from. It is printed beside the results."),
        "source_day": _("Say of which day the numbers of clients are: write it beside where they come from."),
        "access": _("Choose how people get in: by coupon or by link."),
        "holders": _(
            "Choose at least one person who holds a key. Without a key nobody can read the answers."
        ),
        "second_holder": _(
            "Only one person holds a key. If this passphrase is lost, only the printed recovery key is left: "
            "better choose two."
        ),
    }
