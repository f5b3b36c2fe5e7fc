"""Asset checks derived from `schemas/tables.py`, and the counts that a data engineer looks at every morning."""

from collections.abc import Sequence

import dagster as dg
import pandera.errors
import polars as pl

from schemas.tables import TABLES

#: Words of failures shown in the UI; all of them are in the run's log.
_SHOWN = 20


def schema_check(asset: str, tables: Sequence[str], *, blocking: bool = True) -> dg.AssetChecksDefinition:
    """A check that frames of an asset keep the rules of their tables."""

    @dg.asset_check(asset=asset, name="schema", blocking=blocking, additional_ins={})
    def check(frames: dict[str, pl.DataFrame]) -> dg.AssetCheckResult:
        failures = [words for table in tables for words in _failures(table, frames[table])]
        rows = {f"{table}_rows": frames[table].height for table in tables}
        return dg.AssetCheckResult(passed=not failures, metadata={**rows, "failures": failures[:_SHOWN]})

    return check


def _failures(table: str, frame: pl.DataFrame) -> list[str]:
    try:
        TABLES[table].pandera.validate(frame, lazy=True)
    except pandera.errors.SchemaErrors as error:
        return [
            f"{table}.{case['column']} {case['check']}: {case['failure_case']}"
            for case in error.failure_cases.iter_rows(named=True)
        ]
    return []


def empty_check(asset: str, table: str) -> dg.AssetChecksDefinition:
    """A warning while a table that should be empty is not: its rows wait for a person."""

    @dg.asset_check(asset=asset, name=f"{table}_is_empty")
    def check(frames: dict[str, pl.DataFrame]) -> dg.AssetCheckResult:
        rows = frames[table].height
        return dg.AssetCheckResult(passed=rows == 0, severity=dg.AssetCheckSeverity.WARN, metadata={"rows": rows})

    return check


MISSING = ("missing_places", "missing_countries", "missing_hromady")
CHECKS = [
    schema_check("core__claims", ["claims", "issues"]),
    schema_check("registry__decisions", MISSING),
    *(empty_check("registry__decisions", table) for table in MISSING),
]
