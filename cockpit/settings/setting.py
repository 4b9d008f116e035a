"""One setting as a record: its words, what it can be, and what it is until somebody chooses."""

from __future__ import annotations

from dataclasses import field
from typing import Any, Final

KEY: Final = "setting"  # where a field of a settings class keeps its record


class Setting:
    """What the dialog, the command line and the check of a stored value are made from.

    `options` are pairs of value and msgid, the default first. A plain class: the settings of the
    machine are read before the first paint, and making a data class takes longer than that.
    """

    __slots__ = ("explanation", "options", "title")

    def __init__(self, title: str, explanation: str, *options: tuple[str, str]) -> None:
        self.title, self.explanation, self.options = title, explanation, options

    @property
    def default(self) -> str:
        """What counts until somebody chooses."""
        return self.options[0][0]

    def values(self) -> list[str]:
        """Every value it can have."""
        return [value for value, _title in self.options]


def declared(setting: Setting) -> Any:
    """Return the field of a settings class that a record describes."""
    return field(default=setting.default, metadata={KEY: setting})
