"""The door of secretaries and the coordinator, behind sign-in. Never shows who gave which answer."""

from flask import Flask
from flask_wtf.csrf import CSRFProtect

from cmm.web.office.accounts import accounts
from cmm.web.office.audit import audit
from cmm.web.office.bearers import bearers
from cmm.web.office.coupon_sheet import print_batch
from cmm.web.office.coupons import coupons
from cmm.web.office.findings import findings
from cmm.web.office.imports import allow_large, imports
from cmm.web.office.invitations import invitations
from cmm.web.office.keys import keys
from cmm.web.office.my_account import my_account
from cmm.web.office.passes import passes
from cmm.web.office.places import places
from cmm.web.office.plan import plan
from cmm.web.office.preview import preview
from cmm.web.office.printing import printing
from cmm.web.office.progress import progress
from cmm.web.office.promise_papers import promise_papers
from cmm.web.office.promises import promises
from cmm.web.office.quality import quality
from cmm.web.office.questionnaires import questionnaires
from cmm.web.office.reminder_words import reminder_words
from cmm.web.office.reports import reports
from cmm.web.office.rounds import rounds
from cmm.web.office.second_factor import second_factor
from cmm.web.office.sign_in import guard, office
from cmm.web.office.snapshots import snapshots
from cmm.web.office.tasks import tasks
from cmm.web.office.texts import texts
from cmm.web.office.validation import validation

csrf = CSRFProtect()
for on_the_way_in in (second_factor, invitations):
    office.register_blueprint(on_the_way_in)
for of_people in (accounts, my_account, keys, audit):
    of_people.before_request(guard)
    office.register_blueprint(of_people)
for behind_sign_in in (
    rounds,
    snapshots,
    preview,
    coupons,
    printing,
    passes,
    imports,
    plan,
    places,
    progress,
    questionnaires,
    validation,
    texts,
    tasks,
    quality,
    bearers,
    findings,
    promise_papers,
    promises,
    reports,
):
    behind_sign_in.before_request(guard)
    office.register_blueprint(behind_sign_in)
office.before_request(allow_large)  # before the token is looked for, which reads the form
office.before_request(csrf.protect)


def init_office(app: Flask) -> None:
    """Register the office; every one of its posts must carry the token of its own session."""
    csrf.init_app(app)
    app.extensions["print_batch"] = print_batch  # for the command line, which imports no page
    app.extensions["reminder_words"] = reminder_words
    app.register_blueprint(office, url_prefix="/<lang:language>/office")
