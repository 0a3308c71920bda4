"""What comes of a person's records does not rest on co-authors that no firm record shares."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from graphrisk.resolve.splits import FIRM, NEEDED, Shared, decide

AUTHORS = "ABCDE"
KINDS = st.dictionaries(st.sampled_from(AUTHORS), st.sampled_from(sorted(NEEDED)), min_size=2)


@given(st.data())
def test_who_shares_none_with_a_firm_record_may_be_left_out(data: st.DataObject) -> None:
    nodes: dict[str, dict[str, tuple[str, str | None]]] = {}
    shared: list[Shared] = []
    for person in ("P1", "P2"):
        kinds = data.draw(KINDS)
        orcids = st.sampled_from([None, None, "O1", "O2"])
        nodes[person] = {author: (kind, data.draw(orcids)) for author, kind in kinds.items()}
        pairs = [(one, other) for one in sorted(kinds) for other in sorted(kinds) if one < other]
        for one, other in data.draw(st.sets(st.sampled_from(pairs))):
            mates = data.draw(st.integers(0, 4))
            if together := data.draw(st.booleans()) or mates:
                shared.append(Shared(person, one, other, mates, max(mates, 4), together is True))
    firm = {
        s.person
        for s in shared
        if s.mates and any(nodes[s.person][author][0] in FIRM for author in (s.one, s.other))
    }
    # The others' shared co-authors are not counted; that two records stand on one work is still known.
    fewer = [s if s.person in firm else replace(s, mates=0, fewest=0) for s in shared]
    kept = [s for s in fewer if s.mates or s.together]
    assert decide(nodes, kept) == decide(nodes, shared)
