"""JSON Lines, gzip, with the same bytes every time."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


def write(path: Path, lines: Iterable[bytes]) -> None:
    """Write `lines`, each with its line end, to `path`; neither name nor time go into the file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with (
        path.open("wb") as raw,
        gzip.GzipFile(filename="", mode="wb", compresslevel=6, fileobj=raw, mtime=0) as file,
    ):
        for line in lines:
            file.write(line)
