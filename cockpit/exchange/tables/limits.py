"""What a table may have at most. Above these a file is no table a person made."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from cockpit.domain.errors import Cancelled

# Called now and then with bytes read and bytes in all; answering False stops the reading.
Watch = Callable[[int, int], bool]

# A spreadsheet's cell ends at 32,767 characters; exports of long texts go some way beyond.
MAX_CELL: Final = 200_000
# What a spreadsheet has.
MAX_COLUMNS: Final = 16_384
# Characters of one line and of one record, and bytes of one JSON object.
MAX_LINE: Final = 8_000_000
# Rows between two calls of the watch.
WATCH_EVERY: Final = 1_000
# Rows looked at to find the delimiter and the header, and kept for a preview.
SAMPLE_ROWS: Final = 500
# How far down a header may stand.
MAX_PREAMBLE: Final = 40


def look_up(watch: Watch | None, done: int, total: int) -> None:
    """Tell the watch how far the reading is; raises Cancelled when it says stop."""
    if watch is not None and not watch(min(done, total), total):
        raise Cancelled
