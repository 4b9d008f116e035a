"""Reads the XML of a workbook piece by piece, without declarations of its own and without size.

Nothing is built up in memory: the handlers see one element at a time. A document type is refused,
so there are no entities to expand and nothing outside is ever fetched.
"""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Callable, Iterator
from typing import IO, Final
from xml.parsers import expat

from cockpit.domain.errors import UserError
from cockpit.exchange.tables.xlsx_package import damaged
from cockpit.i18n import _

_CHUNK: Final = 1 << 16
# One tag or attribute longer than this is an attack, not a cell.
_MAX_TOKEN: Final = 8 << 20
Attributes = dict[str, str]


class Handlers:
    """What a reader of one part does with elements; names come without their prefix."""

    def start(self, name: str, attributes: Attributes) -> None:
        """An element begins."""

    def end(self, name: str) -> None:
        """An element ends."""

    def text(self, text: str) -> None:
        """Text stands between; long text comes in pieces."""


def read_part(stream: IO[bytes], handlers: Handlers, name: str) -> Iterator[int]:
    """Parse a part, yielding the bytes done after each piece, so that a caller can stop or drain.

    Raises UserError for XML that is damaged or declares a document type.
    """
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.ordered_attributes = False
    parser.StartElementHandler = handlers.start
    parser.EndElementHandler = handlers.end
    parser.CharacterDataHandler = handlers.text
    parser.StartDoctypeDeclHandler = _refuse_declarations(name)
    done = 0
    try:
        while chunk := stream.read(_CHUNK):
            done += len(chunk)
            parser.Parse(chunk, False)
            if done - parser.CurrentByteIndex > _MAX_TOKEN:
                raise UserError(damaged(name))
            yield done
        parser.Parse(b"", True)
    except (expat.ExpatError, zipfile.BadZipFile, zlib.error, EOFError, OSError) as problem:
        raise UserError(damaged(name)) from problem
    yield done


def read_whole(stream: IO[bytes], handlers: Handlers, name: str) -> None:
    """Parse a small part to its end."""
    for _done in read_part(stream, handlers, name):
        pass


def local(name: str) -> str:
    """The name of an element or attribute without its prefix."""
    return name.rpartition(":")[2]


def attribute(attributes: Attributes, name: str) -> str:
    """An attribute by its local name, "" when there is none."""
    if name in attributes:
        return attributes[name]
    return next((value for key, value in attributes.items() if local(key) == name), "")


def _refuse_declarations(name: str) -> Callable[[str, str | None, str | None, bool], None]:
    def refuse(_type: str, _system: str | None, _public: str | None, _internal: bool) -> None:
        raise UserError(
            _(
                "{name} declares a document type, which no spreadsheet program writes and which "
                "can do harm. Save it again in a spreadsheet program, or as CSV."
            ).format(name=name)
        )

    return refuse
