from __future__ import annotations

import random
import unicodedata
from dataclasses import replace

import pytest

from graphrisk.resolve.affiliations.index import Index, build
from graphrisk.resolve.affiliations.matcher import answer, match
from graphrisk.resolve.affiliations.registry import Organization, Place
from tests.resolve.affiliations.small import ORGANIZATIONS, index, org


@pytest.fixture(scope="module")
def names() -> Index:
    return index()


def found(text: str, names: Index, country: str | None = None) -> set[str]:
    return {m.org_id for m in match(text, names, country)}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Department of Physics, The University of Tokyo, Tokyo, Japan", {"ut"}),
        ("Inst. of Comput. Technol., Chinese Acad. of Sci., Beijing, China", {"ict", "cas"}),
        ("Institute for Chemical Research, Kyoto University, Uji, Japan", {"icr", "kyoto"}),
        ("Kyoto University, Kyoto, Japan; Nanjing University, Nanjing, China", {"kyoto", "nju"}),
        ("東京大学大学院工学系研究科", {"ut"}),
        ("国立大学法人京都大学 化学研究所", {"kyoto"}),
        ("Physikalisches Institut, Universität Heidelberg, Deutschland", {"hd"}),
        ("Univ. Heidelberg, Germany", {"hd"}),
        ("University of Wisconsin, Madison, WI, USA", {"uw"}),
        ("Санкт-Петербургский государственный университет, Россия", {"spb"}),
        ("서울대학교 공과대학", {"snu"}),
        ("Nanjing Univercity, Nanjing, China", {"nju"}),
        ("Institute of Physics, Prague, Czech Republic", {"iop-cz"}),
        ("Max-Planck-Institut für Gravitationsphysik, Potsdam, Germany", {"mpg"}),
        ("Northwestern University, Laoag, Philippines", {"north-ph"}),
        ("Kharkov Polytechnic Institute, Kharkov, Ukraine", {"old"}),
    ],
)
def test_names_in_many_forms(names: Index, text: str, expected: set[str]) -> None:
    assert found(text, names) == expected


@pytest.mark.parametrize(
    ("text", "trap"),
    [
        ("Nanjing University of Aeronautics and Astronautics, Nanjing, China", "nju"),
        ("Nanjing University of Posts and Telecommunications, Nanjing, China", "nju"),
        ("Tokyo University of Science, Tokyo, Japan", "ut"),
        ("東京理科大学", "ut"),
        ("Beijing Institute of Technology, Zhuhai, China", "bit"),
        ("北京理工大学珠海学院", "bit"),
        ("Institute of Physics, Academia Sinica, Beijing, China", "sinica"),
        ("Center for Disease Control, Changsha, China", "cdc-tw"),
        ("Southern University of Science and Technology, Shenzhen, China", "army"),
        ("Wuhan University, Wuhan, China", "info"),
        ("York University, Toronto, Canada", "york-uk"),
        ("University of York, York, UK", "york-ca"),
        ("BIT, Milano, Italy", "bit"),
        ("Institute of Physics", "iop-cn"),
        ("Tokyo, Japan", "ut"),
    ],
)
def test_namesakes_are_not_taken_for_one_another(names: Index, text: str, trap: str) -> None:
    """What would be wrong is never found, or at a grade that carries nothing."""
    assert not [m for m in match(text, names) if m.org_id == trap and m.grade != "C"]


@pytest.mark.parametrize("text", ["", "   ", ",;()", "Somewhere 12345", "…", "12", "a" * 20_000, "(" * 5_000])
def test_nothing_is_an_answer(names: Index, text: str) -> None:
    assert answer(text, names).matches == ()


def test_a_match_says_what_it_rests_on(names: Index) -> None:
    (one,) = match("Dept. of Law, Kyoto University, Kyoto, Japan", names)
    assert (one.org_id, one.part, one.name, one.grade) == (
        "kyoto",
        "Kyoto University",
        "Kyoto University",
        "A",
    )
    assert {"exact", "country_same", "city_same"} <= set(one.reasons)


