"""What is asked of Prometheus, and what its answers mean."""

from __future__ import annotations

import json
import math
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
import pytest

from cockpit.connectors import prometheus
from cockpit.connectors.http_records import Answer, Ask
from cockpit.connectors.prometheus_answer import read_matrix, series_name
from cockpit.connectors.secrecy import NOTHING, Credential, bearer
from cockpit.domain.errors import UserError
from cockpit.domain.periods import Grain
from cockpit.domain.pull import PullRequest, SourceProblem
from cockpit.domain.source import Trouble

HOUR = 3_600_000


def request(since: str, until: str, zone: str = "UTC", **options: str) -> PullRequest:
    return PullRequest(
        name="t",
        address="http://127.0.0.1:9090/",
        options={"queries": "A = a"} | options,
        zone=zone,
        since=datetime.fromisoformat(since),
        until=datetime.fromisoformat(until),
    )


def answer(content: object, status: int = 200) -> Answer:
    return Answer(status=status, headers={}, body=json.dumps(content).encode(), host="h")


def matrix(values: list[Any], **labels: str) -> dict[str, Any]:
    result = [{"metric": labels, "values": values}]
    return {"status": "success", "data": {"resultType": "matrix", "result": result}}


class Server:
    """Answers from a list, and keeps what was asked."""

    credential: Credential = NOTHING

    def __init__(self, *answers: Answer) -> None:
        self.answers, self.asked = list(answers), list[Ask]()

    def fetch(self, ask: Ask) -> Answer:
        self.asked.append(ask)
        return self.answers.pop(0)


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("Errors = sum(rate(e[5m]))", ("Errors", "sum(rate(e[5m]))")),
        ("错误率=rate(e[5m]) / 2", ("错误率", "rate(e[5m]) / 2")),
        ('up{job="a"}', ('up{job="a"}', 'up{job="a"}')),
        ("up == 1", ("up == 1", "up == 1")),
        ('Up = up{job=~"a.*"}', ("Up", 'up{job=~"a.*"}')),
        ('sum(up{a="b"}) == 1', ('sum(up{a="b"}) == 1', 'sum(up{a="b"}) == 1')),
    ],
)
def test_a_line_is_a_name_and_an_expression(line: str, wanted: tuple[str, str]) -> None:
    assert prometheus.expressions(line) == [wanted]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"queries": ""}, "“Figures” is empty"),
        ({"queries": "A = a\nA = b"}, "Two figures are called “A”"),
        ({"queries": "a", "step": "7m"}, "cannot be “7m”"),
        ({"queries": "a", "stepp": "1m"}, "no setting “stepp”"),
        ({"queries": "a", "history": "-3"}, "no whole number"),
    ],
)
def test_settings_that_cannot_work_are_said(options: dict[str, str], said: str) -> None:
    with pytest.raises(UserError, match=said):
        prometheus.check("http://h", options, "UTC")


@pytest.mark.parametrize(
    ("address", "said"),
    [("h:9090", "no web address"), ("ftp://h", "no web"), ("http://a:b@h", "name or password")],
)
def test_addresses_that_cannot_work_are_said(address: str, said: str) -> None:
    with pytest.raises(UserError, match=said):
        prometheus.check(address, {"queries": "a"}, "UTC")


def stretches(wanted: PullRequest, grain: Grain, step: int) -> list[tuple[list[int], list[int]]]:
    found = prometheus.stretches(wanted, grain, step)
    return [(moments.tolist(), stamps.tolist()) for moments, stamps in found]


def test_moments_are_multiples_of_the_step_that_have_passed() -> None:
    wanted = request("2026-04-01T00:00:01+00:00", "2026-04-01T00:45:00+00:00")
    [(moments, stamps)] = stretches(wanted, Grain.INSTANT, 900_000)
    base = round(datetime(2026, 4, 1, tzinfo=UTC).timestamp() * 1000)
    assert moments == stamps == [base + 900_000, base + 1_800_000]


def test_days_are_evaluated_at_their_end_and_dated_at_their_start() -> None:
    wanted = request("2026-04-01T10:00:00+08:00", "2026-04-03T10:00:00+08:00", "Asia/Shanghai")
    [(moments, stamps)] = stretches(wanted, Grain.DAY, 24 * HOUR)
    midnights = [
        round(datetime.fromisoformat(f"2026-04-0{day}T00:00+08:00").timestamp() * 1000)
        for day in (1, 2, 3)
    ]
    assert (stamps, moments) == (midnights[:2], midnights[1:])


def test_a_day_of_23_hours_is_asked_for_by_itself() -> None:
    wanted = request("2026-03-27T12:00:00+01:00", "2026-03-31T12:00:00+02:00", "Europe/Berlin")
    found = stretches(wanted, Grain.DAY, 24 * HOUR)
    days = [(end - start) // HOUR for moments, stamps in found
            for end, start in zip(moments, stamps, strict=True)]  # fmt: skip
    assert days == [24, 24, 23, 24]
    assert [len(moments) for moments, _stamps in found] == [2, 2]
    for moments, _stamps in found:
        assert set(np.diff(moments)) <= {24 * HOUR}


