"""Settings of this machine, in one small JSON file: each is declared once, as a field here."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from pathlib import Path

from cockpit.i18n import N_, Language
from cockpit.settings.setting import KEY, Setting, declared

FILE = "settings.json"


@dataclass(frozen=True, slots=True)
class MachineSettings:
    """What was chosen on this machine, and what the program remembers of its last run.

    A field that is declared with a `Setting` is one a person chooses; the dialog, `cockpit
    settings` and the check of what the file says follow from that record alone.
    """

    last_workspace: str = ""
    language: str = declared(
        Setting(
            N_("Language"),
            N_("Menus, messages and exports. What you typed yourself stays as it is."),
            ("", N_("As the system")),
            ("en", "English"),
            ("zh", "简体中文"),
        )
    )
    theme: str = declared(
        Setting(
            N_("Theme"),
            N_("Light or dark. As the system follows your desktop when it changes."),
            ("", N_("As the system")),
            ("light", N_("Light")),
            ("dark", N_("Dark")),
        )
    )
    # Who sits here, by the id of a workspace: a person's id.
    me: Mapping[str, str] = field(default_factory=dict)


def settings() -> dict[str, Setting]:
    """Return what a person can choose on this machine, by its key, as it is declared."""
    return {f.name: f.metadata[KEY] for f in fields(MachineSettings) if KEY in f.metadata}


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


def spoken(chosen: str) -> Language:
    """Return the language to speak for a choice; "" is that of the system."""
    wanted = chosen or os.environ.get("LANG") or _system_language()
    return "zh" if wanted.lower().startswith(("zh", "chinese")) else "en"


def _system_language() -> str:
    import locale  # slow, and seldom needed

    return locale.getlocale()[0] or ""


def load() -> MachineSettings:
    """Return the settings; what is missing, damaged or impossible counts as not chosen."""
    try:
        stored = json.loads((config_dir() / FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return MachineSettings()
    if not isinstance(stored, dict):
        return MachineSettings()
    taken = {f.name: stored[f.name] for f in fields(MachineSettings) if f.name in stored}
    for key, setting in settings().items():
        if taken.get(key) not in setting.values():
            taken.pop(key, None)
    me = taken.pop("me", None)
    known = {str(k): str(v) for k, v in me.items()} if isinstance(me, dict) else {}
    return MachineSettings(**{k: str(v) for k, v in taken.items()}, me=known)


def save(chosen: MachineSettings) -> None:
    """Write the settings whole; a folder that cannot be written is no reason to fail."""
    folder = config_dir()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        temporary = folder / f"{FILE}.{os.getpid()}"
        temporary.write_text(json.dumps(asdict(chosen), ensure_ascii=False), encoding="utf-8")
        os.replace(temporary, folder / FILE)
    except OSError:
        return


def choose(key: str, value: str) -> None:
    """Remember one choice. Raises ValueError for a value its setting does not have."""
    if value not in settings()[key].values():
        raise ValueError(f"{key} cannot be {value!r}")
    save(replace(load(), **{key: value}))  # type: ignore[arg-type]


def choose_me(workspace_id: str, person_id: str | None) -> None:
    """Remember who sits at this machine in a workspace; None forgets it."""
    now = load()
    me = {key: value for key, value in now.me.items() if key != workspace_id}
    if person_id is not None:
        me[workspace_id] = person_id
    save(replace(now, me=me))
