"""A frame as `<name>.csv` and `<name>.parquet`, for programs. For people with Excel: `spreadsheet.py`."""

from pathlib import Path

import polars as pl
import pyarrow.parquet

from schemas.tables import Table


def write_table(frame: pl.DataFrame, table: Table, folder: Path) -> list[Path]:
    """Write a frame as `<name>.csv` and `<name>.parquet`; the same frame gives the same bytes."""
    folder.mkdir(parents=True, exist_ok=True)
    csv_path, parquet_path = folder / f"{table.name}.csv", folder / f"{table.name}.parquet"
    # Written by Python: polars reports a full disk without its error number.
    csv_path.write_text(frame.write_csv(datetime_format="%Y-%m-%dT%H:%M:%SZ"), encoding="utf-8", newline="")
    pyarrow.parquet.write_table(frame.to_arrow().cast(table.arrow), parquet_path, compression="zstd", store_schema=True)
    return [csv_path, parquet_path]
