"""The fetcher: how bytes come in. The only file that knows httpx.

It asks politely (one request at a time a host, robots.txt, a User-Agent with a contact), bounds everything (bytes on the wire,
bytes after decompression, seconds, redirects, attempts), talks to public addresses only, and is the only layer that retries.
Every failure is a `ScrapeError` with its issue class. What does not belong here: what a page means.

Private, loopback, link-local and reserved addresses are refused where the connection is made: the host name is resolved once,
every address it has is checked, and the socket is opened to one of those very addresses, while TLS and the Host header keep the
name. A second look-up, which DNS rebinding needs, never happens; a redirect to another host makes a new connection and so
passes the same check.
"""

import asyncio
import hashlib
import ipaddress
import json
import re
import socket
import ssl
import time
import zlib
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http.cookiejar import CookieJar, DefaultCookiePolicy
from importlib.metadata import PackageNotFoundError, version
from types import TracebackType
from typing import Any, Self
from urllib.parse import urldefrag, urljoin, urlsplit

import httpcore
import httpx
import tenacity

from scrapers.archive import Archive, Document, Hop, Version
from scrapers.errors import (
    BadEncoding,
    CorruptArchive,
    Gone,
    Refused,
    ScrapeError,
    TooLarge,
    Unavailable,
    Unreachable,
)
from scrapers.robots import AGENT, MAX_BYTES, Robots
from scrapers.web import MAX_URL, Web, canonical_url

__all__ = ["Document", "Fetcher", "Limits", "user_agent"]

_MOVED = frozenset({301, 302, 303, 307, 308})
_PASSING = frozenset({429, 502, 503, 504})
#: Describe the transfer or the visitor, not the document.
_NOT_KEPT = frozenset({"connection", "content-encoding", "content-length", "keep-alive", "set-cookie", "transfer-encoding"})
#: Real answers have one gzip member; the format allows any number, each of which costs time.
_MAX_MEMBERS = 1000
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")

