"""Passes for peer monitors' phones."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "field_pass",
        sa.Column("pass_id", sa.String(), nullable=False),
        sa.Column("round_id", sa.String(), nullable=False),
        sa.Column("city_id", sa.String(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("code_hash", sa.LargeBinary(), nullable=False),
        sa.Column("revoked", sa.Boolean(), server_default="0", nullable=False),
        sa.PrimaryKeyConstraint("pass_id", name=op.f("pk_field_pass")),
        sa.ForeignKeyConstraint(
            ["round_id"], ["survey_round.round_id"], name=op.f("fk_field_pass_round_id_survey_round")
        ),
        sa.ForeignKeyConstraint(["city_id"], ["city.city_id"], name=op.f("fk_field_pass_city_id_city")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_field_pass_code_hash")),
    )
    op.create_index(op.f("ix_field_pass_round_id"), "field_pass", ["round_id"])


def downgrade() -> None:
    op.drop_table("field_pass")
