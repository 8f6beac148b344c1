"""One database session for each request, opened when first needed, with the rights of the door it came
through.
"""

from flask import Flask, current_app, g, request
from sqlalchemy.orm import Session

DOORS = {
    "api": "dashboard",
    "collect": "collect",
    "dashboard": "dashboard",
    "openrosa": "collect",
    "watch": "watch",
}
"""The door of each blueprint whose sessions have no other rights than those in `cmm.store.doors`."""


def init_database(app: Flask) -> None:
    app.teardown_appcontext(_close_session)


def session() -> Session:
    """The session of this request."""
    if "session" not in g:
        door = DOORS.get(request.blueprint or "")
        g.session = current_app.extensions["database"].session(door)
    return g.session  # type: ignore[no-any-return]


def _close_session(_error: BaseException | None) -> None:
    opened = g.pop("session", None)
    if opened is not None:
        opened.close()
