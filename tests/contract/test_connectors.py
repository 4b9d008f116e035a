"""What every connector does with a server that is well, ill, slow, or somewhere else."""

from __future__ import annotations

import gzip
import threading
from collections.abc import Callable
from dataclasses import replace

import pytest

from cockpit.connectors import connectors
from cockpit.domain.errors import Cancelled
from cockpit.domain.pull import SourceProblem, Stop
from cockpit.domain.source import Trouble
from tests.contract.kinds import KEY, KINDS, Kind
from tests.contract.loopback import Reply, Request, serving
from tests.contract.pulling import LIMITS, StillClock, flat, pull

every = pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.key)


def always(reply: Reply) -> Callable[[Request], Reply]:
    return lambda request: reply


def refused(kind: Kind, reply: Reply, clock: StillClock | None = None) -> SourceProblem:
    """Pull from a server that always answers the same; return what was said of it."""
    with serving(always(reply)) as server, pytest.raises(SourceProblem) as caught:
        pull(kind, server, clock=clock)
    said = str(caught.value)
    assert "127.0.0.1" in said
    assert said.endswith(".")
    assert KEY not in said
    return caught.value


def test_every_connector_is_under_test() -> None:
    assert [each.info.key for each in connectors()] == [kind.key for kind in KINDS]


@every
def test_good_answers_are_points_and_the_key_goes_along(kind: Kind) -> None:
    with serving(kind.good) as server:
        parts = pull(kind, server)
        assert flat(parts) == kind.wanted
        assert not any(part.refused for part in parts)
        assert {request.headers["authorization"] for request in server.requests} == {
            f"Bearer {KEY}"
        }


@every
def test_nothing_is_nothing(kind: Kind) -> None:
    with serving(kind.empty) as server:
        assert flat(pull(kind, server)) == []
        assert len(server.requests) == 1


@every
def test_many_pages_are_all_read(kind: Kind) -> None:
    with serving(kind.paged) as server:
        path, options = kind.paged_path, kind.paged_options
        found = flat(pull(kind, server, path=path, options=options, since=kind.paged_since))
        assert len(found) == len({point[2] for point in found}) == kind.paged_count
        assert len(server.requests) == kind.paged_requests


@every
@pytest.mark.parametrize("status", [401, 403])
def test_a_bad_key_is_said_at_once(kind: Kind, status: int) -> None:
    clock = StillClock()
    problem = refused(kind, Reply(b"{}", status), clock)
    assert problem.trouble is Trouble.KEY
    assert not problem.retryable
    assert "refused the key" in str(problem)
    assert clock.slept == []


@every
def test_a_missing_key_is_said_as_such(kind: Kind) -> None:
    with serving(always(Reply(b"", 401))) as server, pytest.raises(SourceProblem) as caught:
        pull(kind, server, key="")
    assert "asks for a key" in str(caught.value)


@every
def test_429_waits_as_long_as_the_server_says(kind: Kind) -> None:
    clock = StillClock()
    answers = iter([Reply(b"", 429, {"Retry-After": "7"})])
    with serving(lambda request: next(answers, None) or kind.good(request)) as server:
        assert flat(pull(kind, server, clock=clock)) == kind.wanted
    assert clock.slept == [7.0]


@every
def test_a_server_that_wants_an_hour_is_left_to_the_schedule(kind: Kind) -> None:
    clock = StillClock()
    problem = refused(kind, Reply(b"", 429, {"Retry-After": "3600"}), clock)
    assert (problem.trouble, problem.retry_seconds) == (Trouble.RATE, 3600.0)
    assert clock.slept == []


@every
def test_500_then_ok_is_ok(kind: Kind) -> None:
    clock = StillClock()
    answers = iter([Reply(b"oops", 500), Reply(b"", 503)])
    with serving(lambda request: next(answers, None) or kind.good(request)) as server:
        assert flat(pull(kind, server, clock=clock)) == kind.wanted
    assert clock.slept == [1.0, 2.0]


@every
def test_500_for_ever_is_said(kind: Kind) -> None:
    clock = StillClock()
    problem = refused(kind, Reply(b"oops", 500), clock)
    assert problem.trouble is Trouble.SERVER
    assert problem.retryable
    assert clock.slept == [1.0, 2.0, 4.0]


@every
@pytest.mark.parametrize("packed", [False, True], ids=["plain", "gzip"])
def test_an_answer_cut_off_is_not_taken(kind: Kind, packed: bool) -> None:
    def cut(request: Request) -> Reply:
        good = kind.good(request)
        body = gzip.compress(good.body) if packed else good.body
        headers = good.headers | ({"Content-Encoding": "gzip"} if packed else {})
        return Reply(body, headers=headers, cut=len(body) - 5)

    with serving(cut) as server, pytest.raises(SourceProblem) as caught:
        pull(kind, server)
    assert caught.value.trouble is Trouble.CUT_OFF


