"""Columns about a person's origin or belief, by the words of a header. They are dropped unread.

What concerns graphrisk are ties, declared and observed. Where a person comes from is none and must not enter.
"""

from __future__ import annotations

import re

from loaders.sheets import fold_header

_ANYWHERE = re.compile(
    r"nationalit|citizen|birthplace|placeofbirth|countryofbirth|birthcountry|birthcity|bornin|ethnic|religio"
    r"|ancestr|countryoforigin|nationalorigin|placeoforigin|nativeplace|nativecountry|homecountry|hometown"
    r"|residencestatus|statusofresidence|residencepermit|passport|immigration|mothertongue"
    r"|国籍|市民権|出生地|出生国|出身地|出身国|出自|生まれ|本籍|民族|人種|宗教|信仰|在留|永住|帰化|母国|母語"
    r"|旅券|パスポート|籍贯|籍貫|국적|출생지|민족|인종|종교"
)
_WORD = re.compile(r"(?:^|_)(?:race|faith|visa|creed|tribe|caste)(?:_|$)")


def is_refused(header: str) -> bool:
    """Return whether a column under `header` must be dropped unread."""
    folded = fold_header(header)
    return bool(_ANYWHERE.search(folded.replace("_", "")) or _WORD.search(folded))
