"""What the page says of the register as a whole: its counts, its matrix, how to begin one."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from cockpit.domain.errors import UserError
from cockpit.domain.risk_matrix import RiskMatrix, read_matrix
from cockpit.domain.risk_register import RegisterFigures
from cockpit.i18n import N_, _
from cockpit.services.risk_ports import RiskReader
from cockpit.ui.kit.empty_state import EmptyAction, EmptyState


def counts_text(figures: RegisterFigures) -> str:
    """How many risks are open, closed, due and beyond appetite; what is none is not said."""
    said = [_("{count} open").format(count=f"{figures.open:,}")]
    for count, words in (
        (figures.closed, _("{count} closed")),
        (figures.occurred, _("{count} occurred")),
        (figures.unjudged, _("{count} not assessed")),
        (figures.due, _("{count} due for review")),
        (figures.beyond, _("{count} beyond appetite")),
    ):
        if count:
            said.append(words.format(count=f"{count:,}"))
    return _(", ").join(said)


def read_or_built_in(reader: RiskReader) -> tuple[RiskMatrix, str]:
    """The workspace's matrix, or the built-in one and what is wrong with the workspace's."""
    try:
        return reader.risk_matrix(), ""
    except UserError as problem:
        return read_matrix(""), str(problem)


def make_empty(
    parent: QWidget, log: Callable[[], object], ask_import: Callable[[], object]
) -> EmptyState:
    """The page before there is any risk."""
    empty = EmptyState(
        "shield-warning",
        N_("No risks yet"),
        [
            N_("What may go wrong, how likely it is, and who does what about it."),
            N_("Write one line: cause -> event -> effect. The rest can wait."),
        ],
        [
            EmptyAction("plus", N_("Log risk"), N_("one line is enough"), "N", log, True),
            EmptyAction(
                "upload-simple", N_("Import a risk register"), N_("CSV or Excel"), "", ask_import
            ),
        ],
        parent,
    )
    empty.hide()
    return empty
