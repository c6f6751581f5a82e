"""Text as one- and two-character pieces: most Chinese words have two characters."""

from __future__ import annotations

import re
import unicodedata

WORD = re.compile(r"[^\W_]+")
# Phone and ID numbers are found by their blind index only.
LONG_NUMBER = re.compile(r"\d{7,}")


def words_in(text: str) -> list[str]:
    """What stands between blanks and marks, small letters and ordinary digits."""
    plain = unicodedata.normalize("NFKC", text).lower()
    return WORD.findall(LONG_NUMBER.sub(" ", plain))


def grams_of(*texts: str) -> list[str]:
    """Every character and every pair of neighbours, each once, in order."""
    found: set[str] = set()
    for text in texts:
        for word in words_in(text):
            found.update(word)
            found.update(map(str.__add__, word, word[1:]))
    return sorted(found)


def grams_asked(words: str) -> list[str]:
    """The fewest grams that a text with these words must have."""
    found: set[str] = set()
    for word in words_in(words):
        found.update(map(str.__add__, word, word[1:]) if len(word) > 1 else word)
    return sorted(found)
