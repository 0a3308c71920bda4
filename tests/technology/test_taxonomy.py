"""The taxonomy: its areas, how they are named in forms, and what is refused in its files."""

from __future__ import annotations

import datetime as dt
import re
import shutil
from pathlib import Path

import pytest

import graphrisk.technology
from graphrisk import i18n
from graphrisk.errors import NotFoundError, PolicyError
from graphrisk.technology import area_id, load_taxonomy, read_taxonomy

FILES = Path(graphrisk.technology.__file__).parent

_KANA = re.compile("[ぁ-ん]")


def test_twenty_areas_with_dates_names_and_citations() -> None:
    taxonomy = load_taxonomy()
    assert [area.id for area in taxonomy.areas] == [str(n) for n in range(1, 21)]
    for area in taxonomy.areas:
        assert area.name_ja
        assert area.name_en
        assert area.citation
        assert area.valid_from == dt.date(2022, 9, 30)
        assert area.valid_to is None
        assert area.verified == (int(area.id) <= 15), area.id
        assert bool(area.url) == area.verified, area.id


def test_every_area_has_a_lexicon_in_both_languages() -> None:
    taxonomy = load_taxonomy()
    for area in taxonomy.areas:
        for language in ("en", "ja"):
            terms = [t for t in taxonomy.terms if t.area == area.id and t.language == language]
            assert len(terms) >= 25, (area.id, language)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("9", "9"),
        ("09", "9"),
        ("０９", "9"),
        (" 9 ", "9"),
        ("9 量子情報科学", "9"),
        ("9. Quantum information science", "9"),
        ("量子情報科学", "9"),
        ("quantum Information  Science", "9"),
        ("医療・公衆衛生技術(ゲノム学含む)", "2"),
        ("医療・公衆衛生技術", "2"),
        ("先端監視・測位・センサ技術", "10"),
        ("CBRN", None),
        ("Robotics", "8"),
        ("8 量子情報科学", None),
        ("0", None),
        ("21", None),
        ("", None),
        ("宇宙", None),
        ("Space technology", "15"),
    ],
)
def test_area_id_reads_numbers_and_names(text: str, expected: str | None) -> None:
    assert area_id(text) == expected


def test_every_area_is_found_by_each_of_its_names() -> None:
    for area in load_taxonomy().areas:
        for text in (area.id, area.id.zfill(2), area.name_ja, area.name_en, f"{area.id} {area.name_ja}"):
            assert area_id(text) == area.id, text


def test_unknown_taxonomy_names_those_there_are() -> None:
    with pytest.raises(NotFoundError, match="jp-20-2022"):
        load_taxonomy("jp-16")


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    shutil.copy(FILES / "jp-20-2022.toml", tmp_path)
    shutil.copytree(FILES / "lexicon", tmp_path / "lexicon")
    return tmp_path / "jp-20-2022.toml"


def test_version_follows_content_and_not_layout(copy: Path) -> None:
    version = read_taxonomy(copy).version
    assert version == load_taxonomy().version
    lexicon = copy.parent / "lexicon" / "09-quantum.toml"
    lexicon.write_text("# a comment\n" + lexicon.read_text("utf-8"), "utf-8")
    assert read_taxonomy(copy).version == version
    lexicon.write_text(lexicon.read_text("utf-8").replace('"qubit"', '"qubits and more"'), "utf-8")
    assert read_taxonomy(copy).version != version


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("lexicon/09-quantum.toml", '"qubit"', '"additive manufacturing"', "twice.*area 7.*area 9"),
        ("lexicon/09-quantum.toml", '"qubit"', '"qu"', "at least 4 letters"),
        ("lexicon/09-quantum.toml", '"qubit"', '"quantum, perhaps"', "punctuation"),
        ("lexicon/09-quantum.toml", '"qubit"', '"qubit | "', "empty part"),
        ("lexicon/09-quantum.toml", '"量子情報"', '"量子"', "at least 3 characters"),
        ("lexicon/09-quantum.toml", '"量子情報"', '"QKD network"', "one of them Japanese"),
        ("lexicon/09-quantum.toml", 'area = "9"', 'area = "77"', "'77' is not in"),
        ("lexicon/09-quantum.toml", 'area = "9"', 'area = "8"', "no en term for area 9"),
        ("lexicon/09-quantum.toml", "en = [", "en = [[", "cannot be read"),
        ("lexicon/09-quantum.toml", "en = [", "english = [", "en: Field required"),
        ("jp-20-2022.toml", 'citation = "recalled"', 'citation = "nowhere"', "not among the citations"),
        ("jp-20-2022.toml", 'id = "2"', 'id = "1"', "id of another"),
        ("jp-20-2022.toml", "valid_from = 2022-09-30", "valid_from = 2022-99-30", "cannot be read"),
    ],
)
def test_mistakes_in_the_files_are_named(copy: Path, file: str, old: str, new: str, said: str) -> None:
    path = copy.parent / file
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
    with pytest.raises(PolicyError, match=said) as raised:
        read_taxonomy(copy)
    # A reader of Japanese is told in Japanese what is wrong and what to do.
    for told in (raised.value.whole, raised.value.remedy):
        assert _KANA.search(i18n.said(told or "", "ja"))
