"""Affiliations as lists on the authorship that they belong to, in the order of seq."""

from __future__ import annotations

_KEY = "work_id, position, author_id"
_FIELDS = {
    "seq": "seq",
    "org": "coalesce(org_id, '')",
    "raw": "coalesce(raw_string, '')",
    "source": "source",
    "edition": "coalesce(edition, '')",
    "snapshot": "snapshot",
}
_SAID = ("source", "edition", "snapshot")
_OTHERS = (
    "EXISTS (FROM {db}.affiliations b WHERE b.seq <> 0 AND b.work_id = a.work_id "
    "AND b.position = a.position AND b.author_id = a.author_id)"
)
_FIRST = ", ".join(f"{value} AS {field}" for field, value in _FIELDS.items())
_LAST = ", ".join(f"{_FIELDS[field]} AS last_{field}" for field in _SAID)
_NONE = ", ".join(f"NULL AS {field}s" for field in _FIELDS)
_STRUCT = "{{" + ", ".join(f"'{field}': {value}" for field, value in _FIELDS.items()) + "}}"
_LISTS = ", ".join(f"list_transform(packed, lambda x: x.{field}) AS {field}s" for field in _FIELDS)
_GROUPED = ", ".join(f"min({_FIELDS[f]}) AS {f}, max({_FIELDS[f]}) AS last_{f}" for f in _SAID)

PACKED = (
    f"SELECT {_KEY}, {_FIRST}, {_LAST}, org_id <> '' AS has_org, raw_string <> '' AS has_raw, "
    f"edition <> '' AS has_edition, {_NONE} FROM {{db}}.affiliations a WHERE seq = 0 AND NOT {_OTHERS} "
    f"UNION ALL BY NAME SELECT * EXCLUDE (packed), {_LISTS} FROM ("
    f"SELECT {_KEY}, {_GROUPED}, max(org_id) <> '' AS has_org, max(raw_string) <> '' AS has_raw, "
    f"max(edition) <> '' AS has_edition, list_sort(list({_STRUCT})) AS packed "
    f"FROM {{db}}.affiliations a WHERE {_OTHERS} GROUP BY {_KEY})"
)
"""SQL for a row an authorship with affiliations: the values of the only one, or lists of all.

Most authorships have one affiliation, whose row needs neither grouping nor lists: with these for all of them
a million people took six times as long. seq is unique in an authorship, so that a list of structures is in
its order once sorted. Of several, `source`, `edition` and `snapshot` are the least and `last_…` the greatest.
"""

DIFFERS = (
    "(p.source IS DISTINCT FROM t.source OR p.last_source IS DISTINCT FROM t.source OR "
    "p.edition <> coalesce(t.edition, '') OR p.last_edition <> coalesce(t.edition, '') OR "
    "p.snapshot IS DISTINCT FROM t.snapshot OR p.last_snapshot IS DISTINCT FROM t.snapshot)"
)
"""SQL for whether some affiliation `p` comes from elsewhere than its authorship `t`."""


def each(field: str) -> str:
    """Return SQL for the list of one field of the affiliations `p`."""
    return f"CASE WHEN p.work_id IS NOT NULL THEN coalesce(p.{field}s, [p.{field}]) END"
