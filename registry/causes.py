"""Which cause a change has: what decides it, and the rules. The comparison asks it of two days, the ledger of one night.

What decides a cause is data beside two states of the registry (`FACTS`); the deciding itself is one chain of expressions over frames, without
a database. What does not belong here: which days and moments are compared, and the statements behind a change (`comparison.py`).
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

import polars as pl
import sqlalchemy as sa

from registry.rows import differing
from registry.terms import MAYBE_RANGE
from schemas.tables import TABLES
from schemas.vocabularies import COUNTING_RULES, IN_FORCE, Cause, Stage, Status

#: Fields whose change is a detail: the tie is the same, we know it better.
_DATES = ("since", "since_precision", "until")
_DETAILS = (*_DATES, "kind", "level", "partner")
#: Fields whose difference makes a tie a candidate for a change.
COMPARED = ("status", "stage", "oblast", "country", *_DETAILS)

#: What `classify` reads of a tie: a row of table `partnerships` with the bounds of its dates.
STATES = pl.Schema(
    {
        **TABLES["partnerships"].polars,
        **dict.fromkeys(("since_earliest", "since_latest", "until_earliest", "until_latest", "valid_from"), pl.Date()),
    }
)


#: What the registry recorded between the moments of two snapshots, one frame a kind of fact; each may be empty.
_ID, _WAS_NOW = {"partnership_id": pl.String}, {"was": pl.String, "now": pl.String}
FACTS: dict[str, dict[str, Any]] = {
    # What was done to a partnership (withdrawn, merged, moved, split), with the cause and the words written then.
    "events": {**_ID, "cause": pl.String, "words": pl.String},
    # A tie that took the place of another, `of`.
    "successors": {**_ID, "of": pl.String, "cause": pl.String},
    # Hromady with a new name.
    "renamed": {"hromada_code": pl.String, **_WAS_NOW},
    # Ties whose source spells the partner in another way now, and those for which it prints another date than it did, with whose
    # correction it was; a finer date is none.
    "respelled": {**_ID, "respelled": pl.String, **_WAS_NOW},
    "redated": {**_ID, "redated": pl.String},
    # Ties whose start is now known to lie behind the later day.
    "postponed": {**_ID, "starts": pl.Date},
    # Ties with a statement first seen or superseded in between; ties that a person decided about in between.
    "heard": _ID,
    "decided": _ID,
    # Ties whose former end was corrected, with whose correction it was; whose former end rests on words gone from their page; that a
    # document or a person's decision puts in force again between the days; that were withdrawn before the earlier moment.
    "refuted_ends": {**_ID, "refuted": pl.String},
    "taken_back": _ID,
    "resumed": _ID,
    "restored": _ID,
    # The latest day by which a tie had reached its present stage.
    "dated_stages": {**_ID, "stage_latest": pl.Date},
}
Facts = Mapping[str, pl.DataFrame]


def facts(**frames: pl.DataFrame) -> Facts:
    """Facts of the kinds in FACTS; those not given are empty."""
    unknown = frames.keys() - FACTS.keys()
    if unknown:
        raise ValueError(f"unknown facts: {sorted(unknown)}")
    return {name: frames.get(name, pl.DataFrame(schema=schema)) for name, schema in FACTS.items()}


# --- why --------------------------------------------------------------------------------------------------------------

_NEW = " after"


def classify(
    before: pl.DataFrame, after: pl.DataFrame, known: Facts, *, start: date, rules: tuple[str, str] = ("1", "1")
) -> pl.DataFrame:
    """The changes between two days' ties, each with one cause: table `changes` without evidence.

    `before` and `after` are `Snapshot.ties` (uncounted ones included), `start` is the earlier day, `rules` the versions of the rule of
    counting of the two. A tie counted on one of the days only has exactly one row, whose `change` is +1 or -1; one counted on both has
    a row a cause, with `change` 0; one counted on neither has none.
    """
    pairs = _pairs(before, after, known, start, rules)
    there, here = pl.col("was_counted"), pl.col("is_counted")
    found = [
        _existence(pairs.filter(there & ~here), _DEPARTURES, start, change=-1),
        _existence(pairs.filter(~there & here), _ARRIVALS, start, change=1),
        *(_detail(pairs.filter(there & here), *rule) for rule in _DETAIL_RULES),
    ]
    return pl.concat(found).sort("partnership_id", "cause")


def _pairs(before: pl.DataFrame, after: pl.DataFrame, known: Facts, start: date, rules: tuple[str, str]) -> pl.DataFrame:
    """Both states of every tie that may have changed, side by side, with the facts about it."""
    key = "partnership_id"
    ids = differing(before, after, [key], COMPARED).select(key)
    named = after.filter(pl.col("hromada_code").is_in(known["renamed"]["hromada_code"].implode())).select(key)
    old, new = ([*COUNTING_RULES[rule]] for rule in rules)
    switched = sorted(set(old) ^ set(new))
    ruled = [frame.filter(pl.col("status").is_in(switched)).select(key) for frame in (before, after) if switched]
    ids = pl.concat([ids, named, known["respelled"].select(key), *ruled]).unique()
    pairs = (
        before.join(ids, on=key, how="semi")
        .join(after.join(ids, on=key, how="semi"), on=key, how="full", coalesce=True, suffix=_NEW)
        .join(known["events"].unique(key, keep="last"), on=key, how="left")
        .join(
            known["renamed"].rename({"was": "name_was", "now": "name_now"}),
            left_on=f"hromada_code{_NEW}",
            right_on="hromada_code",
            how="left",
        )
        .join(known["respelled"].unique(key, keep="last").rename({"was": "form_was", "now": "form_now"}), on=key, how="left")
        .join(known["redated"].unique(key, keep="last"), on=key, how="left")
        .join(known["postponed"].unique(key), on=key, how="left")
        .join(known["dated_stages"].unique(key), on=key, how="left")
        .join(known["refuted_ends"].unique(key, keep="last"), on=key, how="left")
    )
    for name in ("heard", "decided", "taken_back", "resumed", "restored"):
        members = known[name].select(key).unique().with_columns(pl.lit(True).alias(name))
        pairs = pairs.join(members, on=key, how="left").with_columns(pl.col(name).fill_null(False))
    differ = {name: pl.col(name).ne_missing(_later(name)) for name in _DETAILS}
    dates = pl.any_horizontal(differ[name] for name in _DATES)
    pairs = pairs.with_columns(
        corrected_date=pl.when(dates).then("redated"),
        details=pl.any_horizontal(differ[name] for name in differ if name not in _DATES)
        | (dates & pl.col("redated").is_null()),
        # A stage reached by the earlier day is no step between the days; it only became known.
        stage_known_late=(pl.col("stage_latest") <= start).fill_null(False),
        was_counted=pl.col("status").is_in(old).fill_null(False),
        is_counted=pl.col(f"status{_NEW}").is_in(new).fill_null(False),
        # A state that counts under one rule and not under the other; or a tie that came or went with nothing heard, decided or recorded.
        by_rule=pl.lit(rules[0] != rules[1])
        & (
            pl.col("status").is_in(switched).fill_null(False)
            | _later("status").is_in(switched).fill_null(False)
            | (_unsigned("") | _unsigned(_NEW)) & ~(pl.col("heard") | pl.col("decided") | pl.col("cause").is_not_null())
        ),
    )
    gone = pairs.filter(pl.col("was_counted") & ~pl.col("is_counted")).select(of=key)
    # A tie takes the place of another only when that one counted and counts no more: the two then cancel out.
    successors = (
        known["successors"].join(gone, on="of", how="semi").unique(key, keep="first").select(key, "of", replaces="cause")
    )
    return pairs.join(successors, on=key, how="left")


def _unsigned(suffix: str) -> pl.Expr:
    return pl.col(f"status{suffix}").fill_null(Status.PLANNED) == Status.PLANNED


def _later(name: str) -> pl.Expr:
    return pl.col(f"{name}{_NEW}")


def _correction() -> pl.Expr:
    """Whose correction it was: the source's when it said something new and no person of ours decided, else ours."""
    return (
        pl.when(pl.col("heard") & ~pl.col("decided")).then(pl.lit(str(Cause.FIX_SOURCE))).otherwise(pl.lit(str(Cause.FIX_OURS)))
    )


