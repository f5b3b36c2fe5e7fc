"""Servers that drip, bomb, lie, loop and lead astray: each ends as an error of the right class, in bounded time and memory."""

import asyncio
import gzip
import ssl
import time
import tracemalloc
import zlib
from collections.abc import Coroutine
from datetime import timedelta
from typing import Any

import pytest
import trustme
from hostile import CLOCK, Request, Writer, answer, fetcher, in_turn, serving

from schemas.vocabularies import IssueClass
from scrapers.archive import Archive
from scrapers.errors import BadEncoding, Gone, Refused, ScrapeError, TooLarge, Unavailable, Unreachable

MEGABYTE = 1 << 20


def run(work: Coroutine[Any, Any, Any]) -> Any:
    return asyncio.run(asyncio.wait_for(work, 20))


async def fault(route: Any, *, path: str = "/page", **limits: Any) -> ScrapeError:
    async with serving({path: route}) as server, fetcher(**limits) as client:
        with pytest.raises(ScrapeError) as caught:
            await client.get(server.url(path), source="test")
        return caught.value


def test_a_dripping_body_ends_with_the_time_allowed():
    async def drip(writer: Writer, request: Request) -> None:
        writer.write(answer(b"", content_length="1000000"))
        for _ in range(100):
            writer.write(b"x")
            await writer.drain()
            await asyncio.sleep(0.1)

    began = time.monotonic()
    error = run(fault(drip, total=0.5, read=0.4))
    assert isinstance(error, Unavailable) and error.retryable
    assert time.monotonic() - began < 8


def test_a_server_that_never_answers_is_a_time_out():
    async def silence(writer: Writer, request: Request) -> None:
        await asyncio.sleep(5)

    assert isinstance(run(fault(silence, read=0.3)), Unavailable)


def test_an_endless_body_is_stopped_at_the_limit():
    sent = 0

    async def endless(writer: Writer, request: Request) -> None:
        nonlocal sent
        writer.write(answer(b"", content_length=""))
        while sent < 500 * MEGABYTE:
            writer.write(bytes(65536))
            sent += 65536
            await writer.drain()

    assert isinstance(run(fault(endless, max_bytes=MEGABYTE)), TooLarge)
    assert sent < 50 * MEGABYTE


@pytest.mark.parametrize("coding", ["gzip", "deflate"])
def test_a_bomb_is_not_inflated_beyond_the_limit(coding):
    packer = zlib.compressobj(9, zlib.DEFLATED, zlib.MAX_WBITS | (16 if coding == "gzip" else 0))
    bomb = b"".join(packer.compress(bytes(MEGABYTE)) for _ in range(300)) + packer.flush()
    tracemalloc.start()
    try:
        error = run(fault(answer(bomb, content_encoding=coding), max_bytes=2 * MEGABYTE))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert isinstance(error, TooLarge)
    assert peak < 20 * MEGABYTE


def test_a_thousand_gzip_members_are_a_bad_coding():
    assert isinstance(run(fault(answer(gzip.compress(b"") * 5000, content_encoding="gzip"))), BadEncoding)


def test_a_size_announced_above_the_limit_is_refused_unread():
    error = run(fault(answer(b"", content_length=str(10**12)), max_bytes=MEGABYTE))
    assert isinstance(error, TooLarge) and str(10**12) in error.words


@pytest.mark.parametrize(
    "wrong",
    [
        answer(b"half", content_length="400"),
        answer(gzip.compress(b"page" * 1000)[:-20], content_encoding="gzip"),
        b"HTTP/1.1 200 OK\r\ncontent-length: ten\r\n\r\nx",
        b"HTTP/1.1 200 OK\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\nxx",
        b"not http at all\r\n\r\n",
        b"HTTP/1.1 200 OK\r\n" + b"x-filler: " + b"a" * 200_000 + b"\r\n\r\n",
        b"",
    ],
    ids=["short body", "cut gzip", "length no number", "two lengths", "no HTTP", "endless header", "closed"],
)
def test_a_broken_answer_is_unreachable_not_half_a_page(wrong):
    error = run(fault(wrong))
    assert error.issue_class is IssueClass.UNREACHABLE and not error.retryable


