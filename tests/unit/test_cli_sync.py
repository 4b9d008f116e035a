"""The commands over sources: their JSON, their status, and a key that is never an argument."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from cockpit.cli import main
from tests.contract.kinds import matrix, rows
from tests.contract.loopback import Loopback, Reply, serving

KEY = "canary-cli-77"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "w.cockpit"
    assert CliRunner().invoke(main, ["new", str(path)]).exit_code == 0
    return path


@pytest.fixture
def server() -> Iterator[Loopback]:
    with serving(matrix) as server:
        yield server


def run(path: Path, *words: str, status: int = 0, typed: str | None = None) -> Any:
    result = CliRunner().invoke(main, ["-w", str(path), *words], input=typed)
    assert result.exit_code == status, (result.output, result.stderr)
    return json.loads(result.stdout) if status < 2 else result.stderr


def add(path: Path, server: Loopback, *more: str, typed: str | None = None) -> Any:
    words = ["source", "add", "prometheus", server.url, "--name", "Prom", "--every", "5m"]
    words += ["--set", "queries=A = a", "--set", "queries=B = b", "--set", "step=1h"]
    return run(path, *words, *more, typed=typed)


def test_sync_says_what_it_did_and_a_second_time_that_nothing_changed(
    path: Path, server: Loopback
) -> None:
    made = add(path, server)
    assert made["options"] == {"queries": "A = a\nB = b", "step": "1h"}
    assert (made["interval_seconds"], made["status"], made["has_key"]) == (300, None, False)
    [told] = run(path, "sync")
    assert set(told) == {
        "source", "status", "pulled", "updated", "quarantined", "error", "next_at",
    }  # fmt: skip
    assert (told["source"], told["status"], told["error"]) == ("Prom", "ok", None)
    assert told["pulled"] == told["updated"] == 2 * 30 * 24
    [again] = run(path, "sync", "--source", "prom")
    assert (again["status"], again["updated"]) == ("ok", 0)
    [listed] = run(path, "source", "list")
    assert listed["status"] == "ok"


def test_the_key_is_read_from_standard_input_and_sent(path: Path, server: Loopback) -> None:
    made = add(path, server, "--key", typed=f"{KEY}\n")
    assert made["has_key"]
    assert KEY not in json.dumps(made)
    run(path, "sync")
    assert {request.headers["authorization"] for request in server.requests} == {f"Bearer {KEY}"}
    run(path, "source", "remove", "Prom")
    assert run(path, "source", "list") == []
    from tests.memory_keyring import SECRETS

    assert SECRETS == {}


def test_a_source_that_cannot_be_added_leaves_no_key_behind(path: Path, server: Loopback) -> None:
    add(path, server)
    words = ["source", "add", "prometheus", server.url, "--name", "Prom", "--set", "queries=a"]
    said = run(path, *words, "--key", status=2, typed=KEY)
    assert said == "There is a source “Prom” already. Choose another name.\n"
    from tests.memory_keyring import SECRETS

    assert SECRETS == {}


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["sync", "--source", "x"], "There is no source “x”"),
        (["source", "remove", "x"], "There is no source “x”"),
        (["source", "add", "soap", "http://h", "--name", "n"], "no connector “soap”"),
        (["source", "add", "rest", "http://h", "--name", "n", "--set", "x"], "no FIELD=VALUE"),
        (["source", "add", "rest", "http://h", "--name", "n", "--set", "figure=f",
          "--every", "soon"], "no interval"),
    ],
)  # fmt: skip
def test_what_cannot_be_done_is_one_sentence(path: Path, words: list[str], said: str) -> None:
    answer = run(path, *words, status=2)
    assert said in answer
    assert answer.count("\n") == 1


def test_a_source_that_fails_is_status_one_with_its_sentence(path: Path, server: Loopback) -> None:
    add(path, server)
    server.answer = lambda request: Reply(b"", 403)
    [told] = run(path, "sync", status=1)
    assert told["status"] == "failed"
    assert told["error"].startswith("127.0.0.1 asks for a key (status 403).")
    assert told["next_at"] is not None
    tested = run(path, "source", "test", "Prom", status=1)
    assert tested["error"] == told["error"]


def test_refused_rows_are_status_one_and_a_date_begins_earlier(path: Path) -> None:
    with serving(lambda request: rows(("2020-01-01", 1), ("soon", 2))) as server:
        words = ["source", "add", "rest", server.url + "/x?from={from_date}", "--name", "Shop"]
        run(path, *words, "--set", "figure=Orders", "--zone", "Asia/Shanghai")
        [told] = run(path, "sync", "--since", "2019-12-31", status=1)
        assert (told["status"], told["pulled"], told["quarantined"]) == ("ok", 1, 1)
        assert server.requests[0].query == {"from": "2019-12-31"}
        assert "is no date" in run(path, "sync", "--since", "soon", status=2)


def test_a_test_writes_nothing(path: Path, server: Loopback) -> None:
    add(path, server)
    told = run(path, "source", "test", "Prom")
    assert told == {"source": "Prom", "ok": True, "points": 48, "refused": 0, "error": None}
    [listed] = run(path, "source", "list")
    assert listed["last_run_at"] is None
