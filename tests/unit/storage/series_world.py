"""A workspace whose blocks are small, and what its points must be after each thing done to them."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from cockpit.bootstrap import new_workspace
from cockpit.domain.errors import UserError
from cockpit.domain.points import Points, make_points
from cockpit.storage import batch_work, point_stage, series_store, series_tree
from cockpit.storage.unit_of_work import SqlUnitOfWork
from cockpit.storage.workspace import SqlWorkspace

KEY = 1


@contextmanager
def small_blocks() -> Iterator[None]:
    """Make blocks of a few points, so that a few hundred points fill many levels."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(series_store, "BLOCK", 16)
        patch.setattr(series_store, "_SMALL", 8)
        patch.setattr(series_store, "RECENT", 10)
        patch.setattr(series_store, "_KEPT", 3)
        patch.setattr(point_stage, "SLICE", 40)
        patch.setattr(series_tree, "ROW_BUCKETS", 4)
        patch.setattr(series_tree, "_FULL", 3)
        yield


@dataclass(slots=True)
class Said:
    """What one batch, or one live write, said of times; None: that there is no point."""

    values: dict[int, float | None]
    live: bool = False
    stands: bool = True
    undone_at: int = 0


@dataclass(slots=True)
class World:
    """A workspace beside the plainest model of it: batches one over the other."""

    workspace: SqlWorkspace
    said: list[Said] = field(default_factory=list)
    moment: int = 0

    @classmethod
    def new(cls, folder: Path) -> World:
        """Return a world with an empty series."""
        return cls(new_workspace(folder / "w.cockpit", "en", "UTC", None))

    def expected(self) -> dict[int, float]:
        """Return the points that there must be."""
        found: dict[int, float] = {}
        for each in self.said:
            if each.stands:
                for t, value in each.values.items():
                    if value is None:
                        found.pop(t, None)
                    else:
                        found[t] = value
        return found

    def _say(self, values: dict[int, float | None], *, live: bool = False) -> None:
        before = self.expected()
        differ = {t: value for t, value in values.items() if before.get(t) != value}
        if differ:
            self.said.append(Said(differ, live=live))

    def put(self, points: Points) -> None:
        """Write points as a step."""
        self.workspace.write(lambda uow: uow.put_points(KEY, points))
        self._say(_last(points))

    def replace(self, t0: int, t1: int, points: Points) -> None:
        """Restate a stretch as a step."""
        gone = {t: None for t in self.expected() if t0 <= t < t1}
        self.workspace.write(lambda uow: uow.replace_points(KEY, t0, t1, points))
        self._say({**gone, **_last(points)})

    def bring_in(self, points: Points, *, in_slices: bool) -> None:
        """Import points as a batch, shown at once or slice by slice."""

        def action(uow: SqlUnitOfWork, _batch: str) -> None:
            uow.put_points(KEY, points)

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(batch_work, "SMALL", -1 if in_slices else 5_000)
            self.workspace.import_batch("series", "f.csv", action)
        self._say(_last(points))

    def live(self, points: Points) -> None:
        """Write points outside of any step."""
        self.workspace.append_live({KEY: points})
        self._say(_last(points), live=True)

    def undo(self) -> None:
        """Undo the newest standing batch, if there is one."""
        standing = [each for each in self.said if not each.live and each.stands]
        if standing:
            self.moment += 1
            self.workspace.undo()
            standing[-1].stands, standing[-1].undone_at = False, self.moment

    def redo(self) -> None:
        """Redo what was undone last, where that can still be."""
        try:
            self.workspace.redo()
        except UserError:
            return
        undone = [each for each in self.said if not each.stands]
        max(undone, key=lambda each: each.undone_at).stands = True

    def act(self, chance: random.Random) -> None:
        """Do one thing by chance."""
        points = self._points(chance)
        act = chance.choice(["put", "put", "import", "live", "undo", "undo", "redo", "replace"])
        if act == "put":
            self.put(points)
        elif act == "import":
            self.bring_in(points, in_slices=chance.random() < 0.5)
        elif act == "live":
            self.live(points)
        elif act == "undo":
            self.undo()
        elif act == "redo":
            self.redo()
        else:
            t0 = chance.randrange(500)
            self.replace(t0, t0 + chance.randrange(100), points)

    def _points(self, chance: random.Random) -> Points:
        count = chance.choice([1, 2, 5, 30, 120])
        base = chance.randrange(400)
        kind = chance.random()
        if kind < 0.3:
            base = max(self.expected(), default=0) + 1
        times = list(range(base, base + count))
        if kind > 0.7:
            times = [chance.randrange(600) for _each in range(count)]
        return make_points(times, [float(chance.randrange(5)) for _each in times])


def _last(points: Points) -> dict[int, float | None]:
    return dict(zip(points.t.tolist(), points.value.tolist(), strict=True))
