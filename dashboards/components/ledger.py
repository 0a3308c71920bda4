"""What a snapshot was made of: its loads, what they noted, and what they refused."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dash import html

from dashboards.components.basics import section
from graphrisk.i18n import N_, said

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dashboards.words import Words
    from graphrisk.store.ledger import Refused
    from graphrisk.store.manifest import LoadRecord, Manifest

SOURCES = {
    "openalex": N_("works (OpenAlex)"),
    "ror": N_("organisations (ROR)"),
    "list": N_("screening lists"),
    "designations": N_("designated programmes"),
    "disclosures": N_("disclosures"),
    "tables": N_("tables in graphrisk's own form"),
}
FILES_SHOWN = 4
REFUSED_SHOWN = 20
"""Refused records of one load that the page shows; the file that can be saved holds all."""


def loads_table(manifest: Manifest, snapshot: int | None, t: Words) -> html.Section:
    """Return a row for each load, the newest first; those after `snapshot`, that of a run, are marked."""
    heads: tuple[tuple[str, str], ...] = (
        (N_("Load"), "figure"),
        (N_("Source"), ""),
        (N_("Edition"), ""),
        (N_("Loaded"), ""),
        (N_("Records read"), "figure"),
        (N_("New or changed"), "figure"),
        (N_("Unchanged"), "figure"),
        (N_("Passed over"), "figure"),
        (N_("Refused"), "figure"),
        (N_("Files"), ""),
    )
    head = html.Tr([html.Th(t(words), scope="col", className=name) for words, name in heads])
    rows = [
        _load(record, snapshot is not None and record.snapshot > snapshot, t)
        for record in reversed(manifest.loads)
    ]
    table = html.Table([html.Thead(head), html.Tbody(rows)], className="evidence")
    note = t(N_("newest first; a file's check sum stands in its tooltip"))
    return section(t(N_("What was loaded")), html.Div(table, className="scroll"), note=note, name="loads")


def _load(record: LoadRecord, later: bool, t: Words) -> html.Tr:
    source: list[Any] = [html.Span(source_words(record.source, t))]
    if later:
        source.append(html.Span(t(N_("after this run")), className="state"))
    passed = sum(record.skipped.values())
    refused: Any = f"{record.rejected:,}"
    if record.rejected:
        refused = html.A(refused, href=f"#refused-{record.load_id}")
    return html.Tr(
        [
            html.Td(str(record.load_id), className="figure"),
            html.Td(source, className="source"),
            html.Td(record.edition or "–", className="place"),
            html.Td(t.moment(record.loaded_at), className="when"),
            html.Td(f"{record.read:,}", className="figure"),
            html.Td(f"{record.written:,}", className="figure"),
            html.Td(f"{record.unchanged:,}", className="figure"),
            html.Td(f"{passed:,}", className="figure"),
            html.Td(refused, className="figure"),
            html.Td(_files(record, t), className="files"),
        ]
    )


def source_words(source: str, t: Words) -> str:
    """Return what a loader brings, in words; its name where it is one of a user's own."""
    return t(SOURCES[source]) if source in SOURCES else source


def _files(record: LoadRecord, t: Words) -> list[Any]:
    shown: list[Any] = [
        html.Span(file.name, title=f"sha256 {file.sha256}") for file in record.files[:FILES_SHOWN]
    ]
    rest = record.files[FILES_SHOWN:]
    if rest:
        names = "\n".join(file.name for file in rest)
        shown.append(html.Span(t(N_("and {count} more"), count=len(rest)), className="quiet", title=names))
    return shown


def notes(manifest: Manifest, t: Words) -> html.Section | None:
    """Return what loads noted and passed over, in the reader's language; None where there is nothing."""
    lines: list[html.Li] = []
    for record in reversed(manifest.loads):
        lines.extend(_note(record, said(record.phrase(text), t.language), t) for text in record.warnings)
        for reason, count in record.skipped.items():
            words = t(
                N_("Passed over: {count} ({reason})"),
                count=f"{count:,}",
                reason=said(record.phrase(reason), t.language),
            )
            lines.append(_note(record, words, t))
    if not lines:
        return None
    return section(t(N_("What the loads noted")), html.Ul(lines, className="notes"), name="noted")


def _note(record: LoadRecord, words: str, t: Words) -> html.Li:
    whose = t(
        N_("Load {number}, {source}: "), number=str(record.load_id), source=source_words(record.source, t)
    )
    return html.Li([html.Span(whose, className="quiet"), words])


def refused_section(record: LoadRecord, found: Sequence[Refused], t: Words) -> html.Div:
    """Return the first records that a load refused, each with its place, value and reason."""
    heads = (N_("File and line"), N_("Column"), N_("Value"), N_("Why it was refused"))
    head = html.Tr([html.Th(t(words), scope="col") for words in heads])
    rows = [
        html.Tr(
            [
                html.Td(one.place, className="place"),
                html.Td(one.column or ""),
                html.Td(one.value or "", className="text"),
                html.Td(said(one.reason, t.language), className="text"),
            ]
        )
        for one in found
    ]
    table = html.Table([html.Thead(head), html.Tbody(rows)], className="evidence")
    parts: list[Any] = [html.Div(table, className="scroll")]
    if record.rejected > len(found):
        more = t(N_("and {count} more; the file holds all"), count=f"{record.rejected - len(found):,}")
        parts.append(html.P(more, className="quiet"))
    title = t(
        N_("Refused by load {number}, {source}: {count}"),
        number=str(record.load_id),
        source=source_words(record.source, t),
        count=f"{record.rejected:,}",
    )
    return html.Div(section(title, parts, name="refused"), id=f"refused-{record.load_id}")
