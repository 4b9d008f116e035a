"""Actions as records: menus, the palette, the shortcut sheet and the keys are drawn from them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)

from cockpit.i18n import _

_MODIFIED = re.compile(r"\b(Ctrl|Alt|Meta)\+|^F\d+$|^Esc$")


@dataclass(frozen=True, slots=True)
class Action:
    """One thing a person can do: how it is called, by which key, and what runs."""

    key: str
    title: Callable[[], str] | str  # a msgid, or a function for a title with names in it
    shortcut: str = ""  # as QKeySequence reads it: "Ctrl+K", "N", "G, B"
    group: str = ""  # a msgid
    run: Callable[[], object] = lambda: None
    icon: str = ""
    hint: Callable[[], str] | str = ""

    def label(self) -> str:
        """The title in the language that is set."""
        return self.title() if callable(self.title) else _(self.title)

    def hint_text(self) -> str:
        """The hint in the language that is set."""
        return self.hint() if callable(self.hint) else _(self.hint)

    def keys(self) -> str:
        """The shortcut as a key cap shows it."""
        return key_cap(self.shortcut)


def key_cap(shortcut: str) -> str:
    """A shortcut as shown: `Ctrl+K` is `Ctrl K`, `G, B` is `G B`."""
    native = QKeySequence(shortcut).toString(QKeySequence.SequenceFormat.NativeText)
    return re.sub(r"\+(?=.)", " ", native.replace(", ", " "))


def is_plain(shortcut: str) -> bool:
    """Whether a shortcut is a key that types something, and so must sleep in a text field."""
    return bool(shortcut) and not _MODIFIED.search(shortcut)


def is_typing(widget: QWidget | None) -> bool:
    """Whether this widget takes text from the keyboard."""
    if isinstance(widget, QLineEdit | QTextEdit | QPlainTextEdit):
        return not widget.isReadOnly()
    if isinstance(widget, QComboBox):
        return widget.isEditable()
    return isinstance(widget, QAbstractSpinBox)


class _Sleeper(QObject):
    """Lets plain keys through to text fields: claims them before a shortcut can."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Accept the override for a key without Ctrl or Alt that goes to a text field."""
        if event.type() != QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
            return False
        plain = event.modifiers() & ~(
            Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier
        )
        types = not plain and event.key() < Qt.Key.Key_Escape
        if types and isinstance(watched, QWidget) and is_typing(watched):
            event.accept()
            return True
        return False


def _sleeper() -> None:
    """Install the filter once per application."""
    app = QApplication.instance()
    if app is not None and app.property("cockpitSleeper") is None:
        sleeper = _Sleeper(app)
        app.installEventFilter(sleeper)
        app.setProperty("cockpitSleeper", True)


def install_actions(
    widget: QWidget,
    actions: Iterable[Action],
    context: Qt.ShortcutContext = Qt.ShortcutContext.WindowShortcut,
) -> list[QShortcut]:
    """Make a shortcut of every action that has one; they live as long as the widget."""
    _sleeper()
    made = []
    for action in actions:
        if action.shortcut:
            shortcut = QShortcut(QKeySequence(action.shortcut), widget)
            shortcut.setContext(context)
            shortcut.setAutoRepeat(False)
            shortcut.activated.connect(_runner(action))
            made.append(shortcut)
    return made


def _runner(action: Action) -> Callable[[], None]:
    """What a shortcut calls: nothing while somebody types and the key would type too."""

    def run() -> None:
        if is_plain(action.shortcut) and is_typing(QApplication.focusWidget()):
            return
        action.run()

    return run


def menu(actions: Sequence[Action], parent: QWidget) -> QMenu:
    """A menu of the actions, with a line between groups."""
    made = QMenu(parent)
    for index, (_group, members) in enumerate(groupby(actions, key=lambda item: item.group)):
        if index:
            made.addSeparator()
        for action in members:
            entry = made.addAction(action.label())
            if action.shortcut:
                entry.setShortcut(QKeySequence(action.shortcut))
                # The key itself belongs to install_actions; here it is only shown.
                entry.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
            entry.triggered.connect(lambda _on=False, act=action: act.run())
    return made


def shortcut_groups(actions: Iterable[Action]) -> list[tuple[str, list[tuple[str, str]]]]:
    """The actions with a key by group, as the shortcut sheet takes them."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for action in actions:
        if action.shortcut:
            groups.setdefault(action.group, []).append((action.label(), action.keys()))
    return [(_(group), rows) for group, rows in groups.items()]
