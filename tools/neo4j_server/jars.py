"""The jars of a version of Neo4j, fetched once by Maven and shared by all servers of the user."""

from __future__ import annotations

import fcntl
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tools.neo4j_server.errors import ServerError

_POM = """\
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>graphrisk.tools</groupId><artifactId>neo4j-server</artifactId><version>1</version>
  <dependencies>
    <dependency>
      <groupId>org.neo4j.app</groupId><artifactId>neo4j-server</artifactId><version>{version}</version>
    </dependency>
    <dependency><groupId>org.neo4j</groupId><artifactId>neo4j</artifactId><version>{version}</version></dependency>
  </dependencies>
</project>
"""


def install(version: str, cache: Path) -> Path:
    """The folder with the jars of that version; fetches them first where it isn't there.

    Any number of processes may call this at once: one fetches, the others wait. The folder appears by a
    rename, so it is whole or not there. Raises `ServerError` where Maven is missing or fails.
    """
    folder = cache / f"neo4j-{version}"
    if folder.is_dir():
        return folder
    with _alone(cache / f"neo4j-{version}.lock"):
        if folder.is_dir():
            return folder
        maven = shutil.which("mvn")
        if maven is None:
            raise ServerError(f"The jars of Neo4j {version} are fetched with Maven: install it (mvn).")
        # A fetch that was cut off leaves its folder; nobody else writes here while the lock is held.
        for left in cache.glob(f"neo4j-{version}.new-*"):
            shutil.rmtree(left, ignore_errors=True)
        work = Path(tempfile.mkdtemp(prefix=f"neo4j-{version}.new-", dir=cache))
        try:
            _fetch(maven, version, work)
            (work / "jars").rename(folder)
        finally:
            shutil.rmtree(work, ignore_errors=True)
    return folder


def _fetch(maven: str, version: str, work: Path) -> None:
    pom = work / "pom.xml"
    pom.write_text(_POM.format(version=version), encoding="utf-8")
    answer = subprocess.run(  # noqa: S603 - Maven, with a version that was checked
        [maven, "-q", "-B", "-f", pom, "dependency:copy-dependencies", f"-DoutputDirectory={work / 'jars'}"],
        capture_output=True,
        text=True,
        check=False,
    )
    if answer.returncode != 0:
        said = [line for line in (answer.stdout + answer.stderr).splitlines() if "ERROR" in line]
        raise ServerError(
            f"Maven could not fetch Neo4j {version}: {' '.join(said[:3]) or 'it gave no reason'} "
            "Check the version and that Maven reaches its repository."
        )


@contextmanager
def _alone(lock: Path) -> Iterator[None]:
    lock.parent.mkdir(parents=True, exist_ok=True)
    with lock.open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
