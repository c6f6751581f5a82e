"""The administration's lists of centres; importing them registers them."""

from centers.admin import centers, renovation

__all__ = ["centers", "renovation"]
