"""The generic list format: the documented CSV that an office fills."""

from __future__ import annotations

import csv
import datetime as dt
import io
from typing import TYPE_CHECKING

import pytest

from graphrisk.errors import InputError, UsageError
from loaders.base import Options
from loaders.lists import SOURCE
from loaders.lists.generic import COLUMNS
from tests.loaders.events import Loaded, file, gather

if TYPE_CHECKING:
    from pathlib import Path

DAY = dt.date(2025, 10, 9)
ROW = {
    "list_id": "demo",
    "edition": "2025-10-09",
    "valid_from": "2025-10-09",
    "valid_to": "",
    "row_no": "1",
    "name": "Institute of  Examples (IOE)",
    "name_native": "例研究所",
    "aliases": "Example Lab; IOE",
    "country_code": "China",
    "concern_codes": "m; cw",
    "parent": "Academy",
    "ror": "00jmfr291",
    "citation": "https://example.org/list",
}


def text(*rows: dict[str, str], columns: tuple[str, ...] = COLUMNS) -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, extrasaction="ignore")
    writer.writeheader()
    writer.writerows(ROW | row for row in rows)
    return out.getvalue()


def load(folder: Path, data: str | bytes, **options: object) -> Loaded:
    chosen = Options(list_format="generic", **options)  # type: ignore[arg-type]
    return gather(SOURCE, [file(folder / "list.csv", data)], chosen)


def test_a_row_becomes_edition_entry_and_names(tmp_path: Path) -> None:
    loaded = load(tmp_path, text({}), title="Demonstration", citation="here")
    (edition,) = loaded.tables["list_editions"]
    assert (edition["list_id"], edition["edition"], edition["title"]) == (
        "demo",
        "2025-10-09",
        "Demonstration",
    )
    assert (edition["valid_from"], edition["valid_to"]) == (DAY, None)
    (entry,) = loaded.tables["list_entries"]
    assert entry == {
        "entry_id": "demo|2025-10-09|1",
        "list_id": "demo",
        "edition": "2025-10-09",
        "row_no": "1",
        "name": "Institute of Examples (IOE)",
        "name_native": "例研究所",
        "country_code": "CN",
        "concern_codes": ["M", "CW"],
        "parent": "Academy",
        "ror": "https://ror.org/00jmfr291",
        "program": None,
        "citation": "https://example.org/list",
        "valid_from": DAY,
        "valid_to": None,
    }
    names = [(row["name"], row["name_key"], row["kind"]) for row in loaded.tables["list_names"]]
    assert names == [
        ("Institute of Examples (IOE)", "institute of examples ioe", "name"),
        ("例研究所", "例研究所", "native"),
        ("Example Lab", "example laboratory", "alias"),
        ("IOE", "ioe", "alias"),
        ("Institute of Examples", "institute of examples", "alias"),
    ]
    assert (loaded.edition, loaded.records, loaded.rejects, loaded.warnings) == ("2025-10-09", 1, [], [])


def test_the_dates_of_a_row_win_over_those_of_the_edition(tmp_path: Path) -> None:
    rows = [{}, {"row_no": "2", "valid_from": "", "valid_to": ""}, {"row_no": "3", "valid_to": "令和8年3月"}]
    loaded = load(tmp_path, text(*rows), valid_from=dt.date(2025, 1, 1), valid_to=dt.date(2027, 1, 1))
    found = [(row["valid_from"], row["valid_to"]) for row in loaded.tables["list_entries"]]
    end = dt.date(2027, 1, 1)
    assert found == [(DAY, end), (dt.date(2025, 1, 1), end), (DAY, dt.date(2026, 3, 31))]
    assert loaded.tables["list_editions"][0]["valid_from"] == dt.date(2025, 1, 1)


def test_an_edition_without_its_own_day_holds_from_the_day_of_most_rows(tmp_path: Path) -> None:
    rows = [
        {"row_no": str(n), "valid_from": day}
        for n, day in enumerate(["2024-01-01", "2025-10-09", "2025-10-09"])
    ]
    assert load(tmp_path, text(*rows)).tables["list_editions"][0]["valid_from"] == DAY


def test_options_stand_for_columns_that_are_not_there(tmp_path: Path) -> None:
    columns = ("Name", "ROW NO")
    data = "\ufeff" + text({"Name": "X Institute", "ROW NO": "7"}, columns=columns)
    loaded = load(tmp_path, data, list_id="x", edition="1", valid_from=DAY)
    assert loaded.tables["list_entries"][0]["entry_id"] == "x|1|7"
    with pytest.raises(InputError, match="lacks the columns list_id, edition, valid_from"):
        load(tmp_path, data)


