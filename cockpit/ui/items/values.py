"""Lines for numbers and days: what cannot be read stays as it was typed and says why."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Final

from cockpit.domain.due_text import read_due
from cockpit.i18n import _
from cockpit.ui.items.context import full_day
from cockpit.ui.kit.base import Label
from cockpit.ui.kit.value_fields import ValueLine

# Commas only between groups of three: elsewhere they may mean a decimal point.
_NUMBER: Final = re.compile(r"[+-]?(\d{1,3}(,\d{3})+|\d{1,15})?(\.\d{1,15})?")


def number_text(value: float) -> str:
    """1,200.5 with a true minus sign."""
    return f"{value:,.15g}".replace("-", "−")


def read_number(text: str) -> float | None:
    """The number that a text is, None for any other text."""
    plain = re.sub(r"\s", "", text).replace("−", "-").replace("，", ",")
    if not _NUMBER.fullmatch(plain) or not re.search(r"\d", plain):
        return None
    return float(plain.replace(",", ""))


class NumberLine(ValueLine):
    """A number."""

    def read(self, typed: str) -> str | None:
        """The number as it is shown."""
        if not typed.strip():
            return ""
        number = read_number(typed)
        if number is None:
            self.set_problem(_("Not a number. Write it like 1200.5 or 1,200.5."))
            return None
        return number_text(number)

    def number(self) -> float | None:
        """The number that stands in the line."""
        return read_number(self.text())


class DayLine(ValueLine):
    """A day, in words or figures."""

    def __init__(self, placeholder: Label, today: Callable[[], date]) -> None:
        super().__init__(placeholder)
        self.today = today

    def read(self, typed: str) -> str | None:
        """The day as it is shown."""
        if not typed.strip():
            return ""
        found = read_due(typed, self.today())
        if found is None or found[1] is not None:
            self.set_problem(_("Not a date. Try “tomorrow”, “next wed” or 2026-12-01."))
            return None
        return full_day(found[0])

    def day(self) -> date | None:
        """The day that stands in the line."""
        found = read_due(self.text(), self.today())
        return found[0] if found is not None else None
