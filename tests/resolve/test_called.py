"""The Japanese names of organisations, and where the reasons of a link call them so."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from graphrisk.cli.link_words import why_json
from graphrisk.i18n import called
from graphrisk.resolve.called import japanese_of, with_japanese
from graphrisk.resolve.explain import printed_whys

if TYPE_CHECKING:
    from graphrisk.resolve.decided.lookup import Reader

UT, MIT = "https://ror.org/057zh3y96", "https://ror.org/042nb2s44"


def row(org: str, name: str, kind: str, lang: str | None) -> dict[str, Any]:
    return {"org_id": org, "name": name, "kind": kind, "lang": lang}


ROWS = [
    row(UT, "The University of Tokyo", "display", "en"),
    row(UT, "東大", "alias", "ja"),
    row(UT, "東京大学", "label", "ja"),
    row(UT, "東京帝国大学", "label", "ja"),
    row(UT, "도쿄 대학", "label", "ko"),
    row(MIT, "マサチューセッツ工科大学", "alias", "ja"),
    row(MIT, "Massachusetts Institute of Technology", "display", None),
]


def test_a_full_name_in_japanese_the_same_in_any_order_of_rows() -> None:
    assert japanese_of(ROWS) == japanese_of(ROWS[::-1]) == {UT: "東京大学"}
    assert japanese_of([*ROWS, row(UT, "東京大学法人", "display", "ja")]) == {UT: "東京大学法人"}


def test_latin_letters_and_readings_give_way_to_the_written_name() -> None:
    riken, seisen = "https://ror.org/01sjwvz98", "https://ror.org/049vvra10"
    rows = [
        row(riken, "RIKEN", "display", "ja"),
        row(riken, "理化学研究所", "label", "ja"),
        row(seisen, "Seisen Daigaku", "label", "ja"),
        row(seisen, "せいせんだいがく", "label", "ja"),
        row(seisen, "清泉大学", "label", "ja"),
        row(MIT, "MIT Japan", "label", "ja"),
    ]
    assert japanese_of(rows) == japanese_of(rows[::-1]) == {riken: "理化学研究所", seisen: "清泉大学"}
    assert japanese_of(rows[3:4]) == {seisen: "せいせんだいがく"}


def test_who_has_none_keeps_the_name_of_the_record() -> None:
    names = with_japanese({UT: "The University of Tokyo", MIT: "MIT"}, ROWS)
    assert names == {UT: "The University of Tokyo", MIT: "MIT"}
    assert [called(name, "ja") for name in names.values()] == ["東京大学", "MIT"]


def test_the_reasons_of_a_link_name_it_so() -> None:
    tables = {
        "organizations": [{"org_id": UT, "name": "The University of Tokyo"}],
        "organization_names": ROWS,
        "string_links": [{"raw_string": "Univ. Tokyo", "org_id": UT, "part": "Univ. Tokyo"}],
    }

    def read(table: str, column: str, values: list[str], *_: Any) -> list[dict[str, Any]]:
        return [row for row in tables.get(table, []) if row[column] in set(values)]

    places = [{"raw_string": "Univ. Tokyo", "org_id": UT, "work_id": "W1", "position": 1, "author_id": "A1"}]
    (why,) = printed_whys(cast("Reader", read), places, UT, ())
    said = {lang: why_json(why, lang)["taken"][0]["name"] for lang in ("en", "ja")}
    assert said == {"en": "The University of Tokyo", "ja": "東京大学 (The University of Tokyo)"}
