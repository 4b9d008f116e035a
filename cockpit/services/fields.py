"""Custom fields: the value of one on an item of any kind is set, changed or taken away."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from cockpit.domain.errors import UserError
from cockpit.domain.item import CustomField, FieldType, FieldValue
from cockpit.i18n import N_, _
from cockpit.services.ports import UnitOfWork

Value = str | float | date | None


def set_field(uow: UnitOfWork, item_id: str, field_id: str, value: Value) -> None:
    """Set a custom field of an item; None takes the value away. A check box is 1.0 or 0.0.

    Raises UserError when the value is not of the field's type.
    """
    field = uow.get(CustomField, field_id)
    if not _fits(field.type, value):
        raise UserError(_("“{name}” cannot take this value.").format(name=field.name))
    found = uow.find(FieldValue, field_id=field_id, item_id=item_id)
    if value is None:
        uow.remove(*found)
        uow.describe(N_("Cleared “{name}”"), name=field.name)
        return
    whole = found[0] if found else FieldValue(field_id=field_id, item_id=item_id)
    changed = replace(
        whole,
        text_value=value if isinstance(value, str) else None,
        number_value=value if isinstance(value, float) else None,
        date_value=value if isinstance(value, date) else None,
    )
    if found:
        uow.save(changed)
    else:
        uow.add(changed)
    uow.describe(N_("Set “{name}”"), name=field.name)


def _fits(kind: FieldType, value: Value) -> bool:
    if value is None:
        return True
    if kind in (FieldType.NUMBER, FieldType.CHECKBOX):
        return isinstance(value, float)
    return isinstance(value, date if kind is FieldType.DATE else str)
