"""Settings of this machine: the last workspace, language and theme, in one small JSON file."""

from __future__ import annotations

import json
import os
import sys
from dataclasses import asdict, dataclass, fields
from pathlib import Path

FILE = "settings.json"


@dataclass(frozen=True, slots=True)
class MachineSettings:
    """Each is "" until it is chosen: then the system's own language and theme count."""

    last_workspace: str = ""
    language: str = ""
    theme: str = ""


def config_dir() -> Path:
    """Return the folder of settings: COCKPIT_CONFIG_DIR, else the system's own place.

    Written here and not taken from platformdirs, whose import would delay the first paint.
    """
    chosen = os.environ.get("COCKPIT_CONFIG_DIR")
    if chosen:
        return Path(chosen)
    if sys.platform == "win32":
        return Path(os.environ.get("APPDATA", Path.home())) / "ops-cockpit"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "ops-cockpit"
    return Path(os.environ.get("XDG_CONFIG_HOME", Path.home() / ".config")) / "ops-cockpit"


def load() -> MachineSettings:
    """Return the settings; a missing or damaged file means that nothing was chosen."""
    try:
        stored = json.loads((config_dir() / FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return MachineSettings()
    if not isinstance(stored, dict):
        return MachineSettings()
    known = {field.name for field in fields(MachineSettings)}
    return MachineSettings(**{k: str(v) for k, v in stored.items() if k in known})


def save(settings: MachineSettings) -> None:
    """Write the settings whole; a folder that cannot be written is no reason to fail."""
    folder = config_dir()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        temporary = folder / f"{FILE}.{os.getpid()}"
        temporary.write_text(json.dumps(asdict(settings), ensure_ascii=False), encoding="utf-8")
        os.replace(temporary, folder / FILE)
    except OSError:
        return
