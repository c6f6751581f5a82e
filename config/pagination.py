from rest_framework.pagination import CursorPagination


class Pages(CursorPagination):
    """`{next, previous, results}`: a page does not shift when rows arrive meanwhile."""

    page_size = 50
    ordering = "-pk"
