"""The inspector of a figure: what it is, how its values are made, whose it is."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Any, Final

from cockpit.domain.figures import number, with_unit
from cockpit.domain.kpi import Aggregation, Direction, Kpi, KpiRow
from cockpit.domain.organisation import Person
from cockpit.domain.periods import Grain
from cockpit.i18n import N_, _
from cockpit.services import kpis
from cockpit.services.people import person_for
from cockpit.services.ports import UnitOfWork
from cockpit.ui.items.files import Content
from cockpit.ui.items.panel import ItemPanel
from cockpit.ui.kit.actions import Action
from cockpit.ui.kit.choice_field import ChoiceField
from cockpit.ui.kit.choice_popup import Choice
from cockpit.ui.kit.text_area import TextArea
from cockpit.ui.kit.value_fields import ValueLine
from cockpit.ui.session import Session

DIRECTIONS: Final = {
    Direction.UP: N_("Higher is better"),
    Direction.DOWN: N_("Lower is better"),
    Direction.BAND: N_("Within a band"),
}
AGGREGATIONS: Final = {
    Aggregation.SUM: N_("Total of the period"),
    Aggregation.MEAN: N_("Mean of the period"),
    Aggregation.LAST: N_("Last value of the period"),
    Aggregation.UNIQUE: N_("Distinct, never added up"),
}
GRAINS: Final = {
    Grain.INSTANT: N_("Each moment"), Grain.MINUTE: N_("Minute"), Grain.HOUR: N_("Hour"),
    Grain.DAY: N_("Day"), Grain.WEEK: N_("Week"), Grain.MONTH: N_("Month"),
    Grain.QUARTER: N_("Quarter"), Grain.YEAR: N_("Year"),
}  # fmt: skip


class NumberField(ValueLine):
    """A number, or nothing; what is no number stays and says so."""

    def read(self, typed: str) -> str | None:
        """The number in digits."""
        text = typed.strip().replace(",", "").replace("−", "-")
        if not text:
            return ""
        try:
            return f"{float(text):g}"
        except ValueError:
            self.set_problem(_("Not a number. Try 98.5 or 12000."))
            return None

    def value(self) -> float | None:
        """The number that stands in the field."""
        text = self.text().strip()
        return float(text) if text else None


class KpiPanel(ItemPanel):
    """Shows a figure; each edit is one step."""

    def __init__(
        self,
        session: Session,
        today: Callable[[], date] | None = None,
        content: Content | None = None,
    ) -> None:
        self.row: KpiRow | None = None
        self._people: list[Person] = []
        super().__init__(session, Kpi.KIND, today, content)

    def build(self) -> None:
        """Add the properties and the definition."""
        self.unit, self.decimals = ValueLine(N_("None")), NumberField(N_("None"))
        self.direction, self.aggregation, self.grain = ChoiceField(), ChoiceField(), ChoiceField()
        self.low, self.high = NumberField(N_("None")), NumberField(N_("None"))
        self.zone = ChoiceField()
        self.owner = ChoiceField(N_("Nobody"), N_("New person “{name}”"))
        self.latest, self.origin = ValueLine(), ValueLine(N_("Typed or imported"))
        for read_only in (self.latest, self.origin):
            read_only.setEnabled(False)
        self.add_property(N_("Latest"), self.latest)
        self.add_property(N_("Unit"), self.unit)
        self.add_property(N_("Decimals"), self.decimals)
        self.add_property(N_("Good when"), self.direction)
        self.band_rows = (
            self.add_property(N_("From"), self.low),
            self.add_property(N_("Up to"), self.high),
        )
        self.add_property(N_("Value is"), self.aggregation)
        self.add_property(N_("Period"), self.grain)
        self.add_property(N_("Time zone"), self.zone)
        self.add_property(N_("Owner"), self.owner)
        self.add_property(N_("Comes from"), self.origin)
        self.definition = TextArea(N_("How is it counted? Printed on every chart of it"))
        self.add(self.definition, 8)
        self._connect()

    def _connect(self) -> None:
        self.unit.committed.connect(lambda text: self._set(unit=text))
        self.decimals.committed.connect(lambda _text: self._set_decimals())
        self.direction.chosen.connect(lambda key: self._set(direction=Direction(key)))
        self.low.committed.connect(lambda _text: self._set(band_low=self.low.value()))
        self.high.committed.connect(lambda _text: self._set(band_high=self.high.value()))
        self.aggregation.chosen.connect(lambda key: self._set(aggregation=Aggregation(key)))
        self.grain.chosen.connect(lambda key: self._set(grain=Grain(key)))
        self.zone.chosen.connect(lambda key: self._set(zone=key))
        self.owner.chosen.connect(lambda key: self._set(owner_id=key or None))
        self.owner.invented.connect(self._on_new_owner)
        self.definition.committed.connect(lambda text: self._set(definition=text))

    def show_kpi(self, row: KpiRow, people: Sequence[Person]) -> None:
        """Show a figure; the same one again keeps focus, place and half-typed text."""
        self.leave_for((row.kpi.id,))
        self.row, self._people = row, list(people)
        self.show_item(row.kpi.id)

    def show_own(self) -> None:
        """Fill header, title and properties."""
        if self.row is None:
            return
        kpi = self.row.kpi
        self.set_header(_("KPI"), kpi.name)
        self.banner.set_banner("")
        self.latest.set_value(with_unit(self.row.latest, kpi.unit, kpi.decimals))
        self.unit.set_value(kpi.unit)
        self.decimals.set_value(str(kpi.decimals))
        self.direction.set_choices(_choices(DIRECTIONS), kpi.direction)
        self.low.set_value("" if kpi.band_low is None else number(kpi.band_low, kpi.decimals))
        self.high.set_value("" if kpi.band_high is None else number(kpi.band_high, kpi.decimals))
        for band in self.band_rows:
            band.setVisible(kpi.direction is Direction.BAND)
        self.aggregation.set_choices(_choices(AGGREGATIONS), kpi.aggregation)
        self.grain.set_choices(_choices(GRAINS), kpi.grain)
        self.zone.set_choices(self._zones(kpi.zone), kpi.zone)
        nobody = Choice("", _("Nobody"))
        people = [
            Choice(person.id, person.name, person=True, also=f"{person.pinyin} {person.aliases}")
            for person in self._people
        ]
        self.owner.set_choices([nobody, *people], kpi.owner_id or "")
        self.origin.set_value(kpi.origin)
        self.definition.set_value(kpi.definition)

    def _zones(self, current: str) -> list[Choice]:
        """The zone of the workspace first, then all there are."""
        name = self.session.workspace.setting("zone", "UTC")
        own = Choice("", _("As the workspace ({zone})").format(zone=name))
        names = all_zones()
        if current and current not in names:
            names = (current, *names)
        return [own, *(Choice(zone, zone) for zone in names)]

    def _set(self, **fields: Any) -> None:
        kpi_id = self.context.item_id
        self.context.write(lambda uow: kpis.edit_kpi(uow, kpi_id, **fields))

    def _set_decimals(self) -> None:
        value = self.decimals.value()
        self._set(decimals=int(value) if value is not None else 0)

    def _on_new_owner(self, name: str) -> None:
        kpi_id = self.context.item_id

        def give(uow: UnitOfWork) -> None:
            kpis.edit_kpi(uow, kpi_id, owner_id=person_for(uow, name).id)

        self.context.write(give)

    def save_title(self, title: str) -> None:
        """Rename the figure."""
        self._set(name=title)

    def whole_actions(self) -> list[Action]:
        """What can be done with the whole figure."""
        if not self.context.ids:
            return []
        kpi_id = self.context.item_id

        def delete() -> None:
            self.context.write(lambda uow: kpis.delete_kpi(uow, kpi_id))

        return [Action("delete", N_("Delete"), run=delete)]


def _choices(words: Mapping[Any, str]) -> list[Choice]:
    return [Choice(str(key), _(word)) for key, word in words.items()]


@lru_cache(maxsize=1)
def all_zones() -> tuple[str, ...]:
    """Every IANA zone by name; read from disk once, when the first figure is inspected."""
    from zoneinfo import available_timezones

    return tuple(sorted(zone for zone in available_timezones() if "/" in zone or zone == "UTC"))
