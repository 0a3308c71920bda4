"""What the full-text index of a server is asked: no server is needed for that."""

from __future__ import annotations

import re

import pytest

from graphrisk.store.neo4j.search import questions


def _asked(text: str) -> list[str]:
    return list(questions(text.split()))


def test_names_that_begin_with_the_text_are_sought_first() -> None:
    assert _asked("h. ostard") == ["h AND (ostard^4 OR ostard*)", "(ostard^4 OR *ostard*)"]
    assert _asked("the university of tokyo")[0] == "university AND (tokyo^4 OR tokyo*)"


def test_letters_alone_are_sought_at_the_beginning_of_words_before_anywhere() -> None:
    asked = questions(["h.", "n"])
    assert list(asked.values()) == [False, True, False]
    assert list(asked)[1] == "(h^4 OR h*) AND (n^4 OR n*)"
    # The index has no "t": what follows it may begin with it.
    assert _asked("t. s")[0] == "s*"


def test_japanese_is_asked_for_once() -> None:
    assert _asked("山田 太郎") == ['"山田" AND "太郎"']


@pytest.mark.parametrize("text", ["%", "' -- (", "\\"])
def test_signs_alone_ask_nothing(text: str) -> None:
    assert _asked(text) == []


@pytest.mark.parametrize("text", ['a" or *:*', "name:x", "x AND (y", "[a TO z]", "a~2 b^9", '日本" OR x'])
def test_no_sign_of_a_text_is_an_operator(text: str) -> None:
    for asked in _asked(text.lower()):
        plain = re.sub(r"\^4|[()*]| AND | OR |\"(?=\w)|(?<=\w)\"", " ", asked)
        assert re.fullmatch(r"[\w\s]*", plain), asked
        assert asked.count("(") == asked.count(")")
        assert asked.count('"') % 2 == 0
