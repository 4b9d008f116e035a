"""Any JSON service: what its times, values, rows and pages mean, and what is refused with why."""

from __future__ import annotations

import json
import math
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from cockpit.connectors import rest_json
from cockpit.connectors.http_records import Answer, Ask
from cockpit.connectors.rest_rows import read_value
from cockpit.connectors.rest_times import read_time
from cockpit.connectors.secrecy import NOTHING, Credential
from cockpit.domain.errors import UserError
from cockpit.domain.points import PointFlag
from cockpit.domain.pull import Pulled, PullRequest, SourceProblem
from cockpit.domain.source import Trouble

SHANGHAI, BERLIN = ZoneInfo("Asia/Shanghai"), ZoneInfo("Europe/Berlin")


def ms(text: str) -> int:
    return round(datetime.fromisoformat(text).timestamp() * 1000)


class Server:
    """Answers page by page, and keeps what was asked."""

    credential: Credential = NOTHING

    def __init__(self, *pages: object, link: str = "") -> None:
        self.pages, self.link, self.asked = list(pages), link, list[Ask]()

    def fetch(self, ask: Ask) -> Answer:
        self.asked.append(ask)
        page = self.pages.pop(0)
        headers = {"link": self.link} if self.link and self.pages else {}
        return Answer(status=200, headers=headers, body=json.dumps(page).encode(), host="h")


def pull(
    server: Server,
    address: str = "http://h/x",
    since: str = "2026-04-01T00:00+08:00",
    until: str = "2026-04-03T12:00+08:00",
    zone: str = "Asia/Shanghai",
    **options: str,
) -> list[Pulled]:
    answers = {"figure": "Orders"} | options
    rest_json.check(address, answers, zone)
    request = PullRequest(
        name="t",
        address=address,
        options=answers,
        zone=zone,
        since=datetime.fromisoformat(since),
        until=datetime.fromisoformat(until),
    )
    return list(rest_json.pull(request, server))


def row(date: object, value: object, **more: object) -> dict[str, object]:
    return {"date": date, "value": value, **more}


@pytest.mark.parametrize(
    ("raw", "form", "wanted"),
    [
        ("2026-04-01", "auto", "2026-04-01T00:00+08:00"),
        ("2026/4/1", "auto", "2026-04-01T00:00+08:00"),
        ("2026年4月1日", "auto", "2026-04-01T00:00+08:00"),
        ("20260401", "auto", "2026-04-01T00:00+08:00"),
        ("2026-04-01T10:30:00", "auto", "2026-04-01T10:30+08:00"),
        ("2026/4/1 10:30", "auto", "2026-04-01T10:30+08:00"),
        ("2026-04-01T10:30:00Z", "auto", "2026-04-01T10:30+00:00"),
        ("2026-04-01T10:30:00-05:00", "auto", "2026-04-01T10:30-05:00"),
        (1_775_010_600, "s", "2026-04-01T02:30+00:00"),
        ("1775010600", "s", "2026-04-01T02:30+00:00"),
        (1_775_010_600_000, "ms", "2026-04-01T02:30+00:00"),
        ("01.04.2026", "%d.%m.%Y", "2026-04-01T00:00+08:00"),
        ("01.04.2026 09:00", "%d.%m.%Y %H:%M", "2026-04-01T09:00+08:00"),
    ],
)
def test_times_are_read_as_they_are_written(raw: object, form: str, wanted: str) -> None:
    assert read_time(raw, form, SHANGHAI) == ms(wanted)


