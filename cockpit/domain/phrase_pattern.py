"""What the patterns of dates and times are made of: where a word begins and where it ends."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cached_property
from typing import Final


class Pattern:
    """A regular expression, compiled when first used: nobody should wait for forty at a start."""

    def __init__(self, source: str, flags: re.RegexFlag = re.NOFLAG) -> None:
        self._source, self._flags = source, flags

    @cached_property
    def match(self) -> Callable[[str, int], re.Match[str] | None]:
        """Match at a place, as a compiled expression does."""
        return re.compile(self._source, self._flags).match


# A Latin word ends where no letter, digit or joined word follows: not Monday.com, not today's.
LEFT: Final = r"""(?<![0-9A-Za-z_])(?<![0-9A-Za-z_][.'’/@:+-])(?<![@#/"'“‘(\[《「])"""
RIGHT: Final = r"(?![0-9A-Za-z_])(?![.'’/@:+-][0-9A-Za-z_])(?!%)"
NUMBER: Final = r"(\d{1,3}|[零〇一二两三四五六七八九十]{1,3})"
BEFORE: Final = r"(?:之前|以前|前)?"
ENDS: Final = r"(?=\s*(?:$|[@#!]))"


def latin(pattern: str) -> Pattern:
    """A word or words of their own, in any case."""
    return Pattern(LEFT + pattern + RIGHT, re.IGNORECASE | re.ASCII)


def chinese(pattern: str) -> Pattern:
    """Characters that are no part of a number, with 前 behind them or not."""
    return Pattern(r"(?<![\d.])(?<!\d[-–~])(?:" + pattern + ")" + BEFORE)
