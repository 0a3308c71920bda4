"""Invented worlds with planted ties and their ground truth."""
