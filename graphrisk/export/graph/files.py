"""GraphML and GEXF files of a view, written by networkx.

Both say what they rest on and what was left out: the snapshot, the link that opens the view again, of each
node how many more ties of each kind there are, and how many nodes were hidden.
"""

from __future__ import annotations

import re
from io import BytesIO
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from graphrisk.export.graph.content import GraphContent
    from graphrisk.store.explore import NodeId

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_GEXF = "http://www.gexf.net/1.2draft"


def graphml(content: GraphContent) -> bytes:
    """Return the view as GraphML."""
    import networkx as nx

    graph = _graph(content)
    graph.graph.update(_about(content))
    out = BytesIO()
    nx.write_graphml(graph, out, encoding="utf-8", edge_id_from_attribute="id")
    return out.getvalue()


def gexf(content: GraphContent) -> bytes:
    """Return the view as GEXF 1.2, with the places of the picture."""
    import networkx as nx

    graph = _graph(content)
    for node in content.nodes:
        place = content.places.get(node.key)
        if place is not None:
            # Programs for networks count upwards, pages downwards.
            graph.nodes[_name(node.key)]["viz"] = {
                "position": {"x": float(place[0]), "y": float(-place[1]), "z": 0.0}
            }
    out = BytesIO()
    nx.write_gexf(graph, out, encoding="utf-8", version="1.2draft")
    return _described(out.getvalue(), content)


GRAPH_FORMATS: dict[str, Callable[[GraphContent], bytes]] = {"graphml": graphml, "gexf": gexf}
"""The formats by the ending of the file's name."""


def _graph(content: GraphContent) -> Any:
    import networkx as nx

    graph = nx.MultiDiGraph()
    for node in content.nodes:
        cut = content.cut.get(node.key, {})
        graph.add_node(
            _name(node.key),
            label=_clean(node.name),
            kind=node.kind,
            record=_clean(node.id),
            on_list="yes" if node.listed else "no",
            **_given(note=node.note, not_shown=_said(cut)),
        )
    for number, tie in enumerate(content.ties):
        graph.add_edge(
            _name(tie.start),
            _name(tie.end),
            key=str(number),
            id=str(number),
            label=tie.kind,
            kind=tie.kind,
            side="declared" if tie.declared else "observed",
            source=_clean(tie.source),
            record=_clean(tie.record),
            **_given(date_from=tie.date_from, date_to=tie.date_to, url=tie.url, text=tie.text),
            **({"works": tie.works} if tie.works is not None else {}),
        )
    return graph


def _given(**values: object) -> dict[str, str]:
    """Return those attributes that have a value: one that is missing is not an empty one."""
    return {name: _clean(str(value)) for name, value in values.items() if value not in {None, ""}}


def _about(content: GraphContent) -> dict[str, str | int]:
    return {
        "snapshot": content.snapshot,
        "link": _clean(content.link),
        "hidden": content.hidden,
        "not_shown": sum(sum(cut.values()) for cut in content.cut.values()),
    }


def _said(cut: Mapping[str, int]) -> str:
    return ", ".join(f"{kind}: {count}" for kind, count in cut.items())


def _name(node: NodeId) -> str:
    return _clean(f"{node[0]}:{node[1]}")


def _clean(text: str | None) -> str:
    """Return text without what XML cannot hold."""
    return _NOT_XML.sub("", text or "")


def _described(text: bytes, content: GraphContent) -> bytes:
    """Return a GEXF file that says whose it is; networkx has no way to, and writes the day of writing."""
    ET.register_namespace("", _GEXF)
    ET.register_namespace("viz", f"{_GEXF}/viz")
    root = ET.fromstring(text)  # noqa: S314  # this program wrote it a moment ago
    meta = root.find(f"{{{_GEXF}}}meta")
    if meta is None:
        meta = ET.SubElement(root, f"{{{_GEXF}}}meta")
    meta.clear()
    ET.SubElement(meta, f"{{{_GEXF}}}creator").text = "graphrisk"
    about = "; ".join(f"{name}: {value}" for name, value in _about(content).items())
    ET.SubElement(meta, f"{{{_GEXF}}}description").text = about
    out = BytesIO()
    ET.ElementTree(root).write(out, encoding="utf-8", xml_declaration=True)
    return out.getvalue()
