"""Whether the window keeps its frames while a million rows come in beside it."""

from __future__ import annotations

import itertools
import statistics
import tempfile
import threading
import time
from pathlib import Path

from PySide6.QtWidgets import QApplication

from benchmarks.frames import PAINTED, Stage, build, count_paints, wheel
from benchmarks.importing import TASKS, board
from benchmarks.measure import limit_row, percentile
from cockpit.services.board_import import BoardMerge
from cockpit.storage.workspace import SqlWorkspace

IDLE_FRAMES = 600
# A wheel turned steadily: the pause lets the other thread work, as a person's hand does.
PAUSE = 0.016
# Two frames of a 60 Hz screen: what still looks like moving.
FRAME_LIMIT = 33.0


def run(count: int = TASKS) -> bool:
    """Scroll a board of 2,000 cards without and with an import, and print the frames of both."""
    print("frames of a scrolled board: quiet, then while 1,000,000 rows are imported")
    content = board(count)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "board.cockpit"
        build(path, 2_000)
        stage = Stage(path)
        count_paints()
        quiet = [frame(stage, step) for step in range(IDLE_FRAMES)]
        over = threading.Event()
        workspace = stage.session.workspace
        assert isinstance(workspace, SqlWorkspace)
        launch_id = stage.launch.id

        def bring_in() -> object:
            return workspace.import_batch(
                "trello",
                "big.json",
                lambda uow, batch: BoardMerge(uow, content, launch_id, batch).run(),
                lambda rows: True,
            )

        began = time.perf_counter()
        stage.session.imports.submit(bring_in, lambda _done: over.set(), stage.session.report)
        busy = []
        for step in itertools.count():
            busy.append(frame(stage, step))
            if over.is_set():
                break
        took = time.perf_counter() - began
        stage.close()
    print(f"{'import with a window beside it':<46}{took * 1000:10.2f} ms")
    print(f"{'quiet: median, 99th of a hundred':<46}{statistics.median(quiet):10.2f} ms"
          f"{percentile(quiet, 0.99):10.2f} ms")  # fmt: skip
    kept = limit_row(f"{len(busy)} frames meanwhile, median", statistics.median(busy), FRAME_LIMIT)
    kept &= limit_row("95th of a hundred", percentile(busy, 0.95), FRAME_LIMIT)
    print(f"{'99th, slowest':<46}{percentile(busy, 0.99):10.2f} ms{max(busy):10.2f} ms")
    return kept


def frame(stage: Stage, step: int) -> float:
    """Turn the wheel by a notch; return the time to the end of the paint in milliseconds."""
    time.sleep(PAUSE)
    PAINTED.clear()
    begun = time.perf_counter()
    wheel(stage.page.view, step % 600)
    while not PAINTED:
        QApplication.processEvents()
    return (time.perf_counter() - begun) * 1000


if __name__ == "__main__":
    raise SystemExit(0 if run() else 1)
