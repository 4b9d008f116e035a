"""Times as services write them, made instants; what is not certain is refused, never guessed."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from cockpit.domain.periods import day_start, to_milliseconds
from cockpit.i18n import _

DATE = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?")
# 1e15 ms is the year 33658: anything larger is no time.
LATEST_MS = 253_402_300_799_999


def read_time(raw: object, form: str, zone: ZoneInfo | None) -> int:
    """Return milliseconds since 1970 in UTC.

    `form` is auto, s, ms or a strptime pattern. Raises ValueError with a sentence for what is no
    time, or a local time without a zone or that exists twice or not at all in it.
    """
    if isinstance(raw, bool) or not isinstance(raw, str | int | float):
        raise ValueError(_("There is no time in it."))
    if form in ("s", "ms"):
        return _since_1970(raw, 1000 if form == "s" else 1)
    if not isinstance(raw, str):
        raise ValueError(_("The time is a number: say s or ms for it."))
    text = raw.strip()
    try:
        found = _parsed(text, form)
    except ValueError:
        raise ValueError(_("“{text}” is no time.").format(text=text[:60])) from None
    if isinstance(found, datetime) and found.tzinfo is not None:
        return to_milliseconds(found.astimezone(UTC))
    if zone is None:
        raise ValueError(_("The time names no zone. Choose one for this source."))
    if not isinstance(found, datetime):
        return day_start(found, zone)
    return _local(found, zone)


def _since_1970(raw: str | int | float, factor: int) -> int:
    try:
        found = round(float(raw) * factor)
    except (ValueError, OverflowError):
        found = -LATEST_MS - 1
    if abs(found) > LATEST_MS:
        raise ValueError(_("“{text}” is no time.").format(text=str(raw)[:60]))
    return found


def _parsed(text: str, form: str) -> datetime | date:
    if form != "auto":
        found = datetime.strptime(text, form)
        hours = any(mark in form for mark in ("%H", "%I", "%X", "%c", "%T", "%s"))
        return found if hours else found.date()
    if match := DATE.fullmatch(text):
        return date(int(match[1]), int(match[2]), int(match[3]))
    if re.fullmatch(r"\d{8}", text):
        return datetime.strptime(text, "%Y%m%d").date()
    if match := DATE.match(text):
        rest = text[match.end() :].lstrip(" T")
        day = f"{int(match[1]):04}-{int(match[2]):02}-{int(match[3]):02}"
        return datetime.fromisoformat(f"{day}T{rest}")
    return datetime.fromisoformat(text)


def _local(found: datetime, zone: ZoneInfo) -> int:
    """Return the instant of a local time that exists once."""
    first = found.replace(tzinfo=zone, fold=0)
    second = found.replace(tzinfo=zone, fold=1)
    instant = first.astimezone(UTC)
    if instant.astimezone(zone).replace(tzinfo=None) != found:
        raise ValueError(_("“{text}” does not exist: the clocks went forward.").format(text=found))
    if first.utcoffset() != second.utcoffset():
        raise ValueError(_("“{text}” is there twice: the clocks went back.").format(text=found))
    return to_milliseconds(instant)
