"""`pobratym inspect`: what one page or file is, which layouts explain it, what would be read and why, and a draft of its YAML.

What belongs here: collecting these findings and laying them out as lines or tables. What does not: the reading itself
(`scrapers/layouts`), finding pages (`scrapers/discovery.py`), and machine-readable output (`pipelines/extraction.py`).
"""

import asyncio
import re
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

import yaml
from rich.console import Console
from rich.markup import escape
from rich.table import Table
from translitua import translit

from pipelines.console import counted
from pipelines.extraction import WrongUse, check, load_file, read_any
from pipelines.harvest import REPLAY_CONTACT
from schemas.calendar import KYIV
from schemas.vocabularies import Decision
from scrapers.claim import Claim, Reading
from scrapers.discovery import Budget, discover, suggestions
from scrapers.errors import BadWeb, Refused
from scrapers.fetch import Fetcher
from scrapers.layouts import choose
from scrapers.layouts.entry.model import Context
from scrapers.layouts.page.decoding import decode
from scrapers.layouts.page.kind import classify
from scrapers.layouts.page.model import Page
from scrapers.layouts.page.parsing import parse
from scrapers.sites import Site, load_sites, read_site, site_for
from scrapers.source import PAGES_PER_SITE
from scrapers.text.normalise import fold
from scrapers.web import canonical_url, open_web

#: Blocks that nothing was read from, shown at most.
MOST_UNREAD = 25
#: Shorter pieces are marks and labels.
_SHORT = 4


