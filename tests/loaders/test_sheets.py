"""Rows of sheets: separators, line numbers, folding of headers; random damage, which never gets further."""

from __future__ import annotations

import io
import random
import zipfile
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graphrisk.errors import InputError
from loaders.disclosures import SOURCE
from loaders.sheets import csv_sheet, fold_header
from tests.loaders.forms import form, load, write_book


@pytest.mark.parametrize(
    ("printed", "folded"),
    [
        (" Call ID * ", "call_id"),
        ("CALL-ID", "call_id"),
        ("ｃａｌｌ＿ｉｄ", "call_id"),
        ("\ufeffcall_id", "call_id"),
        ("所属 機関", "所属_機関"),
        ("※", ""),
    ],
)
def test_headers_fold(printed: str, folded: str) -> None:
    assert fold_header(printed) == folded


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_separators_and_line_numbers(separator: str, newline: str) -> None:
    lines = ["", separator.join("ab"), f'1{separator}"two{newline}lines"', "", separator, f"3{separator}x"]
    sheet = csv_sheet("f.csv", newline.join(lines) + newline)
    assert (sheet.header, sheet.header_line) == (("a", "b"), 2)
    rows = [(row.line, list(row.cells)) for row in sheet.rows]
    assert rows == [(3, ["1", f"two{newline}lines"]), (7, ["3", "x"])]


def test_short_rows_are_filled_and_long_ones_have_a_fault() -> None:
    sheet = csv_sheet("f.csv", "a,b\n1\n1,2,,\n1,2,3\n")
    rows = list(sheet.rows)
    assert [list(row.cells) for row in rows] == [["1", None], ["1", "2"], ["1", "2"]]
    assert [row.fault is not None for row in rows] == [False, False, True]


def test_a_line_without_end_is_refused() -> None:
    with pytest.raises(InputError, match=r"f\.csv, line 2: has a line of 9,000,000 characters"):
        list(csv_sheet("f.csv", "a,b\n" + "," * 9_000_000).rows)


@given(
    st.lists(
        st.lists(st.text(max_size=8), min_size=3, max_size=3).filter(lambda r: any(c.strip() for c in r)),
        max_size=8,
    )
)
def test_what_was_written_is_read(rows: list[list[str]]) -> None:
    text = io.StringIO(newline="")
    text.write("a,b,c\n")
    for row in rows:
        quoted = ['"' + cell.replace('"', '""') + '"' for cell in row]
        text.write(",".join(quoted) + "\n")
    assert [list(row.cells) for row in csv_sheet("f.csv", text.getvalue()).rows] == rows


@cache
def _workbook() -> bytes:
    with TemporaryDirectory() as folder:
        posts = [["person_id", "org", "type", "start"], ["P1", "京都大学", "employed", "2024-04"]]
        return write_book(Path(folder) / "f.xlsx", form(affiliations=posts)).read_bytes()


def _damaged(seed: int) -> bytes:
    """A workbook with random bytes changed, in the file itself or inside one of its parts."""
    chance = random.Random(seed)  # noqa: S311  # no secret
    if seed % 2:
        data = bytearray(_workbook())
        for _ in range(chance.randint(1, 20)):
            data[chance.randrange(len(data))] = chance.randrange(256)
        return bytes(data)
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(_workbook())) as old, zipfile.ZipFile(target, "w") as new:
        names = old.namelist()
        hit = chance.choice(names)
        for name in names:
            part = bytearray(old.read(name))
            for _ in range(chance.randint(1, 10) if name == hit else 0):
                part[chance.randrange(len(part))] = chance.randrange(32, 127)
            new.writestr(name, bytes(part))
    return target.getvalue()


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 2**32))
def test_damage_ends_in_a_message_or_in_rows(seed: int) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "f.xlsx"
        path.write_bytes(_damaged(seed))
        try:
            loaded = load(SOURCE, path)
        except InputError as error:
            assert str(path) in str(error)  # noqa: PT017  # most damage is refused, some changes a value only
        else:
            assert len(loaded.rows("participants")) + len(loaded.rejects) <= 5


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=200), st.booleans())
def test_any_text_as_a_sheet_ends_in_a_message_or_in_rows(text: str, header: bool) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "affiliations.csv"
        head = "person_id,org,type,start,end,paid,effort_pct,org_ror\n" if header else ""
        path.write_bytes((head + text).encode("utf-8", "surrogatepass"))
        try:
            loaded = load(SOURCE, path)
        except InputError as error:
            assert str(path) in str(error) or "no sheet" in str(error)  # noqa: PT017  # as above
        else:
            assert header or loaded.warnings
