"""Every link that a question rests on: person and records, names and organisations, organisation and rows."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from graphrisk.resolve.decided.lookup import Reader
from graphrisk.resolve.explain import declared_whys, listing_whys, person_whys, printed_whys

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dashboards.graphs import Graph
    from graphrisk.links import LinkDecision
    from graphrisk.resolve.explain import Link, Why
    from graphrisk.review.records import FindingRecord

MOST_WORKS, MOST_ROWS = 60, 4000
_ORGANIZATIONS = ("https://ror.org/", "https://openalex.org/I", "name:")


def read_links(
    graph: Graph, record: FindingRecord, identities: bytes, decisions: Sequence[LinkDecision]
) -> list[Why]:
    """Return why the records behind a finding are taken for its person and its organisation.

    `identities` is what the run kept of its people; `decisions` are those in force now.
    """
    finding, read = record.finding, Reader(graph)
    rows = records_of(identities, finding.person_id)
    found = person_whys(read, rows, decisions)
    own = {row["author_id"] for row in rows if row["status"] == "linked"}
    thing = finding.object.id
    if thing.startswith(_ORGANIZATIONS):
        works = [item.record.split("#")[0] for item in finding.evidence if item.kind == "work"]
        places = read("affiliations", "work_id", list(dict.fromkeys(works))[:MOST_WORKS], MOST_ROWS)
        mine = finding.rule.startswith("R-AFF")
        places = [row for row in places if not own or (row["author_id"] in own) == mine]
        found += printed_whys(read, places, thing, decisions)
        found += listing_whys(read, thing, decisions)
    said = [item.record for item in finding.evidence if item.kind == "declaration"]
    homes = read("participants", "person_id", [finding.person_id])
    homes = [row for row in homes if row["application_id"] == finding.application_id]
    found += declared_whys(read, [row["row_id"] for row in homes], decisions, ("participants",))
    known = {why.subject for why in found}
    found += [why for why in declared_whys(read, said, decisions) if why.subject not in known]
    return found


def records_of(identities: bytes, person_id: str | None) -> list[dict[str, Any]]:
    """Return what a run kept of a person's author records: rows of `IDENTITIES`, none of an older run."""
    if not identities or not person_id:
        return []
    table = pa.ipc.open_stream(identities).read_all()
    rows: list[dict[str, Any]] = table.filter(pc.equal(table["person_id"], person_id)).to_pylist()
    return rows


def every_link(whys: Sequence[Why]) -> dict[str, Link]:
    """Return all links by a mark under which a button of the page names them."""
    return {mark(link): link for why in whys for link in (*why.links, *why.others)}


def mark(link: Link) -> str:
    """Return the mark of a link: the same for the same two ends."""
    return hashlib.sha256("\x1f".join(link.key).encode()).hexdigest()[:16]
