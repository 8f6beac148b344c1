"""The door for programs. It reads published snapshots and can reach nothing else, as the dashboard."""

from flask import Blueprint

VERSION = "v1"
"""Part of every address; fields may be added within a version, never taken away or changed in meaning."""

api = Blueprint("api", __name__, url_prefix=f"/api/{VERSION}")
