"""Lists of the U.S. government on small samples: editions and lists in one file, files joined by number."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from graphrisk.errors import InputError, UsageError
from loaders.base import Options
from loaders.lists import SOURCE, section1286
from tests.loaders.events import Loaded, file, gather

if TYPE_CHECKING:
    from pathlib import Path

DAY = dt.date(2025, 6, 30)
HEADER_1286 = (
    "schema,name,aliases,topics,program,authority,reason,report-date,start-date,end-date,country,notes,"
    "source_url\n"
)
ROWS_1286 = (
    "Company,Academy A (AAA),AA; Old A,debarment,P,C,,2022,,,,,https://x.org/22\n"
    "Company,Academy A (AAA),AA,debarment,P,C,,2023,,2026-07-23,,,https://x.org/23\n"
    "Company,Institute B,,debarment,P,C,,2024,2024-05,2026,,,https://x.org/24\n"
)


def load(folder: Path, form: str, files: dict[str, str | bytes], **options: object) -> Loaded:
    chosen = Options(list_format=form, **options)  # type: ignore[arg-type]
    return gather(SOURCE, [file(folder / name, data) for name, data in files.items()], chosen)


def test_1286_years_of_report_are_editions(tmp_path: Path) -> None:
    loaded = load(tmp_path, "section1286", {"l.csv": HEADER_1286 + ROWS_1286}, valid_from=DAY)
    editions = {row["edition"]: row["valid_from"] for row in loaded.tables["list_editions"]}
    assert editions == {"2022": dt.date(2023, 6, 29), "2023": dt.date(2024, 7, 31), "2024": DAY}
    entries = [(row["entry_id"], row["valid_from"], row["valid_to"]) for row in loaded.tables["list_entries"]]
    assert entries == [
        ("us-1286|2022|1", dt.date(2023, 6, 29), None),
        ("us-1286|2023|1", dt.date(2024, 7, 31), dt.date(2026, 7, 23)),
        ("us-1286|2024|1", dt.date(2024, 5, 1), dt.date(2026, 12, 31)),
    ]
    assert [row["name"] for row in loaded.tables["list_names"]][:4] == [
        "Academy A (AAA)",
        "AA",
        "Old A",
        "Academy A",
    ]
    assert any("holds 3 editions" in text for text in loaded.warnings)


def test_1286_one_year_is_taken_by_its_name(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {"l.csv": HEADER_1286 + ROWS_1286}
    loaded = load(tmp_path, "section1286", files, edition="2024", valid_from=DAY, list_id="mine")
    assert [row["entry_id"] for row in loaded.tables["list_entries"]] == ["mine|2024|1"]
    assert loaded.skips == {"rows of edition 2022": 1, "rows of edition 2023": 1}
    named = load(tmp_path, "section1286", files, edition="web", valid_from=DAY)
    assert named.edition == "web:2022, web:2023, web:2024"


def test_1286_an_edition_whose_day_nobody_knows_needs_one(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="--edition 2024 --valid-from"):
        load(tmp_path, "section1286", {"l.csv": HEADER_1286 + ROWS_1286})
    only = {"l.csv": HEADER_1286 + ROWS_1286.splitlines(keepends=True)[0]}
    assert load(tmp_path, "section1286", dict(only), edition="FY22").edition == "FY22"


def test_1286_a_newest_edition_that_would_begin_before_an_older_one_is_refused(tmp_path: Path) -> None:
    early = dt.date(2023, 1, 1)
    with pytest.raises(UsageError, match="Edition 2024 would be in force from 2023-01-01, but edition 2023"):
        load(tmp_path, "section1286", {"l.csv": HEADER_1286 + ROWS_1286}, valid_from=early)


def test_1286_bad_rows_are_refused(tmp_path: Path) -> None:
    bad = "Company,No year,,d,P,C,,,,,,,\nshort\nCompany,X,,d,P,C,,2022,bad,,,,\nCompany,,,d,P,C,,2022,,,,,\n"
    loaded = load(tmp_path, "section1286", {"l.csv": HEADER_1286 + ROWS_1286 + bad}, valid_from=DAY)
    assert [(reject.line, reject.column) for reject in loaded.rejects] == [
        (5, "report_date"),
        (6, None),
        (7, "start_date"),
        (8, "name"),
    ]
    assert len(loaded.tables["list_entries"]) == 3


CSL_HEADER = (
    "_id,source,entity_number,type,programs,name,title,addresses,federal_register_notice,start_date,end_date,"
    "standard_order,license_requirement,license_policy,call_sign,vessel_type,gross_tonnage,"
    "gross_registered_tonnage,vessel_flag,vessel_owner,remarks,source_list_url,alt_names,citizenships,"
    "dates_of_birth,nationalities,places_of_birth,source_information_url,ids"
)


def _csl(**cells: str) -> str:
    return ",".join(f'"{cells.get(name, "")}"' for name in CSL_HEADER.split(","))


EL = "Entity List (EL) - Bureau of Industry and Security"
SDN = "Specially Designated Nationals (SDN) - Treasury Department"


def csl(folder: Path, *rows: str, header: str = CSL_HEADER) -> Loaded:
    data = "\n".join([header, *rows])
    return load(folder, "csl", {"csl.csv": data}, edition="e", valid_from=DAY)


def test_csl_each_source_is_a_list_of_its_own(tmp_path: Path) -> None:
    loaded = csl(
        tmp_path,
        _csl(
            _id="a1",
            source=EL,
            name=" Gui\x92an Works",
            start_date="2016-03-21",
            addresses="Guiyang, CN; Hefei, CN",
        ),
        _csl(
            _id="b2",
            source=SDN,
            entity_number="77",
            type="Entity",
            name="B Co",
            addresses="Oslo, NO; Riga, LV",
        ),
        _csl(
            _id="c3",
            source="Non-SDN Chinese Military-Industrial Complex Companies List (NS-CMIC) - Treasury",
            name="C",
        ),
    )
    entries = loaded.tables["list_entries"]
    assert [(row["list_id"], row["row_no"], row["country_code"]) for row in entries] == [
        ("us-el", "a1", "CN"),
        ("us-sdn", "77", None),
        ("us-cmic", "c3", None),
    ]
    assert [row["valid_from"] for row in entries] == [dt.date(2016, 3, 21), DAY, DAY]
    assert entries[0]["name"] == "Gui’an Works"
    assert {row["list_id"] for row in loaded.tables["list_editions"]} == {"us-el", "us-sdn", "us-cmic"}


def test_csl_people_vessels_and_aircraft_are_passed_over(tmp_path: Path) -> None:
    rows = [
        _csl(source=SDN, type=kind, name=kind, entity_number=kind)
        for kind in ("Individual", "Vessel", "Aircraft")
    ]
    unsaid = _csl(source="Denied Persons List (DPL) - Bureau of Industry and Security", name="SOMEBODY")
    loaded = csl(
        tmp_path, *rows, unsaid, _csl(source=EL, name="Kept", dates_of_birth="1960", nationalities="XX")
    )
    assert [row["name"] for row in loaded.tables["list_entries"]] == ["Kept"]
    assert sum(loaded.skips.values()) == 4
    assert any("dropped unread: citizenships, dates_of_birth" in text for text in loaded.warnings)
    assert "1960" not in repr(loaded)


def test_csl_without_its_ids_is_read_too(tmp_path: Path) -> None:
    row = _csl(source=EL, name="X").removeprefix('"",')
    loaded = csl(tmp_path, row, header=CSL_HEADER.removeprefix("_id,"))
    assert loaded.tables["list_entries"][0]["row_no"] == "line 2"


def test_csl_bad_rows_are_refused(tmp_path: Path) -> None:
    loaded = csl(
        tmp_path, "/,1", _csl(source="Some new list (NEW) - Somewhere", name="X"), _csl(source=EL), "."
    )
    assert [(reject.line, reject.column) for reject in loaded.rejects] == [
        (2, None),
        (3, "source"),
        (4, "name"),
        (5, None),
    ]


@pytest.mark.parametrize("form", ["csl", "sdn"])
def test_lists_that_do_not_say_their_edition_need_one(tmp_path: Path, form: str) -> None:
    for options in ({"edition": "e"}, {"valid_from": DAY}):
        with pytest.raises(UsageError, match="--edition NAME --valid-from"):
            load(tmp_path, form, {"x.csv": CSL_HEADER}, **options)


NULL = ",".join(["-0- "] * 8)
PRIMARY = f'1,"WORKS, LTD.",-0- ,"CUBA",{NULL}\r\n2,"SOMEBODY","individual","X",{NULL}\r\n'
ADDRESSES = (
    '1,10,"Street","Havana","Cuba",-0- \r\n1,11,-0- ,-0- ,"Cuba",-0- \r\n2,12,-0- ,-0- ,"Cuba",-0- \r\n'
)
OTHER = '1,20,"aka","OBRAS S\xe1",-0- \r\n1,21,"fka","OLD WORKS",-0- \r\n3,22,"aka","LOST",-0- \r\n'


def test_sdn_joins_its_files_by_number(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "alt.csv": OTHER.encode("latin-1") + b"\x1a",
        "SDN.CSV": PRIMARY + "\x1a",
        "add.csv": ADDRESSES,
    }
    loaded = load(tmp_path, "sdn", files, edition="e", valid_from=DAY)
    (entry,) = loaded.tables["list_entries"]
    assert (entry["entry_id"], entry["name"], entry["country_code"]) == ("us-sdn|e|1", "WORKS, LTD.", "CU")
    names = [(row["name"], row["kind"]) for row in loaded.tables["list_names"]]
    assert names == [("WORKS, LTD.", "name"), ("OBRAS Sá", "alias"), ("OLD WORKS", "alias")]
    assert loaded.skips == {"individuals": 1}
    assert any("missing: 1." in text for text in loaded.warnings)
    assert loaded.records == 8


def test_sdn_and_consolidated_files_are_two_lists(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {"sdn.csv": PRIMARY, "cons_prim.csv": PRIMARY.replace("WORKS", "OTHER")}
    loaded = load(tmp_path, "sdn", files, edition="e", valid_from=DAY)
    assert [row["list_id"] for row in loaded.tables["list_entries"]] == ["us-sdn", "us-cons"]


def test_sdn_bad_rows_are_refused(tmp_path: Path) -> None:
    again = PRIMARY.splitlines()[0]
    data = f"{PRIMARY}||||\r\n{again}\r\nx{again}\r\n4,-0- ,-0- ,-0- ,{NULL}\r\n"
    loaded = load(tmp_path, "sdn", {"sdn.csv": data}, edition="e", valid_from=DAY)
    assert [(reject.line, reject.column) for reject in loaded.rejects] == [
        (3, None),
        (4, "ent_num"),
        (5, "ent_num"),
        (6, "name"),
    ]
    assert len(loaded.tables["list_entries"]) == 1


@pytest.mark.parametrize(
    ("data", "words"),
    [(OTHER.encode(), "entries is missing"), (b"a,b\n", "none of SDN.CSV"), (b"\x1a", "none of SDN.CSV")],
)
def test_sdn_without_its_main_file_is_refused(tmp_path: Path, data: bytes, words: str) -> None:
    with pytest.raises(InputError, match=words):
        load(tmp_path, "sdn", {"x.csv": data}, edition="e", valid_from=DAY)


@pytest.mark.parametrize(
    ("note", "parents"),
    [
        ("part of Example University", [("parent", "Example University")]),
        ("Subordinate to the Example Academy.", [("parent", "Example Academy")]),
        ("affiliated with Example University", []),
        ("name changed; part of a programme", []),
    ],
)
def test_a_note_names_the_body_that_a_row_is_part_of(note: str, parents: list[tuple[str, str]]) -> None:
    assert ([("parent", found)] if (found := section1286.body_of(note)) else []) == parents
