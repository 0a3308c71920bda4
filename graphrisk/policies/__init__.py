"""Policies: rules, windows, thresholds, levels and citations as data."""

from graphrisk.policies.load import load_policy, policy_names
from graphrisk.policies.model import Citation, Policy, Rule, Words

__all__ = ["Citation", "Policy", "Rule", "Words", "load_policy", "policy_names"]
