from collections.abc import Callable
from time import thread_time
from typing import Any

from django.db import connection
from django.http import HttpRequest, HttpResponse


class CountQueries:
    """Says in X-Queries how many statements an answer took, in X-Work how many seconds of this process.

    The work does not hang on what else runs on the machine; waiting for the database is not in it.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        count, began = 0, thread_time()

        def counted(execute: Callable[..., Any], *arguments: Any) -> Any:
            nonlocal count
            count += 1
            return execute(*arguments)

        with connection.execute_wrapper(counted):
            response = self.get_response(request)
        response["X-Queries"] = str(count)
        response["X-Work"] = f"{thread_time() - began:.6f}"
        return response