def test_a_coding_not_asked_for_is_bad_encoding():
    assert isinstance(run(fault(answer(b"\x1b\x00", content_encoding="br"))), BadEncoding)
    assert isinstance(run(fault(answer(b"plain words", content_encoding="gzip"))), BadEncoding)


@pytest.mark.parametrize(
    ("status", "expected", "retryable"),
    [
        ("404 Not Found", Gone, False),
        ("410 Gone", Gone, False),
        ("403 Forbidden", Unreachable, False),
        ("405 Method Not Allowed", Unreachable, False),
        ("451 Unavailable For Legal Reasons", Unreachable, False),
        ("500 Internal Server Error", Unreachable, False),
        ("503 Service Unavailable", Unavailable, True),
        ("304 Not Modified", Unreachable, False),
        ("206 Partial Content", Unreachable, False),
        ("302 Found", Unreachable, False),
    ],
)
def test_each_status_has_its_class(status, expected, retryable):
    error = run(fault(answer(b"", status)))
    assert type(error) is expected and error.retryable is retryable
    assert error.issue("test").url is not None


# redirects


async def redirected(location: str, **more: bytes) -> ScrapeError:
    routes = {"/page": answer(b"", "302 Found", location=location), **{f"/{name}": route for name, route in more.items()}}
    async with serving(routes) as server, fetcher() as client:
        with pytest.raises(ScrapeError) as caught:
            await client.get(server.url("/page"), source="test")
        return caught.value


@pytest.mark.parametrize(
    "location",
    [
        "file:///etc/passwd",
        "ftp://example.org/",
        "javascript:alert(1)",
        "http://user:secret@127.0.0.1/",
        "http://10.0.0.1/",
        "http://169.254.169.254/latest/meta-data/",
        "http://[::1]/",
        "http://[::ffff:10.0.0.1]/",
        "http://2130706434/",
        "http://0.0.0.0/",
        "http://[64:ff9b::7f00:2]/",
        "http://[::bad",
        "http://" + "a" * 5000,
    ],
)
def test_a_redirect_leads_to_public_http_addresses_only(location):
    error = run(redirected(location))
    assert isinstance(error, Refused) or "Invalid URL" in error.words
    assert "secret" not in str(error.issue("test"))


def test_a_circle_of_redirects_ends():
    assert isinstance(run(redirected("/other", other=answer(b"", "301 Moved Permanently", location="/page"))), Refused)


def test_redirects_are_followed_five_times_at_most():
    async def chain(length: int) -> Any:
        routes = {f"/{step}": answer(b"", "302 Found", location=f"/{step + 1}") for step in range(length)}
        async with serving(routes | {f"/{length}": answer(b"there")}) as server, fetcher() as client:
            return await client.get(server.url("/0"), source="test")

    document = run(chain(5))
    assert document.body == b"there" and document.final_url.endswith("/5") and document.requested_url.endswith("/0")
    with pytest.raises(Refused):
        run(chain(6))


def test_a_redirected_post_is_not_turned_into_a_get():
    async def work() -> list[Request]:
        async with (
            serving({"/api": answer(b"", "302 Found", location="/x"), "/x": answer(b"{}")}) as server,
            fetcher() as client,
        ):
            with pytest.raises(Refused):
                await client.post_json(server.url("/api"), {"query": "{}"}, source="test")
            return server.asked("/x")

    assert run(work()) == []


# addresses


def test_an_address_of_this_machine_is_not_asked():
    async def work() -> int:
        async with serving({"/page": answer(b"secret")}) as server, fetcher(private=frozenset()) as client:
            with pytest.raises(Refused, match="not a public address"):
                await client.get(server.url("/page"), source="test")
            return len(server.requests)

    assert run(work()) == 0


def test_a_name_is_resolved_once_a_connection_and_all_its_addresses_are_checked():
    """DNS rebinding: the second look-up of the name gives an address inside; it is refused, and never used unchecked."""
    answers = [["127.0.0.1"], ["127.0.0.1"], ["127.0.0.1", "10.0.0.1"]]
    looked_up: list[str] = []

    async def resolve(host: str, port: int) -> list[str]:
        looked_up.append(host)
        return answers[min(len(looked_up), len(answers)) - 1]

    async def work() -> list[Request]:
        async with serving({"/page": answer(b"public page")}) as server, fetcher(resolve=resolve) as client:
            url = server.url("/page").replace("127.0.0.1", "site.test")
            assert (await client.get(url, source="test")).body == b"public page"
            assert looked_up == ["site.test"] * 2, (
                "one look-up for robots.txt, one for the page, both connections closed by the server"
            )
            with pytest.raises(Refused, match=r"10\.0\.0\.1"):
                await client.get(url, source="test")
            return server.requests

    requests = run(work())
    assert [request.path for request in requests] == ["/robots.txt", "/page"]
    assert requests[1].headers["host"].startswith("site.test:")


