"""The page of sources worked by mouse and keys, with a desk that does as it is told."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from cockpit.bootstrap import new_workspace
from cockpit.domain.errors import EnvironmentProblem, UserError
from cockpit.domain.pull import Stop
from cockpit.domain.source import Quarantine, RunStatus, Source, SyncRun
from cockpit.i18n import set_language
from cockpit.services.sources import options_of
from cockpit.sync.desk import Catalogue
from cockpit.ui.application import make_application
from cockpit.ui.kit.actions import install_actions
from cockpit.ui.kit.confirm import Confirm
from cockpit.ui.page import PageContext
from cockpit.ui.pages.sources import words
from cockpit.ui.pages.sources.actions import source_actions
from cockpit.ui.pages.sources.box import SourceBox
from cockpit.ui.pages.sources.entry import PARTS
from cockpit.ui.pages.sources.page import SourcesPage
from cockpit.ui.pages.sources.panel import SourcePanel
from cockpit.ui.session import Session
from cockpit.ui.window import CockpitWindow

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
TODAY = date(2026, 11, 24)
KEY = Qt.Key
KEYRING = "This computer has no keyring that Ops Cockpit can use."


class FakeDesk(Catalogue):
    """Keeps what it was asked; `problem` is what keyring and servers answer with."""

    def __init__(self) -> None:
        self.pulled: list[str] = []
        self.cancelled: list[str] = []
        self.kept: dict[str, Mapping[str, str]] = {}
        self.forgotten: list[str] = []
        self.tested: list[tuple[Source, Mapping[str, str]]] = []
        self.now_running: frozenset[str] = frozenset()
        self.woken, self.closed = 0, False
        self.found = (48, 0)
        self.problem: Exception | None = None
        self.stop = Stop()

    def pull_now(self, source_id: str) -> None:
        self.pulled.append(source_id)

    def cancel(self, source_id: str) -> None:
        self.cancelled.append(source_id)

    def running(self) -> frozenset[str]:
        return self.now_running

    def wake(self) -> None:
        self.woken += 1

    def keep(self, source_id: str, values: Mapping[str, str], told: Callable[..., object]) -> None:
        if self.problem is None:
            self.kept[source_id] = values
        told(None if self.problem else tuple(values), self.problem)

    def forget(self, source: Source, told: Callable[..., object]) -> None:
        self.forgotten.append(source.id)
        told(None, self.problem)

    def test(self, source: Source, typed: Mapping[str, str], told: Callable[..., object]) -> Stop:
        self.tested.append((source, typed))
        told(None if self.problem else self.found, self.problem)
        return self.stop

    def close(self) -> None:
        self.closed = True


class World:
    """A window with the page in it, and its inspector beside."""

    def __init__(self, qtbot: QtBot, path: Path, *, empty: bool = False) -> None:
        self.qtbot = qtbot
        make_application("light")
        self.workspace = new_workspace(path, "en", "Asia/Shanghai", TODAY)
        self.launch = self.workspace.reader().launches()[0]
        self.ids: dict[str, str] = {}
        if not empty:
            self.workspace.write(self._fill)
        self.session, self.desk = Session(self.workspace), FakeDesk()
        self.session.make_desk = lambda: self.desk
        self.steps: list[str] = []
        self.said: list[str] = []
        self.session.changed.connect(lambda changes: self.steps.append(changes.label))
        self.session.reported.connect(self.said.append)
        self.window = CockpitWindow()
        made = PARTS.make(PageContext(self.session, self.launch, lambda: TODAY))
        assert isinstance(made, SourcesPage)
        made.now = lambda: NOW  # type: ignore[method-assign]
        self.page = made
        made.refresh()
        self.window.set_page(made, "sources", made.ground())
        install_actions(self.window, source_actions(lambda: self.page))
        self.panel = made.make_panel()
        self.opened: list[bool] = []
        made.opened.connect(lambda: self.opened.append(True))
        self.window.resize(1440, 900)
        self.window.show()
        qtbot.waitExposed(self.window)
        made.focus_content()

    def _fill(self, uow: Any) -> None:
        for name, status, error in (
            ("Metrics", RunStatus.OK, ""),
            (
                "Shop",
                RunStatus.FAILED,
                "shop.example failed (status 500). It is tried again later.",
            ),
        ):
            source = Source(
                product_id=self.launch.product_id,
                name=name,
                connector="prometheus",
                address="https://prometheus.example.com",
                options=json.dumps({"queries": "A = a"}),
                zone="Asia/Shanghai",
                secret_keys="key" if name == "Metrics" else "",
            )
            self.ids[name] = source.id
            uow.add(source)
            at = NOW - timedelta(minutes=20)
            run = SyncRun(
                run_source_id=source.id, started_at=at, ended_at=at, status=status, error=error,
                pulled=288, updated=3,
            )  # fmt: skip
            uow.add(run)
            if name == "Shop":
                for raw in ("one", "two"):
                    uow.add(
                        Quarantine(
                            run_source_id=source.id, run_id=run.id, place="row 1", raw=raw,
                            reason="The value is no number.",
                        )
                    )  # fmt: skip

    def wait_step(self, count: int = 1) -> None:
        self.qtbot.waitUntil(lambda: len(self.steps) >= count)

    def key(self, key: Qt.Key, target: QWidget | None = None) -> None:
        QTest.keyClick(target or self.window.focusWidget() or self.window, key)

    def select(self, name: str) -> SourcePanel:
        self.page.show_item(self.ids[name])
        assert self.page.fill_panel(self.panel)
        self.window.show_inspector(self.panel)
        self.qtbot.waitUntil(self.panel.isVisible)
        return self.panel

    def box(self) -> SourceBox:
        found = [box for box in self.window.findChildren(SourceBox) if box.isVisible()]
        assert len(found) == 1
        return found[0]


@pytest.fixture
def world(qtbot: QtBot, tmp_path: Path) -> Iterator[World]:
    set_language("en")
    world = World(qtbot, tmp_path / "w.cockpit")
    yield world
    world.window.close()
    world.session.close()
    assert world.desk.closed


@pytest.fixture
def empty(qtbot: QtBot, tmp_path: Path) -> Iterator[World]:
    set_language("en")
    world = World(qtbot, tmp_path / "w.cockpit", empty=True)
    yield world
    world.window.close()
    world.session.close()


def type_in(box: SourceBox, key: str, text: str) -> None:
    question = box.form.questions.get(key) or box.form.secrets[key]
    control = question.control
    control.setFocus()
    QTest.keyClicks(control, text)


def shown(world: World) -> list[list[str]]:
    model = world.page.table.rows
    return [
        [str(model.index(row, column).data()) for column in range(model.columnCount())]
        for row in range(model.rowCount())
    ]


def test_the_list_says_how_each_source_stands(world: World) -> None:
    assert shown(world) == [
        ["Metrics", "Up to date", "20 min ago", "in 40 min", "—", "Prometheus"],
        ["Shop", "Failed", "—", "in 40 min", "2", "Prometheus"],
    ]
    rows = list(world.page.rows.values())
    assert words.summary(rows) == "2 sources · 1 failing · 2 refused rows"


def test_an_empty_page_begins_with_the_form_of_the_chosen_kind(empty: World) -> None:
    assert empty.page.empty.isVisible()
    QTest.mouseClick(empty.page.empty.rows[1], Qt.MouseButton.LeftButton)
    assert empty.box().form.info.key == "rest"
    empty.key(KEY.Key_Escape)


def test_a_source_is_added_by_keys_with_its_key_in_the_keyring(empty: World) -> None:
    empty.key(KEY.Key_N)
    box = empty.box()
    assert box.form.questions["name"].control.hasFocus()
    type_in(box, "name", "Metrics")
    type_in(box, "address", "http://127.0.0.1:9090")
    type_in(box, "queries", "Up = up")
    type_in(box, "key", "s3cret")
    QTest.mouseClick(box.test, Qt.MouseButton.LeftButton)
    assert box.sentence == "It works: 48 points"
    [(draft, typed)] = empty.desk.tested
    assert (draft.name, typed) == ("Metrics", {"key": "s3cret"})
    QTest.mouseClick(box.save, Qt.MouseButton.LeftButton)
    empty.wait_step()
    [row] = empty.session.reader.sources()
    assert empty.desk.kept == {row.source.id: {"key": "s3cret"}}
    assert row.source.id == draft.id
    assert (row.source.secret_keys, row.source.interval_seconds) == ("key", 3600)
    assert options_of(row.source) == {"queries": "Up = up"}
    assert empty.steps == ["Added source “Metrics”"]
    assert empty.desk.woken == 1
    assert empty.opened
    assert empty.page.selected_ids() == [row.source.id]


def test_a_keyring_that_is_not_there_is_said_in_the_box_and_nothing_is_written(
    empty: World,
) -> None:
    empty.desk.problem = EnvironmentProblem(KEYRING)
    empty.key(KEY.Key_N)
    box = empty.box()
    for key, text in (("name", "M"), ("address", "http://h"), ("queries", "a"), ("key", "k")):
        type_in(box, key, text)
    QTest.mouseClick(box.save, Qt.MouseButton.LeftButton)
    assert (box.sentence, box.tone) == (KEYRING, "bad")
    assert box.isVisible()
    assert box.save.isEnabled()
    assert empty.session.reader.sources() == []
    empty.key(KEY.Key_Escape)


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ({"name": "M", "address": "h", "queries": "a"}, "no web address"),
        ({"name": "M", "address": "http://h"}, "“Figures” is empty"),
        ({"address": "http://h", "queries": "a"}, "Give the source a name"),
    ],
)
def test_what_cannot_work_is_said_in_the_box(
    empty: World, answers: dict[str, str], said: str
) -> None:
    empty.key(KEY.Key_N)
    box = empty.box()
    for key, text in answers.items():
        type_in(box, key, text)
    QTest.mouseClick(box.save, Qt.MouseButton.LeftButton)
    assert said in box.sentence
    empty.key(KEY.Key_Escape)
    assert empty.desk.kept == {}


def test_a_name_that_is_taken_is_said_before_the_key_is_kept(world: World) -> None:
    world.key(KEY.Key_N)
    box = world.box()
    for key, text in (("name", "shop"), ("address", "http://h"), ("queries", "a"), ("key", "k")):
        type_in(box, key, text)
    QTest.mouseClick(box.save, Qt.MouseButton.LeftButton)
    assert "There is a source “shop” already" in box.sentence
    assert world.desk.kept == {}
    world.key(KEY.Key_Escape)


def test_questions_that_do_not_matter_are_not_asked(empty: World) -> None:
    empty.page.add_source("rest")
    form = empty.box().form
    assert form.questions["auth_name"].isHidden()
    assert form.secrets["key"].isHidden()
    form.questions["auth"].show_answer("header")
    form.questions["auth"].answered.emit()
    assert not form.questions["auth_name"].isHidden()
    assert not form.secrets["key"].isHidden()
    form.questions["auth_name"].show_answer("X-Key")
    form.questions["auth"].show_answer("none")
    form.questions["auth"].answered.emit()
    assert "auth_name" not in form.fields()["options"]
    empty.key(KEY.Key_Escape)


def test_a_test_that_runs_is_ended_with_the_box(empty: World) -> None:
    empty.page.add_source()
    box = empty.box()
    box._stop = empty.desk.stop
    empty.key(KEY.Key_Escape)
    stopped = []
    empty.desk.stop.register(lambda: stopped.append(True))
    assert stopped == [True]


def test_the_inspector_says_how_it_went_and_what_was_refused(world: World) -> None:
    panel = world.select("Shop")
    assert panel.banner.sentence.startswith("shop.example failed")
    assert panel.key.value == "none"
    assert len(panel.refused_rows.rows) == 2
    assert len(panel.run_rows.rows) == 1
    panel = world.select("Metrics")
    assert panel.banner.sentence == ""
    assert panel.state.value == "20 min ago"
    assert panel.due.value == "in 40 min · every hour"
    assert panel.key.value == "in this computer's keyring"
    [run] = panel.run_rows.rows.values()
    assert run.accessibleName() == "288 points · 3 new or changed"


def test_refused_rows_are_dismissed_one_or_all_and_undo_brings_them_back(world: World) -> None:
    panel = world.select("Shop")
    first = next(iter(panel.refused_rows.rows.values()))
    first.setFocus()
    world.key(KEY.Key_Delete, first)
    world.wait_step()
    assert len(world.session.reader.quarantine(world.ids["Shop"])) == 1
    panel.refused.action_requested.emit()
    world.wait_step(2)
    assert world.session.reader.quarantine(world.ids["Shop"]) == []
    for count in (3, 4):
        world.session.undo()
        world.wait_step(count)
    assert len(world.session.reader.quarantine(world.ids["Shop"])) == 2


def test_r_pulls_and_stops(world: World) -> None:
    world.page.show_item(world.ids["Shop"])
    world.key(KEY.Key_R)
    assert world.desk.pulled == [world.ids["Shop"]]
    world.desk.now_running = frozenset({world.ids["Shop"]})
    world.page._look_again()
    assert shown(world)[1][1] == "Pulling…"
    world.key(KEY.Key_R)
    assert world.desk.cancelled == [world.ids["Shop"]]
    QTest.keyClick(world.window, KEY.Key_R, Qt.KeyboardModifier.ShiftModifier)
    assert world.desk.pulled == [world.ids["Shop"], world.ids["Metrics"], world.ids["Shop"]]


def test_an_edit_keeps_the_key_and_a_new_key_is_tried_at_once(world: World) -> None:
    world.page.show_item(world.ids["Metrics"])
    world.key(KEY.Key_E)
    box = world.box()
    assert box.form.questions["address"].answer() == "https://prometheus.example.com"
    assert "A key is in the keyring" in box.form.secrets["key"].field.help
    box.form.questions["name"].show_answer("Numbers")
    QTest.mouseClick(box.save, Qt.MouseButton.LeftButton)
    world.wait_step()
    row = world.session.reader.source(world.ids["Metrics"])
    assert row is not None
    assert (row.source.name, row.source.secret_keys) == ("Numbers", "key")
    assert row.source.reset_at is None
    assert world.desk.pulled == []
    world.key(KEY.Key_E)
    box = world.box()
    type_in(box, "key", "another")
    QTest.mouseClick(box.save, Qt.MouseButton.LeftButton)
    world.qtbot.waitUntil(lambda: world.desk.pulled == [world.ids["Metrics"]])
    assert world.desk.kept == {world.ids["Metrics"]: {"key": "another"}}


def test_a_source_is_paused_and_goes_on(world: World) -> None:
    world.page.show_item(world.ids["Shop"])
    world.key(KEY.Key_P)
    world.wait_step()
    assert shown(world)[1][1] == "Paused"
    world.key(KEY.Key_P)
    world.wait_step(2)
    assert shown(world)[1][1] == "Failed"


def test_removing_a_source_with_a_key_is_asked_about_and_takes_the_key(world: World) -> None:
    world.page.show_item(world.ids["Metrics"])
    world.key(KEY.Key_Delete)
    [question] = [one for one in world.window.findChildren(Confirm) if one.isVisible()]
    assert "leaves this computer's keyring" in question.sentence
    assert world.session.reader.sources()[0].source.name == "Metrics"
    QTest.mouseClick(question.verb, Qt.MouseButton.LeftButton)
    world.wait_step()
    assert [row.source.name for row in world.session.reader.sources()] == ["Shop"]
    assert world.desk.forgotten == [world.ids["Metrics"]]
    world.page.show_item(world.ids["Shop"])
    world.key(KEY.Key_Delete)
    world.wait_step(2)
    assert world.page.empty.isVisible()
    assert world.desk.forgotten == [world.ids["Metrics"]]


def test_a_title_that_is_edited_renames_the_source(world: World) -> None:
    panel = world.select("Shop")
    panel.title_committed.emit("Orders")
    world.wait_step()
    assert world.steps == ["Edited source “Shop”"] or world.steps == ["Edited source “Orders”"]
    assert shown(world)[1][0] == "Orders"


def test_what_another_program_wrote_is_seen(world: World) -> None:
    from cockpit.storage.sync_workspace import SyncWorkspace

    world.session.workspace.committed_elsewhere()
    store = SyncWorkspace(world.workspace.path)
    source_id = world.ids["Shop"]
    run = SyncRun(run_source_id=source_id, started_at=NOW, ended_at=NOW, status=RunStatus.OK)
    store.note(lambda uow: uow.add(run))
    store.close()
    world.qtbot.waitUntil(lambda: shown(world)[1][1] == "Up to date")


def test_a_page_without_a_desk_shows_what_is_stored(qtbot: QtBot, tmp_path: Path) -> None:
    world = World(qtbot, tmp_path / "w.cockpit")
    world.session.make_desk = None
    world.session._desk = None
    world.page.refresh()
    world.page.add_source()
    world.page.pull_all()
    assert shown(world)[0][1] == "Up to date"
    assert not world.window.findChildren(SourceBox)
    world.window.close()
    world.session.close()


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(5, "just now"), (65, "1 min ago"), (3_700, "1 h ago"), (90_000, "1 day ago"),
     (200_000, "2 days ago"), (-50, "just now")],
)  # fmt: skip
def test_ages_are_said_in_the_largest_whole_unit(seconds: int, said: str) -> None:
    set_language("en")
    assert words.ago(NOW - timedelta(seconds=seconds), NOW) == said


def test_a_press_beside_the_box_closes_it(empty: World) -> None:
    empty.page.add_source()
    box = empty.box()
    QTest.mouseClick(box, Qt.MouseButton.LeftButton, pos=QPoint(3, 3))
    assert not [one for one in empty.window.findChildren(SourceBox) if one.isVisible()]


def test_a_problem_of_a_test_is_said(world: World) -> None:
    world.page.show_item(world.ids["Shop"])
    world.key(KEY.Key_E)
    box = world.box()
    world.desk.problem = UserError("prometheus.example.com asks for a key (status 401).")
    QTest.mouseClick(box.test, Qt.MouseButton.LeftButton)
    assert box.sentence == "prometheus.example.com asks for a key (status 401)."
    world.desk.problem, world.desk.found = None, (0, 3)
    QTest.mouseClick(box.test, Qt.MouseButton.LeftButton)
    assert box.sentence == "It answers, but has nothing for the last 24 hours."
    world.key(KEY.Key_Escape)


def test_a_source_keeps_an_interval_that_is_not_on_the_list(world: World) -> None:
    row = world.session.reader.source(world.ids["Shop"])
    assert row is not None
    world.workspace.write(lambda uow: uow.save(replace(row.source, interval_seconds=777)))
    world.page.refresh()
    world.page.show_item(world.ids["Shop"])
    world.key(KEY.Key_E)
    assert world.box().form.fields()["interval_seconds"] == 777
    world.key(KEY.Key_Escape)