def test_rows_count_where_they_contradict_the_call(tmp_path: Path) -> None:
    loaded = load(tmp_path, text({}), edition="other", list_id="demo")
    assert loaded.tables["list_entries"][0]["edition"] == "2025-10-09"
    assert loaded.warnings == ["The call names edition other, rows say 2025-10-09; the rows count."]


def test_several_lists_and_editions_in_one_file(tmp_path: Path) -> None:
    loaded = load(tmp_path, text({}, {"edition": "2024"}, {"list_id": "more"}))
    assert len(loaded.tables["list_editions"]) == 3
    assert loaded.edition == "2025-10-09, 2024"


@pytest.mark.parametrize(
    ("row", "column", "reason"),
    [
        ({"name": " "}, "name", "no name"),
        ({"row_no": ""}, "row_no", "no row_no"),
        ({"list_id": ""}, "list_id", "no list_id"),
        ({"valid_from": ""}, "valid_from", "no first day"),
        ({"valid_from": "0000-00-00"}, "valid_from", "not a date"),
        ({"valid_to": "someday"}, "valid_to", "not a date"),
        ({"valid_to": "2024-01-01"}, "valid_to", "ends before it begins"),
        ({"country_code": "Atlantis"}, "country_code", "no country"),
        ({"concern_codes": "B;X"}, "concern_codes", "X is no concern code"),
        ({"ror": "00jmfr292"}, "ror", "no ROR id"),
        ({"row_no": "1"}, "row_no", "has this row already, in list.csv line 2"),
    ],
)
def test_a_bad_row_is_refused_and_the_others_are_kept(
    tmp_path: Path, row: dict[str, str], column: str, reason: str
) -> None:
    loaded = load(tmp_path, text({}, {"row_no": "2"} | row, {"row_no": "3"}))
    assert [entry["row_no"] for entry in loaded.tables["list_entries"]] == ["1", "3"]
    (reject,) = loaded.rejects
    assert (reject.file, reject.line, reject.column) == ("list.csv", 3, column)
    assert reason in reject.reason


def test_columns_about_the_origin_of_people_are_dropped_and_said(tmp_path: Path) -> None:
    columns = (*COLUMNS, "Nationality", "国籍", "comment")
    loaded = load(tmp_path, text({"Nationality": "secret", "国籍": "secret"}, columns=columns))
    assert any("comment" in text and "not known" in text for text in loaded.warnings)
    assert any("nationality, 国籍" in text and "dropped unread" in text for text in loaded.warnings)
    assert "secret" not in repr(loaded)


def test_japanese_files_of_spreadsheet_programs_are_read(tmp_path: Path) -> None:
    loaded = load(tmp_path, text({"name": "髙橋研究所"}).encode("cp932"))
    assert loaded.tables["list_entries"][0]["name"] == "髙橋研究所"


@pytest.mark.parametrize("delimiter", [";", "\t"])
def test_columns_may_be_divided_as_other_countries_do(tmp_path: Path, delimiter: str) -> None:
    rows = list(csv.reader(io.StringIO(text({"name": "Institute, Central", "aliases": "KI;K.I."}))))
    written = io.StringIO()
    csv.writer(written, delimiter=delimiter).writerows(rows)
    tables = load(tmp_path, written.getvalue()).tables
    assert tables["list_entries"][0]["name"] == "Institute, Central"
    assert {"KI", "K.I."} <= {row["name"] for row in tables["list_names"]}


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ("", "is empty"),
        ("a,b\n1,2\n", "lacks the columns"),
        ("name,name,row_no,list_id,edition,valid_from\n", "has twice: name"),
        (text({}) + '"open quote\nmore\nand more', r"line 3.*cannot be read"),
        (text({"name": "x" * 200_000}), "cannot be read"),
        (text(), "no row names an organisation"),
    ],
)
def test_files_that_cannot_be_trusted_are_refused_as_a_whole(tmp_path: Path, data: str, words: str) -> None:
    with pytest.raises(InputError, match=words):
        load(tmp_path, data)


def test_a_format_must_be_named(tmp_path: Path) -> None:
    for options in (Options(), Options(list_format="pdf")):
        with pytest.raises(UsageError, match="generic"):
            gather(SOURCE, [file(tmp_path / "x.csv", "a")], options)
