"""The shared strings of a workbook, kept as bytes: a million Python strings would be too many."""

from __future__ import annotations

import re
from array import array
from typing import IO, Final

from cockpit.domain.errors import UserError
from cockpit.exchange.tables.limits import MAX_CELL, Watch, look_up
from cockpit.exchange.tables.xlsx_xml import Attributes, Handlers, local, read_part
from cockpit.i18n import _

_MAX_BYTES: Final = 256 << 20
_MAX_STRINGS: Final = 8_000_000
_ESCAPED: Final = re.compile(r"_x([0-9A-Fa-f]{4})_")


class SharedStrings(Handlers):
    """Texts by number; the phonetic readings of Japanese cells are left out."""

    def __init__(self, name: str = "") -> None:
        self._name = name
        self._bytes = bytearray()
        self._ends = array("Q", [0])
        self._pieces: list[str] = []
        self._length = 0
        self._in_text = False
        self._phonetic = 0

    def __len__(self) -> int:
        return len(self._ends) - 1

    def __getitem__(self, number: int) -> str:
        return self._bytes[self._ends[number] : self._ends[number + 1]].decode()

    @classmethod
    def read(cls, stream: IO[bytes], name: str, watch: Watch | None, total: int) -> SharedStrings:
        """Read the whole part."""
        strings = cls(name)
        for done in read_part(stream, strings, name):
            look_up(watch, done, total)
        return strings

    def start(self, name: str, attributes: Attributes) -> None:
        """A string or a run of one begins."""
        name = local(name)
        if name == "t":
            self._in_text = not self._phonetic
        elif name == "rPh":
            self._phonetic += 1

    def end(self, name: str) -> None:
        """A string is complete."""
        name = local(name)
        if name == "t":
            self._in_text = False
        elif name == "rPh":
            self._phonetic -= 1
        elif name == "si":
            self._bytes += unescape("".join(self._pieces)).encode("utf-8", "replace")
            self._ends.append(len(self._bytes))
            self._pieces.clear()
            self._length = 0
            if len(self._bytes) > _MAX_BYTES or len(self._ends) > _MAX_STRINGS:
                raise UserError(_too_much(self._name))

    def text(self, text: str) -> None:
        """A piece of a string."""
        if self._in_text:
            self._length += len(text)
            if self._length > MAX_CELL:
                raise UserError(cell_too_long(self._name))
            self._pieces.append(text)


def unescape(text: str) -> str:
    """What "_x000D_" stands for; halves of characters and zeros become "�"."""
    if "_x" not in text:
        return text
    return _ESCAPED.sub(lambda match: _character(int(match[1], 16)), text)


def cell_too_long(name: str) -> str:
    """The sentence for a cell beyond the limit."""
    return _("{name}: a cell has more than {limit} characters. Shorten it and try again.").format(
        name=name, limit=f"{MAX_CELL:,}"
    )


def _character(code: int) -> str:
    return "�" if code == 0 or 0xD800 <= code < 0xE000 else chr(code)


def _too_much(name: str) -> str:
    return _(
        "{name} holds more than {limit} MB of text. Save the sheet as CSV and import that."
    ).format(name=name, limit=_MAX_BYTES >> 20)