@dataclass(frozen=True, slots=True)
class Tried:
    """What one layout made of the page."""

    layout: str
    partners: int
    explained: int
    entries: int
    score: float
    reason: str


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A page that may hold the partners: found and fetched (`partners` is a number) or only linked (None)."""

    url: str
    partners: int | None
    reason: str


@dataclass(slots=True)
class Inspection:
    """Everything there is to say of one input."""

    name: str
    url: str | None
    size: int
    content_type: str | None
    encoding: str | None = None
    page_class: str = ""
    title: str = ""
    headings: list[str] = field(default_factory=list)
    language: str | None = None
    site: str | None = None
    tried: list[Tried] = field(default_factory=list)
    reading: Reading | None = None
    unread: list[str] = field(default_factory=list)
    unread_more: int = 0
    suggestions: list[Suggestion] = field(default_factory=list)
    looked: str = ""
    draft: str | None = None
    no_draft: str = ""


def inspect(
    name: str,
    *,
    hromada: str | None = None,
    url: str | None = None,
    contact: str = "",
    web: str = "live",
    pages: int = PAGES_PER_SITE,
    identifier: str | None = None,
) -> Inspection:
    """Look at a file or an http(s) address. `url` says where a saved file comes from; `web` is the web addresses are asked of,
    `identifier` the id that the draft shall have.

    A page without partners is looked around for better ones: an address by discovery, within `pages` fetches in all, a file by
    its links alone. Raises `WrongUse`, a `ScrapeError` when the address cannot be had, `OSError` or `ValueError` for a file.
    """
    row = check(hromada, None)
    if not name.startswith(("http://", "https://")):
        body = load_file(Path(name))
        return _looked_into(Inspection(name, url, len(body), None), body, None, row, identifier)
    if web == "live" and not contact:
        raise WrongUse("fetching an address needs --contact (or POBRATYM_CONTACT): how site owners reach you")
    try:
        opened = open_web(web)
    except BadWeb as error:
        raise WrongUse(str(error)) from error

    async def run() -> Inspection:
        async with Fetcher(opened, clock=datetime.now(KYIV), archive=None, contact=contact or REPLAY_CONTACT) as fetcher:
            document = await fetcher.get(name, source="page")
            found = Inspection(name, url or document.url, len(document.body), document.content_type)
            _looked_into(found, document.body, document.content_type, row, identifier)
            if not _is_partner_page(found):
                names = (row["full_name"],) if row else ()
                around = await discover(fetcher, name, source="page", budget=Budget(pages=max(1, pages - 1)), names=names)
                found.looked = around.reason
                if around.found:
                    found.suggestions = [Suggestion(page.url, page.partners, page.reason) for page in around.found]
            return found

    return asyncio.run(run())


def _is_partner_page(found: Inspection) -> bool:
    return found.reading is not None and bool(found.reading.claims)


def _looked_into(
    found: Inspection, body: bytes, content_type: str | None, row: dict | None, identifier: str | None
) -> Inspection:
    site = site_for(found.url, load_sites()) if found.url else None
    code = row["code"] if row else site.hromada if site else None
    names = (row["full_name"],) if row else ()
    found.site = site.id if site else None
    found.reading = read_any(body, content_type, found.url, hromada=code, lang=None, names=names)
    decoded = decode(body, content_type)
    found.encoding = decoded.encoding
    if decoded.issue:
        found.page_class = f"{decoded.issue}: {decoded.words}"
        return found
    try:
        page = parse(decoded.text, selector=site.options.selector if site else None, host=_host(found.url))
    except ValueError as error:
        found.page_class = f"layout_changed: {error}"
        return found
    problem = classify(page)
    found.page_class = f"{problem[0]}: {problem[1]}" if problem else "a page of content"
    found.title, found.language = page.title, page.lang
    found.headings = [block.text for block in page.blocks if block.heading][:12]
    found.tried = [] if problem else list(_tried(page, Context("page", found.url, site, code, names)))
    if found.reading.claims:
        _leftovers(found, page)
    elif found.url:
        found.suggestions = [Suggestion(link.url, None, link.reason) for link in _links(page, found.url)]
    _draft(found, body, content_type, page, row, site, identifier)
    return found


def _host(url: str | None) -> str:
    return urlsplit(url).hostname or "" if url else ""


def _links(page: Page, url: str) -> Iterator:
    try:
        return suggestions(page, canonical_url(url))
    except Refused:
        return iter(())


def _tried(page: Page, context: Context) -> Iterator[Tried]:
    _, outcomes = choose.choose(page, context)
    for outcome in outcomes:
        score = choose.score(outcome)
        yield Tried(outcome.layout, len(outcome.drafts), outcome.explained, outcome.entries, round(score, 2), outcome.reason)


def _leftovers(found: Inspection, page: Page) -> None:
    """The pieces of the main part that no claim quotes: what a reader should check with their own eyes."""
    assert found.reading is not None
    quotes = [fold(claim.quote) for claim in found.reading.claims]
    names = {fold(claim.partner_raw) for claim in found.reading.claims}
    whole = "\n".join(quotes)
    left = []
    for block in page.blocks:
        text = fold(block.text)
        if (
            len(text) < _SHORT
            or block.heading
            or text in whole
            or any(quote and quote in text for quote in quotes)
            or any(name in text for name in names)
        ):
            continue
        left.append(block.text)
    found.unread, found.unread_more = left[:MOST_UNREAD], max(0, len(left) - MOST_UNREAD)


# --- the draft of a YAML ----------------------------------------------------------------------------------------------


def _draft(
    found: Inspection,
    body: bytes,
    content_type: str | None,
    page: Page,
    row: dict | None,
    site: Site | None,
    identifier: str | None,
) -> None:
    reading = found.reading
    assert reading is not None
    if site is not None:
        found.no_draft = f"the address is declared already: scrapers/sites/{site.id}.yaml"
    elif reading.layout is not None and reading.layout not in choose.LAYOUTS:
        found.no_draft = f"the page has a reader of its own ({reading.layout})"
    elif not reading.claims:
        found.no_draft = "no partner was read, so there is nothing to declare"
    elif not found.url:
        found.no_draft = "a saved page needs --url, the address it comes from"
    else:
        row = row or _row_of(page)
        if row is None:
            found.no_draft = "whose page it is could not be told from its title: add --hromada with the KATOTTG code"
            return
        found.draft = _drafted(found, body, content_type, page, row, identifier)


def _row_of(page: Page) -> dict | None:
    """The hromada that title or heading name as the owner of the site, when they name one alone."""
    from registry.matching.hromady import resolve_hromada

    for text in re.split(r"\s[|–—·-]\s", f"{page.title} | {page.heading}"):
        if re.search(r"\b(?:рад|громад)\w*", text, re.I):
            match = resolve_hromada(text)
            if match.decision is Decision.ACCEPT and match.code:
                return check(match.code, None)
    return None


def _drafted(found: Inspection, body: bytes, content_type: str | None, page: Page, row: dict, identifier: str | None) -> str:
    """The YAML of the page, proved: it loads strictly, and reading with it gives what was read without it."""
    assert found.reading is not None and found.url is not None
    count = len(found.reading.claims)
    url = canonical_url(found.url)
    values = {
        "id": identifier or _identifier(row, url),
        "title": f"{row['seat'] or row['name']}: {(page.heading or page.title or 'міста-партнери').strip()}"[:120],
        "hromada": row["code"],
        "url": [url],
        "layout": found.reading.layout or "auto",
        "publisher": _publisher(row),
        "robots": "as the site's robots.txt says, asked before every run",
        "licence": "official information of a local council, facts only",
        "lang": found.language or "uk",
        "expect_min": max(1, count // 2),
        "expect_max": max(20, count * 3),
        "notes": f"Drafted by pobratym inspect from {counted(count, 'partner')} read.",
    }
    said = [(claim.partner_raw, claim.country) for claim in found.reading.claims]
    for layout in dict.fromkeys((values["layout"], "auto")):
        values["layout"] = layout
        text = yaml.safe_dump(values, allow_unicode=True, sort_keys=False, width=120)
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, f"{values['id']}.yaml")
            path.write_text(text, encoding="utf-8")
            site = read_site(path)
        again = choose.read_page(
            body, url=url, content_type=content_type, source=site.id, site=site, hromada_names=(row["full_name"],)
        )
        if [(claim.partner_raw, claim.country) for claim in again.claims] == said:
            break
    return text


def _identifier(row: dict, url: str) -> str:
    name = re.sub(r"[^a-z0-9]+", "_", translit(row["seat"] or row["name"]).lower().replace("'", "")).strip("_") or "site"
    taken = load_sites()
    if name in taken and taken[name].hromada != row["code"]:
        name = f"{name}_{row['code'][2:6]}"
    if name in taken:
        name = f"{name}_{re.sub(r'[^a-z0-9]+', '_', urlsplit(url).path.lower()).strip('_')[-20:].strip('_') or 'more'}"
    return name


def _publisher(row: dict) -> str:
    return (
        f"{row['name']} {row['kind']} рада"
        if row["kind"] in ("міська", "селищна", "сільська")
        else f"{row['name']}: рада громади"
    )


# --- printing ---------------------------------------------------------------------------------------------------------


def show(found: Inspection, console: Console, *, with_draft: bool = True) -> None:
    """Print an inspection: tables on a terminal, lines separated by tabs elsewhere, so that other programs can cut them."""
    rich = console.is_terminal
    for label, value in _facts(found):
        _line(console, f"{label}\t{value}" if not rich else f"[bold]{escape(label):<10}[/bold] {escape(value)}", rich)
    if found.tried:
        rows = [
            (one.layout, one.partners, f"{one.explained}/{one.entries}", f"{one.score:.2f}", one.reason) for one in found.tried
        ]
        _table(console, "layouts", ("layout", "partners", "explained", "score", "reason"), rows, rich)
    if found.reading and found.reading.claims:
        _table(
            console,
            "would be read",
            ("partner", "country", "since", "stage", "kind", "words"),
            map(_claim_row, found.reading.claims),
            rich,
        )
    if found.reading and found.reading.issues:
        _table(
            console,
            "issues",
            ("class", "words", "row"),
            [(i.issue_class, i.words, i.row or "") for i in found.reading.issues],
            rich,
        )
    if found.unread:
        more = f" and {found.unread_more} more" if found.unread_more else ""
        _table(console, f"left unread{more}", ("text",), [(_cut(text, 160),) for text in found.unread], rich)
    if found.suggestions:
        rows = [("" if one.partners is None else one.partners, one.url, one.reason) for one in found.suggestions]
        _table(console, "partner pages", ("partners", "address", "why"), rows, rich)
    if found.looked:
        _line(console, f"discovery\t{found.looked}" if not rich else f"[bold]discovery [/bold] {escape(found.looked)}", rich)
    if with_draft and found.draft:
        _line(console, "", rich)
        console.file.write(found.draft)
    elif found.no_draft:
        _line(console, f"draft\t{found.no_draft}" if not rich else f"[bold]draft     [/bold] {escape(found.no_draft)}", rich)


def _facts(found: Inspection) -> Iterator[tuple[str, str]]:
    reading = found.reading
    yield "page", found.name
    yield "address", found.url or "-"
    yield "bytes", f"{found.size}, {found.encoding or 'no known encoding'}, {found.content_type or 'no content type'}"
    yield "class", found.page_class
    yield "title", found.title or "-"
    yield "headings", " | ".join(found.headings) or "-"
    yield "language", found.language or "-"
    yield "site", f"scrapers/sites/{found.site}.yaml" if found.site else "not declared"
    if reading:
        state = "checked" if reading.checked else "not checked"
        yield "verdict", f"{counted(len(reading.claims), 'partner')} by layout {reading.layout or 'none'}, {state}: {reading.reason}"


def _claim_row(claim: Claim) -> tuple:
    return (
        claim.partner_raw,
        claim.country or claim.country_raw or "?",
        claim.since or "-",
        claim.stage,
        claim.kind,
        _cut(claim.quote, 100),
    )


def _cut(text: str, most: int) -> str:
    """A text of at most `most` characters: a longer one ends after a whole word, and says so."""
    if len(text) <= most:
        return text
    words = text[:most].rpartition(" ")[0] or text[: most - 1]
    return f"{words.rstrip(' ,;:–-')}…"


def _table(console: Console, title: str, heads: Sequence[str], rows, rich: bool) -> None:
    if not rich:
        _line(console, f"\n{title}\n" + "\t".join(heads), rich)
        for row in rows:
            _line(console, "\t".join(str(cell).replace("\t", " ").replace("\n", " / ") for cell in row), rich)
        return
    table = Table(*heads, title=title, title_justify="left")
    for row in rows:
        table.add_row(*(escape(str(cell)) for cell in row))
    console.print(table)


def _line(console: Console, text: str, rich: bool) -> None:
    if rich:
        console.print(text, soft_wrap=True, highlight=False)
    else:
        console.file.write(f"{text}\n")  # a console would turn tabs into blanks
