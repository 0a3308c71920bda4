"""OpenAlex works in both shapes, from every kind of file, to rows of the schema.

`new_work` and `old_work` are one work as the source printed it after and before 2025.
"""

from __future__ import annotations

import copy
import datetime as dt
import gzip
import json
from typing import TYPE_CHECKING, Any

import pytest

from graphrisk.names.persons import person_key
from loaders.openalex import SOURCE
from tests.loaders.events import Loaded, file, gather

if TYPE_CHECKING:
    from pathlib import Path

O = "https://openalex.org/"  # noqa: E741  # as short as it is frequent
HOME, HOME_ROR = f"{O}I27837315", "https://ror.org/00jmfr291"


def new_work() -> dict[str, Any]:
    return {
        "id": f"{O}W101",
        "doi": "https://doi.org/10.1000/x",
        "title": "Growth of <i>thin</i>\n films &amp; more",
        "publication_year": 2024,
        "publication_date": "2024-05-06",
        "type": "article",
        "language": "en",
        "is_retracted": False,
        "authorships": [
            {
                "author": {"id": f"{O}A11", "display_name": "Jane Sample", "orcid": "0000-0002-1825-0097"},
                "institutions": [
                    {
                        "id": HOME,
                        "display_name": "University of Michigan",
                        "ror": HOME_ROR,
                        "country_code": "US",
                        "type": "education",
                        "lineage": [HOME],
                    }
                ],
                "is_corresponding": True,
                "raw_author_name": "J. Sample",
                "raw_orcid": "https://orcid.org/0000-0002-1825-0097",
                "raw_affiliation_strings": ["Univ. Michigan, Ann Arbor"],
                "affiliations": [
                    {"raw_affiliation_string": "Univ. Michigan, Ann Arbor", "institution_ids": [HOME]}
                ],
            },
            {
                "author": {"id": None, "display_name": "佐藤 太郎", "orcid": None},
                "institutions": [],
                "countries": ["JP"],
                "raw_affiliation_strings": ["Institute for Examples, Kyoto"],
            },
        ],
        "authors_count": 2,
        "is_authors_truncated": False,
        "topics": [
            {"display_name": "Thin films", "score": 0.9},
            {"display_name": "Thin films", "score": 0.1},
        ],
        "keywords": [{"display_name": "Epitaxy", "score": 0.5}],
        "awards": [
            {
                "id": f"{O}G101",
                "funder_award_id": "JP22K07777",
                "funder_id": f"{O}F101",
                "funder_display_name": "JSPS",
            }
        ],
        "funders": [{"id": f"{O}F101", "ror": "https://ror.org/00hhkn466", "display_name": "JSPS"}],
        "abstract_inverted_index": {"films": [1, 3], "Thin": [0], "are": [2]},
        "mesh": [{"anything": {"at": "all"}}],
    }


def old_work() -> dict[str, Any]:
    work = copy.deepcopy(new_work())
    for key in ("awards", "funders", "authors_count", "is_authors_truncated", "topics", "language"):
        del work[key]
    work["id"] = "W101"
    work["display_name"] = work.pop("title")
    work["host_venue"] = {"id": f"{O}V101"}
    work["grants"] = [{"funder": f"{O}F101", "funder_display_name": "JSPS", "award_id": "JP22K07777"}]
    work["concepts"] = [
        {"display_name": "Thin films", "level": 2, "score": 0.8},
        {"display_name": "Art", "level": 0, "score": 0.01},
    ]
    work["keywords"] = [{"keyword": "Epitaxy", "score": 0.5}]
    first, second = work["authorships"]
    first["author"]["id"] = "A11"
    first["institutions"][0]["id"] = "I27837315"
    for authorship in (first, second):
        authorship.pop("affiliations", None)
        authorship["raw_affiliation_string"] = authorship.pop("raw_affiliation_strings")[0]
    return work


def load(folder: Path, *works: dict[str, Any]) -> Loaded:
    text = "\n".join(json.dumps(work) for work in works)
    return gather(SOURCE, [file(folder / "works.jsonl", text)])


