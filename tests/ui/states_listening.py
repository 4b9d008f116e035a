"""The states of feedback, KPIs and sources."""

from __future__ import annotations

from cockpit.ui.pages.feedback.page import FeedbackPage
from cockpit.ui.pages.kpis.page import KpisPage
from cockpit.ui.pages.sources.box import SourceBox
from cockpit.ui.pages.sources.page import SourcesPage
from tests.ui.page_matrix import AllPages
from tests.ui.page_states import LONG


def read(pages: AllPages) -> None:
    """Read the long item, without the inspector."""
    pages.page(FeedbackPage).show_item(pages.long.item)


def several(pages: AllPages) -> None:
    """Select four items."""
    view = pages.page(FeedbackPage).view
    view.go_to(1)
    view.go_to(4, extend=True)
    pages.bench.open_inspector()


def tags(pages: AllPages) -> None:
    """Open the tags of the long item."""
    read(pages)
    pages.page(FeedbackPage).verdicts.ask_tags()


def snooze(pages: AllPages) -> None:
    """Open the times until which the long item can be put off."""
    read(pages)
    pages.page(FeedbackPage).verdicts.ask_snooze()


def task(pages: AllPages) -> None:
    """Open the tasks that could answer the long item."""
    read(pages)
    pages.page(FeedbackPage).verdicts.ask_task()


def bars(pages: AllPages) -> None:
    """Draw bars over a quarter."""
    page = pages.page(KpisPage)
    page.show_item(pages.long.kpi)
    page.show_form("bar")
    page.show_range("90")


def compared(pages: AllPages) -> None:
    """Compare the long figure with the stretch before."""
    page = pages.page(KpisPage)
    page.show_item(pages.long.kpi)
    if not page.card.compared:
        page.compare()


def add_source(pages: AllPages) -> None:
    """Open the form, with an answer that cannot work."""
    pages.page(SourcesPage).add_source("prometheus")
    box = pages.popover(SourceBox)
    box.form.questions["name"].show_answer(LONG[pages.language])
    box.say(LONG[pages.language] + " " + LONG[pages.language], "bad")


def every_kind(pages: AllPages) -> None:
    """Open the form of the kind that asks most."""
    page = pages.page(SourcesPage)
    most = max(page.infos.values(), key=lambda info: len(info.fields))
    page.add_source(most.key)


def edit_source(pages: AllPages) -> None:
    """Edit the source with the long name."""
    page = pages.page(SourcesPage)
    page.show_item(pages.long.failing)
    page.edit_selected()


FEEDBACK = {
    "full": lambda p: None,
    "long item": read,
    "inspector": lambda p: p.inspect(p.long.item),
    "filtered to nothing": lambda p: p.page(FeedbackPage).listing.field.setText("zzzz"),
    "waiting": lambda p: p.page(FeedbackPage).tabs.select("waiting"),
    "several selected": several,
    "tag popup": tags,
    "snooze popup": snooze,
    "task popup": task,
    "write down": lambda p: p.page(FeedbackPage).write_down(),
}
KPIS = {
    "full": lambda p: None,
    "long figure": lambda p: p.page(KpisPage).show_item(p.long.kpi),
    "inspector": lambda p: p.inspect(p.long.kpi),
    "bars": bars,
    "compared": compared,
    "new KPI": lambda p: p.page(KpisPage).add_kpi(),
    "annotation": lambda p: p.page(KpisPage).annotate(),
}
SOURCES = {
    "failing and running": lambda p: None,
    "inspector": lambda p: p.inspect(p.long.failing),
    "add source": add_source,
    "form that asks most": every_kind,
    "edit source": edit_source,
}
