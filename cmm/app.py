"""The only place where all parts meet."""

from datetime import timedelta

from flask import Flask, redirect, url_for
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.wrappers import Response

from cmm.config import Config, read_config
from cmm.services.cluster import Cluster
from cmm.store.database import Database
from cmm.web.api import init_api
from cmm.web.assets import init_assets
from cmm.web.collect import collect
from cmm.web.collect.preview import preview_page
from cmm.web.dashboard import dashboard
from cmm.web.database import init_database
from cmm.web.errors import init_errors
from cmm.web.evidence.keeping import init_packs
from cmm.web.guessing import init_guessing
from cmm.web.i18n import init_i18n
from cmm.web.limits import init_limits
from cmm.web.office import init_office
from cmm.web.openrosa import openrosa
from cmm.web.security import init_security
from cmm.web.site import init_site
from cmm.web.watch import watch

LARGEST_REQUEST = 1_000_000
"""Bytes; a full questionnaire with long texts is under a tenth of this."""


def create_app(config: Config | None = None) -> Flask:
    """Build the application. Raises ConfigRefused with every mistake of the configuration."""
    config = config or read_config()
    app = Flask("cmm", static_folder=None)
    app.config.update(_flask_settings(config))
    app.extensions["config"] = config
    app.extensions["database"] = Database(config.database_url)
    app.extensions["cluster"] = (
        Cluster(config.dask_scheduler, config.certificates) if config.dask_scheduler else None
    )
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    init_i18n(app)
    init_security(app, https=config.https)
    init_assets(app)
    init_site(app)
    init_errors(app)
    init_database(app)
    init_limits(app)
    init_guessing(app)
    app.register_blueprint(collect)
    app.register_blueprint(openrosa)
    app.register_blueprint(dashboard)
    app.register_blueprint(watch)
    init_packs(app)
    init_api(app)
    app.extensions["preview_page"] = preview_page  # for the office, which imports no page of respondents
    init_office(app)
    app.add_url_rule("/", "front", _to_home)
    if config.proxies:  # the name of the host is never taken from a header
        trusted = ProxyFix(app.wsgi_app, x_for=config.proxies, x_proto=config.proxies, x_host=0)
        app.wsgi_app = trusted  # type: ignore[method-assign]
    return app


def _flask_settings(config: Config) -> dict[str, object]:
    return {
        "SECRET_KEY": config.secret_key,
        "TRUSTED_HOSTS": list(config.trusted_hosts),
        "MAX_CONTENT_LENGTH": LARGEST_REQUEST,
        "MAX_FORM_MEMORY_SIZE": LARGEST_REQUEST,
        "MAX_FORM_PARTS": 2000,
        "SESSION_COOKIE_NAME": "__Host-office" if config.https else "office",
        "SESSION_COOKIE_SECURE": config.https,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Strict",
        "SESSION_REFRESH_EACH_REQUEST": False,
        "PERMANENT_SESSION_LIFETIME": timedelta(hours=8),
        "WTF_CSRF_SSL_STRICT": False,  # pages send no referrer; the token and the strict cookie protect
        "WTF_CSRF_CHECK_DEFAULT": False,  # respondents carry no cookie; the office door switches it on
        "WTF_CSRF_TIME_LIMIT": None,
    }


def _to_home() -> Response:
    return redirect(url_for("dashboard.show_home"))
