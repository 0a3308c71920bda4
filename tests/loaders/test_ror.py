"""ROR records of both schemas, from every kind of file, and files that are none."""

from __future__ import annotations

import gzip
import io
import json
import zipfile
from typing import TYPE_CHECKING, Any

import pytest

from graphrisk.errors import InputError
from loaders.base import Options
from loaders.ror import SOURCE, dump
from tests.loaders.events import Loaded, file, gather

if TYPE_CHECKING:
    from pathlib import Path

KYOTO = "https://ror.org/02kpeqv85"
PARENT = "https://ror.org/00jmfr291"

V2: dict[str, Any] = {
    "id": KYOTO,
    "names": [
        {"value": "KU", "lang": None, "types": ["acronym"]},
        {"value": "Kyoto University", "lang": "en", "types": ["label", "ror_display"]},
        {"value": "京都大学", "lang": "ja", "types": ["label", "alias"]},
        {"value": " ", "lang": None, "types": ["alias"]},
        {"value": "Odd", "lang": None, "types": []},
    ],
    "types": ["education", "Funder"],
    "locations": [
        {"geonames_id": 1, "geonames_details": {"country_code": "jp", "name": "Kyoto"}},
        {"geonames_id": 2, "geonames_details": {"country_code": "US"}},
    ],
    "relationships": [
        {"label": "Parent", "type": "parent", "id": PARENT},
        {"label": "Parent", "type": "parent", "id": PARENT},
        {"label": "New", "type": "successor", "id": PARENT},
        {"label": "?", "type": "sibling", "id": PARENT},
        {"label": "?", "type": "child", "id": "https://ror.org/broken"},
    ],
    "established": 1897,
    "status": "withdrawn",
    "admin": {"created": {}},
}
V1: dict[str, Any] = {
    "id": KYOTO,
    "name": "Kyoto University",
    "types": ["Education", "Funder"],
    "labels": [{"label": "京都大学", "iso639": "ja"}],
    "aliases": ["京都大学", "Odd"],
    "acronyms": ["KU"],
    "country": {"country_code": "JP", "country_name": "Japan"},
    "relationships": [
        {"label": "Parent", "type": "Parent", "id": PARENT},
        {"label": "New", "type": "Successor", "id": PARENT},
    ],
    "established": 1897,
    "status": "withdrawn",
    "external_ids": {"GRID": {"preferred": "grid.1", "all": "grid.1"}},
}


def load(folder: Path, data: bytes | str, name: str = "ror.json", options: Options | None = None) -> Loaded:
    return gather(SOURCE, [file(folder / name, data)], options)


@pytest.mark.parametrize("record", [V2, V1], ids=["schema 2", "schema 1"])
def test_both_schemas_give_the_same_rows(tmp_path: Path, record: dict[str, Any]) -> None:
    loaded = load(tmp_path, json.dumps(record))
    assert loaded.tables["organizations"] == [
        {
            "org_id": KYOTO,
            "name": "Kyoto University",
            "country_code": "JP",
            "types": ["education", "funder"],
            "status": "withdrawn",
            "established": 1897,
            "url": KYOTO,
        }
    ]
    names = {(row["name"], row["kind"], row["lang"]) for row in loaded.tables["organization_names"]}
    japanese_alias = None if record is V1 else "ja"
    assert names == {
        ("Kyoto University", "display", "en" if record is V2 else None),
        ("京都大学", "label", "ja"),
        ("京都大学", "alias", japanese_alias),
        ("KU", "acronym", None),
        ("Odd", "alias", None),
    }
    assert all(row["name_key"] for row in loaded.tables["organization_names"])
    relations = [
        (row["related_id"], row["kind"], row["related_name"])
        for row in loaded.tables["organization_relations"]
    ]
    assert relations == [(PARENT, "parent", "Parent"), (PARENT, "successor", "New")]
    assert bool(loaded.warnings) == (record is V2)
    assert not loaded.filled


