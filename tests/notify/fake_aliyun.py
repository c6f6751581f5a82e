"""Aliyun's SMS gateway as its wire looks: reads the request, checks its signature, answers as told."""

from __future__ import annotations

import hashlib
import hmac
import json
import threading
import time
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, quote, urlsplit

KEY, SECRET = "rehearsal-key", "rehearsal-secret"
TAKEN = (200, {"Code": "OK", "Message": "OK", "BizId": "1^0", "RequestId": "R"})


class FakeAliyun:
    """Counts what reaches it. An unsigned or wrongly signed request is answered as Aliyun does."""

    def __init__(self) -> None:
        self.heard: list[dict[str, str]] = []
        self.answer: tuple[int, dict[str, str]] = TAKEN
        self.wait = 0.0
        gateway = self

        class Ear(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                status, told = gateway.hear(self, body)
                time.sleep(gateway.wait)
                answer = json.dumps(told).encode()
                with suppress(OSError):  # the caller may have hung up
                    self.send_response(status)
                    self.send_header("Content-Type", "application/json;charset=utf-8")
                    self.send_header("Content-Length", str(len(answer)))
                    self.end_headers()
                    self.wfile.write(answer)

            def log_message(self, *args: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Ear)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"
        threading.Thread(
            target=self.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True
        ).start()

    def hear(self, request: BaseHTTPRequestHandler, body: bytes) -> tuple[int, dict[str, str]]:
        query = dict(parse_qsl(urlsplit(request.path).query, keep_blank_values=True))
        self.heard.append(query | {"action": request.headers["x-acs-action"]})
        if request.headers["Authorization"] != expected_signature(request, query, body):
            return 400, {"Code": "SignatureDoesNotMatch", "Message": "x", "RequestId": "R"}
        return self.answer

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()


def expected_signature(request: BaseHTTPRequestHandler, query: dict[str, str], body: bytes) -> str:
    """ACS3-HMAC-SHA256 as Aliyun documents it, worked out from what came over the wire."""
    told = dict(
        part.split("=", 1)
        for part in request.headers["Authorization"].removeprefix("ACS3-HMAC-SHA256 ").split(",")
    )
    names = told["SignedHeaders"].split(";")
    lines = "".join(f"{name}:{request.headers[name].strip()}\n" for name in names)
    sorted_query = "&".join(
        f"{quote(name, safe='~')}={quote(query[name], safe='~')}" for name in sorted(query)
    )
    canonical = "\n".join(
        [
            request.command,
            urlsplit(request.path).path,
            sorted_query,
            lines,
            told["SignedHeaders"],
            hashlib.sha256(body).hexdigest(),
        ]
    )
    to_sign = f"ACS3-HMAC-SHA256\n{hashlib.sha256(canonical.encode()).hexdigest()}"
    signature = hmac.new(SECRET.encode(), to_sign.encode(), hashlib.sha256).hexdigest()
    return (
        f"ACS3-HMAC-SHA256 Credential={KEY},SignedHeaders={told['SignedHeaders']},"
        f"Signature={signature}"
    )
