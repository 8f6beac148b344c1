"""The door of secretaries and the coordinator, behind sign-in. Never shows who gave which answer."""

from flask import Flask
from flask_wtf.csrf import CSRFProtect

from cmm.web.office.coupon_sheet import print_batch
from cmm.web.office.coupons import coupons
from cmm.web.office.passes import passes
from cmm.web.office.preview import preview
from cmm.web.office.printing import printing
from cmm.web.office.rounds import rounds
from cmm.web.office.sign_in import guard, office
from cmm.web.office.snapshots import snapshots

csrf = CSRFProtect()
for behind_sign_in in (rounds, snapshots, preview, coupons, printing, passes):
    behind_sign_in.before_request(guard)
    office.register_blueprint(behind_sign_in)
office.before_request(csrf.protect)


def init_office(app: Flask) -> None:
    """Register the office; every one of its posts must carry the token of its own session."""
    csrf.init_app(app)
    app.extensions["print_batch"] = print_batch  # for the command line, which imports no page
    app.register_blueprint(office, url_prefix="/<lang:language>/office")