@pytest.mark.parametrize(
    ("raw", "form", "zone", "said"),
    [
        ("2026-04-01", "auto", None, "names no zone"),
        ("2026-03-29T02:30:00", "auto", BERLIN, "does not exist"),
        ("2026-10-25T02:30:00", "auto", BERLIN, "is there twice"),
        ("yesterday", "auto", SHANGHAI, "is no time"),
        ("2026-02-30", "auto", SHANGHAI, "is no time"),
        (20260401, "auto", SHANGHAI, "is a number"),
        (None, "auto", SHANGHAI, "no time in it"),
        (True, "s", SHANGHAI, "no time in it"),
        ("1e400", "s", SHANGHAI, "is no time"),
        (float("nan"), "ms", SHANGHAI, "is no time"),
        (1e30, "ms", SHANGHAI, "is no time"),
    ],
)
def test_times_that_are_not_certain_are_refused(
    raw: object, form: str, zone: ZoneInfo | None, said: str
) -> None:
    with pytest.raises(ValueError, match=said):
        read_time(raw, form, zone)


@pytest.mark.parametrize(
    ("raw", "wanted"), [(3, 3.0), ("1,234.5", 1234.5), ("12.3%", 12.3), (-0.5, -0.5)]
)
def test_values_are_numbers_or_texts_of_numbers(raw: object, wanted: float) -> None:
    assert read_value(raw) == wanted


@pytest.mark.parametrize("raw", ["", "--", "x", True, [], {}, "inf", float("inf"), float("nan")])
def test_other_values_are_refused(raw: object) -> None:
    with pytest.raises(ValueError, match=r"no (finite )?number"):
        read_value(raw)


def test_null_is_a_point_without_a_value() -> None:
    [part] = pull(Server({"data": [row("2026-04-01", None)]}))
    [series] = part.series
    assert math.isnan(series.points.value[0])
    assert series.points.flags[0] & PointFlag.MISSING


def test_a_period_that_is_not_over_is_running() -> None:
    [part] = pull(Server({"data": [row("2026-04-02", 1), row("2026-04-03", 2)]}))
    assert part.series[0].points.flags.tolist() == [0, PointFlag.RUNNING]


def test_what_is_older_than_asked_for_is_left_as_it_is() -> None:
    rows = [row("2026-03-31", 1), row("2026-04-01", 2)]
    # From the middle of a day on: that day is taken whole.
    [part] = pull(Server({"data": rows}), since="2026-04-01T18:00+08:00")
    assert part.series[0].points.t.tolist() == [ms("2026-04-01T00:00+08:00")]


def test_bad_rows_are_refused_with_where_and_why() -> None:
    rows = [row("2026-04-01", 1), row("2026-04-01", 2), row("?", 3), {"date": "2026-04-02"}]
    rows += [row("2026-04-02", "many"), row("2026-04-01", 1)]
    [part] = pull(Server({"data": rows}))
    assert part.series[0].points.value.tolist() == [1.0]
    assert [(one.place, one.reason) for one in part.refused] == [
        ("page 1, row 2", "There is another value for the same period."),
        ("page 1, row 3", "“?” is no time."),
        ("page 1, row 4", "A part of the row is missing."),
        ("page 1, row 5", "The value is no number."),
    ]
    assert json.loads(part.refused[1].raw) == row("?", 3)


def test_rows_make_lines_by_a_name_in_them() -> None:
    rows = [row("2026-04-01", 1, app="iOS"), row("2026-04-01", 2, app="安卓")]
    rows += [row("2026-04-02", 3, app="iOS"), row("2026-04-02", 3, app=None)]
    [part] = pull(Server({"data": rows}), series="$.app")
    assert {one.series: one.points.value.tolist() for one in part.series} == {
        "iOS": [1.0, 3.0],
        "安卓": [2.0],
    }
    assert part.refused[0].reason == "The name of the line is no text."


@pytest.mark.parametrize(
    ("document", "path"),
    [
        ([row("2026-04-01", 1)], "$"),
        ([row("2026-04-01", 1)], "$[*]"),
        ({"a": {"b": [row("2026-04-01", 1)]}}, "$.a.b"),
        ({"a": {"b": [row("2026-04-01", 1)]}}, "$.a.b[*]"),
        ({"a": {"x": row("2026-04-01", 1)}}, "$.a[*]"),
        ({"a": [[row("2026-04-01", 1)], []]}, "$.a[*][*]"),
        ({"a": [{"ok": True, **row("2026-04-01", 1)}, {"ok": False}]}, "$.a[?@.ok == true]"),
    ],
)
def test_rows_are_found_where_the_path_leads(document: object, path: str) -> None:
    [part] = pull(Server(document), rows=path)
    assert part.series[0].points.value.tolist() == [1.0]


