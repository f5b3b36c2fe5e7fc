"""A raw HTTP server on loopback whose answers may be wrong in any way, and the fetcher that the fault tests point at it."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime

from scrapers.archive import Archive
from scrapers.fetch import Fetcher, Limits
from scrapers.web import Web

CLOCK = datetime(2025, 1, 1, 0, 0, tzinfo=UTC)
LOOPBACK = frozenset({"127.0.0.1"})

Writer = asyncio.StreamWriter
Route = bytes | Callable[[Writer, "Request"], Awaitable[None]]


@dataclass(frozen=True)
class Request:
    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes


@dataclass
class Server:
    base: str
    routes: dict[str, Route]
    requests: list[Request] = field(default_factory=list)
    at_once: int = 0
    most_at_once: int = 0

    def url(self, path: str) -> str:
        return self.base + path

    def asked(self, path: str) -> list[Request]:
        return [request for request in self.requests if request.path == path]


def answer(body: bytes = b"", status: str = "200 OK", **headers: str) -> bytes:
    """A whole answer; a header name is written with underscores. Content-Length is right unless given."""
    fields = {"content-type": "text/html; charset=utf-8", "content-length": str(len(body)), "connection": "close"}
    fields |= {name.replace("_", "-"): value for name, value in headers.items()}
    head = "".join(f"{name}: {value}\r\n" for name, value in fields.items() if value)
    return f"HTTP/1.1 {status}\r\n{head}\r\n".encode() + body


def in_turn(*answers: bytes) -> Route:
    """The first answer to the first request, and so on; the last one for ever."""
    left = list(answers)

    async def route(writer: Writer, request: Request) -> None:
        writer.write(left.pop(0) if len(left) > 1 else left[0])

    return route


@asynccontextmanager
async def serving(routes: dict[str, Route], **options: object) -> AsyncIterator[Server]:
    """A server for the time of a test; a path without a route answers 404. `options` go to asyncio (TLS)."""

    async def talk(reader: asyncio.StreamReader, writer: Writer) -> None:
        server.at_once += 1
        server.most_at_once = max(server.most_at_once, server.at_once)
        with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError):
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
            method, path, _ = head[0].split(" ", 2)
            headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in head[1:] if line)}
            body = await reader.readexactly(int(headers.get("content-length", 0)))
            request = Request(method, path, headers, body)
            server.requests.append(request)
            route = server.routes.get(path, answer(b"", "404 Not Found"))
            if isinstance(route, bytes):
                writer.write(route)
            else:
                await route(writer, request)
            await writer.drain()
        server.at_once -= 1
        writer.close()

    listener = await asyncio.start_server(talk, "127.0.0.1", 0, **options)
    port = listener.sockets[0].getsockname()[1]
    server = Server(f"{'https' if options.get('ssl') else 'http'}://127.0.0.1:{port}", routes)
    try:
        yield server
    finally:
        listener.close()


def fetcher(archive: Archive | None = None, *, clock: datetime = CLOCK, resolve: object = None, **limits: object) -> Fetcher:
    """A fetcher in live mode that may talk to this machine and does not wait between requests."""
    chosen = Limits(**{"delay": 0.0, "attempts": 1, "total": 5.0, "private": LOOPBACK, **limits})
    return Fetcher(Web(), clock=clock, archive=archive, contact="https://example.org/contact", limits=chosen, resolve=resolve)
