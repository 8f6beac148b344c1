"""Open data for programs: published figures as JSON, read only, documented at its own address."""

from flask import Flask

from cmm.web.api import routes
from cmm.web.api.answers import init_answers
from cmm.web.api.blueprint import api

__all__ = ["api", "init_api", "routes"]


def init_api(app: Flask) -> None:
    """Register the addresses and what every answer of them carries."""
    app.register_blueprint(api)
    init_answers(app)
