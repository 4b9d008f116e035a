"""Finds out how the text of a file is encoded.

A mark at the beginning decides; then whatever is valid UTF-8 is UTF-8, since hardly any other
text is; then GB18030, Big5 and Windows-1252 are told apart by where their bytes above 127 stand.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CHUNK: Final = 1 << 20
# Bytes of lines that are not ASCII, enough to tell encodings apart.
_EVIDENCE: Final = 1 << 18
# From the first byte above 127 of a line on; what stands before it says nothing.
_REST_OF_LINE: Final = re.compile(rb"[\x80-\xff][^\n\r]*")
_UTF8_SEQUENCE: Final = re.compile(
    rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}"
)
_HIGH_RUN: Final = re.compile(rb"[\x80-\xff]+")
_PAIR: Final = re.compile(rb"[\x81-\xfe][\x30-\x7e\x80-\xfe]|[\x80-\xff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Encoding:
    """A codec's name; `damaged` when some bytes are not valid in it and are read as "�"."""

    name: str
    damaged: bool = False


def detect_encoding(path: Path, look: Callable[[int], None]) -> Encoding:
    """The encoding of a whole file, read once in chunks; `look` is told the bytes read."""
    with path.open("rb") as file:
        head = file.read(_CHUNK)
        if marked := _marked(head):
            return Encoding(name=marked)
        decoder = codecs.getincrementaldecoder("utf-8")()
        evidence = bytearray()
        valid, done, chunk = True, 0, head
        while chunk:
            done += len(chunk)
            look(done)
            if not chunk.isascii() and len(evidence) < _EVIDENCE:
                _gather(chunk, evidence)
            valid = valid and _decodes(decoder, chunk)
            if not valid and len(evidence) >= _EVIDENCE:
                break
            chunk = file.read(_CHUNK)
        if valid and _decodes(decoder, b"", final=True):
            return Encoding(name="utf-8")
    return _guess(bytes(evidence))


def _marked(head: bytes) -> str:
    """The encoding a byte order mark names, or zeros in every other byte betray; else ""."""
    for mark, name in _MARKS:
        if head.startswith(mark):
            return name
    start = head[:4096]
    even, odd = start[0::2].count(0), start[1::2].count(0)
    # One zero alone is damage; text in UTF-16 has them at each comma and line end.
    enough = max(2, len(start) // 16)
    if odd >= enough and even * 20 < odd:
        return "utf-16-le"
    if even >= enough and odd * 20 < even:
        return "utf-16-be"
    return ""


def _decodes(decoder: codecs.IncrementalDecoder, chunk: bytes, *, final: bool = False) -> bool:
    try:
        decoder.decode(chunk, final)
    except UnicodeDecodeError:
        return False
    return True


def _gather(chunk: bytes, evidence: bytearray) -> None:
    """Keep the lines of a chunk that say something about the encoding."""
    for line in _REST_OF_LINE.finditer(chunk):
        evidence += line[0][:4096] + b"\n"
        if len(evidence) >= _EVIDENCE:
            return


def _guess(evidence: bytes) -> Encoding:
    """The best of the candidates for text that is not valid UTF-8 throughout."""
    high = sum(len(run[0]) for run in _HIGH_RUN.finditer(evidence))
    utf8 = sum(len(each[0]) for each in _UTF8_SEQUENCE.finditer(evidence))
    # GB18030 text hardly ever happens to be whole UTF-8 sequences, let alone nine tenths of it.
    if utf8 * 10 >= high * 9:
        return Encoding(name="utf-8", damaged=True)
    scores = {
        "gb18030": _share_of_pairs(evidence, high, _is_gb2312),
        "big5": _share_of_pairs(evidence, high, _is_big5),
        "cp1252": _share_of_single_bytes(evidence, high),
    }
    best = max(scores, key=lambda name: scores[name])
    name = "cp950" if best == "big5" else best
    return Encoding(name=name, damaged=not _is_valid(evidence, name))


def _share_of_pairs(evidence: bytes, high: int, common: Callable[[int, int], bool]) -> float:
    """The share of bytes above 127 that are in pairs of frequent Chinese characters."""
    found = 0
    for match in _PAIR.finditer(evidence):
        pair = match[0]
        if len(pair) == 2 and common(pair[0], pair[1]):
            found += 1 + (pair[1] >= 0x80)
    return found / high if high else 0.0


def _is_gb2312(lead: int, trail: int) -> bool:
    """Punctuation and the 3,755 characters of level 1, which are most of any text."""
    return trail >= 0xA1 and (0xA1 <= lead <= 0xA3 or 0xB0 <= lead <= 0xD7)


def _is_big5(lead: int, trail: int) -> bool:
    """Punctuation and the 5,401 frequent characters."""
    return 0xA1 <= lead <= 0xC6 and (0x40 <= trail <= 0x7E or trail >= 0xA1)


def _share_of_single_bytes(evidence: bytes, high: int) -> float:
    """The share of bytes above 127 that stand alone, as accented letters do."""
    alone = sum(len(run[0]) == 1 for run in _HIGH_RUN.finditer(evidence))
    return alone / high if high else 0.0


def _is_valid(evidence: bytes, name: str) -> bool:
    """Whether all the lines can be read; a line that was cut may end inside a character."""
    for line in evidence.split(b"\n"):
        try:
            codecs.getincrementaldecoder(name)().decode(line, final=len(line) < 4096)
        except UnicodeDecodeError:
            return False
    return True