@pytest.mark.parametrize("shape", [new_work, old_work])
def test_both_shapes_give_the_same_work(tmp_path: Path, shape: Any) -> None:
    tables = load(tmp_path, shape()).tables
    (work,) = tables["works"]
    assert work["work_id"] == work["url"] == f"{O}W101"
    assert work["title"] == "Growth of thin films & more"
    assert work["abstract"] == "Thin films are films"
    assert (work["publication_date"], work["publication_year"]) == (dt.date(2024, 5, 6), 2024)
    assert (work["authors_count"], work["authors_truncated"], work["is_retracted"]) == (2, False, False)
    assert (work["topics"], work["keywords"]) == (["Thin films"], ["Epitaxy"])
    first, second = tables["authorships"]
    assert (first["author_id"], first["raw_name"], first["is_corresponding"]) == (
        f"{O}A11",
        "J. Sample",
        True,
    )
    assert first["orcid"] == first["raw_orcid"] == "https://orcid.org/0000-0002-1825-0097"
    assert (second["author_id"], second["position"], second["orcid"]) == (f"{O}W101#1", 1, None)
    rows = [(row["author_id"], row["org_id"], row["raw_string"]) for row in tables["affiliations"]]
    assert rows == [
        (f"{O}A11", HOME_ROR, "Univ. Michigan, Ann Arbor"),
        (f"{O}W101#1", None, "Institute for Examples, Kyoto"),
    ]
    (award,) = tables["work_awards"]
    assert (award["funder_id"], award["funder_name"], award["award_id"]) == (f"{O}F101", "JSPS", "JP22K07777")
    assert award["award_key"] == "22K07777"


def test_author_records_and_their_printed_names(tmp_path: Path) -> None:
    tables = load(tmp_path, new_work()).tables
    assert tables["persons"] == [
        {
            "author_id": f"{O}A11",
            "display_name": "Jane Sample",
            "name_key": person_key("Jane Sample"),
            "orcid": "https://orcid.org/0000-0002-1825-0097",
        },
        {
            "author_id": f"{O}W101#1",
            "display_name": "佐藤 太郎",
            "name_key": person_key("佐藤 太郎"),
            "orcid": None,
        },
    ]
    names = [(row["author_id"], row["name"], row["name_key"]) for row in tables["person_names"]]
    assert names == [
        (f"{O}A11", "J. Sample", person_key("J. Sample")),
        (f"{O}W101#1", "佐藤 太郎", person_key("佐藤 太郎")),
    ]


def test_organisations_named_fill_gaps_only(tmp_path: Path) -> None:
    loaded = load(tmp_path, new_work())
    assert loaded.filled == {"organizations", "organization_names"}
    (organization,) = loaded.tables["organizations"]
    assert (organization["org_id"], organization["name"]) == (HOME_ROR, "University of Michigan")
    assert (organization["country_code"], organization["types"]) == ("US", ["education"])
    (name,) = loaded.tables["organization_names"]
    assert (name["name_key"], name["kind"]) == ("university of michigan", "display")


def test_an_organisation_without_a_valid_ror_keeps_the_id_of_the_source(tmp_path: Path) -> None:
    for given in (None, "https://ror.org/00jmfr292"):
        work = new_work()
        work["authorships"][0]["institutions"][0]["ror"] = given
        assert load(tmp_path, work).tables["affiliations"][0]["org_id"] == HOME


@pytest.mark.parametrize("nobody", ["https://openalex.org/A9999999999", "A5317838346", ""])
def test_ids_that_stand_for_no_record_are_none(tmp_path: Path, nobody: str) -> None:
    work = new_work()
    work["authorships"][0]["author"]["id"] = nobody
    assert load(tmp_path, work).tables["authorships"][0]["author_id"] == f"{O}W101#0"


def test_an_author_without_any_name_is_kept_and_said(tmp_path: Path) -> None:
    work = new_work()
    work["authorships"] = [{"author": {"id": None}}, {"author": None, "raw_author_name": "R. Only"}]
    loaded = load(tmp_path, work)
    assert [row["author_id"] for row in loaded.tables["authorships"]] == [f"{O}W101#0", f"{O}W101#1"]
    assert [row["display_name"] for row in loaded.tables["persons"]] == ["R. Only"]
    assert any("without a name" in text and text.endswith(": 1.") for text in loaded.warnings)


