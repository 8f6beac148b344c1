"""The office: second factors, sessions, audit, drafts of rounds, long tasks, themes of texts, meetings."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

NEW = (
    *("provider_reply", "meeting", "coded_text", "theme", "office_task", "round_draft"),
    *("audit_entry", "office_session", "invitation", "passkey", "recovery_code"),
)
"""The new tables, the newest first."""
KEPT_FOR_EVER = {
    "audit_entry": "SELECT 1 FROM audit_entry WHERE entry_id = NEW.entry_id",
    "meeting": "SELECT 1 FROM meeting WHERE meeting_id = NEW.meeting_id",
    "provider_reply": "SELECT 1 FROM provider_reply WHERE reply_id = NEW.reply_id",
}
"""Tables whose rows never change, each with the question whether a new row would take an old one's place."""
NEW_COLUMNS = {
    "account": ("totp_sealed", "totp_last_step"),
    "city": ("help",),
    "questionnaire_version": ("imported_by", "imported_on"),
    "survey_round": ("ends_on", "alert_every"),
    "candidate": ("quality",),
    "snapshot": ("reason",),
}


def upgrade() -> None:
    _add_columns()
    _create_sign_in()
    _create_work()
    _create_validation()
    for table in KEPT_FOR_EVER:
        if op.get_bind().dialect.name == "sqlite":
            _freeze_on_sqlite(table)
        else:
            _freeze_on_postgresql(table)


def downgrade() -> None:
    """Dropping a table drops its triggers and indexes too."""
    for table in NEW:
        op.drop_table(table)
    for table, columns in NEW_COLUMNS.items():
        for column in columns:
            op.drop_column(table, column)
    op.add_column("account", sa.Column("session_version", sa.Integer(), server_default="1", nullable=False))


def _add_columns() -> None:
    op.drop_column("account", "session_version")  # sessions have a table of their own now
    op.add_column("account", sa.Column("totp_sealed", sa.LargeBinary(), nullable=True))
    op.add_column("account", sa.Column("totp_last_step", sa.Integer(), server_default="0", nullable=False))
    op.add_column("city", sa.Column("help", sa.JSON(), server_default="{}", nullable=False))
    op.add_column("questionnaire_version", _text("imported_by", nullable=True))
    op.add_column("questionnaire_version", sa.Column("imported_on", sa.Date(), nullable=True))
    op.add_column("survey_round", sa.Column("ends_on", sa.Date(), nullable=True))
    op.add_column("survey_round", sa.Column("alert_every", sa.Integer(), nullable=True))
    op.add_column("candidate", sa.Column("quality", sa.JSON(), server_default="[]", nullable=False))
    op.add_column("snapshot", sa.Column("reason", sa.String(), server_default="", nullable=False))


def _create_sign_in() -> None:
    op.create_table(
        "recovery_code",
        _text("account_id"),
        _bytes("code_hash"),
        _refers("recovery_code", "account_id", "account.account_id"),
        _primary_key("recovery_code", "account_id", "code_hash"),
    )
    op.create_table(
        "passkey",
        _bytes("credential_id"),
        _text("account_id"),
        _bytes("public_key"),
        _integer("sign_count"),
        _text("label"),
        _date("added_on"),
        _refers("passkey", "account_id", "account.account_id"),
        _primary_key("passkey", "credential_id"),
    )
    _index("passkey", "account_id")
    op.create_table(
        "invitation",
        _bytes("token_hash"),
        _text("account_id", nullable=True),
        _one_of("invitation", "role", "secretary", "coordinator", "reader"),
        _json("city_ids"),
        _text("invited_by", nullable=True),
        _instant("expires_at"),
        _refers("invitation", "account_id", "account.account_id"),
        _refers("invitation", "invited_by", "account.account_id"),
        _primary_key("invitation", "token_hash"),
    )
    op.create_table(
        "office_session",
        _bytes("token_hash"),
        _text("account_id"),
        sa.Column("second_factor", sa.Boolean(), server_default="0", nullable=False),
        _instant("began_at"),
        _instant("seen_at"),
        _refers("office_session", "account_id", "account.account_id"),
        _primary_key("office_session", "token_hash"),
    )
    _index("office_session", "account_id")
    op.create_table(
        "audit_entry",
        _integer("entry_id"),
        _instant("done_at"),
        _text("account_id", nullable=True),
        _text("action"),
        _text("subject"),
        _json("details"),
        _refers("audit_entry", "account_id", "account.account_id"),
        _primary_key("audit_entry", "entry_id"),
    )


