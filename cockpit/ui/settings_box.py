"""The settings, over the window: built from the records in which they are declared."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QMainWindow, QWidget

from cockpit.domain.changes import Changes
from cockpit.domain.organisation import Person
from cockpit.i18n import N_, _, set_language
from cockpit.services.identity import remember_me
from cockpit.services.people import person_for
from cockpit.settings import machine
from cockpit.ui.kit import ink
from cockpit.ui.kit.base import shown
from cockpit.ui.kit.choice_field import ChoiceField
from cockpit.ui.kit.choice_popup import Choice
from cockpit.ui.kit.popover import Popover
from cockpit.ui.kit.segments import Segments
from cockpit.ui.kit.theme import ThemeName, theme_bus
from cockpit.ui.session import Session

WIDE: Final = 472
PADDING: Final = 24
HEAD: Final = 64
BETWEEN: Final = 20
NOBODY: Final = ""
ME_TITLE: Final = N_("Who you are")
ME_EXPLANATION: Final = N_(
    "For assignee:me in filters. Kept on this device, for this workspace only."
)


@dataclass(frozen=True, slots=True)
class Row:
    """One setting: its words and the control that changes it."""

    title: str
    explanation: str
    control: QWidget

    def lines(self) -> list[str]:
        """The explanation in lines."""
        return ink.wrap(_(self.explanation), "caption", WIDE - 2 * PADDING, 3)

    def height(self) -> int:
        """The words, then the control."""
        return 22 + 18 * len(self.lines()) + 8 + self.control.sizeHint().height()


class SettingsBox(Popover):
    """Every change counts at once and is remembered; Tab walks, Escape closes."""

    radius = 12

    def __init__(
        self, window: QWidget, session: Session, retranslate: Callable[[], object]
    ) -> None:
        super().__init__(window)
        self.session, self._retranslate = session, retranslate
        self.choices: dict[str, Segments] = {}
        self.me = ChoiceField(N_("Nobody chosen"), N_("New person “{name}”"), self)
        self.me.framed = True
        self.me.chosen.connect(self._on_me)
        self.me.invented.connect(self._on_new_person)
        self.rows = [self._row(key) for key in machine.settings()]
        self.rows.append(Row(ME_TITLE, ME_EXPLANATION, self.me))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._gone = False  # a step may end after the box was closed
        self.closed.connect(self._on_closed)
        self._name()

    def _row(self, key: str) -> Row:
        setting = machine.settings()[key]
        control = Segments(setting.options, self)
        control.show_chosen(getattr(machine.load(), key))
        control.changed.connect(lambda value: self._on_chosen(key, value))
        self.choices[key] = control
        return Row(setting.title, setting.explanation, control)

    def open(self) -> None:
        """Open with the focus on the first setting."""
        self._show_me()
        super().open()
        self.rows[0].control.setFocus(Qt.FocusReason.TabFocusReason)

    def _name(self) -> None:
        """Tell screen readers what each control is for."""
        self.setAccessibleName(_("Settings"))
        for row in self.rows:
            row.control.setAccessibleName(_(row.title))
            row.control.setAccessibleDescription(_(row.explanation))

    def _on_chosen(self, key: str, value: str) -> None:
        machine.choose(key, value)
        APPLIED[key](value)
        if key == "language":
            self._retranslate()
            self._name()
            self._show_me()
        self.place()

    def _on_closed(self) -> None:
        self._gone = True
        self.deleteLater()

    def _show_me(self) -> None:
        if self._gone:
            return
        people = [Choice(p.id, p.name, person=True, also=p.aliases) for p in self._people()]
        nobody = Choice(NOBODY, _("Nobody"))
        me = self.session.reader.me_id
        known = me if any(choice.key == me for choice in people) else NOBODY
        self.me.set_choices([nobody, *people] if known else people, known or "-")

    def _people(self) -> list[Person]:
        return self.session.reader.people()

    def _on_me(self, person_id: str) -> None:
        self.session.reader.me_id = person_id or None
        workspace = self.session.workspace
        self.session.lane.submit(
            lambda: remember_me(workspace, person_id or None), lambda _: None, self.session.report
        )
        self._show_me()
        # Pages ask again, as after a commit of another program: assignee:me means someone else.
        self.session.changed_elsewhere.emit()

    def _on_new_person(self, name: str) -> None:
        made: list[str] = []

        def add(uow: object) -> None:
            made.append(person_for(uow, name).id)  # type: ignore[arg-type]

        def done(_changes: Changes) -> None:
            self._on_me(made[0])

        self.session.write(add, done)

    def box(self) -> QRect:
        """In the middle, as tall as its rows."""
        tall = HEAD + sum(row.height() + BETWEEN for row in self.rows) + 4
        return QRect((self.width() - WIDE) // 2, (self.height() - tall) // 2, WIDE, tall)

    def place(self) -> None:
        """Lay every control below its words."""
        box = self.box()
        y = box.top() + HEAD
        for row in self.rows:
            hint = row.control.sizeHint()
            top = y + row.height() - hint.height()
            # A framed row keeps 2 px around it for the focus ring.
            left, wide = box.left() + PADDING - 2, hint.width()
            if row.control is self.me:
                left, wide = box.left() + PADDING, 240
            row.control.setGeometry(left, top, wide, hint.height())
            y += row.height() + BETWEEN
        self.update()

    def paint_box(self, painter: QPainter, box: QRectF) -> None:
        """Paint the title and the words of every setting."""
        left = box.left() + PADDING
        ink.text(painter, left, box.top() + 36, _("Settings"), "inspector")
        ink.keycap(painter, box.right() - PADDING, box.top() + 36, "Esc")
        y = box.top() + HEAD
        for row in self.rows:
            ink.text(painter, left, y + 10, shown(row.title), "strong")
            for number, line in enumerate(row.lines()):
                ink.text(painter, left, y + 31 + 18 * number, line, "caption", "n7")
            y += row.height() + BETWEEN


def _apply_language(value: str) -> None:
    set_language(machine.spoken(value))


def _apply_theme(value: str) -> None:
    names: dict[str, ThemeName] = {"light": "light", "dark": "dark"}
    theme_bus().force(names.get(value))


# What each setting does in a running window; a setting without a line here fails a test.
APPLIED: Final[dict[str, Callable[[str], None]]] = {
    "language": _apply_language,
    "theme": _apply_theme,
}


def open_settings(
    window: QMainWindow, session: Session, retranslate: Callable[[], object] | None = None
) -> SettingsBox:
    """Open the settings over a window; `retranslate` shows all its texts in another language."""
    again = retranslate if retranslate is not None else getattr(window, "retranslate")  # noqa: B009
    box = SettingsBox(window, session, again)
    box.open()
    return box
