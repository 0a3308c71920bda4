from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graphrisk.names.dates import parse_date

PERIODS = [
    ("2026", "2026-01-01", "2026-12-31"),
    (2026, "2026-01-01", "2026-12-31"),
    (2026.0, "2026-01-01", "2026-12-31"),
    ("2026-04", "2026-04-01", "2026-04-30"),
    ("2024/2", "2024-02-01", "2024-02-29"),
    ("2026.04.05", "2026-04-05", "2026-04-05"),
    ("2026-04-05T10:00:00Z", "2026-04-05", "2026-04-05"),
    ("20260405", "2026-04-05", "2026-04-05"),
    ("２０２６年４月５日", "2026-04-05", "2026-04-05"),
    ("2026年4月", "2026-04-01", "2026-04-30"),
    ("2026 年 4 月", "2026-04-01", "2026-04-30"),
    ("令和8年4月", "2026-04-01", "2026-04-30"),
    ("令和元年5月1日", "2019-05-01", "2019-05-01"),
    ("平成31年", "2019-01-01", "2019-12-31"),
    ("昭和64年1月7日", "1989-01-07", "1989-01-07"),
    ("R8.4.1", "2026-04-01", "2026-04-01"),
    ("Ｈ３０/３", "2018-03-01", "2018-03-31"),
    ("2026年度", "2026-04-01", "2027-03-31"),
    ("令和8年度", "2026-04-01", "2027-03-31"),
    ("FY2026", "2026-04-01", "2027-03-31"),
]


@pytest.mark.parametrize(("value", "first", "last"), PERIODS)
def test_first_and_last_day(value: object, first: str, last: str) -> None:
    assert parse_date(value) == dt.date.fromisoformat(first)
    assert parse_date(value, end=True) == dt.date.fromisoformat(last)


@pytest.mark.parametrize("value", [None, "", "  ", "　"])
def test_empty_is_no_date(value: object) -> None:
    assert parse_date(value) is None


def test_dates_pass() -> None:
    day = dt.date(2026, 4, 1)
    assert parse_date(day) == day
    assert parse_date(dt.datetime(2026, 4, 1, 23, 0, tzinfo=dt.UTC)) == day


@pytest.mark.parametrize(
    "value",
    [
        "0000-00-00",
        "2026-13",
        "2026-02-30",
        "2026-00-10",
        "2026-04/01",
        "令和0年",
        "9999",
        "soon",
        "4/2026",
        "1.5",
        True,
    ],
)
def test_nonsense_is_refused_with_a_plain_sentence(value: object) -> None:
    with pytest.raises(ValueError, match="is not a date"):
        parse_date(value)


@given(st.dates(dt.date(1800, 1, 1), dt.date(2200, 12, 31)))
def test_written_dates_come_back(day: dt.date) -> None:
    for text in (
        day.isoformat(),
        f"{day.year}/{day.month}/{day.day}",
        f"{day.year}年{day.month}月{day.day}日",
    ):
        assert parse_date(text) == day