Resolve = Callable[[str, int], Awaitable[Iterable[str]]]


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds and manners of fetching. Sizes in bytes, times in seconds."""

    max_bytes: int = 16 * 1024 * 1024
    connect: float = 10
    read: float = 30
    #: Of one request, from connecting to the last byte; stops bodies that drip.
    total: float = 90
    redirects: int = 5
    concurrency: int = 8
    #: Between two requests to one host, live only.
    delay: float = 0.5
    #: A host's own crawl delay is obeyed up to this.
    max_delay: float = 10
    attempts: int = 3
    #: Longest wait between two attempts; a host that asks for more is left alone.
    max_wait: float = 60
    #: Addresses in a row that a host may fail to answer before it is left alone for the rest of the run.
    failures: int = 5
    #: Addresses outside of the public internet that may be talked to all the same: a mirror in one's own network, a test.
    private: frozenset[str] = frozenset()


def user_agent(contact: str) -> str:
    """`Pobratym/<version> (+contact)`; raises `ValueError` for a contact that cannot stand in a header."""
    if not re.fullmatch(r"[\x21-\x7e]+", contact):
        raise ValueError(f"contact {contact!r} must be an address or e-mail in printable ASCII without blanks")
    try:
        number = version("pobratym")
    except PackageNotFoundError:  # run from a checkout that is not installed
        number = "0"
    return f"{AGENT}/{number} (+{contact})"


@dataclass(slots=True)
class _Host:
    """The queue in front of one host."""

    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    free_at: float = 0.0
    failures: int = 0


@dataclass(frozen=True, slots=True)
class _Response:
    status: int
    headers: dict[str, str]
    body: bytes


class Fetcher:
    """Fetches documents for one run; an async context manager.

    `clock` (aware) is the time of the run and of everything it fetches. With an archive, every document is kept in it and asked
    for conditionally the next time. In a replay there are no delays, no second attempts and no addresses to check; all else
    is the same code. `resolve` replaces the system's resolver of host names.
    """

    def __init__(
        self,
        web: Web,
        *,
        clock: datetime,
        archive: Archive | None,
        contact: str,
        limits: Limits = Limits(),
        resolve: Resolve | None = None,
    ) -> None:
        if clock.tzinfo is None:
            raise ValueError("the clock of the run must have a time zone")
        self._web, self._clock, self._archive, self._limits = web, clock, archive, limits
        self._hosts: dict[str, _Host] = {}
        self._slots = asyncio.Semaphore(limits.concurrency)
        self._robots = Robots(self._robots_file)
        self._client = httpx.AsyncClient(
            transport=_LiveTransport(limits, resolve or _resolve) if web.live else _ReplayTransport(web),
            headers={
                "User-Agent": user_agent(contact),
                "Accept": "text/html, application/xhtml+xml, application/json;q=0.9, */*;q=0.5",
                "Accept-Encoding": "gzip, deflate",
                "Accept-Language": "uk, en;q=0.5",
            },
            cookies=CookieJar(DefaultCookiePolicy(allowed_domains=[])),  # what one page sets must not change the next
            timeout=httpx.Timeout(limits.read, connect=limits.connect),
            follow_redirects=False,
            trust_env=False,
        )

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        await self._client.aclose()

    async def get(self, url: str, *, source: str) -> Document:
        """The document at `url`, redirects followed. Raises a `ScrapeError`."""
        return await self._document("GET", url, source)

    async def post_json(self, url: str, payload: Mapping[str, Any], *, source: str) -> Document:
        """The answer to a JSON document posted to `url`. Raises a `ScrapeError`; a 200 that holds errors is a document."""
        return await self._document("POST", url, source, json.dumps(payload, ensure_ascii=False).encode())

    async def sitemaps(self, url: str) -> tuple[str, ...]:
        """The sitemaps that robots.txt of the host of `url` names; none when it names none or could not be had."""
        return (await self._robots.of(_request_url(url))).sitemaps

    # from address to document

    async def _document(self, method: str, url: str, source: str, content: bytes | None = None) -> Document:
        current, hops = _request_url(url), []
        while True:
            rules = await self._robots.of(current)
            rules.check(current)
            known = self._known(method, current)
            response = await self._ask(method, current, content, known, rules.delay)
            if response.status not in _MOVED:
                break
            hops.append(Hop(current, response.status, response.headers.get("location", "")))
            current = self._target(hops, method, response.status)
        if response.status == 304:
            if known is None:
                raise Unreachable("status 304 to a request that had no condition", url=current)
            return await self._unchanged(current, url, source, known, tuple(hops), response)
        _check_status(response.status, current)
        document = Document(
            source=source,
            url=canonical_url(current),
            requested_url=url,
            status=response.status,
            content_type=response.headers.get("content-type"),
            headers=response.headers,
            fetched_at=self._clock,
            sha256=hashlib.sha256(response.body).hexdigest(),
            body=response.body,
            final_url=current,
            redirects=tuple(hops),
        )
        if self._archive is not None:
            self._archive.put(document)
        return document

    def _known(self, method: str, url: str) -> Version | None:
        """The archived version to ask about, if the server gave a mark to ask by."""
        if self._archive is None or method != "GET" or not self._web.live:
            return None
        known = self._archive.latest(url, until=self._clock)
        if known is None or not (known.etag or known.last_modified):
            return None
        try:
            self._archive.get(known.sha256)
        except (KeyError, CorruptArchive):  # nothing to fall back on: ask for the whole page
            return None
        return known

    async def _unchanged(
        self, current: str, url: str, source: str, known: Version, hops: tuple[Hop, ...], response: _Response
    ) -> Document:
        assert self._archive is not None
        marks = {"content-type": known.content_type, "etag": known.etag, "last-modified": known.last_modified}
        document = Document(
            source=source,
            url=canonical_url(current),
            requested_url=url,
            status=200,
            content_type=known.content_type,
            headers={name: value for name, value in marks.items() if value} | response.headers,
            fetched_at=self._clock,
            sha256=known.sha256,
            body=self._archive.get(known.sha256),
            final_url=current,
            redirects=hops,
            not_modified=True,
        )
        self._archive.put(document)
        return document

    def _target(self, hops: list[Hop], method: str, status: int) -> str:
        """The address of the next hop, or `Refused`."""
        hop = hops[-1]
        if not hop.location:
            raise Unreachable(f"status {status} without a Location", url=hop.url)
        if method != "GET" and status not in (307, 308):
            raise Refused(f"status {status} would turn a {method} into a GET", url=hop.url)
        if len(hops) > self._limits.redirects:
            raise Refused(f"more than {self._limits.redirects} redirects", url=hops[0].url)
        try:
            target = _request_url(urljoin(hop.url, hop.location))
        except ValueError as error:
            raise Refused(f"redirects to what is not an address: {error}", url=hop.url) from error
        if any(target == earlier.url for earlier in hops):
            raise Refused(f"redirects in a circle at {target}", url=hops[0].url)
        return target

    async def _robots_file(self, url: str) -> tuple[int, bytes]:
        current, hops = _request_url(url), []
        while True:
            response = await self._ask("GET", current, None, None, 0.0, cut_at=MAX_BYTES)
            if response.status not in _MOVED:
                break
            hops.append(Hop(current, response.status, response.headers.get("location", "")))
            current = self._target(hops, "GET", response.status)
        if not 400 <= response.status < 500:
            _check_status(response.status, current)
        return response.status, response.body

    # one address of one host

    async def _ask(
        self, method: str, url: str, content: bytes | None, known: Version | None, delay: float, *, cut_at: int | None = None
    ) -> _Response:
        """Wait for the host's turn and ask, again if the failure is a passing one."""
        limits, host = self._limits, self._hosts.setdefault(_politeness_key(url), _Host())
        pause = min(max(delay, limits.delay), limits.max_delay) if self._web.live else 0.0
        attempts = tenacity.AsyncRetrying(
            stop=tenacity.stop_after_attempt(limits.attempts if self._web.live else 1),
            retry=tenacity.retry_if_exception(self._worth_another),
            wait=lambda state: self._wait(state, pause),
            sleep=asyncio.sleep,
            reraise=True,
        )
        async with host.lock:
            if self._web.live and host.failures >= limits.failures:
                raise Unreachable(f"the host failed {host.failures} times running and is left alone in this run", url=url)
            try:
                async for attempt in attempts:
                    with attempt:
                        await asyncio.sleep(max(0.0, host.free_at - time.monotonic()))
                        try:
                            async with self._slots:
                                response = await self._exchange(method, url, content, known, cut_at)
                        finally:
                            host.free_at = time.monotonic() + pause
            except Unreachable:
                host.failures += 1
                raise
            host.failures = 0
            return response

    def _worth_another(self, error: BaseException) -> bool:
        return isinstance(error, Unavailable) and (error.retry_after or 0) <= self._limits.max_wait

    def _wait(self, state: tenacity.RetryCallState, pause: float) -> float:
        error = state.outcome.exception() if state.outcome else None
        asked = error.retry_after if isinstance(error, Unavailable) else None
        wait = 2.0 ** (state.attempt_number - 1) if asked is None else asked
        return min(max(wait, pause), self._limits.max_wait)

    async def _exchange(
        self, method: str, url: str, content: bytes | None, known: Version | None, cut_at: int | None
    ) -> _Response:
        """One request and its whole answer. Raises what `_Response` cannot say; a status is said by it, passing ones raised."""
        headers = {"Content-Type": "application/json"} if content is not None else {}
        if known is not None:
            headers |= {"If-None-Match": known.etag} if known.etag else {"If-Modified-Since": known.last_modified or ""}
        try:
            async with asyncio.timeout(self._limits.total), self._stream(method, url, headers, content) as response:
                kept = {name: value for name, value in response.headers.items() if name not in _NOT_KEPT}
                if response.status_code in _PASSING:
                    wait = _retry_after(response.headers.get("retry-after"))
                    raise Unavailable(f"status {response.status_code}", url=url, retry_after=wait)
                body = await _read_body(response, self._limits.max_bytes, cut_at) if response.is_success else b""
                return _Response(response.status_code, kept, body)
        except ScrapeError as error:
            error.url = error.url or url
            raise
        except TimeoutError:
            raise Unavailable(f"no whole answer within {self._limits.total:g} s", url=url) from None
        except (httpx.TimeoutException, httpcore.TimeoutException) as error:
            raise Unavailable(f"time-out: {type(error).__name__}", url=url) from error
        except (httpx.InvalidURL, UnicodeError) as error:
            raise Refused(f"not an address: {error}", url=url) from error
        except (httpx.HTTPError, *_CORE_ERRORS, OSError) as error:
            raise Unreachable(f"{type(error).__name__}: {error}", url=url) from error

    @asynccontextmanager
    async def _stream(
        self, method: str, url: str, headers: dict[str, str], content: bytes | None
    ) -> AsyncIterator[httpx.Response]:
        request = self._client.build_request(method, url, headers=headers, content=content)
        response = await self._client.send(request, stream=True)
        try:
            yield response
        finally:
            await response.aclose()


