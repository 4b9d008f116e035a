"""Windows of a chart, fetched for more than is seen, so that most frames need no fetch at all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from cockpit.ui.charts.columns import longest_step

if TYPE_CHECKING:
    from cockpit.domain.points import Window
    from cockpit.ui.charts.records import Fetch

# Beyond either edge as much is fetched as half of what is seen, at this many columns a pixel.
MARGIN: Final = 0.5
FINENESS: Final = 2.0


class WindowLoader:
    """Keeps the last windows; fetches again when the view leaves them or needs finer ones.

    `step` is how far points are apart by their grain, in milliseconds, 0 when there is none.
    """

    def __init__(self, fetch: Fetch, step: float) -> None:
        self._fetch, self._step = fetch, step
        self._windows: list[Window] = []
        # For each window the distance from one column to the next beyond which there is a gap.
        self.gaps: list[float] = []
        self._span = (0.0, 0.0)
        self._per_pixel = 0.0  # milliseconds that one pixel stood for when they were fetched
        self.fetches = 0

    def windows(self, t0: float, t1: float, pixels: float) -> list[Window]:
        """Return windows that cover a view, one per line, at least one column a pixel if not exact.

        The view is [t0, t1) over so many device pixels.
        """
        per_pixel = (t1 - t0) / max(1.0, pixels)
        inside = self._span[0] <= t0 and t1 <= self._span[1]
        if not inside or not self._fits(per_pixel):
            width = t1 - t0
            first, last = t0 - MARGIN * width, t1 + MARGIN * width
            wanted = round(pixels * (1 + 2 * MARGIN) * FINENESS)
            self._windows = self._fetch(int(first), int(last) + 1, wanted)
            self.gaps = [longest_step(window, self._step) for window in self._windows]
            self._span, self._per_pixel = (first, last), per_pixel
            self.fetches += 1
        return self._windows

    def _fits(self, per_pixel: float) -> bool:
        """Whether the windows are neither too coarse nor far too fine for a view."""
        if per_pixel > 4 * self._per_pixel:
            return False
        if all(window.exact for window in self._windows):
            return True
        return per_pixel * FINENESS >= self._per_pixel * 0.999
