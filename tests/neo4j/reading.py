"""One snapshot in both stores: published to a server, and opened there and in the workspace."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from graphrisk.cli.stores import with_store
from graphrisk.policies import load_policy
from graphrisk.scan import ScanResult, scan
from graphrisk.schema import TABLES
from graphrisk.store import open_store
from graphrisk.store.neo4j.connection import Address, Server
from graphrisk.store.neo4j.publish import Publisher
from graphrisk.store.neo4j.scope import Neo4jScope
from graphrisk.store.neo4j.store import Neo4jStore

if TYPE_CHECKING:
    import pytest

    from graphrisk.settings import Workspace
    from graphrisk.store.base import GraphStore, Scope
    from tests.neo4j.server import TestServer

POLICY = load_policy("jp-tejunsho")


@dataclass(frozen=True)
class Both:
    """The same snapshot, embedded and on the server."""

    near: GraphStore
    far: Neo4jStore


def server_of(server: TestServer) -> Server:
    """Return a connection to a server of the tests."""
    return Server(Address(server.uri, server.user, server.password))


def publish(workspace: Workspace, server: TestServer) -> None:
    """Have the server hold the snapshot in force."""
    with server_of(server) as connection:
        Publisher(workspace, connection, lambda: dt.datetime.now(dt.UTC)).publish()


@contextmanager
def both(workspace: Workspace, server: TestServer, patch: pytest.MonkeyPatch) -> Iterator[Both]:
    """Publish the snapshot in force and open it in both stores."""
    publish(workspace, server)
    for name, value in server.environment.items():
        patch.setenv(name, value)
    with ExitStack() as stack:
        near = open_store(workspace)
        stack.callback(near.close)
        far = open_store(with_store(workspace, "neo4j"))
        stack.callback(far.close)
        assert isinstance(far, Neo4jStore)
        yield Both(near, far)


def told(result: ScanResult) -> ScanResult:
    """Return all of a scan but how long it took."""
    return replace(result, seconds=0.0)


def scanned(stores: Both, call_id: str) -> ScanResult:
    """Scan a call in both stores, row for row the same, and return the result."""
    near, far = (told(scan(store, call_id, policy=POLICY)) for store in (stores.near, stores.far))
    assert far.findings == near.findings
    assert [f.evidence_hash for f in far.findings] == [f.evidence_hash for f in near.findings]
    assert far == near
    return near


def fetched(store: Neo4jStore, call_id: str, **more: Any) -> Mapping[str, int]:
    """Return how many rows of each table a scope of the call has fetched."""
    with store.scope(call_id, **more) as scope:
        assert isinstance(scope, Neo4jScope)
        return dict(scope.fetched)


def content(scope: Scope) -> dict[str, list[str]]:
    """Return all rows of all tables, each as text, in an order of their own."""
    return {
        name: sorted(map(repr, scope.backend.to_pyarrow(scope.tables[name]).to_pylist())) for name in TABLES
    }
