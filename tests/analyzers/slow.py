"""R-AFF-01, R-COA-01 and R-ORG-02 as plain loops over the rows of a small world: slow, and obviously right.

Written from the readings of the rules, without the set queries: cases and grades of each person and
organisation. Affiliations in these worlds carry no strings, so that a tie of a declared record is of grade B.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graphrisk.policies import Policy
    from tests.factory import World

Row = dict[str, Any]
Answer = dict[tuple[str, str], tuple[str, int, bool, bool]]
"""Person and organisation to case, number of works, listed then and listed now."""


def months(day: dt.date, count: int) -> dt.date:
    """Go back (or, where negative, on) some months, as a calendar does."""
    year, month = day.year, day.month
    for _ in range(abs(count)):
        month += 1 if count < 0 else -1
        if month == 0:
            year, month = year - 1, 12
        if month == 13:
            year, month = year + 1, 1
    last = (dt.date(year + month // 12, month % 12 + 1, 1) - dt.timedelta(days=1)).day
    return dt.date(year, month, min(day.day, last))


def listed(world: World, org: str, day: dt.date) -> bool:
    return any(
        entry["ror"] == org
        and entry["valid_from"] <= day
        and (entry["valid_to"] is None or day <= entry["valid_to"])
        for entry in world.rows["list_entries"]
    )


def relatives(world: World, org: str) -> set[str]:
    """Return the organisation with everything above and below it, but nothing beside it."""
    parents: dict[str, set[str]] = defaultdict(set)
    for relation in world.rows["organization_relations"]:
        parents[relation["org_id"]].add(relation["related_id"])

    def above(one: str) -> set[str]:
        found = set()
        for parent in parents[one]:
            found |= {parent} | above(parent)
        return found

    below = {row["org_id"] for row in world.rows["organizations"] if org in above(row["org_id"])}
    return {org} | above(org) | below


def works_of(world: World, person: Row) -> Iterator[tuple[Row, int]]:
    """Yield the works of the declared record with the person's place on them."""
    by_id = {work["work_id"]: work for work in world.rows["works"]}
    for place in world.rows["authorships"]:
        if place["author_id"] == person["openalex_id"]:
            yield by_id[place["work_id"]], place["position"]


def organizations_of(world: World, work: Row, position: int) -> set[str]:
    return {
        row["org_id"]
        for row in world.rows["affiliations"]
        if row["work_id"] == work["work_id"] and row["position"] == position
    }


def undeclared_affiliations(world: World, policy: Policy, day: dt.date) -> Answer:
    rule = policy.rules.aff_01
    countries = {row["org_id"]: row["country_code"] for row in world.rows["organizations"]}
    answer: Answer = {}
    for person in world.rows["participants"]:
        ties: dict[str, dict[str, dt.date]] = defaultdict(dict)
        for work, position in works_of(world, person):
            when = work["publication_date"]
            if not months(day, rule.window_months) <= when <= day:
                continue
            for org in organizations_of(world, work, position):
                if not covered(world, policy, person, org, when):
                    ties[org][work["work_id"]] = when
        for org, works in ties.items():
            then = any(listed(world, org, when) for when in works.values())
            case = "several" if len(works) >= rule.several_works else "single"
            if not then and countries[org] == countries[person["home_org_ror"]]:
                case = "domestic"
            answer[person["person_id"], org] = (case, len(works), then, listed(world, org, day))
    return answer


def covered(world: World, policy: Policy, person: Row, org: str, when: dt.date) -> bool:
    rule = policy.rules.aff_01
    if org in relatives(world, person["home_org_ror"]):
        return True
    for sheet in ("declared_affiliations", "declared_education"):
        for row in world.rows[sheet]:
            if row["person_id"] != person["person_id"] or org not in relatives(world, row["org_ror"]):
                continue
            start, end = row["start_on"], row["end_on"]
            begun = start is None or months(start, rule.start_grace_months) <= when
            ended = end is not None and when > months(end, -rule.publication_lag_months)
            if begun and not ended:
                return True
    return False


def joint_works(
    world: World, policy: Policy, person: Row, day: dt.date
) -> tuple[int, dict[str, dict[str, dt.date]]]:
    """Return how many works of a person count, and by organisation those on which others name it."""
    rule = policy.rules.coa_01
    shared = [
        (work, position)
        for work, position in works_of(world, person)
        if months(day, rule.window_months) <= work["publication_date"] <= day
        and work["type"] in rule.work_types
        and work["authors_count"] <= rule.max_authors
    ]
    joint: dict[str, dict[str, dt.date]] = defaultdict(dict)
    for work, own in shared:
        for row in world.rows["affiliations"]:
            if row["work_id"] == work["work_id"] and row["position"] != own:
                joint[row["org_id"]][work["work_id"]] = work["publication_date"]
    return len({work["work_id"] for work, _ in shared}), joint


