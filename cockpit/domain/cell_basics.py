"""What every reading of a cell has in common: what is empty, what is text, what is refused."""

from __future__ import annotations

import unicodedata
from datetime import date, datetime
from typing import Final

from cockpit.domain.table import Cell, ErrorCell
from cockpit.i18n import _

# What people and programs write where there is no value.
EMPTY_MARKS: Final = frozenset(
    ["", "-", "--", "---", "–", "—", "——", "/", "n/a", "na", "n.a.", "nil", "null", "none"]
).union(["无", "暂无", "空", "未填写", "(blank)", "(空)", "(跳过)"])
# The spreadsheet errors, as they stand in a CSV saved from one.
_ERRORS: Final = frozenset(
    ("#n/a", "#value!", "#ref!", "#div/0!", "#num!", "#name?", "#null!", "#spill!", "#calc!")
)
# Longer texts are no numbers, dates or money.
MAX_VALUE: Final = 80


class BadCell(Exception):
    """A cell that cannot be read; `sentence` says why, in the language that is set.

    `ambiguous` when it could be read in two ways and a person has to say which.
    """

    def __init__(self, sentence: str, *, ambiguous: bool = False) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.ambiguous = ambiguous


def value_text(cell: Cell) -> str:
    """The trimmed text of a cell with wide characters made plain; "" for what means nothing.

    Raises BadCell for a spreadsheet's error and for text too long to be a value.
    """
    refuse_error(cell)
    if cell is None:
        return ""
    text = cell if isinstance(cell, str) else read_text(cell)
    if len(text) > MAX_VALUE:
        text = text.strip()
        if len(text) > MAX_VALUE:
            raise BadCell(_("This is a long text, not a single value."))
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
    text = " ".join(text.split())
    folded = text.casefold()
    if folded in _ERRORS:
        raise BadCell(_("The cell holds an error of the spreadsheet."))
    return "" if folded in EMPTY_MARKS else text


def refuse_error(cell: Cell) -> None:
    """Raise BadCell for a spreadsheet's error and for a formula without a stored result."""
    if not isinstance(cell, ErrorCell):
        return
    if cell.startswith("="):
        raise BadCell(
            _(
                "The cell is a formula whose result is not in the file. "
                "Open the file in a spreadsheet program and save it there."
            )
        )
    raise BadCell(_("The cell holds an error of the spreadsheet."))


def read_text(cell: Cell) -> str:
    """A cell as a person would write it: whole numbers without a point, dates in ISO 8601."""
    refuse_error(cell)
    match cell:
        case None:
            return ""
        case str():
            return cell
        case bool():
            return "true" if cell else "false"
        case float() if cell.is_integer() and abs(cell) < 1e15:
            return str(int(cell))
        case float():
            return repr(cell)
        case datetime():
            return cell.isoformat(sep=" ")
        case date():
            return cell.isoformat()
    return str(cell)
