"""The checks behind `graphrisk doctor`."""

from __future__ import annotations

import importlib.metadata
import os
import shutil
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from graphrisk.cli.context import now
from graphrisk.cli.words import say, t
from graphrisk.errors import GraphRiskError

if TYPE_CHECKING:
    from graphrisk.settings import Workspace
    from graphrisk.store.neo4j import status as server_status

Status = Literal["ok", "warn", "fail"]
_LIBRARIES = ("duckdb", "ibis-framework", "pyarrow", "sqlalchemy", "dash", "dash-mantine-components")
_LOW_DISK = 2 * 1024**3


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at, how it stands and what to do."""

    name: str
    title: str
    status: Status
    detail: str
    remedy: str | None = None

    def as_json(self) -> dict[str, str | None]:
        """Return the check as a JSON object."""
        return asdict(self)


def run_checks(root: Path) -> list[Check]:
    """Look at the installation and at the workspace at `root`."""
    checks = [_python(), _libraries(), _disk(root), _browser()]
    space, found = _workspace(root)
    checks.append(found)
    if space:
        checks += [
            _guarded("snapshot", t("Snapshot"), lambda: _snapshot(space)),
            _guarded("review", t("Review database"), lambda: _review(space)),
        ]
        if space.settings.store.kind == "neo4j" or os.environ.get("NEO4J_URI"):
            checks.append(_guarded("neo4j", t("Neo4j server"), lambda: _server(space)))
    return checks


def _guarded(name: str, title: str, check: Callable[[], Check]) -> Check:
    try:
        return check()
    except GraphRiskError as error:
        return Check(name, title, "fail", say(error.message), error.remedy and say(error.remedy))


def _python() -> Check:
    return Check("python", "Python", "ok", sys.version.split()[0])


def _libraries() -> Check:
    versions = ", ".join(f"{name} {importlib.metadata.version(name)}" for name in _LIBRARIES)
    return Check("libraries", t("Libraries"), "ok", versions)


def _disk(root: Path) -> Check:
    place = root.absolute()
    while not place.exists():
        place = place.parent
    free = shutil.disk_usage(place).free
    detail = t("{size} GB free at {file}").format(size=f"{free / 1e9:.1f}", file=place)
    low = free < _LOW_DISK
    return Check(
        "disk",
        t("Disk"),
        "warn" if low else "ok",
        detail,
        t("Make room: a load writes a new snapshot beside the last one.") if low else None,
    )


def _browser() -> Check:
    found = next(
        (
            shutil.which(name)
            for name in ("chromium", "chromium-browser", "google-chrome")
            if shutil.which(name)
        ),
        None,
    )
    title = t("Browser for the project's own tests")
    if found:
        return Check("browser", title, "ok", found)
    return Check(
        "browser",
        title,
        "ok",
        t("none; only the project's own browser tests need one, the dashboard does not"),
    )


def _workspace(root: Path) -> tuple[Workspace | None, Check]:
    from graphrisk.settings import open_workspace

    title = t("Workspace")
    try:
        space = open_workspace(root)
    except GraphRiskError as error:
        return None, Check("workspace", title, "fail", say(error.message), error.remedy and say(error.remedy))
    if not os.access(root, os.W_OK):
        return space, Check(
            "workspace",
            title,
            "fail",
            t("{file} cannot be written").format(file=root),
            t("Correct its permissions."),
        )
    detail = t("{file}, policy {policy}, language {language}").format(
        file=root, policy=space.settings.policy, language=space.settings.language
    )
    return space, Check("workspace", title, "ok", detail)


def _snapshot(space: Workspace) -> Check:
    from graphrisk.store import open_store

    store = open_store(space)
    try:
        manifest = store.manifest
        empty = [
            t(word)
            for table, word in (
                ("organizations", "organisations (graphrisk load ror)"),
                ("works", "works (graphrisk load openalex)"),
                ("list_entries", "screening lists (graphrisk load list)"),
                ("programs", "designated programmes (graphrisk load designations)"),
                ("applications", "applications and disclosures (graphrisk load disclosures)"),
            )
            if store.count(table) == 0
        ]
    finally:
        store.close()
    detail = t("{number} of {when}, {rows} rows from {loads} loads").format(
        number=manifest.snapshot,
        when=manifest.created_at.date(),
        rows=f"{sum(manifest.rows.values()):,}",
        loads=len(manifest.loads),
    )
    if empty:
        return Check(
            "snapshot", t("Snapshot"), "warn", detail, t("Nothing is loaded of: ") + "; ".join(empty) + "."
        )
    return Check("snapshot", t("Snapshot"), "ok", detail)


def _review(space: Workspace) -> Check:
    from graphrisk.review import Repository

    repository = Repository(space.review_url, clock=now)
    report = repository.verify_audit()
    detail = t("{runs} runs, {entries} audit entries, chain {state}").format(
        runs=len(repository.runs()), entries=report.entries, state=t("unbroken") if report.ok else t("BROKEN")
    )
    if not report.ok:
        remedy = t("An entry was changed or removed after it was written; compare with a backup.")
        return Check("review", t("Review database"), "fail", detail, remedy)
    return Check("review", t("Review database"), "ok", detail)


def _server(space: Workspace) -> Check:
    from graphrisk.store.neo4j.connection import Server, find_address
    from graphrisk.store.neo4j.status import status

    title = t("Neo4j server")
    with Server(find_address(space.root)) as server:
        found = status(space, server)
    detail = t("Neo4j {version} {edition} at {server}, database {database}").format(
        version=found.version, edition=found.edition, server=found.uri, database=found.database
    )
    if not found.own:
        remedy = t("Use another database (NEO4J_URI, NEO4J_DATABASE), or the workspace that it belongs to.")
        return Check("neo4j", title, "fail", f"{detail}; {t('it holds another workspace')}", remedy)
    if found.refused:
        refused = found.refused
        said = f"{detail}; {say(refused.message)}"
        return Check("neo4j", title, "fail", said, refused.remedy and say(refused.remedy))
    return _held(found, title, detail)


def _held(found: server_status.Status, title: str, detail: str) -> Check:
    """Return how what a server holds stands beside the snapshot in force."""
    marker = found.marker
    if marker is None:
        remedy = t("Publish the snapshot in force: graphrisk neo4j publish")
        return Check("neo4j", title, "warn", f"{detail}; {t('it holds no snapshot')}", remedy)
    held = t("it holds snapshot {snapshot}").format(snapshot=marker.snapshot or "–")
    if marker.state == "publishing":
        return Check(
            "neo4j",
            title,
            "warn",
            f"{detail}; {t('a publication is under way or was cut off')}",
            t("If nobody is publishing, finish it with: graphrisk neo4j publish"),
        )
    if found.missing:
        remedy = t("Compare and mend it with: graphrisk neo4j publish --verify")
        missing = ", ".join(f"{label} {count:,}" for label, count in found.missing.items())
        return Check("neo4j", title, "fail", f"{detail}; {t('nodes are missing')}: {missing}", remedy)
    if not found.up_to_date:
        remedy = t("Publish the snapshot in force: graphrisk neo4j publish")
        return Check("neo4j", title, "warn", f"{detail}; {held}", remedy)
    return Check("neo4j", title, "ok", f"{detail}; {held}")
