"""What the overview asks of the storage beyond what the other pages ask."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from cockpit.domain.organisation import Product, Release
from cockpit.domain.overview import Happening


class OverviewReader(Protocol):
    """Bounded questions of the overview; each answers in a few milliseconds."""

    def products(self) -> list[Product]:
        """Return the products by name."""

    def releases(self, product_id: str) -> list[Release]:
        """Return the releases of a product by date, those without one last."""

    def happenings(self, since: datetime | None = None, limit: int = 20) -> list[Happening]:
        """Return the standing steps after an instant, newest first."""
