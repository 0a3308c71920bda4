"""Why a link is there, and what else it might be: what the dashboard and `graphrisk resolve explain` show."""

from graphrisk.resolve.explain.model import Link, Why
from graphrisk.resolve.explain.organizations import declared_whys, listing_whys, printed_whys
from graphrisk.resolve.explain.people import person_whys

__all__ = ["Link", "Why", "declared_whys", "listing_whys", "person_whys", "printed_whys"]
