"""Copy the registry records that sample data needs out of a ROR dump: done once, by a maintainer.

    python -m graphrisk.world.subset ROR.jsonl.gz

The chosen ids stand in `data/organizations.txt`; ROR is in the public domain (CC0).
"""

from __future__ import annotations

import gzip
import sys
from pathlib import Path

import orjson

from graphrisk.errors import InputError
from graphrisk.sentences import Sentence

DATA = Path(__file__).resolve().parent / "data"
CHOSEN = DATA / "organizations.txt"
RECORDS = DATA / "organizations.jsonl.gz"


def chosen() -> dict[str, str]:
    """Return the chosen ROR ids with the role that each organisation plays in sample data."""
    roles: dict[str, str] = {}
    for line in CHOSEN.read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            code, role, _ = line.split(" ", 2)
            roles[f"https://ror.org/{code}"] = role
    return roles


def copy(dump: Path, out: Path = RECORDS) -> int:
    """Copy the chosen records from `dump` (JSON Lines, gzip) to `out`, sorted by id; return how many.

    Raises `InputError` where the dump lacks one of them.
    """
    roles = chosen()
    found: dict[str, bytes] = {}
    with gzip.open(dump) as lines:
        for line in lines:
            record = orjson.loads(line)
            if record["id"] in roles:
                found[record["id"]] = orjson.dumps(record, option=orjson.OPT_SORT_KEYS)
    if missing := sorted(roles.keys() - found.keys()):
        raise InputError(
            Sentence("has no record {ids}.", ids=", ".join(missing)),
            file=str(dump),
            remedy=Sentence("Use a full dump."),
        )
    with out.open("wb") as raw, gzip.GzipFile(filename="", mode="wb", fileobj=raw, mtime=0) as file:
        for key in sorted(found):
            file.write(found[key] + b"\n")
    return len(found)


if __name__ == "__main__":
    sys.stdout.write(f"{copy(Path(sys.argv[1]))} records\n")
