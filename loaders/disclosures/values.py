"""Cells of the disclosure form as typed values; what cannot be read raises `ValueError` with the reason."""

from __future__ import annotations

import datetime as dt
import math
import re
import unicodedata
from functools import cache
from typing import TYPE_CHECKING, TypeAlias

from graphrisk.names import identifiers
from graphrisk.names.dates import parse_date
from graphrisk.sentences import Sentence
from loaders.disclosures.codes import FALSE, TRUE, Codes
from loaders.disclosures.fields import SEPARATOR, Field, Kind
from loaders.sheets import Fault

if TYPE_CHECKING:
    from collections.abc import Callable

    from loaders.sheets import Cell

Value: TypeAlias = "str | float | bool | dt.date | list[str] | None"

_NOTHING = frozenset({"", "-", "--", "‐", "–", "—", "―", "ー", "n/a", "na", "該当なし", "未定", "不詳"})
"""What people write into a cell of an id, a date, a number or a code to say that there is nothing."""
_STILL = frozenset(
    {
        "現在",
        "現職",
        "現在に至る",
        "在職中",
        "在籍中",
        "継続中",
        "継続",
        "present",
        "current",
        "ongoing",
        "now",
        "9999",
    }
)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b\u2060\ufeff]")
_NUMBER = re.compile(r"[¥$€£]?\s*(-?\d+(?:\.\d+)?(?:[eE][+]?\d+)?|-?\d{1,3}(?:,\d{3})+(?:\.\d+)?)\s*円?")
_DATE_LIKE = re.compile(r"\d{4}-\d{2}-\d{2}")
_CURRENCY_WORDS = {
    "円": "JPY",
    "日本円": "JPY",
    "¥": "JPY",
    "$": "USD",
    "ドル": "USD",
    "米ドル": "USD",
    "€": "EUR",
    "ユーロ": "EUR",
}
_FREE = (Kind.TEXT, Kind.NOTE, Kind.TEXTS)


def read_cell(field: Field, cell: Cell) -> Value:
    """Return what `cell` says in the column `field`; None (or an empty list) where it says nothing.

    Raises `ValueError` with the reason where it says what the column cannot hold.
    """
    if isinstance(cell, Fault):
        raise ValueError(cell.said)  # noqa: TRY004  # one error for all that a cell may hold
    if field.kind in (Kind.DATE, Kind.END):
        return _date(field, cell)
    text = clean(cell, keep_lines=field.kind is Kind.NOTE)
    if field.kind not in _FREE and _folded(text) in _NOTHING and not _is_code(field, text):
        text = ""
    if not text:
        return [] if field.kind in _SEVERAL else None
    return _READERS[field.kind](field, text)


