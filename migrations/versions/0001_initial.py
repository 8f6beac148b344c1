"""The first tables, and the triggers that keep a publication as it was published."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

KEPT_FOR_EVER = {
    "snapshot": "SELECT 1 FROM snapshot WHERE digest = NEW.digest "
    "OR (round_id = NEW.round_id AND number = NEW.number)",
    "withdrawal": "SELECT 1 FROM withdrawal WHERE digest = NEW.digest",
}
"""Tables whose rows never change, each with the question whether a new row would take an old one's place."""


def upgrade() -> None:
    _create_accounts_and_places()
    _create_rounds()
    _create_coupons()
    _create_responses()
    _create_publications()
    for table in KEPT_FOR_EVER:
        if op.get_bind().dialect.name == "sqlite":
            _freeze_on_sqlite(table)
        else:
            _freeze_on_postgresql(table)


def downgrade() -> None:
    """Dropping a table drops its triggers and indexes too."""
    for table in ("withdrawal", "snapshot", "candidate", "envelope", "receipt", "coupon", "coupon_batch"):
        op.drop_table(table)
    for table in ("round_key", "round_city", "survey_round", "questionnaire_version"):
        op.drop_table(table)
    for table in ("account_city", "site", "city", "account"):
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION refuse_change()")


def _create_accounts_and_places() -> None:
    op.create_table(
        "account",
        _text("account_id"),
        _text("name"),
        _one_of("account", "role", "secretary", "coordinator", "reader"),
        _text("password_hash"),
        _bytes("public_key"),
        _bytes("private_key_sealed"),
        sa.Column("session_version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("disabled", sa.Boolean(), server_default="0", nullable=False),
        _primary_key("account", "account_id"),
        sa.UniqueConstraint("name", name=op.f("uq_account_name")),
    )
    op.create_table(
        "city",
        _text("city_id"),
        _json("names"),
        sa.Column("region", sa.String(), server_default="", nullable=False),
        sa.Column("position", sa.Integer(), server_default="0", nullable=False),
        _primary_key("city", "city_id"),
    )
    op.create_table(
        "site",
        _text("site_id"),
        _text("city_id"),
        _json("names"),
        _refers("site", "city_id", "city.city_id"),
        _primary_key("site", "site_id"),
    )
    _index("site", "city_id")
    op.create_table(
        "account_city",
        _text("account_id"),
        _text("city_id"),
        _refers("account_city", "account_id", "account.account_id"),
        _refers("account_city", "city_id", "city.city_id"),
        _primary_key("account_city", "account_id", "city_id"),
    )


def _create_rounds() -> None:
    op.create_table(
        "questionnaire_version",
        _text("digest"),
        _text("form_id"),
        _text("version"),
        _json("compiled"),
        _json("indicators"),
        _json("method"),
        _primary_key("questionnaire_version", "digest"),
    )
    _index("questionnaire_version", "form_id")
    op.create_table(
        "survey_round",
        _text("round_id"),
        _json("titles"),
        _text("questionnaire_digest"),
        _one_of("survey_round", "state", "draft", "open", "paused", "closed"),
        _one_of("survey_round", "access", "coupon", "link"),
        _json("breakdowns"),
        _bytes("public_key"),
        _integer("envelope_size"),
        sa.Column("invented", sa.Boolean(), server_default="0", nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        _refers("survey_round", "questionnaire_digest", "questionnaire_version.digest"),
        _primary_key("survey_round", "round_id"),
    )
    op.create_table(
        "round_city",
        _text("round_id"),
        _text("city_id"),
        sa.Column("known_clients", sa.Integer(), nullable=True),
        sa.Column("known_clients_source", sa.String(), server_default="", nullable=False),
        _refers("round_city", "round_id", "survey_round.round_id"),
        _refers("round_city", "city_id", "city.city_id"),
        _primary_key("round_city", "round_id", "city_id"),
    )
    op.create_table(
        "round_key",
        _text("round_id"),
        _text("holder"),
        _bytes("sealed_key"),
        _refers("round_key", "round_id", "survey_round.round_id"),
        _primary_key("round_key", "round_id", "holder"),
    )


def _create_coupons() -> None:
    op.create_table(
        "coupon_batch",
        _text("batch_id"),
        _text("round_id"),
        _text("city_id"),
        _text("site_id", nullable=True),
        _integer("given"),
        _text("set_aside_reason", nullable=True),
        _refers("coupon_batch", "round_id", "survey_round.round_id"),
        _refers("coupon_batch", "city_id", "city.city_id"),
        _refers("coupon_batch", "site_id", "site.site_id"),
        _primary_key("coupon_batch", "batch_id"),
    )
    _index("coupon_batch", "round_id")
    op.create_table(
        "coupon",
        _bytes("code_hash"),
        _text("batch_id"),
        _refers("coupon", "batch_id", "coupon_batch.batch_id"),
        _primary_key("coupon", "code_hash"),
        sqlite_with_rowid=False,
    )
    _index("coupon", "batch_id")


def _create_responses() -> None:
    op.create_table(
        "receipt",
        _bytes("receipt_hash"),
        _text("round_id"),
        _refers("receipt", "round_id", "survey_round.round_id"),
        _primary_key("receipt", "receipt_hash"),
        sqlite_with_rowid=False,
    )
    _index("receipt", "round_id")
    op.create_table(
        "envelope",
        _bytes("envelope_key"),
        _text("round_id"),
        _text("city_id"),
        _text("batch_id", nullable=True),
        sa.Column("week_of", sa.Date(), nullable=False),
        _bytes("sealed"),
        _refers("envelope", "round_id", "survey_round.round_id"),
        _refers("envelope", "city_id", "city.city_id"),
        _refers("envelope", "batch_id", "coupon_batch.batch_id"),
        _primary_key("envelope", "envelope_key"),
        sqlite_with_rowid=False,
    )
    _index("envelope", "round_id")


def _create_publications() -> None:
    op.create_table(
        "candidate",
        _text("round_id"),
        _bytes("content"),
        _text("prepared_by"),
        sa.Column("prepared_on", sa.Date(), nullable=False),
        _json("rejected"),
        _refers("candidate", "round_id", "survey_round.round_id"),
        _refers("candidate", "prepared_by", "account.account_id"),
        _primary_key("candidate", "round_id"),
    )
    op.create_table(
        "snapshot",
        _text("digest"),
        _text("round_id"),
        _integer("number"),
        _bytes("content"),
        _text("published_by"),
        sa.Column("published_on", sa.Date(), nullable=False),
        _refers("snapshot", "round_id", "survey_round.round_id"),
        _refers("snapshot", "published_by", "account.account_id"),
        _primary_key("snapshot", "digest"),
        sa.UniqueConstraint("round_id", "number", name=op.f("uq_snapshot_round_id")),
    )
    op.create_table(
        "withdrawal",
        _text("digest"),
        _text("reason"),
        _text("withdrawn_by"),
        sa.Column("withdrawn_on", sa.Date(), nullable=False),
        _refers("withdrawal", "digest", "snapshot.digest"),
        _refers("withdrawal", "withdrawn_by", "account.account_id"),
        _primary_key("withdrawal", "digest"),
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
    op.execute(
        "CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        "RAISE EXCEPTION 'this row is never changed or deleted' "
        "USING ERRCODE = 'integrity_constraint_violation'; END $$"
    )
    for event, scope in (("UPDATE", "ROW"), ("DELETE", "ROW"), ("TRUNCATE", "STATEMENT")):
        op.execute(
            f"CREATE TRIGGER {table}_no_{event.lower()} BEFORE {event} ON {table} "
            f"FOR EACH {scope} EXECUTE FUNCTION refuse_change()"
        )


def _text(name: str, *, nullable: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.String(), nullable=nullable)


def _bytes(name: str) -> sa.Column[bytes]:
    return sa.Column(name, sa.LargeBinary(), nullable=False)


def _json(name: str) -> sa.Column[object]:
    return sa.Column(name, sa.JSON(), nullable=False)


def _integer(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=False)


def _one_of(table: str, name: str, *words: str) -> sa.Column[str]:
    allowed = ", ".join(f"'{word}'" for word in words)
    check = sa.CheckConstraint(f"{name} IN ({allowed})", name=op.f(f"ck_{table}_{name}"))
    return sa.Column(name, sa.String(), check, nullable=False)


def _primary_key(table: str, *columns: str) -> sa.PrimaryKeyConstraint:
    return sa.PrimaryKeyConstraint(*columns, name=op.f(f"pk_{table}"))


def _refers(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    name = f"fk_{table}_{column}_{target.partition('.')[0]}"
    return sa.ForeignKeyConstraint([column], [target], name=op.f(name))


def _index(table: str, column: str) -> None:
    op.create_index(op.f(f"ix_{table}_{column}"), table, [column])
