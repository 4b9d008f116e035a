"""What the page of the feedback inbox asks of the storage."""

from __future__ import annotations

from typing import Protocol


class FeedbackReader(Protocol):
    """Bounded questions about the feedback inbox; each answers in a few milliseconds."""
