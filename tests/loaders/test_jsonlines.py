"""Blocks of whole lines, long lines skipped through, documents told from lines."""

from __future__ import annotations

import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graphrisk.errors import InputError
from loaders.base import Reject
from loaders.jsonlines import Block, blocks
from loaders.streams import Stream


def _blocks(data: bytes, *, size: int = 16, limit: int = 64) -> list[Block | Reject]:
    return list(blocks(Stream(io.BytesIO(data), "f"), "f", size=size, limit=limit))


@given(
    st.lists(st.integers(0, 90), min_size=1, max_size=12),
    st.integers(8, 40),
    st.integers(40, 70),
    st.booleans(),
    st.sampled_from([b"\n", b"\r\n"]),
)
def test_blocks_hold_each_line_once_with_its_number(
    lengths: list[int], size: int, limit: int, ends: bool, newline: bytes
) -> None:
    lines = [b"" if length < 2 else b"{" + b"x" * (length - 2) + b"}" for length in lengths]
    lines[0] = b"{}"
    data = newline.join(lines) + (newline if ends else b"")
    found: dict[int, bytes] = {}
    refused = set()
    for block in _blocks(data, size=size, limit=limit):
        if isinstance(block, Reject):
            refused.add(block.line)
            continue
        assert not block.document
        for number, line in enumerate(block.data.split(b"\n"), block.line):
            if line.strip():
                assert number not in found
                found[number] = line.strip()
    expected = {number: line for number, line in enumerate(lines, 1) if line}
    raw = {number: len(line) + len(newline) - 1 for number, line in expected.items()}
    if not ends and lines[-1]:
        raw[len(lines)] -= len(newline) - 1
    assert refused == {number for number, length in raw.items() if length > limit}
    assert found == {number: line for number, line in expected.items() if number not in refused}


def test_one_endless_line_is_refused_and_the_next_is_read() -> None:
    reject, block = _blocks(b"{" + b"a" * 1000 + b'}\n{"id":"W1"}')
    assert isinstance(reject, Reject)
    assert isinstance(block, Block)
    assert (reject.line, block.line, block.data) == (1, 2, b'{"id":"W1"}')


@pytest.mark.parametrize(
    "document",
    [
        json.dumps([{"id": "W1"}]),
        json.dumps({"meta": {}, "results": []}, indent=1),
        '{"id":\n"W1"}',
        '\ufeff[\n{"id":"W1"}\n]',
    ],
)
def test_a_document_comes_whole(document: str) -> None:
    (block,) = _blocks(document.encode())
    assert isinstance(block, Block)
    assert block.document
    assert json.loads(block.data) == json.loads(document.removeprefix("\ufeff"))


@pytest.mark.parametrize(
    "lines", ['{"id":"W1"}\n{"id":"W2"}', '{broken\n{"id":"W2"}', '\n\n{"id":"W1"}\nrubbish']
)
def test_lines_are_not_taken_for_a_document(lines: str) -> None:
    assert not any(isinstance(block, Block) and block.document for block in _blocks(lines.encode(), size=200))


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "is empty"),
        (b" \n \n", "is empty"),
        (b"\xef\xbb\xbf", "is empty"),
        (b"id,title\n1,2\n", "is not JSON"),
        (b"%PDF-1.7", "is not JSON"),
        (b"[" * 100, "one JSON document of more than"),
    ],
)
def test_what_is_no_json_is_refused_as_a_whole(data: bytes, words: str) -> None:
    with pytest.raises(InputError, match=words):
        _blocks(data)
