"""Time the technology tagger on titles and on abstracts, one thread.

    python bench/technology.py [--topics ../shared/data/taxonomy/openalex_topics.csv] [--texts 200000]

English titles are names of research topics from the file, or built from the lexicon where the file is not
there; Japanese titles are built from the lexicon; an abstract is twenty titles. Prints one JSON object. Goal:
at least 50,000 titles a second.
"""

from __future__ import annotations

import argparse
import csv
import json
import platform
import random
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from graphrisk.technology import Tagger, load_taxonomy

TOPICS = Path(__file__).resolve().parent.parent.parent / "shared/data/taxonomy/openalex_topics.csv"
ENGLISH = "On the {} of {} and their use in the study of {} at low cost"
JAPANESE = "{}による{}の高度化と社会実装に向けた{}の研究"


def texts_of(topics: Path, count: int) -> dict[str, list[str]]:
    """Titles and abstracts to tag, the same in every call."""
    chance = random.Random(7)  # noqa: S311  # the same texts every time
    terms = load_taxonomy().terms
    words = {
        language: [term.text for term in terms if term.language == language] for language in ("en", "ja")
    }
    plain = [
        "estimates",
        "history",
        "measurement",
        "policy",
        "effects",
        "response",
        "structure",
        "growth",
    ] * 200
    if topics.is_file():
        with topics.open(encoding="utf-8", newline="") as file:
            names = [
                f"{row['topic_name']}: {row['subfield']}, {row['field']}" for row in csv.DictReader(file)
            ]
    else:
        names = [ENGLISH.format(*chance.sample(words["en"] + plain, 3)) for _ in range(5000)]
    english = [chance.choice(names) for _ in range(count)]
    fillers = ["評価手法", "地域社会", "歴史資料", "気候変動", "教育課程", "労働市場"] * 100
    japanese = [JAPANESE.format(*chance.sample(words["ja"] + fillers, 3)) for _ in range(count)]
    abstracts = [". ".join(chance.sample(english, 20)) for _ in range(count // 20)]
    return {"English titles": english, "Japanese titles": japanese, "English abstracts": abstracts}


def measure(topics: Path, count: int) -> dict[str, object]:
    """Tag all texts three times and return the best rate of each kind."""
    started = time.perf_counter()
    tagger = Tagger(load_taxonomy())
    found: dict[str, object] = {"build_seconds": round(time.perf_counter() - started, 3)}
    for kind, texts in texts_of(topics, count).items():
        best = 0.0
        for _ in range(3):
            started = time.perf_counter()
            hits = sum(bool(tagger.tag(text)) for text in texts)
            best = max(best, len(texts) / (time.perf_counter() - started))
        found[kind] = {
            "per_second": round(best),
            "mean_length": round(sum(map(len, texts)) / len(texts)),
            "tagged_share": round(hits / len(texts), 3),
        }
    return found


def main() -> None:
    """Read the arguments, measure, print."""
    reader = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    reader.add_argument("--topics", type=Path, default=TOPICS)
    reader.add_argument("--texts", type=int, default=200_000)
    given = reader.parse_args()
    taxonomy = load_taxonomy()
    print(
        json.dumps(
            {
                "taxonomy": f"{taxonomy.name} {taxonomy.version}",
                "terms": len(taxonomy.terms),
                "machine": f"{platform.machine()}, Python {platform.python_version()}",
                **measure(given.topics, given.texts),
            },
            indent=1,
        )
    )


if __name__ == "__main__":
    main()
