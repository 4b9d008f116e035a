"""The inspector of the board: one task with everything that hangs on it, or several at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QWidget

from cockpit.domain.board import TaskDetail
from cockpit.domain.entity import utc_now
from cockpit.domain.organisation import Person
from cockpit.domain.short_number import short_of
from cockpit.domain.task import Label
from cockpit.i18n import N_, _, ngettext
from cockpit.services import tasks
from cockpit.ui.kit import ink
from cockpit.ui.kit.actions import Action, menu
from cockpit.ui.kit.base import Painted
from cockpit.ui.kit.controls import IconButton
from cockpit.ui.kit.inspector import Inspector
from cockpit.ui.kit.text_area import TextArea
from cockpit.ui.kit.value_fields import ValueLine
from cockpit.ui.pages.board.task_activity import ActivitySection
from cockpit.ui.pages.board.task_context import TaskContext
from cockpit.ui.pages.board.task_fields import TaskFields
from cockpit.ui.pages.board.task_files import Content, FilesSection
from cockpit.ui.pages.board.task_rows import AddLine
from cockpit.ui.pages.board.task_sections import ChecklistSection, FieldsSection, LinksSection
from cockpit.ui.session import Session


class TaskPanel(Inspector):
    """Every edit is one step; what somebody is typing survives a refresh of the same task."""

    def __init__(
        self,
        session: Session,
        today: Callable[[], date] | None = None,
        content: Content | None = None,
    ) -> None:
        super().__init__()
        self.session = session
        self.context = TaskContext(session, today)
        self.detail: TaskDetail | None = None
        self._people: list[Person] = []
        self._labels: list[Label] = []
        self.fields = TaskFields(self.context, self.add_property)
        self.description = TextArea(N_("Add a description"))
        self.description.committed.connect(self._on_description)
        self.add(self.description, 8)
        self.checklist = ChecklistSection(self.context)
        self.links = LinksSection(self.context)
        self.files = FilesSection(self.context, content)
        self.activity = ActivitySection(self.context)
        self.more = FieldsSection()
        self.sections = (self.more, self.checklist, self.links, self.files, self.activity)
        for section in self.sections:
            self.add(section)
        self.drop_frame = DropFrame(self)
        self.setAcceptDrops(True)
        self.menu_button = IconButton("dots-three", N_("More"))
        self.menu_button.clicked.connect(self._open_menu)
        self.add_button(self.menu_button)
        self.title_committed.connect(self._on_title)
        session.reported.connect(lambda _sentence: self._show_again())

    def show_task(
        self, detail: TaskDetail, people: Sequence[Person], labels: Sequence[Label]
    ) -> None:
        """Show a task; the same one again keeps focus, place and half-typed text."""
        if self.context.ids != (detail.task.id,):
            self._leave()
        self.detail, self._people, self._labels = detail, list(people), list(labels)
        self.context.ids, self.context.launch_id = (detail.task.id,), detail.task.launch_id
        self._single(True)
        self._show_again()
        self.order_tabs()

    def show_many(
        self, ids: Sequence[str], launch_id: str, people: Sequence[Person], labels: Sequence[Label]
    ) -> None:
        """Offer bulk edits of several tasks."""
        if self.context.ids != tuple(ids):
            self._leave()
        self.detail, self._people, self._labels = None, list(people), list(labels)
        self.context.ids, self.context.launch_id = tuple(ids), launch_id
        self._single(False)
        self._show_again()
        self.order_tabs()

    def _leave(self) -> None:
        """Commit what is typed, to the tasks it was typed for, before others are shown."""
        editors: list[TextArea | ValueLine] = [self.title, self.description, *self.fields.editors()]
        for editor in editors:
            editor.commit()
            editor.revert()
        for section in (self.checklist, self.links, self.files):
            for line in section.findChildren(AddLine):
                line.revert()
        self.activity.leave()
        self.area.verticalScrollBar().setValue(0)

    def _single(self, one: bool) -> None:
        """Show what only a single task has, or hide it."""
        self.title.setReadOnly(not one)
        for widget in (self.description, *self.sections, *self.fields.single_rows):
            widget.setVisible(one)

    def _show_again(self) -> None:
        if self.detail is not None:
            self._show_detail(self.detail)
        elif self.context.ids:
            count = len(self.context.ids)
            self.set_header(
                _("Selection"), ngettext("{count} task", "{count} tasks", count).format(count=count)
            )
            self.banner.set_banner("")
            self.fields.show_many(self._people, self._labels)

    def _show_detail(self, detail: TaskDetail) -> None:
        task = detail.task
        kind = _("Task {number}").format(number=short_of("task", task.number))
        if task.archived_at is not None:
            kind = _("{task}, archived").format(task=kind)
        self.set_header(kind, task.title)
        self.banner.set_banner(self._blocked_sentence(detail))
        self.fields.show_detail(detail, self._people, self._labels)
        self.description.set_value(task.description)
        for section in self.sections:
            section.show_detail(detail)

    def _blocked_sentence(self, detail: TaskDetail) -> str:
        task = detail.task
        if not task.blocked_reason:
            return ""
        days = (utc_now() - task.blocked_at).days if task.blocked_at else 0
        if days < 1:
            return _("Blocked: {reason}").format(reason=task.blocked_reason)
        return _("Blocked {days} d: {reason}").format(days=days, reason=task.blocked_reason)

    def retranslate(self) -> None:
        """Read every text again."""
        super().retranslate()
        self._show_again()

    def _on_title(self, title: str) -> None:
        ids = self.context.ids
        self.context.write(lambda uow: tasks.edit_tasks(uow, ids, title=title))

    def _on_description(self, text: str) -> None:
        ids = self.context.ids
        self.context.write(lambda uow: tasks.edit_tasks(uow, ids, description=text))

    def whole_actions(self) -> list[Action]:
        """What can be done with the whole task, or with all that are selected."""
        ids, write = self.context.ids, self.context.write
        archived = self.detail is not None and self.detail.task.archived_at is not None

        def archive() -> None:
            write(lambda uow: tasks.archive_tasks(uow, ids, archived=not archived))

        def delete() -> None:
            write(lambda uow: tasks.delete_tasks(uow, ids))

        return [
            Action("archive", N_("Put back") if archived else N_("Archive"), run=archive),
            Action("delete", N_("Delete"), run=delete),
        ]

    def _open_menu(self) -> None:
        made = menu(self.whole_actions(), self)
        made.aboutToHide.connect(made.deleteLater)
        made.popup(self.menu_button.mapToGlobal(self.menu_button.rect().bottomLeft()))

    def paste(self) -> bool:
        """Attach the picture, files or address on the clipboard; False when there is none."""
        mime = QGuiApplication.clipboard().mimeData()
        return self.detail is not None and self.files.accepts(mime) and self.files.take(mime)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Paste attaches what is no text."""
        if event.matches(QKeySequence.StandardKey.Paste) and self.paste():
            return
        super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Offer to take files, pictures and addresses."""
        if self.detail is not None and self.files.accepts(event.mimeData()):
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()
            self.drop_frame.cover()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """The offer ends."""
        self.drop_frame.hide()
        super().dragLeaveEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        """Attach what is dropped."""
        self.drop_frame.hide()
        if self.detail is not None and self.files.take(event.mimeData()):
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()


class DropFrame(Painted):
    """Says over the panel that what is dragged can be let go here."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def cover(self) -> None:
        """Appear over the whole panel."""
        parent = self.parentWidget()
        if parent is not None:
            self.setGeometry(parent.rect())
        self.show()
        self.raise_()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint a frame, and the words on a chip at the bottom."""
        painter = QPainter(self)
        box = QRectF(self.rect()).adjusted(4, 4, -4, -4)
        ink.rounded(painter, box, 8, None, "accent", 2)
        words = _("Drop to attach")
        left = box.center().x() - ink.chip_width(words, "paperclip") / 2
        ink.chip(painter, left, box.bottom() - 24, words, "on_accent", "accent", "paperclip")
