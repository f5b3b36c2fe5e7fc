"""robots.txt: what one host allows us, read once a run.

The reading of the file is protego's. Ours are the rules of what an answer means (RFC 9309): no file is no rule, a file that
cannot be had because the server fails means that nothing may be asked. How the file is fetched is not here but in
`scrapers/fetch.py`, which hands in a coroutine.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from urllib.parse import urlsplit, urlunsplit

from protego import Protego

from scrapers.errors import Refused, ScrapeError, Unreachable

#: The product token that robots.txt files address us by.
AGENT = "Pobratym"
#: RFC 9309 asks to read at least this much of the file; what stands behind it is not read.
MAX_BYTES = 500 * 1024


@dataclass(frozen=True, slots=True)
class Rules:
    """What one host says. `failure` is the reason why its file could not be had; then nothing may be asked."""

    rules: Protego | None = None
    failure: ScrapeError | None = None

    def check(self, url: str) -> None:
        """Raise `Refused` when the file or a rule of ours forbids `url`, `Unreachable` when there is no knowing."""
        if self.failure is not None:
            error = Refused if isinstance(self.failure, Refused) else Unreachable
            raise error(f"nothing is asked without robots.txt, which could not be read: {self.failure.words}", url=url)
        if self.rules is not None and not self.rules.can_fetch(url, AGENT):
            raise Refused("robots.txt forbids this address", url=url)

    @property
    def sitemaps(self) -> tuple[str, ...]:
        """Addresses of the sitemaps that the file names, as written."""
        return tuple(self.rules.sitemaps) if self.rules is not None else ()

    @property
    def delay(self) -> float:
        """Seconds between two requests that the host asks for; 0 when it does not say."""
        if self.rules is None:
            return 0.0
        rate = self.rules.request_rate(AGENT)
        return max(self.rules.crawl_delay(AGENT) or 0.0, rate.seconds / rate.requests if rate else 0.0)


class Robots:
    """The rules of every host met in this run. `fetch` gives status and body of an address, or raises a `ScrapeError`."""

    def __init__(self, fetch: Callable[[str], Awaitable[tuple[int, bytes]]]) -> None:
        self._fetch = fetch
        self._rules: dict[str, Rules] = {}
        self._locks: dict[str, asyncio.Lock] = {}

    async def of(self, url: str) -> Rules:
        """The rules for the host of `url`; the first caller fetches, the others wait for it."""
        parts = urlsplit(url)
        address = urlunsplit((parts.scheme, parts.netloc, "/robots.txt", "", ""))
        async with self._locks.setdefault(address, asyncio.Lock()):
            if address not in self._rules:
                self._rules[address] = await self._read(address)
        return self._rules[address]

    async def _read(self, address: str) -> Rules:
        try:
            status, body = await self._fetch(address)
        except ScrapeError as error:
            return Rules(failure=error)
        if 400 <= status < 500:
            return Rules()
        return Rules(Protego.parse(body[:MAX_BYTES].decode("utf-8", errors="replace")))
