"""Who may do what in the registry's database: four roles, granted by the migrations where they exist, or made by `pobratym db roles`.

The triggers of the migrations refuse to rewrite history for everybody; these rights keep the application from trying. What does not
belong here: passwords and logins, which are the administrator's.
"""

import sqlalchemy as sa

MIGRATE, INGEST, PUBLISH, READ = "pobratym_migrate", "pobratym_ingest", "pobratym_publish", "pobratym_read"
ROLES = {
    MIGRATE: "owns the tables and changes their form",
    INGEST: "plays nights and applies persons' decisions: adds rows, closes what is open, deletes nothing",
    PUBLISH: "publishes releases: reads everything, adds releases",
    READ: "reads",
}
#: Columns that the ingesting role may change; everything else of a row stands once it is written.
_CHANGEABLE = {
    "run": "finished, matching_edition",
    "source": "title, publisher, homepage, licence, frequency, gives",
    "document": "first_fetched, last_fetched",
    "statement": "country, kind, level",
    "claim": "last_seen",
    "hromada": "name, category, raion, oblast, oblast_row, site, portal_id",
    "place": "country, confirmed",
    "ruling": "retired_at, retired_by, applied_through",
    "decision": "retired_at",
    "partnership_version": "recorded",
    "agreement_version": "recorded",
    "stage_version": "recorded",
    "place_version": "recorded",
    "source_version": "recorded",
    "hromada_version": "recorded",
}
_PUBLISHED = ("release",)


def create(connection: sa.Connection) -> list[str]:
    """Make the roles that are missing (without login; give one to each user with GRANT) and grant all; returns the new ones.

    Needs the right to create roles.
    """
    made = [role for role in ROLES if role not in _present(connection)]
    for role in made:
        connection.execute(sa.text(f"CREATE ROLE {role} NOLOGIN"))
    grant(connection)
    return made


def grant(connection: sa.Connection) -> None:
    """Give each role that exists its rights on the tables that stand; safe to repeat. Without roles nothing happens."""
    present = _present(connection)
    if not present:
        return
    schema = connection.scalar(sa.text("SELECT current_schema()"))
    tables = set(
        connection.scalars(sa.text("SELECT tablename FROM pg_tables WHERE schemaname = :schema"), {"schema": schema}).all()
    )
    ours = _ours(tables)
    for role in present:
        connection.execute(sa.text(f"GRANT USAGE ON SCHEMA {schema} TO {role}"))
        for table in sorted(ours | tables & {"registry_version"}):
            connection.execute(sa.text(f"REVOKE ALL ON {table} FROM {role}"))
            connection.execute(sa.text(f"GRANT SELECT ON {table} TO {role}"))
    if MIGRATE in present:
        connection.execute(sa.text(f"GRANT CREATE ON SCHEMA {schema} TO {MIGRATE}"))
        connection.execute(sa.text(f"GRANT ALL ON ALL TABLES IN SCHEMA {schema} TO {MIGRATE}"))
    if INGEST in present:
        for table in sorted(ours - set(_PUBLISHED)):
            connection.execute(sa.text(f"GRANT INSERT ON {table} TO {INGEST}"))
        for table, columns in _CHANGEABLE.items():
            if table in ours:
                connection.execute(sa.text(f"GRANT UPDATE ({columns}) ON {table} TO {INGEST}"))
    if PUBLISH in present:
        for table in sorted(ours & set(_PUBLISHED)):
            connection.execute(sa.text(f"GRANT INSERT ON {table} TO {PUBLISH}"))
    for role in present & {INGEST, PUBLISH}:
        # Dagster's run history stands in tables of its own beside ours.
        for table in sorted(tables - ours - {"registry_version"}):
            connection.execute(sa.text(f'GRANT SELECT, INSERT, UPDATE, DELETE ON "{table}" TO {role}'))
        connection.execute(sa.text(f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA {schema} TO {role}"))


def _present(connection: sa.Connection) -> set[str]:
    return set(
        connection.scalars(sa.text("SELECT rolname FROM pg_roles WHERE rolname = ANY(:names)"), {"names": [*ROLES]}).all()
    )


def _ours(tables: set[str]) -> set[str]:
    from registry.models import Base

    return tables & Base.metadata.tables.keys()
