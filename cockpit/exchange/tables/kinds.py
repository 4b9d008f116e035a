"""Tells by the first bytes what a file is, whatever its name says."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final, Literal

from cockpit.domain.errors import UserError
from cockpit.i18n import N_, _

Kind = Literal["text", "xlsx", "json"]

_ZIP: Final = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# UTF-16 as the stream names of a compound file are written.
_ENCRYPTED: Final = "EncryptedPackage".encode("utf-16-le")
_FOREIGN: Final[tuple[tuple[bytes, str], ...]] = (
    (b"%PDF", N_("a PDF document")),
    (b"\x89PNG", N_("a picture")),
    (b"\xff\xd8\xff", N_("a picture")),
    (b"GIF8", N_("a picture")),
    (b"BM", N_("a picture")),
    (b"II*\x00", N_("a picture")),
    (b"MM\x00*", N_("a picture")),
    (b"RIFF", N_("a picture, sound or film")),
    (b"\x1f\x8b", N_("a compressed archive")),
    (b"BZh", N_("a compressed archive")),
    (b"\xfd7zXZ", N_("a compressed archive")),
    (b"7z\xbc\xaf", N_("a compressed archive")),
    (b"Rar!", N_("a compressed archive")),
    (b"\x28\xb5\x2f\xfd", N_("a compressed archive")),
    (b"SQLite format 3", N_("a database")),
    (b"\x7fELF", N_("a program")),
    (b"MZ", N_("a program")),
    (b"{\\rtf", N_("a text document")),
    (b"PAR1", N_("a Parquet file")),
)
_HTML: Final = re.compile(
    # Atomic, since two comments in a row could otherwise be read as one in many ways.
    r"\s*(?>(?:<!--(?>.*?-->)\s*)*)<(?:!doctype\s+html|html|head|body|table|meta|div|script|style)\b",
    re.IGNORECASE | re.DOTALL,
)
_XML: Final = re.compile(r"\s*<\?xml\b", re.IGNORECASE)
_MIME: Final = re.compile(r"\s*MIME-Version:", re.IGNORECASE)
_JSON: Final = re.compile(r"\s*(?:\[\s*[{\[\]]|\{\s*[\"}])")
_JSON_SUFFIXES: Final = (".json", ".jsonl", ".ndjson")


def kind_of(path: Path, head: bytes) -> Kind:
    """ "xlsx" for a zip archive, else "text"; raises UserError for what is never a table."""
    if not head:
        raise UserError(
            _("{name} is empty. Export it again and choose the new file.").format(name=path.name)
        )
    if head.startswith(_ZIP):
        return "xlsx"
    if head.startswith(_OLE):
        raise UserError(_ole_sentence(path))
    for mark, what in _FOREIGN:
        # Two letters alone may well begin a heading; a program or picture has zeros soon after.
        if head.startswith(mark) and (len(mark) > 2 or b"\x00" in head[:64] or mark[0] < 0x20):
            raise UserError(
                _("{name} is {what}, not a table. Choose a CSV, XLSX or JSON file.").format(
                    name=path.name, what=_(what)
                )
            )
    return "text"


def kind_of_text(path: Path, text: str) -> Kind:
    """ "json" or "text"; raises UserError for web pages and other marked-up documents."""
    if _HTML.match(text):
        raise UserError(
            _(
                "{name} is a web page, not a table: it was probably saved from a browser, or the "
                "link led to a sign-in page. Download the file itself, or open it in a spreadsheet "
                "program and save it as CSV or XLSX."
            ).format(name=path.name)
        )
    if _XML.match(text) or _MIME.match(text):
        raise UserError(
            _(
                "{name} is an XML or web archive document, not a table. Open it in a spreadsheet "
                "program and save it as CSV or XLSX."
            ).format(name=path.name)
        )
    if path.suffix.lower() in _JSON_SUFFIXES or _JSON.match(text):
        return "json"
    return "text"


def _ole_sentence(path: Path) -> str:
    """Old workbooks and encrypted new ones share a container; only the latter names a package."""
    if _names_encryption(path):
        return _(
            "{name} is protected with a password. Open it in a spreadsheet program, save a copy "
            "without a password, and import the copy."
        ).format(name=path.name)
    return _(
        "{name} is an old Excel file (.xls). Open it in a spreadsheet program and save it as "
        "XLSX or CSV."
    ).format(name=path.name)


def _names_encryption(path: Path) -> bool:
    """Whether the stream name stands in the first or last megabyte, where directories are."""
    window = 1 << 20
    with path.open("rb") as file:
        if _ENCRYPTED in file.read(window):
            return True
        file.seek(max(0, path.stat().st_size - window))
        return _ENCRYPTED in file.read(window)
