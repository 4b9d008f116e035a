"""The objects of a JSON array or of JSON lines, one at a time, however long the file."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from cockpit.domain.errors import UserError
from cockpit.exchange.tables.encodings import Encoding
from cockpit.i18n import _

# Characters of one object; a whole file of one line is read in such pieces.
MAX_OBJECT: Final = 4_000_000
_CHUNK: Final = 1 << 18
_SPACE: Final = re.compile(r"[ \t\n\r]*")
_SURROGATE: Final = re.compile("[\ud800-\udfff]")
# More digits than any number of ours; Python itself refuses to convert beyond 4,300.
_MAX_DIGITS: Final = 300

JsonObject = dict[str, object]


@dataclass(frozen=True, slots=True)
class JsonRecord:
    """One object with its number, from 1, and the line it begins on."""

    number: int
    line: int
    content: JsonObject


class JsonRecords:
    """Iterates over the records of a file; `is_lines` tells JSON lines from an array.

    `bytes_done` says how far the reading is. Raises UserError where the file is no JSON, where it
    is nested too deeply and where a record is not an object.
    """

    def __init__(self, path: Path, encoding: Encoding) -> None:
        self._path = path
        self._raw = path.open("rb", buffering=0)
        self._text = io.TextIOWrapper(
            io.BufferedReader(self._raw, _CHUNK),
            encoding=encoding.name,
            errors="replace" if encoding.damaged else "strict",
            newline="",
        )
        self._decoder = json.JSONDecoder(
            object_pairs_hook=_object,
            parse_constant=str,
            parse_float=_float,
            parse_int=_int,
        )
        self._buffer = ""
        self._at = 0
        self._line = 1
        self._ended = False
        self._skip_space()
        self.is_lines = self._peek() != "["

    def __enter__(self) -> JsonRecords:
        return self

    def __exit__(self, *_exception: object) -> None:
        self._text.close()

    @property
    def bytes_done(self) -> int:
        """How far into the file the reading is."""
        return self._raw.tell()

    def __iter__(self) -> Iterator[JsonRecord]:
        number = 0
        if not self.is_lines:
            self._move(1)
        while self._goes_on(number):
            number += 1
            line = self._line
            content = self._value(number)
            if not isinstance(content, dict):
                raise self._wrong(number, _("it is not an object in braces"))
            yield JsonRecord(number, line, content)

    def _goes_on(self, number: int) -> bool:
        """Whether another record follows; skips what stands between two."""
        self._skip_space()
        sign = self._peek()
        if self.is_lines:
            return bool(sign)
        if sign == "]":
            self._move(1)
            self._skip_space()
            if self._peek():
                raise self._wrong(number, _("something follows after the last bracket"))
            return False
        if number:
            if sign != ",":
                raise self._wrong(number, _("a comma or the last bracket is missing after it"))
            self._move(1)
            self._skip_space()
        return True

    def _value(self, number: int) -> object:
        """Decode what begins here, reading on while it is not complete."""
        while True:
            try:
                content, end = self._decoder.raw_decode(self._buffer, self._at)
            except json.JSONDecodeError as problem:
                # A piece that ends too early and one that is wrong look alike until more is read.
                if len(self._buffer) - self._at > MAX_OBJECT:
                    raise self._wrong(number, self._too_long()) from problem
                if not self._fill():
                    raise self._wrong(number, _("it is not valid JSON")) from problem
            except RecursionError as problem:
                raise self._wrong(number, _("it is nested too deeply")) from problem
            else:
                if end - self._at > MAX_OBJECT:
                    raise self._wrong(number, self._too_long())
                self._move(end - self._at)
                return content

    def _too_long(self) -> str:
        return _("it has more than {limit} characters").format(limit=f"{MAX_OBJECT:,}")

    def _skip_space(self) -> None:
        while True:
            match = _SPACE.match(self._buffer, self._at)
            end = match.end() if match else self._at
            self._move(end - self._at)
            if self._at < len(self._buffer) or not self._fill():
                return

    def _peek(self) -> str:
        return self._buffer[self._at : self._at + 1]

    def _move(self, count: int) -> None:
        self._line += self._buffer.count("\n", self._at, self._at + count)
        self._at += count

    def _fill(self) -> bool:
        """Read on, the more the longer the open record is; False at the end of the file."""
        if self._ended:
            return False
        waiting = self._buffer[self._at :]
        try:
            more = self._text.read(max(_CHUNK, len(waiting)))
        except UnicodeDecodeError as problem:
            raise UserError(
                _(
                    "{name} cannot be read as {encoding}. Choose another encoding, or save the "
                    "file as UTF-8."
                ).format(name=self._path.name, encoding=self._text.encoding)
            ) from problem
        if "\0" in more:
            raise UserError(
                _(
                    "{name} holds zero bytes, so this is not a text file or it is damaged. "
                    "Export it again."
                ).format(name=self._path.name)
            )
        self._ended = not more
        self._buffer, self._at = waiting + more, 0
        return bool(more)

    def _wrong(self, number: int, why: str) -> UserError:
        return UserError(
            _(
                "{name}: object {number} near line {line} cannot be read: {why}. "
                "Correct it, or export the file again."
            ).format(name=self._path.name, number=max(number, 1), line=self._line, why=why)
        )


def clean_text(text: str) -> str:
    """Text without halves of characters and zeros, which nothing could store."""
    if text.isascii():
        return text.replace("\0", "�")
    return _SURROGATE.sub("�", text).replace("\0", "�")


def _object(pairs: list[tuple[str, object]]) -> JsonObject:
    """An object in which a repeated key keeps all its values, "key (2)" and so on."""
    content = dict(pairs)
    if len(content) == len(pairs):
        return content
    content = {}
    for key, value in pairs:
        name, repeat = key, 2
        while name in content:
            name, repeat = f"{key} ({repeat})", repeat + 1
        content[name] = value
    return content


def _float(text: str) -> float | str:
    """A number, or its text when it is beyond what a float holds."""
    value = float(text)
    return text if value in (float("inf"), float("-inf")) else value


def _int(text: str) -> int | str:
    return int(text) if len(text) <= _MAX_DIGITS else text
