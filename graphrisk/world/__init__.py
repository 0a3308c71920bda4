"""Invented worlds with planted ties and their truth: sample data, and worlds of any size from a seed."""

from graphrisk.world.generate import WorldReport, generate

__all__ = ["WorldReport", "generate"]
