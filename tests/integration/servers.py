"""Real metrics servers on free ports of the loopback, for the length of a test."""

from __future__ import annotations

import json
import shutil
import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

PATIENCE_SECONDS = 60.0


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


def ask(url: str, body: bytes | None = None) -> bytes:
    """Ask the server itself, not through the program under test."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(urllib.request.Request(url, data=body), timeout=30) as answer:
        content: bytes = answer.read()
        return content


@contextmanager
def running(command: Sequence[str], ready: str, log: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Run a server until the end of the block; `ready` is an address that answers when it is up."""
    assert shutil.which(command[0]), f"{command[0]} is not installed: run make integration"
    with log.open("wb") as output:
        process = subprocess.Popen(list(command), stdout=output, stderr=output)
        try:
            until = time.monotonic() + PATIENCE_SECONDS
            while not _answers(ready):
                assert process.poll() is None, log.read_text(errors="replace")[-2000:]
                assert time.monotonic() < until, "the server did not come up"
            yield process
        finally:
            # Asked to end, it writes what it holds: the next one over the same folder has it.
            process.terminate()
            process.wait()


def _answers(url: str) -> bool:
    try:
        ask(url)
    except OSError:
        return False
    return True


@contextmanager
def victoria(folder: Path, port: int) -> Iterator[subprocess.Popen[bytes]]:
    """Run VictoriaMetrics over a folder that it may have filled before."""
    command = [
        "victoria-metrics",
        f"-httpListenAddr=127.0.0.1:{port}",
        f"-storageDataPath={folder}",
        "-retentionPeriod=100y",
    ]
    with running(command, f"http://127.0.0.1:{port}/health", folder.parent / "vm.log") as process:
        yield process


def fill(port: int, name: str, labels: dict[str, str], points: dict[int, float]) -> None:
    """Put known points (milliseconds, value) into VictoriaMetrics and make them seen."""
    line: dict[str, Any] = {
        "metric": {"__name__": name, **labels},
        "timestamps": list(points),
        "values": list(points.values()),
    }
    base = f"http://127.0.0.1:{port}"
    ask(f"{base}/api/v1/import", json.dumps(line).encode())
    ask(f"{base}/internal/force_flush")
