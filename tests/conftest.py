"""What every test gets: no screen, no network, a fresh configuration folder and a fresh keyring."""

from __future__ import annotations

import ipaddress
import os
import socket
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cockpit.i18n import set_language

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
# Named here rather than set with keyring.set_keyring, so that most tests never import keyring.
os.environ["PYTHON_KEYRING_BACKEND"] = "tests.memory_keyring.MemoryKeyring"


def _is_local(family: int, address: Any) -> bool:
    """Tell whether a socket address stays on this machine."""
    if family == getattr(socket, "AF_UNIX", None):
        return True
    if not isinstance(address, tuple) or not address:
        return False
    host = str(address[0])
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _guarded(name: str) -> Callable[..., Any]:
    """Wrap one socket method that takes the address last, refusing any that leaves the machine."""
    original = getattr(socket.socket, name)

    def method(self: socket.socket, *arguments: Any) -> Any:
        if not _is_local(self.family, arguments[-1]):
            raise AssertionError(f"a test reached for the network: {name}({arguments[-1]!r})")
        return original(self, *arguments)

    return method


@pytest.fixture(autouse=True, scope="session")
def no_network() -> Any:
    """Let sockets reach only this machine; Qt's own network classes are not used by cockpit."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("connect", "connect_ex", "sendto"):
            patch.setattr(socket.socket, name, _guarded(name))
        yield


@pytest.fixture(autouse=True)
def config_dir(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give the test its own settings folder, an empty keyring, English, and no workspace."""
    set_language("en")
    folder = tmp_path_factory.mktemp("config")
    monkeypatch.setenv("COCKPIT_CONFIG_DIR", str(folder))
    monkeypatch.delenv("COCKPIT_WORKSPACE", raising=False)
    backend = sys.modules.get("tests.memory_keyring")
    if backend is not None:
        backend.SECRETS.clear()
    return folder


@pytest.fixture
def samples(request: pytest.FixtureRequest) -> Path:
    """The folder of sample files that COCKPIT_SAMPLES names; the test is skipped without one."""
    named = os.environ.get("COCKPIT_SAMPLES", "")
    folder = Path(named) if named else None
    if folder is not None and folder.is_dir():
        return folder
    reason = f"COCKPIT_SAMPLES names no folder: {named}" if named else "COCKPIT_SAMPLES is not set"
    if os.environ.get("COCKPIT_SAMPLES_REQUIRED") == "1":
        pytest.fail(f"{reason}, and COCKPIT_SAMPLES_REQUIRED=1")
    pytest.skip(f"samples: {reason}")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say how many tests did not run for want of sample files."""
    skipped = terminalreporter.stats.get("skipped", [])
    count = sum("samples: COCKPIT_SAMPLES" in str(report.longrepr) for report in skipped)
    if count:
        terminalreporter.write_line(
            f"{count} sample tests did not run: set COCKPIT_SAMPLES to the folder of sample files"
        )