def _create_work() -> None:
    op.create_table(
        "round_draft",
        _text("draft_id"),
        _text("account_id"),
        _json("choices"),
        _date("changed_on"),
        _refers("round_draft", "account_id", "account.account_id"),
        _primary_key("round_draft", "draft_id"),
    )
    op.create_table(
        "office_task",
        _text("task_id"),
        _text("kind"),
        _text("round_id"),
        _text("account_id"),
        _one_of("office_task", "state", "running", "done", "failed"),
        _text("step"),
        _integer("done"),
        _integer("total"),
        _instant("began_at"),
        _instant("beat_at"),
        sa.Column("refusal", sa.JSON(), nullable=True),
        _refers("office_task", "round_id", "survey_round.round_id"),
        _refers("office_task", "account_id", "account.account_id"),
        _primary_key("office_task", "task_id"),
    )
    _index("office_task", "round_id")
    op.create_table(
        "theme",
        _text("round_id"),
        _text("question"),
        _text("code"),
        _json("labels"),
        _refers("theme", "round_id", "survey_round.round_id"),
        _primary_key("theme", "round_id", "question", "code"),
    )
    op.create_table(
        "coded_text",
        _text("round_id"),
        _text("question"),
        _bytes("text_key"),
        _text("theme"),
        _one_of("coded_text", "level", "count", "paraphrase", "quote"),
        _text("words"),
        _text("coded_by"),
        _refers("coded_text", "round_id", "survey_round.round_id"),
        _refers("coded_text", "coded_by", "account.account_id"),
        _primary_key("coded_text", "round_id", "question", "text_key"),
    )


def _create_validation() -> None:
    op.create_table(
        "meeting",
        _text("meeting_id"),
        _text("round_id"),
        _text("city_id"),
        _text("candidate_digest"),
        _text("figures_digest"),
        _date("held_on"),
        _integer("present"),
        _one_of("meeting", "outcome", "agreed", "corrected", "rejected"),
        _text("corrections"),
        _text("recorded_by"),
        _date("recorded_on"),
        _refers("meeting", "round_id", "survey_round.round_id"),
        _refers("meeting", "city_id", "city.city_id"),
        _refers("meeting", "recorded_by", "account.account_id"),
        _primary_key("meeting", "meeting_id"),
    )
    _index("meeting", "round_id")
    op.create_table(
        "provider_reply",
        _text("reply_id"),
        _text("round_id"),
        _text("city_id"),
        _text("provider"),
        _text("words"),
        _date("replied_on"),
        _text("recorded_by"),
        _refers("provider_reply", "round_id", "survey_round.round_id"),
        _refers("provider_reply", "city_id", "city.city_id"),
        _refers("provider_reply", "recorded_by", "account.account_id"),
        _primary_key("provider_reply", "reply_id"),
    )
    _index("provider_reply", "round_id")


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


def _bytes(name: str) -> sa.Column[bytes]:
    return sa.Column(name, sa.LargeBinary(), nullable=False)


def _json(name: str) -> sa.Column[object]:
    return sa.Column(name, sa.JSON(), nullable=False)


def _integer(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=False)


def _instant(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger(), nullable=False)


def _date(name: str) -> sa.Column[object]:
    return sa.Column(name, sa.Date(), nullable=False)


def _one_of(table: str, name: str, *values: str) -> sa.Column[str]:
    listed = ", ".join(f"'{value}'" for value in values)
    check = sa.CheckConstraint(f"{name} IN ({listed})", name=op.f(f"ck_{table}_{name}"))
    return sa.Column(name, sa.String(), check, nullable=False)


def _primary_key(table: str, *columns: str) -> sa.PrimaryKeyConstraint:
    return sa.PrimaryKeyConstraint(*columns, name=op.f(f"pk_{table}"))


def _refers(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    other = target.split(".")[0]
    return sa.ForeignKeyConstraint([column], [target], name=op.f(f"fk_{table}_{column}_{other}"))


def _index(table: str, column: str) -> None:
    op.create_index(op.f(f"ix_{table}_{column}"), table, [column])
