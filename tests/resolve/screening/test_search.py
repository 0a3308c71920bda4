"""The search in the names of lists: against comparing with every name, across scripts, and its doubts."""

from __future__ import annotations

import datetime as dt
import random

import pytest

from graphrisk.names.compare import Kind, Strength, compare
from graphrisk.names.compare.evidence import MATCH
from graphrisk.names.compare.organizations import ORGANIZATION_FEATURES
from graphrisk.names.compare.persons import PERSON_FEATURES
from graphrisk.resolve.screening.rows import REGISTRY, ListName, ListRow, with_registry_names
from graphrisk.resolve.screening.search import ScreeningIndex
from graphrisk.resolve.screening.words import EVIDENCE, say

DAY = dt.date(2025, 4, 1)
WORDS = ("Karvenia", "Norrvale", "Ostrelia", "Tamberline", "Quillmark", "Drovania", "Selbrook", "Marvick")
KINDS = ("Institute of Physics", "Shipyard", "Aviation Plant", "Defence University", "Optics Bureau")


def row(number: int, *names: str, country: str | None = None, kind: str = "alias") -> ListRow:
    listed = tuple(ListName(name, "name" if place == 0 else kind) for place, name in enumerate(names))
    return ListRow(
        "demo", "2025", str(number), f"demo|2025|{number}", names[0], country, DAY, None, listed, ("2025",)
    )


def found(index: ScreeningIndex, name: str, **options: object) -> list[tuple[str, Strength]]:
    return [(one.row.row_no, one.strength) for one in index.search(name, **options)]  # type: ignore[arg-type]


def test_the_search_finds_what_comparing_with_every_name_finds() -> None:
    chance = random.Random(4)  # noqa: S311
    names = [f"{word} {kind}" for word in WORDS for kind in KINDS]
    index = ScreeningIndex([row(place, name) for place, name in enumerate(names)])
    for _ in range(40):
        name = chance.choice(names)
        cut = chance.randrange(len(name))
        asked = name[:cut] + name[cut + 1 :]
        slow = {
            str(place)
            for place, other in enumerate(names)
            if compare(asked, other, Kind.ORGANIZATION).score >= MATCH
        }
        quick = {no for no, _ in found(index, asked, kind=Kind.ORGANIZATION, limit=50)}
        assert quick == slow, asked


def test_each_row_comes_once_with_the_name_that_fits_best() -> None:
    index = ScreeningIndex([row(1, "Karvenia Shipyard", "Old Harbour Dockyard", "KS")])
    (one,) = index.search("Old Harbor Dockyard")
    assert (one.name.text, one.name.kind, one.strength) == ("Old Harbour Dockyard", "alias", Strength.STRONG)


def test_a_unit_is_not_the_body_it_belongs_to() -> None:
    index = ScreeningIndex([row(1, "Norrvale Academy of Sciences – Institute of Optics")])
    assert found(index, "Norrvale Academy of Sciences") == []
    assert found(index, "Norrvale Academy of Sciences – Institute of Optics") == [("1", Strength.STRONG)]


def test_another_country_is_a_doubt() -> None:
    index = ScreeningIndex([row(1, "Karvenia Shipyard", country="JP")])
    (near,) = index.search("Karvenia Shipyard", country="JP")
    (far,) = index.search("Karvenia Shipyard", country="FR")
    assert near.score > far.score
    assert ("country_differs", "FR / JP") in [(one.code, one.detail) for one in far.comparison.doubts]


def test_names_in_one_language_find_rows_that_print_the_other() -> None:
    english = ScreeningIndex([row(1, "Nerpa Shipyard"), row(2, "Vympel Shipyard")])
    assert [no for no, _ in found(english, "ネルパ造船所")] == ["1"]
    japanese = ScreeningIndex([row(1, "ネルパ造船所"), row(2, "ヴィンペル造船所")])
    assert [no for no, _ in found(japanese, "Vympel Shipyard")] == ["2"]


def test_across_scripts_only_the_row_that_fits_best_is_a_match() -> None:
    index = ScreeningIndex([row(1, "カザンヘリコプター工場"), row(2, "カザンヘリコプター修理工場")])
    best, *others = index.search("Kazan Helicopter Plant", least=0.5)
    assert (best.row.row_no, best.strength) == ("1", Strength.STRONG)
    assert [one.strength for one in others] == [Strength.WEAK]
    assert others[0].comparison.doubts[-1].code == "another_row_fits_better"


