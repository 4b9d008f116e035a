"""What the page shows before there is a source: what one is for and how to begin."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from cockpit.i18n import N_
from cockpit.ui.kit.empty_state import EmptyAction, EmptyState
from cockpit.ui.pages.sources.columns import ICONS


def no_sources(
    add: Callable[[str], object], ask_import: Callable[[], object], parent: QWidget
) -> EmptyState:
    """Return the empty state, hidden; `add` is called with a kind of source."""
    empty = EmptyState(
        "database",
        N_("No source yet"),
        [
            N_("A source fills KPIs by itself, again and again."),
            N_("Its key stays in this computer's keyring."),
        ],
        [
            EmptyAction(
                ICONS["prometheus"], N_("Connect Prometheus or VictoriaMetrics"), "", "",
                lambda: add("prometheus"), True,
            ),
            EmptyAction(
                ICONS["rest"], N_("Connect a service that answers with JSON"), "", "",
                lambda: add("rest"),
            ),
            EmptyAction(
                "table", N_("Import a file instead"), N_("CSV or Excel"), "", ask_import,
            ),
        ],
        parent,
    )  # fmt: skip
    empty.hide()
    return empty
