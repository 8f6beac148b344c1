"""A process that sends responses until it is done or killed.

python -m tests.services.sender URL FILE PEPPER: FILE holds one coupon a line, PEPPER is hexadecimal.
A coupon is written out when its response was accepted, and not before.
"""

import sys
from datetime import date
from pathlib import Path

from cmm.domain.answers import Answers
from cmm.services.mix import mix_round
from cmm.services.submit_response import submit_response
from cmm.store.database import Database

MIX_AFTER = 7


def send_all(url: str, coupons: list[str], pepper: bytes) -> None:
    with Database(url).session() as session:
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
            sys.stdout.write(f"{coupon}\n")
            sys.stdout.flush()
            if count % MIX_AFTER == 0:
                mix_round(session, "autumn")


if __name__ == "__main__":
    send_all(sys.argv[1], Path(sys.argv[2]).read_text(encoding="utf-8").split(), bytes.fromhex(sys.argv[3]))
