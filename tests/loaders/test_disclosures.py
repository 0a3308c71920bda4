"""The disclosure form: workbooks and folders of CSV files, good, odd and broken. Small forms: `forms.py`."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from graphrisk.schema import TABLES
from loaders.base import Batch, Progress
from loaders.disclosures import SOURCE
from loaders.disclosures.columns import SHEETS
from tests.loaders.forms import form, load, refusal, write_book, write_folder

POSTS = ["person_id", "org", "type", "start", "end"]


def test_every_declared_table_has_a_sheet_with_all_its_columns() -> None:
    declared = {table.name: table for table in TABLES.values() if table.layer == "declared"}
    assert {facts.table.name for facts in SHEETS.values()} == set(declared)
    for facts in SHEETS.values():
        computed = set(facts.table.names) - {field.column for field in facts.fields}
        assert computed <= {"row_id", "award_key"}, facts.name
        labels = [field.label_ja for field in facts.fields]
        assert len(labels) == len(set(labels)), facts.name
        assert all(field.doc_ja and field.doc_en for field in facts.fields)


@pytest.mark.parametrize("kind", ["folder", "workbook"])
def test_a_form_loads_alike_from_workbook_and_folder(tmp_path: Path, kind: str) -> None:
    sheets = form(
        affiliations=[POSTS, ["P1", "京都大学", "employed", "2024-04", None]],
        funding=[
            ["person_id", "funder", "status", "award_id"],
            ["P1", "JSPS", "current", "KAKENHI 22K07777"],
        ],
    )
    path = (
        write_folder(tmp_path / "f", sheets) if kind == "folder" else write_book(tmp_path / "f.xlsx", sheets)
    )
    loaded = load(SOURCE, path)
    assert not loaded.rejects
    (call,) = loaded.rows("calls")
    assert (call["call_id"], call["designated"], call["closes_on"]) == ("C1", True, dt.date(2026, 10, 30))
    assert call["technology_areas"] == []
    (post,) = loaded.rows("declared_affiliations")
    assert (post["start_on"], post["end_on"]) == (dt.date(2024, 4, 1), None)
    (award,) = loaded.rows("declared_funding")
    assert award["award_key"] == "22K07777"
    assert len({call["row_id"], post["row_id"], award["row_id"]}) == 3
    for event in loaded.events:
        if isinstance(event, Batch):
            assert event.rows.schema.equals(TABLES[event.table].arrow_schema())
    assert sum(event.records for event in loaded.events if isinstance(event, Progress)) == 5
    assert loaded.said("Sheets that are not there")


def test_row_ids_do_not_depend_on_the_kind_of_file(tmp_path: Path) -> None:
    sheets = form(affiliations=[POSTS, ["P1", "京都大学", "employed", "2024-04", None]])
    folder = load(SOURCE, write_folder(tmp_path / "f", sheets))
    book = load(SOURCE, write_book(tmp_path / "f.xlsx", sheets))
    for table in ("calls", "applications", "participants", "declared_affiliations"):
        assert folder.rows(table) == book.rows(table) != []


def test_headers_in_any_order_case_and_words(tmp_path: Path) -> None:
    sheets = form(
        affiliations=[
            [" End ", "ORG *", "個人番号", "Type", "start_on", "備考"],
            ["現在", "京都大学", "客員", "P1", "", ""],
            ["2025年3月", "京都大学", "P1", "客員", "令和3年4月", "x"],
        ]
    )
    loaded = load(SOURCE, write_book(tmp_path / "f.xlsx", sheets))
    (post,) = loaded.rows("declared_affiliations")
    assert post["type"] == "visiting"
    assert (post["start_on"], post["end_on"]) == (dt.date(2021, 4, 1), dt.date(2025, 3, 31))
    assert loaded.said("unknown columns were left out: 備考")
    assert [(reject.column, reject.value) for reject in loaded.rejects] == [("type", "P1")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932", "utf-16"])
def test_encodings_are_found_and_said(tmp_path: Path, encoding: str) -> None:
    loaded = load(SOURCE, write_folder(tmp_path / "f", form(), encoding))
    assert loaded.rows("participants")[0]["name_ja"] == "研究 花子"
    assert loaded.said("CP932") == (encoding == "cp932")
    assert loaded.said("UTF-16") == (encoding == "utf-16")


@pytest.mark.parametrize(
    "header",
    [
        "nationality",
        "国籍",
        "Country of Birth",
        "出身国",
        "ethnicity",
        "Religion",
        "race",
        "在留資格",
        "宗教・信条",
    ],
)
def test_columns_of_origin_are_dropped_unread(tmp_path: Path, header: str) -> None:
    sheets = form(
        participants=[
            ["application_id", "person_id", "role", "name_ja", "home_org", header],
            ["A1", "P1", "pi", "研究 花子", "京都大学", "SECRET"],
            ["A1", "P2", "no such role", "研究 次郎", "京都大学", "SECRET"],
        ]
    )
    loaded = load(SOURCE, write_book(tmp_path / "f.xlsx", sheets))
    assert loaded.said("dropped unread")
    assert loaded.said(header)
    assert "SECRET" not in repr(
        [event if not isinstance(event, Batch) else event.rows for event in loaded.events]
    )
    assert len(loaded.rows("participants")) == 1


def test_no_column_of_the_form_itself_is_dropped() -> None:
    from loaders.disclosures.refused import is_refused

    words = [w for facts in SHEETS.values() for f in facts.fields for w in (f.name, f.label_ja, f.column)]
    assert not [word for word in words if is_refused(word)]


def test_missing_required_columns_refuse_the_file(tmp_path: Path) -> None:
    sheets = form(affiliations=[["person_id", "org", "国籍"], ["P1", "京都大学", "x"]])
    message = refusal(SOURCE, write_book(tmp_path / "f.xlsx", sheets))
    assert "f.xlsx[affiliations], line 1" in message
    assert "missing: type" in message
    assert "Found: person_id, org." in message
    assert "Expected: person_id*, org*, org_ror" in message


def test_missing_sheets(tmp_path: Path) -> None:
    some = {"calls": form()["calls"], "participants": form()["participants"]}
    assert "the sheets applications are missing" in refusal(SOURCE, write_book(tmp_path / "a.xlsx", some))
    only: dict[str, list[list[Any]]] = {"affiliations": [POSTS, ["P1", "京都大学", "employed", "2024", None]]}
    loaded = load(SOURCE, write_book(tmp_path / "b.xlsx", only))
    assert loaded.said("declarations only")
    assert len(loaded.rows("declared_affiliations")) == 1
    other = {"Sheet1": [["a"], ["b"]]}
    assert "no sheet of the disclosure form" in refusal(SOURCE, write_book(tmp_path / "c.xlsx", other))
    extra = form(Memo=[["a"]])
    assert load(SOURCE, write_book(tmp_path / "d.xlsx", extra)).said("'Memo' is no part of the form")


CASES: list[tuple[str, dict[str, Any], str, str]] = [
    ("participants", {"role": "boss"}, "role", "none of: pi, co_i"),
    ("participants", {"orcid": "0000-0002-1825-0098"}, "orcid", "not an ORCID iD"),
    ("participants", {"home_org_ror": "https://ror.org/02kpeqv84"}, "home_org_ror", "not a ROR id"),
    ("participants", {"erad_id": "12"}, "erad_id", "not an e-Rad researcher number"),
    ("participants", {"kaken_nrid": "123"}, "kaken_nrid", "not a KAKEN researcher number"),
    ("participants", {"openalex_id": "W123"}, "openalex_id", "not an OpenAlex author id"),
    ("participants", {"email_domain": "kyoto"}, "email_domain", "not a mail domain"),
    ("participants", {"home_org": ""}, "home_org", "required and empty"),
    ("participants", {"name_ja": ""}, "name_ja", "one of name_ja, name_kana and name_latin"),
    ("participants", {"declared_on": "0000-00-00"}, "declared_on", "is not a date"),
    ("participants", {"confidential": "maybe"}, "confidential", "neither true nor false"),
    ("calls", {"designated": ""}, "designated", "required and empty"),
    ("calls", {"closes_on": "soon"}, "closes_on", "is not a date"),
    ("calls", {"opens_on": "2026-12"}, "closes", "before it begins"),
    ("calls", {"technology_areas": "5; 99"}, "technology_areas", "'99' is no technology area"),
    ("calls", {"taxonomy": "xx-1"}, "taxonomy", "no technology taxonomy"),
    ("applications", {"concern_codes": "B; Z"}, "concern_codes", "'Z' is none of: B, C, M, N, CW"),
]


@pytest.mark.parametrize(("sheet", "change", "column", "reason"), CASES)
def test_bad_values_refuse_their_row(
    tmp_path: Path, sheet: str, change: dict[str, Any], column: str, reason: str
) -> None:
    rows = form()[sheet]
    good = dict(zip(rows[0], rows[1], strict=True))
    names = list(dict.fromkeys([*rows[0], *change]))
    bad = {**good, **change}
    key = {"calls": "call_id", "applications": "application_id", "participants": "person_id"}[sheet]
    other = {**good, key: "OTHER"}
    table = [names, [bad.get(n) for n in names], [other.get(n) for n in names]]
    loaded = load(SOURCE, write_folder(tmp_path / "f", form(**{sheet: table})))
    (reject,) = loaded.rejects
    assert reject.line == 2
    assert reject.column == column
    assert reason in reject.reason
    assert reject.file.endswith(f"{sheet}.csv")
    assert [row[key] for row in loaded.rows(sheet)] == ["OTHER"]


def test_values_in_their_many_forms(tmp_path: Path) -> None:
    sheets = form(
        calls=[
            ["call_id", "title", "designated", "closes_on", "technology_areas", "taxonomy"],
            ["C1", "t", "はい", "令和8年10月30日", "05；量子情報科学; 5", "jp-20-2022"],
        ],
        participants=[
            ["application_id", "person_id", "role", "name_latin", "home_org", "orcid", "erad_id",
             "researchmap_id", "email_domain", "kaken_nrid", "openalex_id", "home_org_ror"],
            ["A1", 7, "研究代表者", "Ａ Ｂ；C  D", "X", "0000-0002-1825-0097", 123456,
             "https://researchmap.jp/read0/", "someone@Example.AC.jp",
             "https://nrid.nii.ac.jp/ja/nrid/1000000123456/", "a123", "02kpeqv85"],
            ["A1", "P2", "other", "E F", "X", "-", "N/A", "該当なし", "", None, "—", ""],
        ],
        funding=[
            ["person_id", "funder", "status", "amount", "currency", "effort_pct", "obligations"],
            ["7", "f", "受給中", "1,500,000円", "円", "20%", "報告義務; nondisclosure"],
            ["7", "g", "ended", 2.5e6, "usd", 30, ""],
        ],
        talent_programs=[["person_id", "participates", "terms"], ["7", "○", "ⅷ; i"], ["P2", "無", ""]],
        export_control=[
            ["person_id", "specific_category", "foreign_benefit_band", "resident_status"],
            ["7", 1, ">=25", "居住者"],
            ["P2", "該当なし", "なし", ""],
        ],
        collaborations=[["person_id", "org", "agreement"], ["7", "o", "none"], ["P2", "o", "－"]],
    )  # fmt: skip
    loaded = load(SOURCE, write_book(tmp_path / "f.xlsx", sheets))
    assert loaded.rejects == []
    assert loaded.rows("calls")[0]["technology_areas"] == ["5", "9"]
    first, second = loaded.rows("participants")
    assert first["person_id"] == "7"
    assert first["role"] == "pi"
    assert first["name_latin"] == ["Ａ Ｂ", "C D"]
    assert first["orcid"] == "https://orcid.org/0000-0002-1825-0097"
    assert first["erad_id"] == "00123456"
    assert first["kaken_nrid"] == "1000000123456"
    assert first["openalex_id"] == "https://openalex.org/A123"
    assert (first["researchmap_id"], first["email_domain"]) == ("read0", "example.ac.jp")
    assert first["home_org_ror"] == "https://ror.org/02kpeqv85"
    assert all(second[name] is None for name in ("orcid", "erad_id", "researchmap_id", "openalex_id"))
    one, two = loaded.rows("declared_funding")
    assert (one["amount"], one["currency"], one["effort_pct"]) == (1_500_000.0, "JPY", 20.0)
    assert one["obligations"] == ["reporting", "nondisclosure"]
    assert (two["amount"], two["currency"], two["effort_pct"]) == (2_500_000.0, "USD", 30.0)
    yes, no = loaded.rows("declared_talent_programs")
    assert (yes["participates"], yes["terms"], no["participates"]) == (True, ["viii", "i"], False)
    some, none = loaded.rows("declared_export_control")
    assert (some["specific_category"], some["foreign_benefit_band"]) == ("1", ">=25")
    assert (none["specific_category"], none["foreign_benefit_band"]) == ("none", "0")
    assert [row["agreement"] for row in loaded.rows("declared_collaborations")] == ["none", None]


def test_one_row_twice_and_contradictions(tmp_path: Path) -> None:
    sheets = form(
        applications=[
            ["application_id", "call_id", "title"],
            ["A1", "C1", "課題1"],
            ["A1", "C1", "課題1"],
            ["A1", "C1", "another title"],
        ]
    )
    loaded = load(SOURCE, write_book(tmp_path / "f.xlsx", sheets))
    assert [row["title"] for row in loaded.rows("applications")] == ["課題1"]
    assert loaded.said("1 row(s) stand there more than once")
    (reject,) = loaded.rejects
    assert reject.line == 4
    assert "line 2 already, with other values" in reject.reason


def test_unknown_ids_are_said(tmp_path: Path) -> None:
    sheets = form(
        applications=[["application_id", "call_id", "title"], ["A1", "C9", "t"]],
        partners=[["application_id", "org", "role"], ["A7", "o", "partner"]],
        attestations=[["person_id", "signed_on"], ["P9", "2026-10"]],
    )
    loaded = load(SOURCE, write_book(tmp_path / "f.xlsx", sheets))
    assert loaded.said("applications: C9: no such call_id")
    assert loaded.said("partners: A7: no such application_id")
    assert loaded.said("no participants: P9")


def test_a_text_in_the_place_of_an_id_is_said_in_short(tmp_path: Path) -> None:
    sheets = form(attestations=[["person_id", "signed_on"], ["x" * 5000, "2026-10"]])
    loaded = load(SOURCE, write_book(tmp_path / "f.xlsx", sheets))
    assert loaded.said("no participants: " + "x" * 60 + "….")


def test_a_form_replaces_the_rows_of_all_whom_it_names(tmp_path: Path) -> None:
    sheets = form(
        funding=[["person_id", "funder", "status"]],
        affiliations=[POSTS, ["P5", "o", "employed", "2024", None], ["P6", "o", "nonsense", "2024", None]],
        partners=[["application_id", "org", "role"]],
    )
    loaded = load(SOURCE, write_book(tmp_path / "f.xlsx", sheets))
    assert loaded.replaced == {
        "calls": ("C1",),
        "applications": ("A1",),
        "participants": ("A1",),
        "partners": ("A1",),
        "declared_affiliations": ("P1", "P5"),
        "declared_funding": ("P1", "P5"),
    }, "P6 was named in a refused row alone: what was declared before stays"


def test_files_that_are_no_forms(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert "holds no file" in refusal(SOURCE, tmp_path / "empty")
    folder = write_folder(tmp_path / "f", form())
    (folder / "affiliations.csv").write_text("")
    assert "is empty" in refusal(SOURCE, folder)
    (folder / "affiliations.csv").write_text(
        'person_id,org,type\nP1,"never closed,employed\n' + "x\n" * 80_000
    )
    assert "quotation mark that is not closed" in refusal(SOURCE, folder)
    (folder / "affiliations.csv").write_text("person_id,org,type\nP1,o,employed,surplus\n")
    (folder / "notes.csv").write_text("a,b\n")
    loaded = load(SOURCE, folder)
    assert "beyond the last column" in loaded.rejects[0].reason
    assert loaded.said("notes.csv is no sheet of the form")
