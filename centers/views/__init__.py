"""Pages of centres: for their staff, for the county, for everybody."""

from centers.views.loading import posted, region_of_page

__all__ = ["posted", "region_of_page"]
