"""Reads an untrusted JSON file, and takes values out of it without believing their types."""

from __future__ import annotations

import json
import math
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import NoReturn
from urllib.parse import urlsplit

from cockpit.domain.errors import UserError
from cockpit.domain.imported import Refusal
from cockpit.i18n import _

MAX_BYTES = 512 * 1024 * 1024
_MAX_DIGITS = 30
_MAX_KEY = 100
_RAW_LENGTH = 200
_OBJECT_ID = re.compile(r"[0-9a-fA-F]{24}")
# C0 but tab and line feed, DEL, C1, lone surrogates (not writable as UTF-8), direction overrides.
_UNWANTED = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]"
)

Row = dict[str, object]


class BadRow(Exception):
    """A row that cannot be taken; the sentence says why."""


class Refusals:
    """Collects what was not taken from the file."""

    def __init__(self) -> None:
        self._found: list[Refusal] = []

    def add(self, where: str, reason: str, raw: object) -> None:
        """Notes a refused part; its raw text is cut."""
        try:
            shown = raw if isinstance(raw, str) else json.dumps(raw, ensure_ascii=False)
        except RecursionError:
            shown = ""  # Nested just little enough to be read, too much to be shown.
        cut = clean(shown[: _RAW_LENGTH * 2])[:_RAW_LENGTH]
        self._found.append(Refusal(where=where, reason=reason, raw=cut))

    def all(self) -> tuple[Refusal, ...]:
        """Everything refused so far, in the order of the file."""
        return tuple(self._found)


def load(path: Path) -> object:
    """The JSON value in a file, or a UserError that says what is wrong with the file."""
    text = _decode(path, _read_bytes(path))
    try:
        return json.loads(
            text,
            parse_constant=_refuse_constant,
            parse_int=_parse_int,
            parse_float=_parse_float,
            object_pairs_hook=_parse_object,
        )
    except json.JSONDecodeError as error:
        raise UserError(
            _(
                "“{file}” is not valid JSON: line {line}, column {column}. It may be cut short: "
                "export the board again and choose the new file."
            ).format(file=path.name, line=error.lineno, column=error.colno)
        ) from error
    except BadRow as error:
        raise UserError(
            _("“{file}” was not read: {reason} Export the board again.").format(
                file=path.name, reason=error
            )
        ) from error
    except RecursionError as error:
        raise UserError(
            _("“{file}” is nested too deeply to be a board. Choose a Trello export.").format(
                file=path.name
            )
        ) from error


def _read_bytes(path: Path) -> bytes:
    try:
        if not path.is_file():
            raise UserError(
                _("“{file}” is not a file that can be read. Choose another.").format(file=path.name)
            )
        if path.stat().st_size > MAX_BYTES:
            raise UserError(
                _("“{file}” is larger than {limit} MB, which no board export is.").format(
                    file=path.name, limit=MAX_BYTES // (1024 * 1024)
                )
            )
        data = path.read_bytes()
    except OSError as error:
        raise UserError(
            _("“{file}” could not be read: {reason}. Check that you may open it.").format(
                file=path.name, reason=error.strerror or error
            )
        ) from error
    if not data.strip():
        raise UserError(_("“{file}” is empty. Export the board again.").format(file=path.name))
    return data


def _decode(path: Path, data: bytes) -> str:
    try:
        # Knows the byte order marks, and UTF-16 without one.
        return data.decode(json.detect_encoding(data))
    except UnicodeDecodeError as error:
        raise UserError(
            _(
                "“{file}” is not UTF-8 or UTF-16 text: byte {offset}. "
                "Save it as UTF-8, or export the board again."
            ).format(file=path.name, offset=error.start)
        ) from error


def _refuse_constant(name: str) -> NoReturn:
    raise BadRow(_("it holds {value}, which is not a number in JSON.").format(value=name))


def _parse_int(digits: str) -> int:
    if len(digits) > _MAX_DIGITS:
        raise BadRow(_("it holds a number of {count} digits.").format(count=len(digits)))
    return int(digits)


def _parse_float(digits: str) -> float:
    value = float(digits)
    if not math.isfinite(value):
        raise BadRow(_("it holds a number that is too large: {value}.").format(value=digits[:40]))
    return value


def _parse_object(pairs: list[tuple[str, object]]) -> Row:
    row = dict(pairs)
    if len(row) != len(pairs):
        names = [name for name, _value in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise BadRow(_("the name “{name}” occurs twice in one object.").format(name=twice[:40]))
    return row


def clean(text: str) -> str:
    """The text without control characters and other invisible traps; line ends become LF."""
    return _UNWANTED.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def text_of(row: Row, name: str) -> str:
    """A text of several lines; empty when absent or not a text."""
    value = row.get(name)
    return clean(value).strip() if isinstance(value, str) else ""


def line_of(row: Row, name: str) -> str:
    """A text of one line; empty when absent or not a text."""
    return " ".join(text_of(row, name).split())


def row_of(value: object) -> Row:
    """The value when it is an object, else an empty one."""
    return value if isinstance(value, dict) else {}


def list_of(row: Row, name: str) -> list[object]:
    """The list under a name; empty when absent or not a list."""
    value = row.get(name)
    return value if isinstance(value, list) else []


def key_of(value: object) -> str:
    """An id, or an empty text when it is not one."""
    if not isinstance(value, str) or not value or len(value) > _MAX_KEY:
        return ""
    return value if clean(value) == value and value.strip() == value else ""


def need_row(value: object) -> Row:
    """The value as an object with an id; raises BadRow."""
    if not isinstance(value, dict):
        raise BadRow(_("It is not an object."))
    if not key_of(value.get("id")):
        raise BadRow(_("It has no usable id."))
    return value


def number_of(row: Row, name: str, default: float) -> float:
    """A finite number; `default` when absent or something else ("top" in old files)."""
    value = row.get(name)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return default
    return float(value)


def count_of(row: Row, name: str) -> int | None:
    """A whole number from 0 that fits SQLite, else None."""
    value = row.get(name)
    if isinstance(value, bool) or not isinstance(value, int):
        return None
    return value if 0 <= value < 2**63 else None


def instant_of(value: object) -> datetime | None:
    """An ISO instant in UTC, or None when it is not one."""
    if not isinstance(value, str) or len(value) > 40:
        return None
    try:
        at = datetime.fromisoformat(value)
        return at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def instant_of_id(key: str) -> datetime | None:
    """When an object was made: its id starts with the Unix time in hexadecimal."""
    if not _OBJECT_ID.fullmatch(key):
        return None
    return datetime.fromtimestamp(int(key[:8], 16), UTC)


def is_web_address(url: str) -> bool:
    """Whether it is an http or https address: anything else could run or open something."""
    try:
        parts = urlsplit(url)
        return parts.scheme.lower() in {"http", "https"} and bool(parts.hostname)
    except ValueError:
        return False
