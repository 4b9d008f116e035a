"""The lines of a text file, one at a time and never a whole file as one line."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

from cockpit.domain.errors import UserError
from cockpit.exchange.tables.encodings import Encoding
from cockpit.exchange.tables.limits import MAX_LINE
from cockpit.i18n import _

_BUFFER = 1 << 18


class TextLines:
    """Iterates over lines with their line ends; CR, LF and CR LF all end one.

    `ended` turns True when the file is read through, `taken` counts the lines handed out.
    """

    def __init__(self, path: Path, encoding: Encoding) -> None:
        self.name = path.name
        self.ended = False
        self.taken = 0
        self._encoding = encoding
        self._raw = path.open("rb", buffering=0)
        self._text = io.TextIOWrapper(
            io.BufferedReader(self._raw, _BUFFER),
            encoding=encoding.name,
            errors="replace" if encoding.damaged else "strict",
            newline="",
        )

    def __enter__(self) -> TextLines:
        return self

    def __exit__(self, *_exception: object) -> None:
        self._text.close()

    @property
    def bytes_done(self) -> int:
        """How far into the file the reading is."""
        return self._raw.tell()

    def __iter__(self) -> Iterator[str]:
        try:
            yield from self._checked()
        except UnicodeDecodeError as problem:
            raise UserError(
                _(
                    "{name} cannot be read as {encoding} at line {line}. Choose another encoding, "
                    "or save the file as UTF-8."
                ).format(name=self.name, encoding=self._encoding.name, line=self.taken + 1)
            ) from problem

    def _checked(self) -> Iterator[str]:
        readline = self._text.readline
        while line := readline(MAX_LINE):
            self.taken += 1
            if len(line) >= MAX_LINE:
                raise UserError(
                    _(
                        "{name}: line {line} has more than {limit} characters. "
                        "This is not a table; export it again with line breaks."
                    ).format(name=self.name, line=self.taken, limit=f"{MAX_LINE:,}")
                )
            if "\0" in line:
                raise UserError(
                    _(
                        "{name}: line {line} holds zero bytes, so this is not a text file or it "
                        "is damaged. Export it again."
                    ).format(name=self.name, line=self.taken)
                )
            yield line
        self.ended = True
