"""The dashboard: pages that show findings and take decisions."""
