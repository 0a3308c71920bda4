"""A string as it was meant: signs of web pages, line ends within a word or a name, words that stick together.

What is done here needs no registry: it only undoes what files, forms and typing did to the text.
"""

from __future__ import annotations

import html
import re

from graphrisk.names.folding import CJK, HANGUL, KANA

_ENTITY = re.compile(r"&(?:[A-Za-z]{2,8}\d{0,2}|#\d{1,6}|#[xX][0-9A-Fa-f]{1,5});")
_UNSEEN = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff]")
"""Signs that are not seen: where a word may be parted, or nothing at all."""
_PARTED = re.compile(r"(?<=[a-zà-ÿ])[-‐][ \t]*[\r\n]+[ \t]*(?=[a-zà-ÿ])")
"""A word that goes on in the next line: Uni-versity."""
_LINE = re.compile(
    r"(?<=[\w.])[ \t]*(?:\r\n|\r|\n)[ \t]*(?=(?:of|for|de|du|des|der|di)\s)|"
    r"(?:(?<= of)|(?<= de)|(?<= di)|(?<= du)|(?<= for)|(?<= des)|(?<= der))[ \t]*(?:\r\n|\r|\n)[ \t]*(?=\w)"
)
"""A line end beside a little word, with which a name goes on: Beijing Institute / of Technology."""
_GLUED = re.compile(
    r"(?<=[a-z]{3})(?=(?:Universit[a-zàäé]{1,3}|Institute|College|Hospital)(?![a-z]))|"
    r"(?<=\bUniversity)(?=of[A-Z])|(?<=\bInstitute)(?=of[A-Z])|(?<=\bDepartment)(?=of[A-Z])"
)
"""Names printed without spaces: PekingUniversity, UniversityofTokyo."""
_INSIDE = re.compile("[a-z][A-Z]")
"""A capital within a word: most strings have none, which is soon seen."""
_LETTER = f"{CJK}{KANA}{HANGUL}々ー"
_BODY = (
    "(?:(?<=大学)|(?<=研究所)|(?<=研究院)|(?<=機構)|(?<=病院)|(?<=センター)|(?<=会社)|(?<=研究科)|(?<=学部))"
)
_AND = re.compile(
    rf"{_BODY}[ 　]?(?:および|及び|ならびに|並びに|兼(?![任務担業職]))[ 　]?(?=[{CJK}{KANA}A-Z])"
)
"""Little words between two bodies: 名古屋大学および東北大学."""
_NOW = re.compile(rf"(?<=[（(])(?:現在|現(?!代))[ 　・:：]*(?=[{_LETTER}])")
"""現 before what a body is called now: 東京医科歯科大学（現 東京科学大学）."""
_ONCE = re.compile(rf"(?<![{_LETTER}])([元旧])(?=[{CJK}]{{1,12}}(?:大学|研究所|機構|会社))")
"""元 and 旧 before a body that somebody was at: 元東北大学."""
_EAST = re.compile(f"[{CJK}]")


def clean(text: str) -> str:
    """Return a string without what web pages, line ends and missing spaces did to it.

    What is cleaned is left alone when it is cleaned again, but for signs that were written as such twice.
    """
    if "&" in text and ";" in text:
        text = _ENTITY.sub(lambda sign: html.unescape(sign[0]), text)
    if not text.isascii():
        text = _UNSEEN.sub("", text)
        if _EAST.search(text):
            text = _ONCE.sub(r"\1 ", _NOW.sub("", _AND.sub("、", text)))
    if "\n" in text or "\r" in text:
        text = _LINE.sub(" ", _PARTED.sub("", text))
    return _GLUED.sub(" ", text) if _INSIDE.search(text) else text
