"""Funders and awards of a work: both shapes, nothing twice, nothing lost."""

from __future__ import annotations

from loaders.openalex.funding import acknowledgements
from loaders.openalex.records import Award, Funder, Grant, Work

F = "https://openalex.org/F"
ROR = "https://ror.org/00hhkn466"


def test_awards_take_the_ror_of_their_funder() -> None:
    work = Work(
        awards=[Award("JP22K07777", f"{F}11", "JSPS"), Award("ABC-1", None, None)],
        funders=[Funder(f"{F}11", ROR, "JSPS"), Funder(f"{F}12", None, "Other")],
    )
    assert acknowledgements(work) == [
        (f"{F}11", ROR, "JSPS", "JP22K07777", "22K07777"),
        (None, None, None, "ABC-1", "ABC1"),
        (f"{F}12", None, "Other", None, None),
    ]


def test_several_awards_of_one_funder_are_kept() -> None:
    work = Work(grants=[Grant("F11", "JSPS", "22K07777"), Grant("F11", "JSPS", "22K08888")])
    assert [row[4] for row in acknowledgements(work)] == ["22K07777", "22K08888"]


def test_an_award_printed_twice_or_in_both_shapes_counts_once() -> None:
    work = Work(
        awards=[Award("JP22K07777", f"{F}11", "JSPS"), Award("22k07777", f"{F}11", "JSPS")],
        grants=[Grant(f"{F}11", "JSPS", "KAKENHI 22K07777"), Grant(f"{F}12", "Other", None)],
        funders=[Funder(f"{F}12", ROR, "Other")],
    )
    assert acknowledgements(work) == [
        (f"{F}11", None, "JSPS", "JP22K07777", "22K07777"),
        (f"{F}12", ROR, "Other", None, None),
    ]


def test_the_same_number_of_two_funders_is_two_awards() -> None:
    work = Work(awards=[Award("1234", f"{F}11", "One"), Award("1234", f"{F}12", "Two")])
    assert len(acknowledgements(work)) == 2


def test_funders_without_number_or_id_are_kept_by_name() -> None:
    work = Work(
        grants=[Grant(None, "A Foundation", ""), Grant(None, None, None)], funders=[Funder(None, ROR, "B")]
    )
    assert acknowledgements(work) == [
        (None, None, "A Foundation", None, None),
        (None, ROR, "B", None, None),
    ]


def test_a_text_that_is_no_number_has_no_key() -> None:
    assert acknowledgements(Work(grants=[Grant("F11", "X", "n/a")])) == [(f"{F}11", None, "X", "n/a", None)]
