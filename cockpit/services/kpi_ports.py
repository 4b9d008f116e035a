"""What the page of figures and their series asks of the storage."""

from __future__ import annotations

from typing import Protocol


class KpiReader(Protocol):
    """Bounded questions about figures and their series; each answers in a few milliseconds."""
