"""What a view of the graph showed: nodes and ties with their sources, and what it left out."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from graphrisk.errors import StoreError
from graphrisk.sentences import Sentence
from graphrisk.store.explore import Node, Tie

if TYPE_CHECKING:
    from collections.abc import Mapping

    from graphrisk.store.explore import NodeId

FORMAT = 1
"""Version of the document."""


@dataclass(frozen=True, slots=True)
class GraphContent:
    """Nodes and ties of a view on a snapshot.

    `cut` says of nodes how many more ties of a kind the store holds within what was asked for. `places` are
    those of the picture, in pixels, for the nodes that stood in it one by one. `link` opens the view again.
    """

    snapshot: int
    link: str
    nodes: tuple[Node, ...]
    ties: tuple[Tie, ...]
    cut: Mapping[NodeId, Mapping[str, int]] = field(default_factory=dict)
    places: Mapping[NodeId, tuple[int, int]] = field(default_factory=dict)
    hidden: int = 0
    """Nodes that the reader hid; they are not among `nodes`."""


def document(content: GraphContent) -> dict[str, Any]:
    """Return a view in plain values that JSON can hold; dates are ISO text."""
    return {
        "format": FORMAT,
        "snapshot": content.snapshot,
        "hidden": content.hidden,
        "nodes": [
            {
                "kind": node.kind,
                "id": node.id,
                "name": node.name,
                "note": node.note,
                "listed": node.listed,
                "not_shown": dict(content.cut.get(node.key, {})),
            }
            for node in content.nodes
        ],
        "ties": [
            {
                "kind": tie.kind,
                "start": list(tie.start),
                "end": list(tie.end),
                "declared": tie.declared,
                "date_from": _iso(tie.date_from),
                "date_to": _iso(tie.date_to),
                "works": tie.works,
                "source": tie.source,
                "record": tie.record,
                "url": tie.url,
                "text": tie.text,
            }
            for tie in content.ties
        ],
    }


def read_document(raw: Mapping[str, Any]) -> GraphContent:
    """Return the view of a document, without places and link. Raises `StoreError` where it is damaged."""
    try:
        nodes = tuple(
            Node(row["kind"], row["id"], row["name"], row["note"], bool(row["listed"]))
            for row in raw["nodes"]
        )
        ties = tuple(
            Tie(
                row["kind"],
                (row["start"][0], row["start"][1]),
                (row["end"][0], row["end"][1]),
                bool(row["declared"]),
                _day(row["date_from"]),
                _day(row["date_to"]),
                row["works"],
                row["source"],
                row["record"],
                row["url"],
                row["text"],
            )
            for row in raw["ties"]
        )
        cut = {(row["kind"], row["id"]): row["not_shown"] for row in raw["nodes"] if row["not_shown"]}
        return GraphContent(raw["snapshot"], "", nodes, ties, cut, hidden=raw["hidden"])
    except (KeyError, TypeError, ValueError, IndexError) as error:
        raise StoreError(
            Sentence("A view in the review database cannot be read ({error}).", error=error),
            remedy=Sentence("Check the database: graphrisk doctor"),
        ) from error


def _day(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text is not None else None


def _iso(day: dt.date | None) -> str | None:
    return day.isoformat() if day is not None else None
