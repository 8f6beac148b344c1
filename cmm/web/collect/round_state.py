"""Whether a round takes answers now, asked of the database once a second at most.

Reading the state costs more than answering with a page that is ready. A page that is shown for one second
after a round was closed does no harm: what is sent then is refused.
"""

import time

from flask import current_app

from cmm.services.open_survey import find_state
from cmm.web import database

TRUSTED_SECONDS = 1.0


def is_open(round_id: str) -> bool:
    """Whether the round is open. Only this answer is remembered; a round that opens is open at once."""
    seen: dict[str, float] = current_app.extensions.setdefault("seen_open", {})
    now = time.monotonic()
    if now - seen.get(round_id, -TRUSTED_SECONDS) < TRUSTED_SECONDS:
        return True
    seen.pop(round_id, None)
    if find_state(database.session(), round_id) != "open":
        return False
    seen[round_id] = now
    return True
