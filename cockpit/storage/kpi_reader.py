"""Bounded questions about figures and their series."""

from __future__ import annotations

from cockpit.storage.reader import SqlReader


class SqlKpiReader(SqlReader):
    """Answers the questions of figures and their series."""
