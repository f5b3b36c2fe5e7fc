"""Runs alembic on the connection that registry/database.py hands over, or on POBRATYM_DATABASE_URL / the embedded server."""

from contextlib import contextmanager

from alembic import context

from registry import roles
from registry.database import open_database
from registry.models import Base


@contextmanager
def _connection():
    """The caller's connection; from the alembic command line one of our own (NullPool: nothing stays open behind a migration)."""
    given = context.config.attributes.get("connection")
    if given is not None:
        yield given
        return
    with open_database() as database:
        engine = database.engine()
        with engine.connect() as connection:
            yield connection
        engine.dispose()


def _ours(_object, name, type_, _reflected, _compare_to) -> bool:
    # Dagster keeps its run history in the same database, in tables of its own.
    return type_ != "table" or name in Base.metadata.tables


with _connection() as connection:
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        compare_type=True,
        include_object=_ours,
        version_table="registry_version",
    )
    with context.begin_transaction():
        before = context.get_context().get_current_heads()
        context.run_migrations()
        # The rights name tables and columns of the newest revision, which an older one may lack; where nothing was migrated, who asks
        # need not own the tables.
        if before != (reached := context.get_context().get_current_heads()) and reached == tuple(context.script.get_heads()):
            roles.grant(connection)
    connection.commit()
