"""The real GNOME keyring on a D-Bus session of its own: kept, locked, gone, and hanging."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

pytestmark = [
    pytest.mark.integration,
    pytest.mark.skipif(not sys.platform.startswith("linux"), reason="a keyring of Linux"),
]
ROOT = Path(__file__).parents[2]
COCKPIT = f"{sys.executable} -m cockpit"

# The daemon reads the password of its keyring from standard input and makes the keyring with it.
UNLOCKED = "echo -n secret | gnome-keyring-daemon --unlock --components=secrets >/dev/null"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    for program in ("dbus-run-session", "gnome-keyring-daemon"):
        assert shutil.which(program), f"{program} is not installed: run make integration"
    home = tmp_path / "home"
    home.mkdir(mode=0o700)
    return home


def in_session(home: Path, script: str) -> subprocess.CompletedProcess[str]:
    """Run shell commands in a D-Bus session whose files are all under `home`."""
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(home),
        "XDG_RUNTIME_DIR": str(home),
        "XDG_DATA_HOME": str(home / "data"),
        "COCKPIT_CONFIG_DIR": str(home / "config"),
        "PYTHONPATH": str(ROOT),
        "LANG": "C.UTF-8",
    }
    return subprocess.run(
        ["dbus-run-session", "--", "bash", "-euc", script],
        cwd=home,
        env=environment,
        capture_output=True,
        text=True,
        timeout=90,
        check=False,
    )


def test_a_key_is_kept_across_sessions_and_the_file_opens_by_itself(home: Path) -> None:
    made = in_session(home, f"{UNLOCKED}; {COCKPIT} new --encrypted w.cockpit")
    assert made.returncode == 0, made.stderr
    code = json.loads(made.stdout)["recovery_code"]
    assert code in made.stderr
    again = in_session(home, f"{UNLOCKED}; {COCKPIT} -w w.cockpit info")
    assert again.returncode == 0, again.stderr
    assert json.loads(again.stdout)["encrypted"] is True
    kept = b"".join(file.read_bytes() for file in (home / "data").rglob("*") if file.is_file())
    assert b"ops-cockpit" in kept or len(kept) > 100, "the keyring wrote nothing"
    # Another laptop: the same file, an empty keyring.
    shutil.rmtree(home / "data")
    lost = in_session(home, f"{UNLOCKED}; {COCKPIT} -w w.cockpit info")
    assert lost.returncode == 2
    assert "not in this computer's keyring" in lost.stderr
    script = (
        f"{UNLOCKED}; {COCKPIT} -w w.cockpit unlock --code {code}; {COCKPIT} -w w.cockpit check"
    )
    found = in_session(home, script)
    assert found.returncode == 0, found.stderr
    assert '"ok": true' in found.stdout


def test_without_a_session_or_a_daemon_there_is_one_sentence_and_no_file(home: Path) -> None:
    environment = {"PATH": os.environ["PATH"], "HOME": str(home), "PYTHONPATH": str(ROOT)}
    command = [*COCKPIT.split(), "new", "--encrypted", str(home / "w.cockpit")]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert "keyring" in done.stderr
    assert not list(home.glob("w.cockpit*"))


def test_a_locked_keyring_that_nobody_unlocks_is_one_sentence(home: Path) -> None:
    made = in_session(home, f"{UNLOCKED}; {COCKPIT} new --encrypted w.cockpit")
    assert made.returncode == 0, made.stderr
    # Nobody is there to answer the window that asks for the password.
    deadline = "import cockpit.settings.secrets as s; s.DEADLINE_SECONDS = 3.0; "
    code = textwrap.dedent(
        f"""
        {deadline}
        import sys
        sys.argv = ["cockpit", "-w", "w.cockpit", "info"]
        from cockpit.cli import main
        main()
        """
    )
    (home / "ask.py").write_text(code)
    start = "gnome-keyring-daemon --start --components=secrets >/dev/null"
    locked = in_session(home, f"{start}; {sys.executable} ask.py 2>said")
    assert locked.returncode == 2
    said = (home / "said").read_text()
    assert said == "The keyring is locked. Unlock it, then try again.\n"


def test_a_keyring_that_keeps_plain_text_is_refused(home: Path) -> None:
    folder = home / "keyrings" / "alt"
    folder.mkdir(parents=True)
    (folder / "file.py").write_text(
        "from tests.memory_keyring import MemoryKeyring\n"
        "class PlaintextKeyring(MemoryKeyring):\n    priority = 9\n"
    )
    script = (
        f"export PYTHONPATH=$PYTHONPATH:{home} PYTHON_KEYRING_BACKEND="
        f"keyrings.alt.file.PlaintextKeyring; {COCKPIT} new --encrypted w.cockpit"
    )
    done = in_session(home, script)
    assert done.returncode == 2
    assert "keyrings.alt.file.PlaintextKeyring would keep the key unprotected" in done.stderr
    assert not list(home.glob("w.cockpit*"))
