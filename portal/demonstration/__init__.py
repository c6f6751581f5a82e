"""The demonstration county: everybody in it is invented (DESIGN 5)."""

from portal.demonstration.people import log_ins

__all__ = ["log_ins"]
