"""A review database to test with: a file of SQLite, and PostgreSQL where a server is named.

GRAPHRISK_TEST_POSTGRESQL holds the address of a PostgreSQL database in which the tests may make and drop
schemas of their own.
"""

from __future__ import annotations

import os
import uuid
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url

from graphrisk.review import Repository
from tests.review.factory import Clock

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SERVER = os.environ.get("GRAPHRISK_TEST_POSTGRESQL", "")


@pytest.fixture(params=["sqlite", "postgresql"] if SERVER else ["sqlite"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of an empty database."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'review.db'}"
        return
    schema = f"graphrisk_test_{uuid.uuid4().hex}"
    engine = create_engine(SERVER)
    with engine.begin() as connection:
        connection.execute(text(f"CREATE SCHEMA {schema}"))
    try:
        address = make_url(SERVER).update_query_dict({"options": f"-csearch_path={schema}"})
        yield address.render_as_string(hide_password=False)
    finally:
        with engine.begin() as connection:
            connection.execute(text(f"DROP SCHEMA {schema} CASCADE"))
        engine.dispose()


@pytest.fixture
def repository(url: str) -> Iterator[Repository]:
    """A repository on an empty database, with a clock that goes one minute a look."""
    with Repository(url, clock=Clock()) as opened:
        yield opened
