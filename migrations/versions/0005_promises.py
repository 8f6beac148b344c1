"""Promises: offices that can change something, requests to them, what happened to each, and its files."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

NEW = ("promise_file", "promise_event", "promise", "duty_bearer")
"""The new tables, the newest first."""
KEPT_FOR_EVER = {
    "promise": "SELECT 1 FROM promise WHERE promise_id = NEW.promise_id",
    "promise_event": "SELECT 1 FROM promise_event WHERE promise_id = NEW.promise_id AND number = NEW.number",
    "promise_file": "SELECT 1 FROM promise_file WHERE promise_id = NEW.promise_id AND number = NEW.number",
}
"""Tables whose rows never change, each with the question whether a new row would take an old one's place."""
LEVELS = "level IN ('site', 'city', 'region', 'country', 'international')"
MEDIA_TYPES = "media_type IN ('application/pdf', 'image/jpeg', 'image/png')"


def upgrade() -> None:
    _create_directory()
    _create_ledger()
    for table in KEPT_FOR_EVER:
        if op.get_bind().dialect.name == "sqlite":
            _freeze_on_sqlite(table)
        else:
            _freeze_on_postgresql(table)


def downgrade() -> None:
    """Dropping a table drops its triggers and indexes too."""
    for table in NEW:
        op.drop_table(table)


def _create_directory() -> None:
    op.create_table(
        "duty_bearer",
        _text("bearer_id"),
        _json("names"),
        _text("kind"),
        sa.Column(
            "level",
            sa.String(),
            sa.CheckConstraint(LEVELS, name=op.f("ck_duty_bearer_level")),
            nullable=False,
        ),
        _json("mandate"),
        _text("contact"),
        _json("city_ids"),
        _text("next_bearer_id", nullable=True),
        _refers("duty_bearer", "next_bearer_id", "duty_bearer.bearer_id"),
        _primary_key("duty_bearer", "bearer_id"),
    )


def _create_ledger() -> None:
    op.create_table(
        "promise",
        _text("promise_id"),
        _text("round_id"),
        *(_text(name) for name in ("digest", "indicator", "place", "form_id")),
        _json("city_ids"),
        _text("bearer_id"),
        _json("asks"),
        sa.Column("target", sa.Integer(), nullable=True),
        _refers("promise", "round_id", "survey_round.round_id"),
        _refers("promise", "digest", "snapshot.digest"),
        _refers("promise", "bearer_id", "duty_bearer.bearer_id"),
        _primary_key("promise", "promise_id"),
    )
    op.create_index(op.f("ix_promise_round_id"), "promise", ["round_id"])
    op.create_table(
        "promise_event",
        _text("promise_id"),
        sa.Column("number", sa.Integer(), nullable=False),
        _text("kind"),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("recorded_on", sa.Date(), nullable=False),
        _text("recorded_by"),
        _text("words"),
        sa.Column("due_on", sa.Date(), nullable=True),
        _text("proof"),
        _text("bearer_id", nullable=True),
        sa.Column("evidence", sa.JSON(), nullable=True),
        _refers("promise_event", "promise_id", "promise.promise_id"),
        _refers("promise_event", "recorded_by", "account.account_id"),
        _refers("promise_event", "bearer_id", "duty_bearer.bearer_id"),
        _primary_key("promise_event", "promise_id", "number"),
    )
    op.create_table(
        "promise_file",
        _text("promise_id"),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "media_type",
            sa.String(),
            sa.CheckConstraint(MEDIA_TYPES, name=op.f("ck_promise_file_media_type")),
            nullable=False,
        ),
        sa.Column("public", sa.Boolean(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        _refers("promise_file", "promise_id", "promise.promise_id"),
        _primary_key("promise_file", "promise_id", "number"),
    )


def _freeze_on_sqlite(table: str) -> None:
    """INSERT OR REPLACE deletes without a word, so an insert over an existing row is refused as well."""
    refuse = f"BEGIN SELECT RAISE(ABORT, 'a {table} is never changed or deleted'); END"
    for action in ("UPDATE", "DELETE"):
        op.execute(f"CREATE TRIGGER {table}_no_{action.lower()} BEFORE {action} ON {table} {refuse}")
    op.execute(
        f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} "
        f"WHEN EXISTS ({KEPT_FOR_EVER[table]}) {refuse}"
    )


def _freeze_on_postgresql(table: str) -> None:
    """The function is of the first migration."""
    for event, scope in (("UPDATE", "ROW"), ("DELETE", "ROW"), ("TRUNCATE", "STATEMENT")):
        op.execute(
            f"CREATE TRIGGER {table}_no_{event.lower()} BEFORE {event} ON {table} "
            f"FOR EACH {scope} EXECUTE FUNCTION refuse_change()"
        )


def _text(name: str, *, nullable: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.String(), nullable=nullable)


def _json(name: str) -> sa.Column[object]:
    return sa.Column(name, sa.JSON(), nullable=False)


def _primary_key(table: str, *columns: str) -> sa.PrimaryKeyConstraint:
    return sa.PrimaryKeyConstraint(*columns, name=op.f(f"pk_{table}"))


def _refers(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    other = target.split(".")[0]
    return sa.ForeignKeyConstraint([column], [target], name=op.f(f"fk_{table}_{column}_{other}"))
