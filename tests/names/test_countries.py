from __future__ import annotations

import pytest

from graphrisk.names.countries import country_code, country_named


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("JP", "JP"), ("jpn", "JP"), ("Japan", "JP"), ("日本", "JP"), ("Ｊａｐａｎ", "JP"),
        ("P.R. China", "CN"), ("People's Republic of China", "CN"), ("中国", "CN"), ("中國", "CN"),
        ("Taiwan", "TW"), ("台湾", "TW"), ("Hong Kong", "HK"), ("香港", "HK"),
        ("U.S.A.", "US"), ("United States of America", "US"), ("UK", "GB"), ("EL", "GR"),
        ("Republic of Korea", "KR"), ("大韓民国", "KR"), ("대한민국", "KR"), ("Deutschland", "DE"),
        ("España", "ES"), ("Россия", "RU"), ("Côte d’Ivoire", "CI"), ("Türkiye", "TR"), ("Viet Nam", "VN"),
        ("Iran (Islamic Republic of)", "IR"), ("Atlantis", None), ("", None), (None, None), ("ZZ", None),
        ("EU", None),
    ],
)  # fmt: skip
def test_countries_by_code_and_name(text: str | None, code: str | None) -> None:
    assert country_code(text) == code


@pytest.mark.parametrize(
    ("text", "code"), [("CA", None), ("IN", None), ("UK", "GB"), ("Japan", "JP"), ("USA", "US")]
)
def test_two_letters_in_an_address_are_no_country(text: str, code: str | None) -> None:
    assert country_named(text) == code
