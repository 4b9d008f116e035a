"""Amounts of money as people read them; they are stored in whole minor units of a currency."""

from __future__ import annotations

from decimal import Decimal

from cockpit.domain.cell_money import minor_digits


def amount_of(minor: int, currency: str) -> Decimal:
    """Return minor units as an amount in the currency's own unit: 1250 in EUR is 12.50."""
    return Decimal(minor).scaleb(-minor_digits(currency))


def money_text(minor: int, currency: str) -> str:
    """Return an amount as a person reads it: 1,710,000 USD, 12.50 EUR."""
    amount = amount_of(minor, currency)
    digits = 0 if amount == amount.to_integral_value() else minor_digits(currency)
    return f"{amount:,.{digits}f} {currency}".replace("-", "−").strip()
