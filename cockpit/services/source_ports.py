"""What the page of sources, their runs and quarantine asks of the storage."""

from __future__ import annotations

from typing import Protocol


class SourceReader(Protocol):
    """Bounded questions about sources, runs and quarantine, a few milliseconds each."""
