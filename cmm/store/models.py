"""Everything that is kept, on one page. Used by `store` and by the migrations' tests only.

Nothing here tells who answered or when: envelopes and coupons have random keys and no time finer than a week.
"""

from datetime import date
from typing import Annotated, Any

from sqlalchemy import JSON, BigInteger, CheckConstraint, ForeignKey, LargeBinary, MetaData, UniqueConstraint
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_name)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

Instant = Annotated[int, mapped_column(BigInteger)]
"""Whole seconds since 1970, UTC. Only what office people do has one."""


class Base(DeclarativeBase):
    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map = {dict[str, Any]: JSON, list[Any]: JSON, bytes: LargeBinary}


class Account(Base):
    """An office person. The private key is sealed with a passphrase that is stored nowhere. `email` is set by
    who wants reminders there, in `email_language`; the last one was sent on `reminded_on`.
    """

    __tablename__ = "account"
    account_id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    role: Mapped[str] = mapped_column(
        CheckConstraint("role IN ('secretary', 'coordinator', 'reader')", name="role")
    )
    password_hash: Mapped[str]
    public_key: Mapped[bytes]
    private_key_sealed: Mapped[bytes]
    disabled: Mapped[bool] = mapped_column(default=False, server_default="0")
    totp_sealed: Mapped[bytes | None]
    totp_last_step: Mapped[int] = mapped_column(default=0, server_default="0")
    email: Mapped[str | None]
    email_language: Mapped[str | None]
    reminded_on: Mapped[date | None]


class RecoveryCode(Base):
    """One unused recovery code of an account's second factor, as a keyed hash. Using it deletes the row."""

    __tablename__ = "recovery_code"
    account_id: Mapped[str] = mapped_column(ForeignKey("account.account_id"), primary_key=True)
    code_hash: Mapped[bytes] = mapped_column(primary_key=True)


class Passkey(Base):
    """A passkey (WebAuthn credential) of an account, with its public key and the counter it last sent."""

    __tablename__ = "passkey"
    credential_id: Mapped[bytes] = mapped_column(primary_key=True)
    account_id: Mapped[str] = mapped_column(ForeignKey("account.account_id"), index=True)
    public_key: Mapped[bytes]
    sign_count: Mapped[int]
    label: Mapped[str]
    added_on: Mapped[date]


class Invitation(Base):
    """A one-time link to make an account, or to set an existing one up anew (`account_id`). `invited_by` is
    None when a command made it.
    """

    __tablename__ = "invitation"
    token_hash: Mapped[bytes] = mapped_column(primary_key=True)
    account_id: Mapped[str | None] = mapped_column(ForeignKey("account.account_id"))
    role: Mapped[str] = mapped_column(
        CheckConstraint("role IN ('secretary', 'coordinator', 'reader')", name="role")
    )
    city_ids: Mapped[list[Any]]
    invited_by: Mapped[str | None] = mapped_column(ForeignKey("account.account_id"))
    expires_at: Mapped[Instant]


class OfficeSession(Base):
    """Somebody is signed in: the hash of the cookie's token. Deleting the row signs out. Without its second
    factor a session opens nothing but the page that asks for it.
    """

    __tablename__ = "office_session"
    token_hash: Mapped[bytes] = mapped_column(primary_key=True)
    account_id: Mapped[str] = mapped_column(ForeignKey("account.account_id"), index=True)
    second_factor: Mapped[bool] = mapped_column(default=False, server_default="0")
    began_at: Mapped[Instant]
    seen_at: Mapped[Instant]


class AuditEntry(Base):
    """What an office person did. Rows are added and never changed; nothing here is about respondents."""

    __tablename__ = "audit_entry"
    entry_id: Mapped[int] = mapped_column(primary_key=True)
    done_at: Mapped[Instant]
    account_id: Mapped[str | None] = mapped_column(ForeignKey("account.account_id"))
    action: Mapped[str]
    subject: Mapped[str]
    details: Mapped[dict[str, Any]]


class Region(Base):
    """Cities that are named together. `country` is a code of ISO 3166-1 alpha-2, "" when nobody said it."""

    __tablename__ = "region"
    region_id: Mapped[str] = mapped_column(primary_key=True)
    names: Mapped[dict[str, Any]]
    country: Mapped[str] = mapped_column(default="", server_default="")


class City(Base):
    """A place with services. `names` by language; `position` orders lists, Kazakh ones too. `help` by
    language: where people find help there, shown after some questionnaires. `latitude` and `longitude` in
    degrees, to one decimal: a city on a map, never a site.
    """

    __tablename__ = "city"
    city_id: Mapped[str] = mapped_column(primary_key=True)
    names: Mapped[dict[str, Any]]
    position: Mapped[int] = mapped_column(default=0, server_default="0")
    help: Mapped[dict[str, Any]] = mapped_column(default=dict, server_default="{}")
    region_id: Mapped[str | None] = mapped_column(ForeignKey("region.region_id"))
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]


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
    """A compiled questionnaire: `compiled` JSON, its indicators and its method texts. `imported_by` is set
    when it came through the browser; the others came with the program.
    """

    __tablename__ = "questionnaire_version"
    digest: Mapped[str] = mapped_column(primary_key=True)
    form_id: Mapped[str] = mapped_column(index=True)
    version: Mapped[str]
    compiled: Mapped[dict[str, Any]]
    indicators: Mapped[dict[str, Any]]
    method: Mapped[dict[str, Any]]
    imported_by: Mapped[str | None]
    imported_on: Mapped[date | None]