def test_the_country_tells_namesakes_apart_and_the_losers_are_told(names: Index) -> None:
    (one,) = match("Institute of Physics, Prague, Czech Republic", names)
    assert [(rival.org_id, rival.reason) for rival in one.rivals if rival.org_id == "iop-cn"] in (
        [],
        [("iop-cn", "country_differs")],
    )
    assert found("Northwestern University", names, "PH") == {"north-ph"}
    assert {m.grade for m in match("Northwestern University", names)} <= {"C"}


def test_a_name_in_another_country_is_weak(names: Index) -> None:
    assert {m.grade for m in match("Kyoto University, Paris, France", names)} <= {"C"}


def test_a_unit_with_a_usual_name_never_displaces_its_parent(names: Index) -> None:
    text = "Institute of Physics, Chinese Academy of Sciences, Beijing 100190, China"
    assert {"cas"} <= found(text, names) <= {"cas", "iop-cn"}


def test_acronyms_count_only_with_corroboration(names: Index) -> None:
    assert found("TUS", names) == set()
    assert "nuaa" in found("NUAA, Nanjing, China", names)


def test_the_order_of_records_makes_no_difference() -> None:
    chance = random.Random(3)  # noqa: S311  # the same order every time
    other = build(chance.sample(ORGANIZATIONS, len(ORGANIZATIONS)))
    for text in ("Institute of Physics, Beijing, China", "Kyoto Univ., Japan", "Northwestern University"):
        assert match(text, other) == match(text, index())


def graded(text: str, *more: Organization) -> dict[str, str]:
    return {m.org_id: m.grade for m in match(text, build([*ORGANIZATIONS, *more]))}


def test_a_name_in_another_order_does_not_outweigh_one_as_printed() -> None:
    wustl = org("wustl", "Washington University in St. Louis", "US", "St Louis", "Washington University")
    uw = org(
        "uw-seattle",
        "University of Washington",
        "US",
        "Seattle",
        "University of Washington School of Medicine",
    )
    found = graded("Department of Medicine, Washington University School of Medicine", wustl, uw)
    assert "wustl" in found
    assert "uw-seattle" not in found


def test_university_before_of_and_a_place_goes_on() -> None:
    arts = org("arts", "Science and Arts University", "IR", "Tehran")
    michigan = org("michigan", "University of Michigan", "US", "Ann Arbor")
    text = "College of Literature, Science, and the Arts, The University of Michigan"
    assert set(graded(text, arts, michigan)) == {"michigan"}


def test_a_country_is_no_short_name_of_its_university() -> None:
    vnu = org("vnu", "Viet Nam National University", "VN", "Hanoi")
    units = [
        org(f"vnu{n}", f"Viet Nam National University School {what}", "VN", "Hanoi", parents=("vnu",))
        for n, what in enumerate(("Alpha", "Beta", "Gamma", "Delta", "Epsilon"))
    ]
    assert graded("Can Tho Works, Can Tho, Viet Nam", vnu, *units) == {}


def test_a_town_that_is_also_a_university_in_short_is_at_most_weak() -> None:
    thonburi = org("thonburi", "Thonburi University", "TH", "Bangkok")
    found = graded("Pilot Plant, Somewhere Works, Thonburi, Bangkok, Thailand", thonburi)
    assert found.get("thonburi", "C") == "C"


def test_a_better_known_bearer_of_the_name_makes_it_weak() -> None:
    thai = org("fda-th", "Food and Drug Administration", "TH", "Nonthaburi")
    known = Organization(
        "fda-us",
        "United States Food and Drug Administration",
        "US",
        True,
        (
            ("United States Food and Drug Administration", "display"),
            ("Food and Drug Administration", "alias"),
        ),
        (Place("Silver Spring", None, "US"),),
        (),
        12,
    )
    assert graded("Food and Drug Administration", thai, known) == {"fda-th": "C"}
    assert graded("Food and Drug Administration, Nonthaburi, Thailand", thai, known) == {"fda-th": "A"}