def _lies_after(start: date, name: str) -> pl.Expr:
    """Whether a date of the later state lies after the earlier day whatever it means: one known by its year may begin on that day."""
    return (_later(f"{name}_earliest") >= start) & (_later(f"{name}_latest") > start)


def _is(cause: Cause) -> Any:
    return lambda _start: pl.lit(str(cause))


#: Why a tie that counted counts no more: condition, cause, reason; the first that holds. Each is a function of the earlier day.
_DEPARTURES = (
    (lambda _: pl.col("by_rule"), _is(Cause.RULE_DEFINITION), "змінилося правило підрахунку"),
    (lambda _: pl.col("cause").is_not_null(), lambda _: pl.col("cause"), "рішення або виправлення, записане в реєстрі"),
    (
        lambda start: (_later("status") == Status.ENDED) & _lies_after(start, "until") & (_later("stage") == Stage.ENDED),
        _is(Cause.REAL_ENDED),
        "припинено між датами",
    ),
    (
        lambda start: (_later("status") == Status.ENDED) & _lies_after(start, "until"),
        _is(Cause.REAL_EXPIRED),
        "строк дії сплив між датами",
    ),
    (
        lambda start: (_later("status") == Status.SUSPENDED) & _lies_after(start, "until"),
        _is(Cause.REAL_STATUS),
        "зупинено між датами",
    ),
    (
        lambda start: _later("status").is_in([Status.ENDED, Status.SUSPENDED]) & (_later("until_latest") > start),
        lambda _: _correction(),
        "день кінця невідомий або відомий лише до року чи місяця і може лежати до першої дати: виправлення, а не подія між датами",
    ),
    (
        lambda _: _later("status").is_in([Status.ENDED, Status.SUSPENDED]),
        lambda _: _correction(),
        "не діяло вже на першу дату; тоді про це не знали, тож це виправлення, а не подія між датами",
    ),
    (
        lambda _: _later("status").is_not_null(),
        lambda _: _correction(),
        "рахувалося чинним, а підписано ще не було",
    ),
    (
        lambda _: pl.col("starts").is_not_null(),
        lambda _: _correction(),
        "початок виправлено на день після другої дати: підрахунок змінився, тож це виправлення, а не подробиця",
    ),
    (lambda _: pl.lit(True), lambda _: _correction(), "твердження більше не стосуються цього партнерства"),
)

