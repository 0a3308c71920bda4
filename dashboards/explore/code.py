"""A view as a short text for an address, and back. What comes in is not trusted.

Text of version 1: "1", then URL-safe Base64 of zlib-compressed JSON: the ids once, and steps that name
them by their place. A dictionary that both sides know keeps views of a few steps short.
"""

from __future__ import annotations

import base64
import binascii
import re
import zlib
from typing import TYPE_CHECKING, Any

import orjson

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
    Step,
    Unpin,
    View,
)
from graphrisk.errors import UsageError
from graphrisk.sentences import Sentence
from graphrisk.store.explore import NODES, TIES

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from graphrisk.store.explore import NodeId

VERSION = "1"
LONGEST = 4000
"""Characters that a view may take in an address; browsers and mail programs carry at least this many."""
_LARGEST = 64_000
_LONGEST_ID = 500
# The dictionary belongs to version 1 and never changes, whatever kinds of nodes and ties come later.
_WORDS = (
    b"https://orcid.org/0000-000https://ror.org/0https://openalex.org/Fhttps://openalex.org/W"
    b"https://openalex.org/Aname:"
    b'"coauthor","authored","affiliated","named","funded","acknowledges","listed","related","participates",'
    b'"applies_to","of_program","partner","same_as","home","declared_affiliation","declared_funding",'
    b'"list_entry","award","funder","program","call","application",'
    b'{"d":[["a",0],["e",0,null,null,null,25],["r",0,null,null,null],["p",0,'
    b'],"n":[["organization","https://ror.org/0],["work","https://openalex.org/W'
    b'],["applicant","P],["person","https://openalex.org/A'
)
_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")


def encode(view: View) -> str:
    """Return the text of a view. Raises `UsageError` where it is longer than an address may be."""
    ids: dict[NodeId, int] = {}

    def number(node: NodeId) -> int:
        return ids.setdefault(node, len(ids))

    steps = [_write(step, number) for step in view.steps]
    raw: dict[str, Any] = {"d": steps, "n": [list(node) for node in ids]}
    if view.snapshot is not None:
        raw["s"] = view.snapshot
    if view.since is not None or view.until is not None or view.strict:
        raw["t"] = [view.since, view.until, int(view.strict)]
    packer = zlib.compressobj(9, zdict=_WORDS)
    packed = packer.compress(orjson.dumps(raw)) + packer.flush()
    text = VERSION + base64.urlsafe_b64encode(packed).decode().rstrip("=")
    if len(text) > LONGEST or len(view.steps) > MOST_STEPS:
        raise UsageError(
            Sentence("This view has as many steps as a link can hold ({most}).", most=MOST_STEPS),
            remedy=Sentence("Undo a step, or begin anew from a node."),
        )
    return text


def decode(text: str) -> View:
    """Return the view of a text. Raises `UsageError` where it is none that this version can read."""
    try:
        return _read(_unpacked(text))
    except (ValueError, TypeError, KeyError, IndexError, zlib.error, binascii.Error) as error:
        raise UsageError(
            Sentence("The link holds no view that this version of graphrisk can show."),
            remedy=Sentence("Ask for the link again, or search for a node to begin with."),
        ) from error


def fits(text: str) -> bool:
    """Return whether a text can be the id of a node or a group in a view."""
    return 0 < len(text) <= _LONGEST_ID and not _CONTROLS.search(text)


def _unpacked(text: str) -> Any:
    if not text.startswith(VERSION) or len(text) > LONGEST:
        raise ValueError("not a view of this version")
    body = text[len(VERSION) :]
    packed = base64.b64decode(body + "=" * (-len(body) % 4), altchars=b"-_", validate=True)
    unpacker = zlib.decompressobj(zdict=_WORDS)
    raw = unpacker.decompress(packed, _LARGEST)
    if not unpacker.eof or unpacker.unused_data:
        raise ValueError("cut off, or larger than a view can be")
    return orjson.loads(raw)


def _write(step: Step, number: Callable[[NodeId], int]) -> list[Any]:  # noqa: PLR0911  # one a kind
    match step:
        case Add(node):
            return ["a", number(node)]
        case Expand(node, ties, since, until, limit):
            return ["e", number(node), list(ties) if ties is not None else None, since, until, limit]
        case Route(start, goal, since, until):
            return ["r", number(start), number(goal) if goal else None, since, until]
        case Hide(node):
            return ["h", number(node)]
        case Reveal():
            return ["s"]
        case Pin(node, x, y):
            return ["p", number(node), x, y]
        case Unpin(node):
            return ["u", number(node)]
        case Open(group):
            return ["o", group]
        case Arrange():
            return ["t"]


def _read(raw: Any) -> View:
    if not isinstance(raw, dict) or not set(raw) <= {"d", "n", "s", "t"}:
        raise ValueError("not a view")
    nodes = [_node(item) for item in _list(raw["n"])]
    steps = _list(raw["d"])
    if len(steps) > MOST_STEPS:
        raise ValueError("too many steps")
    since, until, strict = _list(raw.get("t", [None, None, 0]))
    return View(
        steps=tuple(_step(_list(step), nodes) for step in steps),
        snapshot=_whole(raw["s"], 1, 10**9) if "s" in raw else None,
        since=_year(since),
        until=_year(until),
        strict=bool(_whole(strict, 0, 1)),
    )


def _step(raw: list[Any], nodes: Sequence[NodeId]) -> Step:  # noqa: PLR0911  # one a kind
    def at(place: Any) -> NodeId:
        return nodes[_whole(place, 0, len(nodes) - 1)]

    match raw:
        case ["a", node]:
            return Add(at(node))
        case ["e", node, ties, since, until, limit]:
            return Expand(at(node), _ties(ties), _year(since), _year(until), _one_of(limit, LIMITS))
        case ["r", start, goal, since, until]:
            return Route(at(start), None if goal is None else at(goal), _year(since), _year(until))
        case ["h", node]:
            return Hide(at(node))
        case ["s"]:
            return Reveal()
        case ["p", node, x, y]:
            return Pin(at(node), _whole(x, -FARTHEST, FARTHEST), _whole(y, -FARTHEST, FARTHEST))
        case ["u", node]:
            return Unpin(at(node))
        case ["o", group]:
            return Open(_text(group))
        case ["t"]:
            return Arrange()
        case _:
            raise ValueError("an unknown step")


def _list(raw: Any) -> list[Any]:
    if not isinstance(raw, list):
        raise TypeError("not a list")
    return raw


def _text(raw: Any) -> str:
    if not isinstance(raw, str) or not fits(raw):
        raise ValueError("not an id")
    return raw


def _node(raw: Any) -> NodeId:
    kind, name = _list(raw)
    if kind not in NODES:
        raise ValueError("an unknown kind of node")
    return kind, _text(name)


def _ties(raw: Any) -> tuple[str, ...] | None:
    if raw is None:
        return None
    found = tuple(_list(raw))
    if not found or len(set(found)) != len(found) or not all(kind in TIES for kind in found):
        raise ValueError("an unknown kind of tie")
    return found


def _whole(raw: Any, least: int, most: int) -> int:
    if isinstance(raw, bool) or not isinstance(raw, int) or not least <= raw <= most:
        raise ValueError("not a number that fits")
    return raw


def _year(raw: Any) -> int | None:
    return None if raw is None else _whole(raw, FIRST_YEAR, LAST_YEAR)


def _one_of(raw: Any, known: Sequence[int]) -> int:
    if _whole(raw, min(known), max(known)) not in known:
        raise ValueError("not a number that is offered")
    return int(raw)
