"""The page of the docs on the exports, made from the JSON Schema."""

from __future__ import annotations

from typing import Any

from graphrisk.export.csv_file import COLUMNS
from graphrisk.export.shape import schema
from graphrisk.findings import SCHEMA_VERSION

_HEAD = f"""# Exports

<!-- Made from code by `make docs`; change the code, not this page. -->

`graphrisk export json|csv|xlsx --out FILE [--run ID]` writes the findings of a run, and
`graphrisk findings --json` prints the same JSON. A file is written whole or not at all: what stood there
before stays until the new one is complete. Words (questions, reasons, levels) are in the language asked for;
codes are the same in every language.

## JSON

Version {SCHEMA_VERSION}; the JSON Schema is `graphrisk/export/findings.schema.json`. A minor version may add
fields, so read what you know and pass over the rest. Nothing is taken away or given another meaning without a
new major version. Days are `YYYY-MM-DD`, moments are in UTC. The file holds one finding a line.
"""

_TAIL = """## CSV

One row a finding; UTF-8 with a byte order mark, commas, CRLF. Column names are the same in every language:

{columns}

Text that a spreadsheet program would take for a formula (it begins with `=`, `+`, `-`, `@`, a tab or a line
end, in half or full width) has an apostrophe in front. Several values in a cell stand on lines of their own.

## XLSX

Four sheets: *Summary* (counts by state, rule and application), *Findings*, *Evidence* (a row a record) and
*Run facts* (what the run rests on, and what could not be seen). Headers are frozen and carry filters. All
text is written as text, never as a formula; only `http` and `https` addresses are links. Rows beyond what a
sheet holds go on in a next one (*Evidence 2*). Text that is longer than a cell holds is cut, and its end
says by how much.

## A new format

Write a module in `graphrisk/export/` with a function `(path, run, findings, language) -> None`, use
`files.replacing` for the file, add a line to `EXPORTERS` and a test beside the others.
"""


def page() -> str:
    """Return the page in Markdown."""
    parts = [_HEAD]
    for name, definition in schema()["$defs"].items():
        parts += [
            f"### {name}\n",
            f"{definition['description']}\n",
            "| field | type | what it is |",
            "|---|---|---|",
        ]
        for field, facts in definition["properties"].items():
            parts.append(f"| `{field}` | {_type(facts)} | {_said(facts)} |")
        parts.append("")
    parts.append(_TAIL.format(columns=", ".join(f"`{column}`" for column in COLUMNS)))
    return "\n".join(parts)


def _said(facts: dict[str, Any]) -> str:
    words = (facts, *facts.get("anyOf", ()))
    return next((str(one["description"]) for one in words if "description" in one), "")


def _type(facts: dict[str, Any]) -> str:
    if "anyOf" in facts:
        return " or ".join(_type(one) for one in facts["anyOf"])
    if "$ref" in facts:
        return str(facts["$ref"]).rsplit("/", 1)[-1]
    if "enum" in facts:
        return " ".join("null" if code is None else f"`{code}`" for code in facts["enum"])
    if facts.get("type") == "array":
        return f"list of {_type(facts.get('items', {}))}"
    return str(facts.get("format") or facts.get("type") or "any")
