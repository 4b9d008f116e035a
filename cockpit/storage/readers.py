"""All readers over one engine, as one object."""

from __future__ import annotations

from cockpit.storage.board_reader import SqlBoardReader
from cockpit.storage.feedback_reader import SqlFeedbackReader
from cockpit.storage.kpi_reader import SqlKpiReader
from cockpit.storage.overview_reader import SqlOverviewReader
from cockpit.storage.risk_reader import SqlRiskReader
from cockpit.storage.source_reader import SqlSourceReader


class SqlReaders(
    SqlBoardReader,
    SqlRiskReader,
    SqlFeedbackReader,
    SqlKpiReader,
    SqlSourceReader,
    SqlOverviewReader,
):
    """Answers what any page asks."""