def listed_coauthors(world: World, policy: Policy, day: dt.date) -> Answer:
    answer: Answer = {}
    for person in world.rows["participants"]:
        everything, joint = joint_works(world, policy, person, day)
        for org, works in joint.items():
            then = {work for work, when in works.items() if listed(world, org, when)}
            now = listed(world, org, day)
            count = len(then) if then else len(works) if now else 0
            if count:
                answer[person["person_id"], org] = (
                    case_of(count, everything, policy),
                    count,
                    bool(then),
                    now,
                )
    return answer


def case_of(count: int, everything: int, policy: Policy) -> str:
    rule = policy.rules.coa_01
    share = (
        count >= rule.share_min_works
        and everything >= rule.share_min_all
        and count / everything >= rule.share
    )
    if count >= rule.many_works or share:
        return "many"
    return "few" if count >= rule.few_works else "one"


def steps_between(world: World, low: str, high: str) -> int | None:
    """Return how many parents up from one organisation another stands; None where it is not above."""
    parents = [r["related_id"] for r in world.rows["organization_relations"] if r["org_id"] == low]
    if high in parents:
        return 1
    ways = [steps_between(world, parent, high) for parent in parents]
    return min((way + 1 for way in ways if way is not None), default=None)


def bodies(world: World, policy: Policy, org: str, day: dt.date) -> set[str]:
    """Return the listed bodies above or below an organisation that is not listed now."""
    if listed(world, org, day):
        return set()
    found = set()
    for body in {entry["ror"] for entry in world.rows["list_entries"] if entry["valid_from"] <= day}:
        ways = (steps_between(world, org, body), steps_between(world, body, org))
        if any(way is not None and way <= policy.rules.org_02.max_steps for way in ways):
            found.add(body)
    return found


def listed_by_structure(world: World, policy: Policy, day: dt.date) -> Answer:
    answer: Answer = {}
    for person in world.rows["participants"]:
        posts = posts_near_bodies(world, policy, person, day)
        answer.update(posts)
        joint = joint_works_near_bodies(world, policy, person, day)
        answer.update({key: value for key, value in joint.items() if key not in posts})
        for row in world.rows["partners"]:
            if row["application_id"] != person["application_id"]:
                continue
            if any(listed(world, body, day) for body in bodies(world, policy, row["org_ror"], day)):
                answer[person["application_id"] + " partner", row["org_ror"]] = ("partner", 0, True, True)
    return answer


def posts_near_bodies(world: World, policy: Policy, person: Row, day: dt.date) -> Answer:
    declared = [(person["home_org_ror"], None, None)] + [
        (row["org_ror"], row["start_on"], row["end_on"])
        for row in world.rows["declared_affiliations"]
        if row["person_id"] == person["person_id"]
    ]
    found: dict[str, list[tuple[bool, bool, bool]]] = defaultdict(list)
    for org, start, end in declared:
        if start is not None and start > day:
            continue
        if end is not None and end < months(day, policy.rules.aff_03.window_months):
            continue
        if listed_during(world, org, start, end, day):
            continue
        near = bodies(world, policy, org, day)
        then = any(listed_during(world, body, start, end, day) for body in near)
        now = any(listed(world, body, day) for body in near)
        if then or now:
            found[org].append((then, end is None or end >= day, now))
    answer: Answer = {}
    for org, rows in found.items():
        then, current, _ = min(rows, key=lambda row: (not row[0], not row[1]))
        case = "post" if current else "past_post"
        answer[person["person_id"], org] = (case, 0, then, any(now for _, _, now in rows))
    return answer


def listed_during(world: World, org: str, start: dt.date | None, end: dt.date | None, day: dt.date) -> bool:
    last = end or day
    return any(
        entry["ror"] == org
        and entry["valid_from"] <= min(last, day)
        and (entry["valid_to"] is None or start is None or entry["valid_to"] >= start)
        for entry in world.rows["list_entries"]
    )


def joint_works_near_bodies(world: World, policy: Policy, person: Row, day: dt.date) -> Answer:
    everything, others = joint_works(world, policy, person, day)
    direct: dict[str, set[str]] = {}
    for org, works in others.items():
        then = {work for work, when in works.items() if listed(world, org, when)}
        direct[org] = then or (set(works) if listed(world, org, day) else set())
    answer: Answer = {}
    for org, works in others.items():
        near = bodies(world, policy, org, day)
        open_works = {work: when for work, when in works.items() if not listed(world, org, when)}
        then = {w for w, when in open_works.items() if any(listed(world, body, when) for body in near)}
        now = any(listed(world, body, day) for body in near)
        counted = then or (set(open_works) if now else set())
        counted -= {work for body in near for work in direct.get(body, ())}
        if counted:
            case = f"works_{case_of(len(counted), everything, policy)}"
            answer[person["person_id"], org] = (case, len(counted), bool(then), now)
    return answer
