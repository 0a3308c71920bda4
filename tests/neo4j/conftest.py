"""`sample`: the sample data loaded and both calls scanned, once for all tests here; tests that write copy it.

`published`: the same on the server, which holds nothing else.
"""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from graphrisk.settings import Workspace, open_workspace
from graphrisk.store.neo4j.connection import Address, Server
from graphrisk.store.neo4j.publish import Publisher
from tests.cli.conftest import call
from tests.neo4j.server import TestServer

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with the sample data loaded and both calls scanned."""
    folder = tmp_path_factory.mktemp("sample") / "workspace"
    done = call("demo", ROOT / "sample_data", "--workspace", folder)
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture
def published(
    sample: Path, neo4j_environment: TestServer, tmp_path: Path
) -> Iterator[tuple[Workspace, Server]]:
    """A copy of the sample workspace, and the server that holds its snapshot."""
    shutil.copytree(sample, tmp_path / "workspace")
    workspace = open_workspace(tmp_path / "workspace")
    address = Address(neo4j_environment.uri, neo4j_environment.user, neo4j_environment.password)
    with Server(address) as server:
        Publisher(workspace, server, lambda: dt.datetime.now(dt.UTC)).publish()
        yield workspace, server
