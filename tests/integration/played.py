"""Runs the command line as a user does: another process, a home of its own."""

import os
import subprocess
import sys
from pathlib import Path

from tests.conftest import ROOT

SAMPLE_DAYS = ("2025-01-01", "2025-10-01")
NIGHTS = {"2025-01-01": "2025-01-01T02:00:00+02:00", "2025-10-01": "2025-10-01T02:00:00+03:00"}


def pobratym(home: Path, *arguments: str, expect: int = 0, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run `pobratym ARGUMENTS`; fails with everything that was printed when the exit code is not the expected one."""
    result = subprocess.run(
        [sys.executable, "-m", "pipelines.cli", *arguments],
        cwd=ROOT,
        env={**os.environ, "POBRATYM_HOME": str(home), "COLUMNS": "200", **environment},
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    assert result.returncode == expect, f"exit code {result.returncode}, expected {expect}\n{result.stdout}\n{result.stderr}"
    return result
