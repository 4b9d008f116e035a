"""A first look at a source: ask it for its last day and write nothing."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from cockpit.domain.entity import utc_now
from cockpit.domain.pull import Stop
from cockpit.domain.source import Source
from cockpit.services.sources import options_of
from cockpit.sync.runner import Network, connector_named, request_of, system_network


def probe(
    source: Source, secrets: Mapping[str, str], stop: Stop, network: Network | None = None
) -> tuple[int, int]:
    """Return how many points and refused rows the last day has.

    Raises SourceProblem, UserError or Cancelled.
    """
    connector = connector_named(source.connector)
    credential = connector.credential(options_of(source), secrets)
    until = utc_now()
    points = refused = 0
    with (network or system_network()).open(source, credential, stop) as http:
        request = request_of(source, until - timedelta(days=1), until)
        for part in connector.pull(request, http):
            points += sum(len(one.points) for one in part.series)
            refused += len(part.refused)
    return points, refused
