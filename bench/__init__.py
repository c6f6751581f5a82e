"""`make bench`: how long the pages take with 100,000 matters, as multiples of a bare Django view."""
