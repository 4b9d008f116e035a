"""Read a field that holds nothing but a date: 明天下午3点, next wed, 2026-12-01, 7d."""

from __future__ import annotations

from datetime import date, time, timedelta

from cockpit.domain.date_phrases import find_phrases
from cockpit.domain.filter_dates import read_day

_FILLING = " \t,，、\u3000"


def read_due(text: str, today: date) -> tuple[date, time | None] | None:
    """The day and time that a text names, a time alone meaning today; None when unclear.

    Every word must belong to the date, and all its parts must agree (`Wed, Nov 25` on another
    weekday is a slip of the pen, not a date).
    """
    text = text.strip()
    phrases, _escapes = find_phrases(text, today)
    rest = list(text)
    for phrase in phrases:
        rest[phrase.start : phrase.end] = [" "] * (phrase.end - phrase.start)
    if not phrases or "".join(rest).strip(_FILLING):
        return _span(text, today)
    at = [phrase.at for phrase in phrases if phrase.at is not None]
    days = [phrase.on for phrase in phrases if phrase.on is not None]
    whole = max(phrases, key=lambda phrase: (phrase.on is not None, phrase.end - phrase.start)).on
    if len(at) > 1 or (whole and any(day.weekday() != whole.weekday() for day in days)):
        return None
    return whole or today, at[0] if at else None


def _span(text: str, today: date) -> tuple[date, time | None] | None:
    """A number of days from today, written like in a filter."""
    days = read_day(text)
    if days is None or not days.endswith("d") or not days[:-1].isdecimal():
        return None
    try:
        return today + timedelta(days=int(days[:-1])), None
    except OverflowError:
        return None
