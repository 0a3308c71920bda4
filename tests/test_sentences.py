"""Sentences are English text, and can still be said in Japanese after raising, pickling and storing."""

from __future__ import annotations

import pickle
from collections.abc import Callable

import pytest

from graphrisk.errors import InputError
from graphrisk.i18n import said
from graphrisk.names.dates import parse_date
from graphrisk.sentences import Sentence, from_json, listed, reason_of, to_json


def test_a_sentence_is_its_english_text() -> None:
    sentence = Sentence("the row has no {column}", column="name")
    assert sentence == "the row has no name"
    counts: dict[str, int] = {sentence: 1}
    assert counts["the row has no name"] == 1
    assert f"({sentence})" == "(the row has no name)"
    assert said(sentence, "en") == "the row has no name"
    assert said(sentence, "ja") == "行に name がありません"


def test_values_may_be_sentences_and_braces_in_values_stay() -> None:
    inner = Sentence("holds the error {value}", value="{oops}")
    outer = Sentence("the cell {cell} {reason}", cell="B7", reason=inner)
    assert outer == "the cell B7 holds the error {oops}"
    assert said(outer, "ja") == "セル B7 はエラー値 {oops} です"


def _pickled(sentence: Sentence) -> Sentence:
    again: Sentence = pickle.loads(pickle.dumps(sentence))  # noqa: S301  # our own bytes
    return again


def _stored(sentence: Sentence) -> Sentence:
    return from_json(to_json(sentence) or "")


@pytest.mark.parametrize("travel", [_pickled, _stored])
def test_template_and_values_survive_processes_and_storage(travel: Callable[[Sentence], Sentence]) -> None:
    sentence = listed(("file.csv", Sentence("line {number}", number=3)), ", ")
    again = travel(sentence)
    assert again == sentence == "file.csv, line 3"
    assert said(again, "ja") == "file.csv, 3行目"


def test_other_text_has_no_template() -> None:
    assert to_json("text") is None
    assert said("text", "ja") == "text"


def test_an_error_keeps_the_sentence_that_it_was_raised_with() -> None:
    with pytest.raises(ValueError, match="no month 13") as caught:
        parse_date("2026-13-01")
    assert said(reason_of(caught.value), "ja") == "'2026-13-01' は日付ではありません。13月はありません"
    assert reason_of(ValueError("plain")) == "plain"


def test_an_input_error_names_its_place_in_the_language_of_the_reader() -> None:
    error = InputError(Sentence("is empty."), file="a.csv", line=2, column="name", value="x" * 100)
    assert str(error) == f"a.csv, line 2, column name, value {'x' * 80!r}: is empty."
    assert said(error.message, "ja") == f"a.csv, 2行目, 列 name, 値 {'x' * 80!r}: 中身が空です。"
