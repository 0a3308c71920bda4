"""Short keys by which names are found that deserve a comparison, and the index of those keys.

A key never decides anything: it only keeps a name from being compared with thirty thousand others. Names are
found by groups of letters, by characters, or by the sound of their words where scripts differ.
"""

from __future__ import annotations

import math
from collections import defaultdict
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from graphrisk.names.compare.characters import characters_key
from graphrisk.names.compare.glosses import LATIN, SCHOOLS
from graphrisk.names.compare.kana import sound
from graphrisk.names.compare.spelling import canonical, skeleton
from graphrisk.names.compare.words import legal_words, same_names, stop_words, titles

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from graphrisk.names.compare import Name

    Numbers = NDArray[np.int32]
    Shares = NDArray[np.float32]

NEAR_THE_BEST = 0.55
"""Share of the best one's keys below which a name is not compared."""


@lru_cache(maxsize=1 << 17)
def _letter_groups(word: str) -> tuple[str, ...]:
    """Return the groups of three letters of a word in its one spelling; of a short word pairs too."""
    text = f"^{canonical(word)}$"
    groups = {text[i : i + 3] for i in range(len(text) - 2)}
    if len(text) < 7:
        groups |= {text[i : i + 2] for i in range(len(text) - 1)}
    return tuple(sorted(groups))


def _pairs(mark: str, text: str) -> set[str]:
    text = f"^{text}$"
    return {mark + text[i : i + 2] for i in range(len(text) - 1)}


@lru_cache(maxsize=1)
def _little() -> frozenset[str]:
    """Return words that tell too little to find a name by."""
    return legal_words() | stop_words() | titles()


def letter_keys(name: Name) -> list[str]:
    """Return the keys of a name by its letters, for scripts of whatever kind in Latin letters."""
    little, same = _little(), same_names()
    telling = [word for word in name.words if word not in little] or name.words
    return list(dict.fromkeys(group for word in telling for group in _letter_groups(same.get(word, word))))


def character_keys(name: Name) -> list[str]:
    """Return the keys of a name by neighbouring characters."""
    return sorted(_pairs("", characters_key(name.text)))


def gloss_keys(name: Name) -> list[str]:
    """Return the keys of a name by what its terms mean and how its names sound in kana.

    University, institute and the like are one key, since languages call schools otherwise. The whole sound is
    a key besides its pairs: among many names pairs are common, and tell little.
    """
    sounds = [sound(one.replace(LATIN, "")) for one in name.gloss.names]
    keys = {key for one in sounds for key in _pairs("name ", one)}
    keys |= {f"whole {one}" for one in sounds if len(one) > 2}
    return sorted(keys | {f"term {'school' if term in SCHOOLS else term}" for term in name.gloss.terms})


def consonant_keys(name: Name) -> list[str]:
    """Return the keys of a name by its consonants, for scripts without vowels or with syllables."""
    return sorted({key for word in name.words for key in _pairs("", skeleton(word))})


class KeyIndex:
    """Which of some names share how much of their keys with another name; rare keys count more."""

    def __init__(self, keys: Sequence[Iterable[str]]) -> None:
        """Build the index of names, given the keys of each."""
        places: dict[str, list[int]] = defaultdict(list)
        for place, own in enumerate(keys):
            for key in own:
                places[key].append(place)
        self.size = len(keys)
        most = max(200, self.size // 10)
        self._places: dict[str, Numbers] = {}
        self._weights: dict[str, float] = {}
        self._totals: Shares = np.zeros(self.size, dtype=np.float32)
        for key, found in places.items():
            if len(found) <= most:
                self._places[key] = np.asarray(found, dtype=np.int32)
                self._weights[key] = math.log1p(self.size / len(found))
                self._totals[self._places[key]] += np.float32(self._weights[key])

    def nearest(self, keys: Iterable[str], least: float, most: int) -> list[int]:
        """Return the places of at most `most` names that share about `least` of all keys, nearest first.

        Only the rarest keys are looked at, so many that whoever shares `least` has one of them: the common
        ones hold most places and tell least.
        """
        known = sorted([(weight, key) for key in keys if (weight := self._weights.get(key))], reverse=True)
        if not known:
            return []
        total = sum(weight for weight, _ in known)
        enough, gathered, count = total * (1.05 - least), 0.0, 0
        for weight, _ in known:
            gathered += weight
            count += 1
            if gathered >= enough:
                break
        rare = known[:count]
        found = [self._places[key] for _, key in rare]
        weights = np.asarray([weight for weight, _ in rare], dtype=np.float32)
        shared = np.bincount(
            np.concatenate(found),
            weights=np.repeat(weights, [len(places) for places in found]),
            minlength=self.size,
        )
        near = np.flatnonzero(shared >= least * gathered * 0.8)
        if not len(near):
            return []
        shares = 2 * total / gathered * shared[near] / (total + self._totals[near])
        order = np.argsort(-shares, kind="stable")[:most]
        least = max(0.8 * least, NEAR_THE_BEST * float(shares[order[0]]))
        return [int(near[place]) for place in order if shares[place] >= least]
