"""Fit the weights of the matcher's score on the tuning part of labelled strings, and write them.

A logistic regression with a ridge penalty, by Newton's method: deterministic, and small enough to be read.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import numpy as np

from bench.affiliation_gold import ONE_LABEL, Row
from graphrisk.resolve import affiliations
from graphrisk.resolve.affiliations.index import Index
from graphrisk.resolve.affiliations.matcher import decide
from graphrisk.resolve.affiliations.scoring import terms_of

RIDGE = 4.0
"""Penalty of a feature's weight; for a feature together with another it is twice that."""
RARE = 25
"""Features that are seen less often than this get no weight."""
EACH = {"crossref": 1.0, "springer": 1.0, "s2aff": 2.0, "logs": 1.5}
"""How much a candidate of each set counts: the larger sets would drown the others."""
WEIGHTS = Path(affiliations.__file__).with_name("weights.toml")
HEAD = (
    "# What speaks for and against a match, in log odds: written by `python -m bench.affiliations --fit`.\n"
)


def fit(rows: dict[str, list[Row]], index: Index) -> None:
    """Fit and write `weights.toml`; print the loss."""
    samples, right, each = collect(rows, index)
    counts = Counter(term for terms in samples for term in set(terms))
    known = sorted(term for term, count in counts.items() if count >= RARE)
    place = {term: number for number, term in enumerate(known)}
    matrix = np.zeros((len(samples), len(known) + 1))
    matrix[:, -1] = 1.0
    for number, terms in enumerate(samples):
        for term in terms:
            if term in place:
                matrix[number, place[term]] = 1.0
    truth, weight = np.array(right, float), np.array(each)
    ridge = np.array([RIDGE * (1 + ("&" in term)) for term in known] + [0.01])
    beta = np.zeros(len(known) + 1)
    for _ in range(30):
        guess = 1 / (1 + np.exp(-matrix @ beta))
        slope = matrix.T @ (weight * (guess - truth)) + ridge * beta
        curve = (matrix * (weight * guess * (1 - guess))[:, None]).T @ matrix + np.diag(ridge)
        step = np.linalg.solve(curve, slope)
        beta -= step
        if np.abs(step).max() < 1e-5:
            break
    loss = -(weight * np.log(np.where(truth > 0, guess, 1 - guess))).sum() / weight.sum()
    found = {term: round(float(beta[n]), 2) for term, n in place.items() if abs(beta[n]) >= 0.1}
    order = sorted(found, key=lambda term: ("&" in term, term))
    lines = [f'"{term}" = {found[term]}\n' for term in order]
    text = f"{HEAD}\n[weights]\nbias = {beta[-1]:.2f}\n{''.join(lines)}"
    WEIGHTS.write_text(text, encoding="utf-8")
    print(f"{len(samples):,} candidates, {len(found)} weights, mean log loss {loss:.4f}")


def collect(rows: dict[str, list[Row]], index: Index) -> tuple[list[list[str]], list[bool], list[float]]:
    """Return the terms of each candidate that no other one displaces, whether it is right, and its weight."""
    samples: list[list[str]] = []
    right: list[bool] = []
    each: list[float] = []
    for name, some in rows.items():
        for row in some:
            if not row.tuning:
                continue
            _, taken, lost = decide(row.text, index)
            standing = [c for c in (*taken, *lost) if c.reason in ("", "weak")]
            ids = {index.orgs[c.hit.org].org_id for c in standing}
            unknown = name in ONE_LABEL and row.labels <= ids
            for candidate in standing:
                org = candidate.hit.org
                is_right = index.orgs[org].org_id in row.labels
                # Sets with one label mostly give the parent: of a unit of it they say nothing.
                unit = name in ONE_LABEL and any(
                    index.orgs[p].org_id in row.labels for p in index.parents[org]
                )
                if is_right or not (unknown or unit):
                    samples.append(terms_of(candidate.features))
                    right.append(is_right)
                    each.append(EACH[name])
    return samples, right, each
