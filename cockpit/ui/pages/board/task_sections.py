"""The parts of a task that are lists: its checklists, and what it waits for or belongs to."""

from __future__ import annotations

from collections.abc import Sequence

from cockpit.domain.board import TaskDetail
from cockpit.domain.item import ItemParts
from cockpit.domain.short_number import short_of
from cockpit.domain.task import Checklist, ChecklistItem, Task
from cockpit.i18n import N_, _
from cockpit.services import parts
from cockpit.ui.items.links import LinksSection
from cockpit.ui.items.rows import AddLine, Caption, Row, RowList
from cockpit.ui.kit.inspector_parts import Section
from cockpit.ui.pages.board.task_context import TaskContext


class ChecklistSection(Section):
    """Steps to tick, with the progress beside the title."""

    def __init__(self, context: TaskContext) -> None:
        super().__init__(N_("Checklist"))
        self.context = context
        self.list = RowList()
        self.add_line = AddLine(N_("Add a step"))
        self.add_line.added.connect(self._on_added)
        self._last: str | None = None
        self.add(self.list, bleed=True)
        self.add(self.add_line, bleed=True)

    def show_detail(self, detail: TaskDetail) -> None:
        """Show the checklists of a task; with more than one each has its name above."""
        lists = detail.checklists
        self._last = lists[-1][0].id if lists else None
        self.set_note(_progress([item for _checklist, items in lists for item in items]))
        keys = [
            key
            for checklist, items in lists
            for key in ([checklist.id] if len(lists) > 1 else []) + [item.id for item in items]
        ]
        self.list.keep(keys)
        place = {key: index for index, key in enumerate(keys)}
        for checklist, items in lists:
            if checklist.id in place:
                caption = self._caption(checklist, items)
                self.list.put(place[checklist.id], checklist.id, caption)
            for item in items:
                self.list.put(place[item.id], item.id, self._step(item))

    def _caption(self, checklist: Checklist, items: Sequence[ChecklistItem]) -> Caption:
        caption = self.list.rows.get(checklist.id)
        if not isinstance(caption, Caption):
            caption = Caption()
        caption.set_caption(checklist.name, _progress(items))
        return caption

    def _step(self, item: ChecklistItem) -> Row:
        row = self.list.rows.get(item.id)
        if not isinstance(row, Row):
            row = Row()
            row.clicked.connect(lambda row=row: self._on_clicked(item.id, row))
            row.remove_requested.connect(lambda: self._on_removed(item.id))
        done = item.done_at is not None
        row.set_row(item.text, checked=done, tint="n7" if done else "n9")
        return row

    def _on_clicked(self, item_id: str, row: Row) -> None:
        done = not row.checked
        self.context.write(lambda uow: parts.tick(uow, item_id, done=done))

    def _on_removed(self, item_id: str) -> None:
        self.context.write(lambda uow: parts.delete_checklist_item(uow, item_id))

    def _on_added(self, text: str) -> None:
        task_id, last = self.context.item_id, self._last
        self.context.write(lambda uow: parts.add_checklist_item(uow, task_id, text, last))


class TaskLinksSection(LinksSection):
    """What a task waits for, then what else it belongs to; both are added by short number."""

    def __init__(self, context: TaskContext) -> None:
        super().__init__(context)
        self.blocked_by: Sequence[Task] = ()
        self.wait_line = AddLine(N_("Waits for task, such as T-118"), "hourglass-medium")
        self.wait_line.added.connect(self._on_wait)
        self.body.insertWidget(self.body.indexOf(self.link_line), self.wait_line)

    def show_parts(self, shown: ItemParts, own: Sequence[tuple[str, Row]] = ()) -> None:
        """Show the dependencies and links of a task."""
        waits = [(f"wait:{task.id}", self._blocker(task)) for task in self.blocked_by]
        super().show_parts(shown, [*waits, *own])

    def _blocker(self, task: Task) -> Row:
        row = self.list.rows.get(f"wait:{task.id}")
        if not isinstance(row, Row):
            row = Row()
            row.clicked.connect(lambda: self.item_requested.emit(Task.KIND, task.id))
            row.remove_requested.connect(lambda: self._on_free(task.id))
        done = task.finished_at is not None
        name = f"{short_of(Task.KIND, task.number)} {task.title}"
        note = _("done") if done else _("waiting")
        row.set_row(name, "hourglass-medium", note, tint="n7" if done else "n9")
        row.note_tint = "n7" if done else "warn"
        return row

    def _on_wait(self, short: str) -> None:
        task_id = self.context.item_id
        self.context.write(lambda uow: parts.add_dependency_by_number(uow, task_id, short))

    def _on_free(self, blocker_id: str) -> None:
        task_id = self.context.item_id
        self.context.write(lambda uow: parts.remove_dependency(uow, task_id, blocker_id))


def _progress(items: Sequence[ChecklistItem]) -> str:
    done = sum(item.done_at is not None for item in items)
    return f"{done}/{len(items)}" if items else ""
