"""Rules are Ibis and nothing else: every query of a scan compiles for DuckDB and for Spark."""

from __future__ import annotations

import datetime as dt

import ibis
import pytest
from ibis.config import Config

from graphrisk.analyzers import LAST, RULES
from graphrisk.analyzers.facts import Facts
from graphrisk.analyzers.prepare import people_of, prepare
from graphrisk.analyzers.run_level import suspects
from graphrisk.policies import load_policy
from graphrisk.schema import IDENTITIES, NUMBERED, NUMBERED_WORKS, TABLES
from graphrisk.store.scope import numbered_works

POLICY = load_policy("jp-tejunsho").model_copy(update={"lists": ("eul",)})


class SparkOptions(Config):  # type: ignore[misc]
    """What the Spark back end says of itself where it is installed."""

    treat_nan_as_null: bool = False


@pytest.fixture(scope="module")
def queries() -> dict[str, ibis.Table]:
    """Every query of a scan by name, over tables that exist nowhere."""
    found: dict[str, ibis.Table] = {}

    def keep(name: str, rows: ibis.Table) -> ibis.Table:
        found[name] = rows
        return ibis.table(rows.schema(), name=name)

    tables = {
        name: ibis.table(ibis.schema(table.arrow_schema(provenance=table.provenance)), name=name)
        for name, table in (TABLES | NUMBERED).items()
    }
    tables[NUMBERED_WORKS] = numbered_works(tables)
    call = {
        "call_id": "string",
        "title": "string",
        "program": "string",
        "flag": "boolean",
        "listed": "boolean",
        "designated": "boolean",
    }
    applications = {"application_id": "string", "security": "boolean", "concern_codes": "array<string>"}
    facts, doubts = prepare(
        tables,
        people_of(tables, "CALL", keep),
        call=ibis.table(call, name="call"),
        applications=ibis.table(applications, name="gate"),
        identities=ibis.table(ibis.schema(IDENTITIES.arrow_schema()), name="identities"),
        places=tables["author_works"].mutate(author_id=ibis.literal("A")),
        funder_keys=lambda names: names.mutate(name_key=names.funder_name),
        policy=POLICY,
        as_of=dt.date(2026, 6, 1),
        keep=keep,
    )
    assert isinstance(facts, Facts)
    for rule_id, rule in (*RULES, *LAST):
        result = rule(facts, POLICY)
        found[f"{rule_id} candidates"], found[f"{rule_id} evidence"] = result.candidates, result.evidence
    found["suspects"] = suspects(doubts, POLICY)
    return found


@pytest.mark.parametrize("dialect", ["duckdb", "pyspark"])
def test_every_query_compiles(
    queries: dict[str, ibis.Table], dialect: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    # the compiler for Spark reads an option that only the installed engine would have set
    monkeypatch.setattr(ibis.options, "pyspark", SparkOptions())
    assert len(queries) > 30
    for name, query in queries.items():
        assert "SELECT" in str(ibis.to_sql(query, dialect=dialect)), name


def test_rules_return_the_declared_columns(queries: dict[str, ibis.Table]) -> None:
    from graphrisk.schema import CANDIDATES, EVIDENCE

    for name, query in queries.items():
        if name.endswith(" candidates"):
            assert query.columns == CANDIDATES.names
        if name.endswith(" evidence"):
            assert query.columns == EVIDENCE.names
