"""A small registry: namesakes, units and parents, names in several languages."""

from __future__ import annotations

from graphrisk.resolve.affiliations.index import Index, build
from graphrisk.resolve.affiliations.registry import Organization, Place


def org(
    key: str,
    name: str,
    country: str,
    city: str,
    *names: str,
    acronym: str = "",
    parents: tuple[str, ...] = (),
    active: bool = True,
    relations: int = 0,
) -> Organization:
    """An organisation whose id is `key`; `names` are labels in other languages."""
    own = [(name, "display"), *((other, "label") for other in names)]
    if acronym:
        own.append((acronym, "acronym"))
    return Organization(
        key, name, country, active, tuple(own), (Place(city, None, country),), parents, relations
    )


ORGANIZATIONS = (
    org("ut", "The University of Tokyo", "JP", "Tokyo", "東京大学", acronym="UT"),
    org("tus", "Tokyo University of Science", "JP", "Tokyo", "東京理科大学", acronym="TUS"),
    org("kyoto", "Kyoto University", "JP", "Kyoto", "京都大学"),
    org("icr", "Institute for Chemical Research, Kyoto University", "JP", "Uji", parents=("kyoto",)),
    org("nju", "Nanjing University", "CN", "Nanjing", "南京大学"),
    org("nuaa", "Nanjing University of Aeronautics and Astronautics", "CN", "Nanjing", acronym="NUAA"),
    org("bit", "Beijing Institute of Technology", "CN", "Beijing", "北京理工大学", acronym="BIT"),
    org("bitz", "Beijing Institute of Technology, Zhuhai", "CN", "Zhuhai", "北京理工大学珠海学院"),
    org("cas", "Chinese Academy of Sciences", "CN", "Beijing", "中国科学院", acronym="CAS", relations=90),
    org("ict", "Institute of Computing Technology", "CN", "Beijing", acronym="ICT", parents=("cas",)),
    org("iop-cn", "Institute of Physics", "CN", "Beijing", parents=("cas",)),
    org("iop-cz", "Institute of Physics", "CZ", "Prague"),
    org("sinica", "Academia Sinica", "TW", "Taipei", "中央研究院"),
    org("cdc-tw", "Center for Disease Control", "TW", "Taipei"),
    org("sustech", "Southern University of Science and Technology", "CN", "Shenzhen"),
    org("army", "Army Engineering University", "CN", "Nanjing"),
    org("whu", "Wuhan University", "CN", "Wuhan"),
    org("info", "Information Engineering University", "CN", "Zhengzhou"),
    org("hd", "Heidelberg University", "DE", "Heidelberg", "Universität Heidelberg"),
    org("york-uk", "University of York", "GB", "York"),
    org("york-ca", "York University", "CA", "Toronto"),
    org("north-us", "Northwestern University", "US", "Evanston", relations=20),
    org("north-ph", "Northwestern University", "PH", "Laoag", relations=1),
    org("uw", "University of Wisconsin–Madison", "US", "Madison"),
    org("spb", "Saint Petersburg State University", "RU", "Saint Petersburg",
        "Санкт-Петербургский государственный университет"),
    org("snu", "Seoul National University", "KR", "Seoul", "서울대학교"),
    org("mpg", "Max Planck Society", "DE", "Munich", "Max-Planck-Gesellschaft"),
    *(org(f"mp{n}", f"Max Planck Institute for {what}", "DE", "Jena", parents=("mpg",))
      for n, what in enumerate(("Physics", "Biology", "Chemistry", "History", "Astronomy"))),
    org("hitachi", "Hitachi (Japan)", "JP", "Tokyo"),
    org("old", "Kharkov Polytechnic Institute", "UA", "Kharkiv", active=False),
)  # fmt: skip


def index() -> Index:
    """The index of the small registry."""
    return build(ORGANIZATIONS)
