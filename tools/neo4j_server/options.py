"""What can be chosen about a server, by arguments or by environment variables."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from tools.neo4j_server.errors import ServerError

LTS = "5.26.30"
"""The version that everything is tested on: the long-term support line."""
CORE = "2026.08.1"
"""The newer version, on which the core of the tests runs again."""

_VERSION = re.compile(r"\d+(\.\d+){1,3}")
_SIZE = re.compile(r"\d+[kmg]?", re.IGNORECASE)
_SETTING = re.compile(r"[a-z][a-z0-9_.]*")


def default_cache() -> Path:
    """The folder for the jars of every version: `$XDG_CACHE_HOME/graphrisk` or `~/.cache/graphrisk`."""
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "graphrisk"


@dataclass(frozen=True, slots=True)
class Options:
    """How to run a server.

    `port` 0 takes the port that the folder had before, or a free one. `java` None looks for one that the
    version runs on. `certificate` and `key` (PEM files) turn on TLS for Bolt. `settings` are further lines of
    neo4j.conf, `jvm` further options of Java. `heap` and `pagecache` are sizes as Java writes them, as 512m.
    `seconds` is how long a start may take.
    """

    version: str = LTS
    java: Path | None = None
    port: int = 0
    password: str = "graphrisk-test"  # noqa: S105 - of a server that listens on this machine alone
    heap: str = "1g"
    pagecache: str = "512m"
    cache: Path = field(default_factory=default_cache)
    certificate: Path | None = None
    key: Path | None = None
    settings: Mapping[str, str] = field(default_factory=dict)
    jvm: tuple[str, ...] = ()
    seconds: float = 300.0

    def __post_init__(self) -> None:
        if not _VERSION.fullmatch(self.version):
            raise ServerError(f"'{self.version}' is no version of Neo4j; write one like {LTS} or {CORE}.")
        if not 0 <= self.port < 65536:
            raise ServerError(f"Port {self.port} is not between 0 (any free one) and 65535.")
        if len(self.password) < 8:
            raise ServerError("Neo4j takes passwords of at least 8 characters.")
        for size in (self.heap, self.pagecache):
            if not _SIZE.fullmatch(size):
                raise ServerError(f"'{size}' is no size of memory; write one like 512m or 2g.")
        if (self.certificate is None) != (self.key is None):
            raise ServerError("TLS needs both a certificate and its key.")
        for name, value in self.settings.items():
            if not _SETTING.fullmatch(name) or "\n" in value:
                raise ServerError(f"'{name}' with the value '{value}' is no line of neo4j.conf.")

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> Options:
        """From GRAPHRISK_NEO4J_VERSION, _JAVA, _PORT, _PASSWORD, _HEAP, _PAGECACHE and _CACHE."""

        def value(name: str, default: str) -> str:
            return environment.get(f"GRAPHRISK_NEO4J_{name}") or default

        plain = cls()
        port, java = value("PORT", "0"), value("JAVA", "")
        if not port.isdecimal():
            raise ServerError(f"GRAPHRISK_NEO4J_PORT is '{port}', which is no number.")
        return cls(
            version=value("VERSION", plain.version),
            java=Path(java) if java else None,
            port=int(port),
            password=value("PASSWORD", plain.password),
            heap=value("HEAP", plain.heap),
            pagecache=value("PAGECACHE", plain.pagecache),
            cache=Path(value("CACHE", str(plain.cache))),
        )
