"""Reference data in the registry: hromady of the codifier, and what the portal adds to them (site, portal id, name as printed)."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime

import sqlalchemy as sa

from registry.places.codifier import Codifier
from registry.statements import Night, copy_rows


def record_codifier(connection: sa.Connection, codifier: Codifier) -> int:
    """Add or update every hromada of an edition; a hromada that the edition leaves out stays. Returns their number."""
    copy_rows(
        connection,
        "edition_hromada",
        "code text, name text, category text, raion text, oblast text, oblast_row text",
        codifier.hromady.select("code", "name", "kind", "raion", "oblast", "oblast_row").iter_rows(),
    )
    connection.execute(
        sa.text(
            """
            INSERT INTO hromada (code, name, category, raion, oblast, oblast_row)
            SELECT code, name, category, raion, oblast, oblast_row FROM edition_hromada
            ON CONFLICT (code) DO UPDATE SET name = excluded.name, category = excluded.category, raion = excluded.raion,
              oblast = excluded.oblast, oblast_row = excluded.oblast_row
            """
        )
    )
    seen = datetime.fromisoformat(codifier.edition).replace(tzinfo=UTC)
    copy_rows(
        connection,
        "edition_name",
        "code text, name text, origin text, first_seen timestamptz",
        (
            (code, name, f"codifier {codifier.edition}" if current else "codifier, an earlier edition", seen)
            for code, name, current in codifier.names.select("code", "name", "current").iter_rows()
        ),
    )
    connection.execute(
        sa.text(
            "INSERT INTO hromada_name (code, name, origin, first_seen) SELECT DISTINCT ON (code, name, origin) n.code, n.name, origin, first_seen "
            "FROM edition_name n JOIN hromada h ON h.code = n.code ORDER BY n.code, n.name, origin ON CONFLICT DO NOTHING"
        )
    )
    return codifier.hromady.height


def record_portal_list(connection: sa.Connection, night: Night, rows: Iterable[Mapping[str, object]]) -> None:
    """Keep what the portal's list says of known hromady: its id of theirs, their site, their name as it prints it.

    `rows`: mappings with portal_id, katottg, title, site. Rows without a code of the codifier are left to the issues.
    """
    copy_rows(
        connection,
        "night_hromada",
        "portal_id text, code text, title text, site text",
        ((str(row["portal_id"]), row["katottg"], row["title"], row["site"]) for row in rows if row["katottg"]),
    )
    connection.execute(
        sa.text(
            "UPDATE hromada h SET portal_id = n.portal_id, site = coalesce(n.site, h.site) FROM night_hromada n WHERE n.code = h.code"
        )
    )
    connection.execute(
        sa.text(
            "INSERT INTO hromada_name (code, name, origin, first_seen) SELECT n.code, n.title, 'portal', :clock "
            "FROM night_hromada n JOIN hromada h ON h.code = n.code ON CONFLICT DO NOTHING"
        ),
        {"clock": night.clock},
    )