_CORE_ERRORS = (httpcore.NetworkError, httpcore.ProtocolError, httpcore.ProxyError, httpcore.UnsupportedProtocol)


def _request_url(url: str) -> str:
    """The address to ask: as given, without fragment, encoded; refused when `canonical_url` refuses it."""
    canonical_url(url)
    try:
        encoded = str(httpx.URL(urldefrag(url.strip())[0]))
    except (httpx.InvalidURL, UnicodeError) as error:
        raise Refused(f"not an address: {error}", url=url) from error
    if len(encoded) > MAX_URL:
        raise Refused(f"address of {len(encoded)} characters; the limit is {MAX_URL}", url=url[:200])
    return encoded


def _politeness_key(url: str) -> str:
    """Addresses with one key stand in one queue: the aliases of one site are one server."""
    return urlsplit(canonical_url(url)).netloc.removeprefix("www.")


def _check_status(status: int, url: str) -> None:
    if status in (404, 410):
        raise Gone(f"status {status}", url=url)
    if not 200 <= status < 300 or status == 206:
        raise Unreachable(f"status {status}", url=url)


def _retry_after(value: str | None) -> float | None:
    """Seconds that a Retry-After header asks to wait; None when there is none or it cannot be read."""
    if value is None:
        return None
    if re.fullmatch(r"\s*\d{1,9}\s*", value):
        return float(value)
    try:
        at = parsedate_to_datetime(value)
    except ValueError:
        return None
    return max(0.0, (at.replace(tzinfo=at.tzinfo or UTC) - datetime.now(UTC)).total_seconds())


