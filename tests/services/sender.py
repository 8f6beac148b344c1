"""A process that makes other processes, which send responses until they are done or killed.

python -m tests.services.sender: each line of the input is a JSON object with "url", "pepper" (hexadecimal)
and "coupons". For each a child is made, one after the other; everything was imported before, so that it sends
at once. A child writes "pid NUMBER", then each coupon when its response was accepted and not before; when it
has ended, however it did, "ended CODE" is written (-9 when it was killed, 1 when the database went away).
"""

import json
import os
import sys
from datetime import date
from typing import Any

from cmm.domain.answers import Answers
from cmm.services.mix import mix_round
from cmm.services.submit_response import submit_response
from cmm.services.transaction import StorageUnavailable
from cmm.store.database import Database

MIX_AFTER = 7


def send_all(database: Database, coupons: list[str], pepper: bytes) -> None:
    with database.session() as session:
        for count, coupon in enumerate(coupons, start=1):
            submit_response(
                session,
                round_id="autumn",
                answers=Answers(values={"closed": "yes"}, repeats={}),
                language="ru",
                mode="self",
                city_id=None,
                coupon=coupon,
                nonce=f"nonce of {coupon}",  # the same at every retry, as a phone keeps it
                pepper=pepper,
                today=date(2026, 11, 16),
            )
            say(coupon)
            if count % MIX_AFTER == 0:
                mix_round(session, "autumn")


def say(line: str) -> None:
    """One write, which arrives whole or not at all."""
    os.write(sys.stdout.fileno(), f"{line}\n".encode())


def make_child(order: dict[str, Any]) -> None:
    database = Database(order["url"])  # imports the driver, connects to nothing yet
    child = os.fork()
    if child == 0:
        say(f"pid {os.getpid()}")
        try:
            send_all(database, order["coupons"], bytes.fromhex(order["pepper"]))
        except StorageUnavailable:
            os._exit(1)
        os._exit(0)
    _process, status = os.waitpid(child, 0)
    say(f"ended {os.waitstatus_to_exitcode(status)}")


if __name__ == "__main__":
    for line in sys.stdin:
        make_child(json.loads(line))
