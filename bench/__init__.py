"""Measurements: repeatable, by hand at full size, in CI at a small one."""
