"""Bounded questions about sources, their runs and quarantine."""

from __future__ import annotations

from cockpit.storage.reader import SqlReader


class SqlSourceReader(SqlReader):
    """Answers the questions of sources, their runs and quarantine."""
