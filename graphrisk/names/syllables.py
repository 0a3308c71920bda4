"""Names that are made of Chinese or Korean syllables, in the spellings in which Latin letters carry them.

Which language a name is from is nobody's business here; what counts is that a text can be read as syllables,
and how the same syllables are spelled elsewhere.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import product

_PINYIN = re.compile(
    "zh(?:uang|ang|eng|uai|uan|ong|ai|an|ao|ei|en|ou|ua|ui|un|uo|a|e|i|u)"
    "|ch(?:uang|ang|eng|uai|uan|ong|ai|an|ao|en|ou|ua|ui|un|uo|a|e|i|u)"
    "|sh(?:uang|ang|eng|uai|uan|ai|an|ao|ei|en|ou|ua|ui|un|uo|a|e|i|u)"
    "|[jqx](?:iang|iong|iao|ian|ing|uan|ia|ie|in|iu|ue|un|i|u)"
    "|[zcs](?:ang|eng|ong|uan|ai|an|ao|ei|en|ou|ui|un|uo|a|e|i|u)"
    "|r(?:ang|eng|ong|uan|an|ao|en|ou|ui|un|uo|e|i|u)"
    "|[nl](?:iang|ang|eng|ong|iao|ian|ing|uan|ai|an|ao|ei|en|ie|in|iu|ou|ue|un|uo|yu|ia|a|e|i|u|v)"
    "|[dt](?:iang|ang|eng|ong|iao|ian|ing|uan|ai|an|ao|ei|en|ie|iu|ou|ui|un|uo|a|e|i|u)"
    "|[gkh](?:uang|ang|eng|ong|uai|uan|ai|an|ao|ei|en|ou|ua|ui|un|uo|a|e|u)"
    "|[bpm](?:ang|eng|iao|ian|ing|ai|an|ao|ei|en|ie|in|iu|ou|a|e|i|o|u)"
    "|f(?:ang|eng|ei|an|en|ou|a|o|u)"
    "|y(?:ang|ing|ong|uan|an|ao|in|ou|ue|un|a|e|i|o|u)"
    "|w(?:ang|eng|ai|an|ei|en|a|o|u)"
    "|ang|ai|an|ao|ei|en|er|ou|a|e|o"
)
_FAMILIES = """
kim,gim lee,yi,rhee,ri,rhie park,pak,bak choi,choe jung,jeong,chung,cheong kang,gang cho,jo yoon,yun
jang,chang lim,im,rim,yim han oh,o seo,suh,so shin,sin kwon,gwon,kweon hwang ahn,an song
ryu,yoo,yu,you,ryoo hong jeon,chun,jun,cheon ko,go,koh moon,mun son,sohn bae,pae baek,paik,paek,baik
heo,hur,huh nam shim,sim noh,no,roh,ro ha kwak,gwak sung,seong cha joo,ju,chu woo,u,wu koo,ku,gu min
na,ra jin,chin ji,chi,jee eom,um,uhm won,weon byun,byeon,pyun chae bang,pang kong,gong hyun,hyeon ham
yeom,yum yang yeo choo,chu do,doh seok,suk seol,sul ma gil,kil pyo myung,myeong ki,gi geum,keum yook,yuk
tak maeng
"""
_GIVEN = """
hyeon,hyun,hyon yeong,young,yung jeong,jung,chung,joung seong,sung,soung gyeong,kyung,kyoung,kyeong
jun,joon,june u,woo,wu su,soo hun,hoon hui,hee cheol,chul geun,keun,kun gi,ki gyu,kyu min ju,joo mun,moon
yun,yoon suk,sook seon,sun,son gwang,kwang byeong,byung,byoung hyeong,hyung,hyoung myeong,myung,myoung
geon,kun,gun seok,suk,sok yeon,youn,yon eun,un jae,jai,chae sang chan chang jin,chin ho,hoh il in
won,weon hwan tae,tai dong seung,sung hyeok,hyuk hak gyun,kyun bin bok beom,bum pom deok,duk,dug gil,kil
gu,koo,ku guk,kook ha hae ja,jah ji,jee,chi jong,chong jeom kang,gang gap,kap mi,mee na nam no pil
rae,lae,nae ran rak rim ryeong ryong,yong sam seop,sup,sub si,shi sin,shin so o,oh son ye,yae yu,yoo,you
yeol,yul,youl yeop,yup yang wan wook,uk,ook a,ah ra,la ri,lee ro,roh reum cheon,chun chae,che gon,kon
hong bo jo,cho ung,woong eung ik eon han ok hye,hae hyo kyo,gyo pyo do,doh
"""
_MOST = 48
"""Spellings of one name that are made at most, in a fixed order."""


def _spellings(groups: str) -> dict[str, tuple[str, ...]]:
    """Return by spelling all spellings of its syllables; a spelling may stand for several."""
    found: dict[str, dict[str, None]] = {}
    for group in groups.split():
        spelled = group.split(",")
        for one in spelled:
            found.setdefault(one, {}).update(dict.fromkeys(spelled))
    return {one: tuple(others) for one, others in found.items()}


_FAMILY, _SYLLABLE = _spellings(_FAMILIES), _spellings(_GIVEN)


@lru_cache(maxsize=1 << 15)
def pinyin_pair(word: str) -> tuple[str, str] | None:
    """Return a word of exactly two Chinese syllables in its parts: xiaoming as xiao and ming, else None.

    Where it may be parted in two ways the first part is the longest.
    """
    for cut in range(min(len(word) - 1, 6), 0, -1):
        if _PINYIN.fullmatch(word, 0, cut) and _PINYIN.fullmatch(word, cut):
            return word[:cut], word[cut:]
    return None


@lru_cache(maxsize=1 << 15)
def is_pinyin(word: str) -> bool:
    """Whether a word is one Chinese syllable."""
    return _PINYIN.fullmatch(word) is not None


@lru_cache(maxsize=1 << 15)
def korean_pair(word: str) -> tuple[str, str] | None:
    """Return a word of exactly two Korean syllables in its parts, else None; the first is the longest."""
    for cut in range(min(len(word) - 1, 6), 0, -1):
        if word[:cut] in _SYLLABLE and word[cut:] in _SYLLABLE:
            return word[:cut], word[cut:]
    return None


def is_korean_family(word: str) -> bool:
    """Whether a word is one of the common Korean family names, in any of their spellings."""
    return word in _FAMILY


def korean_spellings(words: list[str]) -> list[list[str]]:
    """Return the words of a Korean name in its other spellings, family first: Lee Young-hee as Yi Yeonghui.

    `words` are folded, with joined given names as one or two words. Empty where they do not read as a Korean
    family name, first or last, and two syllables.
    """
    if words[0] not in _FAMILY and words[-1] not in _FAMILY:
        return []
    found: dict[tuple[str, ...], None] = {}
    for family, given in ((words[0], words[1:]), (words[-1], words[:-1])):
        if family not in _FAMILY:
            continue
        pair = korean_pair(given[0]) if len(given) == 1 else tuple(given)
        if pair is None or len(pair) != 2 or not all(part in _SYLLABLE for part in pair):
            continue
        for f, one, two in product(_FAMILY[family], _SYLLABLE[pair[0]], _SYLLABLE[pair[1]]):
            found[f, one + two] = None
    found.pop(tuple(words), None)
    return [list(name) for name in found][:_MOST]
