"""A store is one snapshot: later loads do not reach a reader that is open."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from graphrisk.errors import StoreError
from graphrisk.store.base import MovedOnError
from loaders.base import Replace
from tests.load.rows import work

if TYPE_CHECKING:
    from tests.store_contract.conftest import MakeStore


def test_the_manifest_tells_what_the_snapshot_holds(make_store: MakeStore) -> None:
    manifest = make_store([*work(1, (1, 2)), *work(2)]).manifest
    assert (manifest.snapshot, manifest.rows["works"], manifest.rows["authorships"]) == (1, 2, 3)
    assert [(one.source, one.written) for one in manifest.loads] == [("test", 2)]


def test_an_open_reader_never_mixes_two_snapshots(make_store: MakeStore, keeps: bool) -> None:
    """A reader keeps its own snapshot, or is told that the graph has moved on.

    A published file stays as it is for whoever has it open. A server holds one snapshot, which the next
    publication changes in place: what a reader of the earlier one is owed there is never to be given rows of
    two snapshots as if they were one. What a scope has fetched is its own in both.
    """
    before = make_store(work(1))
    with before.scope(None) as scope:
        after = make_store([*work(2), Replace("works", ("W1",))])
        assert after.rows("works", "work_id", ["W1", "W2"]).column("work_id").to_pylist() == ["W2"]
        assert scope.backend.to_pyarrow(scope.tables["works"].work_id).to_pylist() == ["W1"]
        assert (before.manifest.snapshot, after.manifest.snapshot) == (1, 2)
    if keeps:
        assert before.rows("works", "work_id", ["W1", "W2"]).column("work_id").to_pylist() == ["W1"]
        with before.scope(None) as later:
            assert later.backend.to_pyarrow(later.tables["works"].work_id).to_pylist() == ["W1"]
        return
    for read in (
        lambda: before.rows("works", "work_id", ["W1", "W2"]),
        lambda: before.count("works"),
        lambda: before.search("title"),
        lambda: before.scope(None),
        lambda: before.scope("C1"),
    ):
        with pytest.raises(MovedOnError, match=r"held snapshot 1 and holds 2 now"):
            read()


def test_equal_content_has_an_equal_hash_in_whatever_order_it_came(make_store: MakeStore) -> None:
    first = make_store(work(1)).manifest.content_hash
    both = make_store(work(2)).manifest.content_hash
    assert make_store([Replace("works", ("W2",))]).manifest.content_hash == first
    assert make_store([*work(2), Replace("works", ("W1",))]).manifest.content_hash not in {first, both}
    assert make_store(work(1)).manifest.content_hash == both


def test_a_closed_store_says_so(make_store: MakeStore) -> None:
    store = make_store(work(1))
    store.close()
    store.close()
    with pytest.raises(StoreError, match="closed"):
        store.count("works")
    with pytest.raises(StoreError, match="closed"):
        store.search("title")
