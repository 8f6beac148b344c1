"""flask promises: reminders of what was asked and promised, for a timer."""

import click
from flask import current_app
from flask.cli import with_appcontext

from cmm.cli.refusals import command_session, tell
from cmm.domain.mail_server import read_mail_server
from cmm.domain.refusal import Refusal
from cmm.services.clock import today
from cmm.services.mail import send_mail
from cmm.services.reminders import claim_reminder, give_back_reminder, list_reminders


@click.group()
def promises() -> None:
    """What was asked and promised."""


@promises.command()
@with_appcontext
def remind() -> None:
    """Tell everybody by e-mail who wants it that something is due: at most once a day, and never what.

    Does nothing without the setting CMM_SMTP_URL.
    """
    address = current_app.extensions["config"].smtp_url
    if not address:
        click.echo("CMM_SMTP_URL is not set, so nobody is reminded.")
        return
    server, say = read_mail_server(address), current_app.extensions["reminder_words"]
    sent, refused = 0, ""
    with command_session() as session:
        for reminder in list_reminders(session, today=today()):
            if not claim_reminder(session, account_id=reminder.account_id, today=today()):
                continue
            subject, text = say(reminder.language)
            try:
                send_mail(server, to=reminder.email, subject=subject, text=text)
                sent += 1
            except Refusal as refusal:  # the others are told all the same
                give_back_reminder(session, reminder=reminder)
                refused = tell(refusal)
    click.echo(f"{sent} reminded.")
    if refused:
        raise click.ClickException(refused)
