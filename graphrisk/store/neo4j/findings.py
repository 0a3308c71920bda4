"""The findings of a run as nodes in the graph, linked to whom they are about and to what they rest on.

They are a copy for those who look at the graph in Neo4j Browser or Bloom: the review database stays the place
where findings are kept and decided on. Reasons and names of reviewers are not copied.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from graphrisk.errors import StoreError
from graphrisk.i18n import LANGUAGES, called
from graphrisk.sentences import Sentence
from graphrisk.store.neo4j.cypher import name
from graphrisk.store.neo4j.finding_links import LINKS, Link, links_of
from graphrisk.store.neo4j.marker import read_marker
from graphrisk.store.neo4j.model import DECLARED, KEY
from graphrisk.store.neo4j.setup import PREFIX

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from neo4j import ManagedTransaction

    from graphrisk.findings import Finding
    from graphrisk.store.neo4j.connection import Server
    from graphrisk.store.neo4j.marker import Marker

FINDING = "Finding"
"""The label. Nodes of others with this label have no `graphrisk_run` and are left alone."""
_RUN = "graphrisk_run"
_BATCH = 500

_SCHEMA = (
    f"CREATE CONSTRAINT {name(f'{PREFIX}{FINDING}_key')} IF NOT EXISTS "
    f"FOR (n:{FINDING}) REQUIRE n.{KEY} IS UNIQUE",
    f"CREATE INDEX {name(f'{PREFIX}{FINDING}_run')} IF NOT EXISTS FOR (n:{FINDING}) ON (n.{_RUN})",
    # Evidence names a declaration by its row alone, whatever sheet it is from.
    f"CREATE INDEX {name(f'{PREFIX}{DECLARED}_row_id')} IF NOT EXISTS FOR (n:{DECLARED}) ON (n.row_id)",
)


@dataclass(frozen=True, slots=True)
class RunFacts:
    """The run that findings are of: its id, and what it was made with."""

    id: str
    call_id: str
    as_of: dt.date
    snapshot: int
    policy: str


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A finding and where its review stands: open, reopened or the decision in force."""

    finding: Finding
    state: str
    decided_at: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class FindingsReport:
    """What was written: links by type, and links that could not be made, by the kind of their end.

    `held` is the snapshot that the database holds; where it is not that of the run, records that the findings
    rest on may be missing or have changed.
    """

    run: str
    snapshot: int
    held: int
    findings: int
    links: dict[str, int] = field(default_factory=dict)
    missing: dict[str, int] = field(default_factory=dict)


def write_findings(
    server: Server,
    workspace: str,
    run: RunFacts,
    findings: Sequence[Reviewed],
    *,
    on_progress: Callable[[float, str], None] | None = None,
) -> FindingsReport:
    """Write the findings of a run; what was written before is brought to the state that they have now.

    Every batch is a transaction that takes its findings' links away and makes them anew: a second time gives
    the same graph, and so does a third after the second was cut off. `workspace` is the id of the workspace
    that the database has to belong to.

    Raises `StoreError` where it belongs to another, holds nothing, or is being published to.
    """
    held = _held(server, workspace)
    for statement in _SCHEMA:
        server.command(statement)
    server.command("CALL db.awaitIndexes(300)")
    made: Counter[str] = Counter()
    missing: Counter[str] = Counter()
    for start in range(0, len(findings), _BATCH):
        batch = findings[start : start + _BATCH]
        if on_progress:
            on_progress(start / len(findings), run.id)
        done, lost = server.write(_writer(run, batch))
        made += done
        missing += lost
    after = _held(server, workspace)
    if after != held:
        raise StoreError(
            Sentence(
                "Snapshot {snapshot} was published to the Neo4j server while the findings were written.",
                snapshot=after,
            ),
            remedy=Sentence("Run the command again: it makes all links anew."),
        )
    return FindingsReport(run.id, run.snapshot, held, len(findings), dict(made), dict(missing))


def remove_findings(server: Server, workspace: str, run_id: str | None = None) -> int:
    """Remove the findings of a run, or of all runs, with their links; return how many there were."""
    _checked(server, workspace)
    total = 0
    test = f"n.{_RUN} = $run" if run_id else f"n.{_RUN} IS NOT NULL"
    statement = f"MATCH (n:{FINDING}) WHERE {test} WITH n LIMIT $most DETACH DELETE n RETURN count(*)"

    def work(transaction: ManagedTransaction) -> int:
        return int(transaction.run(statement, run=run_id, most=_BATCH).single(strict=True)[0])

    while removed := server.write(work):
        total += removed
    return total


def properties(run: RunFacts, reviewed: Reviewed) -> dict[str, Any]:
    """Return the properties of the node of a finding."""
    finding = reviewed.finding
    words = {
        f"{what}_{language}": message.render(language)
        for language in LANGUAGES
        for what, message in (
            ("question", finding.question),
            ("declared", finding.declared),
            ("observed", finding.observed),
        )
    }
    return {
        KEY: f"{run.id}/{finding.id}",
        "id": finding.id,
        _RUN: run.id,
        "call_id": run.call_id,
        "as_of": run.as_of,
        "policy": run.policy,
        "rule": finding.rule,
        "kind": finding.kind,
        "level": finding.level.value,
        "level_rank": finding.level.rank,
        "state": reviewed.state,
        "decided_at": reviewed.decided_at,
        "application_id": finding.application_id,
        "person_id": finding.person_id,
        "object_id": finding.object.id,
        "object_name": str(finding.object.name),
        "object_name_ja": called(finding.object.name, "ja"),
        "grade": finding.identity.grade.value,
        "first_date": finding.first_date,
        "last_date": finding.last_date,
        "evidence_count": len(finding.evidence),
        "evidence_hash": finding.evidence_hash,
        **words,
        "source": "graphrisk",
        "edition": run.policy,
        "snapshot": run.snapshot,
    }