def test_a_parent_above_the_parent_is_taken_where_it_is_printed() -> None:
    body = org("body", "Rosen University", "DE", "Rosen")
    school = org("school", "Rosen School", "DE", "Rosen", parents=("body",))
    clinic = org("clinic", "Rosen University Cancer Center", "DE", "Rosen", parents=("school",))
    assert {"clinic", "body"} <= set(
        graded("Rosen University Cancer Center, Rosen, Germany", body, school, clinic)
    )


def test_a_university_is_found_in_the_name_of_its_hospital() -> None:
    """The registry says that both are related; of another university's branch it is no unit."""
    duke = org("duke", "Duke University", "US", "Durham")
    center = replace(org("dmc", "Duke University Medical Center", "US", "Durham"), related=("duke",))
    branch = replace(org("branch", "Duke University Kunshan", "CN", "Kunshan"), related=("duke",))
    assert graded("Department of Surgery, Duke University Medical Center", duke, center) == {
        "dmc": "A",
        "duke": "C",
    }
    assert set(graded("Department of Surgery, Duke University Kunshan", duke, branch)) == {"branch"}
    stranger = replace(center, related=())
    assert set(graded("Department of Surgery, Duke University Medical Center", duke, stranger)) == {"dmc"}


def test_towns_of_another_country_speak_against_a_name() -> None:
    hospital = org("qeh", "Queen Elizabeth Hospital", "AU", "Adelaide")
    other = org("bham", "University of Birmingham", "GB", "Birmingham")
    assert graded("Neuroscience, Queen Elizabeth Hospital, Adelaide", hospital, other)["qeh"] != "C"
    assert (
        graded("Neuroscience, Queen Elizabeth Hospital, Birmingham", hospital, other).get("qeh", "C") == "C"
    )


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Department of Physics, EPFL", {"epfl": "C"}),
        ("EPFL", {"epfl": "C"}),
        ("Department of Physics, EPFL, Kyoto University", {"kyoto": "A"}),
        ("Department of Physics, EPFL, Osaka, Japan", {}),
        ("Department of Physics, NUAAX", {}),
    ],
)
def test_the_only_acronym_of_a_string_is_a_weak_match(text: str, found: dict[str, str]) -> None:
    epfl = org("epfl", "École Polytechnique Fédérale de Lausanne", "CH", "Lausanne", acronym="EPFL")
    assert graded(text, epfl) == found


def test_words_with_accents_apart_glued_or_joined_are_read() -> None:
    montpellier = org("igmm", "Institut de Génétique Moléculaire de Montpellier", "FR", "Montpellier")
    klinikum = org("ukt", "Universitätsklinikum Tübingen", "DE", "Tübingen")
    apart = unicodedata.normalize("NFD", "Institut de Génétique Moléculaire de Montpellier, France")
    (one,) = match(apart, build([*ORGANIZATIONS, montpellier]))
    assert (one.org_id, one.part) == ("igmm", apart.partition(",")[0])
    assert set(graded("Dermatology, University Hospital Tübingen, Germany", klinikum)) == {"ukt"}
    assert set(graded("Physics ofKyoto University, Kyoto, Japan")) == {"kyoto"}


def test_a_system_and_a_department_of_a_usual_name_are_weak() -> None:
    system = org("sys", "University of Minnesota System", "US", "Minneapolis", "University of Minnesota")
    assert graded("University of Minnesota, Minneapolis, USA", system)["sys"] == "C"
    ministry = org("dbt", "Department of Physics", "IN", "Delhi")
    assert graded("Department of Physics, Some College, Chennai, India", ministry).get("dbt", "C") == "C"


def test_an_acronym_that_a_unit_bears_too_means_the_body() -> None:
    body = org("dzne", "German Centre of Nerves", "DE", "Bonn", acronym="DZNE")
    unit = org(
        "dzne-d", "German Centre of Nerves Dresden", "DE", "Dresden", acronym="DZNE", parents=("dzne",)
    )
    assert set(graded("DZNE, Germany", body, unit)) == {"dzne"}
    # In the unit's town it is the unit, and its parent beside it.
    assert set(graded("DZNE, Dresden, Germany", body, unit)) == {"dzne", "dzne-d"}
