"""The page of the graph as Neo4j holds it, made from the model."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graphrisk.schema import Type
from graphrisk.store.neo4j.finding_links import LINKS
from graphrisk.store.neo4j.findings import FINDING, described
from graphrisk.store.neo4j.marker import LABEL
from graphrisk.store.neo4j.model import BOOKKEEPING, DECLARED, KEY, Nodes, graph
from graphrisk.store.neo4j.setup import FULLTEXT, searched

if TYPE_CHECKING:
    from collections.abc import Iterable

    from graphrisk.schema import Column
    from graphrisk.store.neo4j.model import Edges

_TYPES = {
    Type.STRING: "String",
    Type.INTEGER: "Integer",
    Type.NUMBER: "Float",
    Type.BOOLEAN: "Boolean",
    Type.DATE: "Date",
    Type.TIMESTAMP: "LocalDateTime",
    Type.STRINGS: "List of String",
    Type.INTEGERS: "List of Integer",
}
_PROVENANCE = ("source", "edition", "snapshot")
_SHEET = "Declaration"

_HEAD = f"""\
The graph has a node for every row of the tables in [data-model.md](data-model.md) that is a thing, and a
relationship for every row that joins two. `graphrisk/store/neo4j/` describes it once; constraints, writes,
import files, reads and this page come from that.

Every node and relationship says where it comes from: `source` (the loader), `edition` (of the source) and
`snapshot` (in which it came in or last changed). What graphrisk computes has the source `graphrisk`. These
three are left out of the tables below. Dates are Neo4j dates. A property that is absent is unknown; for a
list it means that the list is empty.

## Declared and observed

What an institution **declared** is a node of its own, with the second label `{DECLARED}`, between the
applicant and what it means: `(:Applicant)-[:DECLARED]->(:DeclaredAffiliation:{DECLARED})-[:MEANS]->
(:Organization)`. What the public record **shows** is a relationship between two things of the record:
`(:Person)-[:AFFILIATED_WITH]->(:Organization)`. No type of tie to an organisation or a work is used for both.
`HAS_ORCID` and `ACKNOWLEDGES` lead from both sides to where they meet; the label at their start says which
side it is.

A flag (`declared: true`) on one type of relationship was the other way. It was not taken, for three reasons.
A forgotten condition in a query would mix what somebody said with what others recorded, and the difference
between the two is all that graphrisk asks about. A declaration has dates, a document, a share of effort and a
number of its own, often no organisation that could be recognised, and it is evidence of findings, so that it
has to be something that relationships can lead to. And in a picture a node with a label has a colour and a
shape; a flag on a line has neither.