def described() -> dict[str, str]:
    """Return what each property of the node of a finding is."""
    return {
        KEY: "run and id of the finding: unique",
        "id": "id of the finding: the same in every run",
        _RUN: "the run",
        "call_id": "the call that was scanned",
        "as_of": "the day as of which the run judges",
        "policy": "the policy of the run",
        "rule": "the rule, see [rules.md](rules.md)",
        "kind": "kind of question, as the policy names it",
        "level": "INFO, LOW, MEDIUM or HIGH: how much attention the question asks for",
        "level_rank": "0 for INFO to 3 for HIGH, to order by",
        "state": "state of review when it was written: open, reopened or the decision in force",
        "decided_at": "when that was decided",
        "application_id": "the application",
        "person_id": "the participant",
        "object_id": "what it is about: an organisation, a funder, a part in the application, a call",
        "object_name": "its name",
        "object_name_ja": "its Japanese name where the registry has one, else its name",
        "grade": "how sure it is that person and object are who the records say: A, B or C",
        "first_date": "first day of what it rests on",
        "last_date": "last day of what it rests on",
        "evidence_count": "number of records that it rests on",
        "evidence_hash": "changes whenever the level or a record behind it changes",
        **{
            f"{what}_{language}": f"{doc}, in {said}"
            for language, said in (("en", "English"), ("ja", "Japanese"))
            for what, doc in (
                ("question", "the question"),
                ("declared", "what was declared"),
                ("observed", "what the record shows"),
            )
        },
        "source": "graphrisk",
        "edition": "the policy of the run",
        "snapshot": "the snapshot that was scanned",
    }


def _writer(
    run: RunFacts, batch: Sequence[Reviewed]
) -> Callable[[ManagedTransaction], tuple[Counter[str], Counter[str]]]:
    rows = [properties(run, one) for one in batch]
    links = [link for row, one in zip(rows, batch, strict=True) for link in links_of(row[KEY], one.finding)]

    def work(transaction: ManagedTransaction) -> tuple[Counter[str], Counter[str]]:
        transaction.run(
            f"UNWIND $rows AS row MERGE (n:{FINDING} {{{KEY}: row.{KEY}}}) SET n += row", rows=rows
        ).consume()
        transaction.run(
            f"UNWIND $keys AS key MATCH (n:{FINDING} {{{KEY}: key}})-[r:{'|'.join(LINKS)}]->() DELETE r",
            keys=[row[KEY] for row in rows],
        ).consume()
        made: Counter[str] = Counter()
        missing: Counter[str] = Counter()
        waiting = links
        while waiting:
            again: list[Link] = []
            for one in _grouped(waiting):
                found = _link(transaction, run, one)
                made[one[0].type] += len(found)
                for link in (link for place, link in enumerate(one) if place not in found):
                    if (other := link.otherwise) is not None:
                        again.append(other)
                    else:
                        missing[link.kind] += 1
            waiting = again
        return made, missing

    return work


def _grouped(links: Iterable[Link]) -> Iterator[list[Link]]:
    groups: dict[tuple[str, str, str], list[Link]] = {}
    for link in links:
        groups.setdefault((link.type, link.label, link.key), []).append(link)
    yield from groups.values()


def _link(transaction: ManagedTransaction, run: RunFacts, links: Sequence[Link]) -> set[int]:
    """Make links of one type to nodes of one label; return the places of those whose ends are there."""
    first = links[0]
    result = transaction.run(
        f"UNWIND $rows AS row MATCH (n:{FINDING} {{{KEY}: row[1]}}) "
        f"MATCH (t:{name(first.label)} {{{name(first.key)}: row[2]}}) "
        f"CREATE (n)-[r:{first.type}]->(t) SET r = row[3] RETURN row[0]",
        rows=[
            [place, link.finding, link.value, link.told | {_RUN: run.id, "snapshot": run.snapshot}]
            for place, link in enumerate(links)
        ],
    )
    return {int(record[0]) for record in result}


def _held(server: Server, workspace: str) -> int:
    return _checked(server, workspace).held.snapshot


def _checked(server: Server, workspace: str) -> Marker:
    marker = read_marker(server)
    if marker is None:
        raise StoreError(
            Sentence("The Neo4j database holds no graph of graphrisk."),
            remedy=Sentence("Publish it with: graphrisk neo4j publish"),
        )
    if marker.workspace != workspace:
        raise StoreError(
            Sentence("The Neo4j database belongs to another workspace."),
            remedy=Sentence("Set NEO4J_URI and NEO4J_DATABASE to this workspace's, or use another database."),
        )
    return marker
