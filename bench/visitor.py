"""A browser of the benchmark: one connection kept open, cookies, forms."""

from __future__ import annotations

import http.client
import re
from dataclasses import dataclass
from http.cookies import SimpleCookie
from time import perf_counter
from urllib.parse import urlencode

HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')


@dataclass(frozen=True)
class Answer:
    status: int
    seconds: float
    queries: int
    work: float
    size: int
    text: str
    location: str


class Visitor:
    def __init__(self, port: int) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self.cookies: dict[str, str] = {}

    def ask(self, method: str, path: str, form: dict[str, str] | None = None) -> Answer:
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        body = None
        if form is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
            body = urlencode(form)
        began = perf_counter()
        self.connection.request(method, path, body, headers)
        response = self.connection.getresponse()
        content = response.read()
        seconds = perf_counter() - began
        for cookie in response.headers.get_all("Set-Cookie") or []:
            self.cookies |= {name: morsel.value for name, morsel in SimpleCookie(cookie).items()}
        return Answer(
            response.status,
            seconds,
            int(response.headers.get("X-Queries", 0)),
            float(response.headers.get("X-Work", 0)),
            len(content),
            content.decode(errors="replace"),
            response.headers.get("Location", ""),
        )

    def get(self, path: str) -> Answer:
        return self.ask("GET", path)

    def send(self, path: str, form: dict[str, str]) -> Answer:
        """Fill in the page's form: what is hidden in it goes along."""
        hidden = dict(HIDDEN.findall(self.get(path).text))
        return self.ask("POST", path, hidden | form)

    def log_in(self, username: str, password: str) -> Visitor:
        answer = self.send("/login/", {"username": username, "password": password})
        if answer.status != 302:
            raise RuntimeError(f"{username} cannot log in: {answer.status}")
        return self