# bytes


async def _read_body(response: httpx.Response, limit: int, cut_at: int | None) -> bytes:
    """The body without its content coding. More than `limit` raises `TooLarge`; `cut_at` cuts instead."""
    bound = limit if cut_at is None else cut_at
    declared = response.headers.get("content-length", "")
    if cut_at is None and declared.isdecimal() and len(declared) < 20 and int(declared) > limit:
        raise TooLarge(f"{declared} bytes announced; the limit is {limit}")
    inflate = _Inflate(response.headers.get("content-encoding", ""))
    body, wire = bytearray(), 0
    async for chunk in response.aiter_raw():
        wire += len(chunk)
        body += inflate.feed(chunk, bound + 1 - len(body))
        if wire > bound or len(body) > bound:
            if cut_at is not None:
                return bytes(body[:bound])
            raise TooLarge(f"more than {limit} bytes")
    inflate.finish()
    return bytes(body)


class _Inflate:
    """Undoes gzip and deflate, never giving more bytes than asked for, so that a bomb is stopped at the limit."""

    def __init__(self, coding: str) -> None:
        self._coding = coding.strip().lower().removeprefix("x-")
        if self._coding not in ("", "identity", "gzip", "deflate"):
            raise BadEncoding(f"content coding {coding[:60]!r} was not asked for")
        self._plain = self._coding in ("", "identity")
        self._inflate: Any = None  # zlib gives its decompressors no public type
        self._head = b""
        self._members = 0

    def feed(self, chunk: bytes, most: int) -> bytes:
        """At most `most` (1 or more) of the bytes that `chunk` brings."""
        if self._plain:
            return chunk
        out = bytearray()
        try:
            while chunk and len(out) < most:
                if self._inflate is None or self._inflate.eof:
                    chunk, self._head = self._head + chunk, b""
                    if len(chunk) < 2:
                        self._head = chunk
                        break
                    if not self._begin(chunk):
                        break  # padding behind the end
                out += self._inflate.decompress(chunk, most - len(out))
                chunk = self._inflate.unused_data if self._inflate.eof else self._inflate.unconsumed_tail
        except zlib.error as error:
            raise BadEncoding(f"content coding {self._coding} cannot be undone: {error}") from None
        return bytes(out)

    def finish(self) -> None:
        """Raise `Unreachable` when the stream ended before its end."""
        begun = self._inflate is not None
        if (begun and not self._inflate.eof) or (self._head and not begun):
            raise Unreachable("the answer ends in the middle of its compressed body")

    def _begin(self, chunk: bytes) -> bool:
        """Start the next member; False when what follows the first one is none."""
        if self._members and (self._coding != "gzip" or not chunk.startswith(b"\x1f\x8b")):
            return False
        self._members += 1
        if self._members > _MAX_MEMBERS:
            raise BadEncoding(f"more than {_MAX_MEMBERS} gzip members")
        framed = chunk[0] & 0x0F == 8 and (chunk[0] << 8 | chunk[1]) % 31 == 0
        # Some servers send deflate without the zlib frame that the standard asks for.
        bits = zlib.MAX_WBITS | 16 if self._coding == "gzip" else zlib.MAX_WBITS if framed else -zlib.MAX_WBITS
        self._inflate = zlib.decompressobj(bits)
        return True


