"""Products, their launches and releases, and the people who work on them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from cockpit.domain.entity import Entity


@dataclass(frozen=True, slots=True, kw_only=True)
class Product(Entity):
    """What is run for years: KPIs, sources, feedback and customers belong to it."""

    KIND: ClassVar[str] = "product"

    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Launch(Entity):
    """One go-live of a product, with its board; `go_live_on` is day T."""

    KIND: ClassVar[str] = "launch"

    product_id: str
    name: str
    phase: str = ""
    go_live_on: date | None = None

    def countdown(self, today: date) -> str:
        """Return the days to (T−11) or since (T+9) the go-live, empty when it is not set."""
        if self.go_live_on is None:
            return ""
        days = (today - self.go_live_on).days
        return f"T+{days}" if days >= 0 else f"T−{-days}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Release(Entity):
    """A version on a platform; `roll_out` is the share of users who get it, in percent."""

    KIND: ClassVar[str] = "release"

    product_id: str
    launch_id: str | None = None
    version: str
    platform: str = ""
    released_on: date | None = None
    roll_out: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Person(Entity):
    """Someone who can own work; not an account. `aliases` are separated by newlines."""

    KIND: ClassVar[str] = "person"

    name: str
    aliases: str = ""
    pinyin: str = ""
    colour: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Customer(Entity):
    """Someone who uses the product and may write feedback."""

    KIND: ClassVar[str] = "customer"

    product_id: str
    name: str
    contact: str = ""
