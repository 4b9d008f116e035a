"""The parts of a task that are lists: its checklists, and what it waits for or belongs to."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from cockpit.domain.board import TaskDetail
from cockpit.domain.item import CustomField, FieldType, FieldValue, Link
from cockpit.domain.short_number import short_of
from cockpit.domain.task import Checklist, ChecklistItem, Task
from cockpit.i18n import N_, _
from cockpit.services import parts
from cockpit.ui.kit.inspector_parts import PropertyRow, Section
from cockpit.ui.kit.value_fields import ValueLine
from cockpit.ui.pages.board.task_context import TaskContext, full_day
from cockpit.ui.pages.board.task_rows import AddLine, Caption, Row, RowList

KIND_ICONS = {
    "task": "check-square", "risk": "shield-warning", "feedback": "chat-circle",
    "kpi": "chart-line-up", "annotation": "flag", "campaign": "megaphone",
}  # fmt: skip


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
        task_id, last = self.context.task_id, self._last
        self.context.write(lambda uow: parts.add_checklist_item(uow, task_id, text, last))


class LinksSection(Section):
    """What a task waits for, then what else it belongs to; both are added by short number."""

    def __init__(self, context: TaskContext) -> None:
        super().__init__(N_("Links"))
        self.context = context
        self.list = RowList()
        self.wait_line = AddLine(N_("Waits for task, such as T-118"), "hourglass-medium")
        self.wait_line.added.connect(self._on_wait)
        self.link_line = AddLine(N_("Link to T-118, R-7 or F-12"), "link")
        self.link_line.added.connect(self._on_link)
        self.add(self.list, bleed=True)
        self.add(self.wait_line, bleed=True)
        self.add(self.link_line, bleed=True)

    def show_detail(self, detail: TaskDetail) -> None:
        """Show the dependencies and links of a task."""
        count = len(detail.blocked_by) + len(detail.links)
        self.set_note(str(count) if count else "")
        keys = [f"wait:{task.id}" for task in detail.blocked_by]
        keys += [link.id for link, _short, _title in detail.links]
        self.list.keep(keys)
        index = 0
        for index, task in enumerate(detail.blocked_by, 1):
            self._show_blocker(index - 1, task)
        for place, (link, short, title) in enumerate(detail.links, index):
            self._show_link(place, link, f"{short} {title}".strip())

    def _show_blocker(self, index: int, task: Task) -> None:
        row = self.list.rows.get(f"wait:{task.id}")
        if not isinstance(row, Row):
            row = Row()
            row.remove_requested.connect(lambda: self._on_free(task.id))
        done = task.finished_at is not None
        name = f"{short_of('task', task.number)} {task.title}"
        note = _("done") if done else _("waiting")
        row.set_row(name, "hourglass-medium", note, tint="n7" if done else "n9")
        row.note_tint = "n7" if done else "warn"
        self.list.put(index, f"wait:{task.id}", row)

    def _show_link(self, index: int, link: Link, name: str) -> None:
        row = self.list.rows.get(link.id)
        if not isinstance(row, Row):
            row = Row()
            row.remove_requested.connect(lambda: self._on_unlink(link.id))
        other = link.b_kind if link.a_id == self.context.task_id else link.a_kind
        row.set_row(name, KIND_ICONS.get(other, "link"))
        self.list.put(index, link.id, row)

    def _on_wait(self, short: str) -> None:
        task_id = self.context.task_id
        self.context.write(lambda uow: parts.add_dependency_by_number(uow, task_id, short))

    def _on_link(self, short: str) -> None:
        task_id = self.context.task_id
        self.context.write(lambda uow: parts.link_by_number(uow, task_id, short))

    def _on_free(self, blocker_id: str) -> None:
        task_id = self.context.task_id
        self.context.write(lambda uow: parts.remove_dependency(uow, task_id, blocker_id))

    def _on_unlink(self, link_id: str) -> None:
        self.context.write(lambda uow: parts.unlink(uow, link_id))


class FieldsSection(Section):
    """The custom fields that have a value, to read."""

    def __init__(self) -> None:
        super().__init__(N_("More fields"))
        self.list = RowList()
        self.add(self.list, bleed=True)

    def show_detail(self, detail: TaskDetail) -> None:
        """Show the fields of a task; nothing at all when it has none."""
        self.setVisible(bool(detail.fields))
        self.list.keep([value.id for _field, value in detail.fields])
        for index, (field, value) in enumerate(detail.fields):
            row = self.list.rows.get(value.id)
            if not isinstance(row, PropertyRow):
                line = ValueLine(N_("Nothing"))
                line.setEnabled(False)
                row = PropertyRow(_said(field.name), line)
            if isinstance(row.editor, ValueLine):
                row.editor.set_value(_field_text(field, value))
            self.list.put(index, value.id, row)


def _said(name: str) -> Callable[[], str]:
    """A name as a label that is not looked up in the catalogue."""
    return lambda: name


def _field_text(field: CustomField, value: FieldValue) -> str:
    if value.date_value is not None:
        return full_day(value.date_value)
    if value.number_value is None:
        return value.text_value or ""
    if field.type is FieldType.CHECKBOX:
        return _("yes") if value.number_value else _("no")
    return f"{value.number_value:,.10g}".replace("-", "−")


def _progress(items: Sequence[ChecklistItem]) -> str:
    done = sum(item.done_at is not None for item in items)
    return f"{done}/{len(items)}" if items else ""
