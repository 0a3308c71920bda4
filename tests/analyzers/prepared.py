"""The facts of a small world, for tests that run one rule without a whole scan."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import pyarrow as pa

from graphrisk.analyzers.prepare import people_of, prepare
from graphrisk.scan.project import projects_table, read_call, read_projects
from graphrisk.scan.session import Session
from graphrisk.schema import IDENTITIES
from graphrisk.technology import Tagger, load_taxonomy
from tests.factory import CALL

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    import ibis.expr.types as ir

    from graphrisk.analyzers import Facts
    from graphrisk.policies import Policy
    from tests.factory import World

_TAGGER = Tagger(load_taxonomy())


def _declared_records(world: World) -> pa.Table:
    """Return the identities of people who declare an author record: linked, grade A."""
    rows = [
        {
            "person_id": row["person_id"],
            "author_id": row["openalex_id"],
            "grade": "A",
            "status": "linked",
            "reasons": ["openalex_id"],
            "against": [],
        }
        for row in world.rows["participants"]
        if row["openalex_id"]
    ]
    return pa.Table.from_pylist(rows, schema=IDENTITIES.arrow_schema())


@contextmanager
def prepared(world: World, policy: Policy, as_of: dt.date) -> Iterator[tuple[Facts, Session]]:
    """Give the facts of the people's declared records and the session that reads from them."""

    def keys(names: ir.Table) -> ir.Table:
        return names.mutate(name_key=names.funder_name.lower())

    with world.store().scope(CALL) as scope, Session(scope) as session:
        call = read_call(session, CALL)
        projects = read_projects(session, call, policy, _TAGGER)
        people = people_of(session.tables, CALL, session.keep)
        facts, _doubts = prepare(
            session.tables,
            people,
            call=call.table(session),
            applications=projects_table(session, projects),
            identities=session.put(_declared_records(world)),
            places=session.tables["author_works"].join(session.tables["author_numbers"], "author_no"),
            funder_keys=keys,
            policy=policy,
            as_of=as_of,
            keep=session.keep,
        )
        yield facts, session
