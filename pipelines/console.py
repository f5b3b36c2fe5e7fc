"""What the modules of the command line share: exit codes, where words go, how a command ends, the registry it works on, days and moments.

What does not belong here: commands (`cli.py`, `deciding.py`) and whatever needs Dagster, which takes a second to import.
"""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import NoReturn

import typer
from rich.console import Console

from registry.database import Database, DatabaseError, default_home, migrate, open_database
from schemas.calendar import KYIV, YEARS

FAILED, WRONG_USE, HELD = 1, 2, 3
ROOT = Path(__file__).resolve().parents[1]
#: Progress and messages; results alone go to standard output.
messages = Console(stderr=True, highlight=False)
output = Console(highlight=False)


def stop(words: str, code: int = FAILED) -> NoReturn:
    messages.print(f"pobratym: {words}", style="red", markup=False, soft_wrap=True)
    raise typer.Exit(code)


def counted(number: int, word: str, words: str = "") -> str:
    """A number with its noun: 1 answer, 2 answers; `words` is the plural of one that is not made with -s."""
    return f"{number} {word if number == 1 else words or f'{word}s'}"


# --- files ------------------------------------------------------------------------------------------------------------


@contextmanager
def written_to(place: Path, advice: str) -> Iterator[None]:
    """Around what a command writes: where the file system refuses, the command ends with the place that the user named and `advice`."""
    try:
        yield
    except OSError as error:
        stop(f"{place} cannot be written ({error.strerror or error}): {advice}", WRONG_USE)


@contextmanager
def home_folder() -> Iterator[Path]:
    """POBRATYM_HOME, around what may be written there."""
    home = default_home()
    with written_to(home, "set POBRATYM_HOME to a folder that you may write"):
        yield home


# --- the registry -----------------------------------------------------------------------------------------------------


@contextmanager
def registry_database(*, up_to_date: bool = True) -> Iterator[Database]:
    """The registry's database, migrated, with the variables set that Dagster's own processes read."""
    with home_folder() as home:
        (home / "dagster").mkdir(parents=True, exist_ok=True)
        # Somebody else's home may be there and closed: better said now than by the first step that writes.
        with tempfile.TemporaryFile(dir=home / "dagster"):
            os.environ["POBRATYM_HOME"] = str(home)
    try:
        with open_database() as database:
            if up_to_date:
                migrate(database)
            os.environ["POBRATYM_DATABASE_URL"] = database.url.render_as_string(hide_password=False)
            os.environ["POBRATYM_DAGSTER_URL"] = database.dagster_url
            os.environ["POBRATYM_DAGSTER_HOME"] = str(home / "dagster")
            os.environ["DAGSTER_HOME"] = str(ROOT)
            yield database
    except DatabaseError as error:
        stop(str(error))


def require_a_night(database: Database) -> None:
    from registry import snapshots

    with database.begin() as opened:
        try:
            snapshots.default_known_at(opened)
        except LookupError as error:
            stop(str(error))


# --- days and moments -------------------------------------------------------------------------------------------------


class SettingsError(ValueError):
    """A setting is wrong; the message says which and what it may be."""


def parse_clock(text: str) -> datetime:
    """An ISO 8601 moment with a time zone; a bare one is read as Kyiv time. Raises SettingsError."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise SettingsError(f"{text!r} is not an ISO 8601 time such as 2025-01-01T02:00:00+02:00") from None
    if moment.year not in YEARS:
        raise SettingsError(_outside(text))
    return moment if moment.tzinfo else moment.replace(tzinfo=KYIV)


def clock_of(text: str | None) -> datetime | None:
    """The moment that an option names, None for an empty one; the command ends when it is none."""
    try:
        return parse_clock(text) if text else None
    except SettingsError as error:
        stop(str(error), WRONG_USE)


def parse_day(text: str) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        stop(f"{text!r} is not a day such as 2025-10-01", WRONG_USE)
    if day.year not in YEARS:
        stop(_outside(text), WRONG_USE)
    return day


def _outside(text: str) -> str:
    return f"{text} is outside the years {YEARS[0]} to {YEARS[-1]} that snapshots are made of"
