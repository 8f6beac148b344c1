"""Commands that use the database: one session, and every refusal said as a sentence."""

from collections.abc import Iterator
from contextlib import contextmanager

import click
from flask import current_app
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from cmm.domain.refusal import Refusal

SENTENCES = {
    "account_disabled": "The account {subject} is disabled.",
    "already_set_aside": "The batch {subject} was set aside before.",
    "bad_alert": "Alerts come at every multiple of a number that is itself a multiple of {subject}.",
    "bad_code": "{subject!r} cannot be a code: small Latin letters, digits, - and _ only, at most 40.",
    "bad_count": "A batch has 1 to {subject} coupons.",
    "bad_meeting_day": "A meeting is held after the round was closed, and not in the future.",
    "bad_present": "How many were present is a number from 1 to {subject}.",
    "city_without_figures": "The city {subject} has no figures in what is prepared.",
    "corrections_missing": "Say in the community's words what is wrong, for the public.",
    "not_your_city": "The account does not work for {subject}.",
    "nothing_to_validate": "Nothing is prepared for {subject}, so nobody can have looked at it.",
    "words_too_long": "The words are too long: at most {subject} characters.",
    "bad_country": "A country is named by two letters of ISO 3166-1, for example KZ.",
    "bad_position": "A latitude is from -90 to 90 degrees, a longitude from -180 to 180.",
    "bad_known_clients": "The number of known clients must be a whole number above zero.",
    "bad_name": "The name must not be empty, not be longer than 60 characters, and be readable.",
    "city_not_in_round": "The city {subject} does not take part in this round.",
    "code_taken": "The code {subject} is taken already.",
    "envelopes_wiped": "The sealed answers of {subject} were deleted; only what was published is left.",
    "help_too_long": "The words on where to find help have at most {subject} characters in each language.",
    "mail_refused": "The mail server refuses the message: look at the password (letters without "
    "accents, digits and signs only), the sender and the receiver.",
    "mail_server_away": "The mail server does not answer, or not safely. Look at CMM_SMTP_URL and try again.",
    "name_missing": "Give a name in at least one language.",
    "name_taken": "There is an account called {subject} already.",
    "no_cities": "A round needs at least one city.",
    "no_key_holder": "A round needs an account that holds its key, else nobody can read the answers.",
    "no_such_account": "There is no account called {subject}.",
    "no_such_batch": "There is no batch of coupons {subject}.",
    "no_such_city": "There is no city with the code {subject}.",
    "no_such_region": "There is no region with the code {subject}. Add it first: flask places add-region.",
    "no_such_round": "There is no round {subject}.",
    "no_such_site": "There is no site with the code {subject}.",
    "not_a_breakdown": "The survey's indicators do not allow {subject} as a breakdown.",
    "own_account": "An account cannot do this to itself.",
    "passphrase_is_password": "The passphrase must not be the password.",
    "passphrase_too_short": "The passphrase must have at least {subject} characters.",
    "passphrase_too_common": "The passphrase is among those that are tried first. Take four or more words.",
    "password_is_name": "The password must be more than the name.",
    "password_too_common": "The password is among those that are tried first. Take some words that do not "
    "belong together.",
    "password_too_short": "The password must have at least {subject} characters.",
    "printing_unavailable": "This machine cannot make PDFs yet. Install these Debian packages: {subject}.",
    "reason_missing": "Say why the batch is set aside.",
    "round_already": "The round is {subject} already.",
    "round_closed": "The round is closed; that cannot be undone.",
    "round_not_open": "The round is not open.",
    "round_still_open": "The round {subject} is still open. Close it first.",
    "round_takes_no_coupons": "Everybody with the link can answer in this round; it takes no coupons.",
    "backup_runs": "A backup is being made into this folder. Wait until it is done, then try again.",
    "backup_damaged": "The file is damaged or not complete. Nothing was restored; take another backup.",
    "newer_backup": "A newer version of the program made this backup. Install that version, then restore.",
    "not_a_backup": "This is no backup of this program, or its beginning is damaged.",
    "not_a_backup_key": "This is no secret key of a backup: it begins with AGE-SECRET-KEY-1.",
    "not_wiped": "The restored database held sealed answers whose time has come, and they could not be "
    "deleted. A new SQLite file was taken away again; empty any other database. Then look at the disk and "
    "restore again.",
    "not_a_recipient": "{subject} is no public key for backups: it begins with age1 (flask backup key).",
    "other_instance": "The folder holds another installation: its {subject} is not that of the backup. "
    "Choose an empty folder with CMM_INSTANCE, or move that file away; for a variable of the environment: "
    "unset it. Nothing was changed.",
    "wrong_backup_key": "This key does not open the backup: it was sealed to another one, or its beginning "
    "is damaged.",
    "same_database": "This is the database that is in use. Name another one.",
    "still_collecting": "Answers that come meanwhile would stay behind. Pause these rounds first: {subject}. "
    "Or stop the program and say --stopped.",
    "site_not_in_city": "The site {subject} is in another city.",
    "storage_unavailable": "The database is locked, full or away. Try again.",
    "tables_outdated": "The database is of another version of the program. Run flask db upgrade first.",
    "target_not_empty": "The database to write into holds something already. Name an empty one; nothing was "
    "changed.",
    "task_runs": "The office is preparing a result. Wait until it is done; nothing was changed.",
    "unknown_access": "Access is by coupon or by link.",
    "unknown_role": "There is no role {subject}.",
    "copy_differs": "What was written is not what was read ({subject}). Nothing was kept; try again, and "
    "look at the disk when it happens again.",
    "version_changed": "The indicators or method texts of {subject} were changed since a round began to use "
    "this questionnaire. Raise its version.",
}


@contextmanager
def command_session() -> Iterator[Session]:
    """A session of the application's database; a refusal ends the command with a sentence and status 1."""
    with telling_refusals(), current_app.extensions["database"].session() as session:
        yield session


@contextmanager
def telling_refusals() -> Iterator[None]:
    try:
        yield
    except Refusal as refusal:
        raise click.ClickException(tell(refusal)) from None
    except DBAPIError:
        raise click.ClickException(
            "The database does not answer, or has no tables yet (make them with: flask db upgrade)."
        ) from None


def tell(refusal: Refusal) -> str:
    """The sentence for a refusal; its bare key when nobody wrote one."""
    return SENTENCES.get(refusal.key, refusal.key.replace("_", " ")).format(subject=refusal.subject)
