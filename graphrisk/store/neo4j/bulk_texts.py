"""The small files beside the data of a bulk import: arguments, marker, and what to do with all of it."""

from __future__ import annotations

import csv
import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from graphrisk.store.neo4j.marker import LABEL

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from graphrisk.store.manifest import Manifest

ARGUMENTS = "import.args"
README = "README.txt"
INCOMPLETE = "INCOMPLETE"
_BUFFER = 4 << 20
"""What the import tool reads at a time unless it is told otherwise; no value may be longer."""


class _Listed(Protocol):
    @property
    def name(self) -> str: ...
    @property
    def option(self) -> str: ...
    @property
    def multiline(self) -> bool: ...


@dataclass(frozen=True, slots=True)
class MarkerFile:
    """The file with the marker."""

    name: str
    option: str
    size: int


def marker_file(folder: Path, properties: Mapping[str, Any], number: int) -> MarkerFile:
    """Write the file with the one node that says which snapshot the database holds; it has that number."""
    path = folder / "nodes-marker.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, quoting=csv.QUOTE_ALL, lineterminator="\n")
        writer.writerow([":ID", *(_header(k, v) for k, v in properties.items())])
        writer.writerow([str(number), *(_text(v) for v in properties.values())])
    return MarkerFile(path.name, f"--nodes={LABEL}", path.stat().st_size)


def arguments(files: Iterable[_Listed], separator: int, *, longest: int) -> str:
    """Return the arguments of the import tool, one a line. `longest` bounds the bytes of a long value."""
    listed = list(files)
    lines = [
        "--overwrite-destination=true",
        # Nodes have the numbers that the files say: see `graphrisk.store.neo4j.bulk_numbers`.
        "--id-type=actual",
        f"--array-delimiter=U+{separator:04X}",
        *([f"--read-buffer-size={2 * longest}"] if 2 * longest > _BUFFER else []),
        # Neo4j 2026 takes no file without a folder before its name.
        *(f"{file.option}=./{file.name}" for file in listed),
    ]
    if over := [f"./{file.name}" for file in listed if file.multiline]:
        # Files whose values keep to their lines are read in parallel.
        lines += [f"--multiline-fields={','.join(over)}", "--multiline-fields-format=v2"]
    return "\n".join(lines) + "\n"


def begun(manifest: Manifest) -> str:
    """Return what a folder says until all is written."""
    return (
        f"Files of snapshot {manifest.snapshot} are being written here, or the writing was cut off.\n"
        "Do not import them. If no graphrisk neo4j bulk is running, delete this folder and run it again.\n"
    )


def readme(nodes: int, relationships: int, manifest: Manifest, command: str) -> str:
    """Return what to do with the files."""
    return f"""\
Snapshot {manifest.snapshot} of a graphrisk workspace, for Neo4j's offline import:
{nodes:,} nodes and {relationships:,} relationships.

The import REPLACES the whole content of the database that the command names, findings included.
It is the same for Neo4j 5.26 (Java 17 or 21) and 2026.08 (Java 21 or 25), Community and Enterprise.

1. Stop the server:                 neo4j stop        (as a service: systemctl stop neo4j)
2. Go to this folder, on the machine of the server, as the user that the server runs as.
   The tool writes import.report here, so that this user must be allowed to.
3. Import:                          {command}
4. Start the server:                neo4j start       (as a service: systemctl start neo4j)
5. Make constraints and indexes:    graphrisk neo4j publish

Enterprise Edition need not stop: STOP DATABASE, import, START DATABASE; not tested.
If step 3 says that a field is larger than the buffer, add --read-buffer-size=64m to it.
The files are not needed after step 4. They hold what applicants declared: delete them.
"""


def _header(name: str, value: object) -> str:
    match value:
        case bool():
            return f"{name}:boolean"
        case int():
            return f"{name}:long"
        case dt.datetime():
            return f"{name}:datetime"
        case str():
            return f"{name}:string"
    raise TypeError(f"{name} of the marker is {type(value).__name__}")


def _text(value: object) -> str:
    match value:
        case bool():
            return str(value).lower()
        case dt.datetime():
            return value.isoformat()
    return str(value)
