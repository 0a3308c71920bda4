"""Which decisions upon links are in force: compared with a slow, obvious reading of their history."""

from __future__ import annotations

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from graphrisk.links import LinkDecision, LinkKind, Verdict, decisions_hash, folded, in_force

AT = dt.datetime(2026, 4, 1, 23, 30, tzinfo=dt.timezone(dt.timedelta(hours=9)))
ENDS = (("P1", "A1"), ("P1", "A2"), ("P2", "A1"))


def decision(number: int, verdict: Verdict, link: int = 0, undoes: int | None = None) -> LinkDecision:
    subject, other = ENDS[link]
    return LinkDecision(
        number, LinkKind.PERSON, verdict, subject, other, {"n": 1}, "seen", "Sato", AT, undoes=undoes
    )


def history_of(choices: list[tuple[bool, bool, int]]) -> list[LinkDecision]:
    """Return decisions as people take them: confirm, reject, and undo what is not undone yet."""
    taken: list[LinkDecision] = []
    for number, (undoing, yes, place) in enumerate(choices, start=1):
        undone = {one.undoes for one in taken}
        open_ones = [one for one in taken if one.verdict is not Verdict.UNDONE and one.id not in undone]
        if open_ones and undoing:
            before = open_ones[place % len(open_ones)]
            link = ENDS.index((before.subject, before.object))
            taken.append(decision(number, Verdict.UNDONE, link, before.id))
        else:
            verdict = Verdict.CONFIRMED if yes else Verdict.REJECTED
            taken.append(decision(number, verdict, place % len(ENDS)))
    return taken


HISTORIES = st.lists(
    st.tuples(st.booleans(), st.booleans(), st.integers(0, 11)), min_size=1, max_size=12
).map(history_of)


def slowly(history: list[LinkDecision]) -> dict[tuple[str, str], list[int]]:
    """Keep a pile of decisions for each link; an undo takes one out of its pile."""
    piles: dict[tuple[str, str], list[int]] = {}
    for one in history:
        pile = piles.setdefault((one.subject, one.object), [])
        if one.undoes is None:
            pile.append(one.id)
        else:
            pile.remove(one.undoes)
    return piles


@given(HISTORIES)
def test_the_top_of_each_pile_is_in_force(history: list[LinkDecision]) -> None:
    tops = sorted(pile[-1] for pile in slowly(history).values() if pile)
    assert [one.id for one in in_force(history)] == tops
    assert in_force(reversed(history)) == in_force(history)


@given(HISTORIES, st.sampled_from([Verdict.CONFIRMED, Verdict.REJECTED]), st.integers(0, 2))
def test_deciding_and_undoing_comes_back_to_what_was(
    history: list[LinkDecision], verdict: Verdict, link: int
) -> None:
    number = len(history) + 1
    during = [*history, decision(number, verdict, link)]
    after = [*during, decision(number + 1, Verdict.UNDONE, link, number)]
    assert in_force(after) == in_force(history)
    assert decisions_hash(in_force(after)) == decisions_hash(in_force(history))
    assert in_force(during) != in_force(history)
    assert decisions_hash(in_force(during)) != decisions_hash(in_force(history))


def test_the_hash_is_empty_without_decisions_and_heeds_all_that_counts() -> None:
    assert decisions_hash(()) == ""
    one = decision(1, Verdict.CONFIRMED)
    others = [
        decision(2, Verdict.CONFIRMED),
        decision(1, Verdict.REJECTED),
        decision(1, Verdict.CONFIRMED, 1),
    ]
    assert len({decisions_hash([some]) for some in (one, *others)}) == 4


def test_a_code_says_who_and_the_day_in_utc() -> None:
    assert decision(1, Verdict.CONFIRMED).code == "confirmed_by:Sato|2026-04-01"
    two = LinkDecision(1, LinkKind.PERSON, Verdict.REJECTED, "P", "A", {}, "x", "Sato\nHanako", AT)
    assert two.code == "rejected_by:Sato Hanako|2026-04-01"


def test_declared_texts_are_compared_without_case_width_and_spaces() -> None:
    assert folded(" Ｕｎｉｖ.  of TOKYO ") == "univ. of tokyo"
