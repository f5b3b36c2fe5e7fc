"""`pobratym extract`: what one saved page, register file or address says, without any registry."""

import asyncio
import re
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from registry.places.codifier import load_codifier
from schemas.calendar import KYIV
from scrapers.claim import Claim, Reading
from scrapers.errors import ScrapeError
from scrapers.fetch import Fetcher
from scrapers.layouts.choose import read_page
from scrapers.sites import load_sites, site_for
from scrapers.source import failed
from scrapers.sources.decentralization import read_card
from scrapers.sources.law_register import read_workbook
from scrapers.web import open_web

#: What is printed of a claim, in this order; downstream programs rely on it, so a new key comes last.
CLAIM_KEYS = (
    "partner_raw", "country_raw", "country", "since", "since_precision", "kind", "stage", "level", "quote", "hromada_raw", "ended_on",
    "region_raw", "hromada_code", "oblast_raw", "record", "number_raw", "title_raw", "signed_raw", "duration_raw",
)  # fmt: skip
#: Languages that a page may be said to be in.
LANGUAGES = ("uk", "en", "ru", "pl", "de", "fr")

#: A saved file is held to the same size as a fetched one.
_LARGEST = 32 * 1024 * 1024

_ZIP = b"PK\x03\x04"
#: A saved card is known by its address or by the two marks that its reader relies on.
_CARD_ADDRESS = re.compile(r"decentralization\.(gov\.)?ua/(en/)?newgromada/\d+")
_CARD_MARKS = ("single-page-title", "КАТОТТГ")


class WrongUse(ValueError):
    """The arguments do not fit together; the words say what is missing."""


def check(hromada: str | None, lang: str | None) -> dict[str, Any] | None:
    """The codifier's row of a hromada that is named by its code, None when none is named. Raises WrongUse for a code or a language that
    nobody knows."""
    if lang is not None and lang not in LANGUAGES:
        raise WrongUse(f"{lang!r} is no language of a page; there are {', '.join(LANGUAGES)}")
    if hromada is None:
        return None
    rows = load_codifier().hromady.filter(code=hromada).to_dicts()
    if not rows:
        raise WrongUse(f"{hromada} is no code of a hromada in the codifier; it looks like UA53060230000098362")
    return rows[0]


def extract(
    name: str, *, hromada: str | None = None, lang: str | None = None, url: str | None = None, contact: str = ""
) -> tuple[list[dict[str, Any]], bool]:
    """JSON objects for one input, the page's own last, and whether the input could be had at all.

    `name` is a file or an http(s) address. A page that names nobody is no failure: its object says why.
    """
    try:
        if name.startswith(("http://", "https://")):
            body, content_type, address = _fetch(name, contact)
        else:
            body, content_type, address = load_file(Path(name)), None, url
        reading = read_any(body, content_type, address, hromada=hromada, lang=lang)
    except ScrapeError as error:
        reading = failed(name, error)
        return [_page(name, reading)], False
    except (OSError, ValueError) as error:
        return [{"page": {"source": name, "layout": None, "claims": 0, "reason": str(error), "issues": []}}], False
    return [*(_claim(name, claim) for claim in reading.claims), _page(name, reading)], True


def read_any(
    body: bytes, content_type: str | None, url: str | None, *, hromada: str | None, lang: str | None, names: Sequence[str] = ()
) -> Reading:
    """The reading of bytes by the reader that knows their form, as the night reads them: register workbook, portal card, else a
    community page (of the hromada with this code and these `names`, when they are known)."""
    if body.startswith(_ZIP):
        return _guarded(lambda: read_workbook(body))
    if _CARD_ADDRESS.search(url or "") or all(mark.encode() in body for mark in _CARD_MARKS):
        return _guarded(lambda: read_card(body, url=url, content_type=content_type))
    site = site_for(url, load_sites()) if url else None
    return read_page(
        body,
        url=url,
        content_type=content_type,
        source=site.id if site else "page",
        site=site,
        hromada_code=hromada or (site.hromada if site else None),
        hromada_names=names,
        lang=lang or (site.lang if site else None),
    )


def _guarded(read) -> Reading:
    try:
        return read()
    except ScrapeError as error:
        return failed("page", error)


def load_file(path: Path) -> bytes:
    """The bytes of a saved page. Raises `FileNotFoundError`, or `ValueError` for one larger than a fetched page may be."""
    if not path.is_file():
        raise FileNotFoundError(f"{path} is not a file")
    if path.stat().st_size > _LARGEST:
        raise ValueError(f"{path} has {path.stat().st_size} bytes; at most {_LARGEST} are read")
    return path.read_bytes()


def _fetch(url: str, contact: str) -> tuple[bytes, str | None, str]:
    if not contact:
        raise ValueError("fetching an address needs --contact (or POBRATYM_CONTACT): how site owners reach you")

    async def run():
        async with Fetcher(open_web("live"), clock=datetime.now(KYIV), archive=None, contact=contact) as fetcher:
            return await fetcher.get(url, source="page")

    document = asyncio.run(run())
    return document.body, document.content_type, document.url


def _claim(name: str, claim: Claim) -> dict[str, Any]:
    return {"source": name, **{key: getattr(claim, key) for key in CLAIM_KEYS}}


def _page(name: str, reading: Reading) -> dict[str, Any]:
    issues = [{"class": issue.issue_class, "words": issue.words} for issue in reading.issues]
    return {
        "page": {
            "source": name,
            "layout": reading.layout,
            "claims": len(reading.claims),
            "reason": reading.reason,
            "issues": issues,
        }
    }
