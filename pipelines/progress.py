"""Where long work says how far it is. The command line sets a reporter; a scheduled run has none and stays silent."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

Reporter = Callable[[str, int, int], None]

_reporters: list[Reporter] = []


def report(what: str, done: int, total: int) -> None:
    """Tell the current reporter that `done` of `total` parts of `what` are done."""
    if _reporters:
        _reporters[-1](what, done, total)


@contextmanager
def reporting(reporter: Reporter) -> Iterator[None]:
    _reporters.append(reporter)
    try:
        yield
    finally:
        _reporters.pop()
