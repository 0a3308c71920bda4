"""What a part of its own, a town, and what else a string names say about a match."""

from __future__ import annotations

import pytest

from graphrisk.resolve.affiliations.index import build
from graphrisk.resolve.affiliations.matcher import match
from graphrisk.resolve.affiliations.records import organizations
from graphrisk.resolve.affiliations.registry import Organization
from graphrisk.resolve.affiliations.scoring import (
    BEHIND_PARENT,
    BRAND,
    EAST_UNIT,
    INSTITUTE,
    OWN_PART,
    STRONG,
    grade,
)
from tests.resolve.affiliations.small import ORGANIZATIONS, org

FREIBURG = org("fr", "University of Freiburg", "DE", "Freiburg")
PATHOLOGY = org("path", "Institute of Pathology", "DE", "Munich")


def graded(text: str, *more: Organization) -> dict[str, str]:
    return {m.org_id: m.grade for m in match(text, build([*ORGANIZATIONS, *more]))}


def reasons(text: str, org_id: str, *more: Organization) -> tuple[str, ...]:
    (found,) = (m for m in match(text, build([*ORGANIZATIONS, *more])) if m.org_id == org_id)
    return tuple(found.reasons)


WHOLE = ("exact", "words_3", "common", "own", "left_none", "right_none", "whole_part")


@pytest.mark.parametrize(
    ("more", "least"),
    [
        (("country_same", "city_unsaid"), OWN_PART),
        (("country_unsaid", "city_same"), OWN_PART),
        (("country_unsaid", "city_unsaid"), STRONG),
        (("country_unsaid", "city_unsaid", "rare"), OWN_PART),
        (("country_unsaid", "city_unsaid", "rare", "namesakes"), STRONG),
        # A unit may be printed for its parent's sake; a parent that tells namesakes apart says which one.
        (("country_same", "city_same", "parent_named"), STRONG),
        (("country_same", "city_same", "parent_tells"), OWN_PART),
        (("country_same", "city_unsaid", "parent_tells"), STRONG),
        (("country_same", "city_same", "city_missing"), STRONG),
        # An own name with its town and its country; an institute of an academy, and one told by it.
        (("country_same", "city_same", "right_none"), INSTITUTE),
        (("country_same", "city_same", "right_none", "parent_named"), STRONG),
        (("country_unsaid", "city_same", "right_none", "parent_named", "of_academy"), INSTITUTE),
        (("country_unsaid", "city_unsaid", "right_none", "parent_named", "of_academy"), STRONG),
        (("country_unsaid", "city_unsaid", "right_none", "parent_named", "parent_before"), BEHIND_PARENT),
    ],
)
def test_a_name_that_fills_its_part_needs_less(more: tuple[str, ...], least: float) -> None:
    features = (*WHOLE, *more)
    assert grade(features, least) != "C"
    assert grade(features, least - 0.001) == "C"


def test_other_cutoffs() -> None:
    line = ("exact", "words_3", "left_unit", "right_place", "country_same", "city_same")
    assert (grade(line, OWN_PART), grade(line[:-1], OWN_PART)) == ("B", "C")
    brand = ("exact", "words_2", "brand", "left_none", "right_unit", "country_same")
    assert (grade(brand, BRAND), grade(brand[:-1], BRAND)) == ("B", "C")
    assert grade(("east_begin", "east"), EAST_UNIT) == "B"
    clinic = ("exact", "words_3", "left_hospital", "country_same", "city_same")
    assert (grade(clinic, STRONG), grade(clinic[:3], STRONG)) == ("B", "C")
    assert grade((*clinic, "right_other"), STRONG) == "C"


def test_a_university_is_no_unit_of_the_academy_beside_it() -> None:
    ustc = org("ustc", "University of Science and Technology of China", "CN", "Hefei", parents=("cas",))
    text = "CAS Key Laboratory of Soft Matter, University of Science and Technology of China, Hefei, China"
    assert graded(text, ustc)["ustc"] in "AB"


@pytest.mark.parametrize("name", ["State Key Laboratory of Silicon", "Center for Silicon Research"])
def test_a_laboratory_beside_its_university_is_a_part_of_it(name: str) -> None:
    lab = org("lab", name, "JP", "Kyoto", parents=("kyoto",))
    text = f"{name}, Kyoto University, Kyoto, Japan"
    assert graded(text, lab) == {"lab": "C", "kyoto": "A"}
    assert graded(f"{name}, Kyoto, Japan", lab)["lab"] in "AB"


def test_a_national_laboratory_is_a_body_of_its_own() -> None:
    lab = org("lab", "Uji National Laboratory", "JP", "Kyoto", parents=("kyoto",))
    assert graded("Uji National Laboratory, Kyoto University, Kyoto, Japan", lab)["lab"] in "AB"


