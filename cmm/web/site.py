"""Under which address readers find this site: it stands in what they take away."""

from flask import current_app, request


def site_address() -> str:
    """The setting CMM_ADDRESS, else what this request was sent to; without a slash at the end.

    A host that is not trusted never gets here: Flask refuses it before.
    """
    configured: str = current_app.extensions["config"].address
    return configured or request.url_root.rstrip("/")
