"""A view is its steps: written into an address and read back, and taken on a store."""

from __future__ import annotations

import base64
import zlib
from typing import Any

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboards.explore import code
from dashboards.explore.code import LONGEST, decode, encode
from dashboards.explore.view import (
    FARTHEST,
    FIRST_YEAR,
    LAST_YEAR,
    LIMITS,
    MOST_STEPS,
    Add,
    Arrange,
    Expand,
    Hide,
    Open,
    Pin,
    Reveal,
    Route,
    Unpin,
    View,
)
from graphrisk.errors import UsageError
from graphrisk.store.explore import NODES, TIES

ids = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=30)
nodes = st.tuples(st.sampled_from(NODES), ids)
years = st.none() | st.integers(FIRST_YEAR, LAST_YEAR)
ties = st.none() | st.lists(st.sampled_from(list(TIES)), min_size=1, max_size=4, unique=True).map(tuple)
places = st.integers(-FARTHEST, FARTHEST)
steps = (
    st.builds(Add, nodes)
    | st.builds(Expand, nodes, ties, years, years, st.sampled_from(LIMITS))
    | st.builds(Route, nodes, st.none() | nodes, years, years)
    | st.builds(Hide, nodes)
    | st.builds(Reveal)
    | st.builds(Pin, nodes, places, places)
    | st.builds(Unpin, nodes)
    | st.builds(Open, ids)
    | st.builds(Arrange)
)
views = st.builds(
    View,
    steps=st.lists(steps, max_size=8).map(tuple),
    snapshot=st.none() | st.integers(1, 10**9),
    since=years,
    until=years,
    strict=st.booleans(),
)


@given(views)
def test_a_view_is_read_back_as_it_was_written(view: View) -> None:
    text = encode(view)
    assert decode(text) == view
    assert text.isascii()
    assert all(sign.isalnum() or sign in "-_" for sign in text)


@given(
    st.text(max_size=60) | st.binary(max_size=60).map(lambda b: "1" + base64.urlsafe_b64encode(b).decode())
)
def test_any_text_is_a_view_or_refused(text: str) -> None:
    try:
        read = decode(text)
    except UsageError:
        return
    assert decode(encode(read)) == read


def packed(raw: Any) -> str:
    packer = zlib.compressobj(9, zdict=code._WORDS)
    data = packer.compress(orjson.dumps(raw)) + packer.flush()
    return "1" + base64.urlsafe_b64encode(data).decode().rstrip("=")


@pytest.mark.parametrize(
    "raw",
    [
        None,
        [],
        {"d": []},
        {"d": [], "n": [], "x": 1},
        {"d": [["a", 0]], "n": []},
        {"d": [["a", -1]], "n": [["person", "A1"]]},
        {"d": [["a", True]], "n": [["person", "A1"], ["person", "A2"]]},
        {"d": [["a", 0]], "n": [["country", "A1"]]},
        {"d": [["a", 0]], "n": [["person", ""]]},
        {"d": [["a", 0]], "n": [["person", "a\u0000b"]]},
        {"d": [["a", 0]], "n": [["person", "x" * 501]]},
        {"d": [["z"]], "n": []},
        {"d": [["e", 0, ["knows"], None, None, 25]], "n": [["person", "A1"]]},
        {"d": [["e", 0, [], None, None, 25]], "n": [["person", "A1"]]},
        {"d": [["e", 0, None, 5, None, 25]], "n": [["person", "A1"]]},
        {"d": [["e", 0, None, None, None, 1000000]], "n": [["person", "A1"]]},
        {"d": [["p", 0, 10**9, 0]], "n": [["person", "A1"]]},
        {"d": [["p", 0, 0.5, 0]], "n": [["person", "A1"]]},
        {"d": [["t"]] * (MOST_STEPS + 1), "n": []},
        {"d": [], "n": [], "s": 0},
        {"d": [], "n": [], "t": [None]},
    ],
)
def test_what_no_view_can_hold_is_refused(raw: Any) -> None:
    with pytest.raises(UsageError):
        decode(packed(raw))


def test_a_small_text_cannot_become_a_large_one() -> None:
    bomb = packed({"d": [], "n": [["person", "x" * 2_000_000]]})
    assert len(bomb) < LONGEST
    with pytest.raises(UsageError):
        decode(bomb)


def test_a_view_too_long_for_an_address_is_refused() -> None:
    names = [("award", f"{n:x}".rjust(3, "é") * 30) for n in range(MOST_STEPS)]
    long = View(tuple(Add((kind, "".join(chr(0x4E00 + (n * 7919 + k) % 20000) for k in range(80))))
                      for n, (kind, _) in enumerate(names)))  # fmt: skip
    with pytest.raises(UsageError, match="as a link can hold"):
        encode(long)
    with pytest.raises(UsageError):
        encode(View((Arrange(),) * (MOST_STEPS + 1)))


def test_views_of_before_stay_readable() -> None:
    """The text of a link that somebody keeps; a version that cannot read it would break every such link."""
    view = View(
        (
            Add(("person", "https://openalex.org/A1")),
            Expand(("person", "https://openalex.org/A1"), ("authored",)),
        ),
        snapshot=3,
        since=2019,
    )
    assert decode(KEPT) == view
    assert len(KEPT) < 120


KEPT = "1ePksycCgw-qHaER8xqL6Be5YAsYaKoGUFitZGesolQA1GBkYWkIMMYitBQAOgiNg"


@settings(max_examples=30)
@given(views, st.integers(-50, 50))
def test_a_place_given_again_replaces_the_one_before(view: View, x: int) -> None:
    pinned = view.then(Pin(("person", "A1"), x, 1))
    assert pinned.then(Pin(("person", "A1"), x + 1, 1)).back() == pinned.back()
    assert len(pinned.then(Pin(("person", "A2"), 0, 0)).steps) == len(pinned.steps) + 1
