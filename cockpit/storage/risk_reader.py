"""Bounded questions about the risk register."""

from __future__ import annotations

from cockpit.storage.reader import SqlReader


class SqlRiskReader(SqlReader):
    """Answers the questions of the risk register."""
