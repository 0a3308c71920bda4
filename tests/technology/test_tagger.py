"""The tagger: what it finds, what it must not find, and that it agrees with a slow version of itself."""

from __future__ import annotations

import csv
import datetime as dt
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graphrisk.technology import Area, Tagger, Taxonomy, Term, load_taxonomy
from tests.technology.slow import SlowTagger

if TYPE_CHECKING:
    from pathlib import Path

TAGGER = Tagger(load_taxonomy())


def areas(text: str) -> list[str]:
    return list(TAGGER.tag(text))


def test_hits_come_with_their_terms_and_areas_in_order() -> None:
    text = "Fault-tolerant quantum computation and reinforcement learning with superconducting qubits"
    assert TAGGER.tag(text) == {
        "3": ("reinforcement learning",),
        "9": ("fault-tolerant quantum computing", "superconducting qubit"),
    }
    assert list(TAGGER.tag(text)) == ["3", "9"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("CRISPR-Cas9によるゲノム編集", ["1"]),
        ("Ｇａｌｌｉｕｍ　Ｎｉｔｒｉｄｅ power devices", ["5"]),
        ("全固体電池の固体電解質", ["12"]),
        ("自律型水中ロボット(AUV)の航法", ["16"]),
        ("All-solid-state batteries", ["12"]),
        ("All solid state battery", ["12"]),
        ("5G 通信のビームフォーミング", ["13"]),
        ("ﾚｰｻﾞｰ加工の研究", ["7"]),
        ("レーザ加工の研究", ["7"]),
        ("スクラムジェットエンジンの燃焼", ["18"]),
        ("Brain/computer interfaces for everyone", ["11"]),
        ("ブレイン・マシン・インターフェースの応用", ["11"]),
        ("ブレインマシンインタフェースの応用", ["11"]),
        ("Nerve agents: detection", ["19"]),
        ("Optical fibre communications", ["13"]),
        ("MoS<sub>2</sub> monolayers", ["20"]),
        ("カーボンナノチューブトランジスタ", ["20"]),
    ],
)
def test_finds_terms_in_the_forms_that_titles_have(text: str, expected: list[str]) -> None:
    assert areas(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Robust estimation in the presence of outlying towns",
        "A quantum of solace: James Bond and the British novel",
        "The University of Space and Place: campus geographies",
        "Deep reading and learning to write in school",
        "Learning machines: a history of the typewriter",
        "The brain drain and the computer industry; interface of policy",
        "On the brain. Computer interface design for the elderly",
        "Satellite towns around Tokyo",
        "The network of merchants in early modern Osaka",
        "Nuclear families in post-war Japan",
        "A material girl: fashion and media",
        "To select agents for the estate, families relied on trust",
        "Cloud formation and rain in Hokkaido",
        "Energy drinks and their marketing",
        "The ship of Theseus and personal identity",
        "Bonding and fission in friendship groups",
        "Viral marketing and its antibodies",
        "トレーダーの行動ファイナンス",
        "サリンジャーの短編小説",
        "マールブルグ学派の認識論",
        "圧力制御と電力制御の実務",
        "カテーテルアブレーションの看護",
        "光量子束密度と光合成",
        "インド人ライダーの旅行記",
        "量子的な跳躍という比喩",
        "宇宙論的証明の哲学史",
        "",
        "   ",
        "12345 !!! ???",
    ],
)
def test_words_that_only_look_alike_are_not_found(text: str) -> None:
    assert TAGGER.tag(text) == {}


def test_the_longest_term_counts_and_what_lies_inside_it_does_not() -> None:
    assert TAGGER.tag("Quantum machine learning") == {"9": ("quantum machine learning",)}
    assert TAGGER.tag("量子機械学習") == {"9": ("量子機械学習",)}