An `Applicant` (whom an application names) and a `Person` (an author record of a source) are two nodes. They
meet in an `Orcid`, in `DECLARED_RECORD`, or not at all: who is who is decided by rules with grades
([identity.md](identity.md)), never by merging nodes.
"""


def page() -> str:
    """Return the page, without its note on how it is made."""
    shown = [one for one in graph().nodes.values() if BOOKKEEPING not in one.also]
    kept = [one for one in graph().nodes.values() if BOOKKEEPING in one.also]
    parts = [
        _HEAD,
        "## The picture\n",
        "```mermaid\ngraph LR",
        *_picture(),
        "```\n",
        f"`{_SHEET}` stands for every node with the label `{DECLARED}` but `Participant` and `Partner`. "
        f"Nodes with the label `{BOOKKEEPING}` are left out.\n",
        "## Nodes\n",
        *(_nodes(one) for one in shown),
        f"## Nodes for scans: `{BOOKKEEPING}`\n",
        "Rows that a scan from the server needs and nobody looks at in a picture. Their second label tells "
        "them apart: leave it out of searches and perspectives.\n",
        *(_nodes(one) for one in kept),
        "## Relationships\n",
        *(_edges(kind, sets) for kind, sets in _by_type().items()),
        *_findings(),
        *_indexes(),
    ]
    return "\n".join(parts)


def _place(name: str) -> str:
    """Return the label of a set in the picture."""
    one = graph().nodes[name]
    apart = {"participants", "partners"}
    return _SHEET if DECLARED in one.also and name not in apart else one.label


def _picture() -> list[str]:
    lines: dict[str, None] = {}
    for one in graph().edges.values():
        if not {one.start, one.end} & {n.name for n in graph().nodes.values() if BOOKKEEPING in n.also}:
            lines[f"  {_place(one.start)} -- {one.type} --> {_place(one.end)}"] = None
    for kind, end in zip(LINKS, ("Applicant", "Application", "Organization", _SHEET), strict=True):
        lines[f"  {FINDING} -. {kind} .-> {end}"] = None
    lines[f"  {FINDING} -. {LINKS[-1]} .-> Work"] = None
    lines[f"  {FINDING} -. {LINKS[-1]} .-> ListEntry"] = None
    return list(lines)


def _nodes(one: Nodes) -> str:
    labels = "".join(f":{label}" for label in (one.label, *one.also))
    lines = [f"### {labels}\n", f"{one.doc}\n"]
    facts = [f"key: `{one.key}`"]
    if one.table:
        facts.append(f"table: `{one.table}`")
    if one.indexed:
        facts.append(f"indexed: {_listed(one.indexed)}")
    for column, edges in one.reached.items():
        facts.append(f"`{column}` is looked up along `{graph().edges[edges].type}`, not by an index")
    return "\n".join([*lines, "; ".join(facts) + "\n", *_columns(one.columns)]) + "\n"


def _by_type() -> dict[str, list[Edges]]:
    found: dict[str, list[Edges]] = {}
    for one in graph().edges.values():
        found.setdefault(one.type, []).append(one)
    return found


def _edges(kind: str, sets: list[Edges]) -> str:
    nodes = graph().nodes
    lines = [f"### {kind}\n", "| from | to | what it says | table |", "|---|---|---|---|"]
    for one in sets:
        table = f"`{one.table}`" if one.table else ""
        lines.append(f"| `{nodes[one.start].label}` | `{nodes[one.end].label}` | {one.doc} | {table} |")
    columns = {c.name: c for one in sets for c in one.columns}
    return "\n".join([*lines, "", *_columns(columns.values())]) + "\n"


def _columns(columns: Iterable[Column]) -> list[str]:
    own = [c for c in columns if c.name not in _PROVENANCE]
    if not own:
        return []
    lines = ["| property | type | what it is |", "|---|---|---|"]
    return [*lines, *(f"| `{c.name}` | {_TYPES[c.type]} | {c.doc} |" for c in own)]


def _findings() -> list[str]:
    about, within, concerns, rests = LINKS
    return [
        f"## Findings: `{FINDING}`\n",
        f"`graphrisk neo4j findings` writes the findings of a run as nodes with the key `{KEY}`, and "
        "`--remove` takes them away. They are a copy to look at; decisions are taken in the dashboard.\n",
        "| property | what it is |\n|---|---|",
        *(f"| `{name}` | {doc} |" for name, doc in described().items()),
        "",
        "| type | to | properties beside provenance |\n|---|---|---|",
        f"| `{about}` | `Applicant` | |",
        f"| `{within}` | `Application` | |",
        f"| `{concerns}` | `Organization`, `Funder` or `Call` | |",
        f"| `{rests}` | `Work`, `Award`, `ListEntry`, `Person`, `Call` or `{DECLARED}` | `kind`, `side` "
        "(declared, observed or listing), `first_date`, `last_date`, `texts` |\n",
    ]


def _indexes() -> list[str]:
    labels, properties = searched()
    return [
        "## Constraints and indexes\n",
        "The key of every label is unique (constraint `graphrisk_<Label>_key`); properties named above as "
        "indexed have an index `graphrisk_<Label>_<property>`. The full-text index "
        f"`{FULLTEXT}` holds {_listed(properties)} of {_listed(labels)} with the analyzer `cjk`, which "
        "splits Chinese and Japanese text into pairs of characters and folds the case of Latin letters. "
        f"The one node `{LABEL}` says which snapshot the database holds "
        "and whether one is being published.\n",
        "Nodes with a key of several columns are told apart by "
        f"`{KEY}`, which holds the values as a JSON list.",
    ]


def _listed(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)
