"""The key of a source in the real GNOME keyring: kept, sent, and found nowhere else."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.contract.kinds import matrix
from tests.contract.loopback import Loopback, Reply, Request, serving

pytestmark = [
    pytest.mark.integration,
    pytest.mark.skipif(not sys.platform.startswith("linux"), reason="a keyring of Linux"),
]
ROOT = Path(__file__).parents[2]
KEY = "canary-51d0f7b2a9e44c"
UNLOCKED = "echo -n secret | gnome-keyring-daemon --unlock --components=secrets >/dev/null"

# The program with everything that any library logs, and a short deadline for a mute keyring.
PROGRAM = """
import logging, sys
logging.basicConfig(level=logging.DEBUG, filename="debug.log")
import cockpit.settings.secrets as secrets
secrets.DEADLINE_SECONDS = 3.0
from cockpit.cli import main
main()
"""


@pytest.fixture
def home(tmp_path: Path) -> Path:
    for program in ("dbus-run-session", "gnome-keyring-daemon"):
        assert shutil.which(program), f"{program} is not installed: run make integration"
    home = tmp_path / "home"
    home.mkdir(mode=0o700)
    (home / "program.py").write_text(PROGRAM)
    return home


def environment(home: Path) -> dict[str, str]:
    return {
        "PATH": os.environ["PATH"],
        "HOME": str(home),
        "XDG_RUNTIME_DIR": str(home),
        "XDG_DATA_HOME": str(home / "data"),
        "COCKPIT_CONFIG_DIR": str(home / "config"),
        "PYTHONPATH": str(ROOT),
        "LANG": "C.UTF-8",
    }


def run(home: Path, script: str, *, bus: bool = True) -> subprocess.CompletedProcess[str]:
    """Run shell commands, in a D-Bus session of their own unless told otherwise."""
    shell = ["bash", "-euc", script]
    return subprocess.run(
        ["dbus-run-session", "--", *shell] if bus else shell,
        cwd=home,
        env=environment(home),
        capture_output=True,
        text=True,
        input=KEY + "\n",
        timeout=90,
        check=False,
    )


def cockpit(words: str) -> str:
    return f"{sys.executable} program.py -w w.cockpit {words}"


def add(server: Loopback) -> str:
    settings = "--set 'queries=Up = up' --set step=1h --set history=2"
    # A child of the shell reads the key from it; the keyring's own password is echoed before.
    return cockpit(f"source add prometheus {server.url} --name Metrics {settings} --key")


def processes() -> bytes:
    """Return the command line and environment of every process that can be read."""
    found = []
    for folder in Path("/proc").iterdir():
        if not folder.name.isdecimal():
            continue
        for name in ("cmdline", "environ"):
            try:
                found.append((folder / name).read_bytes())
            except OSError:
                continue
    return b"\0".join(found)


def files_with(folder: Path, word: bytes) -> list[str]:
    """Return the names of files that hold a word as it is."""
    return [
        str(file.relative_to(folder))
        for file in folder.rglob("*")
        if file.is_file() and word in file.read_bytes()
    ]


def test_the_key_is_sent_and_found_nowhere_else(home: Path) -> None:
    seen: list[bytes] = []

    def answer(request: Request) -> Reply:
        # While the program waits for this answer it holds the key; nobody else can see it.
        seen.append(processes())
        if request.headers.get("authorization") != f"Bearer {KEY}":
            return Reply(b"", 401)
        return matrix(request) if len(seen) == 1 else Reply(f"<p>{KEY}</p>".encode(), 500)

    with serving(answer) as server:
        made = run(home, f"{sys.executable} program.py new w.cockpit; {UNLOCKED}; {add(server)}")
        assert made.returncode == 0, made.stderr
        pulled = run(home, f"{UNLOCKED}; {cockpit('sync')}")
        assert pulled.returncode == 0, pulled.stderr
        [told] = json.loads(pulled.stdout)
        assert (told["status"], told["pulled"]) == ("ok", 48)
        # An answer that quotes the key, to an expression with the key in it.
        failed = run(home, f"{UNLOCKED}; {cockpit('sync')}; {cockpit('source list')}")
        assert '"failed"' in failed.stdout
    said = "".join(one.stdout + one.stderr for one in (made, pulled, failed))
    assert KEY not in said
    assert seen
    assert not any(KEY.encode() in each for each in seen)
    assert files_with(home, KEY.encode()) == []
    assert (home / "debug.log").stat().st_size > 1000, "nothing was logged, so nothing was proved"
    # The detector is not blind.
    (home / "control").write_bytes(b"x" + KEY.encode())
    assert files_with(home, KEY.encode()) == ["control"]
    assert b"program" in b"".join(seen)


@pytest.fixture
def keyed(home: Path) -> Path:
    """A workspace with a source whose key is in a keyring."""
    with serving(matrix) as server:
        made = run(home, f"{sys.executable} program.py new w.cockpit; {UNLOCKED}; {add(server)}")
        assert made.returncode == 0, made.stderr
    return home


def only(done: subprocess.CompletedProcess[str]) -> dict[str, Any]:
    assert done.returncode == 1, done.stderr
    [told] = json.loads(done.stdout)
    assert told["status"] == "failed"
    assert isinstance(told, dict)
    return told


def test_without_a_bus_there_is_one_sentence(keyed: Path) -> None:
    told = only(run(keyed, cockpit("sync"), bus=False))
    assert "has no keyring" in told["error"]
    added = run(
        keyed,
        cockpit("source add prometheus http://127.0.0.1:1 --name B --set queries=up --key"),
        bus=False,
    )
    assert added.returncode == 2
    assert added.stderr.count("\n") == 1
    assert "has no keyring" in added.stderr
    listed = run(keyed, cockpit("source list"), bus=False)
    assert [one["name"] for one in json.loads(listed.stdout)] == ["Metrics"]


def test_without_a_service_there_is_one_sentence(keyed: Path) -> None:
    services = keyed / "services"
    services.mkdir()
    # A session whose bus knows no service to start by itself.
    config = keyed / "bus.conf"
    config.write_text(
        "<busconfig><type>session</type><listen>unix:tmpdir=/tmp</listen>"
        f"<servicedir>{services}</servicedir><policy context='default'>"
        "<allow send_destination='*' eavesdrop='true'/><allow eavesdrop='true'/>"
        "<allow own='*'/></policy></busconfig>"
    )
    script = f"dbus-run-session --config-file={config} -- {cockpit('sync')}"
    told = only(run(keyed, script, bus=False))
    assert "has no keyring" in told["error"]


def test_a_locked_keyring_is_one_sentence(keyed: Path) -> None:
    start = "gnome-keyring-daemon --start --components=secrets >/dev/null"
    told = only(run(keyed, f"{start}; {cockpit('sync')}"))
    assert told["error"] == "The keyring is locked. Unlock it, then try again."


def test_another_computer_has_the_file_but_not_the_key(keyed: Path) -> None:
    shutil.rmtree(keyed / "data")
    told = only(run(keyed, f"{UNLOCKED}; {cockpit('sync')}"))
    assert "is not in this computer's keyring" in told["error"]
