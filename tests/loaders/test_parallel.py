"""Pieces computed in other processes: same order, same result, and no process left behind."""

from __future__ import annotations

import io
import json
import multiprocessing
import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa
import pytest

from graphrisk.errors import GraphRiskError
from loaders.jsonlines import Block, blocks
from loaders.openalex.decode import Decoder
from loaders.parallel import WORTH_IT, ordered
from loaders.shared import PLACE
from loaders.streams import Stream

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ROOT = Path(__file__).resolve().parents[2]


def where(piece: int) -> tuple[int, int]:
    """Return the piece and the process that had it; the number 7 takes its process down."""
    if piece == 7:
        os.kill(os.getpid(), signal.SIGKILL)
    return piece, os.getpid()


def make_where() -> Callable[[int], tuple[int, int]]:
    return where


def fail(piece: int) -> int:
    raise ValueError(piece)


def make_fail() -> Callable[[int], int]:
    return fail


class Counting:
    """Says how many pieces it has had."""

    def __init__(self) -> None:
        self.pieces = 0

    def __call__(self, _: int) -> int:
        self.pieces += 1
        return self.pieces


@pytest.mark.parametrize("processes", [1, 2])
def test_a_function_lives_as_long_as_its_process_but_no_longer_than_the_call(processes: int) -> None:
    for _ in range(2):
        found = list(ordered(Counting, range(20), processes=processes))
        assert min(found) == 1
        assert max(found) >= 20 / processes


@pytest.mark.parametrize(("pieces", "processes"), [(WORTH_IT - 1, 8), (WORTH_IT * 2 - 1, 1)])
def test_few_pieces_or_one_process_need_no_other(pieces: int, processes: int) -> None:
    found = list(ordered(make_where, range(10, 10 + pieces), processes=processes))
    assert found == [(piece, os.getpid()) for piece in range(10, 10 + pieces)]


def test_results_come_in_order_and_an_early_end_leaves_nothing_behind() -> None:
    running = ordered(make_where, iter(range(10, 10_000)), processes=2)
    found = [next(running) for _ in range(20)]
    assert [piece for piece, _ in found] == list(range(10, 30))
    assert os.getpid() not in {process for _, process in found}
    running.close()
    assert not multiprocessing.active_children()


def test_only_a_few_pieces_are_drawn_ahead() -> None:
    drawn: list[int] = []

    def draw() -> Iterator[int]:
        for number in range(10, 99):
            drawn.append(number)
            yield number

    running = ordered(make_where, draw(), processes=2)
    next(running)
    assert len(drawn) <= WORTH_IT
    running.close()


def doubled(piece: Block) -> Block:
    return replace(piece, data=piece.data * 2)


def make_doubled() -> Callable[[Block], Block]:
    return doubled


def test_pieces_and_results_may_be_larger_than_the_memory_that_is_shared() -> None:
    pieces = [Block("f", n, bytes([n]) * (PLACE * n // 6), n) for n in range(WORTH_IT + 2)]
    found = ordered(make_doubled, iter(pieces), processes=2)
    assert all(one == doubled(piece) for piece, one in zip(pieces, found, strict=True))


def tables(piece: int) -> tuple[pa.Table, bool]:
    """Return a table, and whether pandas came with it."""
    return pa.table({"number": [piece] * piece * 10_000, "text": [str(piece)] * piece * 10_000}), (
        "pandas" in sys.modules
    )


def make_tables() -> Callable[[int], tuple[pa.Table, bool]]:
    return tables


def test_tables_that_are_kept_stay_as_they_are_and_need_no_pandas() -> None:
    kept = list(ordered(make_tables, range(20), processes=2))
    assert [table for table, _ in kept] == [tables(number)[0] for number in range(20)]
    assert not any(pandas for _, pandas in kept)


def test_a_process_that_dies_is_an_error_and_no_hang() -> None:
    with pytest.raises(GraphRiskError, match="ended unexpectedly"):
        list(ordered(make_where, range(20), processes=2))
    assert not multiprocessing.active_children()


def test_an_error_comes_through() -> None:
    with pytest.raises(ValueError, match="0"):
        list(ordered(make_fail, range(20), processes=2))


def test_processes_end_with_a_parent_that_is_killed() -> None:
    script = (
        "import sys, time\n"
        "from loaders.parallel import ordered\n"
        "from tests.loaders.test_parallel import make_where\n"
        "if __name__ == '__main__':\n"
        "    running = ordered(make_where, iter(range(10, 1000)), processes=1 + 1)\n"
        "    print(*{next(running)[1] for _ in range(12)}, flush=True)\n"
        "    time.sleep(60)\n"
    )
    parent = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True, cwd=ROOT)
    with parent:
        assert parent.stdout is not None
        children = [int(word) for word in parent.stdout.readline().split()]
        parent.kill()
    assert children
    deadline = time.monotonic() + 30
    while any(_alive(child) for child in children) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not any(_alive(child) for child in children)


def _alive(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_works_decoded_elsewhere_are_the_same() -> None:
    lines = [
        {
            "id": f"W{number}",
            "publication_year": 2020 + number % 5,
            "authorships": [{"author": {"id": f"A{number}", "display_name": "佐藤 花子"}}],
        }
        for number in range(100, 200)
    ]
    data = "\n".join(json.dumps(line) for line in lines).encode() + b"\nrubbish\n"
    pieces = [b for b in blocks(Stream(io.BytesIO(data), "f"), "f", size=1000) if isinstance(b, Block)]
    assert len(pieces) > WORTH_IT
    here, there = ([*ordered(Decoder, pieces, processes=processes)] for processes in (1, 2))
    assert here == there
    assert sum(part.records for part in there) == 101
    assert [reject.line for part in there for reject in part.rejects] == [101]
