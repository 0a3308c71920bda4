"""Records of OpenAlex that cannot be used: each is a reject with its place, none stops the load."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from graphrisk.errors import InputError
from loaders.jsonlines import LINE_LIMIT
from loaders.openalex import SOURCE
from tests.loaders.events import file, gather

if TYPE_CHECKING:
    from pathlib import Path

GOOD = b'{"id":"W101","publication_year":2020,"authorships":[]}'


@pytest.mark.parametrize(
    ("bad", "reason", "column"),
    [
        (b'{"id":"W102","publication_year":2020', "not JSON", None),
        (b"not json at all", "not JSON", None),
        (b"[1,2]", "Expected", None),
        (b'{"id":2,"publication_year":2020}', "Expected `str | null`, got `int`", "$.id"),
        (
            b'{"id":"W102","publication_year":2020,"authorships":[{"author":"me"}]}',
            "Expected `object | null`, got `str`",
            "$.authorships[0].author",
        ),
        (
            b'{"id":"W102","publication_year":2020,"authorships":[{},{"institutions":[{"ror":5}]}]}',
            "Expected `str | null`, got `int`",
            "$.authorships[1].institutions[0].ror",
        ),
        (
            b'{"id":"W102","publication_year":2020,"authorships":[{"affiliations":{}}]}',
            "Expected `array | null`, got `object`",
            "$.authorships[0].affiliations",
        ),
        (b'{"id":"W102"}', "neither a date nor a year", "$.publication_date"),
        (b'{"id":"W102","publication_date":"0000-00-00"}', "neither", "$.publication_date"),
        (b'{"id":"W102","publication_year":0}', "neither", "$.publication_year"),
        (b'{"id":"W102","publication_year":99999999999999999999}', "neither", "$.publication_year"),
        (
            b'{"id":"W102","publication_year":2020,"authors_count":1%s}' % (b"0" * 19),
            "too long",
            "$.authors_count",
        ),
        (b'{"id":"W102","publication_year":2020,"authors_count":-9%s}' % (b"9" * 400), "", "$.authors_count"),
        (b'{"id":"W102","publication_year":NaN}', "not JSON", None),
        (b'{"id":"W102","publication_year":2020,"topics":[{"score":1e400}]}', "range", "$.topics[0].score"),
        (b'{"id":"W102","publication_year":2020,"title":"\\udc00"}', "not JSON", None),
        (b'{"id":"W102","publication_year":2020,"title":"a\0b"}', "not JSON", None),
        (b"\0\0\0\0", "not JSON", None),
        (b'{"title":"x","publication_year":2020}', "no id", "$.id"),
        (b'{"id":"10.1000/x","publication_year":2020}', "no id of a work", "$.id"),
        (b'{"error":"Invalid query","message":"per-page is too large"}', "per-page is too large", "$.error"),
        (b'{"error":"Too many requests"}', "an error instead of works: Too many", "$.error"),
        (b'{"meta":{"count":3},"results":null}', "without results", "$.results"),
        (b'{"id":"W102","title":"\xff","publication_year":2020}', "not UTF-8", None),
        (b'{"id":"W102","mesh":"\xe3\x81","publication_year":2020}', "not UTF-8 at byte 22", None),
        (b'{"id":"W102","x":' + b"[" * 100_000 + b"]" * 100_000 + b"}", "nested too deeply", None),
        (b'{"error":"Invalid query","message":"no"}', "an error instead of works: no", "$.error"),
        (b"null", "Expected `object`", None),
    ],
)
def test_a_bad_line_is_refused_and_the_others_are_kept(
    tmp_path: Path, bad: bytes, reason: str, column: str | None
) -> None:
    data = GOOD + b"\n\n" + bad + b"\n" + GOOD.replace(b"W101", b"W103") + b"\n"
    loaded = gather(SOURCE, [file(tmp_path / "w.jsonl", data)])
    assert [row["work_id"][-4:] for row in loaded.tables["works"]] == ["W101", "W103"]
    (reject,) = loaded.rejects
    assert (reject.file, reject.line) == ("w.jsonl", 3)
    assert reason in reject.reason
    assert reject.column == column
    assert len(reject.value or "") <= 200
    assert loaded.records == 3


def test_the_first_line_may_be_the_bad_one(tmp_path: Path) -> None:
    loaded = gather(SOURCE, [file(tmp_path / "w.jsonl", b'{"id":"W100",\n' + GOOD + b"\n" + GOOD)])
    assert [reject.line for reject in loaded.rejects] == [1]
    assert len(loaded.tables["works"]) == 2


def test_faults_inside_a_reply_name_the_item(tmp_path: Path) -> None:
    reply = {"meta": {}, "results": [json.loads(GOOD), {"id": "W102"}, {"id": "W103", "doi": 1}, 7]}
    loaded = gather(SOURCE, [file(tmp_path / "w.json", json.dumps(reply, indent=1))])
    assert len(loaded.tables["works"]) == 1
    assert [reject.column for reject in loaded.rejects] == [
        "$.results[1].publication_date",
        "$.results[2].doi",
        "$.results[3]",
    ]
    assert loaded.records == 4


def test_other_entities_are_passed_over_and_counted(tmp_path: Path) -> None:
    lines = [
        {"id": "https://openalex.org/A5023888391", "display_name": "Somebody"},
        {"id": "https://openalex.org/I27837315", "type": "education", "topics": 7},
        {"id": "https://openalex.org/keywords/cardiac-imaging"},
        {"id": "https://openalex.org/A5023888392"},
    ]
    loaded = gather(SOURCE, [file(tmp_path / "x.jsonl", "\n".join(map(json.dumps, lines)))])
    assert loaded.skips == {
        "author records; only works are loaded": 2,
        "institution records; only works are loaded": 1,
        "keyword records; only works are loaded": 1,
    }
    assert not loaded.rejects
    assert not loaded.tables


def test_a_line_of_enormous_length_is_refused_by_number(tmp_path: Path) -> None:
    path = tmp_path / "long.jsonl"
    with path.open("wb") as out:
        out.write(GOOD + b'\n{"id":"W102","x":"')
        for _ in range(LINE_LIMIT // 2**20 + 8):
            out.write(b"x" * 2**20)
        out.write(b'"}\n' + GOOD.replace(b"W101", b"W103"))
    from loaders.base import Input

    loaded = gather(SOURCE, [Input(path, "long.jsonl", path.stat().st_size)])
    assert [row["work_id"][-4:] for row in loaded.tables["works"]] == ["W101", "W103"]
    (reject,) = loaded.rejects
    assert (reject.line, reject.reason) == (2, "the line is longer than 64 MiB")
    assert loaded.records == 3


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "is empty"),
        (b"work_id,title\nW1,x\n", "is not JSON"),
        (b"PK\x03\x04rest", "is not JSON"),
        *(
            ('[{"id":"W1"}]'.encode(coding), "is in UTF-16 or UTF-32")
            for coding in ("utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-be")
        ),
        (b"[" * 1000, ""),
    ],
)
def test_a_file_that_is_something_else_is_refused_as_a_whole(tmp_path: Path, data: bytes, words: str) -> None:
    item = file(tmp_path / "w.jsonl", data)
    if words:
        with pytest.raises(InputError, match=words):
            gather(SOURCE, [item])
        return
    (reject,) = gather(SOURCE, [item]).rejects
    assert "JSON" in reject.reason or "nested" in reject.reason
