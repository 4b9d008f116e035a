"""When a source is due: by its interval, later while it fails, at once when it was changed."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from cockpit.domain.source import RunStatus, Source, SourceRow, SyncRun
from cockpit.services.source_schedule import backoff, next_at

NOW = datetime(2026, 4, 3, 12, 0, tzinfo=UTC)
SOURCE = Source(product_id="p", name="n", connector="prometheus", interval_seconds=300)
ENDED = NOW - timedelta(seconds=100)


def row(status: RunStatus = RunStatus.OK, failures: int = 0, **fields: object) -> SourceRow:
    run = SyncRun(
        run_source_id=SOURCE.id,
        started_at=ENDED,
        ended_at=ENDED,
        status=status,
        **fields,  # type: ignore[arg-type]
    )
    return SourceRow(source=SOURCE, last=run, failures=failures)


def due(row: SourceRow, minimum: int = 15) -> float:
    """Return in how many seconds a source is due."""
    at = next_at(row, NOW, minimum)
    assert at is not None
    return (at - NOW).total_seconds()


def test_a_new_source_is_due_at_once_and_a_paused_one_never() -> None:
    assert due(SourceRow(source=SOURCE)) == 0
    assert next_at(SourceRow(source=replace(SOURCE, enabled=False)), NOW, 0) is None


def test_after_a_good_run_it_is_the_interval_and_never_shorter_than_the_connector_allows() -> None:
    assert due(row()) == 200
    assert due(row(), minimum=600) == 500


def test_what_is_overdue_is_due_now() -> None:
    assert next_at(row(), NOW + timedelta(days=3), 15) == NOW + timedelta(days=3)


@pytest.mark.parametrize(
    ("failures", "minutes"), [(0, 0), (1, 1), (2, 2), (3, 4), (9, 256), (10, 360), (10_000, 360)]
)
def test_the_pause_doubles_up_to_six_hours(failures: int, minutes: int) -> None:
    assert backoff(failures) == timedelta(minutes=minutes)


def test_offline_is_tried_again_later_and_later() -> None:
    assert due(row(RunStatus.OFFLINE, failures=1)) == 200
    assert due(row(RunStatus.OFFLINE, failures=5)) == 16 * 60 - 100


def test_a_server_that_said_when_is_left_alone_until_then() -> None:
    assert due(row(RunStatus.FAILED, failures=1, retry_seconds=3600)) == 3500


def test_a_bad_key_waits_for_a_person() -> None:
    failed = row(RunStatus.FAILED, failures=1, trouble="key")
    assert due(failed) == 86_400 - 100
    changed = replace(failed, source=replace(SOURCE, reset_at=NOW))
    assert due(changed) == 0


def test_a_run_that_was_cut_short_is_made_good_at_once_and_a_cancelled_one_is_not() -> None:
    assert due(row(RunStatus.INTERRUPTED)) == 0
    assert due(row(RunStatus.CANCELLED)) == 200