_WAS_OVER = pl.col("status").is_in([Status.SUSPENDED, Status.ENDED])

#: Why a tie counts that did not count then.
_ARRIVALS = (
    (lambda _: pl.col("by_rule"), _is(Cause.RULE_DEFINITION), "змінилося правило підрахунку"),
    (lambda _: pl.col("replaces").is_not_null(), lambda _: pl.col("replaces"), "замінило інший запис того самого зв’язку"),
    (
        lambda _: pl.col("cause").is_in([Cause.FIX_SPLIT, Cause.REF_HROMADA_REORGANISED]),
        lambda _: pl.col("cause"),
        "рішення або виправлення, записане в реєстрі",
    ),
    (lambda _: _WAS_OVER & pl.col("refuted").is_not_null(), lambda _: pl.col("refuted"), "кінець було записано помилково"),
    (lambda _: _WAS_OVER & pl.col("resumed"), _is(Cause.REAL_RESUMED), "знову чинне після зупинення або припинення"),
    (lambda _: _WAS_OVER & pl.col("taken_back"), _is(Cause.FIX_SOURCE), "слова про кінець зникли з джерела"),
    (
        lambda _: _WAS_OVER,
        _is(Cause.KNOWN_LATE),
        "названо чинним, та ніщо не каже, що відновлено саме між датами: знайдено пізніше, приростом не є",
    ),
    (lambda _: pl.col("restored"), _is(Cause.FIX_OURS), "було відкликане, повернуто"),
    (
        # A start known only by its year may straddle the first day; it is new when none of it lies before that day.
        lambda start: _lies_after(start, "since"),
        _is(Cause.REAL_NEW),
        "датований початок між датами",
    ),
    (
        lambda _: _later("since_earliest").is_null(),
        _is(Cause.KNOWN_LATE),
        "дата початку невідома: знайдено пізніше, приростом не є",
    ),
    (lambda _: pl.lit(True), _is(Cause.KNOWN_LATE), "датований початок не лежить цілком між датами: знайдено пізніше"),
)


