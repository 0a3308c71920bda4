"""Technical titles hit their own area and no other; plain ones hit none."""

from __future__ import annotations

import itertools

import pytest

from graphrisk.technology import Tagger, load_taxonomy
from graphrisk.world import vocabulary
from tests.world.chance import chance


@pytest.fixture(scope="module")
def tagger() -> Tagger:
    return Tagger(load_taxonomy())


@pytest.mark.parametrize("area", vocabulary.areas())
def test_every_technical_title_names_two_terms_of_its_area_alone(tagger: Tagger, area: str) -> None:
    terms = vocabulary.words()["areas"][area]["en"]
    for a, b in itertools.permutations(terms, 2):
        for title in vocabulary.words()["phrases"]["titles"]:
            found = tagger.tag(title.format(a=a, b=b))
            assert set(found) == {area}, title.format(a=a, b=b)
            assert len(found[area]) >= 2, title.format(a=a, b=b)


@pytest.mark.parametrize("area", vocabulary.areas())
@pytest.mark.parametrize("language", ["", "_en"])
def test_project_texts_name_their_area_in_both_languages(tagger: Tagger, area: str, language: str) -> None:
    words = vocabulary.project(chance(1), (area,), "education")
    found = tagger.tag(f"{words['title' + language]} {words['abstract' + language]}")
    assert {a for a, hits in found.items() if len(hits) >= 2} == {area}


def test_plain_words_name_no_area(tagger: Tagger) -> None:
    words = vocabulary.words()
    texts = [str(words["phrases"]["plain_sentences"]), str(words["phrases"]["sentences"])]
    for field in vocabulary.plain_fields():
        texts += [
            f"{a} {s}" for a in words["plain"][field]["aspects"] for s in words["plain"][field]["subjects"]
        ]
        texts.append(str(vocabulary.project(chance(1), (), field)))
    assert tagger.tag(" ".join(texts)) == {}
