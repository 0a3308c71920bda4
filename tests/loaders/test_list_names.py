"""Names in list rows: aliases in one cell, clauses, acronyms, codes."""

from __future__ import annotations

import pytest

from loaders.lists.names import codes, other_forms, split_names


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        ("", []),
        ("BUAA; Beihang University", ["BUAA", "Beihang University"]),
        ("一号；二号;一号", ["一号", "二号"]),
        (
            "A Ltd.; and any successor, sub-unit, or subsidiary thereof",
            ["A Ltd.; and any successor, sub-unit, or subsidiary thereof"],
        ),
        ("A Institute; B Lab (a; b); and C Institute.", ["A Institute", "B Lab (a; b)", "C Institute."]),
        ("A (never closed; B", ["A (never closed", "B"]),
        ("; ;A;", ["A"]),
        ("A;  B\n C", ["A", "B C"]),
        ("and Sons; X", ["and Sons", "X"]),
        ("A; including its branches; B", ["A; including its branches", "B"]),
    ],
)
def test_aliases_are_divided(cell: str, names: list[str]) -> None:
    assert split_names(cell) == names


@pytest.mark.parametrize(
    ("name", "forms"),
    [
        ("Academy of Sciences (AoS)", []),
        ("Academy of Military Medical Sciences (AMMS)", ["Academy of Military Medical Sciences"]),
        ("Sinobright Ltd.; and any subsidiary thereof", ["Sinobright Ltd."]),
        ("Gulf Works (GW); and all its units", ["Gulf Works (GW)", "Gulf Works"]),
        ("Rostec (RT)", []),
        ("A; B", []),
        ("Institute (Kursk)", []),
        ("Plain University", []),
    ],
)
def test_other_forms_of_a_listed_name(name: str, forms: list[str]) -> None:
    assert other_forms(name) == forms


def test_codes_are_read_whatever_divides_them() -> None:
    assert codes("b; ＣＷ,N、m B") == ["B", "CW", "N", "M"]
    assert codes(" ") == []