def _existence(pairs: pl.DataFrame, rules: tuple, start: date, change: int) -> pl.DataFrame:
    cause, reason = pl.lit(None, pl.String), pl.lit(None, pl.String)
    for condition, gives, words in reversed(rules):
        holds = condition(start).fill_null(False)
        cause = pl.when(holds).then(gives(start)).otherwise(cause)
        reason = pl.when(holds).then(pl.lit(words)).otherwise(reason)
    # The words that the registry wrote with the event say more than the rule does.
    reason = (
        pl.when(reason == _DEPARTURES[1][2])
        .then(pl.concat_str(reason, pl.col("words"), separator=": ", ignore_nulls=True))
        .otherwise(reason)
    )
    reason = (
        pl.when(pl.col("starts").is_not_null() & pl.lit(change < 0))
        .then(pl.concat_str(reason, pl.col("starts").cast(pl.String), separator=": "))
        .otherwise(reason)
    )
    shown = ("status", "stage", "since")
    return _change_rows(
        pairs,
        cause,
        reason,
        _words(shown, ""),
        _words(("status", "stage", "since", "until"), _NEW),
        change,
        row="" if change < 0 else _NEW,
    )


#: What may differ in a tie that counts on both days: condition, cause, reason, words before and after.
_DETAIL_RULES = (
    (
        (pl.col("status") != _later("status")) & (_later("status") == Status.UNCONFIRMED),
        pl.lit(str(Cause.VIEW_UNCONFIRMED)),
        "джерела більше не називають: три вдалі читання щонайменше за 14 днів",
        pl.col("status"),
        _later("status"),
    ),
    (
        (pl.col("status") == Status.UNCONFIRMED) & (_later("status") == Status.ACTIVE),
        pl.lit(str(Cause.VIEW_SEEN_AGAIN)),
        "джерело знову називає",
        pl.col("status"),
        _later("status"),
    ),
    (
        pl.col("country").ne_missing(_later("country")),
        pl.lit(str(Cause.REF_COUNTRY)),
        "країну місця виправлено",
        pl.col("country"),
        _later("country"),
    ),
    (
        pl.col("oblast").ne_missing(_later("oblast")),
        pl.lit(str(Cause.REF_HROMADA_REORGANISED)),
        "громада перейшла до іншої області",
        pl.col("oblast"),
        _later("oblast"),
    ),
    (
        (pl.col("stage") != _later("stage")) & ~pl.col("stage_known_late"),
        pl.lit(str(Cause.REAL_STATUS)),
        "інша стадія",
        pl.col("stage"),
        _later("stage"),
    ),
    (
        pl.col("details") | ((pl.col("stage") != _later("stage")) & pl.col("stage_known_late")),
        pl.lit(str(Cause.KNOWN_DETAIL)),
        "подробиця стала відомою або точнішою",
        None,
        None,
    ),
    (
        pl.col("corrected_date").is_not_null(),
        pl.col("corrected_date"),
        "дату виправлено: подія та сама, день надруковано інший",
        None,
        None,
    ),
    (
        pl.col("name_now").is_not_null(),
        pl.lit(str(Cause.REF_HROMADA_RENAMED)),
        "громада має нову назву, код той самий",
        pl.col("name_was"),
        pl.col("name_now"),
    ),
    (
        pl.col("form_now").is_not_null() & ~pl.col("details") & pl.col("corrected_date").is_null(),
        pl.col("respelled"),
        "написання виправлено, зв’язок той самий",
        pl.col("form_was"),
        pl.col("form_now"),
    ),
)  # fmt: skip


def _detail(
    pairs: pl.DataFrame, condition: pl.Expr, cause: pl.Expr, reason: str, was: pl.Expr | None, now: pl.Expr | None
) -> pl.DataFrame:
    pairs = pairs.filter(condition)
    if was is None or now is None:
        names = (*_DETAILS, "stage")
        was, now = (_words(names, suffix, only_changed=True) for suffix in ("", _NEW))
    return _change_rows(pairs, cause, pl.lit(reason), was, now, 0, row=_NEW)


