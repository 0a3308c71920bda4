"""Source files: works in both shapes of OpenAlex, registry records, forms."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import orjson
import pytest

from graphrisk.schema import TABLES
from graphrisk.world import rows
from graphrisk.world.model import Address, Grant, Organization
from graphrisk.world.organizations import sample_landscape
from graphrisk.world.people import NameSource
from graphrisk.world.sources import directory, openalex, registry, sheets
from graphrisk.world.stage import Stage
from tests.world.chance import chance

if TYPE_CHECKING:
    from pathlib import Path

LANDSCAPE = sample_landscape()


@pytest.fixture
def stage() -> Stage:
    rng = chance(1)
    return Stage(rng, LANDSCAPE, NameSource(rng))


def _lines(stage: Stage) -> list[dict[str, Any]]:
    tables = rows.work_tables(stage.works)
    return [orjson.loads(line) for line in openalex.lines(tables, directory(stage, LANDSCAPE.organizations))]


def test_a_recent_work_has_todays_shape(stage: Stage) -> None:
    home, funder = stage.pick("home"), stage.pick("funder")
    author = stage.author("ja", stated=True)
    grants = [Grant(funder, "X-1"), Grant(funder)]
    stage.work(dt.date(2025, 5, 1), [stage.credit(author, [home, Address(None, "Somewhere")])], grants=grants)
    (work,) = _lines(stage)
    (authorship,) = work["authorships"]
    assert [i["ror"] for i in authorship["institutions"]] == [home.ror]
    assert len(authorship["raw_affiliation_strings"]) == 2
    assert authorship["affiliations"][1] == {"raw_affiliation_string": "Somewhere", "institution_ids": []}
    assert [a["funder_award_id"] for a in work["awards"]] == ["X-1"]
    assert [f["ror"] for f in work["funders"]] == [funder.ror]
    assert "grants" not in work


def test_an_old_work_has_the_shape_before_2025(stage: Stage) -> None:
    grant = Grant(Organization(4900, "A funder without a registry record", "Tokyo", "funder"), "X-2")
    author = stage.author("ja", stated=False)
    stage.work(dt.date(2015, 5, 1), [stage.credit(author, [stage.pick("home")])], grants=[grant])
    (work,) = _lines(stage)
    assert work["grants"][0]["award_id"] == "X-2"
    assert isinstance(work["authorships"][0]["raw_affiliation_string"], str)
    assert "awards" not in work
    assert "is_authors_truncated" not in work


def test_a_cut_list_of_authors_says_so(stage: Stage) -> None:
    credit = stage.credit(stage.author("zh", stated=False), [stage.pick("home")])
    stage.work(dt.date(2025, 5, 1), [credit], hidden=120)
    (work,) = _lines(stage)
    assert work["authors_count"] == 121
    assert work["is_authors_truncated"] is True


def test_abstracts_can_be_read_back(stage: Stage) -> None:
    credit = stage.credit(stage.author("ko", stated=False), [stage.pick("home")])
    made = [stage.work(dt.date(2025, 5, 1), [credit], area="9") for _ in range(10)]
    for work, line in zip(made, _lines(stage), strict=True):
        index = line["abstract_inverted_index"]
        words = {place: word for word, places in (index or {}).items() for place in places}
        assert (" ".join(words[p] for p in sorted(words)) or None) == work.abstract


def test_relations_of_registry_records_are_stated_from_both_sides() -> None:
    above = Organization(1, "Above", "A", "home", ror="https://ror.org/00zz00050", country="JP", native="上")
    below = Organization(
        2, "Below", "A", "unit", ror="https://ror.org/00zz00147", country="JP", parent=above.ror
    )
    first, second = registry.records([above, below])
    assert [r["type"] for r in first["relationships"]] == ["child"]
    assert [r["type"] for r in second["relationships"]] == ["parent"]
    assert [n["value"] for n in first["names"]] == ["Above", "上"]


def test_forms_have_the_columns_of_the_form(tmp_path: Path) -> None:
    posts = rows.to_table(
        "declared_affiliations", [{"row_id": "1", "person_id": "P", "org": "O", "type": "joint"}]
    )
    (path,) = sheets.write_disclosures(tmp_path, {"declared_affiliations": posts})
    header = path.read_text("utf-8").splitlines()[0].split(",")
    assert path.name == "affiliations.csv"
    assert {"person_id", "org", "org_ror", "start", "end"} <= set(header)
    assert not {"row_id", "start_on", "end_on"} & set(header)


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (None, ""),
        (True, "true"),
        (False, "false"),
        (dt.date(2026, 4, 1), "2026-04-01"),
        (12_000_000.0, "12000000"),
        (60.0, "60"),
        (["a", "b"], "a; b"),
        ("x", "x"),
    ],
)
def test_values_are_shown_as_people_write_them(value: object, shown: str) -> None:
    assert sheets.show(value) == shown


def test_missing_columns_are_null_or_empty() -> None:
    table = rows.to_table(
        "applications", [{"row_id": "1", "application_id": "A", "call_id": "C", "title": "T"}]
    )
    assert table.schema == TABLES["applications"].arrow_schema()
    assert table.column("keywords").to_pylist() == [[]]
    assert table.column("title_en").to_pylist() == [None]