def test_an_institute_of_a_general_name_is_that_of_the_university_beside_it() -> None:
    text = "Institute of Pathology, University of Freiburg, Germany"
    assert graded(text, FREIBURG, PATHOLOGY) == {"path": "C", "fr": "A"}
    there = org("path", "Institute of Pathology", "DE", "Freiburg")
    assert graded(text, FREIBURG, there)["path"] in "AB"
    curie = org("curie", "Institut Curie", "FR", "Paris")
    lyon = org("lyon", "University of Lyon", "FR", "Lyon")
    assert graded("Institut Curie, University of Lyon, France", curie, lyon)["curie"] in "AB"


def test_a_national_body_is_not_that_of_another_country() -> None:
    czech = org("nimh", "National Institute of Mental Health", "CZ", "Klecany")
    nih = org("nih", "National Institutes of Health", "US", "Bethesda", relations=9)
    text = "Section on Neural Function, National Institute of Mental Health, National Institutes of Health"
    assert graded(text, czech, nih)["nimh"] == "C"
    alone = "Section on Neural Function, National Institute of Mental Health, Klecany, Czech Republic"
    assert graded(alone, czech, nih) == {"nimh": "A"}


def test_a_foundation_within_a_units_name_only_pays() -> None:
    found = org("found", "Leo Foundation", "DK", "Copenhagen")
    text = "Leo Foundation Skin Research Center, Kyoto University, Kyoto, Japan"
    assert graded(text, found).get("found", "C") == "C"
    assert graded("Leo Foundation, Copenhagen, Denmark", found) == {"found": "A"}
    trust = org("trust", "Leo NHS Foundation Trust", "GB", "Leeds")
    assert graded("Leo NHS Foundation Trust Research Center, Leeds, UK", trust)["trust"] in "AB"


def test_a_town_of_several_words_is_no_body() -> None:
    ridge = org("ridge", "Oak Ridge National Laboratory", "US", "Oak Ridge")
    units = [org(f"r{n}", f"Oak Ridge {what}", "US", "Oak Ridge", parents=("ridge",))
             for n, what in enumerate(("Reactor", "Computing", "Archive", "Spectroscopy"))]  # fmt: skip
    assert graded("Office of Peace, Oak Ridge, TN, USA", ridge, *units) == {}
    assert graded("Oak Ridge National Laboratory, Oak Ridge, TN, USA", ridge, *units)["ridge"] == "A"


def test_subjects_of_a_department_are_no_body() -> None:
    unit = org("unit", "Genetics and Development", "FR", "Paris")
    words = "Department of Histology, Genetics and Development, Kyoto University"
    known = build([*ORGANIZATIONS, unit])
    known.weight.update(dict.fromkeys(known.weight, 6.0))  # words that many names have
    grades = {m.org_id: m.grade for m in match(words, known)}
    assert (grades["kyoto"], grades.get("unit", "C")) == ("A", "C")
    alone = {m.org_id: m.grade for m in match("Genetics and Development, Paris, France", known)}
    assert alone["unit"] in "AB"


def test_words_in_another_order_are_a_namesake_of_another_town() -> None:
    """Shimane University is in Matsue, the University of Shimane in Hamada."""
    shimane = org("us", "University of Shimane", "JP", "Hamada")
    matsue = org("x", "Matsue College of Fishing", "JP", "Matsue")
    assert graded("Shimane University, Matsue, Japan", shimane, matsue) == {"us": "C"}
    assert graded("Shimane University, Hamada, Japan", shimane, matsue)["us"] in "AB"


def test_a_university_before_which_another_name_stands_is_another_one() -> None:
    toronto = org("tor", "University of Toronto", "CA", "Toronto", "University Toronto")
    assert graded("Department of Law Ryerson University Toronto, Canada", toronto).get("tor", "C") == "C"
    assert graded("Department of Law University of Toronto, Toronto, Canada", toronto)["tor"] in "AB"


def test_an_acronym_beside_its_town_is_sure_where_nobody_else_is_named() -> None:
    kaist = org("kaist", "Korea Advanced Institute", "KR", "Daejeon", acronym="KAIST")
    assert graded("Dept. EE, KAIST, Daejeon, Korea", kaist) == {"kaist": "B"}
    assert graded("Dept. EE, KAIST, Oulu", kaist, org("oulu", "Oulu Works", "FI", "Oulu")) == {}
    assert graded("KAIST, Daejeon, Korea; Kyoto University, Japan", kaist)["kaist"] == "C"
    army = org("army-us", "United States Army", "US", "Arlington", acronym="USA")
    assert graded("Law School, Arlington, TX, USA", army) == {}


def test_a_segment_that_is_an_address_belongs_to_the_one_before() -> None:
    marl = org("park", "University of Marl, Park", "US", "Park")
    shore = org("shore", "University of Marl, Shore", "US", "Shore")
    assert graded("Department of Law; University of Marl; 42 Long Road, Shore, USA", marl, shore) == {
        "shore": "A"
    }
    apart = "Department of Law; University of Marl; Kyoto University, Kyoto, Japan"
    assert graded(apart, marl, shore) == {"kyoto": "A"}


