"""Lines and their encoding are told as the plain functions of Python tell them, only sooner."""

from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st

from loaders.jsonlines import Block
from loaders.openalex.decode import Decoder, _is_utf8

PIECES = [b"a", b"\x00", b"\x80", b"\xbf", b"\xc3\xa9", b"\xe2\x82\xac", b"\xed\xa0\x80", b"\xf0\x9f\x98\x80"]
PIECES += [b"\xc0\x80", b"\xf4\x90\x80\x80", b"\xe2\x82", b"\xff", b"plain text that is longer than a word. "]
LINES = [b"", b" ", b"\r", b'{"id": "W12", "publication_year": 2020}', b"rubbish", b'{"id": "A1"}', b'{"id":']


@given(st.one_of(st.binary(max_size=40), st.lists(st.sampled_from(PIECES), max_size=12).map(b"".join)))
@example(b"")
def test_utf8_is_what_python_can_decode(data: bytes) -> None:
    try:
        data.decode()
        readable = True
    except UnicodeDecodeError:
        readable = False
    assert _is_utf8(data) is readable


@given(st.lists(st.sampled_from(LINES), max_size=10), st.integers(1, 1000))
@example([], 1)
@example([b"rubbish", b"", b"rubbish", b""], 5)
def test_each_line_that_is_not_blank_is_a_record_with_its_number(lines: list[bytes], first: int) -> None:
    decoded = Decoder()(Block("f", first, b"\n".join(lines), 0))
    numbered = [(number, line) for number, line in enumerate(lines, first) if line.strip()]
    assert decoded.records == len(numbered)
    refused = [number for number, line in numbered if line in (b"rubbish", b'{"id":')]
    assert [reject.line for reject in decoded.rejects] == refused
    assert sum(decoded.skips.values()) == lines.count(b'{"id": "A1"}')
