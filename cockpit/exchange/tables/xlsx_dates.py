"""Which numbers of a workbook are dates: its number formats, and its two calendars."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from typing import Final, Literal

from cockpit.exchange.tables.xlsx_xml import Attributes, Handlers, attribute, local

Style = Literal["number", "date", "datetime", "time"]

# ECMA-376 part 1, 18.8.30; 27 to 36 and 50 to 58 are those of Chinese, Japanese and Korean.
_DATES: Final = (14, 15, 16, 17, 27, 28, 29, 30, 31, 36, 50, 51, 52, 53, 54, 57, 58)
_TIMES: Final = (18, 19, 20, 21, 32, 33, 34, 35, 45, 47, 55, 56)
_BUILT_IN: Final[dict[int, Style]] = {
    22: "datetime",
    **dict.fromkeys(_DATES, "date"),
    **dict.fromkeys(_TIMES, "time"),
}
# Quoted and escaped text, colours, locales and conditions; elapsed time ("[h]") is a number.
_LITERAL: Final = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!(?:h+|m+|s+)\])[^\]]*\]|上午/下午|AM/PM|A/P')
_DIGITS: Final = re.compile(r"(?<!s\.)(?<!s\.0)(?<!s\.00)[0#?]")
_MAX_STYLES: Final = 100_000
# Excel's calendar has a 29 February 1900; before it the numbers are one less.
_1900: Final = datetime(1899, 12, 30)
_1904: Final = datetime(1904, 1, 1)
_PHANTOM_DAY: Final = 60
_LAST_SERIAL: Final = 2_958_466


def style_of_format(code: str) -> Style:
    """Whether numbers in a format are shown as dates, times or both."""
    plain = _LITERAL.sub("", code.partition(";")[0]).casefold()
    if "[" in plain or _DIGITS.search(plain):
        return "number"
    has_time = "h" in plain or "s" in plain
    has_date = "y" in plain or "d" in plain or ("m" in plain and not has_time)
    if has_date:
        return "datetime" if has_time else "date"
    return "time" if has_time else "number"


def date_of(serial: float, style: Style, *, since_1904: bool) -> date | datetime | str | None:
    """The day or moment a number stands for; a time of day as text; None when it is no date."""
    if not 0 <= serial < _LAST_SERIAL:
        return None
    if style == "time" and serial < 1:
        return (_1900 + _elapsed(serial)).time().isoformat(timespec="seconds")
    if since_1904:
        at = _1904 + _elapsed(serial)
    elif serial < _PHANTOM_DAY:
        if serial < 1:
            return None
        at = _1900 + timedelta(days=1) + _elapsed(serial)
    elif serial < _PHANTOM_DAY + 1:
        return None
    else:
        at = _1900 + _elapsed(serial)
    return at.date() if style == "date" and float(serial).is_integer() else at


def _elapsed(serial: float) -> timedelta:
    """Days and their fraction, to the millisecond that such a number can hold."""
    return timedelta(milliseconds=round(serial * 86_400_000))


class Styles(Handlers):
    """The styles of cells by number, from styles.xml."""

    def __init__(self) -> None:
        self.of_cells: list[Style] = []
        self._formats: dict[int, Style] = dict(_BUILT_IN)
        self._in_cells = False

    def start(self, name: str, attributes: Attributes) -> None:
        """A format or a style begins."""
        name = local(name)
        if name == "numFmt":
            number = _integer(attribute(attributes, "numFmtId"))
            if len(self._formats) < _MAX_STYLES:
                self._formats[number] = style_of_format(attribute(attributes, "formatCode")[:500])
        elif name == "cellXfs":
            self._in_cells = True
        elif name == "xf" and self._in_cells and len(self.of_cells) < _MAX_STYLES:
            number = _integer(attribute(attributes, "numFmtId"))
            self.of_cells.append(self._formats.get(number, "number"))

    def end(self, name: str) -> None:
        """The styles of cells end; others follow that are not."""
        if local(name) == "cellXfs":
            self._in_cells = False


def _integer(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 8 else -1
