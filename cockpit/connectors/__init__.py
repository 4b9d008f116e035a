"""Remote systems that data is pulled from, one module each, all the same shape over one `http`."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cockpit.connectors.connector import Connector


def connectors() -> tuple[Connector, ...]:
    """Return every connector; a new one is a module and a line here."""
    from cockpit.connectors import prometheus, rest_json

    return (prometheus.CONNECTOR, rest_json.CONNECTOR)
