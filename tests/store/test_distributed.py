"""deploy/distributed.sql against the tables that the migrations really make on PostgreSQL.

No engine that spreads tables runs here: the rules are those that Citus documents (unique keys hold the column
of distribution; foreign keys of spread and of copied tables lead to copied ones; no
triggers on either), and what YugabyteDB says it lacks is not used at all.
"""

import re
from collections.abc import Iterator

import pytest
from sqlalchemy import Connection, NullPool, create_engine, text

from tests.rules.checkout import ROOT

pytestmark = pytest.mark.postgresql

DDL = (ROOT / "deploy" / "distributed.sql").read_text(encoding="utf-8")
COPIED = re.findall(r"^SELECT create_reference_table\('(\w+)'\);$", DDL, flags=re.MULTILINE)
SPREAD = dict(
    re.findall(
        r"^SELECT create_distributed_table\('(\w+)', '(\w+)', colocate_with => 'none'\);$",
        DDL,
        flags=re.MULTILINE,
    )
)
PLAIN_TYPES = {
    "bigint",
    "boolean",
    "bytea",
    "character varying",
    "date",
    "double precision",
    "integer",
    "json",
}
FORBIDDEN = (
    "pg_advisory",
    "advisory_lock",
    "SKIP LOCKED",
    "skip_locked",
    "LISTEN ",
    "NOTIFY ",
    "LOCK TABLE",
    "INHERITS",
    "EXCLUDE USING",
    "DEFERRABLE",
    "MATERIALIZED VIEW",
    "ctid",
    "xmin",
    "CREATE EXTENSION",
    "tsvector",
    "begin_twophase",
)


@pytest.fixture
def catalogue(request: pytest.FixtureRequest) -> Iterator[Connection]:
    """A migrated PostgreSQL, to look at."""
    server = request.getfixturevalue("postgresql_server")
    url = server.url_of(request.getfixturevalue("migrated_postgresql"))
    with create_engine(url, poolclass=NullPool).connect() as connection:
        yield connection


def rows(connection: Connection, statement: str) -> list[tuple[str, ...]]:
    return [tuple(row) for row in connection.execute(text(statement))]


def constraints(connection: Connection, kinds: str) -> list[tuple[str, ...]]:
    """Table, columns, and the table that a foreign key leads to ("-" for others)."""
    return rows(
        connection,
        f"""SELECT conrelid::regclass::text, confrelid::regclass::text, attname
            FROM pg_constraint JOIN pg_attribute ON attrelid = conrelid AND attnum = ANY (conkey)
            WHERE connamespace = 'public'::regnamespace AND contype IN ({kinds})""",
    )


def test_every_line_of_the_file_is_one_of_ours() -> None:
    said = re.findall(r"^(?!--)\S.*", DDL, flags=re.MULTILINE)
    assert len(said) == len(COPIED) + len(SPREAD) + len(("BEGIN;", "SET LOCAL", "COMMIT;"))
    assert set(SPREAD) == {"coupon", "receipt", "envelope"}, "the tables that grow with responses"


def test_tables_and_columns_exist(catalogue: Connection) -> None:
    found = rows(catalogue, "SELECT table_name, column_name FROM information_schema.columns")
    assert set(COPIED) <= {table for table, _column in found}
    assert set(SPREAD.items()) <= set(found)


def test_unique_keys_of_spread_tables_hold_the_column_of_distribution(catalogue: Connection) -> None:
    indexes = rows(
        catalogue,
        """SELECT indrelid::regclass::text, indexrelid::regclass::text, attname
           FROM pg_index JOIN pg_attribute ON attrelid = indrelid AND attnum = ANY (indkey)
           WHERE indisunique""",
    )
    for table, column in SPREAD.items():
        unique = {index for of, index, _name in indexes if of == table}
        assert unique
        assert {(table, index, column) for index in unique} <= set(indexes)


def test_foreign_keys_lead_to_copies_and_none_leads_to_a_spread_table(catalogue: Connection) -> None:
    for table, to, column in constraints(catalogue, "'f'"):
        assert to not in SPREAD, (table, column)
        if table in SPREAD or table in COPIED:
            assert to in COPIED, (table, column, to)


def test_no_spread_or_copied_table_has_a_trigger_a_default_from_a_sequence_or_a_partial_index(
    catalogue: Connection,
) -> None:
    moved = {*COPIED, *SPREAD}
    triggers = rows(catalogue, "SELECT tgrelid::regclass::text FROM pg_trigger WHERE NOT tgisinternal")
    assert not moved & {table for (table,) in triggers}
    assert triggers, "those that stay on the coordinator have them"
    defaults = rows(
        catalogue,
        "SELECT table_name FROM information_schema.columns WHERE column_default LIKE 'nextval%'",
    )
    assert not moved & {table for (table,) in defaults}
    special = "indpred IS NOT NULL OR indexprs IS NOT NULL"
    partial = f"SELECT indrelid::regclass::text FROM pg_index JOIN pg_class ON pg_class.oid = indrelid \
        WHERE relnamespace = 'public'::regnamespace AND ({special})"
    assert rows(catalogue, partial) == [], "also nowhere else"


def test_our_tables_use_nothing_but_plain_types_tables_and_btrees(catalogue: Connection) -> None:
    types = rows(
        catalogue, "SELECT DISTINCT data_type FROM information_schema.columns WHERE table_schema = 'public'"
    )
    assert {name for (name,) in types} <= PLAIN_TYPES
    assert rows(catalogue, "SELECT extname FROM pg_extension") == [("plpgsql",)]
    kinds = rows(
        catalogue, "SELECT DISTINCT relkind::text FROM pg_class WHERE relnamespace = 'public'::regnamespace"
    )
    assert {kind for (kind,) in kinds} == {"r", "i", "S"}
    methods = rows(
        catalogue,
        """SELECT DISTINCT amname FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid
           JOIN pg_am ON pg_am.oid = relam WHERE relnamespace = 'public'::regnamespace""",
    )
    assert methods == [("btree",)]
    deferred = (
        "SELECT conname FROM pg_constraint WHERE condeferrable AND connamespace = 'public'::regnamespace"
    )
    assert rows(catalogue, deferred) == []


def test_the_code_says_nothing_to_the_database_that_distributed_engines_lack() -> None:
    sources = [
        *(ROOT / "cmm" / "store").rglob("*.py"),
        *(ROOT / "cmm" / "services").rglob("*.py"),
        *(ROOT / "migrations").rglob("*.py"),
    ]
    said = {(path.name, word) for path in sources for word in FORBIDDEN if word in path.read_text("utf-8")}
    assert said == set()
