"""Numbers as people and programs write them, in two conventions and with Chinese units."""

from __future__ import annotations

import math
import re
from decimal import Decimal
from typing import Final

from cockpit.domain.cell_basics import BadCell, value_text
from cockpit.domain.table import Cell
from cockpit.i18n import _

_PLAIN: Final = re.compile(r"-?[0-9]{1,15}(?:\.[0-9]{1,17})?")
_WHOLE: Final = re.compile(
    r"""(?P<open>\()?\s*(?P<sign>[-+])?\s*
        (?P<digits>[0-9.,'’ ]*[0-9][0-9.,'’ ]*?)
        (?P<power>[eE][-+]?[0-9]{1,3})?\s*
        (?P<unit>%|‰|万亿|千万|百万|[千万亿]|[kK]|M|mn|bn)?\s*(?P<close>\))?""",
    re.VERBOSE,
)
_UNITS: Final = {
    "": Decimal(1),
    "%": Decimal("0.01"),
    "‰": Decimal("0.001"),
    "千": Decimal(10) ** 3,
    "k": Decimal(10) ** 3,
    "K": Decimal(10) ** 3,
    "万": Decimal(10) ** 4,
    "百万": Decimal(10) ** 6,
    "M": Decimal(10) ** 6,
    "mn": Decimal(10) ** 6,
    "千万": Decimal(10) ** 7,
    "亿": Decimal(10) ** 8,
    "bn": Decimal(10) ** 9,
    "万亿": Decimal(10) ** 12,
}
# Thousands by commas or points, the Indian way too; by blanks or apostrophes only threes.
_GROUPED: Final = {
    ",": re.compile(r"[0-9]{1,3}(?:,[0-9]{2,3})*,[0-9]{3}"),
    ".": re.compile(r"[0-9]{1,3}(?:\.[0-9]{3})+"),
    " ": re.compile(r"[0-9]{1,3}(?: [0-9]{3})+"),
    "'": re.compile(r"[0-9]{1,3}(?:'[0-9]{3})+"),
}
_UNCLEAR: Final = re.compile(r"[1-9][0-9]{0,2}[,.][0-9]{3}")
_DECIMAL_COMMA: Final = re.compile(
    r"[0-9]+,(?:[0-9]{1,2}|[0-9]{4,})|[0-9]{1,3}(?:\.[0-9]{3})+,[0-9]+"
)
_MINUS: Final = str.maketrans({"−": "-", "–": "-", "’": "'"})


def read_number(cell: Cell, *, decimal: str = "") -> float | None:
    """A number, None where nothing stands; a percentage is a fraction: "12.3%" is 0.123.

    `decimal` is the decimal mark, "." or ",". Without it the last of two marks is the decimal
    mark, one comma before exactly three digits parts thousands, and a single point is decimal.
    Raises BadCell for what is no number, and for infinity and NaN.
    """
    if isinstance(cell, str) and decimal != "," and _PLAIN.fullmatch(cell):
        return float(cell)
    value = read_decimal(cell, decimal=decimal)
    return None if value is None else _finite(float(value), str(cell))


def read_decimal(cell: Cell, *, decimal: str = "") -> Decimal | None:
    """The same number, exactly as written."""
    if isinstance(cell, bool):
        raise BadCell(_("This is a yes or no, not a number."))
    if isinstance(cell, int | float):
        return Decimal(repr(_finite(cell, str(cell))))
    text = value_text(cell)
    return parse_decimal(text, decimal=decimal) if text else None


def parse_decimal(text: str, *, decimal: str = "") -> Decimal:
    """The number a trimmed text is; raises BadCell."""
    match = _WHOLE.fullmatch(text.translate(_MINUS))
    if match is None or bool(match["open"]) != bool(match["close"]):
        raise _not_a_number(text)
    digits = _point_notation(match["digits"].strip(), decimal, text)
    value = Decimal(digits + (match["power"] or "")) * _UNITS[match["unit"] or ""]
    # Brackets are how accounts write a negative amount.
    return -value if match["open"] or match["sign"] == "-" else value


def is_percent(cell: Cell) -> bool:
    """Whether a cell is written as a percentage."""
    return isinstance(cell, str) and cell.strip(" )").endswith(("%", "％"))


def is_unclear(cell: Cell) -> bool:
    """Whether "1,234" or "1.234" could be a thousand or a little over one: only habit tells."""
    return isinstance(cell, str) and _UNCLEAR.fullmatch(cell.strip(" +-()")) is not None


def shows_decimal_comma(cell: Cell) -> bool:
    """Whether a cell can only be read with a decimal comma, as "3,5" and "1.234,5"."""
    if not isinstance(cell, str):
        return False
    return _DECIMAL_COMMA.fullmatch(cell.strip(" +-()%")) is not None


def _one_comma_and_three(text: str) -> bool:
    return re.fullmatch(r"[1-9][0-9]{0,2},[0-9]{3}", text) is not None


def _point_notation(digits: str, decimal: str, text: str) -> str:
    """The digits with a decimal point and without marks for thousands."""
    mark = decimal or _decimal_mark(digits)
    whole, _mark, fraction = digits.partition(mark) if mark else (digits, "", "")
    if not whole:
        whole = "0"
    if not whole.isdigit():
        used = {char for char in whole if not char.isdigit()}
        grouping = used.pop() if len(used) == 1 else ""
        if grouping not in _GROUPED or _GROUPED[grouping].fullmatch(whole) is None:
            raise _not_a_number(text)
        whole = whole.replace(grouping, "")
    if fraction and not fraction.isdigit():
        raise _not_a_number(text)
    return f"{whole}.{fraction}" if fraction else whole


def _decimal_mark(digits: str) -> str:
    points, commas = digits.count("."), digits.count(",")
    if points and commas:
        return "." if digits.rindex(".") > digits.rindex(",") else ","
    if points == 1:
        return "."
    if commas == 1 and not _one_comma_and_three(digits):
        return ","
    return ""


def _finite(value: float, text: str) -> float:
    if not math.isfinite(value):
        raise _not_a_number(text)
    return value


def _not_a_number(text: str) -> BadCell:
    return BadCell(_("“{text}” is not a number.").format(text=text[:40]))