def test_latin_letters_inside_a_japanese_term_do_not_count_again() -> None:
    assert TAGGER.tag("CMOS回路の設計") == {"5": ("CMOS集積回路",)}
    assert TAGGER.tag("CMOSと回路の設計") == {"5": ("CMOS",)}


def test_a_term_said_twice_counts_once() -> None:
    assert TAGGER.tag("Qubits, a qubit and more qubits") == {"9": ("qubit",)}


def test_every_term_and_variant_of_the_lexicon_finds_itself() -> None:
    for term in load_taxonomy().terms:
        for text in (term.text, *term.variants):
            found = TAGGER.tag(f"「{text}」について" if term.language == "ja" else f"On {text}: a study")
            assert found == {term.area: (term.text,)}, text


@pytest.mark.shared
def test_topics_of_unrelated_domains_are_hardly_ever_tagged(shared_data: Path) -> None:
    with (shared_data / "taxonomy" / "openalex_topics.csv").open(encoding="utf-8", newline="") as file:
        topics = list(csv.DictReader(file))
    unrelated = [t["topic_name"] for t in topics if t["domain"] in {"Social Sciences", "Arts & Humanities"}]
    assert len(unrelated) > 1000
    sure = [name for name in unrelated if any(len(terms) >= 2 for terms in TAGGER.tag(name).values())]
    some = [name for name in unrelated if TAGGER.tag(name)]
    assert len(sure) < 0.01 * len(unrelated), sure
    assert len(some) < 0.03 * len(unrelated), some
    related = [t["topic_name"] for t in topics if t["domain"] == "Physical Sciences"]
    assert sum(bool(TAGGER.tag(name)) for name in related) > 0.1 * len(related)


_SMALL = Taxonomy(
    name="small",
    version="1",
    title_ja="",
    title_en="",
    valid_from=dt.date(2022, 1, 1),
    valid_to=None,
    areas=tuple(Area(i, "", "", dt.date(2022, 1, 1), None, "", None, verified=True) for i in ("1", "2", "3")),
    terms=(
        Term("1", "en", "alpha beta", ("alpha-beta gamma",)),
        Term("2", "en", "beta"),
        Term("3", "en", "alpha", ("gamma battery",)),
        Term("2", "en", "beta battery delta"),
        Term("1", "ja", "アイウ"),
        Term("2", "ja", "アイウエ", ("アイウエ・オ",)),
        Term("3", "ja", "光量子", ("x量子光",)),
        Term("1", "ja", "量子光学", ("光アイ", "量子アイウエ")),
        Term("2", "ja", "光5g"),
    ),
)
_FAST, _SLOW = Tagger(_SMALL), SlowTagger(_SMALL)
_PIECES = [
    *("alpha", "beta", "gamma", "battery", "delta", "betas", "batteries", "Alpha", "ALPHA-BETA"),
    *(" ", " ", " ", "-", ". ", ", ", "/", "<sub>x</sub>", "・", "ー", "（", "5g", "5G 通信"),
    *("アイウ", "ア", "イ", "ウ", "エ", "オ", "ｱｲｳ", "光", "量子", "学", "x", "1"),
]


@settings(max_examples=400, deadline=None)
@given(st.lists(st.sampled_from(_PIECES), max_size=14).map("".join))
def test_agrees_with_the_slow_version(text: str) -> None:
    assert _FAST.tag(text) == _SLOW.tag(text)


_SLOW_REAL = SlowTagger(load_taxonomy())


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_agrees_with_the_slow_version_on_the_real_lexicon(data: st.DataObject) -> None:
    terms = [data.draw(st.sampled_from(load_taxonomy().terms)).text for _ in range(3)]
    glue = data.draw(st.sampled_from([" ", "", "と", "-", ", ", "の"]))
    text = glue.join(terms)
    assert TAGGER.tag(text) == _SLOW_REAL.tag(text)


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=200))
def test_takes_any_text(text: str) -> None:
    assert isinstance(TAGGER.tag(text), dict)
