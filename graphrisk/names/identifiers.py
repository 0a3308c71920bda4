"""Persistent identifiers in their one canonical form, checked as far as they can be."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

_ORCID = re.compile(
    r"(?:https?://)?(?:www\.)?(?:orcid\.org/|orcid:?\s*)?(\d{4}-?\d{4}-?\d{4}-?\d{3}[\dxX])/?", re.I
)
_ROR = re.compile(r"(?:https?://)?(?:www\.)?(?:ror\.org/)?(0[a-hj-km-np-tv-z0-9]{6}\d{2})/?", re.I)
_OPENALEX = re.compile(r"(?:https?://)?(?:api\.)?(?:openalex\.org/)?(?:[a-z]+/)?([A-Z]\d+)/?", re.I)
_BASE32 = {c: n for n, c in enumerate("0123456789abcdefghjkmnpqrstvwxyz")}


def _plain(text: object) -> str:
    return unicodedata.normalize("NFKC", text).strip() if isinstance(text, str) else ""


@lru_cache(maxsize=1 << 16)
def orcid(text: str | None) -> str | None:
    """Return https://orcid.org/0000-… for an ORCID iD in any usual form; None where it is none.

    The last character is a check digit (ISO 7064 11,2); an iD that fails it is none.
    """
    match = _ORCID.fullmatch(_plain(text))
    if match is None:
        return None
    digits = match[1].replace("-", "").upper()
    total = 0
    for digit in digits[:-1]:
        total = (total + int(digit)) * 2
    if "0123456789X"[(12 - total % 11) % 11] != digits[-1]:
        return None
    return "https://orcid.org/" + "-".join(digits[i : i + 4] for i in range(0, 16, 4))


@lru_cache(maxsize=1 << 16)
def ror(text: str | None) -> str | None:
    """Return https://ror.org/0… for a ROR id in any usual form; None where it is none.

    The last two digits are a check number over the six Crockford base 32 characters (ISO 7064 97,10).
    """
    match = _ROR.fullmatch(_plain(text))
    if match is None:
        return None
    code = match[1].lower()
    value = 0
    for character in code[:-2]:
        value = value * 32 + _BASE32[character]
    if 98 - value * 100 % 97 != int(code[-2:]):
        return None
    return f"https://ror.org/{code}"


def openalex(text: str | None, kind: str) -> str | None:
    """Return https://openalex.org/A123 for an OpenAlex id of `kind` (A, W, I, F, …), else None."""
    match = _OPENALEX.fullmatch(text.strip() if text else "")
    if match is None or match[1][0].upper() != kind.upper():
        return None
    return "https://openalex.org/" + match[1].upper()


def erad(text: str | None) -> str | None:
    """Return the eight digits of an e-Rad researcher number; spreadsheets drop its leading zeros."""
    digits = _plain(text)
    return digits.zfill(8) if re.fullmatch(r"[0-9]{5,8}", digits) else None


_WORDS = re.compile(
    r"\b(?:KAKENHI|GRANTS?(?:-IN-AID)?|AWARDS?|PROJECTS?|CONTRACTS?|AGREEMENTS?|NUMBERS?|NOS?|NR|ID|JSPS|MEXT)\b[.:#]*"
)
_JP = re.compile(r"JP(?=\d{2}[A-Z0-9])")
_NOT_KEY = re.compile(r"[\W_]+")


@lru_cache(maxsize=1 << 16)
def award_key(text: str | None) -> str | None:
    """Return an award number without case, width, space, punctuation and words around it.

    "JP22K07777", "KAKENHI 22K07777" and "Grant No. 22Ｋ07777" have one key. Text without a digit is no
    number: None.
    """
    if not text:
        return None
    words = _WORDS.sub(" ", _plain(text).upper())
    key = _JP.sub("", _NOT_KEY.sub("", words), count=1)
    return key if any(c.isdigit() for c in key) else None


def row_id(table: str, values: Sequence[object]) -> str:
    """Return an id for a row of `table` from its content: equal content, equal id, in every load."""
    digest = hashlib.sha256(table.encode())
    for value in values:
        if value is None:
            part = "n"
        elif isinstance(value, (list, tuple)):
            part = "l" + "".join(f"{len(text)}:{text}" for text in map(str, value))
        else:
            part = "v" + str(value)
        # The length stands before each value, so that ("ab", "c") and ("a", "bc") differ.
        data = part.encode()
        digest.update(f"{len(data)}:".encode() + data)
    return digest.hexdigest()[:24]
