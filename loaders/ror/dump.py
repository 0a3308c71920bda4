"""The bytes of ROR files: JSON Lines, a JSON array, or the zip file in which ROR publishes its releases."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING, BinaryIO, cast

from graphrisk.errors import InputError
from graphrisk.sentences import Sentence
from loaders.inputs import open_counted

if TYPE_CHECKING:
    from loaders.base import Input

LIMIT = 2**30
"""Bytes of the largest unpacked release that is read; those of 2026 have about 300 MB."""
MEMBERS = 100
"""Most files that a release's zip may hold; real ones hold four."""
_ZIP = b"PK\x03\x04"


def read_dump(item: Input) -> tuple[bytes, str, list[str]]:
    """Return a file's JSON, the name of the file that holds it, and the names of zip members passed over.

    Of a zip the JSON in schema 2 is taken, else the only JSON. Raises `InputError` where the file is empty,
    too large, damaged, or where the zip holds no JSON or several that cannot be told apart.
    """
    with open_counted(item) as stream:
        data = stream.read(LIMIT + 1)
    if len(data) > LIMIT:
        raise _too_large(item.name)
    if not data.strip():
        raise InputError(Sentence("is empty."), file=item.name)
    if not data.startswith(_ZIP):
        return data, item.name, []
    return _unzip(data, item.name)


def _unzip(data: bytes, name: str) -> tuple[bytes, str, list[str]]:
    import io

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = [member for member in archive.infolist() if not member.is_dir()]
            if len(members) > MEMBERS:
                raise InputError(
                    Sentence("holds {count} files.", count=len(members)),
                    file=name,
                    remedy=Sentence("Unpack it, name the JSON."),
                )
            chosen = _choose(members, name)
            with archive.open(chosen) as file:
                # What the directory of a zip says of sizes need not be true: the limit holds while reading.
                content = cast("BinaryIO", file).read(LIMIT + 1)
    except (zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError) as error:
        raise InputError(
            Sentence("the zip file cannot be unpacked: {error}.", error=error),
            file=name,
            remedy=Sentence("Fetch it again."),
        ) from error
    if len(content) > LIMIT:
        raise _too_large(name)
    return content, chosen.filename, [member.filename for member in members if member is not chosen]


def _choose(members: list[zipfile.ZipInfo], name: str) -> zipfile.ZipInfo:
    found = [m for m in members if m.filename.lower().endswith(".json") and "__MACOSX" not in m.filename]
    if len(found) > 1:
        found = [m for m in found if "schema_v2" in m.filename.lower()]
    if len(found) != 1:
        raise InputError(
            Sentence("the zip file holds no JSON of a release, or several."),
            file=name,
            remedy=Sentence("Unpack it and name the JSON file."),
        )
    return found[0]


def _too_large(name: str) -> InputError:
    return InputError(
        Sentence("holds more than {limit} MiB.", limit=LIMIT // 2**20),
        file=name,
        remedy=Sentence("A release of ROR is smaller; check the file."),
    )
