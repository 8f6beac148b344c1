"""Taking one response from ODK Collect, with the pass of a phone: readable until here, sealed now.

Such a program sends the same instance again when it did not hear the answer, and may send it with other
content after somebody changed it. What is sealed cannot be compared, so two receipts are noted: of the
instance, and of the instance with a digest of its content. Both are keyed hashes of a random number that
stays on the phone, and are wiped when the round closes.
"""

from datetime import date

from sqlalchemy.orm import Session

from cmm.domain.answers import Answers
from cmm.domain.coupons import hash_receipt
from cmm.domain.refusal import Refusal
from cmm.services.field_passes import get_field_round, submit_in_field
from cmm.services.submit_response import CouponRefused, seal_answers
from cmm.services.transaction import transaction
from cmm.store import envelopes


class AnswersChanged(Refusal):
    """The instance was accepted before, with other answers: what is sealed is never replaced."""


def submit_collected(
    session: Session,
    *,
    code: str,
    answers: Answers,
    language: str,
    coupon: str | None,
    instance_id: str,
    content: str,
    pepper: bytes,
    today: date,
) -> bool:
    """Seal checked answers to the round that the pass `code` opens, and store them; False for a repeat.

    `instance_id` is the number that the phone drew, `content` a digest of all that it sent (32 characters).
    Raises PassRefused, AnswersChanged and what submit_sealed raises.
    """
    round_id = get_field_round(session, code=code, pepper=pepper).round_id
    sealed = seal_answers(session, round_id=round_id, answers=answers, language=language, mode="field")
    return _submit(
        session,
        code=code,
        sealed=sealed,
        coupon=coupon,
        instance_id=instance_id,
        content=content,
        pepper=pepper,
        today=today,
    )


@transaction
def _submit(
    session: Session,
    *,
    code: str,
    sealed: bytes,
    coupon: str | None,
    instance_id: str,
    content: str,
    pepper: bytes,
    today: date,
) -> bool:
    round_id = get_field_round(session, code=code, pepper=pepper).round_id
    is_first = envelopes.add_receipt(session, hash_receipt(round_id, instance_id, pepper), round_id)
    try:
        is_new = submit_in_field(
            session,
            code=code,
            sealed=sealed,
            coupon=coupon,
            nonce=f"{instance_id}.{content}",
            pepper=pepper,
            today=today,
        )
    except CouponRefused:
        if is_first:
            raise
        raise AnswersChanged from None
    if is_new and not is_first:
        raise AnswersChanged
    return is_new
