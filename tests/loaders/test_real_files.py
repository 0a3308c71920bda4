"""Files as their publishers hand them out: each record is a row, or is accounted for.

Needs the shared data folder.
"""

from __future__ import annotations

import datetime as dt
import gzip
from typing import TYPE_CHECKING

import pytest

from graphrisk.errors import InputError
from loaders import lists, openalex, ror
from loaders.base import Options
from loaders.inputs import find_inputs
from tests.loaders.events import Loaded, gather

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.shared
DAY = dt.date(2025, 6, 30)


def test_all_real_works_load(shared_data: Path) -> None:
    inputs = find_inputs(
        [str(shared_data / "openalex" / "works_cn_collaboration_0_6.jsonl.gz")], openalex.SOURCE
    )
    loaded = gather(openalex.SOURCE, inputs)
    assert (loaded.records, len(loaded.tables["works"]), loaded.rejects) == (12_929, 12_929, [])
    assert not loaded.warnings
    assert not loaded.skips
    assert loaded.bytes_done == inputs[0].size
    assert len(loaded.tables["authorships"]) == 68_721
    assert all(row["raw_string"] for row in loaded.tables["affiliations"])


def test_real_records_of_all_entities_give_the_works_among_them(shared_data: Path) -> None:
    loaded = gather(
        openalex.SOURCE, find_inputs([str(shared_data / "openalex" / "entities")], openalex.SOURCE)
    )
    works = {row["work_id"].rpartition("/")[2]: row for row in loaded.tables["works"]}
    assert works.keys() == {"W2741809807", "W2755950973"}
    assert works["W2741809807"]["abstract"].startswith("Despite growing interest in Open Access")
    assert works["W2755950973"]["title"].startswith("GW170104")
    assert sum(loaded.skips.values()) == 10
    assert loaded.rejects == []


@pytest.mark.parametrize(("name", "records"), [("ror_v2.jsonl.gz", 35_990), ("ror_v1.jsonl.gz", 15_380)])
def test_all_real_organisations_load(shared_data: Path, name: str, records: int) -> None:
    loaded = gather(ror.SOURCE, find_inputs([str(shared_data / "ror" / name)], ror.SOURCE))
    assert (loaded.records, len(loaded.tables["organizations"]), loaded.rejects) == (records, records, [])
    assert not [text for text in loaded.warnings if "left out" in text]
    shown = [row["org_id"] for row in loaded.tables["organization_names"] if row["kind"] == "display"]
    assert len(shown) == len(set(shown)) == records
    assert all(row["name_key"] for row in loaded.tables["organization_names"])


@pytest.mark.parametrize("name", ["example_record_v2_0.json", "example_record_v2_1.json"])
def test_the_examples_of_the_schema_load(shared_data: Path, name: str) -> None:
    loaded = gather(ror.SOURCE, find_inputs([str(shared_data / "ror" / "schema" / name)], ror.SOURCE))
    assert (len(loaded.tables["organizations"]), loaded.rejects) == (1, [])


def _list(folder: Path, form: str, *names: str, edition: str | None = "e") -> Loaded:
    inputs = find_inputs([str(folder / name) for name in names], lists.SOURCE)
    return gather(lists.SOURCE, inputs, Options(list_format=form, edition=edition, valid_from=DAY))


def test_real_section_1286_editions_load(shared_data: Path) -> None:
    loaded = _list(
        shared_data / "screening" / "us", "section1286", "section_1286_2022_2024.csv", edition=None
    )
    assert (loaded.records, len(loaded.tables["list_entries"]), loaded.rejects) == (287, 287, [])
    assert loaded.edition == "2022, 2023, 2024"


def test_the_real_consolidated_screening_list_loads(shared_data: Path) -> None:
    loaded = _list(shared_data / "screening" / "us", "csl", "csl.csv")
    assert loaded.rejects == []
    assert loaded.records == 115 == len(loaded.tables["list_entries"]) + sum(loaded.skips.values())


@pytest.mark.parametrize(
    ("names", "entries", "people"),
    [
        (("sdn.csv", "add.csv", "alt.csv"), 2994, 3845),
        (("cons_prim.csv", "cons_add.csv", "cons_alt.csv"), 363, 79),
    ],
)
def test_real_ofac_files_load(shared_data: Path, names: tuple[str, ...], entries: int, people: int) -> None:
    loaded = _list(shared_data / "screening" / "us", "sdn", *names)
    assert (len(loaded.tables["list_entries"]), loaded.skips["individuals"], loaded.rejects) == (
        entries,
        people,
        [],
    )


@pytest.mark.parametrize(
    ("form", "names", "lines", "entries"),
    [
        ("csl", ("csl.csv",), [2, 4, 5, 9], 2),
        ("sdn", ("sdn.csv", "add.csv", "alt.csv"), [7380, 11697, 9683], 2994),
    ],
)
def test_each_bad_row_of_broken_lists_is_reported(
    shared_data: Path, form: str, names: tuple[str, ...], lines: list[int], entries: int
) -> None:
    loaded = _list(shared_data / "screening" / "malformed", form, *names)
    assert [reject.line for reject in loaded.rejects] == lines
    assert len(loaded.tables["list_entries"]) == entries


@pytest.mark.parametrize("form", ["generic", "section1286"])
@pytest.mark.parametrize("name", ["csl.csv", "sdn.csv", "add.csv", "alt.csv"])
def test_broken_lists_in_the_wrong_format_are_refused(shared_data: Path, form: str, name: str) -> None:
    with pytest.raises(InputError, match="Expected is"):
        _list(shared_data / "screening" / "malformed", form, name)


def test_a_real_file_cut_short_is_refused(shared_data: Path, tmp_path: Path) -> None:
    whole = (shared_data / "openalex" / "works_cn_collaboration_0_6.jsonl.gz").read_bytes()
    cut = tmp_path / "cut.jsonl.gz"
    cut.write_bytes(whole[:300_000])
    with pytest.raises(InputError, match="ends too early"):
        gather(openalex.SOURCE, find_inputs([str(cut)], openalex.SOURCE))
    unpacked = tmp_path / "cut.jsonl"
    unpacked.write_bytes(gzip.decompress(whole)[:300_000])
    loaded = gather(openalex.SOURCE, find_inputs([str(unpacked)], openalex.SOURCE))
    assert [reject.line for reject in loaded.rejects] == [loaded.records]
