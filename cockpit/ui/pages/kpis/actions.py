"""What can be done on the page of figures by key, palette and menu."""

from __future__ import annotations

from collections.abc import Callable

from cockpit.i18n import N_
from cockpit.ui.kit.actions import Action
from cockpit.ui.pages.kpis import operations
from cockpit.ui.pages.kpis.page import KpisPage

KPIS = N_("KPIs")
CHART = N_("Chart")

ThePage = Callable[[], KpisPage | None]
OnPage = Callable[[KpisPage], object]


def kpi_actions(page: ThePage) -> list[Action]:
    """Return the page's actions; each does nothing while the page is not open."""
    rows: tuple[tuple[str, str, str, str, OnPage], ...] = (
        ("new-kpi", N_("New KPI"), "N", KPIS, KpisPage.add_kpi),
        ("next-kpi", N_("Next KPI"), "J", KPIS, lambda shown: shown.walk(1)),
        ("previous-kpi", N_("Previous KPI"), "K", KPIS, lambda shown: shown.walk(-1)),
        ("inspect-kpi", N_("Show details"), "I", KPIS, lambda shown: shown.opened.emit()),
        ("delete-kpi", N_("Delete this KPI"), "Del", KPIS, _delete),
        ("raise-risk", N_("Log a risk from this KPI"), "R", KPIS, _raise_risk),
        ("annotate", N_("Annotate this moment"), "A", CHART, KpisPage.annotate),
        ("chart-line", N_("Draw as line"), "L", CHART, lambda shown: shown.show_form("line")),
        ("chart-area", N_("Draw as area"), "F", CHART, lambda shown: shown.show_form("area")),
        ("chart-bar", N_("Draw as bars"), "B", CHART, lambda shown: shown.show_form("bar")),
        ("compare", N_("Compare with the time before"), "C", CHART, KpisPage.compare),
        ("range-7", N_("Last 7 days"), "7", CHART, lambda shown: shown.show_range("7")),
        ("range-30", N_("Last 30 days"), "3", CHART, lambda shown: shown.show_range("30")),
        ("range-90", N_("Last 90 days"), "9", CHART, lambda shown: shown.show_range("90")),
        ("range-all", N_("Everything there is"), "0", CHART, lambda shown: shown.show_range("all")),
        ("zoom-in", N_("Zoom in"), "+", CHART, _zooms(0.8)),
        ("zoom-out", N_("Zoom out"), "-", CHART, _zooms(1.25)),
        ("zoom-home", N_("Back to the whole range"), "Home", CHART, _home),
        ("copy-chart", N_("Copy chart as picture"), "Ctrl+Shift+C", CHART,
         lambda shown: shown.card.copy_picture()),
        ("save-png", N_("Save as picture (PNG)"), "", CHART, _saves("png")),
        ("save-svg", N_("Save as drawing (SVG)"), "", CHART, _saves("svg")),
        ("save-csv", N_("Save the figures shown (CSV)"), "", CHART, _saves("csv")),
    )  # fmt: skip
    return [Action(key, title, keys, group, _on_page(page, do))
            for key, title, keys, group, do in rows]  # fmt: skip


def _on_page(page: ThePage, do: OnPage) -> Callable[[], None]:
    def run() -> None:
        shown = page()
        if shown is not None:
            do(shown)

    return run


def _delete(shown: KpisPage) -> None:
    for kpi_id in shown.selected_ids():
        operations.delete(shown.session, kpi_id)


def _raise_risk(shown: KpisPage) -> None:
    launch_id = shown.context.launch.id
    for kpi_id in shown.selected_ids()[:1]:
        operations.raise_risk(
            shown.session, kpi_id, launch_id, lambda risk: shown.item_requested.emit("risk", risk)
        )


def _zooms(factor: float) -> OnPage:
    def zoom(shown: KpisPage) -> None:
        chart = shown.card.chart
        if chart is not None and chart.view is not None:
            chart.zoom(factor, chart.hover.t if chart.hover is not None else None)

    return zoom


def _home(shown: KpisPage) -> None:
    if shown.card.chart is not None:
        shown.card.chart.reset()


def _saves(kind: str) -> OnPage:
    return lambda shown: shown.card.save(kind)
