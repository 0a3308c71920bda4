"""Findings call organisations by their Japanese names for readers of Japanese; what they rest on stays."""

from __future__ import annotations

import dataclasses
import pickle

from graphrisk.export.words import say_reasons
from graphrisk.findings import Finding
from graphrisk.i18n import Message, Name, called
from graphrisk.names.organizations import organization_key
from graphrisk.resolve.reasons import plain
from graphrisk.review import finding_from_json, finding_to_json
from tests.analyzers.cases import named
from tests.factory import World, org_id, small_world


def world(*japanese: tuple[str, str, str]) -> World:
    """A listed co-author's organisation; `japanese` are short name, Japanese name and kind of the name."""
    made = small_world()
    made.listed("LISTED")
    made.org("UNIT", "Institute of Far Things", parent="LISTED")
    for index in range(3):
        made.work(f"W{index}", f"2025-0{index + 1}-01", ("AP1", ["HOME"]), ("X", [named("LISTED")]))
        made.work(f"V{index}", f"2025-0{index + 1}-01", ("AP1", ["HOME"]), ("Y", [named("UNIT")]))
    for short, name, kind in japanese:
        key = organization_key(name)
        made.add("organization_names", org_id=org_id(short), name=name, name_key=key, kind=kind, lang="ja")
    return made


def about(short: str, findings: tuple[Finding, ...], rule: str = "") -> Finding:
    return next(f for f in findings if f.object.id == org_id(short) and f.rule.startswith(rule))


def test_both_names_are_kept_and_each_reader_reads_their_own() -> None:
    plain = about("LISTED", world().scan().findings)
    found = about("LISTED", world(("LISTED", "遠方大学", "label")).scan().findings)
    english = plain.object.name
    assert found.object.name == english
    assert called(found.object.name, "ja") == "遠方大学"
    assert called(found.object.name, "ja", beside=True) == f"遠方大学 ({english})"
    assert "遠方大学" in found.question.render("ja")
    assert english not in found.question.render("ja")
    assert f"遠方大学 ({english})" in found.declared.render("ja")
    for name in ("question", "declared", "observed"):
        assert getattr(found, name).render("en") == getattr(plain, name).render("en")


def test_what_it_rests_on_does_not_depend_on_names() -> None:
    plain = world().scan().findings
    found = world(("LISTED", "遠方大学", "label")).scan().findings
    assert [f.id for f in found] == [f.id for f in plain]
    assert [f.evidence_hash for f in found] == [f.evidence_hash for f in plain]
    assert [f.evidence for f in found] == [f.evidence for f in plain]


def test_a_full_name_is_taken_and_no_alias() -> None:
    japanese = (
        ("LISTED", "遠大", "alias"),
        ("LISTED", "遠方大学", "label"),
        ("LISTED", "国立遠方大学", "display"),
    )
    found = about("LISTED", world(*japanese).scan().findings)
    assert called(found.object.name, "ja") == "国立遠方大学"
    assert called(about("LISTED", world(japanese[0]).scan().findings).object.name, "ja") == found.object.name


def test_the_listed_relative_in_the_question_has_its_name_too() -> None:
    found = about("UNIT", world(("LISTED", "遠方大学", "label")).scan().findings, "R-ORG-02")
    relative = about("LISTED", world().scan().findings).object.name
    assert "遠方大学" in found.question.render("ja") + found.observed.render("ja")
    assert relative in found.question.render("en") + found.observed.render("en")
    assert not isinstance(found.object.name, Name)


def test_names_survive_the_database_and_another_process() -> None:
    found = about("LISTED", world(("LISTED", "遠方大学", "label")).scan().findings)
    for back in (finding_from_json(finding_to_json(found)), pickle.loads(pickle.dumps(found))):  # noqa: S301
        assert back == found
        assert called(back.object.name, "ja") == "遠方大学"
        assert back.observed.render("ja") == found.observed.render("ja")
        assert back.question.render("ja") == found.question.render("ja")


def test_a_name_without_another_is_said_once() -> None:
    assert called("Far University", "ja", beside=True) == "Far University"
    assert called(Name("遠方大学", "遠方大学"), "ja", beside=True) == "遠方大学"
    assert Message("{object}", {"object": Name("Far", "遠方", beside=True)}).render("ja") == "遠方 (Far)"
    assert dataclasses.is_dataclass(Message)


def test_a_reason_that_speaks_of_an_organisation_has_its_names_where_no_graph_is_at_hand() -> None:
    made = small_world()
    made.listed("LISTED")
    made.org("OTHER", "Other University")
    made.add(
        "organization_names",
        org_id=org_id("OTHER"),
        name="他所大学",
        name_key=organization_key("他所大学"),
        kind="label",
        lang="ja",
    )
    made.person("P9", name="Jiro Tanaka")
    made.author("A9", "Jiro Tanaka")
    made.declare("affiliations", "P9", "2020-04-01", org="OTHER")
    made.work("W8", "2025-01-01", ("A9", ["HOME", "OTHER"]))
    made.work("W9", "2025-01-01", ("A9", ["HOME"]), ("X", [named("LISTED")]))
    found = next(f for f in made.scan().findings if f.person_id == "P9" and f.rule == "R-COA-01")
    kept = finding_from_json(finding_to_json(found))
    codes = [code for code in kept.identity.reasons if code.startswith("other_org:")]
    assert codes == [f"other_org:{org_id('OTHER')}|Other University|他所大学"]
    assert "Other University" in say_reasons(codes, "en")[0]
    assert "他所大学" in say_reasons(codes, "ja")[0]
    assert "https://" not in "".join(say_reasons(codes, "en") + say_reasons(codes, "ja"))
    assert plain(codes) == [f"other_org:{org_id('OTHER')}"]
