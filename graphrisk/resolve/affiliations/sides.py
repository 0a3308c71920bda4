"""What stands to the left and to the right of a hit in its part of the string."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graphrisk.names.countries import country_named
from graphrisk.names.organizations import LEGAL
from graphrisk.resolve.affiliations.east import has_legal_end, is_legal_form, is_own_hospital
from graphrisk.resolve.affiliations.words import NUMBERS, terms

if TYPE_CHECKING:
    from collections.abc import Sequence, Set

    from graphrisk.resolve.affiliations.features import Around
    from graphrisk.resolve.affiliations.index import Index
    from graphrisk.resolve.affiliations.spans import Hit
    from graphrisk.resolve.affiliations.words import Word

AND = frozenset({"and", "y", "e", "et", "und", "och", "en", "i"})
_NONE_LEFT = frozenset({"left_none", "left_match"})
_NONE_RIGHT = frozenset({"right_none", "right_place", "right_match"})
_CLINICS = frozenset({"hospital", "clinic"})
_UNIT_MAYBE = frozenset({"right_other", "right_unit", "right_unit_later"})
_POINTS = frozenset({"・", "､", "+", "＋"})
"""Signs that stand between two bodies in Japanese."""
_MAYBE_PARENT = frozenset({"right_other", "right_of"})
_MEDICAL = ["medical", "center"]
_FRENCH = frozenset({"universite", "univ"})


def sides_of(hit: Hit, around: Around, index: Index) -> list[str]:
    """Return what stands to the left and to the right of a hit within its part of the string."""
    left, right = _left(hit, around), _right(hit, around, index)
    if right in _MAYBE_PARENT and _parent_behind(hit, around, index):
        right = "right_match"  # Институт … РАН
    before = left != "left_none" and _parent_before(hit, around, index)
    if before:
        left = "left_match"  # NASA Goddard Space Flight Center
    if around.words[hit.start].east:
        left, right = _east_sides(hit, left, right, around, index)
    found = [left, right]
    if before:
        found.append("parent_before")
    words = around.words
    if words[hit.start].part != words[hit.end - 1].part:
        if _is_address(hit, words, index):
            found.append("address")
        found.append("crosses" if left == "left_none" else "crosses_inside")
    if left in _NONE_LEFT and right in _NONE_RIGHT:
        found.append("whole_part")
        if hit.start == 0 and hit.end == len(words):
            found.append("whole_string")
    return found


def _parent_behind(hit: Hit, around: Around, index: Index) -> bool:
    """Whether the next word, but for a little one, names a parent, or a parent's parent, of the body."""
    at, words = hit.end, around.words
    while at < len(words) and words[at].stop and words[at].part == words[hit.end - 1].part:
        at += 1
    return any(_names_parent(around.begins.get(start), hit.org, index) for start in {hit.end, at})


def _parent_before(hit: Hit, around: Around, index: Index) -> bool:
    """Whether a parent's name, and nothing else of that part of the string, stands directly before."""
    words, first = around.words, hit.start
    while first > 0 and words[first - 1].part == words[hit.start].part:
        first -= 1
    return _names_parent(around.spans.get((first, hit.start)), hit.org, index)


def _names_parent(orgs: Set[int] | None, unit: int, index: Index) -> bool:
    """Whether a parent, or a parent's parent, of a body is among others."""
    parents = index.parents[unit]
    if not orgs or not parents:
        return False
    return not parents.isdisjoint(orgs) or any(not index.parents[p].isdisjoint(orgs) for p in parents)


def _east_sides(hit: Hit, left: str, right: str, around: Around, index: Index) -> tuple[str, str]:
    """Return what stands beside an East Asian name, where spaces do what commas do elsewhere.

    A body stands before its unit, and what follows a name behind a space is a unit of it or another name.
    """
    words, text = around.words, around.text
    first, last = words[hit.start], words[hit.end - 1]
    before = text[words[hit.start - 1].end : first.start] if hit.start else ""
    if left != "left_none" and before:
        parents = (span for parent in index.parents[hit.org] for span in around.whole.get(parent, ()))
        if (before.strip() and left == "left_match") or any(end <= hit.start for _, end in parents):
            left = "left_none"
        elif words[hit.start - 1].surface.isdigit():
            left = "left_none"  # 〒113-8656 東京都文京区本郷7-3-1 東京大学
        elif before.strip() in _POINTS and words[hit.start - 1].upper:
            left = "left_none"  # JAXA・東京大学
    if hit.method == "east_begin":
        right = "right_none"
    elif right in _UNIT_MAYBE and hit.end < len(words) and words[hit.end].start > last.end:
        following = words[hit.end].surface
        if has_legal_end(following):
            right = "right_kind"  # オムロン ヘルスケア株式会社 is a company of its own
        elif following.endswith(terms().east_own):
            own = is_own_hospital(following, "", index.orgs[hit.org].country)
            right = "right_unit" if own else "right_hospital"
        elif not following[0].isdigit():
            right = "right_unit"
    return left, right


def _left(hit: Hit, around: Around) -> str:
    words, at = around.words, hit.start - 1
    part = words[hit.start].part
    while at >= 0 and words[at].part == part and (words[at].stop or words[at].surface.isdigit()):
        at -= 1
    if at < 0 or words[at].part != part or _is_post(words, at):
        return "left_none"
    if at + 1 in around.ends:
        return "left_match"
    lists = terms()
    linked = "_linked" if words[hit.start - 1].stop else ""
    first = words[hit.start : hit.start + 2]
    if not linked and first[0].canon == "university" and hit.end - hit.start > 1 and not first[1].stop:
        return "left_other"  # Ryerson University Toronto
    while at >= 0 and words[at].part == part:
        canon = words[at].canon
        if canon in _CLINICS:
            return "left_hospital"
        if canon in lists.units or canon in lists.kinds:
            return f"left_unit{linked}"
        at -= 1
    return "left_linked" if linked else "left_other"


