"""Everything that is kept, on one page. Used by `store` and by the migrations' tests only.

Nothing here tells who answered or when: envelopes and coupons have random keys and no time finer than a week.
"""

from datetime import date
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, LargeBinary, MetaData, UniqueConstraint
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_name)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map = {dict[str, Any]: JSON, list[Any]: JSON, bytes: LargeBinary}


class Account(Base):
    """An office person. The private key is sealed with a passphrase that is stored nowhere."""

    __tablename__ = "account"
    account_id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    role: Mapped[str] = mapped_column(
        CheckConstraint("role IN ('secretary', 'coordinator', 'reader')", name="role")
    )
    password_hash: Mapped[str]
    public_key: Mapped[bytes]
    private_key_sealed: Mapped[bytes]
    session_version: Mapped[int] = mapped_column(default=1, server_default="1")
    disabled: Mapped[bool] = mapped_column(default=False, server_default="0")


class City(Base):
    """A place with services. `names` by language; `position` orders lists, Kazakh ones too."""

    __tablename__ = "city"
    city_id: Mapped[str] = mapped_column(primary_key=True)
    names: Mapped[dict[str, Any]]
    region: Mapped[str] = mapped_column(default="", server_default="")
    position: Mapped[int] = mapped_column(default=0, server_default="0")


class Site(Base):
    """One facility or outreach point of a city."""

    __tablename__ = "site"
    site_id: Mapped[str] = mapped_column(primary_key=True)
    city_id: Mapped[str] = mapped_column(ForeignKey("city.city_id"), index=True)
    names: Mapped[dict[str, Any]]


class AccountCity(Base):
    """Which cities a secretary works for."""

    __tablename__ = "account_city"
    account_id: Mapped[str] = mapped_column(ForeignKey("account.account_id"), primary_key=True)
    city_id: Mapped[str] = mapped_column(ForeignKey("city.city_id"), primary_key=True)


class QuestionnaireVersion(Base):
    """A compiled questionnaire as a round pinned it: `compiled` JSON, its indicators and its method texts."""

    __tablename__ = "questionnaire_version"
    digest: Mapped[str] = mapped_column(primary_key=True)
    form_id: Mapped[str] = mapped_column(index=True)
    version: Mapped[str]
    compiled: Mapped[dict[str, Any]]
    indicators: Mapped[dict[str, Any]]
    method: Mapped[dict[str, Any]]


class SurveyRound(Base):
    """One period of collection. `breakdowns` are question names, fixed before opening."""

    __tablename__ = "survey_round"
    round_id: Mapped[str] = mapped_column(primary_key=True)
    titles: Mapped[dict[str, Any]]
    questionnaire_digest: Mapped[str] = mapped_column(ForeignKey("questionnaire_version.digest"))
    state: Mapped[str] = mapped_column(
        CheckConstraint("state IN ('draft', 'open', 'paused', 'closed')", name="state")
    )
    access: Mapped[str] = mapped_column(CheckConstraint("access IN ('coupon', 'link')", name="access"))
    breakdowns: Mapped[list[Any]]
    public_key: Mapped[bytes]
    envelope_size: Mapped[int]
    invented: Mapped[bool] = mapped_column(default=False, server_default="0")
    opened_on: Mapped[date | None]
    closed_on: Mapped[date | None]


class RoundCity(Base):
    """A city of a round, with the known number of clients and where that number comes from."""

    __tablename__ = "round_city"
    round_id: Mapped[str] = mapped_column(ForeignKey("survey_round.round_id"), primary_key=True)
    city_id: Mapped[str] = mapped_column(ForeignKey("city.city_id"), primary_key=True)
    known_clients: Mapped[int | None]
    known_clients_source: Mapped[str] = mapped_column(default="", server_default="")


class RoundKey(Base):
    """The round's private key, sealed to one holder: an account, or the printed recovery key ("recovery")."""

    __tablename__ = "round_key"
    round_id: Mapped[str] = mapped_column(ForeignKey("survey_round.round_id"), primary_key=True)
    holder: Mapped[str] = mapped_column(primary_key=True)
    sealed_key: Mapped[bytes]


