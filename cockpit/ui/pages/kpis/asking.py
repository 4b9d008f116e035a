"""Asks for what needs one line: a new figure, the words of an annotation."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from cockpit.domain.figures import period_text
from cockpit.domain.periods import Grain
from cockpit.i18n import _
from cockpit.ui.pages.kpis import operations

if TYPE_CHECKING:
    from cockpit.ui.pages.kpis.ask_box import AskBox
    from cockpit.ui.pages.kpis.page import KpisPage

# The unit stands in brackets behind the name, half or full width.
_OPEN, _SHUT = "(（", ")）"


class Asking:
    """The box is made when it is first needed, and used for both questions."""

    def __init__(self, page: KpisPage) -> None:
        self.page = page
        self.box: AskBox | None = None
        self._take: Callable[[str], None] = self._take_kpi

    def ask_kpi(self) -> None:
        """Ask for a name and a unit."""
        hint = _("The unit stands in brackets. Everything else can be set afterwards.")
        self._ask(self._take_kpi, _("New KPI"), _("Payment success (%)"), hint)

    def ask_mark(self, t: int, grain: Grain, zone: ZoneInfo) -> None:
        """Ask what happened at an instant, in ms, or in the period of a grain that starts there."""
        time = period_text(t, grain, zone, self.page.today().year)
        hint = _("Shown on every chart at {time}").format(time=time)

        def take(line: str) -> None:
            operations.annotate(self.page.session, self.page.product_id, line, t)

        self._ask(take, _("Annotation"), _("What happened?"), hint)

    def _ask(self, take: Callable[[str], None], name: str, example: str, hint: str) -> None:
        if self.box is None:
            from cockpit.ui.pages.kpis.ask_box import AskBox

            self.box = AskBox(self.page)
            self.box.entered.connect(lambda line: self._take(line))
        self._take = take
        self.box.ask(name, example, hint)

    def _take_kpi(self, line: str) -> None:
        name, unit = name_and_unit(line)
        page = self.page
        operations.create(page.session, page.product_id, name, unit, page.show_created)


def name_and_unit(line: str) -> tuple[str, str]:
    """Take the unit in brackets off the end of a name: `Payment success (%)`."""
    line = line.strip()
    if line and line[-1] in _SHUT:
        start = max(line.rfind(bracket) for bracket in _OPEN)
        if start > 0:
            return line[:start].strip(), line[start + 1 : -1].strip()
    return line, ""
