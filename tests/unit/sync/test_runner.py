"""Pulls that are repeated, corrected, cut short or refused, and what they leave behind."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from cockpit.domain.kpi import Kpi
from cockpit.domain.pull import Stop
from cockpit.domain.source import RunStatus
from cockpit.services.sources import dismiss_quarantine, edit_source
from cockpit.sync.desk import Catalogue
from tests.contract.kinds import document, rows
from tests.contract.loopback import Reply, Request
from tests.unit.sync.world import World, a_world

SENT: list[tuple[str, object]] = []


def answer(request: Request) -> Reply:
    return rows(*SENT)


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    SENT[:] = [("2026-04-01", 10), ("2026-04-02", 20), ("2026-04-03", 3)]
    with a_world(tmp_path, answer) as world:
        yield world


def orders(world: World) -> dict[str, float]:
    return world.points()["Orders", ""]


def test_a_pull_makes_the_figure_and_says_what_it_did(world: World) -> None:
    run = world.pull()
    assert (run.status, run.pulled, run.updated, run.quarantined) == (RunStatus.OK, 3, 3, 0)
    assert orders(world) == {"2026-04-01": 10, "2026-04-02": 20, "2026-04-03": 3}
    [kpi] = world.person.reader().all(Kpi)
    assert (kpi.name, kpi.grain, kpi.zone, kpi.origin) == ("Orders", "day", "Asia/Shanghai", "Shop")
    assert world.person.check() == []


def test_a_second_pull_changes_nothing(world: World) -> None:
    world.pull()
    before = orders(world)
    run = world.later(hours=1).pull()
    assert (run.pulled, run.updated) == (3, 0)
    assert orders(world) == before
    assert len(world.person.reader().all(Kpi)) == 1


def test_a_running_period_is_replaced_until_it_is_over(world: World) -> None:
    world.pull()
    [kpi] = world.person.reader().kpis(world.row().source.product_id, world.now)
    assert (kpi.latest, kpi.running) == (20, 3)
    SENT[2] = ("2026-04-03", 30)
    world.later(days=1).pull()
    [kpi] = world.person.reader().kpis(world.row().source.product_id, world.now)
    assert (kpi.latest, kpi.running) == (30, None)


def test_the_first_pull_reaches_back_as_far_as_wanted_and_later_ones_the_window(
    world: World,
) -> None:
    world.pull()
    world.later(days=1).pull()
    world.later(days=1).pull(since=datetime(2026, 2, 1, tzinfo=UTC))
    asked = [request.query["from"] for request in world.server.requests]
    assert asked == ["2026-01-03", "2026-03-31", "2026-02-01"]


def test_a_correction_counts_within_the_window_only(world: World) -> None:
    world.pull()
    world.later(days=4).pull()
    SENT[:] = [("2026-04-01", 99), ("2026-04-03", 31), ("2026-04-05", 5)]
    # The last good pull was on the 7th: three days before it is the 4th.
    world.later(hours=1).pull()
    assert orders(world) == {"2026-04-01": 10, "2026-04-02": 20, "2026-04-03": 3, "2026-04-05": 5}
    world.pull(since=datetime(2026, 4, 1, tzinfo=UTC))
    # That is eight in the morning in Shanghai: the day is taken whole.
    assert (orders(world)["2026-04-01"], orders(world)["2026-04-03"]) == (99, 31)


def test_settings_that_change_are_pulled_whole(world: World) -> None:
    world.pull()
    options = {"figure": "Orders", "history": "10"}
    world.person.write(lambda uow: edit_source(uow, Catalogue(), world.source_id, options=options))
    world.now = datetime.now(UTC)
    world.pull()
    since = world.row().last_ok
    assert since is not None
    assert since.from_at is not None
    assert round((world.now - since.from_at).total_seconds() / 86_400) == 10


def test_refused_rows_are_kept_once_and_stay_dismissed(world: World) -> None:
    SENT.append(("soon", 1))
    assert world.pull().quarantined == 1
    SENT.insert(0, ("2026-03-31", 1))
    assert world.later(hours=1).pull().quarantined == 1
    [kept] = world.person.reader().quarantine(world.source_id)
    assert kept.reason == "“soon” is no time."
    assert kept.place == "page 1, row 4"
    world.person.write(lambda uow: dismiss_quarantine(uow, [kept.id]))
    world.later(hours=1).pull()
    assert world.person.reader().quarantine(world.source_id) == []
    world.person.undo()
    assert len(world.person.reader().quarantine(world.source_id)) == 1


def test_refused_rows_have_an_end(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cockpit.sync.refusals.MOST_KEPT", 5)
    SENT[:] = [("2026-04-01", 1), *((f"x{number}", 1) for number in range(20))]
    assert world.pull().quarantined == 20
    assert world.row().quarantined == 5


def test_undo_takes_back_the_persons_step_and_not_the_pull(world: World) -> None:
    world.pull()
    assert world.person.undo().label == "Added source “Shop”"
    assert len(orders(world)) == 3
    world.person.redo()
    assert [entry.person for entry in world.person.reader().history()].count("sync") == 2


def test_a_figure_that_a_person_renamed_stays_theirs_and_a_deleted_one_stays_away(
    world: World,
) -> None:
    world.pull()
    [kpi] = world.person.reader().all(Kpi)
    world.person.write(lambda uow: uow.save(replace(kpi, name="订单")))
    SENT[2] = ("2026-04-03", 7)
    world.later(hours=1).pull()
    assert world.points()["订单", ""]["2026-04-03"] == 7
    world.person.write(lambda uow: uow.remove(uow.get(Kpi, kpi.id)))
    run = world.later(hours=1).pull()
    assert (run.status, run.pulled, run.updated) == (RunStatus.OK, 3, 0)
    assert world.person.reader().all(Kpi) == []


def test_a_pull_that_breaks_off_keeps_what_came_and_the_next_one_ends_it(tmp_path: Path) -> None:
    ill = [True]

    def page(request: Request) -> Reply:
        number = int(request.query["page"])
        if number == 2 and ill[0]:
            return Reply(b"", 400)
        return rows((f"2026-04-0{number}", number)) if number < 4 else rows()

    with a_world(tmp_path, page, "/x?page={page}", paging="page") as world:
        run = world.pull()
        assert (run.status, run.trouble, run.pulled) == (RunStatus.FAILED, "refused", 1)
        assert "refused the request (status 400)" in run.error
        assert list(world.points()["Orders", ""]) == ["2026-04-01"]
        ill[0] = False
        assert world.pull().status is RunStatus.OK
        assert len(world.points()["Orders", ""]) == 3
        assert world.pull().updated == 0


def test_the_server_is_gone_quietly(world: World) -> None:
    world.pull()
    world.server.close()
    run = world.later(hours=1).pull()
    assert (run.status, run.trouble) == (RunStatus.OFFLINE, "offline")
    assert world.row().failures == 1
    assert len(orders(world)) == 3


def test_a_stop_is_a_cancelled_run(world: World) -> None:
    stop = Stop()
    stop.stop()
    run = world.pull(stop=stop)
    assert (run.status, run.error) == (RunStatus.CANCELLED, "")
    assert world.row().failures == 0


def test_one_program_at_a_time_pulls_a_source(world: World) -> None:
    lock = world.store.sync_lock(world.source_id)
    assert lock.take()
    assert world.runner().pull(world.row(), Stop()) is None
    lock.free()
    assert world.pull().status is RunStatus.OK
    assert sorted(file.name for file in world.store.path.parent.glob("*-sync-*")) == []


def test_what_goes_wrong_in_our_own_code_is_a_run_that_failed_without_its_text(
    world: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*arguments: object) -> None:
        raise RuntimeError("canary-text")

    monkeypatch.setattr("cockpit.sync.runner.series_keys", broken)
    run = world.pull()
    assert run.status is RunStatus.FAILED
    assert "RuntimeError" in run.error
    assert "canary" not in run.error + caplog.text


def test_a_key_that_is_gone_from_the_keyring_is_said(world: World) -> None:
    source = world.row().source
    world.person.write(lambda uow: uow.save(replace(source, secret_keys="key")))
    run = world.pull()
    assert run.trouble == "secret"
    assert "“Shop” is not in this computer's keyring" in run.error
    world.secrets.store(source.id, "key", "word")
    assert world.pull().status is RunStatus.OK


def test_an_answer_that_quotes_the_key_is_covered_wherever_it_is_kept(tmp_path: Path) -> None:
    key = "canary-0f9e8d"

    def echo(request: Request) -> Reply:
        bad = {"date": "x" * 50 + key, "value": 1, "app": key}
        good = {"date": "2026-04-01", "value": 1, "app": f"for {key}"}
        return document({"data": [bad, good]})

    with a_world(tmp_path, echo, auth="bearer", series="$.app") as world:
        world.secrets.store(world.source_id, "key", key)
        source = world.row().source
        world.person.write(lambda uow: uow.save(replace(source, secret_keys="key")))
        world.pull()
        [kept] = world.person.reader().quarantine(world.source_id)
        assert "•••" in kept.raw
        assert key[:6] not in kept.reason, "a part of the key is too much as well"
        assert list(world.points()) == [("Orders", "for •••")]
        files = [file.read_bytes() for file in tmp_path.iterdir() if file.is_file()]
        assert not any(key.encode() in content for content in files)


def test_old_runs_are_forgotten(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cockpit.storage.sync_workspace.RUNS_KEPT", 3)
    for _each in range(5):
        world.later(hours=1).pull()
    assert len(world.person.reader().sync_runs(world.source_id)) == 3
