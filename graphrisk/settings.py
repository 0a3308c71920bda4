"""Settings of a workspace: one frozen object, read from `graphrisk.toml` and the environment."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from graphrisk.causes import checked, spelled
from graphrisk.errors import StoreError
from graphrisk.sentences import Sentence

DEFAULT_WORKSPACE = Path("workspace")
CONFIG = "graphrisk.toml"

TEMPLATE = """\
# Settings of this graphrisk workspace. Every key may be left out; the value shown is the default.

language = "en"            # language of messages and exports: "en" or "ja"
policy = "jp-tejunsho"     # policy of a scan where the call names none

[store]
kind = "duckdb"            # "duckdb": the embedded store; "neo4j": a server, to which every load is published
keep = 10                  # how many old snapshots to keep; snapshots that a run names are always kept
memory = "2GB"             # memory that a load or a scan may use for the database engine

[neo4j]
workers = 2                # sessions that write at the same time when a snapshot is published
batch = 20000              # rows in a transaction

[review]
url = ""                   # SQLAlchemy address of the review database; empty means review.db in the workspace

[dashboard]
port = 8050                # on 127.0.0.1 only
"""


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class StoreSettings(_Model):
    """Where the graph is kept."""

    kind: Literal["duckdb", "neo4j"] = "duckdb"
    keep: int = Field(default=10, ge=1)
    memory: str = Field(default="2GB", pattern=r"^\d+(\.\d+)?\s*(MB|GB|MiB|GiB)$")


class Neo4jSettings(_Model):
    """How a snapshot is published to a Neo4j server. Its address and password come from elsewhere."""

    workers: int = Field(default=2, ge=1, le=15)
    batch: int = Field(default=20_000, ge=1, le=200_000)


class ReviewSettings(_Model):
    """Where decisions are kept."""

    url: str = ""


class DashboardSettings(_Model):
    """How the dashboard is served."""

    port: int = Field(default=8050, ge=1, le=65535)


class Settings(_Model):
    """All settings of a workspace."""

    language: Literal["en", "ja"] = "en"
    policy: str = "jp-tejunsho"
    store: StoreSettings = StoreSettings()
    neo4j: Neo4jSettings = Neo4jSettings()
    review: ReviewSettings = ReviewSettings()
    dashboard: DashboardSettings = DashboardSettings()


class Workspace(_Model):
    """A folder with settings, snapshots and the review database."""

    root: Path
    settings: Settings

    @property
    def snapshots(self) -> Path:
        """The folder of the snapshots."""
        return self.root / "snapshots"

    @property
    def review_url(self) -> str:
        """The SQLAlchemy address of the review database."""
        return self.settings.review.url or f"sqlite:///{self.root / 'review.db'}"


def open_workspace(root: Path) -> Workspace:
    """Read the workspace at `root`. Raises `StoreError` where there is none or its settings are wrong."""
    path = root / CONFIG
    try:
        raw: dict[str, Any] = tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError as error:
        raise StoreError(
            Sentence("There is no workspace at {root}.", root=root),
            remedy=Sentence("Make one with: graphrisk init {root}", root=root),
        ) from error
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise StoreError(
            Sentence("{path} cannot be read: {error}.", path=path, error=spelled(error)),
            remedy=Sentence("Correct it, or delete it and run init."),
        ) from error
    try:
        return Workspace(root=root, settings=Settings.model_validate(raw))
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise StoreError(
            Sentence("{path}: {place}: {error}.", path=path, place=place, error=checked(first)),
            remedy=Sentence("See the comments in a fresh file: graphrisk init."),
        ) from error


def create_workspace(root: Path, language: Literal["en", "ja"] = "en") -> Workspace:
    """Make a workspace at `root`, or complete one that is there; files that exist are left as they are.

    `language` is what a new one is set to.
    """
    try:
        (root / "snapshots").mkdir(parents=True, exist_ok=True)
        path = root / CONFIG
        if not path.exists():
            path.write_text(TEMPLATE.replace('language = "en" ', f'language = "{language}" ', 1), "utf-8")
    except OSError as error:
        raise StoreError(
            Sentence("The workspace {root} cannot be made: {error}.", root=root, error=spelled(error)),
            remedy=Sentence("Name another folder."),
        ) from error
    return open_workspace(root)
