"""Merges imported risks into a workspace: new ones are logged, known ones brought up to date."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time
from itertools import islice
from typing import Any, Final

from cockpit.domain.entity import Entity, utc_now
from cockpit.domain.errors import UserError
from cockpit.domain.imported import ImportReport, Refusal
from cockpit.domain.imported_risk import ImportedRisk
from cockpit.domain.item import CustomField, FieldType, FieldValue
from cockpit.domain.organisation import Launch, Person, Product
from cockpit.domain.risk import (
    JUDGED,
    OPEN_STATUSES,
    AssessmentTier,
    Risk,
    RiskAssessment,
    checked,
    standing,
)
from cockpit.i18n import N_, _
from cockpit.services.people import person_for
from cockpit.services.ports import UnitOfWork

SLICE: Final = 500


@dataclass(frozen=True, slots=True)
class Place:
    """Where imported risks go: a product, and one of its launches or none."""

    product_id: str
    launch_id: str | None


def place_for(uow: UnitOfWork, into: str | None, name: str, batch: str) -> Place:
    """Return the launch named (by name or id), else the newest, else a product of its own.

    Raises UserError when there is no launch of that name.
    """
    launches = uow.find(Launch)
    if into is not None:
        for launch in launches:
            if into in (launch.name, launch.id):
                return Place(launch.product_id, launch.id)
        raise UserError(_("There is no launch “{name}” in this workspace.").format(name=into))
    if launches:
        return Place(launches[-1].product_id, launches[-1].id)
    products = uow.find(Product)
    if not products:
        products = [Product(name=name, batch_id=batch)]
        uow.add(*products)
    return Place(products[0].id, None)


class RiskMerge:
    """One import of one table; `signature` names the shape of its header.

    A risk is known again by our own id, by the file's id within this shape of file, or by the
    file's id and an equal title when the file's shape has changed.
    """

    def __init__(self, uow: UnitOfWork, place: Place, signature: str, batch: str) -> None:
        self._uow, self._place = uow, place
        self._signature, self._batch = signature, batch
        self._now = utc_now()
        self.report = ImportReport()
        self._people: dict[str, Person] = {}
        self._custom: dict[str, CustomField] = {}
        self._known: dict[str, Risk] = {}
        for risk in uow.find(Risk, product_id=place.product_id):
            self._known[risk.id] = risk
            if risk.source_id is not None:
                self._known[risk.source_id] = risk
                tail = risk.source_id.split(":", 2)[-1]
                self._known.setdefault(f"{tail}\n{risk.title.casefold()}", risk)

    def run(self, risks: Iterable[ImportedRisk], name: str) -> ImportReport:
        """Merge what is read, slice by slice; the report counts risks and judgements."""
        every = iter(risks)
        while some := list(islice(every, SLICE)):
            self._merge(some)
        self._uow.describe(N_("Imported risks from “{name}”"), name=name)
        return self.report

    def _source(self, risk: ImportedRisk) -> str:
        if risk.own_id:
            return f"cockpit:risk:{risk.own_id}"
        return f"table:{self._signature}:{risk.key}"

    def _find(self, risk: ImportedRisk) -> Risk | None:
        for key in (risk.own_id, self._source(risk), f"{risk.key}\n{risk.title.casefold()}"):
            if key and key in self._known:
                return self._known[key]
        return None

    def _merge(self, some: Sequence[ImportedRisk]) -> None:
        found = [self._find(risk) for risk in some]
        new = [risk for risk, old in zip(some, found, strict=True) if old is None]
        number = self._uow.next_number(Risk, self._place.product_id, len(new)) if new else 0
        old_ids = [old.id for old in found if old is not None]
        past: dict[str, list[RiskAssessment]] = {}
        for one in self._uow.find_in(RiskAssessment, "risk_id", old_ids):
            past.setdefault(one.risk_id, []).append(one)
        values: dict[str, dict[str, FieldValue]] = {}
        for value in self._uow.find_in(FieldValue, "item_id", old_ids):
            values.setdefault(value.item_id, {})[value.field_id] = value
        for risk, old in zip(some, found, strict=True):
            if old is None:
                kept = self._add(risk, number)
                number += 1
            else:
                kept = self._update(risk, old, bool(self._judge(risk, old, past.get(old.id, []))))
            self._keep(risk, kept, values.get(kept.id, {}))
            if old is None:
                self._judge(risk, kept, [])

    def _add(self, risk: ImportedRisk, number: int) -> Risk:
        created = self._now
        if risk.raised_on is not None:
            created = datetime.combine(risk.raised_on, time(12), UTC)
        made = Risk(
            product_id=self._place.product_id,
            launch_id=self._place.launch_id,
            number=number,
            title=risk.title,
            source_id=self._source(risk),
            batch_id=self._batch,
            created_at=created,
            **self._fields(risk, None),
        )
        self._uow.add(made)
        self._known[self._source(risk)] = made
        self._count(self.report.created, made)
        return made

    def _update(self, risk: ImportedRisk, old: Risk, judged: bool) -> Risk:
        changed = replace(old, title=risk.title, **self._fields(risk, old))
        if changed != old:
            self._uow.save(changed)
        moved = changed != old or judged
        self._count(self.report.updated if moved else self.report.unchanged, old)
        return changed

    def _fields(self, risk: ImportedRisk, old: Risk | None) -> dict[str, Any]:
        found = dict(risk.fields)
        if risk.owner is not None:
            found["owner_id"] = self._person(risk.owner).id if risk.owner else None
        status = found.get("status", old.status if old is not None else None)
        if status in OPEN_STATUSES:
            found["closed_at"] = None
        elif status is not None:
            before = old.closed_at if old is not None else None
            said = found.get("closed_at")
            # A file says the day: an instant on that day is more exact.
            same_day = before is not None and (said is None or said.date() == before.date())
            found["closed_at"] = before if same_day else said or self._now
        return found

    def _person(self, name: str) -> Person:
        folded = name.casefold()
        if folded not in self._people:
            self._people[folded] = person_for(self._uow, name)
        return self._people[folded]

    def _judge(self, risk: ImportedRisk, kept: Risk, past: Sequence[RiskAssessment]) -> int:
        """Add a judgement where the file says another than stands; return how many."""
        found = standing(past)
        added = 0
        for tier, judged in risk.judged.items():
            old = found.get(tier)
            before = {name: getattr(old, name) for name in JUDGED} if old is not None else {}
            after = {**before, **judged}
            if old is not None and after == before:
                self._count(self.report.unchanged, old)
                continue
            if not any(value not in (None, "") for value in after.values()):
                continue
            added += self._add_judgement(risk, kept, tier, after)
        return added

    def _add_judgement(
        self, risk: ImportedRisk, kept: Risk, tier: AssessmentTier, after: dict[str, Any]
    ) -> int:
        made = RiskAssessment(
            risk_id=kept.id, tier=tier, at=self._now, batch_id=self._batch, **after
        )
        try:
            self._uow.add(checked(made))
        except UserError as problem:
            self.report.refused.append(Refusal(where=risk.key, reason=str(problem)))
            return 0
        self._count(self.report.created, made)
        return 1

    def _keep(self, risk: ImportedRisk, kept: Risk, present: dict[str, FieldValue]) -> None:
        """Set the custom fields that the row has a value for."""
        for name, (kind, value) in risk.extra.items():
            field = self._field(name, kind)
            slot = _SLOTS.get(field.type, "text_value")
            if slot == "text_value":
                value = str(value)
            wanted = {**_EMPTY, slot: value}
            old = present.get(field.id)
            if old is None:
                self._uow.add(
                    FieldValue(field_id=field.id, item_id=kept.id, batch_id=self._batch, **wanted)
                )
            elif replace(old, **wanted) != old:
                self._uow.save(replace(old, **wanted))

    def _field(self, name: str, kind: FieldType) -> CustomField:
        """Return the custom field of that name and type, made if there is none."""
        if not self._custom:
            for field in self._uow.find(CustomField, item_kind=Risk.KIND):
                self._custom[field.name] = field
        known = self._custom.get(name)
        if known is not None and known.type in (kind, FieldType.TEXT):
            return known
        if known is not None:
            # The values do not fit the field that exists: they get one of their own, as text.
            return self._field(_("{name}, as text").format(name=name), FieldType.TEXT)
        made = CustomField(item_kind=Risk.KIND, name=name, type=kind, batch_id=self._batch)
        self._uow.add(made)
        self._custom[name] = made
        return made

    def _count(self, counts: dict[str, int], record: Entity) -> None:
        counts[record.KIND] = counts.get(record.KIND, 0) + 1


_EMPTY: Final[dict[str, Any]] = {"text_value": None, "number_value": None, "date_value": None}
_SLOTS: Final = {FieldType.NUMBER: "number_value", FieldType.DATE: "date_value"}