# transports


async def _resolve(host: str, port: int) -> list[str]:
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(address[0]) for *_, address in found]


def is_public(address: str) -> bool:
    """True for an IP address of the public internet, the IPv4 address inside a 6to4 or NAT64 one included."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF) if ip in _NAT64 else None)
        if inner is not None:
            return is_public(str(inner))
        if ip.is_site_local:
            return False
    return ip.is_global and not (ip.is_multicast or ip.is_reserved or ip.is_unspecified)


class _CheckedBackend(httpcore.AsyncNetworkBackend):
    """Opens sockets to public addresses only: resolve once, check all, connect to one of the checked."""

    def __init__(self, resolve: Resolve, private: frozenset[str], inner: httpcore.AsyncNetworkBackend) -> None:
        self._resolve, self._private, self._inner = resolve, private, inner

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        try:
            async with asyncio.timeout(timeout):
                addresses = list(dict.fromkeys(await self._resolve(host, port)))
        except TimeoutError:
            raise httpcore.ConnectTimeout(f"no address for {host} in time") from None
        except (OSError, UnicodeError) as error:
            raise httpcore.ConnectError(f"no address for {host}: {error}") from error
        forbidden = [address for address in addresses if not is_public(address) and address not in self._private]
        if forbidden:
            raise Refused(f"{host} leads to {forbidden[0]}, which is not a public address")
        failure: Exception = httpcore.ConnectError(f"no address for {host}")
        for address in sorted(addresses, key=lambda address: ":" in address)[:3]:
            try:
                return await self._inner.connect_tcp(address, port, timeout, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
        raise failure

    async def connect_unix_socket(self, *_: Any, **__: Any) -> httpcore.AsyncNetworkStream:
        raise Refused("unix sockets are not fetched from")

    async def sleep(self, seconds: float) -> None:
        await self._inner.sleep(seconds)


class _LiveTransport(httpx.AsyncBaseTransport):
    """HTTP/1.1 over httpcore, for the sake of its network backend, which httpx's own transport does not let us choose."""

    def __init__(self, limits: Limits, resolve: Resolve) -> None:
        self._pool = httpcore.AsyncConnectionPool(
            ssl_context=_ssl_context(),
            max_connections=limits.concurrency,
            max_keepalive_connections=limits.concurrency,
            keepalive_expiry=30,
            http1=True,
            http2=False,
            network_backend=_CheckedBackend(resolve, limits.private, httpcore.AnyIOBackend()),
        )

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        url = request.url
        answer = await self._pool.handle_async_request(
            httpcore.Request(
                method=request.method,
                url=httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path),
                headers=request.headers.raw,
                content=request.stream,
                extensions=request.extensions,
            )
        )
        return httpx.Response(answer.status, headers=answer.headers, stream=_CoreStream(answer), extensions=answer.extensions)

    async def aclose(self) -> None:
        await self._pool.aclose()


def _ssl_context() -> ssl.SSLContext:
    return httpx.create_ssl_context(trust_env=False)


class _CoreStream(httpx.AsyncByteStream):
    def __init__(self, answer: httpcore.Response) -> None:
        self._answer = answer

    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for chunk in self._answer.aiter_stream():
            yield chunk

    async def aclose(self) -> None:
        await self._answer.aclose()


class _ReplayTransport(httpx.AsyncBaseTransport):
    """Answers from a replayed web; what is not there fails as a network would."""

    def __init__(self, web: Web) -> None:
        self._web = web

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        answer = self._web.answer(str(request.url))
        return httpx.Response(answer.status, headers=list(answer.headers), stream=_Chunks(answer.chunks))


class _Chunks(httpx.AsyncByteStream):
    def __init__(self, chunks: Callable[[], Iterable[bytes]]) -> None:
        self._chunks = chunks

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for chunk in self._chunks():
            yield chunk