def _words(names: Sequence[str], suffix: str, *, only_changed: bool = False) -> pl.Expr:
    parts = [
        pl.when(pl.col(name).ne_missing(_later(name)) if only_changed else pl.lit(True)).then(
            pl.concat_str(pl.lit(f"{name}: "), pl.col(f"{name}{suffix}").cast(pl.String))
        )
        for name in names
    ]
    joined = pl.concat_str(parts, separator=", ", ignore_nulls=True)
    there = pl.col(f"status{suffix}").is_not_null()
    return pl.when(there & (joined != "")).then(joined).when(there).then(pl.lit("unknown"))


def _change_rows(
    pairs: pl.DataFrame, cause: pl.Expr, reason: pl.Expr, was: pl.Expr, now: pl.Expr, change: int, *, row: str
) -> pl.DataFrame:
    """Rows of table `changes` without evidence; `row` is the suffix of the side whose hromada and partner are shown."""
    shown = ("hromada_code", "hromada", "oblast", "partner_id", "partner", "country")
    there = pl.col("was_counted")
    return pairs.select(
        "partnership_id",
        *(pl.col(f"{name}{row}").alias(name) for name in shown),
        cause=cause,
        change=pl.lit(change, pl.Int64),
        oblast_from=pl.when(there).then("oblast"),
        country_from=pl.when(there).then("country"),
        before=was,
        after=now,
        reasons=reason,
    )


# --- what the registry recorded in between ----------------------------------------------------------------------------

#: Statements that bear on a tie, by live decisions and by retired ones: what was withdrawn is proved by what stood there.
_TIES = """
SELECT p.id AS partnership_id, d.statement_id, d.decided_at, d.retired_at FROM decision d
JOIN partnership p ON p.hromada_code = d.hromada_code AND p.place_id = d.place_id WHERE d.decided_at <= :known_now
"""
#: Stages with a printed day that statements or persons prove, as known later.
_STAGES = """
SELECT partnership_id, stage, (day || substr('YYYY-01-01', length(day) + 1))::date AS earliest, CASE length(day) WHEN 10 THEN day::date
  WHEN 7 THEN ((day || '-01')::date + interval '1 month' - interval '1 day')::date WHEN 4 THEN (day || '-12-31')::date END AS latest
FROM stage_version WHERE recorded @> CAST(:known_now AS timestamptz) AND day IS NOT NULL
"""
#: Words that were corrected, for ties that both mean. A slip that came and went in between changed nothing.
_CORRECTED = f"""
SELECT old.partnership_id, s.cause, was.partner_raw AS form_was, now.partner_raw AS form_now,
  NOT (starts_with(coalesce(now.since, ''), coalesce(was.since, '')) AND starts_with(coalesce(now.ended_on, ''), coalesce(was.ended_on, ''))
    AND starts_with(coalesce(now.duration_raw, ''), coalesce(was.duration_raw, ''))
    AND coalesce(was.signed_raw !~ '{MAYBE_RANGE}' OR was.signed_raw = now.signed_raw, true)) AS other_date
FROM supersession s JOIN ({_TIES}) old ON old.statement_id = s.statement_id
JOIN ({_TIES}) new ON new.statement_id = s.by_statement AND new.partnership_id = old.partnership_id
JOIN statement was ON was.id = s.statement_id JOIN statement now ON now.id = s.by_statement
WHERE s.superseded_at > :known_then AND s.superseded_at <= :known_now
  AND EXISTS (SELECT 1 FROM claim c WHERE c.statement_id = was.id AND c.first_seen <= :known_then)
  AND NOT EXISTS (SELECT 1 FROM claim c WHERE c.statement_id = was.id AND c.first_seen > s.superseded_at AND c.first_seen <= :known_now)
"""
#: Ties that were over as known then.
_OVER = """
SELECT v.partnership_id, v.end_statement, v.end_decision FROM partnership_version v
WHERE v.recorded @> CAST(:known_then AS timestamptz) AND v.valid @> CAST(:over_on AS date) AND v.status IN ('ended', 'suspended')
"""
_PARTS = {
    "ties": _TIES, "corrected": _CORRECTED, "stages": _STAGES, "over": _OVER, "in_force": ", ".join(f"'{stage}'" for stage in sorted(IN_FORCE)),
}  # fmt: skip

