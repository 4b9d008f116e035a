"""Prometheus, VictoriaMetrics and what answers like them: /api/v1/query_range as figures.

A figure is a PromQL expression with a name. Steps of seconds and minutes give values at moments;
“hour” and “day” give one value for each local hour or day, evaluated at its end and dated at its
start, so `increase(orders_total[1d])` is that day's orders. Only moments that have passed are
asked for. A day on which clocks change is evaluated at its own end, but `[1d]` in the expression
still means 24 hours.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from cockpit.connectors.connector import (
    Asking,
    Connector,
    cut,
    lines,
    require_address,
    with_defaults,
)
from cockpit.connectors.http_records import Answer, Ask
from cockpit.connectors.prometheus_answer import MomentSeries, query_problem, read_matrix
from cockpit.connectors.secrecy import NOTHING, Credential, basic, bearer
from cockpit.domain.errors import UserError
from cockpit.domain.periods import Grain, end_of, starts_between, to_milliseconds, zone_named
from cockpit.domain.points import make_points
from cockpit.domain.pull import Pulled, PullRequest, RefusedRow, SeriesPoints, SourceProblem
from cockpit.domain.source import ConnectorInfo, FormField, SecretField, Trouble
from cockpit.i18n import N_, _

if TYPE_CHECKING:
    from cockpit.domain.points import Times

# Prometheus refuses more than 11,000 points per series in one answer.
POINTS_PER_QUERY = 10_000
# Longer expressions go as a form: proxies cut long addresses.
LONGEST_ADDRESS = 1_500

MOMENTS = {"15s": 15_000, "1m": 60_000, "5m": 300_000, "15m": 900_000, "1h": 3_600_000}
PERIODS = {"hour": (Grain.HOUR, 3_600_000), "day": (Grain.DAY, 86_400_000)}

INFO = ConnectorInfo(
    key="prometheus",
    title=N_("Prometheus"),
    offers=N_(
        "Service figures such as orders per minute or error rate, as PromQL. "
        "VictoriaMetrics answers the same."
    ),
    address_title=N_("Server address"),
    address_help=N_("What stands before /api/v1/query_range."),
    address_example="https://prometheus.example.com",
    fields=(
        FormField(
            key="queries",
            title=N_("Figures"),
            help=N_("One a line: a name, an equals sign, a PromQL expression."),
            kind="lines",
            required=True,
            example="Error rate = sum(rate(errors_total[5m])) / sum(rate(requests_total[5m]))",
        ),
        FormField(
            key="step",
            title=N_("One value every"),
            help=N_("“hour” and “day” are whole periods in the zone of the source."),
            kind="choice",
            default="5m",
            choices=(
                ("15s", N_("15 seconds")),
                ("1m", N_("minute (momentary)")),
                ("5m", N_("5 minutes (momentary)")),
                ("15m", N_("15 minutes (momentary)")),
                ("1h", N_("hour (momentary)")),
                ("hour", N_("hour (whole period)")),
                ("day", N_("day (whole period)")),
            ),
        ),
        FormField(
            key="history",
            title=N_("Days of history"),
            help=N_("How far the first pull goes back."),
            kind="number",
            default="30",
        ),
        FormField(
            key="user",
            title=N_("User name"),
            help=N_("Only when the server asks for a name and password."),
        ),
    ),
    secrets=(
        SecretField(
            key="key",
            title=N_("Password or token"),
            help=N_("With a user name it is the password, without one a bearer token."),
        ),
    ),
    minimum_seconds=15,
)


def check(address: str, options: Mapping[str, str], zone: str) -> None:
    """Raise UserError for settings that cannot work."""
    require_address(address)
    answers = with_defaults(INFO, options)
    zone_named(zone or "UTC")
    names = [name for name, _expression in expressions(answers["queries"])]
    for name in names:
        if names.count(name) > 1:
            raise UserError(_("Two figures are called “{name}”. Rename one.").format(name=name))


def credential(options: Mapping[str, str], secrets: Mapping[str, str]) -> Credential:
    """Return a name and password, a token, or nothing."""
    key, user = secrets.get("key", ""), options.get("user", "").strip()
    if user:
        return basic(user, key)
    return bearer(key) if key else NOTHING


def expressions(text: str) -> list[tuple[str, str]]:
    """Return the names and expressions of the lines; without a name it is the expression."""
    found = []
    for line in lines(text):
        # PromQL has equals signs of its own, but only inside braces or as == and =~.
        named = re.match(r'([^={}()\[\]"]+)=(?![=~])\s*(.+)', line)
        found.append((named[1].strip(), named[2].strip()) if named else (line, line))
    return found


def pull(request: PullRequest, http: Asking) -> Iterator[Pulled]:
    """Yield the points of each expression, stretch by stretch.

    An expression that the server does not take ends itself only; it is said when the others are
    done.
    """
    answers = with_defaults(INFO, request.options)
    grain, step = PERIODS.get(answers["step"]) or (Grain.INSTANT, MOMENTS[answers["step"]])
    wrong: dict[str, SourceProblem] = {}
    for moments, stamps in stretches(request, grain, step):
        for name, expression in expressions(answers["queries"]):
            if name in wrong:
                continue
            try:
                answer = _ask(request.address, expression, moments, step, http)
                found = read_matrix(answer, moments, http.credential)
            except SourceProblem as problem:
                if problem.trouble is not Trouble.QUERY:
                    raise
                wrong[name] = problem
                continue
            yield _pulled(name, grain, found, stamps, http)
    for said in wrong.values():
        raise said


def stretches(request: PullRequest, grain: Grain, step: int) -> Iterator[tuple[Times, Times]]:
    """Yield what to ask for: evenly spaced moments, and the times their values are dated at.

    A stretch ends where a query would be too long, and where clocks change.
    """
    import numpy as np

    since, until = to_milliseconds(request.since), to_milliseconds(request.until)
    if grain is Grain.INSTANT:
        stamps = moments = np.arange(-(-since // step) * step, until, step, dtype=np.int64)
    else:
        zone = zone_named(request.zone or "UTC")
        starts = starts_between(since - step, until, grain, zone)
        pairs = [(start, end) for start in starts if (end := end_of(start, grain, zone)) <= until]
        table = np.array([pair for pair in pairs if pair[1] > since], np.int64).reshape(-1, 2)
        stamps, moments = table[:, 0], table[:, 1]
    breaks = np.flatnonzero(np.diff(moments) != step) + 1
    for first, last in zip([0, *breaks], [*breaks, len(moments)], strict=True):
        for begin in range(int(first), int(last), POINTS_PER_QUERY):
            part = slice(begin, min(begin + POINTS_PER_QUERY, int(last)))
            yield moments[part], stamps[part]


def _ask(address: str, expression: str, moments: Times, step: int, http: Asking) -> Answer:
    form = {
        "query": expression,
        "start": _seconds(int(moments[0])),
        "end": _seconds(int(moments[-1])),
        "step": _seconds(step),
        # VictoriaMetrics would round start and end to multiples of the step, away from midnight.
        "nocache": "1",
    }
    url = address.rstrip("/") + "/api/v1/query_range"
    query = urlencode(form)
    if len(url) + len(query) < LONGEST_ADDRESS:
        ask = Ask(url=f"{url}?{query}", accept=(400, 422))
    else:
        ask = Ask(url=url, form=form, accept=(400, 422))
    answer = http.fetch(ask)
    if answer.status >= 400:
        raise query_problem(answer, expression, http.credential)
    return answer


def _pulled(
    name: str, grain: Grain, found: list[MomentSeries], stamps: Times, http: Asking
) -> Pulled:
    series, refused = [], []
    for one in found:
        refused += [
            RefusedRow(
                place=f"{name} · {one.name}" if one.name else name,
                raw=cut(http.credential.hide(raw)),
                reason=reason,
            )
            for raw, reason in one.refused
        ]
        points = make_points(stamps[one.index], one.values)
        series.append(SeriesPoints(kpi=name, series=one.name, grain=grain, points=points))
    return Pulled(series=tuple(series), refused=tuple(refused))


def _seconds(milliseconds: int) -> str:
    whole, rest = divmod(milliseconds, 1000)
    return f"{whole}.{rest:03d}" if rest else str(whole)


CONNECTOR = Connector(info=INFO, check=check, credential=credential, pull=pull)
