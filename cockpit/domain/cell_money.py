"""Amounts of money, in the smallest unit of a currency of ISO 4217."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Final

from cockpit.domain.cell_basics import BadCell, value_text
from cockpit.domain.cell_numbers import parse_decimal, read_decimal
from cockpit.domain.table import Cell
from cockpit.i18n import _

# The active codes of ISO 4217 (list one), without funds and metals.
_CODES: Final = (
    "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP "
    "BYN BZD CAD CDF CHF CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP "
    "GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES "
    "KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU "
    "MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON "
    "RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND "
    "TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VES VND VUV WST XAF XCD XOF XPF YER ZAR ZMW ZWG"
)
CURRENCIES: Final = frozenset(_CODES.split())
_WHOLE_UNITS: Final = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF"
_THOUSANDTHS: Final = "BHD IQD JOD KWD LYD OMR TND"
_DIGITS: Final = dict.fromkeys(_WHOLE_UNITS.split(), 0) | dict.fromkeys(_THOUSANDTHS.split(), 3)
# Longer marks first, so that "HK$" is not read as "$".
_MARKS: Final = {
    "人民币": "CNY", "US$": "USD", "HK$": "HKD", "NT$": "TWD", "A$": "AUD", "C$": "CAD",
    "S$": "SGD", "R$": "BRL", "RMB": "CNY", "CN¥": "CNY", "JP¥": "JPY", "港元": "HKD",
    "港币": "HKD", "美元": "USD", "欧元": "EUR", "日元": "JPY", "英镑": "GBP", "Fr.": "CHF",
    "元": "CNY", "円": "JPY", "€": "EUR", "£": "GBP", "$": "USD", "¥": "CNY", "₩": "KRW",
    "₹": "INR", "₽": "RUB", "₫": "VND", "฿": "THB", "₺": "TRY",
}  # fmt: skip
_MARK: Final = "|".join(map(re.escape, _MARKS)) + "|[A-Za-z]{3}"
_MARKED: Final = re.compile(
    rf"(?P<sign>[-+−(]?)\s*(?P<before>{_MARK})?\s*(?P<number>[-+−]?[\d.,].*?)\s*"
    rf"(?P<after>{_MARK})?(?P<end>\)?)"
)
_LARGEST: Final = 2**63 - 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Money:
    """An amount: `minor` units (cents, fen) of `currency`; "" when the cell names none.

    Without a currency the minor unit is taken to be a hundredth.
    """

    minor: int
    currency: str = ""


def minor_digits(currency: str) -> int:
    """The decimals of a currency: 2 for most, 0 for JPY, 3 for KWD."""
    return _DIGITS.get(currency, 2)


def read_money(cell: Cell, *, currency: str = "", decimal: str = "") -> Money | None:
    """An amount, None where nothing stands; `currency` is meant where the cell names none.

    "¥" is renminbi unless `currency` is JPY, "$" the US dollar unless `currency` is another
    dollar. Raises BadCell for what is no amount and for more decimals than the currency has.
    """
    if isinstance(cell, int | float):
        amount = read_decimal(cell)
        # Binary fractions of a spreadsheet are a hair off; written digits are not.
        return None if amount is None else _money(amount, currency, exact=False)
    text = value_text(cell)
    if not text:
        return None
    match = _MARKED.fullmatch(text)
    if match is None:
        raise BadCell(_("“{text}” is not an amount of money.").format(text=text))
    named = {_currency_of(mark, currency) for mark in match.group("before", "after") if mark}
    if len(named) > 1:
        raise BadCell(_("“{text}” names two currencies.").format(text=text))
    amount = parse_decimal(f"{match['sign']}{match['number']}{match['end']}", decimal=decimal)
    return _money(amount, named.pop() if named else currency, exact=True)


def _currency_of(mark: str, meant: str) -> str:
    """The currency a sign or code names; raises BadCell for an unknown one."""
    if mark == "¥" and meant == "JPY":
        return meant
    if mark == "$" and meant.endswith("D"):
        return meant
    if mark in _MARKS:
        return _MARKS[mark]
    code = mark.upper()
    if code in CURRENCIES:
        return code
    raise BadCell(_("“{mark}” is not a currency. Use a code such as CNY or USD.").format(mark=mark))


def _money(amount: Decimal, currency: str, *, exact: bool) -> Money:
    scaled = amount.scaleb(minor_digits(currency))
    if abs(scaled) > _LARGEST:
        raise BadCell(_("This amount is too large."))
    minor = scaled.to_integral_value(ROUND_HALF_EVEN)
    if exact and minor != scaled:
        if not currency:
            raise BadCell(_("This amount has more than two decimals."))
        raise BadCell(
            _("This amount has more decimals than {currency} has.").format(currency=currency)
        )
    return Money(minor=int(minor), currency=currency)