def test_towns_in_their_own_language() -> None:
    lmu = org("lmu", "Universität Aue", "DE", "Munich")
    assert "city_same" in match("Universität Aue, München", build([lmu]))[0].reasons
    louis = org("wu", "Aue University", "US", "St Louis")
    assert "city_same" in match("Aue University, Saint Louis, MO, USA", build([louis]))[0].reasons
    msu = org("msu", "Lomonosov Moscow State University", "RU", "Moscow")
    assert graded("МГУ", msu) == {}
    assert graded("МГУ, Москва", msu) == {"msu": "B"}


def test_numbers_of_universities() -> None:
    one = org("one", "Université Aue 1", "FR", "Aue", "Aue I University")
    assert graded("Université Aue I, Aue, France", one)["one"] in "AB"
    assert graded("Aue University, Aue, France", one) == {}


@pytest.mark.parametrize("text", ["Kyoto Univ.", "Osaka Univ.", "Ｋｙｏｔｏ Ｕｎｉｖ．"])
def test_an_abbreviation_with_a_full_stop_is_the_word(text: str) -> None:
    osaka = org("osaka", "The University of Osaka", "JP", "Osaka", "Osaka University")
    assert match(text, build([*ORGANIZATIONS, osaka]))[0].method == "exact"


def test_names_that_people_print_and_the_registry_lacks() -> None:
    tum = org("tum", "Technical University of Aue", "DE", "Aue", "Technische Universität Aue")
    assert graded("TU Aue, Aue, Germany", tum)["tum"] in "AB"
    florence = org("fi", "Università degli Studi di Firenze", "IT", "Florence")
    assert graded("Università di Firenze, Firenze, Italy", florence)["fi"] in "AB"
    heart = org("ncvc", "Heart Center", "JP", "Osaka", "国立循環器病センター")
    assert graded("国立循環器病研究センター 心臓外科", heart)["ncvc"] in "AB"


def test_a_programme_pays_and_employs_nobody() -> None:
    jst = org(
        "jst", "Japan Science and Technology Agency", "JP", "Kawaguchi", "科学技術振興機構", acronym="JST"
    )
    for text in ("JST CREST", "JST さきがけ", "科学技術振興機構 さきがけ", "JST, PRESTO, Kawaguchi, Japan"):
        assert graded(text, jst) == {"jst": "C"}, text
    assert graded("科学技術振興機構 研究部", jst) == {"jst": "A"}


@pytest.mark.parametrize("text", ["Graduate School of Engineering", "Grad. Sch. of Eng."])
def test_a_graduate_school_of_nobody_is_nobody(text: str) -> None:
    school = org("sch", "École d'Ingénieurs", "FR", "Paris", "Graduate School of Engineering")
    assert graded(text, school) == {}


def test_a_name_of_the_parent_is_no_name_of_the_unit() -> None:
    known = [("r", "RIKEN", "JP", "active"), ("asi", "Advanced Institute", "JP", "active")]
    names = [
        ("r", "RIKEN", "display"), ("r", "理化学研究所", "label"),
        ("asi", "Advanced Institute", "display"), ("asi", "国立研究開発法人理化学研究所", "label"),
        ("asi", "先端研究所", "label"),
    ]  # fmt: skip
    found = organizations(known, names, [], [("asi", "r", "parent")])
    assert {one.org_id: [name for name, _ in one.names] for one in found} == {
        "r": ["RIKEN", "理化学研究所"],
        "asi": ["Advanced Institute", "先端研究所"],
    }


def test_a_word_before_a_unit_is_no_university_beside_another_one() -> None:
    tongji = org("tongji", "Tongji University", "CN", "Shanghai")
    hust = org("hust", "Huazhong University of Science and Technology", "CN", "Wuhan")
    both = graded("Tongji Medical College, Huazhong University of Science and Technology", tongji, hust)
    assert (both.get("tongji", "C"), both["hust"]) == ("C", "A")
    alone = graded("Tongji Medical College, Tongji University", tongji, hust)
    assert alone["tongji"] == "A"
    there = "Tongji Medical College, Shanghai; Huazhong University of Science and Technology, Wuhan, China"
    assert "word_beside_other" not in reasons(there, "tongji", tongji, hust)
    assert "word_beside_other" in reasons(there.replace(", Shanghai", ""), "tongji", tongji, hust)


def test_an_academy_within_the_name_of_its_university_is_not_meant_as_surely() -> None:
    ucas = org("ucas", "University of Chinese Academy of Sciences", "CN", "Beijing", parents=("cas",))
    text = "School of Physical Sciences, University of Chinese Academy of Sciences, Beijing, China"
    assert graded(text, ucas) == {"ucas": "A", "cas": "B"}
    beside = "University of Chinese Academy of Sciences, Chinese Academy of Sciences, Beijing, China"
    assert graded(beside, ucas) == {"ucas": "A", "cas": "A"}
