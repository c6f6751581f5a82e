"""People who ask, each with a key of their own, and what they were answered."""

from __future__ import annotations

import http.client
import json
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from config.run import HOST

VILLAGE = "990001001200"
AT_ONCE = 8
PATIENCE = 20  # seconds until a client gives an answer up
URGENT_EVERY = 2


@dataclass
class Asked:
    """One request: its words never change, so that the key stands for the same body."""

    number: int
    answered: str = ""  # the ticket's number, once 201 has come
    failures: list[str] = field(default_factory=list)

    @property
    def key(self) -> str:
        return f"faults-{self.number}"

    @property
    def text(self) -> str:
        return f"第{self.number}件：桥头的路灯不亮了"

    @property
    def urgent(self) -> bool:
        return self.number % URGENT_EVERY == 0


class Crowd:
    """Sends every request once, or once more; a failure is noted and never tried again by itself."""

    def __init__(self, count: int, port: int, token: str) -> None:
        self.requests = [Asked(number) for number in range(1, count + 1)]
        self.port, self.token = port, token
        self.sent = 0
        self._lock = threading.Lock()

    def ask_all(self) -> None:
        self._ask(self.requests)

    def ask_again(self) -> int:
        """Send what was not answered with the same key; answers how many those were."""
        left = [asked for asked in self.requests if not asked.answered]
        self._ask(left)
        return len(left)

    def _ask(self, requests: list[Asked]) -> None:
        with ThreadPoolExecutor(AT_ONCE) as pool:
            for _done in pool.map(self._send, requests):
                pass

    def _send(self, asked: Asked) -> None:
        try:
            status, body = self._post(asked)
        except (OSError, http.client.HTTPException) as error:
            asked.failures.append(type(error).__name__)
        else:
            if status == 201:
                asked.answered = json.loads(body)["number"]
            else:
                asked.failures.append(str(status))
        with self._lock:
            self.sent += 1
        if not asked.answered:
            time.sleep(0.25)  # people take a breath before they go on

    def _post(self, asked: Asked) -> tuple[int, bytes]:
        connection = http.client.HTTPConnection(HOST, self.port, timeout=PATIENCE)
        said = {
            "region": VILLAGE,
            "text": asked.text,
            "channel": "hotline",
            "requester_phone": str(16_000_910_000 + asked.number),
            "urgent": asked.urgent,
        }
        headers = {
            "Content-Type": "application/json",
            "Authorization": f"Token {self.token}",
            "Idempotency-Key": asked.key,
        }
        try:
            connection.request("POST", "/api/v1/tickets/", json.dumps(said), headers)
            answer = connection.getresponse()
            return answer.status, answer.read()
        finally:
            connection.close()
