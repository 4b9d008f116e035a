"""Tooltips that show their text as it is: long ones are wrapped, none is read as markup."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

LONG: Final = 60  # characters; Qt itself never wraps a plain text


def as_tip(text: str) -> str:
    """A tooltip of a text that may be long or look like markup."""
    if "<" not in text and "&" not in text and len(text) <= LONG:
        return text
    from html import escape  # seldom needed

    return f"<p style='white-space: pre-wrap'>{escape(text)}</p>"


def set_tip(widget: QWidget, text: str) -> None:
    """Give a widget such a tooltip."""
    widget.setToolTip(as_tip(text))
