"""What gunicorn may write down: that it starts and stops, and the place of a fault.

Gunicorn's own logger names the address of whoever sends a broken request, the whole path of a request that
failed, and the text of the exception. This one is named in `deploy/gunicorn.conf.py` and used by the demo.
"""

import logging
import sys
from typing import Any

from gunicorn.glogging import Logger  # type: ignore[import-untyped]

from cmm.fault import describe_fault

TALKS_ABOUT_ITSELF = ("gunicorn.arbiter", "gunicorn.sock")
"""Modules that have no part in any request: they say that a port is taken or that a worker was killed."""


class PlaceLogger(Logger):  # type: ignore[misc]
    """Class of the exception and line of code; no text, no address, no path, no time of day."""

    error_fmt = "%(levelname)s: %(message)s"

    def access(self, *_request: Any) -> None:
        """Requests are not written down."""

    def critical(self, msg: object, *args: object, **_options: object) -> None:
        self._say(logging.CRITICAL, msg, args)

    def error(self, msg: object, *args: object, **_options: object) -> None:
        self._say(logging.ERROR, msg, args)

    def exception(self, msg: object, *args: object, **_options: object) -> None:
        self._say(logging.ERROR, msg, args)

    def warning(self, msg: object, *args: object, **_options: object) -> None:
        self._say(logging.WARNING, msg, args)

    def info(self, msg: object, *args: object, **_options: object) -> None:
        self._say(logging.INFO, msg, args)

    def debug(self, msg: object, *args: object, **_options: object) -> None:
        """Debug lines hold requests."""

    def log(self, lvl: int | str, msg: object, *args: object, **_options: object) -> None:
        level = self.LOG_LEVELS.get(lvl.lower(), logging.INFO) if isinstance(lvl, str) else lvl
        self._say(level, msg, args)

    def _say(self, level: int, msg: object, args: tuple[object, ...]) -> None:
        """While an exception is being dealt with its text could be in `msg`, so then never `msg` itself."""
        caller, error = sys._getframe(2), sys.exception()
        if error is not None:
            self.error_log.log(level, "%s", describe_fault(error))
        elif caller.f_globals.get("__name__") in TALKS_ABOUT_ITSELF:
            self.error_log.log(level, str(msg), *args)
        else:
            place = f"{caller.f_globals.get('__name__')}:{caller.f_lineno}"
            self.error_log.log(level, "something at %s", place)
