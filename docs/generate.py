"""Writes the pages of docs/ that come from code: `make docs`. A test compares them with what is committed."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import typer.main

from graphrisk.schema import NUMBERED, TABLES, Table

HERE = Path(__file__).resolve().parent
_NOTE = "<!-- Made from code by `make docs`; change the code, not this page. -->\n"
_LAYERS = {
    "reference": ("Reference", "Registries, lists and programmes: what others are compared with."),
    "observed": ("Observed", "What the public record shows."),
    "declared": ("Declared", "What an institution handed in. A sheet of the disclosure workbook each."),
    "ledger": ("Ledger", "How the snapshot came about."),
    "derived": ("Derived", "Computed from the others whenever a snapshot is made."),
}


def data_model() -> str:
    """Return the page of the data model."""
    parts = [
        "# The data model\n",
        _NOTE,
        "One description, `graphrisk/schema/`, names every table; DuckDB tables, Parquet schemas and this\n"
        "page come from it. Every loaded table also carries provenance: `source`, `edition`, `snapshot`.\n",
        "There is no column for nationality, birthplace, ethnicity, religion or the origin of a name.\n"
        "Country is a property of organisations only.\n",
        "## The picture\n",
        "```mermaid\ngraph LR",
        *_edges(),
        "```\n",
    ]
    for layer, (title, doc) in _LAYERS.items():
        parts += [f"## {title}\n", f"{doc}\n"]
        parts += [_table(table) for table in (TABLES | NUMBERED).values() if table.layer == layer]
    return "\n".join(parts)


def _edges() -> list[str]:
    named = {
        ("participants", "applications"): "PARTICIPATES_IN",
        ("partners", "applications"): "PARTNER_IN",
        ("works", "work_awards"): "ACKNOWLEDGES",
        ("participants", "declared_affiliations"): "DECLARED",
    }
    lines = [f"  {a} -- {label} --> {b}" for (a, b), label in named.items()]
    lines += [
        f"  {table.start[0]} -- {table.label} --> {table.end[0]}"
        for table in TABLES.values()
        if table.start and table.end and table.start[0] != table.end[0]
    ]
    return lines


def _table(table: Table) -> str:
    lines = [f"### {table.name}\n", f"{table.doc}\n"]
    facts = [f"key: {', '.join(f'`{name}`' for name in table.key)}"]
    if table.owner:
        facts.append(f"replaced as a whole by: {', '.join(f'`{name}`' for name in table.owner)}")
    if table.label:
        facts.append(f"label: `{table.label}`")
    if table.valid_from:
        facts.append(
            f"valid from: `{table.valid_from}`" + (f", to: `{table.valid_to}`" if table.valid_to else "")
        )
    lines += ["; ".join(facts) + "\n", "| column | type | required | what it is |", "|---|---|---|---|"]
    for column in table.columns:
        required = "yes" if column.required else ""
        lines.append(f"| `{column.name}` | {column.type.value} | {required} | {column.doc} |")
    return "\n".join(lines) + "\n"


def command_line() -> str:
    """Return the page of the command line: what `--help` says of every command."""
    from graphrisk.cli.main import app

    root: Any = typer.main.get_command(app)
    parts = [
        "# The command line\n",
        _NOTE,
        (root.help or "").replace("[bold]", "`").replace("[/]", "`") + "\n",
    ]
    for name, command in _commands(root):
        parts += [
            f"## graphrisk {name}\n",
            _examples((command.help or "").replace("[bold]", "`").replace("[/]", "`")),
        ]
        if hasattr(command, "commands"):
            continue
        parts += ["| argument or option | what it is |", "|---|---|"]
        for parameter in command.params:
            if parameter.name == "help":
                continue
            label = ", ".join(f"`{opt}`" for opt in parameter.opts) if parameter.opts else parameter.name
            if parameter.param_type_name == "argument":
                label = f"`{(parameter.metavar or parameter.name or '').upper()}`"
            text = str(getattr(parameter, "help", "") or "").replace("|", "\\|")
            parts.append(f"| {label} | {text} |")
        parts.append("")
    return "\n".join(parts)


def _commands(group: Any, before: str = "") -> Iterator[tuple[str, Any]]:
    """Yield the commands of a group with their full names; a group of its own, then its commands."""
    for name, command in sorted(group.commands.items()):
        yield f"{before}{name}", command
        if hasattr(command, "commands"):
            yield from _commands(command, f"{before}{name} ")


def _examples(text: str) -> str:
    lines: list[str] = []
    code = False
    for line in text.split("\n"):
        if line.startswith("  ") != code and line.strip():
            lines.append("```sh" if not code else "```\n")
            code = not code
        if line.strip() or not code:
            lines.append(line.strip() if code else line)
    if code:
        lines.append("```")
    return "\n".join(lines) + "\n"


def rules() -> str:
    """Return the catalogue of rules."""
    from graphrisk.analyzers.catalogue import catalogue
    from graphrisk.policies import load_policy

    return catalogue(load_policy("jp-tejunsho"))


def forms() -> str:
    """Return the page of the disclosure form and of what the loaders take."""
    from loaders import LOADERS
    from loaders.disclosures.columns import form_page

    parts = [
        "# Formats\n",
        _NOTE,
        "## Sources\n",
        "| source | what it takes | ends with | standard input |",
        "|---|---|---|---|",
    ]
    for source in LOADERS.values():
        endings = ", ".join(f"`{e}`" for e in source.accepts)
        parts.append(f"| `{source.name}` | {source.doc} | {endings} | {'yes' if source.stdin else ''} |")
    return "\n".join(parts) + "\n\n" + form_page()


def export_schema() -> str:
    """Return the page of what every field of an export is."""
    from graphrisk.export.page import page

    return page()


def neo4j_model() -> str:
    """Return the page of the graph as Neo4j holds it."""
    from graphrisk.store.neo4j.page import page

    return f"# The graph in Neo4j\n\n{_NOTE}\n{page()}\n"


PAGES: dict[str, Callable[[], str]] = {
    "data-model.md": data_model,
    "command-line.md": command_line,
    "rules.md": rules,
    "formats.md": forms,
    "export-schema.md": export_schema,
    "neo4j-model.md": neo4j_model,
}


def main() -> None:
    """Write all pages."""
    for name, page in PAGES.items():
        (HERE / name).write_text(page(), "utf-8")
        sys.stdout.write(f"docs/{name}\n")


if __name__ == "__main__":
    main()
