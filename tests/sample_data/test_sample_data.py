"""Sample data: made by its maker, invented throughout, and found out by a scan to the last question."""

from __future__ import annotations

import csv
import gzip
import io
import zipfile
from pathlib import Path

import orjson
import pytest

from graphrisk.schema import DECLARED
from graphrisk.settings import Workspace
from graphrisk.store import open_store
from graphrisk.world import sample
from graphrisk.world.subset import RECORDS, chosen, copy
from tests.world.loading import asked, check_identities, load_sources, planted

SAMPLE = Path(__file__).resolve().parents[2] / "sample_data"
CALLS = ("DEMO-2026-A", "DEMO-2026-B")


def _content(path: Path) -> object:
    """Return what a file holds; how it was compressed depends on the machine's zlib."""
    if path.suffix == ".gz":
        return gzip.decompress(path.read_bytes())
    if path.suffix == ".xlsx":
        with zipfile.ZipFile(path) as book:
            return {name: book.read(name) for name in book.namelist()}
    return path.read_bytes()


def test_sample_data_is_what_its_maker_makes(tmp_path: Path) -> None:
    sample.make(tmp_path)
    files = sorted(p.relative_to(tmp_path) for p in tmp_path.rglob("*") if p.is_file())
    assert files == sorted(p.relative_to(SAMPLE) for p in SAMPLE.rglob("*") if p.is_file())
    for name in files:
        assert _content(tmp_path / name) == _content(SAMPLE / name), (
            f"{name} differs: python -m graphrisk.world.sample sample_data"
        )


@pytest.fixture(scope="module")
def space(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """A workspace with all of sample data, loaded without a single refused row."""
    return load_sources(SAMPLE, tmp_path_factory.mktemp("space"))


@pytest.mark.parametrize("call", CALLS)
def test_a_scan_asks_what_was_planted_and_nothing_else(space: Workspace, call: str) -> None:
    store = open_store(space)
    try:
        assert asked(store, call) == planted(SAMPLE)[call]
    finally:
        store.close()


def test_each_author_record_goes_to_whom_it_belongs(space: Workspace) -> None:
    store = open_store(space)
    try:
        check_identities(store, CALLS, SAMPLE / "expected_identities.csv")
    finally:
        store.close()


def test_the_workbook_holds_what_the_folder_holds(space: Workspace, tmp_path: Path) -> None:
    other = load_sources(SAMPLE, tmp_path, disclosures="disclosures.xlsx")
    found = []
    for workspace in (space, other):
        store = open_store(workspace)
        with store.scope(None) as scope:
            tables = {t.name: scope.tables[t.name].drop("snapshot") for t in DECLARED}
            found.append({n: sorted(map(repr, t.to_pyarrow().to_pylist())) for n, t in tables.items()})
        store.close()
    assert found[0] == found[1]


def test_planted_cases_speak_of_every_rule_that_asks_people() -> None:
    content = orjson.loads((SAMPLE / "expected_findings.json").read_bytes())
    rules = {f["rule"] for f in content["findings"]}
    asking = {"R-AFF-01", "R-AFF-03", "R-FND-01", "R-COA-01", "R-ORG-01", "R-CVR-01", "R-IDN-01"}
    asking.add("R-ORG-02")
    assert rules == asking
    assert {f["level"] for f in content["findings"]} == {"INFO", "LOW", "MEDIUM", "HIGH"}
    assert all(f["why"] for f in content["findings"])


def _rows(name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO((SAMPLE / "disclosures" / f"{name}.csv").read_text("utf-8"))))


def test_sizes_are_those_that_the_page_names() -> None:
    people = {r["person_id"] for r in _rows("participants")}
    applications = _rows("applications")
    assert 75 <= len(people) <= 90
    assert len(applications) == 28
    assert {a["call_id"] for a in applications} == set(CALLS)
    assert f"{len(people)} invented people" in (SAMPLE / "README.md").read_text("utf-8")


def test_people_and_works_are_invented() -> None:
    with gzip.open(SAMPLE / "openalex" / "works.jsonl.gz") as lines:
        works = [orjson.loads(line) for line in lines]
    assert 800 <= len(works) <= 950
    for work in works:
        assert work["doi"].startswith("https://doi.org/10.5555/")
        for authorship in work["authorships"]:
            author = authorship["author"]
            assert author["id"].startswith("https://openalex.org/A99")
            assert (author["orcid"] or "https://orcid.org/0900-").startswith("https://orcid.org/0900-")
    assert all(
        not r["orcid"] or r["orcid"].startswith("https://orcid.org/0900-") for r in _rows("participants")
    )


def test_both_shapes_of_works_are_there() -> None:
    with gzip.open(SAMPLE / "openalex" / "works.jsonl.gz") as lines:
        shapes = [("grants" in work, "awards" in work) for work in map(orjson.loads, lines)]
    assert {(True, False), (False, True)} == set(shapes)


@pytest.mark.shared
def test_registry_records_are_copies(shared_data: Path, tmp_path: Path) -> None:
    out = tmp_path / "records.jsonl.gz"
    assert copy(shared_data / "ror" / "ror_v2.jsonl.gz", out) == len(chosen())
    assert _content(out) == _content(RECORDS)