def _zip(members: dict[str, str]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in members.items():
            archive.writestr(name, text)
    return buffer.getvalue()


ARRAY = json.dumps([V2, V2 | {"id": PARENT}], indent=4)
RELEASE = {
    "v2.1-2026-01-15-ror-data.json": json.dumps([V1]),
    "v2.1-2026-01-15-ror-data_schema_v2.json": ARRAY,
    "v2.1-2026-01-15-ror-data_schema_v2.csv": "id,name",
}


@pytest.mark.parametrize(
    ("data", "records"),
    [
        (ARRAY, 2),
        ("\ufeff" + ARRAY, 2),
        (json.dumps(V2) + "\n\n" + json.dumps(V1 | {"id": PARENT}) + "\n", 2),
        (json.dumps(V2, indent=2), 1),
        (json.dumps({"number_of_results": 1, "items": [V2]}), 1),
        (json.dumps({"number_of_results": 1, "items": [V2]}, indent=1), 1),
        (_zip(RELEASE), 2),
        (_zip({"only.json": ARRAY}), 2),
        (gzip.compress(ARRAY.encode()), 2),
    ],
    ids=["array", "bom", "lines", "object", "reply", "printed reply", "release", "zip", "gzip"],
)
def test_every_kind_of_file_is_read(tmp_path: Path, data: bytes | str, records: int) -> None:
    loaded = load(tmp_path, data)
    assert len(loaded.tables["organizations"]) == loaded.records == records
    assert not loaded.rejects


def test_a_release_names_its_edition_and_what_was_passed_over(tmp_path: Path) -> None:
    loaded = load(tmp_path, _zip(RELEASE), "ror.zip")
    assert loaded.edition == "v2.1"
    assert sum(loaded.skips.values()) == 2


def test_records_of_several_releases_are_called_by_the_newest(tmp_path: Path) -> None:
    lines = [V2 | {"_release": "v1.9"}, V2 | {"id": PARENT, "_release": "v1.10"}]
    loaded = load(tmp_path, "\n".join(map(json.dumps, lines)))
    assert loaded.edition == "v1.10"
    assert "2 releases, v1.9 to v1.10" in loaded.warnings[-1]


def test_nothing_names_an_edition(tmp_path: Path) -> None:
    assert load(tmp_path, ARRAY, "organisations.json").edition is None


@pytest.mark.parametrize(
    ("record", "reason", "column"),
    [
        ({"id": "https://ror.org/02kpeqv86"}, "no ROR id", "$[1].id"),
        ({"names": []}, "no name", "$[1].names"),
        ({"names": [{"value": 3}]}, "Expected `str`", "$[1].names[0].value"),
        ({"names": [{"value": "X", "types": ["alias"]}]}, "no name", "$[1].names"),
        ({"established": "long ago"}, "Expected", "$[1].established"),
        ({"established": 10**20}, "too long", "$[1].established"),
    ],
)
def test_a_bad_record_is_refused_with_its_path(
    tmp_path: Path, record: dict[str, Any], reason: str, column: str
) -> None:
    loaded = load(tmp_path, json.dumps([V2, V2 | {"id": PARENT} | record]))
    assert len(loaded.tables["organizations"]) == 1
    (reject,) = loaded.rejects
    assert reason in reject.reason
    assert reject.column == column


def test_a_bad_line_is_refused_with_its_number(tmp_path: Path) -> None:
    lines = [json.dumps(V2), '{"id":', json.dumps(V2 | {"id": PARENT}), "[" * 100_000]
    loaded = load(tmp_path, "\n".join(lines))
    assert len(loaded.tables["organizations"]) == 2
    assert [reject.line for reject in loaded.rejects] == [2, 4]
    assert all(len(reject.value or "") <= 200 for reject in loaded.rejects)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "is empty"),
        (b"id,name\n", "is not JSON"),
        (b'[{"id": 1},', "not valid JSON"),
        (b"[" * 100_000, "nested too deeply"),
        ('[{"id": "x"}]'.encode("utf-16"), "is in UTF-16"),
        (b"PK\x03\x04nonsense", "cannot be unpacked"),
        (_zip({"a.csv": "id"}), "no JSON"),
        (_zip({"a.json": "[]", "b.json": "[]"}), "or several"),
        (_zip({f"{n}.txt": "" for n in range(101)}), "holds 101 files"),
    ],
)
def test_files_that_are_no_release_are_refused(tmp_path: Path, data: bytes, words: str) -> None:
    with pytest.raises(InputError, match=words):
        load(tmp_path, data)


def test_a_zip_that_unpacks_without_end_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dump, "LIMIT", 2**20)
    bomb = _zip({"bomb.json": "[" + " " * 2**21 + "]"})
    assert len(bomb) < 10_000
    with pytest.raises(InputError, match="holds more than 1 MiB"):
        load(tmp_path, bomb)
