"""Dates as people write them in forms: years, months, days, Japanese eras and fiscal years."""

from __future__ import annotations

import calendar
import datetime as dt
import re
import unicodedata

from graphrisk.sentences import Sentence

_ERAS = {
    "令和": 2018, "平成": 1988, "昭和": 1925, "大正": 1911, "明治": 1867,
    "r": 2018, "h": 1988, "s": 1925, "t": 1911, "m": 1867,
}  # fmt: skip
_YEAR = r"(?P<year>\d{4})"
_WESTERN = re.compile(rf"{_YEAR}(?:(?P<sep>[-/.])(?P<month>\d{{1,2}})(?:(?P=sep)(?P<day>\d{{1,2}}))?)?")
_COMPACT = re.compile(rf"{_YEAR}(?P<month>\d{{2}})(?P<day>\d{{2}})")
_TIME = re.compile(r"(\d{4}-\d{2}-\d{2})[T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?")
_KANJI = re.compile(
    rf"(?:(?P<era>令和|平成|昭和|大正|明治)(?P<nth>\d{{1,2}}|元)|{_YEAR})年"
    r"(?:(?P<fiscal>度)|(?:(?P<month>\d{1,2})月(?:(?P<day>\d{1,2})日)?)?)"
)
_LETTER_ERA = re.compile(
    r"(?P<era>[RHSTM])(?P<nth>\d{1,2})(?:[-/.](?P<month>\d{1,2})(?:[-/.](?P<day>\d{1,2}))?)?", re.I
)
_FISCAL = re.compile(rf"FY\s?{_YEAR}", re.I)
_PATTERNS = (_WESTERN, _COMPACT, _KANJI, _LETTER_ERA)


def parse_date(value: object, *, end: bool = False) -> dt.date | None:
    """Return the day that `value` means; None where it is empty.

    Reads 2026, 2026-04, 2026-04-01 (also with / and .), 2026年4月1日, 令和8年4月, R8.4.1 and the fiscal year
    2026年度, which begins on 1 April, in full or half width. Of a year or month the first day is meant, with
    `end` the last. Raises `ValueError` with a plain sentence for anything else.
    """
    if value is None:
        return None
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, dt.date):
        return value
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = re.sub(r"\s+", " ", unicodedata.normalize("NFKC", str(value))).strip()
    if not text:
        return None
    if time := _TIME.fullmatch(text):
        text = time[1]
    squeezed = text.replace(" ", "")
    if fiscal := _FISCAL.fullmatch(squeezed):
        return _fiscal(int(fiscal["year"]), end=end)
    for pattern in _PATTERNS:
        if match := pattern.fullmatch(squeezed):
            return _from_match(match, text, end=end)
    raise ValueError(
        Sentence(
            "{text} is not a date; write 2026, 2026-04, 2026-04-01, 2026年4月1日, 令和8年4月 or 2026年度",
            text=repr(text[:40]),
        )
    )


def _from_match(match: re.Match[str], text: str, *, end: bool) -> dt.date:
    parts = match.groupdict()
    if era := parts.get("era"):
        nth = 1 if parts["nth"] == "元" else int(parts["nth"])
        year = _ERAS[era.lower()] + nth
        if nth == 0:
            raise ValueError(Sentence("{text} is not a date: an era begins with its year 1", text=repr(text)))
    else:
        year = int(parts["year"])
    if not 1800 <= year <= 2200:
        raise ValueError(
            Sentence("{text} is not a date: the year must lie between 1800 and 2200", text=repr(text))
        )
    if parts.get("fiscal"):
        return _fiscal(year, end=end)
    month = int(parts["month"]) if parts.get("month") else None
    day = int(parts["day"]) if parts.get("day") else None
    if month is None:
        return dt.date(year, 12, 31) if end else dt.date(year, 1, 1)
    if not 1 <= month <= 12:
        raise ValueError(
            Sentence("{text} is not a date: there is no month {month}", text=repr(text), month=month)
        )
    last = calendar.monthrange(year, month)[1]
    if day is None:
        return dt.date(year, month, last if end else 1)
    if not 1 <= day <= last:
        raise ValueError(
            Sentence("{text} is not a date: that month has no day {day}", text=repr(text), day=day)
        )
    return dt.date(year, month, day)


def _fiscal(year: int, *, end: bool) -> dt.date:
    """Return the first or last day of a Japanese fiscal year, which runs from April to March."""
    return dt.date(year + 1, 3, 31) if end else dt.date(year, 4, 1)
