"""The tables of what was asked and promised. Used by `store` only, like `cmm.store.models`.

Nothing here is about respondents: offices, published figures, and what was said about them.
"""

from datetime import date
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from cmm.store.models import Base


class DutyBearer(Base):
    """An office that can change something; never a person. `mandate` by language says what it can change,
    `contact` is how the office is reached. `next_bearer_id` is whom to turn to when it does not act. No
    `city_ids` means everywhere.
    """

    __tablename__ = "duty_bearer"
    bearer_id: Mapped[str] = mapped_column(primary_key=True)
    names: Mapped[dict[str, Any]]
    kind: Mapped[str]
    level: Mapped[str] = mapped_column(
        CheckConstraint("level IN ('site', 'city', 'region', 'country', 'international')", name="level")
    )
    mandate: Mapped[dict[str, Any]]
    contact: Mapped[str]
    city_ids: Mapped[list[Any]]
    next_bearer_id: Mapped[str | None] = mapped_column(ForeignKey("duty_bearer.bearer_id"))


class Promise(Base):
    """A request that rests on one published figure: `indicator` in `place` of the snapshot `digest`. `asks`
    by language is what is asked; `target` a percentage, None where no number was named. Never changed.
    """

    __tablename__ = "promise"
    promise_id: Mapped[str] = mapped_column(primary_key=True)
    round_id: Mapped[str] = mapped_column(ForeignKey("survey_round.round_id"), index=True)
    digest: Mapped[str] = mapped_column(ForeignKey("snapshot.digest"))
    indicator: Mapped[str]
    place: Mapped[str]
    form_id: Mapped[str]
    city_ids: Mapped[list[Any]]
    bearer_id: Mapped[str] = mapped_column(ForeignKey("duty_bearer.bearer_id"))
    asks: Mapped[dict[str, Any]]
    target: Mapped[int | None]


class PromiseEvent(Base):
    """The `number`th thing that happened to a request (`cmm.domain.promises.events`). Never changed."""

    __tablename__ = "promise_event"
    promise_id: Mapped[str] = mapped_column(ForeignKey("promise.promise_id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    happened_on: Mapped[date]
    recorded_on: Mapped[date]
    recorded_by: Mapped[str] = mapped_column(ForeignKey("account.account_id"))
    words: Mapped[str]
    due_on: Mapped[date | None]
    proof: Mapped[str]
    bearer_id: Mapped[str | None] = mapped_column(ForeignKey("duty_bearer.bearer_id"))
    evidence: Mapped[dict[str, Any] | None]


class PromiseFile(Base):
    """A file that came with an event: a letter, a photograph. `public` when readers may have it too."""

    __tablename__ = "promise_file"
    promise_id: Mapped[str] = mapped_column(ForeignKey("promise.promise_id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    media_type: Mapped[str] = mapped_column(
        CheckConstraint("media_type IN ('application/pdf', 'image/jpeg', 'image/png')", name="media_type")
    )
    public: Mapped[bool]
    content: Mapped[bytes]


class ProblemDraft(Base):
    """A request that `number` reports of problems from one city call for, before it is a request: "open",
    "sent" (then `promise_id` names what became of it), or "set_aside" with a `reason`. `asks` by language and
    `bearer_id` are what a secretary wrote so far.
    """

    __tablename__ = "problem_draft"
    round_id: Mapped[str] = mapped_column(ForeignKey("survey_round.round_id"), primary_key=True)
    city_id: Mapped[str] = mapped_column(ForeignKey("city.city_id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    state: Mapped[str] = mapped_column(
        CheckConstraint("state IN ('open', 'sent', 'set_aside')", name="state")
    )
    asks: Mapped[dict[str, Any]]
    bearer_id: Mapped[str | None] = mapped_column(ForeignKey("duty_bearer.bearer_id"))
    reason: Mapped[str]
    promise_id: Mapped[str | None] = mapped_column(ForeignKey("promise.promise_id"))
    decided_by: Mapped[str | None] = mapped_column(ForeignKey("account.account_id"))
    decided_on: Mapped[date | None]
