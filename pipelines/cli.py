"""`pobratym`: the command line. Parses, calls, prints; what is done stands in the other modules.

Exit codes: 0 done, 1 failed, 2 wrong use, 3 held by a gate.
"""

import json
import logging
import os
import re
import signal
import subprocess
import sys
import time
import warnings
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich import box
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table

from pipelines.console import (
    FAILED,
    HELD,
    ROOT,
    WRONG_USE,
    SettingsError,
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
from pipelines.deciding import decisions_app, place_app, review_app
from registry.database import Database, UnknownRevision, default_home, downgrade, migrate
from schemas.calendar import KYIV
from schemas.vocabularies import Step
from scrapers.source import PAGES_PER_SITE, SITES_PER_NIGHT

if TYPE_CHECKING:
    # Dagster takes a second to import; commands that run no job do without it.
    import dagster as dg

app = typer.Typer(
    name="pobratym",
    help="Pobratym: the registry of international partnerships of Ukrainian hromady.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
db_app = typer.Typer(help="The registry's database.", no_args_is_help=True)
app.add_typer(db_app, name="db")
app.add_typer(review_app, name="review")
app.add_typer(decisions_app, name="decisions")
app.add_typer(place_app, name="place")

#: The two nights of the bundled sample and the days they are published for.
SAMPLE_NIGHTS = (("2025-01-01", "2025-01-01T02:00:00+02:00"), ("2025-10-01", "2025-10-01T02:00:00+03:00"))

KnownAt = Annotated[
    str | None, typer.Option(help="Moment as of which the registry is read, ISO 8601. Default: the last night.")
]


# --- jobs -------------------------------------------------------------------------------------------------------------


def run_job(
    name: str, run_config: dict, partition: str | None = None, without: Sequence[str] = ()
) -> "dg.ExecuteInProcessResult":
    """Run a Dagster job in this process, with progress and `without` some of its assets; failures end the command with their own words."""
    # Dagster's and pandas' notices are for developers; the run's log in the UI keeps them.
    warnings.simplefilter("ignore")
    logging.getLogger("alembic").setLevel(logging.WARNING)
    import dagster as dg

    from pipelines import progress
    from pipelines.definitions import defs
    from registry.releases.gate import Held

    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with dg.DagsterInstance.get() as instance, Progress(*columns, console=messages, transient=True) as bars:
        if partition:
            instance.add_dynamic_partitions("snapshot_date", [partition])
        tasks: dict[str, int] = {}

        def show(what: str, done: int, total: int) -> None:
            if what not in tasks:
                tasks[what] = bars.add_task(what, total=total)
            bars.update(tasks[what], completed=done, total=total)

        with progress.reporting(show):
            job = defs.resolve_job_def(name)
            kept = job.asset_layer.selected_asset_keys - {dg.AssetKey(asset) for asset in without}
            result = job.execute_in_process(
                instance=instance,
                partition_key=partition,
                asset_selection=sorted(kept) if without else None,
                raise_on_error=False,
                run_config={"loggers": {"console": {"config": {"log_level": "CRITICAL"}}}, **run_config},
            )
        if os.environ.get("POBRATYM_TIMINGS"):
            print_timings(instance.get_run_step_stats(result.run_id))
    if result.success:
        return result
    failures = [(event.step_key, event.step_failure_data.error) for event in result.get_step_failure_events()]
    # A run that could not begin (another one is writing) has no step that failed.
    where, error = failures[0] if failures else (name, result.get_run_failure_event().job_failure_data.error)
    cause = error.cause or error
    if cause.cls_name in _PLAIN_ERRORS:
        stop(cause.message.split(": ", 1)[-1].strip(), HELD if cause.cls_name == Held.__name__ else FAILED)
    stop(f"{where} failed: {cause.message.strip()}\nrun {result.run_id}; see its log with pobratym ui")


def print_timings(stats) -> None:
    """Seconds of every asset and the moment of its end, for bench/main_job.py (POBRATYM_TIMINGS=1)."""
    for step in sorted(stats, key=lambda step: step.end_time or 0):
        if step.start_time and step.end_time:
            line = f"  timing {step.step_key} {step.end_time - step.start_time:.3f} {step.end_time:.3f}"
            messages.print(line, markup=False, soft_wrap=True)


_PLAIN_ERRORS = ("Held", "AlreadyRecorded", "ClockSetBack", "SettingsError", "Unseen", "PublishingError", "ReleaseAltered", "DeltaError")


@app.command()
def nightly(
    web: Annotated[str, typer.Option(help="`live`, a folder with an index.csv, or a WARC file.")] = "live",
    sources: Annotated[str, typer.Option(help="Sources to read, separated by commas. Default: all.")] = "",
    now: Annotated[str, typer.Option(help="Clock of the whole night, ISO 8601. Default: the wall clock.")] = "",
    contact: Annotated[str, typer.Option(envvar="POBRATYM_CONTACT", help="How site owners reach you; needed for `live`.")] = "",
    discover: Annotated[
        int, typer.Option(min=0, help="Undeclared sites looked through this night; 0: none.")
    ] = SITES_PER_NIGHT,
    discover_pages: Annotated[int, typer.Option(min=1, help="Fetches for each of these sites at most.")] = PAGES_PER_SITE,
    through: Annotated[
        Step,
        typer.Option(help="Last step to take; before the last one the night stays unfinished, as if it had been killed there."),
    ] = Step.PARTNERSHIPS,
) -> None:
    """Fetch every source, read it, decide who is who, bring the registry up to date."""
    with registry_database() as database:
        play_night(database, web, sources, now, contact, through, discover=discover, discover_pages=discover_pages)


def play_night(
    database: Database,
    web: str,
    sources: str = "",
    now: str = "",
    contact: str = "",
    through: Step = Step.PARTNERSHIPS,
    **discovery: int,
) -> None:
    from pipelines.resources import Night
    from registry import statements
    from scrapers.errors import BadWeb
    from scrapers.web import open_web

    night = Night(
        web=str(Path(web).absolute()) if web != "live" else web, sources=sources, now=now, contact=contact, **discovery
    )
    try:
        clock, inputs = night.clock(), night.inputs()
        if web != "live":
            open_web(night.web)
        elif not contact:
            raise SettingsError("the live web needs --contact (or POBRATYM_CONTACT): an address at which site owners reach you")
        with database.begin() as opened:
            statements.check_clock(opened, clock, inputs)
    except statements.AlreadyRecorded as known:
        messages.print(f"{known}: nothing to do")
        return
    except (SettingsError, BadWeb, FileNotFoundError) as error:
        stop(str(error), WRONG_USE)
    except statements.ClockSetBack as error:
        stop(str(error))
    started = time.monotonic()
    messages.print(f"night of {clock:%Y-%m-%d %H:%M %Z}, reading {web}")
    # The clock is fixed here, so that every step of the night records the same moment.
    config = {"web": night.web, "sources": sources, "now": clock.isoformat(), "contact": contact, **discovery}
    steps = list(Step)
    left_out = [f"registry__{step}" for step in steps[steps.index(through) + 1 :]]
    run_job("nightly", {"resources": {"night": {"config": config}}}, without=left_out)
    if left_out:
        messages.print(f"stopped after {through}: this night is not finished, the next one takes over what it recorded")
    else:
        with database.begin() as opened:
            print_night(opened)
    messages.print(f"done in {time.monotonic() - started:.1f} s")


def print_night(opened) -> None:
    """What the last night read and what failed, one line a source."""
    from registry import report

    for line in report.night_lines(opened):
        messages.print(line, markup=False)


@app.command()
def release(
    day: Annotated[str, typer.Argument(help="Day of the snapshot, YYYY-MM-DD.")],
    known_at: KnownAt = None,
    override_by: Annotated[str, typer.Option(help="Name of the person who publishes what the gate holds back.")] = "",
    override_reason: Annotated[str, typer.Option(help="Why; printed at the head of the report.")] = "",
) -> None:
    """Publish the registry as of a day: the gate judges the candidate, then the folder is switched in."""
    as_of = parse_day(day)
    override = {"override_by": override_by.strip(), "override_reason": override_reason.strip()}
    if bool(override["override_by"]) != bool(override["override_reason"]):
        stop("an override needs both --override-by NAME and --override-reason TEXT", WRONG_USE)
    with registry_database() as database:
        require_a_night(database)
        publish(as_of, known_at, **override)


def publish(as_of: date, known_at: str | None, **override: str) -> None:
    moment = clock_of(known_at)
    config = {"known_at": moment.isoformat() if moment else "", **override}
    result = run_job("release", {"ops": {"release__package": {"config": config}}}, as_of.isoformat())
    data = result.asset_materializations_for_node("release__package")[0].metadata
    state = "published" if data["new"].value else "unchanged"
    messages.print(
        f"release {data['version'].value}: {state}, {counted(data['partnerships'].value, 'partnership')}, "
        + (
            f"{counted(data['failed'].value, 'expectation')} NOT met, overridden"
            if data["failed"].value
            else f"{counted(data['expectations'].value, 'expectation')} met"
        )
    )
    output.print(data["folder"].value, soft_wrap=True)


@app.command()
def rebuild(
    version: Annotated[str, typer.Argument(help="Version of a release, such as 2025-10-01.0.")] = "",
    registry: Annotated[bool, typer.Option("--registry", help="Rebuild the whole registry from the archive instead.")] = False,
    out: Annotated[Path | None, typer.Option(help="Keep the rebuilt release in this new folder.")] = None,
    restore: Annotated[bool, typer.Option("--restore", help="Put it in place of a missing or altered folder.")] = False,
) -> None:
    """Make a release again and compare it byte for byte with what was published; or the whole registry, by its content hash."""
    if bool(version) == registry:
        stop("name the version of a release, or give --registry", WRONG_USE)
    with registry_database() as database:
        if registry:
            rebuild_whole(database)
        else:
            rebuild_release(database, version, out, restore)


def rebuild_release(database: Database, version: str, out: Path | None, restore: bool) -> None:
    from registry.releases import integrity, rebuild
    from registry.releases.gate import Held

    warnings.simplefilter("ignore")
    releases = default_home() / "releases"
    if out is not None and not out.exists():
        with written_to(out, "name another folder with --out"):
            out.mkdir(parents=True)
            out.rmdir()
    try:
        with database.begin() as opened:
            made = rebuild.rebuild(opened, version, releases, out=out, restore=restore)
    except (LookupError, FileExistsError) as error:
        stop(str(error.args[0]), WRONG_USE)
    except (integrity.ReleaseAltered, Held) as error:
        stop(str(error))
    except OSError as error:
        stop(f"{error.filename or releases} cannot be read or written ({error.strerror or error}); nothing was changed")
    for words, paths in (("differs", made.differing), ("is missing", made.missing), ("was added", made.added)):
        for path in paths:
            messages.print(f"  {path} {words} in the published folder", markup=False)
    if not made.there:
        same = "the same as" if made.identical else "NOT"
        messages.print(f"  the published folder {version} is gone; the rebuilt bytes are {same} what was recorded")
    if made.restored:
        output.print(f"release {version}: restored, every byte as published")
    elif not made.identical:
        stop(f"release {version}: the rebuilt release is not what lies in releases/{version}")
    else:
        output.print(f"release {version}: {made.files} files rebuilt, every byte the same")


def rebuild_whole(database: Database) -> None:
    from pipelines import rebuilding
    from registry.rulings import RulingError

    require_a_night(database)
    try:
        found = rebuilding.rebuild_registry(database, default_home(), lambda words: messages.print(words, markup=False))
    except (rebuilding.RebuildError, RulingError) as error:
        stop(str(error))
    for item in found:
        words = (
            "the same content" if item.same else f"DIFFERENT in {', '.join(item.tables)}: was {item.was}, rebuilt {item.now}"
        )
        output.print(f"{item.what}: {words}", soft_wrap=True)
    if not all(item.same for item in found):
        raise typer.Exit(FAILED)


@app.command("publish")
def publish_elsewhere(
    version: Annotated[str, typer.Argument(help="Version of a release, such as 2025-10-01.0.")],
    to: Annotated[str, typer.Option(help="Where to: ckan.")] = "ckan",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Print what would be sent, send nothing.")] = False,
    url: Annotated[str, typer.Option(envvar="POBRATYM_CKAN_URL", help="Address of the portal.")] = "",
    organisation: Annotated[str, typer.Option(envvar="POBRATYM_CKAN_ORGANISATION", help="Owner of the data set there.")] = "",
) -> None:
    """Send a published release to an open data portal; its token comes from POBRATYM_CKAN_TOKEN."""
    from pipelines import ckan
    from registry.releases import integrity, package

    if to != "ckan":
        stop(f"--to {to}: only ckan is known", WRONG_USE)
    with registry_database() as database, database.begin() as opened:
        row = package.recorded_release(opened, version)
    if row is None:
        stop(f"the registry knows no release {version}", WRONG_USE)
    try:
        planned = ckan.plan(default_home() / "releases" / version, row["sums_sha256"], organisation=organisation)
    except integrity.ReleaseAltered as error:
        stop(str(error))
    if planned.missing:
        messages.print(f"registry/releases/publisher.json still lacks: {', '.join(planned.missing)}")
    if dry_run:
        sys.stdout.write(json.dumps(planned.as_json(), ensure_ascii=False, indent=2) + "\n")
        return
    token = os.environ.get("POBRATYM_CKAN_TOKEN", "")
    if not url or not token:
        stop(
            "sending needs POBRATYM_CKAN_URL (or --url) and POBRATYM_CKAN_TOKEN; --dry-run prints what would be sent", WRONG_USE
        )
    try:
        output.print(ckan.upload(planned, url, token), soft_wrap=True)
    except ckan.CkanError as error:
        stop(str(error))


@app.command()
def compare(
    start: Annotated[str, typer.Argument(help="Earlier day, YYYY-MM-DD.")],
    end: Annotated[str, typer.Argument(help="Later day, YYYY-MM-DD.")],
    known_at: KnownAt = None,
    out: Annotated[Path | None, typer.Option(help="Folder for the files. Default: <home>/comparisons/START_END.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the comparison as JSON and write nothing but --out.")] = False,
) -> None:
    """Compare two days: the regional table, and every change with its cause and evidence."""
    first, second = parse_day(start), parse_day(end)
    if first >= second:
        stop(f"the first day must be before the second: {first} and {second}", WRONG_USE)
    with registry_database() as database:
        require_a_night(database)
        compare_days(database, first, second, known_at, out, as_json)


def compare_days(database: Database, first: date, second: date, known_at: str | None, out: Path | None, as_json: bool) -> None:
    import sqlalchemy as sa

    from registry import comparison, snapshots
    from registry.releases.comparison_files import write_comparison

    moment = clock_of(known_at)
    with database.begin() as opened:
        began = opened.scalar(sa.text("SELECT min(clock) FROM run WHERE finished"))
        if moment and moment < began:
            stop(f"nothing was known at {known_at}: the first night was {began.astimezone(KYIV):%Y-%m-%d %H:%M}", WRONG_USE)
        found = comparison.compare(opened, first, second, moment)
        seen = snapshots.seen_by(opened, found.later.known_at)
    if second > seen.astimezone(KYIV).date():
        messages.print(
            f"note: no page was read after {seen.astimezone(KYIV):%Y-%m-%d %H:%M}; what is said of the days up to {second} follows from "
            "printed terms alone"
        )
    folder = out or (None if as_json else default_home() / "comparisons" / f"{first}_{second}")
    if folder:
        with written_to(folder, "name another folder with --out"):
            write_comparison(found, folder)
    if as_json:
        sys.stdout.write(json.dumps(found.as_json(), ensure_ascii=False, indent=2) + "\n")
        return
    print_comparison(found)
    for path in sorted(folder.iterdir()):
        output.print(str(path), soft_wrap=True)


def print_comparison(found) -> None:
    """The regional table, narrow enough for 80 columns; coverage by oblast joins it where there is room."""
    from registry import counting
    from registry.releases.comparison_files import COUNTER_TITLES, day, signed

    start, end = found.earlier.as_of, found.later.as_of
    heads = (f"{start:%d.%m}", f"{end:%d.%m}") if start.year == end.year else (f"{start:%Y}", f"{end:%Y}")
    rows = {(row["counter"], row["oblast"]): row for row in found.regional.iter_rows(named=True)}
    total = rows["agreements", counting.TOTAL]
    title = f"Міжнародні партнерства громад: {day(start)} – {day(end)}"
    table = Table(title=title, title_justify="left", box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, padding=0)
    table.add_column("\nОбласть", no_wrap=True)
    for counter in counting.COUNTERS:
        # Three numbers a column: counters stay within 80 characters, and each stands under its own name.
        table.add_column(f"{COUNTER_TITLES[counter]}\n{heads[0]:>5} {heads[1]:>5}  +/-", justify="right", no_wrap=True)
    # The ministry publishes by quarter: one of the days may have no figures.
    published = total["published_from"] is not None or total["published_to"] is not None
    if published:
        table.add_column(f"Офіційно\n{heads[0]:>5} {heads[1]:>5}", justify="right", style="dim", no_wrap=True)
    if output.width >= 96:
        table.add_column("Громад\nперевірено", justify="right", style="dim", no_wrap=True)
    for oblast in (*counting.OBLAST_ROWS, counting.TOTAL):
        cells = [oblast]
        for counter in counting.COUNTERS:
            row = rows[counter, oblast]
            cells.append(f"{row['count_from']:>5} {row['count_to']:>5} {signed(row['change']):>4}")
        row = rows["agreements", oblast]
        if published:
            cells.append(
                " ".join(f"{'–' if row[side] is None else row[side]:>5}" for side in ("published_from", "published_to"))
            )
        cells.append(f"{row['hromady_checked']} / {row['hromady_all']}")
        table.add_row(*cells[: len(table.columns)], end_section=oblast == counting.OBLAST_ROWS[-1])
    output.print(table)
    output.print(
        f"Перевірено громад: {total['hromady_checked']} із {total['hromady_all']}. Різниця з числами міністерства – "
        "неперевірені громади та угоди без оприлюдненого документа.",
        soft_wrap=True,
    )
    causes = found.changes.group_by("cause").len().sort("cause")
    words = ", ".join(f"{cause} {number}" for cause, number in causes.iter_rows()) or "немає"
    output.print(f"Зміни за причинами: {words}", soft_wrap=True)


@app.command()
def demo() -> None:
    """Play both nights of the bundled sample, publish 2025-01-01 and 2025-10-01, compare them. This is `make run`."""
    samples = ROOT / "samples" / "web"
    if not samples.is_dir():
        stop(f"the sample web is not at {samples}: demo runs from a clone of the project")
    with registry_database() as database:
        for day, clock in SAMPLE_NIGHTS:
            play_night(database, str(samples / day), now=clock)
            publish(date.fromisoformat(day), clock)
        first, second = (date.fromisoformat(day) for day, _ in SAMPLE_NIGHTS)
        compare_days(database, first, second, None, None, as_json=False)


# --- single steps -----------------------------------------------------------------------------------------------------


@app.command()
def extract(
    inputs: Annotated[list[str], typer.Argument(metavar="FILE_OR_URL...", help="Saved pages, register files or addresses.")],
    hromada: Annotated[str | None, typer.Option(help="KATOTTG code of the hromada whose page it is.")] = None,
    lang: Annotated[str | None, typer.Option(help="Language of the page: uk, en, ru, pl, de, fr.")] = None,
    url: Annotated[str | None, typer.Option(help="Address the saved page comes from.")] = None,
    contact: Annotated[
        str, typer.Option(envvar="POBRATYM_CONTACT", help="How site owners reach you; needed for addresses.")
    ] = "",
) -> None:
    """Print what pages say, one JSON object a claim, and one line a page with its layout or the reason for nothing."""
    from pipelines import extraction

    try:
        extraction.check(hromada, lang)
    except extraction.WrongUse as error:
        stop(str(error), WRONG_USE)
    failed = False
    for name in inputs:
        lines, ok = extraction.extract(name, hromada=hromada, lang=lang, url=url, contact=contact)
        failed |= not ok
        for line in lines:
            sys.stdout.write(json.dumps(line, ensure_ascii=False) + "\n")
        sys.stdout.flush()
    if failed:
        raise typer.Exit(FAILED)


@app.command()
def inspect(
    name: Annotated[
        str, typer.Argument(metavar="FILE_OR_URL", help="A saved page or an address; a home page is looked around.")
    ],
    hromada: Annotated[str | None, typer.Option(help="KATOTTG code of the hromada whose page it is.")] = None,
    url: Annotated[str | None, typer.Option(help="Address the saved page comes from.")] = None,
    yaml: Annotated[Path | None, typer.Option(help="File for the drafted YAML. Default: standard output.")] = None,
    web: Annotated[str, typer.Option(help="`live`, a folder with an index.csv, or a WARC file.")] = "live",
    pages: Annotated[int, typer.Option(min=1, help="Fetches for finding partner pages at most.")] = PAGES_PER_SITE,
    contact: Annotated[
        str, typer.Option(envvar="POBRATYM_CONTACT", help="How site owners reach you; needed for the live web.")
    ] = "",
) -> None:
    """Show what a page is, which layouts explain it, what would be read and why; draft the YAML of its site."""
    from pipelines import extraction, inspection
    from scrapers.errors import ScrapeError

    if yaml is not None and not re.fullmatch(r"[a-z0-9_]+\.yaml", yaml.name):
        stop(f"{yaml.name}: the name of the file is the id of the site, such as myrhorod.yaml", WRONG_USE)
    try:
        identifier = yaml.stem if yaml else None
        found = inspection.inspect(name, hromada=hromada, url=url, contact=contact, web=web, pages=pages, identifier=identifier)
    except (extraction.WrongUse, FileNotFoundError) as error:
        stop(str(error), WRONG_USE)
    except (ScrapeError, OSError, ValueError) as error:
        stop(f"{name}: {error}")
    inspection.show(found, output, with_draft=yaml is None)
    if yaml is not None:
        if found.draft is None:
            stop(f"no YAML is drafted: {found.no_draft}")
        with written_to(yaml, "name another file with --yaml"):
            yaml.write_text(found.draft, encoding="utf-8")
        messages.print(f"drafted {yaml}: read it through, then move it to scrapers/sites", markup=False)


@app.command()
def resolve(
    table: Annotated[Path, typer.Argument(metavar="IN.csv", help="id,hromada,oblast,name,country,region,source,url")],
    out: Annotated[Path, typer.Option(dir_okay=False, help="Where the answers go, one row a part.")],
) -> None:
    """Say which hromada and which place each printed name means: accept, review, new or reject, with reasons.

    The answers are for programs: cells stand as they were given, also one that a spreadsheet would run as a formula (=, +, -, @).
    """
    from pipelines import resolving
    from registry.places.gazetteer import GazetteerError

    started = time.monotonic()
    try:
        with home_folder() as home:
            found = resolving.resolve_file(table, home / "gazetteer")
    except resolving.BadTable as error:
        stop(str(error), WRONG_USE)
    except GazetteerError as error:
        stop(str(error))
    with written_to(out, "name another file with --out"):
        counts = resolving.write(found, out)
    words = ", ".join(f"{number} {verdict}" for verdict, number in counts.items())
    messages.print(f"{words}; {time.monotonic() - started:.1f} s")
    output.print(str(out), soft_wrap=True)


# --- care -------------------------------------------------------------------------------------------------------------


@db_app.command("upgrade")
def db_upgrade(revision: Annotated[str, typer.Argument(help="Revision to reach.")] = "head") -> None:
    """Bring the tables to a revision (default: the newest), make those of the job history, and grant the roles that exist their rights."""
    import dagster as dg

    from registry import roles

    with registry_database(up_to_date=False) as database:
        reach(migrate, database, revision)
        # Dagster makes its tables on first use; who plays a night may not have the right to.
        with dg.DagsterInstance.get() as instance:
            for storage in (instance.run_storage, instance.event_log_storage, instance.schedule_storage):
                storage.upgrade()
        with database.begin() as opened:
            roles.grant(opened)
    messages.print(f"the registry is at {revision}")


@db_app.command("downgrade")
def db_downgrade(revision: Annotated[str, typer.Argument(help="Revision to go back to; `base` drops every table.")]) -> None:
    """Go back to an earlier revision."""
    with registry_database(up_to_date=False) as database:
        reach(downgrade, database, revision)
    messages.print(f"the registry is at {revision}")


def reach(step: Callable[[Database, str], None], database: Database, revision: str) -> None:
    """Migrate to a revision that the user named."""
    try:
        step(database, revision)
    except UnknownRevision as error:
        stop(str(error), WRONG_USE)


@db_app.command("hash")
def db_hash() -> None:
    """Print the content hash of the registry as of today: the same registry gives the same hash."""
    from registry import snapshots

    with registry_database() as database, database.begin() as opened:
        try:
            known_at = snapshots.default_known_at(opened)
        except LookupError as error:
            stop(str(error))
        output.print(snapshots.take(opened, known_at.astimezone(KYIV).date(), known_at).content_hash())


@db_app.command("roles")
def db_roles() -> None:
    """Make the four roles (migrate, ingest, publish, read) where they are missing and grant each its rights."""
    from sqlalchemy.exc import ProgrammingError

    from registry import roles

    with registry_database() as database, database.begin() as opened:
        try:
            made = roles.create(opened)
        except ProgrammingError as error:
            stop(f"this user may not make roles or grant rights: {error.orig}")
    messages.print(f"roles made: {', '.join(made) or 'none, all four were there'}; rights granted")


@db_app.command("shell")
def db_shell() -> None:
    """Open psql on the registry (needs psql on the path)."""
    with registry_database(up_to_date=False) as database:
        url = database.url.set(drivername="postgresql").render_as_string(hide_password=False)
        try:
            code = subprocess.run(["psql", url], check=False).returncode  # noqa: S607 - the user's own psql
        except FileNotFoundError:
            stop("psql is not on the path; install Debian's postgresql-client or your system's equivalent")
    raise typer.Exit(code)


@app.command()
def doctor() -> None:
    """Check what Pobratym needs: Python, database and its Cyrillic, codifier, gazetteer, sources. Exit code 1 if anything fails."""
    from pipelines.doctor import checkup

    table = Table("", "what", "finding")
    failed = False
    for name, finding, ok in checkup():
        failed |= not ok
        table.add_row("[green]ok[/green]" if ok else "[red]fails[/red]", name, finding)
    output.print(table)
    raise typer.Exit(FAILED if failed else 0)


@app.command()
def docs(check: Annotated[bool, typer.Option("--check", help="Fail if a page is not up to date.")] = False) -> None:
    """Write docs/data-dictionary.md from the declared tables and docs/commands.md from this command line."""
    from pipelines.command_reference import command_reference
    from schemas.dictionary import data_dictionary

    for name, text in (("data-dictionary.md", data_dictionary()), ("commands.md", command_reference(app))):
        page = ROOT / "docs" / name
        if not check:
            page.write_text(text, encoding="utf-8")
            output.print(str(page), soft_wrap=True)
        elif not page.exists() or page.read_text(encoding="utf-8") != text:
            stop(f"{name} is not up to date: run make docs")


@app.command()
def ui(port: Annotated[int, typer.Option(help="Port of the web server.")] = 3000) -> None:
    """Open the Dagster UI, with its schedules, on the same registry. Ctrl-C stops it."""
    with registry_database():
        messages.print(f"Dagster UI: http://127.0.0.1:{port} (Ctrl-C stops it)")
        command = [
            str(Path(sys.executable).with_name("dagster")),
            "dev",
            "-m",
            "pipelines.definitions",
            "-h",
            "127.0.0.1",
            "-p",
            str(port),
        ]
        # A group of its own: dagster dev stops its children itself and hangs when they get the signal too.
        process = subprocess.Popen(command, cwd=ROOT, start_new_session=True, env={**os.environ, "PYTHONWARNINGS": "ignore"})
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        try:
            process.wait()
        except KeyboardInterrupt:
            process.terminate()
            process.wait(timeout=60)
    raise typer.Exit(0 if process.returncode in (0, -15, 130) else FAILED)


def main() -> None:
    app()


if __name__ == "__main__":
    main()
