"""Reads why a server did not start, and says it plainly."""

from __future__ import annotations

import re
from pathlib import Path

from tools.neo4j_server.errors import ServerError

_STARTED = re.compile(r"\bINFO\b.*\bStarted\.")
_REASONS = (
    (r"UnsupportedClassVersionError", "this Java is too old for it"),
    (
        r"Could not reserve enough space|Cannot allocate memory",
        "the machine lacks the memory; ask for a smaller heap",
    ),
    (r"OutOfMemoryError", "its heap is too small; ask for a larger one"),
    (r"No space left on device", "the disk is full"),
    (r"FileLockException|store_lock|Lock file has been locked", "another server uses this folder"),
    (r"AccessDeniedException|Permission denied|Read-only file system", "it may not write into its folder"),
    (
        r"(?i)ssl ?policy.*(fail|unable)|(fail|error|unable).*(certificate|private key)",
        "its certificate or key could not be read",
    ),
    (
        r"Unrecognized setting|Error evaluating value|Failed to parse|Bad value",
        "a line of neo4j.conf is wrong",
    ),
)


class PortTakenError(ServerError):
    """Another program listens on the port."""


def started(home: Path) -> bool:
    """Whether the server has said that it started."""
    return bool(_STARTED.search(_text(home / "logs" / "neo4j.log")))


def explain(home: Path, port: int) -> ServerError:
    """The error for a server that ended before it answered, with the lines of its log that tell why."""
    log = home / "logs" / "neo4j.log"
    # Faults before the log is open (a Java that does not fit, a wrong setting) stand in the plain output.
    text = _text(home / "logs" / "out") + _text(log)
    if re.search(r"Address already in use|BindException", text):
        return PortTakenError(
            f"Port {port} is taken by another program; choose another, or 0 for any free one."
        )
    reason = reason_of(text)
    return ServerError(f"Neo4j did not start{f': {reason}' if reason else ''}. {log} says: {last(text)}")


def reason_of(text: str) -> str:
    """What a log's text means, in plain words; empty where it is nothing known."""
    return next((reason for pattern, reason in _REASONS if re.search(pattern, text)), "")


def last(text: str) -> str:
    """The line that tells the cause: the deepest 'Caused by', else the last exception, error or line."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    for sign in (r"^Caused by: ", r"^[\w.$]+(Exception|Error)\b", r"\bERROR\b|Error"):
        hits = [line for line in lines if re.search(sign, line)]
        if hits:
            return hits[-1][:500]
    return lines[-1][:500] if lines else "nothing"


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except FileNotFoundError:
        return ""
