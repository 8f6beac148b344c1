"""What second factors need to know of the site, and the code app that a page offers."""

from dataclasses import dataclass
from ipaddress import ip_address

from flask import current_app, request
from markupsafe import Markup

from cmm.services.passkeys import Site
from cmm.services.second_factor import app_address, offer_app_secret
from cmm.web import database
from cmm.web.office.qr import qr_element
from cmm.web.office.sign_in import current_token


@dataclass(frozen=True, slots=True)
class NewApp:
    """The secret that an app would get: to be typed in groups, and as a QR code."""

    secret: str
    qr: Markup

    @property
    def in_groups(self) -> str:
        return " ".join(self.secret[start : start + 4] for start in range(0, len(self.secret), 4))


def office_key() -> bytes:
    """The key of the office's small secrets."""
    return bytes(current_app.extensions["config"].office_key)


def passkey_site() -> Site | None:
    """Where passkeys would be for; None where browsers make none: under a bare address, without HTTPS."""
    host = request.host.rsplit(":", 1)[0] if not request.host.endswith("]") else request.host
    if _is_address(host) or not (request.is_secure or host == "localhost"):
        return None
    return Site(host=host, origin=f"{request.scheme}://{request.host}", name=host)


def offer_app(account_id: str, name: str) -> NewApp:
    """The app that this session may set up."""
    secret = offer_app_secret(
        database.session(), account_id=account_id, token=current_token(), key=office_key()
    )
    site = request.host.rsplit(":", 1)[0]
    return NewApp(secret, qr_element(app_address(secret, name=name, site=site)))


def _is_address(host: str) -> bool:
    try:
        ip_address(host.strip("[]"))
    except ValueError:
        return False
    return True
