"""The ticket's number, which can be said on the phone, and the code that opens it.

The number is random with a check digit, so that no gap shows a confidential report; the
code is an HMAC cut to six digits, so it is not stored and a replayed request can show it
again (DESIGN 4.2).
"""

import hashlib
import hmac
import secrets

from django.conf import settings

DIGITS = 8
CODE_DIGITS = 6


def draw_number() -> str:
    """Eight digits, the last a Luhn check digit: one slip of the tongue names no other matter."""
    body = f"{secrets.randbelow(10 ** (DIGITS - 1)):0{DIGITS - 1}d}"
    return body + check_digit(body)


def check_digit(body: str) -> str:
    doubled = [
        int(digit) * (2 if place % 2 == 0 else 1) for place, digit in enumerate(reversed(body))
    ]
    return str(-sum(value - 9 if value > 9 else value for value in doubled) % 10)


def is_number(text: str) -> bool:
    return (
        len(text) == DIGITS
        and text.isdigit()
        and text.isascii()
        and check_digit(text[:-1]) == text[-1]
    )


def code_for(number: str, generation: int) -> str:
    digest = hmac.digest(
        settings.LEDGER_KEY.encode(), f"ticket-code:{number}:{generation}".encode(), hashlib.sha256
    )
    return f"{int.from_bytes(digest[:8], 'big') % 10**CODE_DIGITS:0{CODE_DIGITS}d}"


def is_code(number: str, generation: int, code: str) -> bool:
    return hmac.compare_digest(code_for(number, generation).encode(), code.encode())


def lot(number: str) -> int:
    """0 to 99, drawn by the county's key: nobody tells from a number whether it will be called back."""
    digest = hmac.digest(
        settings.LEDGER_KEY.encode(), f"call-back:{number}".encode(), hashlib.sha256
    )
    return int.from_bytes(digest[:8], "big") % 100


def spoken(digits: str) -> str:
    """In groups, as people say them: 0426 1837, 582 914."""
    size = 4 if len(digits) == DIGITS else 3
    return " ".join(digits[start : start + size] for start in range(0, len(digits), size))
