"""What the parts of the task panel share."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from cockpit.domain.task import Task
from cockpit.ui.items.context import ItemContext
from cockpit.ui.session import Session


class TaskContext(ItemContext):
    """The tasks that are shown now, and the launch on whose board they are."""

    def __init__(self, session: Session, today: Callable[[], date] | None) -> None:
        super().__init__(session, today, Task.KIND)
        self.launch_id = ""