def test_the_registry_gives_names_in_other_languages() -> None:
    tables = {
        "organization_names": [
            {
                "org_id": "https://ror.org/1",
                "name": "湯川試験大学",
                "name_key": "湯川試験大学",
                "kind": "label",
            },
            {
                "org_id": "https://ror.org/1",
                "name": "Yukawa Test University",
                "name_key": "yukawa test university",
                "kind": "label",
            },
        ],
        "listings": [
            {"entry_id": "demo|2025|1", "org_id": "https://ror.org/1"},
            {"entry_id": "demo|2025|1", "org_id": "name:old name"},
            {"entry_id": "demo|2025|2", "org_id": "https://ror.org/1"},
            {"entry_id": "demo|2025|2", "org_id": "https://ror.org/2"},
        ],
    }

    def fetch(table: str, column: str, values: object) -> list[dict[str, str]]:
        assert isinstance(values, list)
        return [one for one in tables[table] if one[column] in values]

    rows = [row(number, "湯川試験大学", country="JP") for number in (1, 2, 3)]
    known, in_doubt, unknown = with_registry_names(rows, fetch)
    assert ListName("Yukawa Test University", REGISTRY) in known.names
    assert (in_doubt, unknown) == (rows[1], rows[2])
    (one,) = ScreeningIndex([known]).search("Yukawa Test University")
    assert one.comparison.doubts[-1].code == "name_from_registry"


@pytest.mark.parametrize(
    ("names", "asked"),
    [
        # Letters are compared with the letters that a row prints; how its kana sound is a guess.
        (("Zavod Elecon JSC", "エレコン"), "Laekna"),
        (("Beijing Institute of Technology", "北京理工大学"), "University of Science and Technology Beijing"),
        # An acronym has no sound of its own.
        (("Beihang University", "BUAA"), "株式会社オオバ"),
        (("Aviation Industry Corporation of China Ltd.", "AVIC"), "株式会社ビオック"),
        (("KOTI CORP",), "(주)코아아이티"),
        # A row one of whose names says what it is, is no person's.
        (("Shenyang Ligong University", "Shěnyáng Lǐgōng Dàxué"), "Shěnyáng Dàxué"),
        (
            ("Lomonosov Moscow State University", "Московский государственный университет"),
            "Московский Государственный Технологический Университет",
        ),
        (("COPY RED S.A. DE C.V.",), "American Red Cross"),
        (("LAMA FOODS S.A.R.L.",), "Sansei Foods"),
        (("ABS HEALTH CLUB S.A.",), "Sinopharm Animal Health"),
        (("EN+ GROUP PLC",), "ENN Group"),
    ],
)
def test_what_is_alike_by_chance_is_no_match(names: tuple[str, ...], asked: str) -> None:
    assert found(ScreeningIndex([row(1, *names)]), asked) == []


def test_a_name_of_usual_words_or_with_an_error_in_a_short_word_is_not_strong() -> None:
    index = ScreeningIndex([row(1, "National Research University"), row(2, "RUNNING BROOK, LLC")])
    assert found(index, "National Research University") == [("1", Strength.MEDIUM)]
    assert found(index, "Brooks Running") == [("2", Strength.MEDIUM)]


def test_a_kana_name_is_compared_with_a_row_in_letters() -> None:
    # Among many rows of its kind and of its sounds, as real lists hold them.
    parts = [first + vowel + last for first in "dgkmpstvz" for vowel in "aeiou" for last in "dgkmt"]
    others = [f"Har{part}in Trading" for part in parts] + [f"{part.title()}arbin Shipyard" for part in parts]
    others += [f"{part.title()} University of Technology" for part in parts[:30]]
    index = ScreeningIndex(
        [
            row(1, "Harbin Institute of Technology"),
            row(2, "Huawei Technologies", "Huawei"),
            *(row(10 + number, name) for number, name in enumerate(others)),
        ]
    )
    assert found(index, "ハルビン工業大学") == [("1", Strength.MEDIUM)]
    assert found(index, "ファーウェイ") == [("2", Strength.MEDIUM)]


def test_a_person_is_sought_among_names_that_may_be_a_persons() -> None:
    index = ScreeningIndex([row(1, "Anna Viktorovna Petrova"), row(2, "Petrova Anna Trading Ltd")])
    assert [no for no, _ in found(index, "PETROVA, Anna")] == ["1"]


def test_all_evidence_has_words() -> None:
    codes = {feature.__name__ for feature in (*PERSON_FEATURES, *ORGANIZATION_FEATURES)}
    assert codes <= EVIDENCE.keys()
    (one,) = ScreeningIndex([row(1, "Karvenia Shipyard")]).search("Karvenia Shipyart")
    said = [say(seen, "ja") for seen in one.comparison.evidence]
    assert said[0].startswith("同じ語句: karvenia")
