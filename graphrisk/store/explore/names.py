"""Names in the index: each distinct text once, and the pieces of words that lead to it.

    texts     text (number), folded (the name as it is compared)
    named     text -> node
    words     word (number), piece
    postings  word -> text, sorted by word

The pieces of a text are what stands between spaces, cut where Chinese or Japanese script begins or ends; a
run of that script, which has no spaces, is cut into all its pairs of characters. A word of a search is found
inside the pieces (there are far fewer of them than names), or by its pairs; what these lead to is then
compared whole, so that the answer is the same as that of a search through all names.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pyarrow as pa

from graphrisk.store.explore.describe import nodes
from graphrisk.store.search import FOUND, fold, fold_parameters, folded

if TYPE_CHECKING:
    import duckdb

_SCRIPT = ((0x2E80, 0x9FFF), (0xAC00, 0xD7AF), (0xF900, 0xFAFF), (0x20000, 0x3FFFF))
"""Blocks of script that is written without spaces: kana, Han and Hangul with their marks."""
_RE2 = "".join(rf"\x{{{first:x}}}-\x{{{last:x}}}" for first, last in _SCRIPT)
_PYTHON = "".join(f"{chr(first)}-{chr(last)}" for first, last in _SCRIPT)
_RUN = re.compile(f"[{_PYTHON}]+|[^{_PYTHON}]+")
_OF_SCRIPT = re.compile(f"[{_PYTHON}]")

_SEEN = """
CREATE TEMP TABLE seen AS
SELECT n.node, s.name FROM (
    SELECT 'person' AS kind, author_id AS id, display_name AS name FROM graph.main.persons
    UNION ALL SELECT 'person', author_id, name FROM graph.main.person_names
    UNION ALL SELECT 'organization', org_id, name FROM graph.main.organizations
    UNION ALL SELECT 'organization', org_id, name FROM graph.main.organization_names
    UNION ALL SELECT 'list_entry', entry_id, name FROM graph.main.list_entries
    UNION ALL SELECT 'list_entry', entry_id, name FROM graph.main.list_names) s
JOIN explore.main.nodes n USING (kind, id)
WHERE n.row IS NOT NULL AND s.name IS NOT NULL
UNION ALL
SELECT n.node, w.title FROM graph.main.works w JOIN explore.main.nodes n ON n.row = w.rowid
WHERE n.kind = 'work' AND w.title IS NOT NULL
"""


def build_names(connection: duckdb.DuckDBPyConnection) -> None:
    """Fill the tables of names from the snapshot attached as `graph` and the nodes of `explore`."""
    run = connection.execute
    run(_SEEN)
    # A name is folded once, however many nodes bear it.
    run(
        "CREATE TEMP TABLE spelt AS "
        f"SELECT name, {fold('name')} AS folded FROM (SELECT DISTINCT name FROM seen)",
        fold_parameters(),
    )
    run(
        "CREATE TABLE explore.main.texts AS SELECT CAST(row_number() OVER () - 1 AS INTEGER) AS text, folded "
        "FROM (SELECT DISTINCT folded FROM spelt)"
    )
    run(
        "CREATE TABLE explore.main.named AS SELECT DISTINCT text, node "
        "FROM seen JOIN spelt USING (name) JOIN explore.main.texts USING (folded) ORDER BY text"
    )
    run("DROP TABLE seen; DROP TABLE spelt")
    run(
        "CREATE TEMP TABLE pieces AS "
        "SELECT text, unnest(string_split(folded, ' ')) AS piece FROM explore.main.texts "
        "WHERE strlen(folded) = length(folded) UNION ALL "
        f"SELECT text, unnest(regexp_extract_all(folded, '[^\\s{_RE2}]+')) FROM explore.main.texts "
        "WHERE strlen(folded) <> length(folded) UNION ALL "
        "SELECT text, unnest(if(length(run) = 1, [run], "
        "[run[i:i + 1] for i in range(1, length(run))])) FROM ("
        f"SELECT text, unnest(regexp_extract_all(folded, '[{_RE2}]+')) AS run FROM explore.main.texts "
        "WHERE strlen(folded) <> length(folded))"
    )
    run(
        "CREATE TABLE explore.main.words AS SELECT CAST(row_number() OVER () - 1 AS INTEGER) AS word, piece "
        "FROM (SELECT DISTINCT piece FROM pieces WHERE piece <> '')"
    )
    run(
        "CREATE TABLE explore.main.postings AS SELECT word, text "
        "FROM pieces JOIN explore.main.words USING (piece) ORDER BY word"
    )
    run("DROP TABLE pieces")


def find(cursor: duckdb.DuckDBPyConnection, text: str, *, limit: int) -> pa.Table:
    """Return nodes with a name that holds all words of `text`, as `graphrisk.store.search.search` does."""
    whole = folded(text)
    words = whole.split()
    if not words or limit < 1:
        return FOUND.empty_table()
    parameters: dict[str, object] = {"whole": whole, "most": limit}
    pieces = {(piece, exact) for word in words for piece, exact in _pieces(word)}
    hits = []
    for number, (piece, exact) in enumerate(sorted(pieces)):
        parameters[f"piece{number}"] = piece
        test = f"piece = $piece{number}" if exact else f"contains(piece, $piece{number})"
        hits.append(
            "SELECT text FROM explore.main.postings WHERE word IN "
            f"(SELECT word FROM explore.main.words WHERE {test})"
        )
    tests = ["true"]
    for number, word in enumerate(words):
        if len(_pieces(word)) > 1:  # what one piece leads to holds the word; what several do may not
            parameters[f"word{number}"] = word
            tests.append(f"contains(folded, $word{number})")
    found = cursor.execute(
        f"WITH hits AS ({' INTERSECT '.join(hits)}), ranked AS ("
        "SELECT text, length(folded) + CASE WHEN folded = $whole THEN 0 "
        "WHEN starts_with(folded, $whole) THEN 1::BIGINT << 32 ELSE 2::BIGINT << 32 END AS rank "
        f"FROM explore.main.texts WHERE text IN (FROM hits) AND {' AND '.join(tests)}) "
        "SELECT node FROM ranked JOIN explore.main.named USING (text) "
        "GROUP BY node ORDER BY min(rank), node LIMIT $most",
        parameters,
    ).fetchall()
    numbers = [number for (number,) in found]
    shown = nodes(cursor, numbers)
    best = [shown[number].node for number in numbers]
    return pa.Table.from_pylist(
        [{"kind": n.kind, "id": n.id, "name": n.name, "note": n.note} for n in best], schema=FOUND
    )


def _pieces(word: str) -> list[tuple[str, bool]]:
    """Return what leads to the texts that hold a word: parts of pieces, or whole pieces (True)."""
    found: list[tuple[str, bool]] = []
    for run in _RUN.findall(word):
        if len(run) > 1 and _OF_SCRIPT.match(run):
            found += [(run[i : i + 2], True) for i in range(len(run) - 1)]
        else:
            found.append((run, False))
    return found
