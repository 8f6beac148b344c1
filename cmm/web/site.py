"""Under which address readers find this site, and where they can write to the forum: it stands in what they
take away.
"""

from dataclasses import dataclass

from flask import Flask, current_app, request


@dataclass(frozen=True, slots=True)
class Contact:
    """Where the forum is written to: the words to read, and where a link leads."""

    text: str
    href: str


def init_site(app: Flask) -> None:
    """Give the templates the contact of the forum."""
    app.jinja_env.globals["forum_contact"] = forum_contact


def site_address() -> str:
    """The setting CMM_ADDRESS, else what this request was sent to; without a slash at the end.

    A host that is not trusted never gets here: Flask refuses it before.
    """
    configured: str = current_app.extensions["config"].address
    return configured or request.url_root.rstrip("/")


def forum_contact() -> Contact | None:
    """The setting CMM_CONTACT, an e-mail address or a page; None where it is not set."""
    text: str = current_app.extensions["config"].contact
    if not text:
        return None
    return Contact(text, text if text.startswith("https://") else f"mailto:{text}")