def test_tls_is_verified_under_the_name_not_the_address():
    named: list[str | None] = []
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    trustme.CA().issue_cert("site.test").configure_cert(context)
    context.sni_callback = lambda _socket, name, _context: named.append(name)

    async def resolve(host: str, port: int) -> list[str]:
        return ["127.0.0.1"]

    async def work() -> ScrapeError:
        async with serving({"/": answer(b"x")}, ssl=context) as server, fetcher(resolve=resolve) as client:
            with pytest.raises(Unreachable) as caught:
                await client.get(server.url("/").replace("127.0.0.1", "site.test"), source="test")
            return caught.value

    assert "CERTIFICATE_VERIFY_FAILED" in run(work()).words
    assert named == ["site.test"]


# manners


def test_a_busy_server_is_asked_again_after_the_time_it_names():
    route = in_turn(
        answer(b"", "429 Too Many Requests", retry_after="1"), answer(b"", "503 Busy", retry_after="0"), answer(b"now")
    )

    async def work() -> tuple[bytes, int, float]:
        async with serving({"/page": route}) as server, fetcher(attempts=3) as client:
            began = time.monotonic()
            document = await client.get(server.url("/page"), source="test")
            return document.body, len(server.asked("/page")), time.monotonic() - began

    body, asked, seconds = run(work())
    assert (body, asked) == (b"now", 3)
    assert 1 <= seconds < 3


@pytest.mark.parametrize(("status", "asked"), [("405 Method Not Allowed", 1), ("500 Error", 1), ("503 Busy", 2)])
def test_only_passing_faults_are_tried_again(status, asked):
    async def work() -> int:
        async with serving({"/page": answer(b"", status, retry_after="0")}) as server, fetcher(attempts=2) as client:
            with pytest.raises(Unreachable):
                await client.get(server.url("/page"), source="test")
            return len(server.asked("/page"))

    assert run(work()) == asked


def test_a_server_that_asks_for_too_long_a_wait_is_left_alone():
    async def work() -> int:
        route = answer(b"", "503 Busy", retry_after="86400")
        async with serving({"/page": route}) as server, fetcher(attempts=3) as client:
            with pytest.raises(Unavailable):
                await client.get(server.url("/page"), source="test")
            return len(server.asked("/page"))

    assert run(work()) == 1


def test_a_host_that_fails_again_and_again_is_left_alone_for_the_run():
    async def work() -> tuple[int, str]:
        routes = {f"/{n}": answer(b"", "503 Busy") for n in range(6)}
        async with serving(routes) as server, fetcher(failures=3) as client:
            words = ""
            for n in range(6):
                with pytest.raises(Unreachable) as caught:
                    await client.get(server.url(f"/{n}"), source="test")
                words = caught.value.words
            return len([request for request in server.requests if request.path != "/robots.txt"]), words

    asked, words = run(work())
    assert asked == 3 and "left alone" in words


def test_one_request_at_a_time_a_host_with_a_pause_between():
    async def slowly(writer: Writer, request: Request) -> None:
        await asyncio.sleep(0.02)
        writer.write(answer(b"ok"))

    async def work() -> tuple[int, float]:
        async with serving({f"/{n}": slowly for n in range(5)}) as server, fetcher(delay=0.1) as client:
            began = time.monotonic()
            await asyncio.gather(*(client.get(server.url(f"/{n}"), source="test") for n in range(5)))
            return server.most_at_once, time.monotonic() - began

    at_once, seconds = run(work())
    assert at_once == 1
    assert seconds >= 0.5


