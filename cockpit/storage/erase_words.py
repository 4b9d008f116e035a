"""The words that Erase looks for: in texts, in JSON and in the bytes of files."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from typing import Any

MARK = "███"
# What texts are written in: the systems and programs whose files are attached use these.
ENCODINGS = ("utf-8", "utf-16-le", "utf-16-be", "gb18030")


class Words:
    """Some words, found in any case; `whole` leaves longer words that contain them alone."""

    def __init__(self, words: Sequence[str], *, whole: bool = False) -> None:
        self.whole = whole
        longest_first = sorted(words, key=len, reverse=True)
        self._pattern = re.compile("|".join(map(self._source, longest_first)), re.IGNORECASE)
        forms = {word.encode(encoding) for word in words for encoding in ENCODINGS}
        # JSON may hold a character as its number.
        forms |= {json.dumps(word)[1:-1].encode() for word in words}
        self._bytes = tuple(form.lower() for form in forms)
        self.longest = max(map(len, self._bytes))

    def functions(self) -> dict[str, Callable[[Any], Any]]:
        """Return what SQL needs, by name; each takes one value."""
        return {
            "holds": self.holds,
            "erased": self.erased,
            "holds_json": lambda value: value is not None and self.erased_json(value) != value,
            "erased_json": self.erased_json,
            "holds_bytes": self.holds_bytes,
        }

    def holds(self, value: object) -> bool:
        """Tell whether a text holds one of the words."""
        return isinstance(value, str) and self._pattern.search(value) is not None

    def erased(self, value: object) -> object:
        """Return a text with a mark in place of each word; anything else as it is."""
        return self._pattern.sub(MARK, value) if isinstance(value, str) else value

    def erased_json(self, value: str | None) -> str | None:
        """Return JSON with its texts erased, the same string when it holds none of the words."""
        if value is None:
            return None
        content = json.loads(value)
        erased = self._inside(content)
        return value if erased == content else json.dumps(erased, ensure_ascii=False)

    def holds_bytes(self, value: bytes) -> bool:
        """Tell whether bytes hold one of the words in a usual encoding."""
        lower = value.lower()
        return any(form in lower for form in self._bytes)

    def _inside(self, content: Any) -> Any:
        if isinstance(content, dict):
            return {name: self._inside(value) for name, value in content.items()}
        if isinstance(content, list):
            return [self._inside(value) for value in content]
        return self.erased(content)

    def _source(self, word: str) -> str:
        source = re.escape(word)
        if not self.whole:
            return source
        # Chinese writes words without gaps, so only Latin letters and digits have an edge.
        before = r"(?<![0-9A-Za-z])" if word[0].isascii() else ""
        after = r"(?![0-9A-Za-z])" if word[-1].isascii() else ""
        return f"{before}{source}{after}"
