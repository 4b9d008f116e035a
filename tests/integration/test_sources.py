"""Real VictoriaMetrics, Prometheus and GNOME keyring: what is pulled is what is there."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from cockpit.bootstrap import new_workspace
from cockpit.domain.kpi import Kpi, Series
from cockpit.domain.source import RunStatus, Source, SyncRun
from cockpit.services.sources import add_source
from cockpit.storage.workspace import SqlWorkspace
from cockpit.sync.desk import Catalogue
from tests.integration.servers import ask, fill, free_port, running, victoria

pytestmark = [
    pytest.mark.integration,
    pytest.mark.skipif(not sys.platform.startswith("linux"), reason="servers of Debian"),
]
ROOT = Path(__file__).parents[2]
SHANGHAI = ZoneInfo("Asia/Shanghai")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "w.cockpit"
    new_workspace(path, "en", "Asia/Shanghai", None).close()
    return path


def add(path: Path, url: str, queries: str, step: str, days: int, **fields: Any) -> str:
    """Add a source to a workspace and return its id."""
    workspace = SqlWorkspace(path)
    made: list[Source] = []
    workspace.write(
        lambda uow: made.append(
            add_source(
                uow,
                Catalogue(),
                workspace.reader().products()[0].id,
                connector="prometheus",
                name="Metrics",
                address=url,
                options={"queries": queries, "step": step, "history": str(days)},
                zone="Asia/Shanghai",
                **fields,
            )
        )
    )
    workspace.close()
    return made[0].id


def command(path: Path, *words: str) -> list[str]:
    return [sys.executable, "-m", "cockpit", "-w", str(path), *words]


def sync(path: Path, *words: str, status: int = 0) -> dict[str, Any]:
    """Run `cockpit sync` as its own process and return what it said of the one source."""
    environment = os.environ | {"PYTHONPATH": str(ROOT), "LANG": "C.UTF-8"}
    done = subprocess.run(
        command(path, "sync", *words),
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == status, done.stderr
    [told] = json.loads(done.stdout)
    assert isinstance(told, dict)
    return told


def stored(path: Path) -> dict[tuple[str, str], dict[int, float]]:
    """Return every point by figure, line and milliseconds."""
    workspace = SqlWorkspace(path)
    reader = workspace.reader()
    found: dict[tuple[str, str], dict[int, float]] = {}
    for kpi in reader.all(Kpi):
        for series in reader.all(Series, kpi_id=kpi.id):
            points = reader.points(series.key, 0, 2**53, limit=1_000_000)
            pairs = zip(points.t.tolist(), points.value.tolist(), strict=True)
            found[kpi.name, series.name] = dict(pairs)
    workspace.close()
    return found


def five_minutes(days: int) -> dict[int, float]:
    """Return known values every five minutes up to an hour ago, with a gap of a day."""
    step = 300_000
    end = int(time.time() * 1000) // step * step - 12 * step
    times = range(end - days * 86_400_000, end, step)
    gap = range(end - 5 * 86_400_000, end - 4 * 86_400_000)
    return {at: round((at // step) % 997 * 1.25, 2) for at in times if at not in gap}


def test_what_is_pulled_from_victoriametrics_is_what_was_put_in(path: Path, tmp_path: Path) -> None:
    port = free_port()
    with victoria(tmp_path / "vm", port):
        shop, pay = five_minutes(60), five_minutes(45)
        fill(port, "orders", {"site": "shop"}, shop)
        fill(port, "orders", {"site": "pay"}, pay)
        # The exact samples of each step, and nothing where there is none.
        add(path, f"http://127.0.0.1:{port}", "Orders = last_over_time(orders[5m])", "5m", 60)
        first = sync(path)
        assert first["status"] == "ok"
        assert first["updated"] == first["pulled"]
        found = stored(path)
        assert set(found) == {("Orders", "site=pay"), ("Orders", "site=shop")}
        for known, line in ((shop, "site=shop"), (pay, "site=pay")):
            assert within(found["Orders", line], known) == within(known, known)
        again = sync(path)
        assert (again["status"], again["updated"]) == ("ok", 0)
        assert again["pulled"] > 0
        assert stored(path) == found


def within(points: dict[int, float], known: dict[int, float]) -> dict[int, float]:
    """Return the points at the known moments that a pull of sixty days from now still reaches."""
    since = int(time.time() * 1000) - 59 * 86_400_000
    last = max(known)
    return {at: value for at, value in points.items() if since < at <= last}


def test_a_correction_within_the_window_arrives_and_an_older_one_does_not(
    path: Path, tmp_path: Path
) -> None:
    port = free_port()
    now = int(time.time() * 1000) // 3_600_000 * 3_600_000
    recent, old = now - 30 * 3_600_000, now - 10 * 86_400_000
    with victoria(tmp_path / "vm", port):
        fill(port, "speed", {}, {recent: 1.0, old: 1.0})
        add(path, f"http://127.0.0.1:{port}", "Speed = max_over_time(speed[1h])", "1h", 20)
        sync(path)
        fill(port, "speed", {}, {recent - 1: 5.0, old - 1: 5.0})
        told = sync(path)
        assert told["updated"] == 1
        [points] = stored(path).values()
        assert (points[recent], points[old]) == (5.0, 1.0)
        # Asked for by hand, the older one comes too.
        since = datetime.fromtimestamp(old / 1000, UTC) - timedelta(days=1)
        assert sync(path, "--since", since.date().isoformat())["updated"] == 1
        [points] = stored(path).values()
        assert points[old] == 5.0


def test_days_are_those_of_the_zone(path: Path, tmp_path: Path) -> None:
    port = free_port()
    today = datetime.now(SHANGHAI).replace(hour=0, minute=0, second=0, microsecond=0)
    starts = [today - timedelta(days=back) for back in range(6, 0, -1)]
    # One sample an hour, in the middle of it, so that no day shares one with its neighbour.
    samples = {
        round((day + timedelta(hours=hour, minutes=30)).timestamp() * 1000): float(index + 1)
        for index, day in enumerate(starts)
        for hour in range(24)
    }
    with victoria(tmp_path / "vm", port):
        fill(port, "sold", {}, samples)
        add(path, f"http://127.0.0.1:{port}", "Sold = sum_over_time(sold[1d])", "day", 6)
        sync(path)
        [points] = stored(path).values()
    wanted = {round(day.timestamp() * 1000): 24.0 * (at + 1) for at, day in enumerate(starts)}
    assert points == wanted


def test_a_server_killed_in_the_middle_is_made_good_by_the_next_pull(
    path: Path, tmp_path: Path
) -> None:
    port = free_port()
    known = five_minutes(60)
    with victoria(tmp_path / "vm", port):
        fill(port, "orders", {}, known)
    # Sixty days of quarter minutes are 35 questions: the server dies between two of them.
    source_id = add(
        path, f"http://127.0.0.1:{port}", "Orders = last_over_time(orders[15s])", "15s", 60
    )
    with victoria(tmp_path / "vm", port) as server:
        pulling = subprocess.Popen(
            command(path, "sync"),
            env=os.environ | {"PYTHONPATH": str(ROOT)},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        wait_for_points(path)
        server.kill()
        output, errors = pulling.communicate(timeout=120)
    [told] = json.loads(output)
    assert pulling.returncode == 1, errors
    assert told["status"] in ("offline", "failed")
    assert "127.0.0.1" in told["error"]
    part = stored(path)
    with victoria(tmp_path / "vm", port):
        assert sync(path)["status"] == "ok"
        whole = stored(path)
        assert sync(path)["updated"] == 0
    [before], [after] = part.values(), whole.values()
    assert 0 < len(before) < len(after)
    assert before.items() <= after.items()
    assert within(after, known) == within(known, known)
    assert statuses(path, source_id)[2] in (RunStatus.OFFLINE, RunStatus.FAILED)


def test_a_program_killed_in_the_middle_leaves_a_run_that_says_so(
    path: Path, tmp_path: Path
) -> None:
    port = free_port()
    known = five_minutes(60)
    with victoria(tmp_path / "vm", port):
        fill(port, "orders", {}, known)
        queries = "Orders = last_over_time(orders[15s])"
        source_id = add(path, f"http://127.0.0.1:{port}", queries, "15s", 60)
        pulling = subprocess.Popen(
            command(path, "sync"),
            env=os.environ | {"PYTHONPATH": str(ROOT)},
            stdout=subprocess.DEVNULL,
        )
        wait_for_points(path)
        pulling.kill()
        pulling.wait()
        assert statuses(path, source_id) == [RunStatus.RUNNING]
        assert sync(path)["status"] == "ok"
        assert sync(path)["updated"] == 0
    assert statuses(path, source_id) == [RunStatus.OK, RunStatus.OK, RunStatus.INTERRUPTED]
    [points] = stored(path).values()
    assert within(points, known) == within(known, known)
    workspace = SqlWorkspace(path)
    assert workspace.check() == []
    workspace.close()


def wait_for_points(path: Path) -> None:
    """Wait until a pull in another process has written its first points."""
    until = time.monotonic() + 60
    workspace = SqlWorkspace(path)
    while workspace.reader().counts()["points"] == 0:
        assert time.monotonic() < until, "nothing was pulled"
    workspace.close()


def statuses(path: Path, source_id: str) -> list[RunStatus]:
    workspace = SqlWorkspace(path)
    runs: list[SyncRun] = workspace.reader().sync_runs(source_id)
    workspace.close()
    return [run.status for run in runs]


def test_a_real_prometheus_is_pulled_as_it_answers_itself(path: Path, tmp_path: Path) -> None:
    port = free_port()
    base = f"http://127.0.0.1:{port}"
    config = tmp_path / "prometheus.yml"
    config.write_text(
        "global: {scrape_interval: 1s}\n"
        "scrape_configs:\n"
        "  - job_name: itself\n"
        f"    static_configs: [{{targets: ['127.0.0.1:{port}']}}]\n"
    )
    server = [
        "prometheus",
        f"--config.file={config}",
        f"--storage.tsdb.path={tmp_path / 'prometheus'}",
        f"--web.listen-address=127.0.0.1:{port}",
    ]
    with running(server, f"{base}/-/ready", tmp_path / "prometheus.log"):
        add(path, base, "Broken = sum(\nUp = up", "15s", 1, interval_seconds=15)
        wait_for_scrapes(base)
        told = sync(path, status=1)
        assert told["status"] == "failed"
        assert "does not understand “sum(”" in told["error"]
        [points] = stored(path).values()
        since, until = min(points) / 1000, max(points) / 1000
        query = f"query=up&start={since}&end={until}&step=15"
        [line] = json.loads(ask(f"{base}/api/v1/query_range?{query}"))["data"]["result"]
        assert points == {round(at * 1000): float(value) for at, value in line["values"]}
        assert set(points.values()) == {1.0}


def wait_for_scrapes(base: str) -> None:
    """Wait until a moment that is a multiple of 15 seconds has a sample and has passed."""
    until = time.monotonic() + 60
    while time.monotonic() < until:
        now = int(time.time())
        query = f"query=up&start={now // 15 * 15}&end={now // 15 * 15}&step=15"
        if json.loads(ask(f"{base}/api/v1/query_range?{query}"))["data"]["result"]:
            return
    raise AssertionError("Prometheus scraped nothing")
