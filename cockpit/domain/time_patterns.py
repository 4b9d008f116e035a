"""The phrases that name a time of day: a pattern and what it means, one line each."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import time
from typing import Final

from cockpit.domain import dates
from cockpit.domain.phrase_pattern import BEFORE, LEFT, NUMBER, RIGHT, Pattern, latin

TimeRule = tuple[Pattern, Callable[[re.Match[str]], time | None]]


def _clock(hour: int, minute: int) -> time | None:
    return time(hour, minute) if hour < 24 and minute < 60 else None


def _time_zh(m: re.Match[str]) -> time | None:
    """上午9点, 晚上8点半; without a part of the day 1点 to 6点 are in the afternoon."""
    hour, minute = dates.read_number(m[2]), _minute_zh(m[3] or "")
    if hour is None or minute is None:
        return None
    if not m[1] and 0 < hour < 7:
        hour += 12
    return _in_part(m[1] or "", hour, minute)


def _minute_zh(text: str) -> int | None:
    named = {"": 0, "半": 30, "一刻": 15, "三刻": 45}
    return named[text] if text in named else dates.read_number(text.removesuffix("分"))


def _in_part(part: str, hour: int, minute: int) -> time | None:
    """The time meant by an hour in a part of the day."""
    if part.startswith("晚") and hour == 12:
        return time(23, 59)  # Midnight at the end of a day is still that day's deadline.
    if part == "凌晨" and hour == 12:
        return _clock(0, minute)
    if 0 < hour < 12 and (part in ("下午", "傍晚", "晚上", "晚") or (part == "中午" and hour < 11)):
        return _clock(hour + 12, minute)
    return _clock(hour, minute)


def _time_en(m: re.Match[str]) -> time | None:
    hour, minute = int(m[1]), int(m[2] or 0)
    if not 1 <= hour <= 12:
        return None
    return _clock(hour % 12 + (12 if m[3].lower().startswith("p") else 0), minute)


_PART: Final = "(凌晨|早上|上午|中午|下午|傍晚|晚上|(?<=[今明])[晚早])"
_MINUTES: Final = "(半|一刻|三刻|[0-5]?[0-9]分|[二三四五]?十[一二三四五六七八九]?分)"

TIME_RULES: Final[tuple[TimeRule, ...]] = (
    (Pattern(rf"{_PART}\s?{NUMBER}点(?:{_MINUTES}|钟|整)?{BEFORE}"), _time_zh),
    # 一点 alone means "a little", so a time without a part of the day has digits or says more.
    (Pattern(rf"(?<![\d.:])()(\d{{1,2}})点(?:{_MINUTES}|钟|整)?{BEFORE}"), _time_zh),
    (Pattern(rf"()([一二两三四五六七八九十]{{1,3}})点(?:{_MINUTES}|钟|整){BEFORE}"), _time_zh),
    (
        Pattern(rf"{_PART}\s?(\d{{1,2}}):([0-5]\d)(?![\d:]){BEFORE}"),
        lambda m: _in_part(m[1], int(m[2]), int(m[3])),
    ),
    (
        Pattern(rf"{LEFT}([01]?\d|2[0-3]):([0-5]\d)(?!:){RIGHT}{BEFORE}"),
        lambda m: _clock(int(m[1]), int(m[2])),
    ),
    (Pattern(f"中午{BEFORE}"), lambda _: time(12)),
    (latin(r"(?:(?:at|by)\s+)?(\d{1,2})(?::([0-5]\d))?\s?(am|pm|a\.m\.|p\.m\.)"), _time_en),
    (
        latin(r"(?:at|by)\s+([01]?\d|2[0-3]):([0-5]\d)"),
        lambda m: _clock(int(m[1]), int(m[2])),
    ),
    (latin(r"(?:at\s+|by\s+)?noon"), lambda _: time(12)),
)
