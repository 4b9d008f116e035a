"""Ranges as people write them: `100,000–300,000 CHF`, `5–10 d`, `20–40%`, or a single value.

A single value is a range with both ends equal. What is written here can be read again.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from cockpit.domain.cells import BadCell, is_percent, minor_digits, read_money, read_number
from cockpit.domain.money import amount_of, money_text
from cockpit.i18n import _

_BETWEEN: Final = re.compile(
    r"\s*(?:–|—|~|～|至|到|\.\.|(?<=[\d%％万亿kKmMdD天日.])\s*[-−]\s*(?=[\d¥$€£A-Z])|\bto\b)\s*"
)
_DAYS: Final = re.compile(
    r"(?P<number>[\d.,]+)\s*(?P<unit>d|days?|w|weeks?|天|日|个?工作日|周|个?星期)?", re.IGNORECASE
)
_WEEK: Final = 7


@dataclass(frozen=True, slots=True)
class CostRange:
    """From low to high, in minor units of a currency, "" when none is named."""

    low: int
    high: int
    currency: str


def ends(text: str) -> tuple[str, str]:
    """The two ends of a range as written; the same text twice when it is a single value."""
    parts = [part for part in _BETWEEN.split(text.strip()) if part]
    if len(parts) > 2:
        raise BadCell(_("“{text}” has more than two ends.").format(text=text.strip()[:40]))
    return (parts[0], parts[-1]) if parts else ("", "")


def read_cost(text: str, *, currency: str = "", decimal: str = "") -> CostRange | None:
    """An amount or a range of amounts; the currency may stand at either end."""
    first, last = ends(text)
    low = read_money(first, currency=currency, decimal=decimal)
    high = read_money(last, currency=currency, decimal=decimal)
    if low is None or high is None:
        return None
    named = {money.currency for money in (low, high) if money.currency}
    if len(named) > 1 and currency in named:
        # The end that names none was read in the currency that was only assumed.
        named -= {currency}
    if len(named) > 1:
        raise BadCell(_("“{text}” names two currencies.").format(text=text.strip()[:40]))
    meant = named.pop() if named else ""
    if meant:
        low = read_money(first, currency=meant, decimal=decimal) or low
        high = read_money(last, currency=meant, decimal=decimal) or high
    _rising(low.minor, high.minor, text)
    return CostRange(low.minor, high.minor, meant)


def read_days(text: str) -> tuple[float, float] | None:
    """Days, or weeks of seven days, as a single number or a range."""
    first, last = ends(text)
    unit = _DAYS.fullmatch(last)
    match = _DAYS.fullmatch(first)
    if match and unit and match["unit"] is None and unit["unit"]:
        first += unit["unit"]
    low, high = _days(first), _days(last)
    if low is None or high is None:
        return None
    _rising(low, high, text)
    return low, high


def read_share(text: str) -> tuple[float, float] | None:
    """A probability as percent or as a share: 20%, 0.2, 20–40%."""
    first, last = ends(text)
    if is_percent(last) and not is_percent(first):
        first += "%"
    low, high = read_number(first), read_number(last)
    if low is None or high is None:
        return None
    _rising(low, high, text)
    if high > 1:
        raise BadCell(_("“{text}” is no probability: it is at most 100%.").format(text=text[:40]))
    return low, high


def cost_text(low: int, high: int, currency: str) -> str:
    """A cost range as a person reads it: 100,000–300,000 CHF."""
    if low == high:
        return money_text(low, currency)
    digits = 0
    if any(amount_of(end, currency) % 1 for end in (low, high)):
        digits = minor_digits(currency)
    first, last = (f"{amount_of(end, currency):,.{digits}f}" for end in (low, high))
    return f"{first}–{last} {currency}".strip()


def days_text(low: float, high: float) -> str:
    """A range of days without its unit: 5–10."""
    return f"{low:,.10g}" if low == high else f"{low:,.10g}–{high:,.10g}"


def share_text(low: float, high: float) -> str:
    """A range of probabilities in percent: 20–40%."""
    first, last = (f"{end * 100:.6g}" for end in (low, high))
    return f"{first}%" if first == last else f"{first}–{last}%"


def _days(text: str) -> float | None:
    if not text.strip():
        return None
    match = _DAYS.fullmatch(text.strip())
    if match is None:
        value = read_number(text)  # Says what is wrong with it, or that nothing stands there.
        if value is None:
            return None
        return _positive(value, text)
    value = read_number(match["number"])
    weeks = (match["unit"] or "").casefold().startswith(("w", "周", "星期", "个星期"))
    return None if value is None else _positive(value * (_WEEK if weeks else 1), text)


def _positive(value: float, text: str) -> float:
    if value < 0:
        raise BadCell(_("“{text}” is below zero.").format(text=text.strip()[:40]))
    return value


def _rising(low: float, high: float, text: str) -> None:
    if low < 0:
        raise BadCell(_("“{text}” is below zero.").format(text=text.strip()[:40]))
    if low > high:
        raise BadCell(_("“{text}” ends lower than it begins.").format(text=text.strip()[:40]))
