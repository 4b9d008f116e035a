"""The inspector of the board: one task with everything that hangs on it, or several at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from cockpit.domain.board import TaskDetail
from cockpit.domain.entity import utc_now
from cockpit.domain.organisation import Person
from cockpit.domain.task import Label, Task
from cockpit.i18n import N_, _, ngettext
from cockpit.services import tasks
from cockpit.ui.items.activity import Entry
from cockpit.ui.items.files import Content
from cockpit.ui.items.kinds import item_header
from cockpit.ui.items.panel import ItemPanel
from cockpit.ui.kit.actions import Action
from cockpit.ui.kit.text_area import TextArea
from cockpit.ui.pages.board.task_context import TaskContext
from cockpit.ui.pages.board.task_fields import TaskFields
from cockpit.ui.pages.board.task_sections import ChecklistSection, TaskLinksSection
from cockpit.ui.session import Session


class TaskPanel(ItemPanel):
    """Adds a task's fields, its checklists and what it waits for; edits several at once too."""

    context: TaskContext
    links: TaskLinksSection

    def __init__(
        self,
        session: Session,
        today: Callable[[], date] | None = None,
        content: Content | None = None,
    ) -> None:
        self.detail: TaskDetail | None = None
        self._people: list[Person] = []
        self._labels: list[Label] = []
        super().__init__(session, Task.KIND, today, content)

    def make_context(
        self, session: Session, today: Callable[[], date] | None, _kind: str
    ) -> TaskContext:
        """Tasks know their launch."""
        return TaskContext(session, today)

    def make_links(self) -> TaskLinksSection:
        """Links, after what the task waits for."""
        return TaskLinksSection(self.context)

    def build(self) -> None:
        """Add the fields, the description and the checklist."""
        self.fields = TaskFields(self.context, self.add_property)
        self.description = TextArea(N_("Add a description"))
        self.description.committed.connect(self._on_description)
        self.add(self.description, 8)
        self.checklist = ChecklistSection(self.context)
        self.add(self.checklist)

    def show_task(
        self, detail: TaskDetail, people: Sequence[Person], labels: Sequence[Label]
    ) -> None:
        """Show a task; the same one again keeps focus, place and half-typed text."""
        self.leave_for((detail.task.id,))
        self.detail, self._people, self._labels = detail, list(people), list(labels)
        self.context.launch_id = detail.task.launch_id
        self._single(True)
        self.show_item(detail.task.id, detail)

    def show_many(
        self, ids: Sequence[str], launch_id: str, people: Sequence[Person], labels: Sequence[Label]
    ) -> None:
        """Offer bulk edits of several tasks."""
        self.leave_for(ids)
        self.detail, self._people, self._labels = None, list(people), list(labels)
        self.shown, self.context.launch_id = None, launch_id
        self._single(False)
        self.show_again()
        self.order_tabs()

    def _single(self, one: bool) -> None:
        """Show what only a single task has, or hide it."""
        self.title.setReadOnly(not one)
        for widget in (self.description, self.checklist, *self.shared, *self.fields.single_rows):
            widget.setVisible(one)

    def show_own(self) -> None:
        """Show the task, or what can be set for several."""
        if self.detail is not None:
            self._show_detail(self.detail)
            return
        count = len(self.context.ids)
        self.set_header(
            _("Selection"), ngettext("{count} task", "{count} tasks", count).format(count=count)
        )
        self.banner.set_banner("")
        self.fields.show_many(self._people, self._labels)

    def _show_detail(self, detail: TaskDetail) -> None:
        task = detail.task
        kind = item_header(Task.KIND, task.number)
        if task.archived_at is not None:
            kind = _("{task}, archived").format(task=kind)
        self.set_header(kind, task.title)
        self.banner.set_banner(self._blocked_sentence(task))
        self.fields.show_detail(detail, self._people, self._labels)
        self.description.set_value(task.description)
        self.checklist.show_detail(detail)
        self.links.blocked_by = detail.blocked_by

    def _blocked_sentence(self, task: Task) -> str:
        if not task.blocked_reason:
            return ""
        days = (utc_now() - task.blocked_at).days if task.blocked_at else 0
        if days < 1:
            return _("Blocked: {reason}").format(reason=task.blocked_reason)
        return _("Blocked {days} d: {reason}").format(days=days, reason=task.blocked_reason)

    def own_entries(self) -> list[Entry]:
        """The moves that came with an import; one made here is told by its step."""
        if self.detail is None:
            return []
        moved = [move for move in self.detail.transitions if move.batch_id is not None]
        names = self._column_names(self.detail) if moved else {}
        found = []
        for move in moved:
            if move.to_column_id in names:
                text = _("Moved to {column}") if move.from_column_id else _("Created in {column}")
                sentence = text.format(column=names[move.to_column_id])
                found.append(Entry(move.id, move.at, sentence=sentence))
        return found

    def _column_names(self, detail: TaskDetail) -> dict[str, str]:
        columns = self.session.reader.board_columns(detail.task.launch_id)
        return {column.id: column.name for column in (detail.column, *(c.column for c in columns))}

    def save_title(self, title: str) -> None:
        """Rename the task."""
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
