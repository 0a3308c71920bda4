"""Subsidiaries, units and parents in printed names: relations where words say so, names everywhere else."""

from __future__ import annotations

import pytest

from graphrisk.names.organizations import organization_key
from loaders.lists.relations import read_name, read_row, subsidiaries_in, unit_of


@pytest.mark.parametrize(
    ("text", "name", "related"),
    [
        ("Foo Works, a subsidiary of Bar Group", "Foo Works", [("parent", "Bar Group")]),
        ("Foo Works (wholly owned subsidiary of Bar)", "Foo Works", [("parent", "Bar")]),
        ("Tradex Co. is a subsidiary of Tajco Company", "Tradex Co.", [("parent", "Tajco Company")]),
        ("Institute 3, a division of Big Corp.", "Institute 3", [("parent", "Big Corp.")]),
        ("subsidiary of Bar", "", [("parent", "Bar")]),
        ("subsidiaries: A Ltd.; B Co., Ltd.", "", [("subsidiary", "A Ltd."), ("subsidiary", "B Co., Ltd.")]),
        ("and its subsidiary Foo Ltd", "", [("subsidiary", "Foo Ltd")]),
        ("Foo Works (subsidiary)", "", [("subsidiary", "Foo Works")]),
        ("Foo; including Bar Lab; Baz Lab", "Foo", [("unit", "Bar Lab"), ("unit", "Baz Lab")]),
        ("Foo, including its subsidiaries: A One Ltd", "Foo", [("subsidiary", "A One Ltd")]),
        ("子会社：甲社", "", [("subsidiary", "甲社")]),
        ("乙社（甲社の子会社）", "乙社", [("parent", "甲社")]),
        ("甲社（親会社）", "", [("parent", "甲社")]),
        ("甲研究所の下部機関", "", [("parent", "甲研究所")]),
    ],
)
def test_words_that_say_a_relation(text: str, name: str, related: list[tuple[str, str]]) -> None:
    reading = read_name(text)
    assert reading.name == name
    assert [(one.kind, one.name) for one in reading.related] == related
    assert all(one.printed == text for one in reading.related)


@pytest.mark.parametrize(
    "text",
    [
        "SUBSIDIARY BANK SBERBANK OF RUSSIA PUBLIC JOINT STOCK COMPANY",
        "BELARUSIAN OIL TRADING HOUSE REPUBLICAN UNITARY SUBSIDIARY",
        "AL-SHAHID FOUNDATION- PALESTINIAN BRANCH",
        "Rzhanov Institute of Semiconductor Physics, Siberian Branch of Russian Academy of Sciences",
        "Foo Ltd.; and any successor, sub-unit, or subsidiary thereof",
        "A; including its branches",
        "Foo, the Institute of Physics",
        "f/k/a Foo, a subsidiary of Bar",
        "a.k.a. Foo Works",
        "株式会社アドミラルティ造船所",
        "国防省通信センター",
    ],
)
def test_names_stay_names(text: str) -> None:
    reading = read_name(text)
    assert (reading.name, reading.related) == (text, ())


def test_a_subsidiary_of_the_row_itself_is_below_it() -> None:
    own = {organization_key("Bar Group Ltd.")}
    (one,) = read_name("Foo Works, a subsidiary of Bar Group", own).related
    assert (one.kind, one.name) == ("subsidiary", "Foo Works")


@pytest.mark.parametrize(
    ("name", "found"),
    [
        (
            "Chinese Academy of Sciences (CAS) – Institute of Computing Technology (ICT)",
            ("Institute of Computing Technology", "Chinese Academy of Sciences"),
        ),
        (
            "Academy of Military Medical Sciences, Institute of Toxicology",
            ("Institute of Toxicology", "Academy of Military Medical Sciences"),
        ),
        (
            "Key Laboratory of Radar Signal Processing at Xidian University",
            ("Key Laboratory of Radar Signal Processing", "Xidian University"),
        ),
        ("University of California, Berkeley", None),
        ("Institute of Physics, Chinese Academy of Sciences", None),
        ("Chinese Academy of Sciences", None),
        ("National University of Defense Technology", None),
        ("State Scientific Center AO GNTs RF – FEI A.I. Leypunskiy Physico-Energy Institute", None),
    ],
)
def test_names_made_of_body_and_unit(name: str, found: tuple[str, str] | None) -> None:
    assert unit_of(name) == found


def test_a_row_keeps_its_names_and_gives_the_others_away() -> None:
    names, related = read_row(
        "Chinese Academy of Sciences – Institute of Physics",
        "物理研究所",
        ("IOP", "Red Works (subsidiary)", "Blue Works, a subsidiary of IOP", "Red Works"),
        "Ministry X",
    )
    assert names == ["Institute of Physics, Chinese Academy of Sciences", "IOP"]
    assert [(one.kind, one.name) for one in related] == [
        ("parent", "Chinese Academy of Sciences"),
        ("subsidiary", "Red Works"),
        ("subsidiary", "Blue Works"),
        ("parent", "Ministry X"),
    ]


@pytest.mark.parametrize(
    ("remark", "names"),
    [
        (
            "Website x.example; (Tradex Co. is a subsidiary of Tajco Company and operates there.)",
            ["Tradex Co."],
        ),
        (
            "(A Food, B & C Paints and D Works are subsidiaries of A Holdings)",
            ["A Food", "B & C Paints", "D Works"],
        ),
        ("Linked To: A HOLDINGS.", []),
    ],
)
def test_remarks_name_subsidiaries(remark: str, names: list[str]) -> None:
    assert subsidiaries_in(remark) == names