def _is_post(words: Sequence[Word], at: int) -> bool:
    """Whether all up to a word of a part says what somebody is there: Guest professor at …"""
    lists, part = terms(), words[at].part
    if words[at].surface not in lists.posts:
        return False
    while at >= 0 and words[at].part == part:
        word = words[at]
        if not (word.stop or word.surface in lists.posts or word.surface in lists.of_posts):
            return False
        at -= 1
    return True


def _right(hit: Hit, around: Around, index: Index) -> str:
    words, at = around.words, hit.end
    part, count = words[at - 1].part, len(words)
    if _numbered(words, hit, index):
        return "right_number"  # Université Paris VI is another one than that of Paris
    joined = ""
    while at < count and words[at].part == part and _is_legal(words[at]):
        at += 1
    while at < count and words[at].part == part and (words[at].stop or words[at].surface.isdigit()):
        if words[at].stop and not joined:
            joined = words[at].surface
        at += 1
    if at == count or words[at].part != part:
        return "right_none"
    return _behind(hit, at, joined, around, index)


def _letters_behind(hit: Hit, at: int, around: Around, index: Index) -> str:
    """Return what capitals directly behind a name say, if anything."""
    words = around.words
    if not (words[at].upper or len(words[at].surface) == 1):
        return ""
    if _says_again(hit, at, around, index):
        return "right_none"
    return "right_unit" if _letters_of_unit(at, around, index) else ""


def _says_again(hit: Hit, at: int, around: Around, index: Index) -> bool:
    """Whether the last word of a part is the body's own acronym, or the letters of its country.

    Korea Atomic Energy Research Institute KAERI; Tsinghua University CN.
    """
    words = around.words
    word = words[at]
    if not word.upper or (at + 1 < len(words) and words[at + 1].part == word.part):
        return False
    country = (index.orgs[hit.org].country or "").casefold()
    return word.surface == country or hit.org in index.acronyms.get(word.surface, ())


def _letters_of_unit(at: int, around: Around, index: Index) -> bool:
    """Whether letters that no body of the registry has end a part behind a name: ETH Zürich D-MAVT."""
    words = around.words
    rest = [word for word in words[at : at + 4] if word.part == words[at].part]
    if len(rest) > 2 or max(len(word.surface) for word in rest) < 3 or around.shouting:
        return False
    letters = all(word.upper or len(word.surface) == 1 for word in rest)
    return letters and not any(w.surface in index.acronyms for w in rest)


def _behind(hit: Hit, at: int, joined: str, around: Around, index: Index) -> str:
    """Return what the words from `at` on say, which the little word `joined` may tie to a hit."""
    words, part = around.words, around.words[hit.end - 1].part
    if joined == "of" and words[hit.end - 1].canon == "university":
        return "right_of"
    ahead = [word.canon for word in words[at : at + 4] if word.part == part]
    if not joined and (ahead[0] in _CLINICS or ahead[:2] == _MEDICAL):
        return "right_hospital"
    if words[at].surface[0].isdigit():
        return "right_other"  # China Railway 16th Bureau: what follows belongs to a longer name
    if at in around.starts:
        return "right_match"
    said = "" if joined else _letters_behind(hit, at, around, index)
    if said != "right_none" and any(mention.start == at for mention in around.context.mentions):
        return "right_place"
    return said or _goes_on(joined) or _follows(ahead)


def _numbered(words: Sequence[Word], hit: Hit, index: Index) -> bool:
    """Whether a university's name goes on with its number, in a town where the registry knows such ones.

    A figure says so in French only: elsewhere it is a footnote.
    """
    end, last = hit.end, words[hit.end - 1]
    if end == len(words) or words[end].part != last.part or last.surface not in index.numbered:
        return False
    number, within = words[end].surface, words[hit.start : end]
    if number.isdigit():
        return number in NUMBERS and any(word.surface in _FRENCH for word in within)
    return number in NUMBERS and any(word.canon == "university" for word in within)


def _goes_on(joined: str) -> str:
    """Return what a little word behind a name says."""
    if not joined or joined == "the":
        return ""
    return "right_and" if joined in AND else "right_of"


def _follows(ahead: Sequence[str]) -> str:
    """Return what the words that directly follow a name say: a unit of it, or that it goes on otherwise."""
    lists = terms()
    if not _CLINICS.isdisjoint(ahead):
        return "right_hospital"
    if ahead[0] in lists.units or ahead[0].endswith(lists.east_units):
        return "right_unit"  # of it: 京都大学 化学研究所
    if ahead[0] in lists.kinds:
        return "right_kind"
    return "right_other" if lists.units.isdisjoint(ahead) else "right_unit_later"


def _is_address(hit: Hit, words: Sequence[Word], index: Index) -> bool:
    """Whether a town and its country, with a comma between them, read as a company's name: Hitachi, Japan."""
    first, last = words[hit.start], words[hit.end - 1]
    town = [word.surface for word in words[hit.start : hit.end] if word.part == first.part]
    country = [word.surface for word in words[hit.start + len(town) : hit.end]]
    known = index.places.get(" ".join(town))
    return not last.bracket and known is not None and country_named(" ".join(country)) in known


def legal_behind(hit: Hit, words: Sequence[Word]) -> bool:
    """Whether a legal form follows, which makes a town's name that of a company: Hitachi, Ltd."""
    return hit.end < len(words) and _is_legal(words[hit.end])


def _is_legal(word: Word) -> bool:
    return word.surface in LEGAL or (word.east and is_legal_form(word.surface))
