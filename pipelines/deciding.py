"""`pobratym review`, `pobratym decisions` and `pobratym place`: how a person asks what is open and says what is so.

Parses, calls, prints, as `cli.py` does; what a decision means stands in `registry/rulings.py`, what follows in `registry/decisions.py`.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    import sqlalchemy as sa

    from registry.matching.resolver import Resolver
    from registry.rulings import Ruling

review_app = typer.Typer(help="Questions that wait for a person, and their answers.", no_args_is_help=True)
decisions_app = typer.Typer(help="Persons' decisions: add, list, retire, dump, load.", no_args_is_help=True)
place_app = typer.Typer(help="Two places that are one, one that is two.", no_args_is_help=True)

By = Annotated[str, typer.Option("--by", help="Name of the person who decides; it is kept with the decision.")]
Reason = Annotated[str, typer.Option("--reason", help="Why; it is kept with the decision.")]
Now = Annotated[str, typer.Option("--now", help="Clock of the decision, ISO 8601. Default: the wall clock.")]


@contextmanager
def _registry() -> Iterator[tuple["sa.Connection", "Resolver"]]:
    """One transaction on the registry, and the resolver; what cannot be decided ends the command with its words."""
    from pipelines import cli
    from registry.database import default_home
    from registry.matching.linkage import LinkageError
    from registry.matching.resolver import Resolver
    from registry.places.gazetteer import Gazetteer
    from registry.review import ReviewError
    from registry.rulings import RulingError
    from registry.statements import ClockSetBack

    with cli.registry_database() as database:
        try:
            with cli.connection(database) as opened:
                yield opened, Resolver(Gazetteer.open(default_home() / "gazetteer"))
        except (RulingError, ReviewError, LinkageError, ClockSetBack, FileNotFoundError) as error:
            cli.stop(str(error))


def _clock(now: str) -> datetime:
    from pipelines import cli
    from pipelines.resources import SettingsError, parse_clock
    from registry.ledger import KYIV

    try:
        return parse_clock(now) if now else datetime.now(KYIV)
    except SettingsError as error:
        cli.stop(str(error), cli.WRONG_USE)


def _take(given: list["Ruling"], now: str) -> None:
    from pipelines import cli
    from registry import decisions

    clock = _clock(now)
    with _registry() as (connection, resolver):
        for ruling in decisions.decide(connection, given, clock, resolver):
            cli.messages.print(f"decision {ruling.id}: {ruling.judgement} by {ruling.author}", markup=False)


# --- the queue --------------------------------------------------------------------------------------------------------


@review_app.command("export")
def review_export(out: Annotated[Path, typer.Argument(dir_okay=False, metavar="OUT.csv|OUT.xlsx", help="Where the questions go.")]) -> None:
    """Write every open question, those that settle most first: the words, the candidates with reasons, what the counts would do."""
    from pipelines import cli
    from registry import review

    with _registry() as (connection, resolver):
        number = review.export(review.questions(connection, resolver), out)
    cli.messages.print(f"{number} questions")
    cli.output.print(str(out), soft_wrap=True)


@review_app.command("apply")
def review_apply(
    table: Annotated[Path, typer.Argument(metavar="IN.csv|IN.xlsx", help="The exported file with its last columns filled in.")],
    by: By,
    partial: Annotated[bool, typer.Option("--partial", help="Apply the sound rows even when others are wrong.")] = False,
    now: Now = "",
) -> None:
    """Take the answers of a file: all of them, or none and the reasons why (exit code 1)."""
    from pipelines import cli
    from registry import decisions, review

    clock = _clock(now)
    with _registry() as (connection, resolver):
        given, problems = review.answers(connection, table, resolver, by)
        for row, words in problems:
            cli.messages.print(f"row {row}: {words}" if row else words, style="red", markup=False)
        if problems and not partial:
            cli.stop(f"{len(problems)} answers are wrong, nothing is applied; correct them, or apply the others with --partial")
        taken = decisions.decide(connection, given, clock, resolver) if given else []
        left = len(review.questions(connection, resolver)) if taken else None
    rest = "" if left is None else f"; {left} questions left"
    cli.messages.print(f"{len(taken)} decisions by {by}{rest}", markup=False)
    if problems:
        raise typer.Exit(cli.FAILED)


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
    import sqlalchemy as sa

    from pipelines import cli
    from registry import decisions
    from registry.rulings import Ruling, RulingError

    clock = _clock(now)
    on = cli.parse_day(day) if day else None
    with _registry() as (connection, resolver):
        if partnership:
            tie = connection.execute(
                sa.text(
                    "SELECT p.hromada_code, place.key FROM partnership p JOIN place ON place.id = p.place_id WHERE p.id = :id"
                ),
                {"id": partnership},
            ).first()
            if tie is None:
                raise RulingError(f"the registry holds no partnership {partnership}")
            hromada, place = tie
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
            day=on,
        )
        for ruling in decisions.decide(connection, [given], clock, resolver):
            cli.messages.print(f"decision {ruling.id}: {ruling.judgement} by {ruling.author}", markup=False)


@decisions_app.command("retire")
def decisions_retire(
    ids: Annotated[list[int], typer.Argument(metavar="ID...", help="Numbers of decisions, as `decisions list` prints them.")],
    by: By,
    now: Now = "",
) -> None:
    """Take decisions back: they are kept, and rules decide again."""
    from pipelines import cli
    from registry import decisions

    clock = _clock(now)
    with _registry() as (connection, resolver):
        found = decisions.retire(connection, ids, by, clock, resolver)
    cli.messages.print(f"{len(found)} decisions retired by {by}", markup=False)


@decisions_app.command("list")
def decisions_list(every: Annotated[bool, typer.Option("--all", help="Retired ones too.")] = False) -> None:
    """Print decisions in force, one a line, separated by tabs."""
    import sqlalchemy as sa

    from pipelines import cli

    columns = "id, judgement, form, hromada_code, country, place_key, target, day, author, decided_at, retired_at, reason"
    with cli.registry_database() as database, cli.connection(database) as opened:
        rows = opened.execute(
            sa.text(f"SELECT {columns} FROM ruling {'' if every else 'WHERE retired_at IS NULL'} ORDER BY id")
        )
        for row in rows.tuples():
            cli.output.print("\t".join("" if value is None else str(value) for value in row), soft_wrap=True, markup=False)


@decisions_app.command("dump")
def decisions_dump(folder: Annotated[Path, typer.Argument(help="Folder for decisions.csv and ids.csv.")]) -> None:
    """Write every decision and the ledger of identifiers as CSV, to be reviewed and kept under version control."""
    from pipelines import cli
    from registry import decisions

    with cli.registry_database() as database, cli.connection(database) as opened:
        counts = decisions.dump(opened, folder)
    for name, number in counts.items():
        cli.messages.print(f"{number} rows")
        cli.output.print(str(folder / name), soft_wrap=True)


@decisions_app.command("load")
def decisions_load(
    folder: Annotated[Path, typer.Argument(help="Folder that `decisions dump` wrote.")],
) -> None:
    """Read dumped decisions and identifiers, best before the nights are replayed: each is applied when its moment comes.

    In a registry that holds nights already the waiting ones are applied at once, at their own times or right after the last night.
    """
    from pipelines import cli
    from registry import decisions

    with _registry() as (connection, resolver):
        counts = decisions.load(connection, folder)
        applied = decisions.apply_due(connection, resolver)
    words = ", ".join(f"{number} rows of {name}" for name, number in counts.items())
    cli.messages.print(f"{words}; {applied} decisions applied", markup=False)


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

    _take([Ruling("merge", by, reason, place_key=loser, target=survivor)], now)


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

    _take([Ruling("split", by, reason, form=form, hromada_code=hromada, country=country, place_key=place, target=to)], now)
