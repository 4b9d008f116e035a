"""The answer of query_range: an envelope, a matrix of series, values as text.

Absent points are gaps, "NaN" is a value the server could not compute (a point without a value),
"+Inf" and "-Inf" cannot be drawn and are refused. Stale markers never reach an answer.
"""

from __future__ import annotations

import json
import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from cockpit.connectors.connector import cut
from cockpit.connectors.http_records import Answer
from cockpit.connectors.secrecy import NOTHING, Credential
from cockpit.domain.pull import SourceProblem
from cockpit.domain.source import Trouble
from cockpit.i18n import N_, _

if TYPE_CHECKING:
    from cockpit.domain.points import Times

MOST_SERIES = 200
LONGEST_NAME = 200

FIELD = N_("The answer of {host} has no “{field}”, so it is not what Prometheus answers.")
MANY = N_(
    "{host} has {count} series for one figure, and at most {most} are taken. "
    "Bring them together, for example with sum by (name)."
)
PARTIAL = N_("{host} could answer in part only. It is tried again later.")
WRONG = N_("{host} does not understand “{expression}”: {reason}")
ELSEWHEN = N_("{host} answers for other moments than it was asked for.")


@dataclass(slots=True)
class MomentSeries:
    """One series of an answer: places among the moments asked for, and the values there."""

    name: str
    index: list[int] = field(default_factory=list)
    values: list[float] = field(default_factory=list)
    refused: list[tuple[str, str]] = field(default_factory=list)


def read_matrix(
    answer: Answer, moments: Times, credential: Credential = NOTHING
) -> list[MomentSeries]:
    """Return the series of an answer. Raises SourceProblem when it is not a matrix."""
    document = answer.json()
    data = _field(document, "data", dict, answer.host)
    if document.get("isPartial"):
        sentence = _(PARTIAL).format(host=answer.host)
        raise SourceProblem(Trouble.SERVER, sentence, retryable=True)
    result = _field(data, "result", list, answer.host)
    if data.get("resultType") != "matrix":
        raise _no_field(answer.host, "matrix")
    if len(result) > MOST_SERIES:
        sentence = _(MANY).format(host=answer.host, count=len(result), most=MOST_SERIES)
        raise SourceProblem(Trouble.QUERY, sentence)
    places = {int(moment): index for index, moment in enumerate(moments)}
    return [_series(one, places, answer.host, credential) for one in result]


def _series(one: Any, places: dict[int, int], host: str, credential: Credential) -> MomentSeries:
    metric = _field(one, "metric", dict, host)
    series = MomentSeries(cut(credential.hide(series_name(metric)), LONGEST_NAME))
    if "histograms" in one:
        series.refused.append(("histograms", _("A histogram is no single number.")))
        return series
    for pair in _field(one, "values", list, host):
        try:
            moment, text = pair
            t, value = round(float(moment) * 1000), float(text)
        except (TypeError, ValueError, OverflowError):
            series.refused.append((json.dumps(pair), _("This is no time and number.")))
            continue
        if t not in places:
            raise SourceProblem(Trouble.FORMAT, _(ELSEWHEN).format(host=host))
        if math.isinf(value):
            series.refused.append((json.dumps(pair), _("The value is infinite.")))
            continue
        series.index.append(places[t])
        series.values.append(value)
    return series


def series_name(metric: dict[str, Any]) -> str:
    """Return the name of a series, made of its own labels only, so that no other can change it."""
    labels = sorted((key, str(value)) for key, value in metric.items() if key != "__name__")
    return ", ".join(f"{key}={value}" for key, value in labels)


def query_problem(answer: Answer, expression: str, credential: Credential) -> SourceProblem:
    """Return what to say of a status 400 or 422, with the server's own reason in it."""
    try:
        reason = answer.json()["error"]
    except (SourceProblem, KeyError, TypeError):
        reason = str(answer.status)
    reason = cut(" ".join(credential.hide(str(reason)).split()), 200)
    sentence = _(WRONG).format(host=answer.host, expression=cut(expression, 80), reason=reason)
    return SourceProblem(Trouble.QUERY, sentence)


def _field(holder: Any, name: str, kind: type, host: str) -> Any:
    found = holder.get(name) if isinstance(holder, dict) else None
    if not isinstance(found, kind):
        raise _no_field(host, name)
    return found


def _no_field(host: str, name: str) -> SourceProblem:
    return SourceProblem(Trouble.FIELD, _(FIELD).format(host=host, field=name))
