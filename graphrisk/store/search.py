"""Search over the names of people, organisations, works and list rows: through all of them, one by one.

It needs nothing but the snapshot. Where the snapshot has an index, `graphrisk.store.explore.names` gives the
same answer sooner.
"""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

import pyarrow as pa

if TYPE_CHECKING:
    from collections.abc import Callable

    Query = Callable[[str, dict[str, object] | None], pa.Table]

FOUND = pa.schema([(name, pa.string()) for name in ("kind", "id", "name", "note")])

_WIDE = [chr(c) for c in (*range(0xFF01, 0xFF5F), 0x3000, *range(0xFF61, 0xFFA0))]
_PLAIN = "".join(unicodedata.normalize("NFKC", c)[-1] for c in _WIDE)


def folded(text: str) -> str:
    """Return `text` as it is compared: lower case, full-width letters and half-width kana made ordinary."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFKC", text).lower())


def fold_parameters() -> dict[str, object]:
    """Return the parameters that the SQL of `fold` needs."""
    return {"wide": "".join(_WIDE), "plain": _PLAIN}


def fold(column: str) -> str:
    """Return the SQL that does to a column what `folded` does to a text."""
    # Only text with letters beyond ASCII (more bytes than characters) pays for the width of letters. The
    # engine has no NFKC; a half-width kana and its mark become two characters, which NFC joins.
    wide = f"lower(nfc_normalize(translate({column}, $wide, $plain)))"
    return f"CASE WHEN strlen({column}) = length({column}) THEN lower({column}) ELSE {wide} END"


_SOURCES = {
    "person": (
        "SELECT author_id AS id, display_name AS name, orcid AS note, display_name AS seen "
        "FROM {db}.persons UNION ALL SELECT n.author_id, p.display_name, p.orcid, n.name "
        "FROM {db}.person_names n JOIN {db}.persons p USING (author_id)"
    ),
    "organization": (
        "SELECT n.org_id AS id, o.name, o.country_code AS note, n.name AS seen "
        "FROM {db}.organization_names n JOIN {db}.organizations o USING (org_id) "
        "UNION ALL SELECT org_id, name, country_code, name FROM {db}.organizations"
    ),
    "work": (
        "SELECT work_id AS id, title AS name, CAST(publication_year AS VARCHAR) AS note, title AS seen "
        "FROM {db}.works"
    ),
    "list_entry": (
        "SELECT e.entry_id AS id, e.name, e.list_id || ' ' || e.edition AS note, n.name AS seen "
        "FROM {db}.list_names n JOIN {db}.list_entries e USING (entry_id) "
        "UNION ALL SELECT entry_id, name, list_id || ' ' || edition, name FROM {db}.list_entries"
    ),
}


def search(query: Query, text: str, *, limit: int, tables: str = "graph.main") -> pa.Table:
    """Return nodes with a name that holds all words of `text`: kind, id, name, note.

    Best first: names that are the text, names that begin with it, then the shorter ones. No character of the
    text has a special meaning. A text without words finds nothing. `tables` is where the tables are.
    """
    whole = folded(text)
    words = whole.split()
    if not words or limit < 1:
        return FOUND.empty_table()
    parameters = fold_parameters() | {"whole": whole, "most": limit}
    for number, word in enumerate(words):
        parameters[f"word{number}"] = word
    test = " AND ".join(f"contains(folded, $word{number})" for number in range(len(words)))
    parts = [
        # The inner limit keeps a common word from sorting millions of titles beside a handful of names.
        f"(SELECT '{kind}' AS kind, id, any_value(name) AS name, any_value(note) AS note, "
        "min(length(folded) + CASE WHEN folded = $whole THEN 0 WHEN starts_with(folded, $whole) "
        "THEN 1::BIGINT << 32 ELSE 2::BIGINT << 32 END) AS rank "
        f"FROM (SELECT *, {fold('seen')} AS folded FROM ({source.format(db=tables)}) "
        f"WHERE seen IS NOT NULL) WHERE {test} GROUP BY id ORDER BY rank, id LIMIT $most)"
        for kind, source in _SOURCES.items()
    ]
    found = query(
        f"SELECT kind, id, name, note FROM ({' UNION ALL '.join(parts)}) ORDER BY rank, kind, id LIMIT $most",
        parameters,
    )
    return found.cast(FOUND)
