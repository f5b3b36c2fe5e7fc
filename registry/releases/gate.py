"""The gate: great-expectations on a release candidate. Held or passed, with every expectation's outcome written down.

What to expect stands in `schemas/gate.py`. great-expectations takes 5 s and 270 MB to import and refuses polars frames, so it and
pandas are imported in here and nowhere else.
"""

import logging
import os
import warnings
from dataclasses import dataclass, field
from typing import Any

import polars as pl
import sqlalchemy as sa

from registry import counting
from registry.snapshots import Snapshot
from schemas.gate import expectations


@dataclass(frozen=True)
class Verdict:
    """What the gate said: `passed`, the words of every expectation that failed (in Ukrainian too, for the report), and all outcomes for
    the release folder."""

    passed: bool
    failures: list[str]
    outcomes: list[dict[str, Any]]
    failures_uk: list[str] = field(default_factory=list)


class Held(RuntimeError):
    """The gate holds a release back; the message names every failed expectation."""


def candidate_frames(connection: sa.Connection, snapshot: Snapshot, previous: dict[str, int] | None) -> dict[str, pl.DataFrame]:
    """The published tables and the small frames that rules across tables need. `previous`: counts of the release before."""
    tables = snapshot.tables
    subjects = pl.concat([tables["partnerships"]["partnership_id"], tables["agreements"]["agreement_id"]])
    support = (
        pl.DataFrame({"public_id": subjects})
        .join(tables["evidence"].group_by("public_id").agg(statements=pl.len()), on="public_id", how="left")
        .with_columns(pl.col("statements").fill_null(0))
    )
    counts = {name: counter.total for name, counter in counting.count(snapshot).items()}
    earlier = previous or counts
    totals = pl.DataFrame(
        [
            {
                "counter": name,
                "count": number,
                "previous": earlier[name],
                "share": number / earlier[name] if earlier[name] else 1.0,
            }
            for name, number in counts.items()
        ]
    )
    pages = connection.execute(
        sa.text(
            "SELECT source_id AS source, count(*) AS pages, count(*) FILTER (WHERE checked) AS checked FROM page_run "
            "WHERE run_id = (SELECT max(id) FROM run WHERE finished AND clock <= :known_at) GROUP BY source_id ORDER BY source_id"
        ),
        {"known_at": snapshot.known_at},
    )
    rows = pages.fetchall()
    frame = pl.DataFrame(rows, schema={"source": pl.String, "pages": pl.Int64, "checked": pl.Int64}, orient="row")
    return {**tables, "support": support, "totals": totals, "pages": frame}


def judge(frames: dict[str, pl.DataFrame], hromady: int) -> Verdict:
    """Run every expectation on its frame. Deterministic: outcomes stand in the declared order and carry no times."""
    # Usage statistics would be sent to a foreign host; set before the import, because it is read there.
    os.environ["GX_ANALYTICS_ENABLED"] = "false"
    logging.getLogger("great_expectations").setLevel(logging.ERROR)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import great_expectations as gx
        import great_expectations.expectations as kinds

        context = gx.get_context(mode="ephemeral")
        context.variables.progress_bars = {"globally": False}
        source = context.data_sources.add_pandas("candidate")
        outcomes, failures, failures_uk = [], [], []
        declared = expectations(hromady)
        for name in dict.fromkeys(item.frame for item in declared):
            mine = [item for item in declared if item.frame == name]
            batch = (
                source.add_dataframe_asset(name)
                .add_batch_definition_whole_dataframe("all")
                .get_batch(batch_parameters={"dataframe": frames[name].to_pandas()})
            )
            suite = gx.ExpectationSuite(name=name, expectations=[getattr(kinds, item.type)(**item.arguments) for item in mine])
            for item, result in zip(mine, batch.validate(suite).results, strict=True):
                unexpected = [str(value) for value in (result.result or {}).get("partial_unexpected_list") or []][:5]
                observed = (result.result or {}).get("observed_value")
                outcomes.append(
                    {
                        "frame": item.frame,
                        "expectation": item.type,
                        "arguments": {key: str(value) for key, value in item.arguments.items()},
                        "meaning": item.meaning,
                        "meaning_uk": item.meaning_uk,
                        "passed": bool(result.success),
                        "unexpected": unexpected,
                    }
                )
                if not result.success:
                    error = (result.exception_info or {}).get("exception_message") if not unexpected else None
                    shown = ", ".join(unexpected) or (
                        f"observed {observed}" if observed is not None else error or "see the outcomes"
                    )
                    failures.append(f"{item.frame}: {item.meaning} — {shown}")
                    told = shown.replace("observed ", "маємо ", 1).replace("see the outcomes", "див. перевірки")
                    failures_uk.append(f"{item.frame}: {item.meaning_uk} — {told}")
    return Verdict(passed=not failures, failures=failures, outcomes=outcomes, failures_uk=failures_uk)
