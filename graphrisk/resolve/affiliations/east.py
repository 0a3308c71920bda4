"""Names in Chinese, Japanese and Korean letters: short forms, and whose language it is."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from graphrisk.names.folding import CJK, HANGUL, KANA, fold
from graphrisk.names.organizations import bare_east_asian, organization_key
from graphrisk.resolve.affiliations.words import terms

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Mapping

_KOREAN = re.compile(f"[{HANGUL}]")
_JAPANESE = re.compile(
    f"[{KANA}々気駅権検戦単図広総実験対変豊浜沢竜関芸処効労価売続経継県栄営囲圏絵団拠訳読鉄銭択]|"
    "研究科|専攻|病院|宇宙科学|航空宇宙|素粒子|横須賀|相模原|大学院(?!校)|学府|学域|法人|株式会社|機構|講座|工学部|理学部|医学部|農学部|[一-龠]院[工理医農]$|"
    f"[{CJK}]{{2,3}}[県郡]|[{CJK}]{{1,4}}市[{CJK}]{{1,4}}[区町]|丁目|〒|"
    f"(?<![{CJK}])(?:東京|大阪|京都|名古屋|横浜|札幌|仙台|福岡|神戸|筑波)[都府市]?(?![{CJK}])"
)
"""Letters and words that are written so in Japanese only, and how its addresses are written."""
_CHINESE = re.compile(
    "[业东产专与为电验环际发动义习书军汉华设计术实机气测结构类质网络软应艺药师轻铁钢银显权树检济渔灾热爱现"
    "监础种积离称稳空规视觉觉训论证词译试话语课调谈谢贝负财责贸贺资车轨转载达过运还进远连选边递遥邮邻郑钟长阳岛厦门宾兰云别图岭马鸟鱼关开间问闻阅给绿级线组织终绝统]|"
    rf"(?<![{CJK}])(?:北京|上海|天津|南京|杭州|成都|合肥|西安|苏州|大连|深圳|青岛|武汉|广州|长沙)市?(?![{CJK}])|"
    r"(?<!\d)[1-9]\d{5}(?!\d)"
)
"""Letters that are written so in the People's Republic of China, its largest towns, and its postal codes."""
_SHARED = frozenset("空机")
_SHORT_UNIT = re.compile(
    "(?:大学)?院|[工理医農法文薬歯](?:学|工|$)|経済|情報|教育|[附付]属|物性|生産技術|先端|産業科学|総合|数理|"
    f"[{CJK}]{{1,3}}研$"
)
"""What begins a unit behind a short name; other words may go on with a town's name."""
_OWN_HOSPITAL = re.compile(
    "[医歯薬]?学?部?(?:[附付]属|東|西|南|北|中央|総合)?病院|[医歯]学部[附付]属.{1,6}病院"
)
"""What stands behind a body's name in that of its hospital."""
_FORMS = (("大学", "大"), ("工業高等専門学校", "高専"))
"""How names end, and how people shorten them: 筑波大, 群馬高専."""
_GROUP = "集団公司"
"""How names of Chinese state companies ended, folded, before they became 集团有限公司."""
_SHORTENED = re.compile("大(?!学)")
_LEFT_OUT = ("中国人民解放軍", "防衛省", "厚生労働省", "経済産業省", "文部科学省", "国土交通省", "農林水産省")
_NO_UNIT = frozenset({"中科院"})
"""Short forms that mean a body only in the name of a unit of it: 中科院 alone is Taiwan's too."""


def script_country(text: str) -> str | None:
    """Return the code of the only country whose way of writing a text shows, None for none or several."""
    if text.isascii():
        return None
    if _KOREAN.search(text):
        return "KR"
    japanese = _JAPANESE.search(text) is not None
    chinese = any(letter not in _SHARED for letter in _CHINESE.findall(text))
    return None if japanese == chinese else "JP" if japanese else "CN"


@cache
def _short_names() -> Mapping[str, str]:
    """Return short names that everybody knows, and the names that they stand for, both folded."""
    text = files("graphrisk.resolve.affiliations").joinpath("terms.toml").read_text(encoding="utf-8")
    pairs = tomllib.loads(text)["east_short"]
    full_names = {full: organization_key(full).replace(" ", "") for full in pairs}
    return {fold(short): full_names[full] for full, some in pairs.items() for short in some.split()}


@cache
def _renamed() -> Mapping[str, str]:
    """Return names of today by the older ones of the registry, both folded."""
    text = files("graphrisk.resolve.affiliations").joinpath("terms.toml").read_text(encoding="utf-8")
    return {fold(old): fold(new) for old, new in tomllib.loads(text)["east_renamed"].items()}


@cache
def _longest() -> int:
    """Return how many letters the longest short name has."""
    return max(map(len, _short_names()))


def spelled_out(run: str) -> Iterator[str]:
    """Yield what a run means that begins with a short name: 理研 alone or in the name of a unit."""
    known = _short_names()
    for length in range(2, min(len(run), _longest()) + 1):
        full = known.get(run[:length])
        if full is not None and not run.startswith(full) and not (len(run) == length and run in _NO_UNIT):
            yield full + run[length:]


def short_begin(run: str) -> tuple[str, str]:
    """Return the full name for the short one before a unit, and the unit: 東大院理, but not 東大阪大学."""
    known = _short_names()
    for length in range(2, min(len(run) - 1, _longest()) + 1):
        full = known.get(run[:length])
        if full is not None and _SHORT_UNIT.match(run, length):
            return full, run[length:]
    return "", ""


def shortened_begin(run: str, names: Container[str]) -> tuple[str, str]:
    """Return a university's name shortened before a unit, and the unit: 筑波大数理物質, not 名古屋大学."""
    for at in (place.end() for place in _SHORTENED.finditer(run)):
        if at > 2 and run[:at] in names and _SHORT_UNIT.match(run, at):
            return run[:at], run[at:]
    return "", ""


def short_forms(key: str) -> Iterator[str]:
    """Yield forms in which a folded name is also printed: shortened, without its ministry, renamed."""
    if (renamed := _renamed().get(key)) is not None:
        yield renamed
    if key.endswith(_GROUP):
        yield key.removesuffix("公司")
    for end, short in _FORMS:
        if key.endswith(end) and len(key) > len(end) + 1:
            yield key.removesuffix(end) + short
    for begin in _LEFT_OUT:
        if key.startswith(begin) and len(key) > len(begin) + 3:
            yield key.removeprefix(begin)


def is_own_hospital(run: str, name: str, country: str | None) -> bool:
    """Whether a run is the hospital of the body whose name it begins with: 国立がん研究センター東病院.

    In Japan such a hospital is a part of the university or the centre; elsewhere it may only be affiliated.
    """
    rest = bare_east_asian(run).removeprefix(name)
    return country == "JP" and _OWN_HOSPITAL.fullmatch(rest) is not None


def is_general(run: str) -> bool:
    """Whether a name says nothing but what kind of unit it is: many companies have a 中央研究所."""
    return run in terms().east_general


def is_legal_form(run: str) -> bool:
    """Whether a name is a legal form and nothing else, as of some records: 公益社団法人."""
    return bare_east_asian(f"{run}甲") == "甲"


def has_legal_end(run: str) -> bool:
    """Whether a run ends as a company's name does, and is more than that: ヘルスケア株式会社."""
    return bare_east_asian(f"甲{run}").removeprefix("甲") not in (run, "")
