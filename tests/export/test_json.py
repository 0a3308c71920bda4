"""The JSON form: its schema, its words, its file. Run and findings: `factory.py`."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
from pathlib import Path
from typing import Any

import msgspec
import pytest

from graphrisk.errors import InputError
from graphrisk.export import EXPORTERS, finding_to_json, findings_document, shape
from graphrisk.findings import SCHEMA_VERSION, Thing
from graphrisk.i18n import LANGUAGES, Language, Name
from tests.export.factory import EVIL, FINDINGS, RUN, record

SCHEMA = Path(shape.__file__).with_name("findings.schema.json")


def _checked(data: bytes) -> shape.FindingsDocument:
    """Decode a document strictly; what it holds beyond the schema would be missing on the way back."""
    document = msgspec.json.decode(data, type=shape.FindingsDocument)
    assert msgspec.to_builtins(document) == json.loads(data)
    return document


def test_the_schema_beside_the_code_is_that_of_the_code() -> None:
    assert SCHEMA.read_text("utf-8") == shape.schema_text(), f"write shape.schema_text() to {SCHEMA.name}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_file_holds_the_document(tmp_path: Path, language: Language) -> None:
    path = tmp_path / "out.json"
    EXPORTERS["json"](path, RUN, FINDINGS, language)
    document = _checked(path.read_bytes())
    assert document.schema_version == SCHEMA_VERSION
    assert document.run.language == language
    assert [finding.id for finding in document.findings] == [r.finding.id for r in FINDINGS]
    assert json.loads(path.read_bytes()) == findings_document(RUN, FINDINGS, language)
    assert len(path.read_text("utf-8").splitlines()) == 4 + len(FINDINGS)


def test_a_run_without_findings_is_a_document_too(tmp_path: Path) -> None:
    EXPORTERS["json"](tmp_path / "out.json", RUN, [], "en")
    assert _checked((tmp_path / "out.json").read_bytes()).findings == []


def test_words_and_codes() -> None:
    english, japanese = (finding_to_json(FINDINGS[0], language) for language in LANGUAGES)
    assert english["question"] == f"Was the post at {EVIL} declared on 2026-04-01?"
    assert japanese["question"] == f"Was the post at {EVIL} declared on 2026年4月1日?"
    assert (english["level"], english["level_text"]) == ("HIGH", "HIGH")
    assert (japanese["level"], japanese["level_text"]) == ("HIGH", "高")
    assert (english["application_title"], japanese["application_title"]) == ("Project 1", "課題1")
    assert (english["person_name"], japanese["person_name"]) == ("Hanako Kenkyu", "+研究 花子")
    assert english["identity"]["reasons"] == ["name", "award:22K07777"]
    assert english["identity"]["reasons_text"][0] == "The name is the same."
    assert "22K07777" in japanese["identity"]["reasons_text"][1]
    assert english["identity"]["against_text"][1] == "novel:1", "a code without words stays as it is"


def test_all_that_batch_jobs_rely_on() -> None:
    found = finding_to_json(FINDINGS[0], "en")
    wanted = (
        "id rule level application_id person_id object question declared observed evidence identity steps "
        "evidence_hash"
    )
    assert set(wanted.split()) <= set(found)
    assert found["object"] == {
        "id": "https://ror.org/02kpeqv85",
        "name": "国立研究開発法人 量子科学技術研究開発機構",
        "ror": "https://ror.org/02kpeqv85",
    }
    assert found["evidence"][0] == {
        "kind": "work",
        "side": "observed",
        "source": "openalex",
        "record": "https://openalex.org/W1",
        "url": "https://openalex.org/W1",
        "date": "2026-03-01",
        "date_to": None,
        "text": "@SUM(A1:A9) of\nscience",
    }
    assert found["steps"] == [
        {"name": "base", "from": None, "to": "MEDIUM", "why": "2 works"},
        {"name": "listing", "from": "MEDIUM", "to": "HIGH", "why": "Listed then and now."},
    ]
    assert found["identity"]["grade"] == "B"
    assert found["state"]["status"] == "explained"
    assert found["state"]["decided_at"] == "2026-11-01T09:30:00Z"
    again = finding_to_json(FINDINGS[1], "en")
    assert (again["state"]["status"], again["state"]["previous"]) == ("reopened", "confirmed")


def test_notes_of_the_coverage_are_put_into_words() -> None:
    run = findings_document(RUN, [], "ja")["run"]
    assert run["coverage"]["notes"] == ["注記"]
    assert run["coverage"]["sources"][0]["first_year"] == 2010


def _fails() -> Any:
    yield FINDINGS[0]
    raise OSError(28, "No space left on device")


class _Failing(list[Any]):
    def __iter__(self) -> Any:
        return _fails()


@pytest.mark.parametrize("name", sorted(EXPORTERS))
def test_a_file_is_replaced_whole_or_not_at_all(tmp_path: Path, name: str) -> None:
    path = tmp_path / f"out.{name}"
    path.write_text("before")
    with pytest.raises(InputError, match="cannot be written: No space left on device"):
        EXPORTERS[name](path, RUN, _Failing([FINDINGS[0]]), "en")
    assert path.read_text() == "before"
    assert [p.name for p in tmp_path.iterdir()] == [path.name]
    with pytest.raises(InputError, match="cannot be written"):
        EXPORTERS[name](tmp_path / "none" / "out", RUN, FINDINGS, "en")
    with pytest.raises(InputError, match="it is a folder"):
        EXPORTERS[name](tmp_path, RUN, FINDINGS, "en")


@pytest.mark.parametrize("name", ["csv", "json"])
def test_the_same_run_gives_the_same_bytes(tmp_path: Path, name: str) -> None:
    for number in range(2):
        EXPORTERS[name](tmp_path / str(number), RUN, FINDINGS, "ja")
    assert (tmp_path / "0").read_bytes() == (tmp_path / "1").read_bytes()


def test_findings_of_long_ago_and_many(tmp_path: Path) -> None:
    many = [record(id=f"F{n:016x}", first_date=dt.date(1801, 1, 1)) for n in range(2_000)]
    EXPORTERS["json"](tmp_path / "out.json", RUN, many, "en")
    assert len(_checked((tmp_path / "out.json").read_bytes()).findings) == 2_000


def test_an_organisation_is_called_by_its_japanese_name_with_the_other_beside_it(tmp_path: Path) -> None:
    named = record(object=Thing("https://ror.org/0", Name("Far University", "遠方大学")))
    assert finding_to_json(named, "ja")["object"]["name"] == "遠方大学 (Far University)"
    assert finding_to_json(named, "en")["object"]["name"] == "Far University"
    for number, language in enumerate(LANGUAGES):
        path = tmp_path / f"{number}.csv"
        EXPORTERS["csv"](path, RUN, [named], language)
        assert ("遠方大学 (Far University)" in path.read_text("utf-8-sig")) is (language == "ja")


def test_a_citation_in_words_is_no_address_of_a_page() -> None:
    cited = dataclasses.replace(FINDINGS[0].finding.evidence[0], url="METI notice 2018", text="Row 3")
    found = dataclasses.replace(FINDINGS[0].finding, evidence=(cited,))
    (item,) = finding_to_json(dataclasses.replace(FINDINGS[0], finding=found), "en")["evidence"]
    assert (item["url"], item["text"]) == (None, "Row 3 — METI notice 2018")


def test_who_somebody_is_is_named_in_the_readers_language() -> None:
    thing = Thing("identity", "identity")
    found = dataclasses.replace(FINDINGS[0].finding, rule="R-IDN-01", object=thing)
    told = finding_to_json(dataclasses.replace(FINDINGS[0], finding=found), "ja")
    assert told["object"]["name"] == "本人の同定"
