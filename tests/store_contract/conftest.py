"""The contract's fixture.

`make_store(events)` loads events into one graph and opens what is in force afterwards as a `GraphStore`; each
further call loads more into the same graph. The tests use nothing else of a store than the protocol of
`graphrisk.store.base`, so that a second store passes them unchanged: add its name to `KINDS` and a branch.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from graphrisk.settings import create_workspace
from graphrisk.store import open_store
from tests.load.rows import run

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from graphrisk.store.base import GraphStore
    from loaders.base import Event

    MakeStore = Callable[[Sequence[Event]], GraphStore]

KINDS = ("duckdb",)


@contextmanager
def _graph(kind: str, folder: Path) -> Iterator[MakeStore]:
    """Yield a function that loads events into a graph in `folder` and opens it as a store of this kind."""
    assert kind == "duckdb"
    workspace = create_workspace(folder)
    opened: list[GraphStore] = []

    def make(events: Sequence[Event]) -> GraphStore:
        run(workspace, events)
        opened.append(open_store(workspace))
        return opened[-1]

    yield make
    for store in opened:
        store.close()


@pytest.fixture(params=KINDS)
def make_store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[MakeStore]:
    """Load events and open the store."""
    with _graph(request.param, tmp_path / "ws") as make:
        yield make


@pytest.fixture(scope="module", params=KINDS)
def make_shared_store(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[MakeStore]:
    """As `make_store`, for a store that all tests of a module read."""
    with _graph(request.param, tmp_path_factory.mktemp("graph") / "ws") as make:
        yield make