def clean(cell: Cell, *, keep_lines: bool = False) -> str:
    """Return a cell as text, without control characters and surplus spaces; line breaks stay if asked."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        cell = int(cell)
    if isinstance(cell, dt.datetime):
        cell = cell.date() if cell.time() == dt.time() else cell
    text = _CONTROL.sub("", unicodedata.normalize("NFC", str(cell)))
    if keep_lines:
        return "\n".join(" ".join(line.split()) for line in text.splitlines()).strip()
    return " ".join(text.split())


def split(text: str) -> list[str]:
    """Return the values of a cell that holds several, each once, in order."""
    parts = (part.strip() for part in text.replace("；", SEPARATOR).split(SEPARATOR))
    return list(dict.fromkeys(part for part in parts if part))


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()


def _is_code(field: Field, text: str) -> bool:
    return field.codes is not None and field.codes.read(text) is not None


def _date(field: Field, cell: Cell) -> dt.date | None:
    if isinstance(cell, bool | dt.time | dt.timedelta):
        raise ValueError(Sentence("{cell} is not a date", cell=cell))  # noqa: TRY004  # as above
    if isinstance(cell, dt.date):
        return parse_date(cell)
    text = clean(cell)
    folded = _folded(text)
    if folded in _NOTHING or (field.kind is Kind.END and not field.required and folded in _STILL):
        return None
    return parse_date(text, end=field.kind is Kind.END)


def _code(field: Field, text: str) -> str:
    codes = field.codes or Codes("", {})
    found = codes.read(text)
    if found is None:
        turned = Sentence(" (did the spreadsheet turn it into a date? format the column as text)")
        hint = turned if _DATE_LIKE.fullmatch(text) else ""
        raise ValueError(
            Sentence("{text} is none of: {codes}{hint}", text=repr(text[:40]), codes=codes.say(), hint=hint)
        )
    return found


def _truth(_field: Field, text: str) -> bool:
    folded = _folded(text)
    if folded in TRUE:
        return True
    if folded in FALSE:
        return False
    raise ValueError(
        Sentence(
            "{text} is neither true nor false; write true or false (はい or いいえ)", text=repr(text[:40])
        )
    )


def _number(_field: Field, text: str) -> float:
    match = _NUMBER.fullmatch(unicodedata.normalize("NFKC", text))
    value = float(match[1].replace(",", "")) if match else math.nan
    if not math.isfinite(value):
        raise ValueError(
            Sentence("{text} is not a number; write digits only, such as 1500000", text=repr(text[:40]))
        )
    if value < 0:
        raise ValueError(Sentence("{text} is below zero", text=repr(text[:40])))
    return value


def _percent(field: Field, text: str) -> float:
    value = _number(field, unicodedata.normalize("NFKC", text).removesuffix("%").strip())
    if value > 100:
        raise ValueError(Sentence("{text} is more than 100 per cent", text=repr(text[:40])))
    return value


@cache
def _currencies() -> frozenset[str]:
    from babel import Locale

    return frozenset(Locale("en").currencies)


def _currency(_field: Field, text: str) -> str:
    folded = unicodedata.normalize("NFKC", text)
    code = _CURRENCY_WORDS.get(folded, folded.upper())
    if code not in _currencies():
        raise ValueError(
            Sentence("{text} is not a currency code; write JPY, USD, EUR, …", text=repr(text[:40]))
        )
    return code


def _areas(_field: Field, text: str) -> list[str]:
    from graphrisk.technology import area_id

    found: list[str] = []
    for part in split(text):
        area = area_id(part)
        if area is None:
            raise ValueError(
                Sentence(
                    "{part} is no technology area; write its number, 1 to 20, or its name",
                    part=repr(part[:40]),
                )
            )
        found.append(area)
    return list(dict.fromkeys(found))


def _taxonomy(_field: Field, text: str) -> str:
    from graphrisk.technology import load_taxonomy

    known = load_taxonomy().name
    if text != known:
        raise ValueError(
            Sentence("{text} is no technology taxonomy; known is {known}", text=repr(text[:40]), known=known)
        )
    return text


def _checked(what: str, read: Callable[[str], str | None]) -> Callable[[Field, str], Value]:
    def reader(_field: Field, text: str) -> Value:
        found = read(text)
        if found is None:
            raise ValueError(Sentence("{text} is not {what}", text=repr(text[:60]), what=what))
        return found

    return reader


def _pattern(pattern: str) -> Callable[[str], str | None]:
    compiled = re.compile(pattern, re.IGNORECASE)

    def read(text: str) -> str | None:
        match = compiled.fullmatch(unicodedata.normalize("NFKC", text))
        return match[1] if match else None

    return read


_DOMAIN = _pattern(r"(?:[^\s@]*@)?((?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63})")


def _domain(text: str) -> str | None:
    found = _DOMAIN(text)
    return found.lower() if found else None


_SEVERAL = (Kind.TEXTS, Kind.AREAS, Kind.CODES)
_READERS: dict[Kind, Callable[[Field, str], Value]] = {
    Kind.TEXT: lambda _field, text: text,
    Kind.NOTE: lambda _field, text: text,
    Kind.TEXTS: lambda _field, text: split(text),
    Kind.AREAS: _areas,
    Kind.TAXONOMY: _taxonomy,
    Kind.CODE: _code,
    Kind.CODES: lambda field, text: list(dict.fromkeys(_code(field, part) for part in split(text))),
    Kind.TRUTH: _truth,
    Kind.NUMBER: _number,
    Kind.PERCENT: _percent,
    Kind.CURRENCY: _currency,
    Kind.ORCID: _checked(
        Sentence("an ORCID iD (16 digits, the last of which checks the others)"), identifiers.orcid
    ),
    Kind.ROR: _checked(
        Sentence("a ROR id (such as https://ror.org/02kpeqv85; its last digits check it)"), identifiers.ror
    ),
    Kind.ERAD: _checked(Sentence("an e-Rad researcher number (8 digits)"), identifiers.erad),
    Kind.NRID: _checked(
        Sentence("a KAKEN researcher number (13 digits from 1000)"),
        _pattern(r"(?:https?://nrid\.nii\.ac\.jp/(?:[a-z]{2}/)?(?:nrid|search)/)?(1000\d{9})/?"),
    ),
    Kind.RESEARCHMAP: _checked(
        Sentence("a researchmap permalink"),
        _pattern(r"(?:https?://(?:www\.)?researchmap\.jp/)?([\w.\-]{1,100})/?"),
    ),
    Kind.OPENALEX: _checked(
        Sentence("an OpenAlex author id (such as https://openalex.org/A5023888391)"),
        lambda text: identifiers.openalex(text, "A"),
    ),
    Kind.DOMAIN: _checked(Sentence("a mail domain (such as example.ac.jp)"), _domain),
}
