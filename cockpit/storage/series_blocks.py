"""How points, and the roll-ups over them, become bytes and are read back: numpy and zlib only.

A block is a header, some columns, and a CRC-32 of all before it. A column of integers is kept as
the differences of its differences (regular times become zeros) in the fewest bytes that hold them;
every column has its bytes transposed, so that bytes alike stand together, and is deflated where
that makes it smaller.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from cockpit.domain.points import Flags, Points, Times, Values

_MAGIC: Final = b"SB1"
_HEADER: Final = struct.Struct("<3sBI")  # magic, number of columns, rows
_COLUMN: Final = struct.Struct("<BBI")  # kind, bytes an element and whether deflated, length
# As it is, as differences of differences, or one element that all the others equal.
_PLAIN, _SECOND, _CONSTANT = 0, 1, 2
_DEFLATED: Final = 0x80
_LETTERS: Final = {"i": 0x00, "u": 0x20, "f": 0x40}
_LEVEL: Final = 1

# The version says that the time has no point any more; beside domain.points.PointFlag.
GONE: Final = 128

Array = npt.NDArray[Any]


class DamagedBlock(Exception):
    """Bytes that are no block, or not the ones that were written."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Versions:
    """What batches said of times, arrays of one length; `number` is the batch (odd: live).

    Of one time the version with the highest number counts; the flag GONE says that there is none.
    """

    t: Times
    number: npt.NDArray[np.int64]
    value: Values
    flags: Flags

    def __len__(self) -> int:
        return len(self.t)

    def __getitem__(self, part: slice | npt.NDArray[np.bool_] | npt.NDArray[np.intp]) -> Versions:
        """Return some of them."""
        return Versions(
            t=self.t[part],
            number=self.number[part],
            value=self.value[part],
            flags=self.flags[part],
        )

    @property
    def points(self) -> Points:
        """Them as points."""
        return Points(t=self.t, value=self.value, flags=self.flags)


def versions_of(points: Points, number: int) -> Versions:
    """Return points as versions of one batch."""
    numbers = np.full(len(points), number, np.int64)
    return Versions(t=points.t, number=numbers, value=points.value, flags=points.flags)


def joined(parts: Sequence[Versions]) -> Versions:
    """Return versions one after the other."""
    if not parts:
        return EMPTY
    return Versions(
        t=np.concatenate([part.t for part in parts]),
        number=np.concatenate([part.number for part in parts]),
        value=np.concatenate([part.value for part in parts]),
        flags=np.concatenate([part.flags for part in parts]),
    )


EMPTY: Final = Versions(
    t=np.empty(0, np.int64),
    number=np.empty(0, np.int64),
    value=np.empty(0, np.float64),
    flags=np.empty(0, np.uint8),
)


def encode_columns(columns: Sequence[Array]) -> bytes:
    """Return columns of one length (int64, float64 or uint8) as one block."""
    rows = len(columns[0]) if columns else 0
    parts = [_HEADER.pack(_MAGIC, len(columns), rows)]
    for column in columns:
        parts += _encoded(column)
    body = b"".join(parts)
    return body + zlib.crc32(body).to_bytes(4, "little")


def decode_columns(content: bytes) -> list[Array]:
    """Return the columns of a block; raises DamagedBlock when it is not as it was written."""
    body = memoryview(content)[:-4]
    if len(content) < _HEADER.size + 4:
        raise DamagedBlock("cut short")
    if zlib.crc32(body).to_bytes(4, "little") != content[-4:]:
        raise DamagedBlock("checksum")
    magic, count, rows = _HEADER.unpack_from(body)
    if magic != _MAGIC:
        raise DamagedBlock("unknown kind of block")
    found, at = [], _HEADER.size
    for _each in range(count):
        kind, size, length = _COLUMN.unpack_from(body, at)
        at += _COLUMN.size
        found.append(_decoded(kind, size, body[at : at + length], rows))
        at += length
    return found


def _encoded(column: Array) -> tuple[bytes, bytes]:
    kind, plain, lead = _PLAIN, column, b""
    if len(column) and bool((column == column[0]).all()):
        kind, plain = _CONSTANT, column[:1]
    elif len(column) and column.dtype == np.int64:
        # The first value and the first difference are large; apart, the rest is narrow.
        steps = np.diff(column)
        kind, lead = _SECOND, column[:1].tobytes() + steps[:1].tobytes()
        plain = _narrow(np.diff(steps))
    size = plain.dtype.itemsize
    planes = plain.view(np.uint8).reshape(-1, size).T.tobytes() if len(plain) else b""
    deflated = zlib.compress(planes, _LEVEL)
    code = size | _LETTERS[plain.dtype.kind]
    if len(deflated) < len(planes) * 0.95:
        code, planes = code | _DEFLATED, deflated
    return _COLUMN.pack(kind, code, len(lead) + len(planes)), lead + planes


def _decoded(kind: int, code: int, stored: memoryview, rows: int) -> Array:
    lead = np.frombuffer(stored[:16], np.int64) if kind == _SECOND else None
    rest = stored[16:] if kind == _SECOND else stored
    planes = zlib.decompress(rest) if code & _DEFLATED else bytes(rest)
    size = code & 0x0F
    letter = next(each for each, bits in _LETTERS.items() if bits == code & 0x60)
    raw = np.frombuffer(planes, np.uint8).reshape(size, len(planes) // size).T
    plain = np.ascontiguousarray(raw).reshape(-1).view(f"{letter}{size}")
    if lead is not None:
        column = np.empty(rows, np.int64)
        column[0], column[1], column[2:] = lead[0], lead[1], plain
        column[1:] = np.cumsum(column[1:])
        return np.cumsum(column)
    return np.repeat(plain, rows) if kind == _CONSTANT else plain


def _narrow(column: Array) -> Array:
    low, high = int(column.min(initial=0)), int(column.max(initial=0))
    for size in (1, 2, 4):
        if -(1 << (8 * size - 1)) <= low and high < 1 << (8 * size - 1):
            return column.astype(f"i{size}")
    return column


def encode_versions(visible: Versions, buried: Versions) -> bytes:
    """Return what counts and what lies under it as one block."""
    parts = [
        encode_columns((each.t, each.value, each.flags, each.number)) for each in (visible, buried)
    ]
    return len(parts[0]).to_bytes(4, "little") + parts[0] + parts[1]


def decode_visible(content: bytes) -> Versions:
    """Return what counts in a block; raises DamagedBlock."""
    length = int.from_bytes(content[:4], "little")
    return _versions(content[4 : 4 + length])


def decode_versions(content: bytes) -> tuple[Versions, Versions]:
    """Return what counts in a block and what lies under it; raises DamagedBlock."""
    length = int.from_bytes(content[:4], "little")
    return _versions(content[4 : 4 + length]), _versions(content[4 + length :])


def _versions(content: bytes) -> Versions:
    columns = decode_columns(content)
    if len(columns) != 4:
        raise DamagedBlock("not a block of points")
    t, value, flags, number = columns
    return Versions(t=t, number=number, value=value, flags=flags)
