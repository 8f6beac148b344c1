"""Notices by e-mail for accounts that want them, and drafts of requests that reports of problems open."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

STATES = "state IN ('open', 'sent', 'set_aside')"


def upgrade() -> None:
    for column in (
        sa.Column("email", sa.String(), nullable=True),
        sa.Column("email_language", sa.String(), nullable=True),
        sa.Column("reminded_on", sa.Date(), nullable=True),
    ):
        op.add_column("account", column)
    op.create_table(
        "problem_draft",
        _text("round_id"),
        _text("city_id"),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.String(),
            sa.CheckConstraint(STATES, name=op.f("ck_problem_draft_state")),
            nullable=False,
        ),
        sa.Column("asks", sa.JSON(), nullable=False),
        _text("bearer_id", nullable=True),
        _text("reason"),
        _text("promise_id", nullable=True),
        _text("decided_by", nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=True),
        _refers("round_id", "survey_round.round_id"),
        _refers("city_id", "city.city_id"),
        _refers("bearer_id", "duty_bearer.bearer_id"),
        _refers("promise_id", "promise.promise_id"),
        _refers("decided_by", "account.account_id"),
        sa.PrimaryKeyConstraint("round_id", "city_id", "number", name=op.f("pk_problem_draft")),
    )


def downgrade() -> None:
    op.drop_table("problem_draft")
    for name in ("reminded_on", "email_language", "email"):
        op.drop_column("account", name)


def _text(name: str, *, nullable: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.String(), nullable=nullable)


def _refers(column: str, target: str) -> sa.ForeignKeyConstraint:
    other = target.split(".")[0]
    return sa.ForeignKeyConstraint([column], [target], name=op.f(f"fk_problem_draft_{column}_{other}"))
