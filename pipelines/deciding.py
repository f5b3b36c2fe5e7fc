"""`pobratym review`, `pobratym decisions` and `pobratym place`: how a person asks what is open and says what is so.

Parses, calls, prints, as `cli.py` does, with what both share (`console.py`); what a decision means stands in `registry/rulings.py`, what follows in `registry/decisions.py`.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import sqlalchemy as sa
import typer

from pipelines.console import (
    FAILED,
    WRONG_USE,
    clock_of,
    counted,
    home_folder,
    messages,
    output,
    parse_day,
    registry_database,
    require_a_night,
    stop,
    written_to,
)
from schemas.calendar import KYIV

if TYPE_CHECKING:
    # The resolver takes half a second to import; help does without it.
    from registry.matching.resolver import Resolver
    from registry.rulings import Ruling

review_app = typer.Typer(help="Questions that wait for a person, and their answers.", no_args_is_help=True)
decisions_app = typer.Typer(help="Persons' decisions: add, list, retire, dump, load.", no_args_is_help=True)
place_app = typer.Typer(help="Two places that are one, one that is two.", no_args_is_help=True)

By = Annotated[str, typer.Option("--by", help="Name of the person who decides; it is kept with the decision.")]
Reason = Annotated[str, typer.Option("--reason", help="Why; it is kept with the decision.")]
Now = Annotated[str, typer.Option("--now", help="Clock of the decision, ISO 8601. Default: the wall clock.")]


#: Options by the column of table `ruling` that they fill.
_OPTIONS = {
    "form": "--form", "hromada_code": "--hromada", "oblast": "--oblast", "country": "--country", "place_key": "--place",
    "target": "--target", "day": "--day",
}  # fmt: skip


@contextmanager
def _judged() -> Iterator[None]:
    """What cannot be decided ends the command with its words: wrong use, or a registry that takes no decision now."""
    from registry.matching.linkage import LinkageError
    from registry.places.gazetteer import GazetteerError
    from registry.review import ReviewError
    from registry.rulings import NotNow, RulingError, WordsError
    from registry.statements import ClockSetBack

    try:
        yield
    except (NotNow, LinkageError, ClockSetBack, GazetteerError) as error:
        stop(str(error))
    except WordsError as error:
        tie = {"hromada_code", "place_key"} & {*error.columns} and error.verb == "needs"
        instead = "; --partnership names a tie as well as --hromada and --place" if tie else ""
        stop(f"{error.judgement} {error.verb} {', '.join(_OPTIONS[name] for name in error.columns)}{instead}", WRONG_USE)
    except (RulingError, ReviewError) as error:
        stop(str(error), WRONG_USE)


@contextmanager
def _registry() -> Iterator[tuple[sa.Connection, "Resolver"]]:
    """One transaction on a registry that holds a night, and the resolver."""
    with _judged(), registry_database() as database:
        require_a_night(database)
        with database.begin() as opened:
            yield opened, _resolver()


def _resolver() -> "Resolver":
    from registry.matching.resolver import Resolver
    from registry.places.gazetteer import Gazetteer

    with home_folder() as home:
        return Resolver(Gazetteer.open(home / "gazetteer"))


def _clock(now: str) -> datetime:
    return clock_of(now) or datetime.now(KYIV)


def _take(given: "Ruling", now: str, partnership: str | None = None) -> None:
    """Take one decision; `partnership` names the tie that it is about."""
    from registry import decisions

    clock = _clock(now)
    with _judged():
        # What is missing shows before a server is started.
        replace(given, hromada_code=given.hromada_code or partnership, place_key=given.place_key or partnership).check()
    with _registry() as (opened, resolver):
        if partnership:
            given = replace(given, **_tie(opened, partnership))
        for ruling in decisions.decide(opened, [given], clock, resolver):
            messages.print(f"decision {ruling.id}: {ruling.judgement} by {ruling.author}", markup=False)


def _tie(opened: sa.Connection, partnership: str) -> dict[str, str]:
    from registry.rulings import RulingError

    query = (
        "SELECT p.hromada_code, place.key AS place_key FROM partnership p JOIN place ON place.id = p.place_id WHERE p.id = :id"
    )
    row = opened.execute(sa.text(query), {"id": partnership}).mappings().first()
    if row is None:
        raise RulingError(f"the registry holds no partnership {partnership}")
    return dict(row)


# --- the queue --------------------------------------------------------------------------------------------------------


@review_app.command("export")
def review_export(
    out: Annotated[Path, typer.Argument(dir_okay=False, metavar="OUT.csv|OUT.xlsx", help="Where the questions go.")],
) -> None:
    """Write every open question, those that settle most first: the words, the candidates with reasons, what the counts would do."""
    from registry import review

    with _registry() as (opened, resolver), written_to(out, "name another file"):
        number = review.export(review.questions(opened, resolver), out)
    messages.print(counted(number, "question"))
    output.print(str(out), soft_wrap=True)


@review_app.command("apply")
def review_apply(
    table: Annotated[Path, typer.Argument(metavar="IN.csv|IN.xlsx", help="The exported file with its last columns filled in.")],
    by: By,
    partial: Annotated[bool, typer.Option("--partial", help="Apply the sound rows even when others are wrong.")] = False,
    now: Now = "",
) -> None:
    """Take the answers of a file: all of them, or none and the reasons why (exit code 1)."""
    from registry import decisions, review

    clock = _clock(now)
    with _registry() as (opened, resolver):
        given, problems = review.answers(opened, table, resolver, by)
        for row, words in problems:
            messages.print(f"row {row}: {words}" if row else words, style="red", markup=False)
        if problems and not partial:
            wrong = f"{counted(len(problems), 'answer')} {'is' if len(problems) == 1 else 'are'} wrong"
            stop(f"{wrong}, nothing is applied; correct what is wrong, or apply the others with --partial")
        taken = decisions.decide(opened, given, clock, resolver) if given else []
        left = len(review.questions(opened, resolver)) if taken else None
    rest = "" if left is None else f"; {counted(left, 'question')} left"
    messages.print(f"{counted(len(taken), 'decision')} by {by}{rest}", markup=False)
    if problems:
        raise typer.Exit(FAILED)


# --- decisions --------------------------------------------------------------------------------------------------------


@decisions_app.command("add")
def decisions_add(
    judgement: Annotated[
        str,
        typer.Argument(
            help="same, different, reject, hromada, country_word, merge, split, place_country, withdraw, end, suspend, resume or reorganise"
        ),
    ],
    by: By,
    reason: Reason,
    form: Annotated[str | None, typer.Option(help="Printed form of a partner, a hromada or a country.")] = None,
    hromada: Annotated[str | None, typer.Option(help="KATOTTG code. Without it a form is decided everywhere.")] = None,
    oblast: Annotated[str | None, typer.Option(help="Oblast printed beside a hromada's name.")] = None,
    country: Annotated[str | None, typer.Option(help="ISO code of the country printed beside the form.")] = None,
    place: Annotated[str | None, typer.Option(help="Identifier (pl-000001), key (geonames:759734) or new.")] = None,
    target: Annotated[str | None, typer.Option(help="What it leads to: a place, a hromada or a country.")] = None,
    partnership: Annotated[
        str | None, typer.Option(help="Identifier of a tie (pt-000001), instead of --hromada and --place.")
    ] = None,
    day: Annotated[str | None, typer.Option(help="Day of an end, a suspension or a resumption, YYYY-MM-DD.")] = None,
    now: Now = "",
) -> None:
    """Take one decision and bring the registry to it."""
    from registry.rulings import Ruling

    given = Ruling(
        judgement,
        by,
        reason,
        form=form,
        hromada_code=hromada,
        oblast=oblast,
        country=country,
        place_key=place,
        target=target,
        day=parse_day(day) if day else None,
    )
    _take(given, now, partnership)


@decisions_app.command("retire")
def decisions_retire(
    ids: Annotated[list[int], typer.Argument(metavar="ID...", help="Numbers of decisions, as `decisions list` prints them.")],
    by: By,
    now: Now = "",
) -> None:
    """Take decisions back: they are kept, and rules decide again."""
    from registry import decisions

    clock = _clock(now)
    with _registry() as (opened, resolver):
        found = decisions.retire(opened, ids, by, clock, resolver)
    messages.print(f"{counted(len(found), 'decision')} retired by {by}", markup=False)


@decisions_app.command("list")
def decisions_list(every: Annotated[bool, typer.Option("--all", help="Retired ones too.")] = False) -> None:
    """Print decisions in force, one a line, separated by tabs."""
    columns = "id, judgement, form, hromada_code, country, place_key, target, day, author, decided_at, retired_at, reason"
    with registry_database() as database, database.begin() as opened:
        rows = opened.execute(
            sa.text(f"SELECT {columns} FROM ruling {'' if every else 'WHERE retired_at IS NULL'} ORDER BY id")
        )
        for row in rows:
            output.print("\t".join("" if value is None else str(value) for value in row), soft_wrap=True, markup=False)


@decisions_app.command("dump")
def decisions_dump(folder: Annotated[Path, typer.Argument(help="Folder for decisions.csv and ids.csv.")]) -> None:
    """Write every decision and the ledger of identifiers as CSV, to be reviewed and kept under version control."""
    from registry import decisions

    with registry_database() as database, database.begin() as opened, written_to(folder, "name another folder"):
        counts = decisions.dump(opened, folder)
    for name, number in counts.items():
        messages.print(counted(number, "row"))
        output.print(str(folder / name), soft_wrap=True)


@decisions_app.command("load")
def decisions_load(
    folder: Annotated[Path, typer.Argument(help="Folder that `decisions dump` wrote.")],
) -> None:
    """Read dumped decisions and identifiers, best before the nights are replayed: each is applied when its moment comes.

    In a registry that holds nights already the waiting ones are applied at once, at their own times or right after the last night.
    """
    from registry import decisions, statements

    with _judged(), registry_database() as database, database.begin() as opened:
        counts = decisions.load(opened, folder)
        applied = decisions.apply_due(opened, _resolver()) if statements.last_clock(opened) else 0
    words = ", ".join(f"{counted(number, 'row')} of {name}" for name, number in counts.items())
    messages.print(f"{words}; {counted(applied, 'decision')} applied", markup=False)


# --- places -----------------------------------------------------------------------------------------------------------


@place_app.command("merge")
def place_merge(
    loser: Annotated[str, typer.Argument(help="The place whose identifier leads to the other from now on.")],
    survivor: Annotated[str, typer.Argument(help="The place that stays.")],
    by: By,
    reason: Reason,
    now: Now = "",
) -> None:
    """Say that two places are one; their partnerships merge (fix.duplicate)."""
    from registry.rulings import Ruling

    _take(Ruling("merge", by, reason, place_key=loser, target=survivor), now)


@place_app.command("split")
def place_split(
    place: Annotated[str, typer.Argument(help="The place that was two.")],
    form: Annotated[str, typer.Argument(help="The printed form that means the other one.")],
    to: Annotated[str, typer.Argument(help="The other one: identifier, key, or new.")],
    by: By,
    reason: Reason,
    hromada: Annotated[str | None, typer.Option(help="Only in this hromada.")] = None,
    country: Annotated[str | None, typer.Option(help="ISO code of the country, for a new place.")] = None,
    now: Now = "",
) -> None:
    """Say that a printed form is another place than the one it was taken for (fix.split)."""
    from registry.rulings import Ruling

    _take(Ruling("split", by, reason, form=form, hromada_code=hromada, country=country, place_key=place, target=to), now)
