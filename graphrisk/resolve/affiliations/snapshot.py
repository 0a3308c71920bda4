"""The index of the snapshot in force."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

from graphrisk.errors import StoreError
from graphrisk.resolve.affiliations.cache import cached_index
from graphrisk.resolve.affiliations.records import read_organizations
from graphrisk.sentences import Sentence
from graphrisk.store import snapshot as snapshots
from graphrisk.store.duckdb import attach

if TYPE_CHECKING:
    from graphrisk.resolve.affiliations.index import Index
    from graphrisk.settings import Workspace


def snapshot_index(workspace: Workspace) -> Index:
    """Return the index of the organisations in force; it is built at the first call and kept in a file.

    Raises `StoreError` where the workspace has no snapshot or the snapshot no organisation.
    """
    folder = workspace.snapshots
    number = snapshots.current(folder)
    found = []
    if number is not None:
        snapshots.read_manifest(folder, number)
        path = snapshots.tables_path(folder, number)
        memory = workspace.settings.store.memory
        with closing(attach(path, memory=memory, temporary=snapshots.spill_folder(folder))) as connection:
            found = read_organizations(connection)
    if not found:
        raise StoreError(
            Sentence("There are no organisations to compare with."),
            remedy=Sentence("Load the Research Organization Registry: graphrisk load ror FILE."),
        )
    return cached_index(found, folder)
