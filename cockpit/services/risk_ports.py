"""What the page of the risk register asks of the storage."""

from __future__ import annotations

from typing import Protocol


class RiskReader(Protocol):
    """Bounded questions about the risk register; each answers in a few milliseconds."""
