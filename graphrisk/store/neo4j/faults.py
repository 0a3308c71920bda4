"""What a driver's error means: one sentence with the remedy, and never a password."""

from __future__ import annotations

import ssl
from contextlib import contextmanager
from typing import TYPE_CHECKING

from graphrisk.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graphrisk.store.neo4j.connection import Address


class LostError(StoreError):
    """The connection was lost; what was under way can be taken up again."""


@contextmanager
def translated(address: Address) -> Iterator[None]:
    """Turn every error of the driver into a `StoreError` that says what to do."""
    from neo4j import exceptions as faults

    try:
        yield
    except (faults.Neo4jError, faults.DriverError, OSError, ValueError) as error:
        raise explained(error, address) from error


def explained(error: Exception, address: Address) -> StoreError:
    """Return what an error of the driver means for whoever sees it."""
    from neo4j import exceptions as faults

    place = f"the Neo4j server at {address.uri}"
    code = getattr(error, "code", "") or ""
    said = _first_line(error, address)
    match error:
        case faults.AuthError() if "Forbidden" not in code:
            return StoreError(
                f"{_capital(place)} refused the user {address.username} or the password.",
                remedy="Check NEO4J_USERNAME and NEO4J_PASSWORD; after several wrong tries wait a minute.",
            )
        case faults.ServiceUnavailable() | faults.SessionExpired() | faults.IncompleteCommit():
            return _unanswered(error, place, said)
        case faults.ConfigurationError():
            return StoreError(
                f"NEO4J_URI is not an address of a Neo4j server: {said}",
                remedy="Write it like neo4j://localhost:7687.",
            )
        case OSError() | ValueError():
            return LostError(f"{_capital(place)} cannot be reached: {said}", remedy="Check NEO4J_URI.")
    for part, sentence, remedy in _BY_CODE:
        if part in code or part in said:
            return StoreError(
                sentence.format(place=place, said=said, database=address.database), remedy=remedy
            )
    return StoreError(f"{_capital(place)} refused: {said}", remedy="Check it with: graphrisk doctor")


_BY_CODE = (
    (
        "DatabaseNotFound",
        "There is no database {database} on {place}.",
        "Set NEO4J_DATABASE to one that exists; Community Edition has one, neo4j.",
    ),
    (
        "Security.Forbidden",
        "The user has no right to do this on {place}: {said}",
        "Give the role that the operations page names, or use another user.",
    ),
    (
        "ConstraintValidationFailed",
        "A node that was in the database before stands in the way: {said}",
        "Use an empty database, or remove the node.",
    ),
    (
        "ConstraintCreationFailed",
        "Nodes that were in the database before stand in the way of a constraint: {said}",
        "Use an empty database, or remove the nodes.",
    ),
    (
        "Statement.AccessMode",
        "A session that reads tried to write on {place}.",
        "This is a fault of the program; nothing was changed.",
    ),
    ("No space left", "The disk of {place} is full.", "Make room; then run the command again."),
    (
        "read only",
        "{place} takes no writes: {said}",
        "Connect to the server that leads, or make it writable.",
    ),
    ("ReadOnly", "{place} takes no writes: {said}", "Connect to the server that leads, or make it writable."),
    ("NotALeader", "{place} takes no writes: {said}", "Use neo4j:// so that writes find the leader."),
    (
        "MemoryPoolOutOfMemory",
        "A transaction needs more memory than {place} gives it.",
        "Raise dbms.memory.transaction.total.max or the heap, then run the command again.",
    ),
    (
        "OutOfMemory",
        "{place} has too little memory.",
        "Raise server.memory.heap.max_size, then run the command again.",
    ),
    (
        "DatabaseUnavailable",
        "The database {database} on {place} is not available: {said}",
        "Look into the server's log; when it is back, run the command again.",
    ),
)
"""Parts of the server's codes or words, with the sentence and the remedy."""


def _unanswered(error: Exception, place: str, said: str) -> StoreError:
    if _untrusted(error):
        return StoreError(
            f"The certificate of {place} is not one that this machine trusts.",
            remedy="Have the machine trust who signed it (SSL_CERT_FILE), or use bolt+ssc:// or "
            "neo4j+ssc://, which take any certificate.",
        )
    return LostError(
        f"There is no answer from {place}: {said}",
        remedy="Check that the server runs, and NEO4J_URI with its port (Bolt is 7687 as a rule, "
        "7474 is the web page); a server with TLS needs neo4j+s:// or bolt+s://.",
    )


def _untrusted(error: BaseException) -> bool:
    seen: BaseException | None = error
    while seen is not None:
        if isinstance(seen, ssl.SSLCertVerificationError) or "CERTIFICATE_VERIFY_FAILED" in str(seen):
            return True
        seen = seen.__cause__ or seen.__context__
    return False


def _first_line(error: Exception, address: Address) -> str:
    text = str(getattr(error, "message", "") or error).strip()
    line = text.splitlines()[0] if text else type(error).__name__
    if address.password:
        line = line.replace(address.password, "***")
    return line[:300]


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
