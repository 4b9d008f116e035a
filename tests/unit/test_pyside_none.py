"""PySide6 must not lose references to None, which ends the process once the count reaches zero."""

from __future__ import annotations

import sys

from PySide6.QtCore import QObject


def test_calls_that_return_nothing_keep_the_reference_count_of_none() -> None:
    subject = QObject()
    # Objects made elsewhere may move the count by a few; a leak moves it by one per call.
    before = sys.getrefcount(None)
    for _ in range(1_000):
        subject.setObjectName("name")
    assert abs(sys.getrefcount(None) - before) < 100
