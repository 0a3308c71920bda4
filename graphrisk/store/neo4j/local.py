"""What the workspace knows of its database: an id that both know, and which snapshots must not go."""

from __future__ import annotations

import uuid
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict, ValidationError

from graphrisk.causes import spelled
from graphrisk.errors import StoreError
from graphrisk.sentences import Sentence
from graphrisk.store.snapshot import write_atomic

if TYPE_CHECKING:
    from collections.abc import Callable

FILE = "neo4j.json"


class Local(BaseModel):
    """The workspace's side of the marker.

    `workspace` is a random id, so that a database of another workspace is recognised. `held` and `target` are
    the snapshots that the database holds and that a publication was last begun for.
    """

    model_config = ConfigDict(frozen=True)

    workspace: str
    held: int | None = None
    target: int | None = None

    @property
    def needed(self) -> frozenset[int]:
        """Snapshots that the next publication is computed from: they must not be pruned."""
        return frozenset(n for n in (self.held, self.target) if n is not None)


def read_local(root: Path) -> Local | None:
    """Return what the workspace knows of its database, or None where it never had one."""
    path = root / FILE
    try:
        return Local.model_validate_json(path.read_bytes())
    except FileNotFoundError:
        return None
    except (OSError, ValidationError) as error:
        raise StoreError(
            Sentence("{path} cannot be read: {error}.", path=path, error=type(error).__name__),
            remedy=Sentence("Restore it; without it the workspace does not know its Neo4j database."),
        ) from error


def own_local(root: Path, *, new_id: Callable[[], str] = lambda: uuid.uuid4().hex) -> Local:
    """Return what the workspace knows of its database; give the workspace an id where it has none."""
    found = read_local(root)
    if found is None:
        found = Local(workspace=new_id())
        write_local(root, found)
    return found


def write_local(root: Path, local: Local) -> None:
    """Keep what the workspace knows of its database."""
    try:
        write_atomic(root / FILE, local.model_dump_json(indent=1).encode() + b"\n")
    except OSError as error:
        raise StoreError(
            Sentence("{path} cannot be written: {error}.", path=root / FILE, error=spelled(error)),
            remedy=Sentence("Check the rights of the folder."),
        ) from error


def needed_snapshots(root: Path) -> frozenset[int]:
    """Return the snapshots of the workspace that its database still needs."""
    found = read_local(root)
    return found.needed if found else frozenset()