def test_robots_txt_is_obeyed_and_read_once():
    robots = b"User-agent: *\nDisallow: /closed\nUser-agent: Pobratym\nDisallow: /private\nCrawl-delay: 0.2\n"

    async def work() -> tuple[int, float]:
        routes = {"/robots.txt": answer(robots, content_type="text/plain"), "/private/a": answer(b"no"), "/a": answer(b"yes")}
        async with serving(routes) as server, fetcher(max_delay=0.2) as client:
            with pytest.raises(Refused, match=r"robots\.txt"):
                await client.get(server.url("/private/a"), source="test")
            began = time.monotonic()
            for _ in range(3):
                await client.get(server.url("/a"), source="test")
            assert server.asked("/private/a") == []
            assert server.requests[0].headers["user-agent"].startswith("Pobratym/")
            assert server.requests[0].headers["user-agent"].endswith("(+https://example.org/contact)")
            return len(server.asked("/robots.txt")), time.monotonic() - began

    asked, seconds = run(work())
    assert asked == 1
    assert seconds >= 0.4


@pytest.mark.parametrize(
    ("robots", "expected"),
    [
        (answer(b"", "404 Not Found"), None),
        (answer(b"", "403 Forbidden"), None),
        (answer(b"<html>no rules here</html>"), None),
        (answer(b"User-agent: *\nDisallow:\n" + b"# " + b"x" * 2_000_000), None),
        (answer(b"", "500 Internal Server Error"), Unreachable),
        (answer(b"", "503 Service Unavailable"), Unreachable),
        (answer(b"", "302 Found", location="/robots.txt"), Refused),
        (b"", Unreachable),
    ],
    ids=["404", "403", "html", "two megabytes", "500", "503", "circle", "closed"],
)
def test_what_an_answer_for_robots_txt_means(robots, expected):
    async def work() -> None:
        async with serving({"/robots.txt": robots, "/page": answer(b"page")}) as server, fetcher() as client:
            await client.get(server.url("/page"), source="test")

    if expected is None:
        run(work())
    else:
        with pytest.raises(expected):
            run(work())


def test_no_cookie_of_one_page_reaches_the_next():
    async def work() -> str | None:
        routes = {"/a": answer(b"a", set_cookie="session=1; Path=/"), "/b": answer(b"b")}
        async with serving(routes) as server, fetcher() as client:
            document = await client.get(server.url("/a"), source="test")
            assert "set-cookie" not in document.headers
            await client.get(server.url("/b"), source="test")
            return server.asked("/b")[0].headers.get("cookie")

    assert run(work()) is None


# sizes and versions


def test_a_page_of_five_megabytes_arrives_whole():
    page = b"<p>" + "Жешув ".encode() * 500_000
    assert len(page) > 5 * MEGABYTE

    async def work() -> bytes:
        packed = answer(gzip.compress(page), content_encoding="gzip")
        async with serving({"/page": packed}) as server, fetcher() as client:
            return (await client.get(server.url("/page"), source="test")).body

    assert run(work()) == page


def test_an_unchanged_page_is_not_sent_again(tmp_path):
    etag = '"v1"'

    async def page(writer: Writer, request: Request) -> None:
        known = request.headers.get("if-none-match") == etag
        writer.write(answer(b"", "304 Not Modified", etag=etag) if known else answer(b"first version", etag=etag))

    async def work() -> Any:
        with Archive(tmp_path) as archive:
            async with serving({"/page": page}) as server:
                async with fetcher(archive) as client:
                    first = await client.get(server.url("/page"), source="test")
                async with fetcher(archive, clock=CLOCK + timedelta(days=1)) as client:
                    return first, await client.get(server.url("/page"), source="test")

    first, second = run(work())
    assert not first.not_modified and second.not_modified
    assert (second.status, second.body, second.sha256) == (200, b"first version", first.sha256)
    assert second.content_type == first.content_type and second.fetched_at > first.fetched_at


def test_a_304_for_bytes_that_the_archive_lost_is_never_asked_for(tmp_path):
    async def work() -> Any:
        with Archive(tmp_path) as archive:
            async with serving({"/page": answer(b"whole", etag='"v1"')}) as server:
                async with fetcher(archive) as client:
                    await client.get(server.url("/page"), source="test")
                for path in tmp_path.glob("*.warc.gz"):
                    path.write_bytes(bytes(path.stat().st_size))
                async with fetcher(archive, clock=CLOCK + timedelta(days=1)) as client:
                    await client.get(server.url("/page"), source="test")
                return server.asked("/page")[1].headers

    assert "if-none-match" not in run(work())