#: Frame of `Facts` -> its query.
_FACTS = {
    "events": """
        SELECT partnership_id, cause, words FROM (
          SELECT DISTINCT ON (partnership_id) partnership_id, event, cause,
            CASE event WHEN 'merged' THEN 'об’єднано з ' || after WHEN 'moved' THEN 'тепер ' || after WHEN 'split' THEN 'з ' || before END AS words
          FROM change_event WHERE recorded_at > :known_then AND recorded_at <= :known_now ORDER BY partnership_id, recorded_at DESC, id DESC
        ) last WHERE event IN ('withdrawn', 'merged', 'moved', 'split')
        UNION ALL
        SELECT old.partnership_id, max(new.cause), 'роз’єднано: ' || string_agg(new.partnership_id, ', ' ORDER BY new.partnership_id)
        FROM change_event new JOIN partnership p ON p.id = new.before JOIN LATERAL (SELECT p.id AS partnership_id) old ON true
        WHERE new.event = 'split' AND new.recorded_at > :known_then AND new.recorded_at <= :known_now
          AND NOT EXISTS (SELECT 1 FROM change_event own WHERE own.partnership_id = p.id AND own.event IN ('withdrawn', 'merged', 'moved', 'split')
            AND own.recorded_at > :known_then AND own.recorded_at <= :known_now)
        GROUP BY old.partnership_id ORDER BY partnership_id
        """,
    "successors": """
        SELECT after AS partnership_id, partnership_id AS of, cause FROM change_event JOIN partnership p ON p.id = after
        WHERE event IN ('merged', 'moved', 'withdrawn') AND recorded_at > :known_then AND recorded_at <= :known_now
        UNION
        SELECT new.partnership_id, old.partnership_id, gone.cause FROM supersession s
        JOIN ({ties}) old ON old.statement_id = s.statement_id JOIN ({ties}) new ON new.statement_id = s.by_statement
        JOIN change_event gone ON gone.partnership_id = old.partnership_id AND gone.event = 'withdrawn'
          AND gone.recorded_at > :known_then AND gone.recorded_at <= :known_now
        WHERE s.superseded_at > :known_then AND s.superseded_at <= :known_now AND new.partnership_id <> old.partnership_id
        ORDER BY 1, 2, 3
        """,
    "renamed": """
        WITH printed AS (
          SELECT code, (array_agg(name ORDER BY first_seen DESC, name) FILTER (WHERE first_seen <= :known_then))[1] AS was,
            (array_agg(name ORDER BY first_seen DESC, name))[1] AS now
          FROM hromada_name WHERE origin = 'portal' AND first_seen <= :known_now GROUP BY code
        ), told AS (
          SELECT a.code, a.name AS was, b.name AS now FROM hromada_version a JOIN hromada_version b ON b.code = a.code
          WHERE a.recorded @> CAST(:known_then AS timestamptz) AND b.recorded @> CAST(:known_now AS timestamptz)
        )
        SELECT code AS hromada_code, was, now FROM printed WHERE was <> now
        UNION ALL
        -- Another edition of the codifier gave a new name that the portal does not print.
        SELECT code, was, now FROM told WHERE was <> now AND code NOT IN (SELECT code FROM printed WHERE was <> now)
        ORDER BY 1
        """,
    "respelled": """
        SELECT DISTINCT partnership_id, cause, form_was, form_now FROM ({corrected}) words WHERE form_was <> form_now ORDER BY 1, 2, 3, 4
        """,
    "redated": """
        SELECT DISTINCT partnership_id, cause FROM ({corrected}) words WHERE other_date ORDER BY 1, 2
        """,
    "postponed": """
        SELECT partnership_id, min(lower(valid)) AS starts FROM partnership_version
        WHERE recorded @> CAST(:known_now AS timestamptz) AND lower(valid) > :end AND status IN ('active', 'unconfirmed')
        GROUP BY partnership_id ORDER BY partnership_id
        """,
    "heard": """
        WITH fresh AS (
          SELECT statement_id FROM claim GROUP BY statement_id HAVING min(first_seen) > :known_then AND min(first_seen) <= :known_now
          UNION SELECT statement_id FROM supersession WHERE superseded_at > :known_then AND superseded_at <= :known_now
        )
        SELECT DISTINCT partnership_id FROM ({ties}) tie JOIN fresh USING (statement_id) ORDER BY partnership_id
        """,
    "decided": """
        SELECT DISTINCT tie.partnership_id FROM ({ties}) tie JOIN decision d ON d.statement_id = tie.statement_id
        WHERE d.author = 'person' AND (d.decided_at > :known_then AND d.decided_at <= :known_now
          OR d.retired_at > :known_then AND d.retired_at <= :known_now)
        UNION
        SELECT partnership_id FROM partnership_version WHERE end_decision IS NOT NULL
          AND (lower(recorded) > :known_then AND lower(recorded) <= :known_now OR upper(recorded) > :known_then AND upper(recorded) <= :known_now)
        ORDER BY 1
        """,
    "refuted_ends": """
        SELECT was.partnership_id, CASE WHEN r.id IS NULL THEN coalesce(x.cause, 'fix.ours') ELSE 'fix.ours' END AS refuted FROM ({over}) was
        LEFT JOIN ruling r ON r.id = was.end_decision AND r.retired_at <= :known_now
        LEFT JOIN LATERAL (
          SELECT cause FROM supersession x WHERE x.statement_id = was.end_statement AND superseded_at > :known_then AND superseded_at <= :known_now
          ORDER BY superseded_at DESC LIMIT 1
        ) x ON true
        WHERE r.id IS NOT NULL OR was.end_statement IS NOT NULL AND NOT EXISTS (
          SELECT 1 FROM ({ties}) tie WHERE tie.partnership_id = was.partnership_id AND tie.statement_id = was.end_statement
            AND (tie.retired_at IS NULL OR tie.retired_at > :known_now))
        ORDER BY 1
        """,
    "taken_back": """
        SELECT was.partnership_id FROM ({over}) was JOIN statement s ON s.id = was.end_statement AND s.stage IN ('ended', 'suspended')
        WHERE EXISTS (
          SELECT 1 FROM page_run p JOIN run ON run.id = p.run_id AND run.clock <= :known_now
          WHERE p.source_id = s.source_id AND p.page = s.page AND p.checked AND run.clock > (
            SELECT max(last_seen) FROM claim c WHERE c.statement_id = s.id AND c.first_seen <= :known_now))
        ORDER BY 1
        """,
    "resumed": """
        SELECT DISTINCT partnership_id FROM ({stages}) told
        WHERE stage IN ({in_force}) AND earliest >= :start AND latest > :start AND earliest <= :end ORDER BY 1
        """,
    "restored": """
        SELECT DISTINCT partnership_id FROM change_event WHERE event IN ('withdrawn', 'merged', 'moved') AND recorded_at <= :known_then ORDER BY 1
        """,
    "dated_stages": """
        SELECT v.partnership_id, min(g.latest) AS stage_latest
        FROM partnership_version v JOIN ({stages}) g ON g.partnership_id = v.partnership_id AND g.stage = v.stage
        WHERE v.recorded @> CAST(:known_now AS timestamptz) AND v.valid @> CAST(:end AS date)
        GROUP BY v.partnership_id ORDER BY v.partnership_id
        """,
}  # fmt: skip


def facts_between(
    connection: sa.Connection, known_then: datetime, known_now: datetime, start: date, end: date, *, over_on: date | None = None
) -> Facts:
    """What the registry recorded between two moments that bears on two days; nothing when the moments are the same.

    `over_on`: the day on which ties are asked whether they were over, when that is not `start`.
    """
    if known_then >= known_now:
        return facts()
    asked = {"known_then": known_then, "known_now": known_now, "start": start, "end": end, "over_on": over_on or start}
    return facts(
        **{
            name: pl.DataFrame(
                connection.execute(sa.text(query.format(**_PARTS)), asked).fetchall(), schema=FACTS[name], orient="row"
            )
            for name, query in _FACTS.items()
        }
    )
