"""The one description of graphrisk's graph: every node and edge table, its columns, keys and times.

DuckDB tables, Parquet schemas, Neo4j constraints and writes, and the page of the data model are generated
from `TABLES`. Nothing else lists the columns again.
"""

from graphrisk.schema.declared import DECLARED
from graphrisk.schema.derived import DERIVED
from graphrisk.schema.model import PROVENANCE, Column, Table, Type
from graphrisk.schema.numbers import NUMBERED, NUMBERED_WORKS
from graphrisk.schema.observed import LEDGER, OBSERVED, REFERENCE
from graphrisk.schema.results import CANDIDATES, EVIDENCE, IDENTITIES, RESULTS

TABLES: dict[str, Table] = {
    table.name: table for table in (*REFERENCE, *OBSERVED, *DECLARED, *LEDGER, *DERIVED)
}
"""Every table of a snapshot by name, in the order in which it is created."""

LOADED: tuple[Table, ...] = (*REFERENCE, *OBSERVED, *DECLARED)
"""The tables that loaders fill. `DERIVED` is computed from them, `LEDGER` tells how they came about."""

__all__ = [
    "CANDIDATES",
    "DECLARED",
    "DERIVED",
    "EVIDENCE",
    "IDENTITIES",
    "LEDGER",
    "LOADED",
    "NUMBERED",
    "NUMBERED_WORKS",
    "OBSERVED",
    "PROVENANCE",
    "REFERENCE",
    "RESULTS",
    "TABLES",
    "Column",
    "Table",
    "Type",
]
