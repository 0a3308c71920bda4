"""Objects through shared memory: whole, whatever their size, and independent of what comes after them."""

from __future__ import annotations

import multiprocessing
import shutil

import pyarrow as pa
import pytest

from loaders.jsonlines import Block
from loaders.shared import Places

SIZE = 4096


@pytest.fixture
def places() -> Places:
    return Places(multiprocessing.get_context("spawn"), 2, SIZE)


def table(letters: str, rows: int) -> pa.Table:
    return pa.table({"name": [f"{letters}{row}" for row in range(rows)], "none": pa.nulls(rows, pa.int64())})


@pytest.mark.parametrize(
    "value",
    [
        {"a": [1, "二"]},
        table("山", 20),
        {"one": table("a", 20), "none": table("b", 0), "other": table("c", 30).slice(3, 9)},
        [Block("f", 3, b"{}\n" * 100, 7), Block("f", 4, b"", 8, document=True)],
    ],
)
def test_an_object_comes_out_as_it_went_in(places: Places, value: object) -> None:
    packed = places.pack(1, value)
    assert packed.parts is not None
    assert places.unpack(1, packed) == value


def test_large_parts_do_not_go_through_the_pipe(places: Places) -> None:
    assert len(places.pack(0, Block("f", 1, b"x" * 4000, 9)).rest) < 200
    assert len(places.pack(0, table("x" * 100, 30)).rest) < 1000


@pytest.mark.parametrize("size", [SIZE - 1, SIZE, SIZE + 1, 10 * SIZE])
def test_what_does_not_fit_goes_whole(places: Places, size: int) -> None:
    neighbour = Block("f", 1, b"n" * SIZE, 9)
    kept = places.pack(1, neighbour)
    block = Block("f", 1, b"x" * size, 9)
    packed = places.pack(0, block)
    assert (packed.parts is not None) == (size <= SIZE)
    assert places.unpack(0, packed) == block
    assert places.unpack(1, kept) == neighbour


def test_what_was_taken_out_stays_when_the_place_is_used_again(places: Places) -> None:
    first, block = places.unpack(0, places.pack(0, [table("a", 30), Block("f", 1, b"before", 9)]))
    places.pack(0, Block("f", 1, b"z" * SIZE, 9))
    assert first == table("a", 30)
    assert block.data == b"before"


def test_without_room_for_the_memory_objects_go_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    used = shutil.disk_usage("/")
    monkeypatch.setattr(shutil, "disk_usage", lambda _: used._replace(free=2 * SIZE))
    places = Places(multiprocessing.get_context("spawn"), 2, SIZE)
    value = [table("山", 20), Block("f", 3, b"{}", 7)]
    packed = places.pack(1, value)
    assert packed.parts is None
    assert places.unpack(1, packed) == value
    assert Places(multiprocessing.get_context("spawn"), 1, SIZE).pack(0, value).parts is not None
