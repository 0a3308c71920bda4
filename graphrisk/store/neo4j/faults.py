"""What a driver's error means: one sentence with the remedy, and never a password."""

from __future__ import annotations

import ssl
from contextlib import contextmanager
from typing import TYPE_CHECKING

from graphrisk.errors import PassingError, StoreError
from graphrisk.i18n import N_
from graphrisk.sentences import Sentence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graphrisk.store.neo4j.connection import Address


class LostError(PassingError):
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

    uri = address.uri
    code = getattr(error, "code", "") or ""
    said = _first_line(error, address)
    match error:
        case faults.AuthError() if "Forbidden" not in code:
            return StoreError(
                Sentence(
                    "The Neo4j server at {uri} refused the user {user} or the password.",
                    uri=uri,
                    user=address.username,
                ),
                remedy=Sentence(
                    "Check NEO4J_USERNAME and NEO4J_PASSWORD; after several wrong tries wait a minute."
                ),
            )
        case faults.ServiceUnavailable() | faults.SessionExpired() | faults.IncompleteCommit():
            return _unanswered(error, uri, said)
        case faults.ConfigurationError():
            return StoreError(
                Sentence("NEO4J_URI is not an address of a Neo4j server: {said}", said=said),
                remedy=Sentence("Write it like neo4j://localhost:7687."),
            )
        case OSError() | ValueError():
            return LostError(
                Sentence("The Neo4j server at {uri} cannot be reached: {said}", uri=uri, said=said),
                remedy=Sentence("Check NEO4J_URI."),
            )
    for part, template, remedy in _BY_CODE:
        if part in code or part in said:
            told = {"uri": uri, "said": said, "database": address.database}
            return StoreError(Sentence(template, **told), remedy=Sentence(remedy))
    return StoreError(
        Sentence("The Neo4j server at {uri} refused: {said}", uri=uri, said=said),
        remedy=Sentence("Check it with: graphrisk doctor"),
    )


def passing(error: StoreError) -> bool:
    """Return whether the same question may be answered in a moment, as far as the driver knows."""
    from neo4j import exceptions as faults

    cause = error.__cause__
    return isinstance(cause, faults.Neo4jError | faults.DriverError) and cause.is_retryable()


_NO_WRITES = N_("The Neo4j server at {uri} takes no writes: {said}")
_BY_CODE = (
    (
        "AuthenticationRateLimit",
        N_("The Neo4j server at {uri} takes no password for now: too many were wrong."),
        N_("Check NEO4J_USERNAME and NEO4J_PASSWORD, then wait a minute."),
    ),
    (
        "DatabaseNotFound",
        N_("There is no database {database} on the Neo4j server at {uri}."),
        N_("Set NEO4J_DATABASE to one that exists; Community Edition has one, neo4j."),
    ),
    (
        "Security.Forbidden",
        N_("The user has no right to do this on the Neo4j server at {uri}: {said}"),
        N_("Give the role that the operations page names, or use another user."),
    ),
    (
        "ConstraintValidationFailed",
        N_("A node that was in the database before stands in the way: {said}"),
        N_("Use an empty database, or remove the node."),
    ),
    (
        "ConstraintCreationFailed",
        N_("Nodes that were in the database before stand in the way of a constraint: {said}"),
        N_("Use an empty database, or remove the nodes."),
    ),
    (
        "Statement.AccessMode",
        N_("A session that reads tried to write on the Neo4j server at {uri}."),
        N_("This is a fault of the program; nothing was changed."),
    ),
    (
        "No space left",
        N_("The disk of the Neo4j server at {uri} is full."),
        N_("Make room; then run the command again."),
    ),
    ("read only", _NO_WRITES, N_("Connect to the server that leads, or make it writable.")),
    ("ReadOnly", _NO_WRITES, N_("Connect to the server that leads, or make it writable.")),
    ("NotALeader", _NO_WRITES, N_("Use neo4j:// so that writes find the leader.")),
    (
        "MemoryPoolOutOfMemory",
        N_("A transaction needs more memory than the Neo4j server at {uri} gives it."),
        N_("Raise dbms.memory.transaction.total.max or the heap, then run the command again."),
    ),
    (
        "OutOfMemory",
        N_("The Neo4j server at {uri} has too little memory."),
        N_("Raise server.memory.heap.max_size, then run the command again."),
    ),
    (
        "DatabaseUnavailable",
        N_("The database {database} on the Neo4j server at {uri} is not available: {said}"),
        N_("Look into the server's log; when it is back, run the command again."),
    ),
)
"""Parts of the server's codes or words, with the sentence and the remedy."""


def _unanswered(error: Exception, uri: str, said: str) -> StoreError:
    if _untrusted(error):
        return StoreError(
            Sentence(
                "The certificate of the Neo4j server at {uri} is not one that this machine trusts.", uri=uri
            ),
            remedy=Sentence(
                "Have the machine trust who signed it (SSL_CERT_FILE), or use bolt+ssc:// or "
                "neo4j+ssc://, which take any certificate."
            ),
        )
    answer = Sentence("There is no answer from the Neo4j server at {uri}: {said}", uri=uri, said=said)
    if said.startswith("Couldn't connect to "):
        answer = Sentence("There is no answer from the Neo4j server at {uri}.", uri=uri)
    return LostError(
        answer,
        remedy=Sentence(
            "Check that the server runs, and NEO4J_URI with its port (Bolt is 7687 as a rule, "
            "7474 is the web page); a server with TLS needs neo4j+s:// or bolt+s://."
        ),
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
    # The driver goes on in further lines, and says of an address twice what it is.
    return line.partition(" (resolved to ")[0][:300].rstrip(" .:;") + "."
