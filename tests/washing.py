"""Make a PostgreSQL database of a test as it was when it was new, for the next test.

Making one copies some 250 files and waits for a checkpoint: half a second with two workers, and
more than most tests take. Emptying its tables takes a fiftieth of that. A database whose tables,
columns or triggers a test has changed can't be washed.
"""

from sqlalchemy import URL, Connection, NullPool, create_engine, text

_OTHERS = text(
    "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
    " WHERE datname = current_database() AND pid <> pg_backend_pid()"
)
_TABLES = text(
    "SELECT quote_ident(relname) FROM pg_class WHERE relkind = 'r'"
    " AND relnamespace = 'public'::regnamespace AND relname <> 'alembic_version'"
)
_SEQUENCES = text(
    "SELECT setval(seqrelid::regclass, seqstart, false) FROM pg_sequence"
    " JOIN pg_sequences ON format('%I.%I', schemaname, sequencename)::regclass = seqrelid"
    " WHERE last_value IS NOT NULL"
)
_CATALOGUES = {
    "pg_class": "relnamespace",
    "pg_constraint": "connamespace",
    "pg_proc": "pronamespace",
    "pg_type": "typnamespace",
}
_OF_TABLES = {"pg_attribute": "attrelid", "pg_trigger": "tgrelid", "pg_index": "indrelid"}

Shape = tuple[object, ...]


def shape(url: URL) -> Shape:
    """Tell the state of a database's schema: any change of it, and of its version, tells another.

    PostgreSQL keeps its schema in tables, whose rows carry the transaction that wrote them.
    """
    with _connected(url) as connection:
        return _shape(connection)


def wash(url: URL, new: Shape) -> bool:
    """Empty a database whose schema is still as it was when `new`; tell whether it is.

    Whoever is still connected is thrown out. Triggers that keep rows from being deleted don't
    fire in the role of a replica.
    """
    with _connected(url) as connection:
        connection.execute(_OTHERS)
        if _shape(connection) != new:
            return False
        connection.execute(text("SET session_replication_role = replica"))
        for table in _holding(connection):
            connection.execute(text(f"DELETE FROM {table}"))
        connection.execute(_SEQUENCES)
        return True


def _connected(url: URL) -> Connection:
    engine = create_engine(url, poolclass=NullPool, isolation_level="AUTOCOMMIT")
    return engine.connect()


def _shape(connection: Connection) -> Shape:
    ours = "'public'::regnamespace"
    parts = [
        f"(SELECT (count(*), max(xmin::text::bigint))::text FROM {table} WHERE {owner} = {ours})"
        for table, owner in _CATALOGUES.items()
    ] + [
        f"(SELECT (count(*), max(each.xmin::text::bigint))::text FROM {table} AS each"
        f" JOIN pg_class ON pg_class.oid = {owner} WHERE relnamespace = {ours})"
        for table, owner in _OF_TABLES.items()
    ]
    parts.append("(SELECT string_agg(version_num, ' ') FROM alembic_version)")
    parts.append("(SELECT count(*) FROM pg_db_role_setting)")
    return tuple(connection.execute(text(f"SELECT {', '.join(parts)}")).one())


def _holding(connection: Connection) -> list[str]:
    tables = connection.scalars(_TABLES).all()
    each = ", ".join(f"EXISTS (SELECT FROM {table})" for table in tables)
    row = connection.execute(text(f"SELECT {each}")).one()
    return [table for table, holds in zip(tables, row, strict=True) if holds]