def test_an_address_is_filled_with_times() -> None:
    server = Server({"data": []})
    places = "{from}|{to_date}|{from_s}|{to_ms}"
    pull(server, "http://h/x?" + places)
    assert server.asked[0].url == (
        "http://h/x?2026-03-31T16%3A00%3A00Z|2026-04-03|1774972800|1775188800000"
    )


def test_pages_follow_by_rows_to_skip() -> None:
    server = Server(*({"data": [row(f"2026-04-0{day}", day)]} for day in (1, 2)), {"data": []})
    assert len(pull(server, "http://h/x?o={offset}", paging="offset")) == 2
    assert [ask.url[-1] for ask in server.asked] == ["0", "1", "2"]


def test_pages_follow_by_a_cursor() -> None:
    first = {"data": [row("2026-04-01", 1)], "next": "a/b&c"}
    server = Server(first, {"data": [row("2026-04-02", 1)], "next": None})
    pull(server, "http://h/x?c={cursor}", paging="cursor")
    assert [ask.url for ask in server.asked] == ["http://h/x?c=", "http://h/x?c=a%2Fb%26c"]


def test_pages_follow_by_the_link_header() -> None:
    pages = ({"data": [row(f"2026-04-0{day}", day)]} for day in (1, 2))
    server = Server(*pages, link='<http://h/y?p=0>; rel="prev", </x?p=2>; rel="last next"')
    pull(server, paging="link")
    assert [ask.url for ask in server.asked] == ["http://h/x", "http://h/x?p=2"]


def test_the_same_page_again_is_said() -> None:
    page = {"data": [row("2026-04-01", 1)]}
    with pytest.raises(SourceProblem) as caught:
        pull(Server(page, page), "http://h/x?p={page}", paging="page")
    assert caught.value.trouble is Trouble.PAGING


def test_a_path_that_leads_nowhere_is_said() -> None:
    with pytest.raises(SourceProblem, match=r"no rows at “\$\.items\[\*\]”"):
        pull(Server({"data": []}), rows="$.items[*]")


@pytest.mark.parametrize(
    ("address", "options", "said"),
    [
        ("http://h/{day}", {}, "means nothing"),
        ("http://{cursor}/x", {}, "name of the server"),
        ("http://h/x", {"paging": "page"}, "does not hold it"),
        ("http://h/x", {"rows": "data[*]"}, "is no JSONPath"),
        ("http://h/x", {"value": "$.a["}, "is no JSONPath"),
        ("http://h/x", {"figure": " "}, "“Name of the figure” is empty"),
        ("http://h/x", {"auth": "header"}, "Enter the name"),
        ("http://h/x", {"auth": "header", "auth_name": "X Key"}, "no name of a header"),
        ("http://h/x", {"headers": "Authorization: Bearer x"}, "not set by hand"),
        ("http://h/x", {"headers": "X-Team: 运营"}, "plain letters"),
    ],
)
def test_settings_that_cannot_work_are_said(
    address: str, options: dict[str, str], said: str
) -> None:
    with pytest.raises(UserError, match=said):
        rest_json.check(address, {"figure": "F"} | options, "UTC")


@pytest.mark.parametrize("expression", ["$..*" * 50, "$" + "[0]" * 5_000, "$[?" + "(" * 3_000])
def test_a_path_made_to_hurt_is_refused_or_harmless(expression: str) -> None:
    said = ""
    try:
        rest_json.check("http://h/x", {"figure": "F", "rows": expression}, "UTC")
    except UserError as refused:
        said = str(refused)
    assert len(said) < 400
