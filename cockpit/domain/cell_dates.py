"""Days and instants as people and programs write them; what is ambiguous is not guessed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from typing import Final
from zoneinfo import ZoneInfo

from cockpit.domain.cell_basics import BadCell, refuse_error, value_text
from cockpit.domain.table import Cell
from cockpit.i18n import _

ORDERS: Final = ("dmy", "mdy", "ymd")
_MONTHS: Final = {
    "jan": 1, "feb": 2, "mar": 3, "apr": 4, "may": 5, "jun": 6,
    "jul": 7, "aug": 8, "sep": 9, "oct": 10, "nov": 11, "dec": 12,
}  # fmt: skip
_MONTH: Final = (
    r"(?P<mon>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_DAY: Final = (
    re.compile(r"(?P<y>\d{4})([-/.])(?P<m>\d{1,2})\2(?P<d>\d{1,2})"),
    re.compile(r"(?P<y>\d{4}) ?年 ?(?P<m>\d{1,2}) ?月 ?(?P<d>\d{1,2}) ?[日号]"),
    re.compile(r"(?P<y>\d{4})(?P<m>\d{2})(?P<d>\d{2})"),
    re.compile(r"(?P<d>\d{1,2})[- /.](?:of )?" + _MONTH + r",?[- /]?(?P<y>\d{4}|\d{2})"),
    re.compile(_MONTH + r"[- /]?(?P<d>\d{1,2})(?:st|nd|rd|th)?,?[- /](?P<y>\d{4}|\d{2})"),
    re.compile(r"(?P<y>\d{4})[- /]" + _MONTH + r"[- /](?P<d>\d{1,2})"),
    # Only days come first where points stand between.
    re.compile(r"(?P<d>\d{1,2})\.(?P<m>\d{1,2})\.(?P<y>\d{4})"),
)
_UNORDERED: Final = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d{2})")
_PARTIAL: Final = (
    re.compile(r"(?P<y>\d{4})[-/.](?P<m>\d{1,2})"),
    re.compile(r"(?P<y>\d{4}) ?年 ?(?P<m>\d{1,2}) ?月"),
    re.compile(_MONTH + r"[- /]?(?P<y>\d{4})"),
)
_WEEKDAY: Final = re.compile(
    r"(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*,? +|(?:星期|周)[一二三四五六日天],? *"
)
_TIME: Final = re.compile(
    r"(?P<pre>上午|下午)? ?(?P<h>\d{1,2}):(?P<min>\d{2})(?::(?P<s>\d{2})(?:[.,](?P<f>\d{1,9}))?)?"
    r"(?: ?(?P<post>[ap])\.?m\.?)?"
    r"(?: ?(?P<zone>z|utc|gmt|[-+]\d{2}:?\d{2}|(?:utc|gmt)?[-+]\d{1,2}))?"
)
_BETWEEN: Final = re.compile(r"(?P<day>.+?)(?:t| at |,? )(?P<time>(?:上午|下午)? ?\d{1,2}:\d{2}.*)")
# What most files hold, read by the standard library in a tenth of the time.
_ISO: Final = re.compile(
    r"\d{4}-\d{2}-\d{2}[T ][0-2]\d:\d{2}(?::\d{2}(?:\.\d{3}|\.\d{6})?)?(?:Z|[-+]\d{2}:\d{2})?"
)
_SERIAL: Final = re.compile(r"\d{5}(?:\.\d+)?")
_EPOCH: Final = re.compile(r"\d{10}(?:\.\d+)?|\d{13}")
# Day 0 of spreadsheets; their leap day of 1900 never was, so days before March 1900 are refused.
_SERIAL_ZERO: Final = datetime(1899, 12, 30)
# 1954 to 2119: other numbers in a column of dates are something else.
_SERIALS: Final = (20_000, 80_000)


@dataclass(frozen=True, slots=True)
class _Moment:
    """A day with perhaps a time and perhaps an offset."""

    day: date
    clock: time | None = None
    offset: tzinfo | None = None


def read_date(
    cell: Cell, *, order: str = "", zone: ZoneInfo | None = None, months: bool = False
) -> date | None:
    """A day, None where nothing stands; a time of day is left out.

    `order` ("dmy", "mdy", "ymd") reads 03/04/2026; without it such a cell is BadCell with
    `ambiguous`. An instant with an offset falls on the day of `zone`, or, without one, on the day
    that is written. `months` takes "2026-04" and "2026年4月" for the first of the month.
    """
    moment = _moment(cell, order, months)
    if moment is None:
        return None
    if zone is not None and moment.offset is not None and moment.clock is not None:
        return _shift(_aware(moment), zone).date()
    return moment.day


def read_instant(
    cell: Cell, *, order: str = "", zone: ZoneInfo | None = None, months: bool = False
) -> datetime | None:
    """An aware instant in UTC, None where nothing stands.

    What names no offset is a time in `zone`, a day alone its midnight there. Raises BadCell
    without a zone, and for times that a change of clocks skips or repeats.
    """
    moment = _moment(cell, order, months)
    if moment is None:
        return None
    if moment.offset is not None:
        return _shift(_aware(moment), UTC)
    if zone is None:
        raise BadCell(
            _("This time names no time zone. Say which zone the file is in."), ambiguous=True
        )
    return _in_zone(datetime.combine(moment.day, moment.clock or time()), zone)


def needs_order(cell: Cell) -> bool:
    """Whether a cell is three numbers whose order has to be known, as 03/04/2026."""
    if not isinstance(cell, str) or _ISO.fullmatch(cell):
        return False
    day = cell.strip().replace("T", " ").partition(" ")[0].rstrip(",")
    return _UNORDERED.fullmatch(day) is not None


def has_offset(cell: Cell, *, order: str = "") -> bool:
    """Whether a cell is an instant that needs no zone to be named."""
    # Which of two numbers is the month does not matter here, but one order may be impossible.
    for each in (order,) if order else ("dmy", "mdy"):
        try:
            moment = _moment(cell, each, months=True)
        except BadCell:
            if each in (order, "mdy"):
                raise
        else:
            break
    return moment is None or moment.offset is not None


def _moment(cell: Cell, order: str, months: bool) -> _Moment | None:
    refuse_error(cell)
    if isinstance(cell, datetime):
        return _Moment(cell.date(), cell.time(), cell.tzinfo)
    if isinstance(cell, date):
        return _Moment(cell)
    if isinstance(cell, bool):
        raise BadCell(_("This is a yes or no, not a date."))
    if isinstance(cell, str) and _ISO.fullmatch(cell):
        return _of_iso(cell)
    text = value_text(cell).lower()
    if not text:
        return None
    if _EPOCH.fullmatch(text):
        seconds = float(text) if "." in text or len(text) == 10 else int(text) / 1000
        at = datetime.fromtimestamp(seconds, UTC)
        return _Moment(at.date(), at.time(), UTC)
    if _SERIAL.fullmatch(text):
        return _of_serial(float(text), text)
    return _of_text(_WEEKDAY.sub("", text, count=1), order, months)


def _of_iso(text: str) -> _Moment:
    if text[11:13] == "24":
        return _of_text(text.lower(), "", months=False)
    try:
        at = datetime.fromisoformat(text)
    except ValueError as problem:
        raise _no_date(text) from problem
    return _Moment(at.date(), at.time(), at.tzinfo)


def _of_serial(serial: float, text: str) -> _Moment:
    if not _SERIALS[0] <= serial < _SERIALS[1]:
        raise _no_date(text)
    # To the second: a day is a fraction here, and fractions of seconds are its rounding.
    at = _SERIAL_ZERO + timedelta(seconds=round(serial * 86_400))
    return _Moment(at.date(), None if serial.is_integer() else at.time())


def _of_text(text: str, order: str, months: bool) -> _Moment:
    parts = _BETWEEN.fullmatch(text)
    if parts is None:
        return _Moment(_day(text, order, months))
    clock = _TIME.fullmatch(parts["time"].strip())
    if clock is None:
        raise _no_date(text)
    day = _day(parts["day"].rstrip(","), order, months=False)
    at, later = _clock(clock, text)
    return _Moment(day + timedelta(days=later), at, _offset(clock["zone"] or "", text))


def _day(text: str, order: str, months: bool) -> date:
    for pattern in (*_DAY, *(_PARTIAL if months else ())):
        if match := pattern.fullmatch(text):
            found = match.groupdict()
            month = _MONTHS[found["mon"][:3]] if found.get("mon") else int(found["m"])
            return _date(_year(found["y"]), month, int(found.get("d") or 1), text)
    if match := _UNORDERED.fullmatch(text):
        return _ordered((match[1], match[3], match[4]), order, text)
    raise _no_date(text)


def _ordered(parts: tuple[str, str, str], order: str, text: str) -> date:
    """The day of three numbers: by the order that is given, or the only one that makes a day."""
    possible: dict[date, str] = {}
    for each in (order,) if order else ORDERS:
        if each == "ymd" and len(parts[2]) == 4:
            continue
        day, month, year = (parts[each.index(letter)] for letter in "dmy")
        try:
            possible[date(_year(year), int(month), int(day))] = each
        except ValueError:
            continue
    if not possible:
        raise _no_date(text)
    if len(possible) > 1:
        raise BadCell(
            _(
                "“{text}” could be two different days. Say whether the day or the month is first."
            ).format(text=text),
            ambiguous=True,
        )
    return next(iter(possible))


def _year(text: str) -> int:
    """Two digits are the years 1970 to 2069, as POSIX has it."""
    year = int(text)
    if len(text) > 2:
        return year
    return year + (2000 if year < 70 else 1900)


def _date(year: int, month: int, day: int, text: str) -> date:
    try:
        return date(year, month, day)
    except ValueError as problem:
        raise _no_date(text) from problem


def _clock(match: re.Match[str], text: str) -> tuple[time, int]:
    """The time of day, and 1 when it is the midnight that ends the day (24:00)."""
    hour, minute, second = int(match["h"]), int(match["min"]), int(match["s"] or 0)
    fraction = int((match["f"] or "0").ljust(6, "0")[:6])
    half = match["post"] or {"上午": "a", "下午": "p"}.get(match["pre"] or "", "")
    if half and hour <= 12:
        hour = hour % 12 + (12 if half == "p" else 0)
    if (hour, minute, second, fraction) == (24, 0, 0, 0):
        return time(), 1
    try:
        return time(hour, minute, second, fraction), 0
    except ValueError as problem:
        raise _no_date(text) from problem


def _offset(text: str, whole: str) -> tzinfo | None:
    if not text:
        return None
    digits = text.removeprefix("utc").removeprefix("gmt")
    if digits in ("", "z"):
        return UTC
    sign, digits = (-1 if digits[0] == "-" else 1), digits[1:].replace(":", "")
    hours, minutes = (int(digits), 0) if len(digits) <= 2 else (int(digits[:2]), int(digits[2:]))
    if hours > 15 or minutes > 59:
        raise _no_date(whole)
    return timezone(sign * timedelta(hours=hours, minutes=minutes))


def _aware(moment: _Moment) -> datetime:
    return datetime.combine(moment.day, moment.clock or time(), moment.offset)


def _shift(at: datetime, zone: tzinfo) -> datetime:
    try:
        return at.astimezone(zone)
    except (OverflowError, ValueError) as problem:
        raise _no_date(at.isoformat()) from problem


def _in_zone(naive: datetime, zone: ZoneInfo) -> datetime:
    first = _shift(naive.replace(tzinfo=zone), UTC)
    second = _shift(naive.replace(tzinfo=zone, fold=1), UTC)
    if first == second:
        return first
    words = {"time": naive.isoformat(sep=" "), "zone": zone.key}
    if first > second:
        raise BadCell(
            _("{time} does not exist in {zone}: the clocks were put forward.").format(**words)
        )
    raise BadCell(_("{time} happened twice in {zone}: the clocks were put back.").format(**words))


def _no_date(text: str) -> BadCell:
    return BadCell(_("“{text}” is not a date.").format(text=text[:40]))
