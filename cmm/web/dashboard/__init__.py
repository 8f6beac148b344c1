"""The public and advocates: pages, charts and downloads of published snapshots."""

from cmm.web.dashboard import chart_views, downloads, home, privacy, rounds
from cmm.web.dashboard.blueprint import dashboard

__all__ = ["chart_views", "dashboard", "downloads", "home", "privacy", "rounds"]
