"""Every state the window can be in, over demo content and over texts longer than anybody plans."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from cockpit.bootstrap import make_demo, new_workspace
from cockpit.domain.organisation import Launch, Person
from cockpit.domain.quick_add import parse_quick_add
from cockpit.domain.task import Column, Priority, Task
from cockpit.exchange.table_imports import WorkspaceTableImports
from cockpit.i18n import Language, set_language
from cockpit.services import parts, tasks
from cockpit.services.ports import UnitOfWork
from cockpit.ui.application import make_application
from cockpit.ui.kit.theme import ThemeName, theme_bus
from cockpit.ui.pages.board.card_pictures import CardPictures
from cockpit.ui.pages.board.page import BoardPage
from cockpit.ui.session import Session
from cockpit.ui.window import CockpitWindow
from cockpit.ui.workbench import Workbench

TODAY = date(2026, 11, 24)
LONG = {
    "en": "Agree with the acquiring bank how refunds of payments that were split over two cards "
    "are booked when one of the cards has expired in between, and write it down",
    "zh": "与收单行确认：一笔订单由两张银行卡分摊支付、其中一张卡在退款之前已经过期时，退款如何"
    "入账、由谁承担手续费，并写进运营手册第三章",
}
LABEL = {"en": "cross-border settlement and refunds", "zh": "跨境清算与退款的合规检查事项"}
PERSON = {"en": "Alexandra Konstantinopoulos-Featherstonehaugh", "zh": "欧阳娜娜·阿不都热依木江"}
COLUMN = {
    "en": "Waiting for somebody outside of the team",
    "zh": "等待团队之外的合作方回复之后处理",
}


def settle() -> None:
    for _round in range(3):
        QApplication.processEvents()


class Pages:
    """One window over one workspace; `show` brings it into a named state."""

    def __init__(self, path: Path, language: Language, *, empty: bool = False) -> None:
        set_language(language)
        make_application("light")
        if empty:
            workspace = new_workspace(path, language, "Asia/Shanghai", date(2026, 12, 5))
        else:
            workspace = make_demo(path, TODAY)
        self.language: Language = language
        self.rich = ""
        self.window = CockpitWindow()
        self.session = Session(workspace)
        if not empty:
            workspace.write(self._make_rich)
        tables = WorkspaceTableImports(workspace)
        self.bench = Workbench(self.window, self.session, lambda: TODAY, None, tables)
        self.window.show()
        settle()

    def _make_rich(self, uow: UnitOfWork) -> None:
        """A task with everything on it, all of it long, first in its column."""
        lang = self.language
        launch = max(uow.find(Launch), key=lambda x: x.go_live_on or date.min)
        column = uow.find(Column, "position", launch_id=launch.id)[3]
        uow.save(replace(column, name=COLUMN[lang], wip_limit=2))
        person = Person(name=PERSON[lang])
        uow.add(person)
        task = tasks.create_task(uow, launch.id, column.id, parse_quick_add("x", TODAY))
        first = uow.find(Task, "position", column_id=column.id)[0]
        tasks.move_tasks(uow, [task.id], column.id, first.id)
        for name in (LABEL[lang], "iOS"):
            tasks.toggle_label(uow, [task.id], tasks.label_for(uow, launch.id, name).id)
        tasks.edit_tasks(
            uow,
            [task.id],
            title=LONG[lang],
            description=LONG[lang],
            assignee_id=person.id,
            priority=Priority.URGENT,
            due_on=date(2026, 11, 20),
        )
        tasks.block_tasks(uow, [task.id], LONG[lang])
        for text in (LONG[lang], "二", "three"):
            parts.add_checklist_item(uow, task.id, text)
        parts.add_comment(uow, Task.KIND, task.id, LONG[lang])
        parts.add_comment(uow, Task.KIND, task.id, "https://example.com/" + "a" * 120)
        parts.attach_address(uow, Task.KIND, task.id, "https://example.com/" + "b" * 120)
        parts.add_dependency(uow, task.id, first.id)
        self.rich = task.id

    @property
    def board(self) -> BoardPage:
        """The board."""
        assert isinstance(self.bench.page, BoardPage)
        return self.bench.page

    def close(self) -> None:
        """Close the window and the workspace."""
        self.window.close()
        self.window.deleteLater()
        settle()

    def look(self, theme: ThemeName, size: tuple[int, int]) -> None:
        """Take a theme, this window's language and a size."""
        set_language(self.language)
        theme_bus().force(theme)
        self.window.retranslate()
        self.window.resize(*size)
        settle()

    def show(self, state: str) -> None:
        """Come from the plain board into a state."""
        STATES[state](self)
        settle()
        # Cards are kept as pictures; they are to be painted again.
        self.board.view.pictures = CardPictures()
        self.window.repaint()

    def plain(self) -> None:
        """Go back to the plain board."""
        board = self.board
        if self.bench.boxes.made_palette is not None:
            self.bench.boxes.palette.close_popover()
        if self.bench.boxes.made_sheet is not None:
            self.bench.boxes.sheet.close_popover()
        if board._quick is not None:
            board._quick.close_popover()
        self.window.hide_progress()
        self.window.toaster.hide()
        self.bench.close_inspector()
        board.show_view("board")
        board.clear_filter()
        board.view.selection.clear()
        settle()

    def open_rich(self) -> None:
        """Open the inspector on the rich task."""
        self.board.show_item(self.rich)
        self.bench.open_inspector()

    def choose_several(self) -> None:
        """Select three cards and open what is offered for them."""
        view = self.board.view
        view.selection.take(view.columns, 1, 0, add=False)
        view.selection.extend(view.columns, 2)
        self.bench.open_inspector()

    def quick_add(self) -> None:
        """Type a line into the quick-add box."""
        board = self.board
        board.add_task()
        assert board._quick is not None
        line = {
            "en": "Pay regression test @Li Lei #testing #payments !high tomorrow 3pm",
            "zh": "支付回归测试 @李雷 #测试 #支付 !高 明天下午3点",
        }[self.language]
        board._quick.field.setText(line)

    def palette(self, query: str) -> None:
        """Open the palette and type."""
        self.bench.boxes.palette.open()
        QTest.qWait(1)
        self.bench.boxes.palette.field.setText(query)

    def filtered(self, text: str) -> None:
        """Filter."""
        self.board.filter_field.setText(text)

    def list(self) -> None:
        """Show the list."""
        self.board.show_view("list")

    def quick_add_empty(self) -> None:
        """Open the quick-add box of the column with the long name."""
        self.board._add_to(self.board.view.columns[3].id)


STATES: dict[str, Callable[[Pages], object]] = {
    "board": lambda p: None,
    "filtered": lambda p: p.filtered("支付" if p.language == "zh" else "payment"),
    "filtered to nothing": lambda p: p.filtered("zzzz"),
    "filter not understood": lambda p: p.filtered("due:<someday"),
    "list": Pages.list,
    "inspector": Pages.open_rich,
    "several selected": Pages.choose_several,
    "quick add": Pages.quick_add,
    "quick add, empty": Pages.quick_add_empty,
    "palette": lambda p: p.palette(""),
    "palette, searching": lambda p: p.palette("支付" if p.language == "zh" else "payment"),
    "palette, nothing": lambda p: p.palette("zzzz"),
    "shortcuts": lambda p: p.bench.boxes.sheet.open(),
    "toast": lambda p: p.window.toast(f"{LONG[p.language]}", lambda: None),
    "progress": lambda p: p.window.show_progress(LONG[p.language], 12_400, 3_000_000),
}
EMPTY_STATES = ("board", "list", "quick add, empty", "palette", "toast")
