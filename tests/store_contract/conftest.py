"""The contract's fixture.

`make_store(events)` loads events into one graph and opens what is in force afterwards as a `GraphStore`; each
further call loads more into the same graph. The tests use nothing else of a store than the protocol of
`graphrisk.store.base`, so that a second store passes them unchanged: add its name to `KINDS` and a branch.

A store that keeps its snapshot when a newer one is loaded is among `KEEPING`; the others hold one snapshot
and tell a reader of an earlier one that the graph has moved on.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from graphrisk.settings import create_workspace
from graphrisk.store import open_store
from graphrisk.store.neo4j.connection import Server, find_address
from graphrisk.store.neo4j.publish import Publisher
from tests.load.rows import NOON, run

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from graphrisk.store.base import GraphStore
    from loaders.base import Event
    from tests.neo4j.server import TestServer

    MakeStore = Callable[[Sequence[Event]], GraphStore]

KEEPING = ("duckdb",)
KINDS = (*KEEPING, pytest.param("neo4j", marks=(pytest.mark.neo4j, pytest.mark.neo4j_core)))


@contextmanager
def _graph(kind: str, folder: Path) -> Iterator[MakeStore]:
    """Yield a function that loads events into a graph in `folder` and opens it as a store of this kind."""
    workspace = create_workspace(folder)
    workspace = workspace.model_copy(
        update={
            "settings": workspace.settings.model_copy(
                update={"store": workspace.settings.store.model_copy(update={"kind": kind})}
            )
        }
    )
    opened: list[GraphStore] = []

    def make(events: Sequence[Event]) -> GraphStore:
        run(workspace, events)
        if kind == "neo4j":
            with Server(find_address(None)) as server:
                Publisher(workspace, server, lambda: NOON).publish()
        opened.append(open_store(workspace))
        return opened[-1]

    yield make
    for store in opened:
        store.close()


@contextmanager
def _server(request: pytest.FixtureRequest) -> Iterator[None]:
    """Empty the server and name it in the environment, where the kind of store needs one."""
    if request.param != "neo4j":
        yield
        return
    server: TestServer = request.getfixturevalue("neo4j_server")
    server.forget()
    with pytest.MonkeyPatch.context() as patch:
        for name, value in server.environment.items():
            patch.setenv(name, value)
        yield


@pytest.fixture(params=KINDS)
def make_store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[MakeStore]:
    """Load events and open the store."""
    with _server(request), _graph(request.param, tmp_path / "ws") as make:
        yield make


@pytest.fixture(scope="module", params=KINDS)
def make_shared_store(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[MakeStore]:
    """As `make_store`, for a store that all tests of a module read."""
    with _server(request), _graph(request.param, tmp_path_factory.mktemp("graph") / "ws") as make:
        yield make


@pytest.fixture
def keeps(request: pytest.FixtureRequest) -> bool:
    """Whether the store of this test keeps its snapshot when a newer one takes its place."""
    return request.node.callspec.params["make_store"] in KEEPING
