"""Views of the graph that reviewers attach to a finding: added, never changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import orjson
from sqlalchemy import func, insert, select

from graphrisk.errors import StoreError, UsageError
from graphrisk.review.records import AttachmentRecord
from graphrisk.review.runs import run_id
from graphrisk.review.tables import AttachmentRow
from graphrisk.review.text import printable
from graphrisk.sentences import Sentence

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    from sqlalchemy import Connection, Row

LONGEST_NOTE = 4000
LONGEST_LINK = 8000
LARGEST_CONTENT = 1_000_000
"""Bytes of JSON; a view that a person can look at has far fewer."""


def checked_note(text: str) -> str:
    """Return a note without surrounding space and control characters. Raises `UsageError`."""
    note = printable(text.replace("\r\n", "\n").replace("\r", "\n")).strip()
    if not note:
        raise UsageError(Sentence("An attached view needs a note."), remedy=Sentence("Write what it shows."))
    if len(note) > LONGEST_NOTE:
        raise UsageError(
            Sentence(
                "The note has {count} characters; at most {most} are kept.",
                count=f"{len(note):,}",
                most=f"{LONGEST_NOTE:,}",
            ),
            remedy=Sentence("Shorten it, and name the document that holds the rest."),
        )
    return note


def checked_link(text: str) -> str:
    """Return a link into the dashboard: a path with its query. Raises `UsageError` for anything else."""
    link = printable(text)
    if not link.startswith("/") or link.startswith("//") or "\\" in link or len(link) > LONGEST_LINK:
        raise UsageError(
            Sentence("The link of the view cannot be kept."),
            remedy=Sentence("Attach the view from its own page."),
        )
    return link


def checked_content(content: Mapping[str, Any]) -> str:
    """Return the content of a view as JSON that is the same for equal content. Raises `UsageError`."""
    text = printable(orjson.dumps(dict(content), option=orjson.OPT_SORT_KEYS, default=str).decode())
    if len(text.encode()) > LARGEST_CONTENT:
        raise UsageError(
            Sentence("The view is too large to be attached."),
            remedy=Sentence("Hide what does not belong to the question."),
        )
    return text


def write(
    connection: Connection, finding: Row[Any], *, note: str, link: str, content: str, by: str, at: dt.datetime
) -> Row[Any]:
    """Add a view to a finding as its run has it, and return the row as it was kept."""
    number = (connection.execute(select(func.max(AttachmentRow.id))).scalar_one() or 0) + 1
    values = {
        "id": number,
        "finding_id": finding.finding_id,
        "run": finding.run,
        "note": note,
        "link": link,
        "content": content,
        "attached_by": by,
        "attached_at": at,
    }
    connection.execute(insert(AttachmentRow), [values])
    return connection.execute(select(AttachmentRow.__table__).where(AttachmentRow.id == number)).one()


def of_finding(connection: Connection, finding_id: str) -> list[AttachmentRecord]:
    """Return all views attached to a finding in any run, newest first."""
    rows = connection.execute(
        select(AttachmentRow.__table__)
        .where(AttachmentRow.finding_id == finding_id)
        .order_by(AttachmentRow.id.desc())
    )
    return [record(row) for row in rows]


def record(row: Row[Any]) -> AttachmentRecord:
    """Return a row as the rest of graphrisk sees it. Raises `StoreError` for a damaged one."""
    try:
        content = orjson.loads(row.content)
    except orjson.JSONDecodeError as error:
        raise StoreError(
            Sentence("View {id} in the review database cannot be read ({error}).", id=row.id, error=error),
            remedy=Sentence("Restore the database from a backup."),
        ) from error
    return AttachmentRecord(
        row.id, row.finding_id, run_id(row.run), row.note, row.link, content, row.attached_by, row.attached_at
    )
