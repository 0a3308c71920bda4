"""Everything of a snapshot that is computed.

Who is who among organisations, who is listed when, and what the works say of each author record.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from graphrisk.resolve.affiliations.lazy import LazyIndex
from graphrisk.resolve.authors import link_author_organizations, link_orcids
from graphrisk.resolve.listings import link_listings
from graphrisk.resolve.mentions import link_mentions
from graphrisk.resolve.organizations import link_families, link_organizations
from graphrisk.resolve.string_links import link_strings
from graphrisk.store.numbers import number_rest, number_strings

if TYPE_CHECKING:
    from collections.abc import Callable

    import duckdb


def derive(connection: duckdb.DuckDBPyConnection) -> None:
    """Fill all derived tables of an open, writable snapshot from its loaded tables.

    Equal loaded tables give equal derived ones, whatever was in them before.
    """
    # Reading texts is Python's work and numbering the engine's, so that the two go side by side.
    with ThreadPoolExecutor(1, "numbering") as beside:
        strings = beside.submit(_do, connection.cursor(), number_strings)
        links, index = link_organizations(connection)
        link_families(connection)
        names = LazyIndex(connection)
        link_listings(connection, index, links, names)
        strings.result()
        numbered = beside.submit(_do, connection.cursor(), number_rest)
        link_strings(connection, index, links, names)
        numbered.result()
        seen = beside.submit(_do, connection.cursor(), link_author_organizations, link_orcids)
        link_mentions(connection, index, links, names)
        seen.result()


def _do(connection: duckdb.DuckDBPyConnection, *steps: Callable[[duckdb.DuckDBPyConnection], None]) -> None:
    """Take some steps on a connection of their own, one after the other."""
    with connection:
        for step in steps:
            step(connection)
