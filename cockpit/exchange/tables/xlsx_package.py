"""The zip archive around a workbook, opened only after its sizes were checked."""

from __future__ import annotations

import struct
import zipfile
from pathlib import Path
from typing import IO, Final

from cockpit.domain.errors import UserError
from cockpit.i18n import _

# A workbook has a few hundred parts; the directory of ten thousand is about a megabyte.
_MAX_PARTS: Final = 10_000
_MAX_DIRECTORY: Final = 4 << 20
# Sheets shrink to a tenth or a thirtieth; a thousandfold is what a bomb is made of.
_MAX_RATIO: Final = 200
_RATIO_COUNTS_FROM: Final = 16 << 20
_MAX_PART: Final = 2 << 30
_END: Final = b"PK\x05\x06"
_END_64: Final = b"PK\x06\x06"
_LOCATOR_64: Final = b"PK\x06\x07"
_METHODS: Final = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


class Package:
    """The parts of one workbook by name; use it in a `with` block."""

    def __init__(self, path: Path) -> None:
        self.name = path.name
        _check_directory(path)
        try:
            self._zip = zipfile.ZipFile(path)
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as problem:
            raise UserError(damaged(path.name)) from problem
        # The file system of spreadsheets does not tell cases apart.
        self._parts = {info.filename.lower().lstrip("/"): info for info in self._zip.infolist()}

    def __enter__(self) -> Package:
        return self

    def __exit__(self, *_exception: object) -> None:
        self._zip.close()

    def has(self, part: str) -> bool:
        """Whether there is such a part."""
        return part.lower() in self._parts

    def size(self, part: str) -> int:
        """The bytes of a part when unpacked, 0 when there is none."""
        info = self._parts.get(part.lower())
        return info.file_size if info else 0

    def open(self, part: str) -> IO[bytes]:
        """A stream of a part's bytes; raises UserError for one that is too large or locked."""
        info = self._parts.get(part.lower())
        if info is None:
            raise UserError(damaged(self.name))
        if info.flag_bits & 0x1:
            raise UserError(
                _(
                    "{name} is protected with a password. Save a copy without a password and "
                    "import the copy."
                ).format(name=self.name)
            )
        packed = max(1, info.compress_size)
        bomb = info.file_size > _RATIO_COUNTS_FROM and info.file_size > packed * _MAX_RATIO
        if bomb or info.file_size > _MAX_PART:
            raise UserError(
                _(
                    "{name} would unpack to {size} MB, which no table needs. "
                    "Save it again in a spreadsheet program, or as CSV."
                ).format(name=self.name, size=f"{info.file_size >> 20:,}")
            )
        if info.compress_type not in _METHODS:
            raise UserError(damaged(self.name))
        try:
            return self._zip.open(info)
        except (zipfile.BadZipFile, OSError, ValueError, RuntimeError) as problem:
            raise UserError(damaged(self.name)) from problem


def damaged(name: str) -> str:
    """The sentence for a workbook whose parts cannot be read."""
    return _(
        "{name} is damaged or not complete. Download or save it again, or save it as CSV."
    ).format(name=name)


def _check_directory(path: Path) -> None:
    """Refuse an archive whose directory alone would fill the memory, before it is read."""
    with path.open("rb") as file:
        size = file.seek(0, 2)
        file.seek(max(0, size - (1 << 16) - 128))
        tail = file.read()
        at = tail.rfind(_END)
        if at < 0 or len(tail) - at < 22:
            raise UserError(damaged(path.name))
        parts, directory = struct.unpack("<HI", tail[at + 10 : at + 16])
        locator = tail[at - 20 : at] if at >= 20 else b""
        if locator.startswith(_LOCATOR_64):
            file.seek(min(size, struct.unpack("<Q", locator[8:16])[0]))
            record = file.read(56)
            if len(record) == 56 and record.startswith(_END_64):
                parts, directory = struct.unpack("<QQ", record[32:48])
    if parts > _MAX_PARTS or directory > _MAX_DIRECTORY:
        raise UserError(
            _(
                "{name} has {count} parts inside, which no workbook has. "
                "Save it again in a spreadsheet program, or as CSV."
            ).format(name=path.name, count=f"{parts:,}")
        )
