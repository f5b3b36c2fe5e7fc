"""From statements to decisions: which hromada and which place a printed name means, written down with score and reasons.

The judgement itself is that of `registry/matching`; here its answers become rows, places get their identifiers, and a person's
decision stands above every rule. What nobody could map is listed, never guessed.
"""

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace

import polars as pl
import sqlalchemy as sa

from registry.identifiers import PLACE, mint
from registry.matching.parties import split_parties
from registry.matching.resolver import Mention, Resolution, Resolver
from registry.places.gazetteer import Gazetteer
from registry.statements import Night, copy_rows
from schemas.tables import TABLES
from schemas.vocabularies import Author, Decision

#: Parts of one cell are numbered from 0; those of the second Ukrainian body of a document start here.
_MOST_PARTS = 1000


def resolve_statements(connection: sa.Connection, night: Night, resolver: Resolver) -> dict[str, int]:
    """Decide every statement anew by rule; write what changed. Returns how many decisions are live, by verdict.

    A live decision of a person is left as it is.
    """
    mentions, owners = _mentions(connection)
    resolutions = [
        replace(item, id=owners[item.id][0], part=owners[item.id][1] + item.part) for item in resolver.resolve(mentions)
    ]
    places = _record_places(connection, night, resolver.gazetteer, resolutions)
    printed = {owners[mention.id][0]: mention.name for mention in mentions}
    _record_decisions(connection, night, resolutions, places, printed)
    _record_names(connection, night)
    counts = dict(
        connection.execute(sa.text("SELECT verdict, count(*) FROM decision WHERE retired_at IS NULL GROUP BY verdict")).tuples().all()
    )
    return {verdict: counts.get(verdict, 0) for verdict in Decision.values()}


def _mentions(connection: sa.Connection) -> tuple[list[Mention], dict[str, tuple[str, int]]]:
    """Every statement as mentions, one a Ukrainian body that it names; and the statement and first part of each mention."""
    rows = connection.execute(
        sa.text(
            """
            SELECT s.id, s.hromada_code, s.hromada_raw, s.oblast_raw AS oblast, s.partner_raw AS name,
              coalesce(s.country, s.country_raw) AS country, s.region_raw AS region, s.source_id AS source, s.page AS url
            FROM statement s WHERE s.record <> 'seeker' ORDER BY s.id
            """
        )
    ).mappings()
    mentions, owners = [], {}
    for row in rows:
        fields = dict(row)
        statement, code, raw, oblast = (fields.pop(name) for name in ("id", "hromada_code", "hromada_raw", "oblast"))
        parties = [(code, oblast)] if code else split_parties(raw or "", oblast)
        for number, (hromada, where) in enumerate(parties):
            mention = Mention(id=f"{statement}/{number}", hromada=hromada, oblast=where, **fields)
            mentions.append(mention)
            owners[mention.id] = (statement, number * _MOST_PARTS)
    return mentions, owners


def _record_places(
    connection: sa.Connection, night: Night, gazetteer: Gazetteer, resolutions: Sequence[Resolution]
) -> Mapping[str, str]:
    """Identifiers of the places that known hromady are tied to, by place key; new places are added."""
    named = {
        item.place_key: item
        for item in sorted(resolutions, key=lambda item: (item.id, item.part), reverse=True)
        if item.place_key and item.hromada_code
    }
    ids = mint(connection, PLACE, named, night.clock)
    rows = []
    for key in sorted(named):
        item, place = named[key], gazetteer.place(key)
        if place is None:
            rows.append((ids[key], key, item.place_name or key, item.country, item.level, None, None, False))
            continue
        levels = gazetteer.levels(place)
        rows.append(
            (
                ids[key],
                key,
                gazetteer.name(place),
                gazetteer.countries[gazetteer.country[place]],
                item.level if item.level in levels or not levels else levels[0],
                round(float(gazetteer.lat[place]), 5),
                round(float(gazetteer.lon[place]), 5),
                True,
            )
        )
    copy_rows(
        connection,
        "night_place",
        "id text, key text, name text, country text, level text, latitude float8, longitude float8, confirmed boolean",
        rows,
    )
    connection.execute(sa.text("INSERT INTO place SELECT * FROM night_place ON CONFLICT DO NOTHING"))
    return ids


