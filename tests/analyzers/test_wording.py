"""Every case of every rule has its words, in both languages, without a loose end."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from graphrisk.analyzers import LAST, RULES
from graphrisk.analyzers.candidate import Candidate
from graphrisk.analyzers.wording import BASE, technology, words
from graphrisk.findings import Grade
from graphrisk.i18n import LANGUAGES, Message, catalog
from graphrisk.policies import load_policy
from graphrisk.technology import load_taxonomy

POLICY = load_policy("jp-tejunsho")
CASES = [(rule_id, case) for rule_id, rule in POLICY.by_id().items() for case in rule.levels]
FIRST, LAST_DAY = dt.date(2024, 1, 31), dt.date(2025, 2, 1)


def candidates(rule: str, case: str) -> list[Candidate]:
    """A candidate for each combination of flags."""
    return [
        Candidate(
            rule,
            "A1",
            "P1",
            "role:pi" if rule == "R-CVR-01" else "O1",
            "Organisation O1",
            None,
            case,
            Grade.A,
            works=3,
            share=0.25,
            first_date=first,
            last_date=LAST_DAY,
            listed_then=then,
            listed_now=now,
            disclosed=disclosed,
            codes=("B",),
        )
        for first in (FIRST, LAST_DAY)
        for then in (True, False)
        for now in (True, False)
        for disclosed in (True, False)
    ]


@pytest.mark.parametrize(("rule", "case"), CASES)
def test_every_case_has_words_in_both_languages(rule: str, case: str) -> None:
    assert (rule, case) in BASE
    for found in candidates(rule, case):
        for message in (*words(found), Message(BASE[rule, case])):
            for language in LANGUAGES:
                said = message.render(language)
                assert said
                assert "{" not in said
                assert "None" not in said
            assert message.msgid in catalog("ja")


@pytest.mark.parametrize(("rule", "case"), CASES)
def test_questions_ask_and_accuse_nobody(rule: str, case: str) -> None:
    for found in candidates(rule, case):
        question, declared, observed = (message.render("en").lower() for message in words(found))
        assert "?" in question
        for text in (question, declared, observed):
            for word in ("undisclosed", "conceal", "violat", "suspicio", "fail", "risk", "misconduct"):
                assert word not in text


def test_no_words_for_cases_that_no_policy_has() -> None:
    assert set(BASE) == set(CASES)


def test_technology_areas_are_said_in_the_readers_language() -> None:
    for area in load_taxonomy().areas:
        assert Message(area.name_en).render("ja") == area.name_ja
    both = technology(["Robotics", "Cybersecurity"], ["legged robot"], proposed=False)
    assert "ロボット工学、サイバーセキュリティ技術" in both.render("ja")
    assert "Robotics, Cybersecurity" in both.render("en")


def test_every_rule_is_described_where_it_stands() -> None:
    for rule_id, rule in (*RULES, *LAST):
        assert rule.__doc__
        assert "Source:" in rule.__doc__
        assert POLICY.rule(rule_id).enabled
    rule_ids = [rule_id for rule_id, _ in (*RULES, *LAST)]
    assert sorted([*rule_ids, "R-TEC-01"]) == sorted(POLICY.by_id())


@pytest.mark.parametrize("rule", ["R-AFF-01", "R-FND-01", "R-COA-01", "R-ORG-02"])
@pytest.mark.parametrize(("works", "english", "japanese"), [(1, "A work of", ""), (3, "3 works of", "3件")])
def test_several_works_of_one_day_are_not_called_one_work(
    rule: str, works: int, english: str, japanese: str
) -> None:
    """Sources that know only the year give all works of a year its first day."""
    case = next(iter(POLICY.by_id()[rule].levels)) if rule != "R-ORG-02" else "works_few"
    found = next(one for one in candidates(rule, case) if one.first_date == one.last_date)
    question = words(replace(found, works=works))[0]
    assert question.render("en").startswith(english)
    assert ("件" in question.render("ja")) == bool(japanese)
    assert japanese in question.render("ja")