def test_a_wrong_orcid_is_left_out_and_said(tmp_path: Path) -> None:
    work = new_work()
    work["authorships"][0]["author"]["orcid"] = "https://orcid.org/0000-0002-1825-0098"
    loaded = load(tmp_path, work)
    assert loaded.tables["authorships"][0]["orcid"] is None
    assert any("ORCID" in text for text in loaded.warnings)


@pytest.mark.parametrize(
    ("date", "year", "day"),
    [
        ("2024-05", 2024, dt.date(2024, 5, 1)),
        ("0000-00-00", 2019, dt.date(2019, 1, 1)),
        (None, 2019, dt.date(2019, 1, 1)),
        ("令和8年4月", None, dt.date(2026, 4, 1)),
        ("2024-02-30", 2023, dt.date(2023, 1, 1)),
    ],
)
def test_dates_that_are_none_fall_back_to_the_year(
    tmp_path: Path, date: str | None, year: int | None, day: dt.date
) -> None:
    loaded = load(tmp_path, new_work() | {"publication_date": date, "publication_year": year})
    (work,) = loaded.tables["works"]
    assert (work["publication_date"], work["publication_year"]) == (day, day.year)
    assert bool(loaded.warnings) == ((day.month, day.day) == (1, 1))


@pytest.mark.parametrize(
    ("listed", "count", "flag", "expected", "cut"),
    [
        (100, 300, True, 300, True),
        (100, 300, None, 300, True),
        (100, 100, False, 100, False),
        (100, None, None, 100, True),
        (100, None, False, 100, False),
        (99, None, None, 99, False),
        (3, None, True, 3, True),
        (3, 1, None, 3, False),
    ],
)
def test_lists_of_authors_that_were_cut_are_seen_and_said(
    tmp_path: Path, listed: int, count: int | None, flag: bool | None, expected: int, cut: bool
) -> None:
    work = new_work() | {"authors_count": count, "is_authors_truncated": flag}
    work["authorships"] = [{"author": {"id": f"A{10 + n}", "display_name": f"N {n}"}} for n in range(listed)]
    loaded = load(tmp_path, work)
    assert loaded.tables["works"][0]["authors_count"] == expected
    assert loaded.tables["works"][0]["authors_truncated"] is cut
    said = [text for text in loaded.warnings if f"cut: 1 ({O}W101)" in text and "load them again" in text]
    assert len(said) == cut


def test_a_reply_without_authorships_is_kept_and_said(tmp_path: Path) -> None:
    loaded = load(tmp_path, {"id": "W105", "publication_year": 2020})
    assert loaded.tables["works"][0]["authors_count"] == 0
    assert loaded.tables["works"][0]["title"] is None
    assert any("without any list of authors" in text for text in loaded.warnings)


REPLY = {
    "meta": {"count": 2, "page": 1},
    "results": [new_work(), new_work() | {"id": "W102"}],
    "group_by": [],
}


@pytest.mark.parametrize(
    ("data", "ids"),
    [
        (json.dumps(new_work()), ["W101"]),
        (json.dumps(new_work(), indent=2), ["W101"]),
        (json.dumps(REPLY), ["W101", "W102"]),
        (json.dumps(REPLY, indent=1, ensure_ascii=False), ["W101", "W102"]),
        (json.dumps(REPLY["results"]), ["W101", "W102"]),
        (
            json.dumps(REPLY) + "\n" + json.dumps(new_work() | {"id": "W103"}) + "\n\n",
            ["W101", "W102", "W103"],
        ),
        (
            "\ufeff" + json.dumps(new_work()) + "\r\n" + json.dumps(new_work() | {"id": "W103"}),
            ["W101", "W103"],
        ),
        (json.dumps({"meta": {"count": 0}, "results": []}), []),
    ],
    ids=[
        "object",
        "printed",
        "reply",
        "printed reply",
        "array",
        "lines of both",
        "bom and crlf",
        "no results",
    ],
)
@pytest.mark.parametrize("packed", [False, True])
def test_every_kind_of_file_is_read(tmp_path: Path, data: str, ids: list[str], packed: bool) -> None:
    raw = data.encode()
    loaded = gather(SOURCE, [file(tmp_path / "works.json", gzip.compress(raw) if packed else raw)])
    assert [row["work_id"] for row in loaded.tables["works"]] == [O + one for one in ids]
    assert (loaded.records, loaded.rejects) == (len(ids), [])
