"""What a reminder by e-mail says: that something is due and where to look, and nothing else."""

from flask import current_app

from cmm.web.i18n import gettext as _
from cmm.web.i18n import speaking


def reminder_words(language: str) -> tuple[str, str]:
    """Subject and text in a language. Needs an application context, and the setting CMM_ADDRESS."""
    site = current_app.extensions["config"].address
    with speaking(language):
        lines = (
            _("Something that was asked or promised is due within a week, or overdue."),
            " ".join((_("Look here:"), f"{site}/{language}/office/")),
            "",
            _("You wanted to be reminded. To end it, empty the address on your own page:"),
            f"{site}/{language}/office/my-account#reminders",
        )
        return _("Something is due"), "\n".join(lines) + "\n"
