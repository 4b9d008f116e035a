"""Bounded questions about the feedback inbox."""

from __future__ import annotations

from cockpit.storage.reader import SqlReader


class SqlFeedbackReader(SqlReader):
    """Answers the questions of the feedback inbox."""