@every
@pytest.mark.parametrize(
    "body",
    [b"<html>Log in</html>", b"", b"\xff\xfe", b"[" * 100_000, b'{"a": ' + b"9" * 5_000 + b"}"],
    ids=["html", "empty", "bytes", "deep", "digits"],
)
def test_what_is_not_json_is_said(kind: Kind, body: bytes) -> None:
    assert refused(kind, Reply(body)).trouble is Trouble.FORMAT


@every
@pytest.mark.parametrize("body", [b"null", b"[]", b"7", b'"x"', b"{}"])
def test_json_of_another_shape_is_said(kind: Kind, body: bytes) -> None:
    assert refused(kind, Reply(body)).trouble is Trouble.FIELD


@every
def test_a_missing_field_is_named(kind: Kind) -> None:
    with serving(kind.fieldless) as server, pytest.raises(SourceProblem) as caught:
        pull(kind, server)
    assert caught.value.trouble is Trouble.FIELD
    assert "“data”" in str(caught.value) or "“$.value”" in str(caught.value)


@every
def test_a_redirect_elsewhere_gets_nothing(kind: Kind) -> None:
    with serving(kind.good, host="127.0.0.2") as other:
        reply = Reply(b"", 302, {"Location": other.url + "/?next=1"})
        problem = refused(kind, reply)
        assert problem.trouble is Trouble.REDIRECT
        assert f"http://127.0.0.2:{other.port}" in str(problem)
        assert other.requests == []


@every
def test_a_redirect_at_home_is_followed_with_the_key(kind: Kind) -> None:
    def answer(request: Request) -> Reply:
        if request.path.startswith("/moved"):
            return kind.good(request)
        target = "/moved?" + request.raw.split(b" ")[1].decode().partition("?")[2]
        return Reply(b"", 307, {"Location": target})

    with serving(answer) as server:
        assert flat(pull(kind, server)) == kind.wanted
        assert all("authorization" in request.headers for request in server.requests)


@every
def test_a_redirect_in_a_circle_ends(kind: Kind) -> None:
    clock = StillClock()
    assert refused(kind, Reply(b"", 302, {"Location": "/"}), clock).trouble is Trouble.REDIRECT


@every
def test_a_packed_bomb_ends_at_the_limit(kind: Kind) -> None:
    bomb = gzip.compress(bytes(100_000_000), 9)
    assert len(bomb) < 110_000
    reply = Reply(bomb, headers={"Content-Encoding": "gzip"})
    assert refused(kind, reply).trouble is Trouble.SIZE


@every
def test_a_body_too_large_ends_at_the_limit(kind: Kind) -> None:
    assert refused(kind, Reply(b" " * (LIMITS.bytes + 1))).trouble is Trouble.SIZE


@every
@pytest.mark.parametrize("packing", ["br", "gzip, gzip", "zstd"])
def test_a_packing_that_was_not_asked_for_is_said(kind: Kind, packing: str) -> None:
    reply = Reply(b"{}", headers={"Content-Encoding": packing})
    assert refused(kind, reply).trouble is Trouble.FORMAT


@every
@pytest.mark.parametrize("reply", [Reply(hang=True), Reply(b"{}", drip=True)], ids=["mute", "drip"])
def test_a_server_too_slow_is_said(kind: Kind, reply: Reply) -> None:
    limits = replace(LIMITS, read=0.05, total=0.2, attempts=2)
    with serving(always(reply)) as server, pytest.raises(SourceProblem) as caught:
        pull(kind, server, limits=limits)
    assert caught.value.trouble is Trouble.SLOW
    assert caught.value.retryable


@every
@pytest.mark.parametrize("reply", [Reply(hang=True), Reply(b"{}", drip=True)], ids=["mute", "drip"])
def test_a_pull_ends_when_another_thread_says_so(kind: Kind, reply: Reply) -> None:
    stop = Stop()
    with serving(always(reply)) as server:
        ended = threading.Event()

        def cancel() -> None:
            assert server.arrived.wait(10)
            stop.stop()
            # The limits below would take an hour: only the cancel can end the pull.
            ended.set()

        thread = threading.Thread(target=cancel)
        thread.start()
        with pytest.raises(Cancelled):
            pull(kind, server, stop=stop, limits=replace(LIMITS, read=3600, total=3600))
        thread.join()
        assert ended.is_set()


@every
def test_a_pull_stopped_before_it_begins_asks_nothing(kind: Kind) -> None:
    stop = Stop()
    stop.stop()
    with serving(kind.good) as server:
        with pytest.raises(Cancelled):
            pull(kind, server, stop=stop)
        assert server.requests == []


@every
def test_nobody_listening_is_offline(kind: Kind) -> None:
    with serving(kind.good) as server:
        pass
    with pytest.raises(SourceProblem) as caught:
        pull(kind, server)
    assert caught.value.trouble is Trouble.OFFLINE
    assert caught.value.retryable
