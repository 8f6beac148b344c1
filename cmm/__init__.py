"""Community-led monitoring of health services, by the people who use them."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask

    from cmm.config import Config


def create_app(config: "Config | None" = None) -> "Flask":
    """Build the application; found here by ``flask --app cmm`` and by gunicorn. See `cmm.app.create_app`.

    A wrong configuration ends the program with its mistakes in words, not with a traceback.
    """
    from cmm.app import create_app as build
    from cmm.config import ConfigRefused

    try:
        return build(config)
    except ConfigRefused as refused:
        raise SystemExit(str(refused)) from None
