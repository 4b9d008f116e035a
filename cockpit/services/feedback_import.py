"""Merges feedback that a file describes into a product, matching what is there by its key."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from itertools import islice
from typing import Any, Final, Protocol

from cockpit.domain.changes import Changes
from cockpit.domain.entity import utc_now
from cockpit.domain.errors import UserError
from cockpit.domain.feedback import Feedback, FeedbackStatus, FeedbackTag, FeedbackType, Tag
from cockpit.domain.imported import ImportReport
from cockpit.domain.imported_feedback import ImportedFeedback
from cockpit.domain.organisation import Customer, Product
from cockpit.i18n import N_, _
from cockpit.services.ports import UnitOfWork

# Items matched and merged at a time: few enough to leave the file free for others in between.
AT_ONCE: Final = 500
_CLOSED: Final = (FeedbackStatus.DONE, FeedbackStatus.SPAM)


class ImportingWorkspace(Protocol):
    """What is needed of a workspace to import tables into it."""

    def setting(self, key: str, default: str = "") -> str:
        """Return a workspace setting."""

    def set_setting(self, key: str, value: str) -> None:
        """Store a workspace setting."""

    def import_batch(
        self,
        format_key: str,
        file: str,
        action: Callable[[Any, str], object],
        watch: Callable[[int], bool] = ...,
    ) -> Changes:
        """Run an import as one batch that undo takes back whole."""

    def rehearse(self, action: Callable[[Any, str], object]) -> None:
        """Run an import that finds what is there and writes nothing."""


def product_for(uow: UnitOfWork, name: str | None) -> Product:
    """Return a product by name or id, without one the first.

    Raises UserError when there is none of that name.
    """
    products = uow.find(Product)
    for product in products:
        if name in (None, product.name, product.id):
            return product
    if name is None:
        raise UserError(_("This workspace has no product. Make one first."))
    raise UserError(_("There is no product “{name}” in this workspace.").format(name=name))


class FeedbackMerge:
    """One merge of one file into one product; `report` counts what it did."""

    def __init__(
        self, uow: UnitOfWork, product_id: str, batch: str, system: str, report: ImportReport
    ) -> None:
        self._uow = uow
        self._product_id = product_id
        self._batch = batch
        self._system = system
        self._tags: dict[str, Tag] | None = None
        self._seen: set[str] = set()
        self._now = utc_now()
        self.report = report
        for counts in (report.created, report.updated, report.unchanged):
            counts.setdefault(Feedback.KIND, 0)

    def run(self, items: Iterable[ImportedFeedback], file: str) -> ImportReport:
        """Merge the items in their order and name the step."""
        stream = iter(items)
        while chunk := _joined(islice(stream, AT_ONCE)):
            self._merge(chunk)
        self._uow.describe(N_("Imported feedback from {file}"), file=file)
        return self.report

    def _merge(self, chunk: dict[str, ImportedFeedback]) -> None:
        sources = {self._source(key): key for key in chunk}
        present = {
            sources[item.source_id]: item
            for item in self._uow.find_in(Feedback, "source_id", sources)
            if item.source_id is not None
        }
        for item in self._uow.find_in(Feedback, "id", [k for k in chunk if _is_id(k)]):
            present.setdefault(item.id, item)
        customers = self._customers({one.customer for one in chunk.values() if one.customer})
        new = [one for key, one in chunk.items() if key not in present and key not in self._seen]
        again = sum(key not in present and key in self._seen for key in chunk)
        self._seen.update(chunk)
        self._count("updated", again)
        changed = []
        for key, item in present.items():
            after = self._after(item, chunk[key], customers)
            if after == item:
                self._count("unchanged", 1)
            else:
                changed.append(after)
        self._uow.save(*changed)
        self._count("updated", len(changed))
        self._add(new, customers)

    def _add(self, new: list[ImportedFeedback], customers: dict[str, str]) -> None:
        if not new:
            return
        first = self._uow.next_number(Feedback, self._product_id, len(new))
        items = [self._new(first + at, one, customers) for at, one in enumerate(new)]
        self._uow.add(*items)
        on = [
            FeedbackTag(feedback_id=item.id, tag_id=self._tag(name).id, batch_id=self._batch)
            for item, one in zip(items, new, strict=True)
            for name in one.tags
        ]
        self._uow.add(*on)
        self._count("created", len(items))

    def _new(self, number: int, one: ImportedFeedback, customers: dict[str, str]) -> Feedback:
        fields = {"received_at": self._now, **one.fields}
        status = FeedbackStatus(one.status or FeedbackStatus.NEW)
        fields.setdefault("text", "")
        if status in _CLOSED:
            fields.setdefault("done_at", fields["received_at"])
        return Feedback(
            product_id=self._product_id,
            number=number,
            status=status,
            type=FeedbackType(one.type),
            customer_id=customers.get(one.customer),
            source_id=self._source(one.key),
            batch_id=self._batch,
            **fields,
        )

    def _after(self, item: Feedback, one: ImportedFeedback, customers: dict[str, str]) -> Feedback:
        """Return the item with what the file gives; a person's judgement stays.

        Of one that this import made itself, a later row of the file also has its say.
        """
        fields: dict[str, Any] = dict(one.fields)
        if one.customer:
            fields["customer_id"] = customers.get(one.customer)
        if item.batch_id == self._batch and self._batch:
            fields["received_at"] = min(item.received_at, fields.get("received_at", self._now))
            if one.status:
                fields["status"] = FeedbackStatus(one.status)
            if one.type:
                fields["type"] = FeedbackType(one.type)
        return replace(item, **fields)

    def _source(self, key: str) -> str:
        return key if f":{Feedback.KIND}:" in key else f"{self._system}:{Feedback.KIND}:{key}"

    def _tag(self, name: str) -> Tag:
        if self._tags is None:
            found = self._uow.find(Tag, product_id=self._product_id)
            self._tags = {tag.name.casefold(): tag for tag in found}
        tag = self._tags.get(name.casefold())
        if tag is None:
            tag = Tag(
                product_id=self._product_id,
                name=name,
                colour=len(self._tags) % 8,
                batch_id=self._batch,
            )
            self._uow.add(tag)
            self._tags[name.casefold()] = tag
            self.report.created[Tag.KIND] = self.report.created.get(Tag.KIND, 0) + 1
        return tag

    def _customers(self, names: set[str]) -> dict[str, str]:
        """Return the ids of customers by name, made if there are none."""
        if not names:
            return {}
        found = {
            customer.name: customer.id
            for customer in self._uow.find_in(Customer, "name", sorted(names))
            if customer.product_id == self._product_id
        }
        new = [
            Customer(product_id=self._product_id, name=name, batch_id=self._batch)
            for name in sorted(names - found.keys())
        ]
        self._uow.add(*new)
        if new:
            made = self.report.created
            made[Customer.KIND] = made.get(Customer.KIND, 0) + len(new)
        return found | {customer.name: customer.id for customer in new}

    def _count(self, fate: str, number: int) -> None:
        getattr(self.report, fate)[Feedback.KIND] += number


def _joined(items: Iterator[ImportedFeedback]) -> dict[str, ImportedFeedback]:
    """Return items by key; of a key that comes twice the later has its say, the first its date."""
    found: dict[str, ImportedFeedback] = {}
    for one in items:
        before = found.get(one.key)
        if before is not None:
            fields = {**before.fields, **one.fields}
            dates = [f["received_at"] for f in (before.fields, one.fields) if "received_at" in f]
            if dates:
                fields["received_at"] = _earliest(dates)
            one = replace(
                one,
                fields=fields,
                status=one.status or before.status,
                type=one.type or before.type,
                tags=tuple(dict.fromkeys((*before.tags, *one.tags))),
                customer=one.customer or before.customer,
            )
        found[one.key] = one
    return found


def _earliest(dates: list[datetime]) -> datetime:
    return min(dates)


def _is_id(key: str) -> bool:
    return len(key) == 32 and all(c in "0123456789abcdef" for c in key)
