"""Decisions upon links count in a scan from a server alone as in one of the embedded store."""

from __future__ import annotations

from pathlib import Path

import pytest

from graphrisk.links import Verdict
from graphrisk.scan import scan
from tests.factory import CALL, author_id, org_id
from tests.neo4j.reading import POLICY, both
from tests.neo4j.server import TestServer
from tests.neo4j.worlds import publish as in_workspace
from tests.resolve.decided.deciding import FAR_TEXT, declared, listing, person, printed, world

pytestmark = pytest.mark.neo4j
YES, NO = Verdict.CONFIRMED, Verdict.REJECTED


def test_decisions_of_every_kind_count_the_same(
    fresh_neo4j: TestServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = world()
    # Nothing but the decision leads to this record and this organisation.
    made.org("APART", country="CN")
    made.author("R9", "Quite Another")
    for index in range(2):
        made.work(f"W9{index}", f"2025-0{index + 1}-02", ("R9", ["HOME", "APART"]), ("X", ["HOME"]))
    decisions = (
        person(made, 1, YES, "P1", "R9"),
        person(made, 2, NO, "P2", "R2"),
        printed(made, 3, YES, FAR_TEXT, "LISTED"),
        declared(made, 4, NO, "Institute OTHER", "OTHER"),
        listing(made, 5, YES, "APART", "eul|2020|1"),
    )
    workspace = in_workspace(tmp_path / "ws", made)
    with both(workspace, fresh_neo4j, monkeypatch) as stores:
        near = scan(stores.near, CALL, policy=POLICY, decisions=decisions)
        far = scan(stores.far, CALL, policy=POLICY, decisions=decisions)
        bare = scan(stores.far, CALL, policy=POLICY)
    assert far.findings == near.findings
    assert (far.decisions, far.decisions_hash) == (near.decisions, near.decisions_hash)
    assert far.identities == near.identities
    asked = {(f.rule, f.person_id, f.object.id) for f in far.findings}
    assert ("R-AFF-01", "P1", org_id("APART")) in asked
    assert author_id("R9").encode() not in bare.identities
    assert bare.decisions == ()
