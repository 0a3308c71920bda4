"""Keys under which names of organisations are compared, and the parts of affiliation strings.

Keys are compared for equality only. No word that tells two organisations apart is ever dropped: the
University of Tokyo and Tokyo University of Science differ in their keys.
"""

from __future__ import annotations

import re
from functools import lru_cache

from graphrisk.names.folding import CJK, HANGUL, KANA, fold

_EAST = f"{CJK}{KANA}{HANGUL}"
_EAST_ASIAN = re.compile(f"[{_EAST}]")
_EAST_GAP = re.compile(f"(?<=[{_EAST}]) | (?=[{_EAST}])")
_INITIALS = re.compile(r"\b(?:[a-z]\.){2,}(?:[a-z]\b)?")
_APOSTROPHES = re.compile(r"['’‘`´ʼʹ]")
_BREAK = re.compile(r"[^\w]+|_+")
_ASCII_BREAK = str.maketrans({chr(c): " " for c in range(128) if not chr(c).isalnum()})

_WORDS = {
    "univ": "university", "inst": "institute", "natl": "national", "acad": "academy", "technol": "technology",
    "centre": "center", "ctr": "center", "hosp": "hospital", "coll": "college", "lab": "laboratory",
    "labs": "laboratories", "dept": "department", "organisation": "organization", "res": "research",
    "engn": "engineering", "sci": "science", "programme": "program", "defence": "defense",
    "st": "saint",
}  # fmt: skip

LEGAL = frozenset({
    "ltd", "limited", "inc", "incorporated", "corp", "corporation", "co", "company", "llc", "llp", "lp",
    "plc", "gmbh", "mbh", "kg", "ag", "ev", "se", "sa", "sas", "sarl", "srl", "spa", "bv", "nv", "ab", "oy",
    "oyj", "as", "aps", "kk", "gk", "pte", "pvt", "pty", "bhd", "sdn", "jsc", "ojsc", "cjsc", "pjsc", "oao",
    "zao", "pao", "ooo", "fgup", "fsue", "aktiengesellschaft",
})  # fmt: skip
"""Legal forms behind a name: they make no difference."""
_LEGAL_START = frozenset({"jsc", "ojsc", "cjsc", "pjsc", "oao", "zao", "pao", "ooo", "fgup", "fsue", "pt"})

_EAST_LEGAL_START = re.compile(
    "^(?:国立大学法人|公立大学法人|学校法人|国立研究開発法人|独立行政法人|地方独立行政法人|大学共同利用機関法人|特定国立研究開発法人|"
    "一般財団法人|公益財団法人|財団法人|一般社団法人|公益社団法人|社団法人|株式会社|有限会社|合同会社|医療法人社団|医療法人財団|"
    "医療法人|社会福祉法人|特殊法人|(?:株)|주식회사|재단법인|사단법인)"
)
_EAST_LEGAL_END = re.compile(
    "(?:株式会社|有限会社|合同会社|股份有限公司|有限責任公司|有限公司|集団股份公司|股份公司|주식회사)$"
)
BRACKETED_LEGAL = re.compile(r"[(（][株有同財社]+[)）]|㈱|㈲")
"""Legal forms within a name or behind it, in brackets."""


@lru_cache(maxsize=1 << 17)
def organization_key(name: str) -> str:
    """Return the key of an organisation's name: case, width, accents, punctuation, legal form and old
    characters make no difference, all other words do. Empty where the name holds no letter or digit.
    """
    text = name.lower() if name.isascii() else fold(BRACKETED_LEGAL.sub(" ", name))
    if "&" in text:
        text = text.replace("&", " and ")
    if "." in text:
        text = _INITIALS.sub(lambda match: match[0].replace(".", "") + " ", text)
    if name.isascii():
        words = text.replace("'", "").translate(_ASCII_BREAK).split()
    else:
        words = _BREAK.sub(" ", _APOSTROPHES.sub("", text)).split()
    key = " ".join(_strip_legal([_WORDS.get(word, word) for word in words]))
    while not key.isascii():
        bare = " ".join(_strip_legal(_east_asian(key).split()))
        if bare == key:
            break
        key = bare
    return key


def _strip_legal(words: list[str]) -> list[str]:
    """Return the words without articles and without legal forms at the ends."""
    # "Institute of Industrial Science, The University of Tokyo" is printed with and without its article.
    words = [word for word in words if word != "the"] or words[:1]
    start, end = 0, len(words)
    while end - start > 1:
        if words[start] in _LEGAL_START:
            start += 1
        elif words[end - 1] in LEGAL:
            end -= 1
            # The "and" of "Sons & Co." goes with the form it belongs to.
            end -= end - start > 1 and words[end - 1] == "and"
        else:
            break
    return words[start:end]


def _east_asian(key: str) -> str:
    """Return a key without spaces between East Asian characters and without legal forms at the ends."""
    if not _EAST_ASIAN.search(key):
        return key
    key = _EAST_GAP.sub("", key)
    while True:
        bare = _EAST_LEGAL_END.sub("", _EAST_LEGAL_START.sub("", key)).strip()
        if not bare or bare == key:
            return key
        key = bare


@lru_cache(maxsize=1 << 14)
def bare_east_asian(name: str) -> str:
    """Return an East Asian name without spaces and without legal forms at its ends."""
    return _east_asian(name)


_PART = re.compile(r"[,;，；、|\n\r]+")
_FOOTNOTE = re.compile(r"^(?:[\d*†‡§¶#]+(?:\s+|(?=[A-Z][a-z]))|[a-z]\)\s*|\(\d+\)\s*|\[\d+\]\s*)")
_MAIL = re.compile(r"\S+@\S+|(?i:e-?mail)\s*:?.*")
_UNIVERSITY = re.compile(f"^([{_EAST}]{{2,}}?大[学學])(?!校|院大|[学學])(?=[{_EAST}])")


def affiliation_parts(raw: str) -> tuple[str, ...]:
    """Return the parts of a printed affiliation in order: divided at commas, semicolons and line ends.

    Footnote marks and mail addresses are left out. Japanese and Chinese names, which are printed without
    commas, are divided at spaces and behind the name of a university: 東京大学, 大学院工学系研究科.
    """
    # Hundreds of thousands of strings pass here at each load: what most of them lack is not searched for.
    mail = "@" in raw or "mail" in raw.lower()
    parts: list[str] = []
    for piece in _PART.split(raw):
        part = (_MAIL.sub("", piece) if mail else piece).strip(" .\t\u3000")
        if part and not (part[0].isalpha() and part[1:2] != ")"):
            part = _FOOTNOTE.sub("", part).strip(" .")
        if not part:
            continue
        if not part.isascii() and _EAST_ASIAN.search(part):
            parts.extend(_east_asian_parts(part))
        else:
            parts.append(part)
    return tuple(parts)


def _east_asian_parts(part: str) -> list[str]:
    parts: list[str] = []
    for word in part.split():
        bare = _EAST_LEGAL_START.sub("", word) or word
        match = _UNIVERSITY.match(bare)
        if match:
            parts += [match[1], bare[match.end() :]]
        else:
            parts.append(bare)
    return parts