def test_no_question_has_more_points_than_prometheus_answers() -> None:
    wanted = request("2026-01-01T00:00:00+00:00", "2026-03-01T00:00:00+00:00")
    found = stretches(wanted, Grain.INSTANT, 15_000)
    assert max(len(moments) for moments, _stamps in found) <= 11_000
    every = [moment for moments, _stamps in found for moment in moments]
    assert every == list(range(every[0], every[0] + len(every) * 15_000, 15_000))
    assert len(every) == 59 * 24 * 240


def one_hour(*values: object) -> tuple[PullRequest, Server]:
    wanted = request("2026-04-01T00:00:00+00:00", "2026-04-01T00:15:00+00:00", step="5m")
    base = datetime(2026, 4, 1, tzinfo=UTC).timestamp()
    pairs = [[base + 300 * at, value] for at, value in enumerate(values)]
    return wanted, Server(answer(matrix(pairs, job="a")))


def test_nan_is_a_point_without_a_value_and_infinity_is_refused() -> None:
    [part] = prometheus.pull(*one_hour("NaN", "+Inf", "2.5"))
    [series] = part.series
    assert (series.kpi, series.series) == ("A", "job=a")
    assert math.isnan(series.points.value[0])
    assert series.points.value[1] == 2.5
    [row] = part.refused
    assert row.place == "A · job=a"
    assert row.reason == "The value is infinite."


def test_gaps_are_absent_and_text_is_refused() -> None:
    wanted, server = one_hour("1", "x", None)
    [part] = prometheus.pull(wanted, server)
    assert part.series[0].points.value.tolist() == [1.0]
    assert len(part.refused) == 2


def test_moments_that_were_not_asked_for_are_said() -> None:
    wanted = request("2026-04-01T00:00:00+00:00", "2026-04-01T00:15:00+00:00", step="5m")
    with pytest.raises(SourceProblem, match="other moments"):
        list(prometheus.pull(wanted, Server(answer(matrix([[1.0, "1"]])))))


def test_a_bad_expression_ends_itself_only_and_is_said() -> None:
    wanted = request(
        "2026-04-01T00:00:00+00:00", "2026-04-01T00:05:00+00:00", queries="B = (\nA = a", step="5m"
    )
    base = datetime(2026, 4, 1, tzinfo=UTC).timestamp()
    bad = answer({"status": "error", "error": 'parse error:\n  unclosed "("'}, 400)
    server = Server(bad, answer(matrix([[base, "1"]])))
    parts = prometheus.pull(wanted, server)
    assert [one.kpi for one in next(parts).series] == ["A"]
    with pytest.raises(SourceProblem) as caught:
        next(parts)
    assert caught.value.trouble is Trouble.QUERY
    assert str(caught.value) == 'h does not understand “(”: parse error: unclosed "("'


def test_a_long_expression_goes_as_a_form() -> None:
    wanted = request(
        "2026-04-01T00:00:00+00:00", "2026-04-01T00:05:00+00:00", queries="A = " + "a+" * 900 + "a"
    )
    server = Server(answer(matrix([])))
    list(prometheus.pull(wanted, server))
    assert server.asked[0].form is not None
    assert server.asked[0].form["query"].startswith("a+a+")
    assert server.asked[0].url == "http://127.0.0.1:9090/api/v1/query_range"


def test_too_many_series_and_answers_in_part_are_said() -> None:
    moments = np.array([0], np.int64)
    many = matrix([])
    many["data"]["result"] *= 201
    with pytest.raises(SourceProblem, match="201 series"):
        read_matrix(answer(many), moments)
    with pytest.raises(SourceProblem, match="in part only") as caught:
        read_matrix(answer(matrix([]) | {"isPartial": True}), moments)
    assert caught.value.retryable


def test_a_vector_is_no_matrix_and_a_histogram_no_number() -> None:
    vector = {"status": "success", "data": {"resultType": "vector", "result": []}}
    with pytest.raises(SourceProblem, match="“matrix”"):
        read_matrix(answer(vector), np.array([0], np.int64))
    histogram = matrix([])
    histogram["data"]["result"] = [{"metric": {}, "histograms": [[0, {}]]}]
    [one] = read_matrix(answer(histogram), np.array([0], np.int64))
    assert "histogram" in one.refused[0][1]


def test_a_series_is_named_by_its_own_labels_in_order() -> None:
    assert series_name({"__name__": "up", "z": "1", "a": "2"}) == "a=2, z=1"
    assert series_name({"__name__": "up"}) == ""
    long = matrix([])
    long["data"]["result"] = [{"metric": {"a": "x" * 999}, "values": []}]
    [one] = read_matrix(answer(long), np.array([0], np.int64), bearer("x" * 900))
    assert one.name == "a=•••" + "x" * 99


def test_a_name_makes_it_a_password_and_none_a_token() -> None:
    assert (
        prometheus.credential({"user": "ops"}, {"key": "k"}).headers["Authorization"][:6]
        == "Basic "
    )
    assert prometheus.credential({}, {"key": "k"}).headers == {"Authorization": "Bearer k"}
    assert not prometheus.credential({}, {})


def test_history_is_a_day_to_ten_years() -> None:
    from cockpit.connectors.connector import history

    assert history(prometheus.INFO, {"queries": "a"}) == timedelta(days=30)
    assert history(prometheus.INFO, {"queries": "a", "history": "99999"}) == timedelta(days=3650)