class CouponBatch(Base):
    """Coupons printed together for one city and site. `given` is how many; used = given - unused."""

    __tablename__ = "coupon_batch"
    batch_id: Mapped[str] = mapped_column(primary_key=True)
    round_id: Mapped[str] = mapped_column(ForeignKey("survey_round.round_id"), index=True)
    city_id: Mapped[str] = mapped_column(ForeignKey("city.city_id"))
    site_id: Mapped[str | None] = mapped_column(ForeignKey("site.site_id"))
    given: Mapped[int]
    set_aside_reason: Mapped[str | None]


class Coupon(Base):
    """An unused coupon, as a keyed hash. Using it deletes the row."""

    __tablename__ = "coupon"
    __table_args__ = {"sqlite_with_rowid": False}
    code_hash: Mapped[bytes] = mapped_column(primary_key=True)
    batch_id: Mapped[str] = mapped_column(ForeignKey("coupon_batch.batch_id"), index=True)


class FieldPass(Base):
    """Lets a peer monitor's phone fill a round in one city, offline. Its code is kept as a keyed hash."""

    __tablename__ = "field_pass"
    pass_id: Mapped[str] = mapped_column(primary_key=True)
    round_id: Mapped[str] = mapped_column(ForeignKey("survey_round.round_id"), index=True)
    city_id: Mapped[str] = mapped_column(ForeignKey("city.city_id"))
    label: Mapped[str]
    code_hash: Mapped[bytes] = mapped_column(unique=True)
    revoked: Mapped[bool] = mapped_column(default=False, server_default="0")


class Receipt(Base):
    """Keyed hash of one accepted attempt, so that its repeat succeeds. Wiped when the round closes."""

    __tablename__ = "receipt"
    __table_args__ = {"sqlite_with_rowid": False}
    receipt_hash: Mapped[bytes] = mapped_column(primary_key=True)
    round_id: Mapped[str] = mapped_column(ForeignKey("survey_round.round_id"), index=True)


class Envelope(Base):
    """One sealed response. `week_of` is the Monday of its week; the key is random and mixed anew."""

    __tablename__ = "envelope"
    __table_args__ = {"sqlite_with_rowid": False}
    envelope_key: Mapped[bytes] = mapped_column(primary_key=True)
    round_id: Mapped[str] = mapped_column(ForeignKey("survey_round.round_id"), index=True)
    city_id: Mapped[str] = mapped_column(ForeignKey("city.city_id"))
    batch_id: Mapped[str | None] = mapped_column(ForeignKey("coupon_batch.batch_id"))
    week_of: Mapped[date]
    sealed: Mapped[bytes]


class Candidate(Base):
    """A snapshot prepared but not published; preparing again replaces it."""

    __tablename__ = "candidate"
    round_id: Mapped[str] = mapped_column(ForeignKey("survey_round.round_id"), primary_key=True)
    content: Mapped[bytes]
    prepared_by: Mapped[str] = mapped_column(ForeignKey("account.account_id"))
    prepared_on: Mapped[date]
    rejected: Mapped[dict[str, Any]]


class Snapshot(Base):
    """A frozen publication: canonical bytes and their SHA-256. A trigger refuses any change."""

    __tablename__ = "snapshot"
    __table_args__ = (UniqueConstraint("round_id", "number"),)
    digest: Mapped[str] = mapped_column(primary_key=True)
    round_id: Mapped[str] = mapped_column(ForeignKey("survey_round.round_id"))
    number: Mapped[int]
    content: Mapped[bytes]
    published_by: Mapped[str] = mapped_column(ForeignKey("account.account_id"))
    published_on: Mapped[date]


class Withdrawal(Base):
    """A snapshot taken back, with the reason that the public reads."""

    __tablename__ = "withdrawal"
    digest: Mapped[str] = mapped_column(ForeignKey("snapshot.digest"), primary_key=True)
    reason: Mapped[str]
    withdrawn_by: Mapped[str] = mapped_column(ForeignKey("account.account_id"))
    withdrawn_on: Mapped[date]
