"""Registries to play nights in: the resolver over the whole index of places, and a clone that holds the codifier."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from registry.database import Database
from registry.matching.resolver import Resolver
from registry.places.gazetteer import Gazetteer
from tests.conftest import cloned
from tests.integration.nights import prepare


@pytest.fixture(scope="session")
def resolver(gazetteer_folder: Path) -> Resolver:
    return Resolver(Gazetteer.open(gazetteer_folder))


@pytest.fixture(scope="session")
def template(server: Database) -> Iterator[str]:
    """A registry with the codifier in it, to clone."""
    with cloned(server) as database:
        engine = database.engine()
        with engine.begin() as connection:
            prepare(connection)
        engine.dispose()
        yield database.url.database


@pytest.fixture
def registry(server: Database, template: str) -> Iterator[sa.Connection]:
    with cloned(server, template) as database:
        engine = database.engine()
        with engine.connect() as connection:
            yield connection
        engine.dispose()
