"""The manifest of a snapshot: what it is made of, so that a scan can be proved later."""

from __future__ import annotations

import datetime as dt

from pydantic import BaseModel, ConfigDict

from graphrisk.sentences import from_json

SCHEMA_VERSION = 6
"""Version of the tables of a snapshot. It rises when tables change so that old snapshots cannot be read."""


class SourceFile(BaseModel):
    """A file that was loaded."""

    model_config = ConfigDict(frozen=True)

    name: str
    size: int | None
    sha256: str


class LoadRecord(BaseModel):
    """One load that made the snapshot what it is."""

    model_config = ConfigDict(frozen=True)

    load_id: int
    snapshot: int
    source: str
    edition: str | None
    loaded_at: dt.datetime
    files: tuple[SourceFile, ...]
    read: int
    written: int
    unchanged: int
    rejected: int
    skipped: dict[str, int]
    warnings: tuple[str, ...]
    phrases: dict[str, str] = {}
    """Template and values, as JSON, of the warnings and reasons that can be said in another language."""

    def phrase(self, text: str) -> str:
        """Return one of the load's warnings or reasons, as a `Sentence` where it can be said in words."""
        stored = self.phrases.get(text)
        return from_json(stored) if stored is not None else text


class Manifest(BaseModel):
    """What a snapshot holds and where it came from."""

    model_config = ConfigDict(frozen=True)

    snapshot: int
    created_at: dt.datetime
    version: str
    schema_version: int
    loads: tuple[LoadRecord, ...]
    rows: dict[str, int]
    years: dict[str, tuple[int | None, int | None]] | None = None
    """First and last year of publication of the works of each source; None where it was not noted."""
    content_hash: str
    """Hash over the rows of all loaded tables: equal content, equal hash, in whatever order it was loaded."""
