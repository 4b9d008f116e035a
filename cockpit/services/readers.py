"""All that pages ask of an open workspace, as one reader."""

from __future__ import annotations

from typing import Protocol

from cockpit.services.feedback_ports import FeedbackReader
from cockpit.services.kpi_ports import KpiReader
from cockpit.services.overview_ports import OverviewReader
from cockpit.services.ports import BoardReader, ItemReader
from cockpit.services.risk_ports import RiskReader
from cockpit.services.source_ports import SourceReader


class Reader(
    BoardReader,
    ItemReader,
    RiskReader,
    FeedbackReader,
    KpiReader,
    SourceReader,
    OverviewReader,
    Protocol,
):
    """What every page is handed; each page uses its own part."""
