"""Findings as nodes beside what they rest on, on a real server."""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter
from typing import TYPE_CHECKING

import pytest

from graphrisk.errors import StoreError
from graphrisk.findings import Evidence, Finding, Grade, Identity, Level, Thing
from graphrisk.i18n import Message
from graphrisk.review import Repository
from graphrisk.store.neo4j.findings import Reviewed, RunFacts, remove_findings, write_findings
from graphrisk.store.neo4j.local import own_local
from tests.cli.conftest import call
from tests.neo4j.worlds import HOSTILE, everything

if TYPE_CHECKING:
    from graphrisk.settings import Workspace
    from graphrisk.store.neo4j.connection import Server
    from tests.neo4j.server import TestServer

pytestmark = [pytest.mark.neo4j, pytest.mark.neo4j_core]
Published = tuple["Workspace", "Server"]


def written(workspace: Workspace, *words: str) -> dict[str, object]:
    done = call("neo4j", "findings", "--json", *words, "--workspace", workspace.root)
    assert done.returncode == 0, done.stderr
    answer: dict[str, object] = json.loads(done.stdout)
    return answer


def repository(workspace: Workspace) -> Repository:
    return Repository(workspace.review_url, clock=lambda: dt.datetime(2026, 11, 1, tzinfo=dt.UTC))


def test_findings_of_the_sample(published: Published, fresh_neo4j: TestServer) -> None:
    workspace, server = published
    with fresh_neo4j.driver() as driver:
        before = everything(driver)
        answers = [written(workspace, "--run", run) for run in ("R000001", "R000002")]
        first = everything(driver)
        again = written(workspace, "--run", "R000002")
        assert again == answers[1]
        assert everything(driver) == first

        # Every finding is there, linked to its person, its application and each record that it rests on.
        kept = [r for run in ("1", "2") for r in repository(workspace).findings(run)]
        assert [answer["missing"] for answer in answers] == [{}, {}]
        assert sum(int(str(answer["findings"])) for answer in answers) == len(kept)
        rows = server.read(
            "MATCH (f:Finding) RETURN f.id, f.graphrisk_run, f.level, f.state, f.question_ja, "
            "COUNT { (f)-[:ABOUT]->(:Applicant {person_id: f.person_id}) }, "
            "COUNT { (f)-[:IN_APPLICATION]->(:Application {application_id: f.application_id}) }, "
            "COUNT { (f)-[:RESTS_ON]->() }"
        )
        found = {(row[0], row[1]): row[2:] for row in rows}
        for record in kept:
            finding = record.finding
            assert found[finding.id, record.run_id] == [
                finding.level.value,
                "open",
                finding.question.render("ja"),
                1 if finding.person_id else 0,
                1 if finding.application_id else 0,
                len({target for e in finding.evidence for target in _targets(e)}),
            ]
        assert found

        # A decision changes the node of that finding alone.
        one = next(r for r in kept if r.run_id == "R000002").finding
        repository(workspace).decide("2", one.id, decision="explained", reason="Asked.", decided_by="R")
        written(workspace, "--run", "R000002")
        changed = everything(driver)[0] - first[0]
        assert changed.total() == 1
        assert "'explained'" in next(iter(changed))

        # What others add stays; what graphrisk wrote goes.
        server.command("CREATE (:Finding {id: 'of another program'})")
        assert json.loads(_removal(workspace, "--run", "R000002")) == {
            "run": "R000002",
            "removed": answers[1]["findings"],
        }
        assert server.read("MATCH (f:Finding {graphrisk_run: 'R000001'}) RETURN count(f)") == [
            [answers[0]["findings"]]
        ]
        assert json.loads(_removal(workspace))["removed"] == answers[0]["findings"]
        nodes, edges = everything(driver)
        assert list((nodes - before[0]).values()) == [1]
        assert (before[0] - nodes, edges) == (Counter(), before[1])


def _targets(item: Evidence) -> list[str]:
    # An award is a work and, where a number was printed, the award of that number.
    return [part for part in item.record.split("#") if part] if item.kind == "award" else [item.record]


def _removal(workspace: Workspace, *words: str) -> str:
    done = call("neo4j", "findings", "--remove", "--json", *words, "--workspace", workspace.root)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_what_others_tie_to_a_finding_stays(published: Published) -> None:
    workspace, server = published
    written(workspace, "--run", "R000001")
    server.command(
        "MATCH (f:Finding) WITH f ORDER BY f.id LIMIT 1 "
        "SET f.note = 'mine' CREATE (f)-[:DISCUSSED_IN]->(:Meeting {day: date('2026-10-01')})"
    )
    written(workspace, "--run", "R000001")
    assert server.read("MATCH (f:Finding)-[:DISCUSSED_IN]->(m:Meeting) RETURN f.note") == [["mine"]]


def test_links_that_cannot_be_made_are_counted_and_said(published: Published) -> None:
    workspace, server = published
    whole = written(workspace, "--run", "R000001")
    gone = server.read("MATCH (:Finding)-[:RESTS_ON]->(w:Work) RETURN w.work_id, count(*) LIMIT 1")[0]
    server.command("MATCH (w:Work {work_id: $id}) DETACH DELETE w", id=gone[0])
    done = call("neo4j", "findings", "--run", "R000001", "--workspace", workspace.root)
    assert done.returncode == 0, done.stderr
    assert f"{gone[1]} links could not be made, since the database lacks the" in done.stderr
    assert f"{whole['findings']} findings" in done.stdout


def test_hostile_texts_stay_texts(published: Published) -> None:
    workspace, server = published
    found = [_hostile(number, text) for number, text in enumerate(HOSTILE)]
    run = RunFacts("R'] DETACH DELETE n //", "C", dt.date(2026, 6, 1), 1, "p")
    held = server.read("MATCH (n) RETURN count(n)")[0][0]
    report = write_findings(server, own_local(workspace.root).workspace, run, found)
    assert report.findings == len(HOSTILE)
    assert report.held != report.snapshot
    assert server.read("MATCH (n) RETURN count(n)") == [[held + len(HOSTILE)]]
    assert {row[0] for row in server.read("MATCH (f:Finding) RETURN f.question_en")} == set(HOSTILE)
    assert remove_findings(server, own_local(workspace.root).workspace, run.id) == len(HOSTILE)


def _hostile(number: int, text: str) -> Reviewed:
    item = Evidence("work", "observed", text, text, text, None, None, text)
    said = Message("{text}", {"text": text})
    finding = Finding(
        f"F{number}{text}",
        text,
        "E",
        Level.LOW,
        text,
        text,
        Thing(text, text),
        said,
        said,
        said,
        (item,),
        Identity(Grade.C, ()),
        (),
        text,
        None,
        None,
    )
    return Reviewed(finding, text)


def test_a_database_of_another_workspace_is_refused(published: Published) -> None:
    _, server = published
    run = RunFacts("R000001", "C", dt.date(2026, 6, 1), 1, "p")
    with pytest.raises(StoreError, match="another workspace"):
        write_findings(server, "somebody else", run, [])
    with pytest.raises(StoreError, match="another workspace"):
        remove_findings(server, "somebody else")


def test_an_empty_database_says_to_publish_first(sample: object, neo4j_environment: TestServer) -> None:
    done = call("neo4j", "findings", "--workspace", sample)
    assert done.returncode == 1
    assert "graphrisk neo4j publish" in done.stderr
    assert neo4j_environment.password not in done.stdout + done.stderr