def _record_decisions(
    connection: sa.Connection,
    night: Night,
    resolutions: Sequence[Resolution],
    places: Mapping[str, str],
    printed: Mapping[str, str],
) -> None:
    copy_rows(
        connection,
        "night_decision",
        "statement_id text, part smallint, verdict text, hromada_code text, place_id text, partner_raw text, score float8, "
        "reasons text, candidates jsonb",
        (
            (
                item.id,
                item.part,
                str(item.decision),
                item.hromada_code,
                places.get(item.place_key or ""),
                # A cell may hold several names: what waits for a person is the one name, as it stands in the cell.
                printed[item.id] if item.decision is Decision.ACCEPT else item.place_name or printed[item.id],
                round(item.score, 4),
                item.reasons,
                json.dumps([asdict(candidate) for candidate in item.candidates], ensure_ascii=False),
            )
            for item in resolutions
        ),
    )
    # What stands as a rule's live decision and is decided otherwise (or not at all) tonight is retired, never rewritten.
    connection.execute(
        sa.text(
            """
            UPDATE decision d SET retired_at = :clock WHERE d.retired_at IS NULL AND d.author = 'rule' AND NOT EXISTS (
              SELECT 1 FROM night_decision n WHERE n.statement_id = d.statement_id AND n.part = d.part
                AND (n.verdict, n.hromada_code, n.place_id, n.score, n.reasons)
                  IS NOT DISTINCT FROM (d.verdict, d.hromada_code, d.place_id, d.score, d.reasons)
            )
            """
        ),
        {"clock": night.clock},
    )
    connection.execute(
        sa.text(
            """
            INSERT INTO decision (statement_id, part, verdict, author, hromada_code, place_id, partner_raw, score, reasons, candidates, decided_at)
            SELECT n.statement_id, n.part, n.verdict, :author, n.hromada_code, n.place_id, n.partner_raw, n.score, n.reasons, n.candidates, :clock
            FROM night_decision n
            WHERE NOT EXISTS (
              SELECT 1 FROM decision d WHERE d.statement_id = n.statement_id AND d.retired_at IS NULL AND (d.part = n.part OR d.author = 'person')
            )
            ORDER BY n.statement_id, n.part
            """
        ),
        {"clock": night.clock, "author": Author.RULE},
    )


def _record_names(connection: sa.Connection, night: Night) -> None:
    connection.execute(
        sa.text(
            """
            INSERT INTO place_name (place_id, name, first_seen)
            SELECT DISTINCT place_id, partner_raw, CAST(:clock AS timestamptz) FROM decision
            WHERE retired_at IS NULL AND place_id IS NOT NULL ORDER BY place_id, partner_raw ON CONFLICT DO NOTHING
            """
        ),
        {"clock": night.clock},
    )


def missing(connection: sa.Connection) -> dict[str, pl.DataFrame]:
    """The tables that should be empty: printed places, countries and hromady that nobody could map, with how often each stands."""
    live = connection.execute(
        sa.text(
            """
            SELECT d.hromada_code, d.partner_raw, s.country, s.country_raw, s.hromada_raw, s.oblast_raw, s.hromada_code AS printed_code,
              d.verdict, d.score, d.reasons, d.candidates
            FROM decision d JOIN statement s ON s.id = d.statement_id WHERE d.retired_at IS NULL ORDER BY d.statement_id, d.part
            """
        )
    ).mappings()
    places: dict[tuple, dict] = {}
    countries: dict[str, int] = defaultdict(int)
    hromady: dict[tuple, dict] = {}
    for row in live:
        if row["country_raw"] and not row["country"]:
            countries[row["country_raw"]] += 1
        if row["verdict"] == Decision.REJECT:
            continue
        if row["hromada_code"] is None:
            key = (row["hromada_raw"], row["oblast_raw"], row["printed_code"])
            entry = hromady.setdefault(key, {"reasons": row["reasons"], "claims": 0})
        elif row["verdict"] in (Decision.REVIEW, Decision.NEW):
            key = (row["hromada_code"], row["partner_raw"], row["country"])
            names = ";".join(str(candidate.get("name")) for candidate in row["candidates"])
            entry = places.setdefault(
                key,
                {
                    "resolution": row["verdict"],
                    "score": row["score"],
                    "reasons": row["reasons"],
                    "candidates": names,
                    "claims": 0,
                },
            )
        else:
            continue
        entry["claims"] += 1
    return {
        "missing_places": TABLES["missing_places"].frame(
            [
                dict(zip(("hromada_code", "partner_raw", "country"), key, strict=True), **entry)
                for key, entry in sorted(places.items(), key=_text_key)
            ]
        ),
        "missing_countries": TABLES["missing_countries"].frame(
            [{"country_raw": word, "claims": number} for word, number in sorted(countries.items())]
        ),
        "missing_hromady": TABLES["missing_hromady"].frame(
            [
                dict(zip(("hromada_raw", "oblast_raw", "hromada_code"), key, strict=True), **entry)
                for key, entry in sorted(hromady.items(), key=_text_key)
            ]
        ),
    }


def _text_key(item: tuple[tuple, dict]) -> tuple[str, ...]:
    return tuple(str(part or "") for part in item[0])