class SurveyRound(Base):
    """One period of collection. `breakdowns` are question names, fixed before opening. `ends_on` is the
    planned last day; the office is told at every `alert_every` responses of a city (a multiple of five).
    """

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
    ends_on: Mapped[date | None]
    alert_every: Mapped[int | None]


class RoundDraft(Base):
    """A round that somebody is planning step by step; `choices` are the answers so far."""

    __tablename__ = "round_draft"
    draft_id: Mapped[str] = mapped_column(primary_key=True)
    account_id: Mapped[str] = mapped_column(ForeignKey("account.account_id"))
    choices: Mapped[dict[str, Any]]
    changed_on: Mapped[date]


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


class OfficeTask(Base):
    """Long work that somebody started, and how far it is. A running one whose `beat_at` is old has died.
    `refusal` holds the code and parameters of why it failed.
    """

    __tablename__ = "office_task"
    task_id: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str]
    round_id: Mapped[str] = mapped_column(ForeignKey("survey_round.round_id"), index=True)
    account_id: Mapped[str] = mapped_column(ForeignKey("account.account_id"))
    state: Mapped[str] = mapped_column(
        CheckConstraint("state IN ('running', 'done', 'failed')", name="state")
    )
    step: Mapped[str]
    done: Mapped[int]
    total: Mapped[int]
    began_at: Mapped[Instant]
    beat_at: Mapped[Instant]
    refusal: Mapped[dict[str, Any] | None]


class Theme(Base):
    """What some texts of one question are about, in words for the public."""

    __tablename__ = "theme"
    round_id: Mapped[str] = mapped_column(ForeignKey("survey_round.round_id"), primary_key=True)
    question: Mapped[str] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(primary_key=True)
    labels: Mapped[dict[str, Any]]


class CodedText(Base):
    """The theme of one text, which is kept as a keyed hash only. `words` are a paraphrase or a redacted
    quote that a person wrote for the public, never the text itself.
    """

    __tablename__ = "coded_text"
    round_id: Mapped[str] = mapped_column(ForeignKey("survey_round.round_id"), primary_key=True)
    question: Mapped[str] = mapped_column(primary_key=True)
    text_key: Mapped[bytes] = mapped_column(primary_key=True)
    theme: Mapped[str]
    level: Mapped[str] = mapped_column(
        CheckConstraint("level IN ('count', 'paraphrase', 'quote')", name="level")
    )
    words: Mapped[str]
    coded_by: Mapped[str] = mapped_column(ForeignKey("account.account_id"))


class Candidate(Base):
    """A snapshot prepared but not published; preparing again replaces it. `quality` are the findings about
    the data behind it, in rounded numbers.
    """

    __tablename__ = "candidate"
    round_id: Mapped[str] = mapped_column(ForeignKey("survey_round.round_id"), primary_key=True)
    content: Mapped[bytes]
    prepared_by: Mapped[str] = mapped_column(ForeignKey("account.account_id"))
    prepared_on: Mapped[date]
    rejected: Mapped[dict[str, Any]]
    quality: Mapped[list[Any]] = mapped_column(default=list, server_default="[]")


class Meeting(Base):
    """The community of a city looked at a candidate; `figures_digest` names what it said about their city.
    The newest row about the same figures counts. Never changed.
    """

    __tablename__ = "meeting"
    meeting_id: Mapped[str] = mapped_column(primary_key=True)
    round_id: Mapped[str] = mapped_column(ForeignKey("survey_round.round_id"), index=True)
    city_id: Mapped[str] = mapped_column(ForeignKey("city.city_id"))
    candidate_digest: Mapped[str]
    figures_digest: Mapped[str]
    held_on: Mapped[date]
    present: Mapped[int]
    outcome: Mapped[str] = mapped_column(
        CheckConstraint("outcome IN ('agreed', 'corrected', 'rejected')", name="outcome")
    )
    corrections: Mapped[str]
    recorded_by: Mapped[str] = mapped_column(ForeignKey("account.account_id"))
    recorded_on: Mapped[date]


class ProviderReply(Base):
    """What the provider of a city's services says to the result, printed beside it. Never changed."""

    __tablename__ = "provider_reply"
    reply_id: Mapped[str] = mapped_column(primary_key=True)
    round_id: Mapped[str] = mapped_column(ForeignKey("survey_round.round_id"), index=True)
    city_id: Mapped[str] = mapped_column(ForeignKey("city.city_id"))
    provider: Mapped[str]
    words: Mapped[str]
    replied_on: Mapped[date]
    recorded_by: Mapped[str] = mapped_column(ForeignKey("account.account_id"))


class Snapshot(Base):
    """A frozen publication: canonical bytes and their SHA-256. A trigger refuses any change. `reason` says
    why it took the place of an earlier one.
    """

    __tablename__ = "snapshot"
    __table_args__ = (UniqueConstraint("round_id", "number"),)
    digest: Mapped[str] = mapped_column(primary_key=True)
    round_id: Mapped[str] = mapped_column(ForeignKey("survey_round.round_id"))
    number: Mapped[int]
    content: Mapped[bytes]
    published_by: Mapped[str] = mapped_column(ForeignKey("account.account_id"))
    published_on: Mapped[date]
    reason: Mapped[str] = mapped_column(default="", server_default="")


class Withdrawal(Base):
    """A snapshot taken back, with the reason that the public reads."""

    __tablename__ = "withdrawal"
    digest: Mapped[str] = mapped_column(ForeignKey("snapshot.digest"), primary_key=True)
    reason: Mapped[str]
    withdrawn_by: Mapped[str] = mapped_column(ForeignKey("account.account_id"))
    withdrawn_on: Mapped[date]
