"""Places on the map: regions with names and a country, and where a city lies.

What was written as a city's region becomes a region of its own: the same words are the same region, so that
small cities are joined as before.
"""

from collections.abc import Iterable

import sqlalchemy as sa
from alembic import op

from cmm.domain.place_codes import propose_code

revision = "0004"
down_revision = "0003"

KAZAKH = frozenset("әғқңөұүһі")
"""Letters that Russian does not have."""
CITY = sa.table("city", sa.column("region", sa.String), sa.column("region_id", sa.String))
REGION = sa.table("region", sa.column("region_id", sa.String), sa.column("names", sa.JSON))


def upgrade() -> None:
    op.create_table(
        "region",
        sa.Column("region_id", sa.String(), nullable=False),
        sa.Column("names", sa.JSON(), nullable=False),
        sa.Column("country", sa.String(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("region_id", name=op.f("pk_region")),
    )
    with op.batch_alter_table("city") as city:
        city.add_column(sa.Column("region_id", sa.String(), nullable=True))
        city.add_column(sa.Column("latitude", sa.Double(), nullable=True))
        city.add_column(sa.Column("longitude", sa.Double(), nullable=True))
        city.create_foreign_key(op.f("fk_city_region_id_region"), "region", ["region_id"], ["region_id"])
    _make_regions()
    with op.batch_alter_table("city") as city:
        city.drop_column("region")


def downgrade() -> None:
    op.add_column("city", sa.Column("region", sa.String(), server_default="", nullable=False))
    _write_regions_into_cities()
    with op.batch_alter_table("city") as city:
        city.drop_constraint(op.f("fk_city_region_id_region"), type_="foreignkey")
        for column in ("region_id", "latitude", "longitude"):
            city.drop_column(column)
    op.drop_table("region")


def _make_regions() -> None:
    written = op.get_bind().scalars(sa.select(CITY.c.region).distinct().where(CITY.c.region != ""))
    taken: set[str] = set()
    for words in sorted(written):
        names = {_language_of(words): words}
        code = propose_code(names, taken)
        taken.add(code)
        op.execute(REGION.insert().values(region_id=code, names=names))
        op.execute(CITY.update().where(CITY.c.region == words).values(region_id=code))


def _write_regions_into_cities() -> None:
    """Two regions never become the same words: then small cities would be joined in another way."""
    written: set[str] = set()
    for code, names in op.get_bind().execute(sa.select(REGION).order_by(REGION.c.region_id)).all():
        words = _first(names.values(), code)
        words = f"{words} ({code})" if words in written else words
        written.add(words)
        op.execute(CITY.update().where(CITY.c.region_id == code).values(region=words))


def _language_of(words: str) -> str:
    if words.isascii():
        return "en"
    return "kk" if KAZAKH & set(words.lower()) else "ru"


def _first(names: Iterable[str], otherwise: str) -> str:
    return next((name for name in names if name), otherwise)
