"""The custom fields of an item: those with a value, and any other that somebody wants to set."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt

from cockpit.domain.item import CustomField, FieldType, FieldValue, ItemParts
from cockpit.i18n import N_, _
from cockpit.services.fields import Value, set_field
from cockpit.ui.items.context import ItemContext, full_day
from cockpit.ui.items.rows import RowList
from cockpit.ui.items.values import DayLine, NumberLine, number_text
from cockpit.ui.kit import ink
from cockpit.ui.kit.choice_field import ChoiceField
from cockpit.ui.kit.choice_popup import Choice, ChoicePopup
from cockpit.ui.kit.inspector_parts import LABEL_COLUMN, PropertyRow, Section
from cockpit.ui.kit.value_fields import ValueLine, set_tip

NOTHING = N_("Nothing")


class FieldsSection(Section):
    """A row per field, edited where it stands; gone for kinds that have no custom fields."""

    def __init__(self, context: ItemContext) -> None:
        super().__init__(N_("More fields"), action=N_("Set another…"))
        self.context = context
        self.list = RowList()
        self.popup: ChoicePopup | None = None
        self._wanted: set[str] = set()
        self._fields: dict[str, CustomField] = {}
        self.action_requested.connect(self.ask_field)
        self.add(self.list, bleed=True)

    def leave(self) -> None:
        """Another item is shown next: forget which empty fields were asked for."""
        self._wanted.clear()

    def show_parts(self, shown: ItemParts) -> None:
        """Show the fields of an item that have a value, and those that were asked for."""
        fields = self.context.session.reader.fields_of(self.context.kind)
        self._fields = {field.id: field for field in fields}
        values = {field.id: value for field, value in shown.fields}
        self.setVisible(bool(fields))
        here = [field for field in fields if field.id in values or field.id in self._wanted]
        self.list.keep([field.id for field in here])
        for index, field in enumerate(here):
            row = self.list.rows.get(field.id)
            if not isinstance(row, PropertyRow):
                row = PropertyRow(_said(field.name), self._editor(field))
                cut = ink.width(field.name) > LABEL_COLUMN - 8
                set_tip(row, field.name if cut else "")
            _show(row, field, values.get(field.id))
            self.list.put(index, field.id, row)
        if self.action is not None:
            self.action.setVisible(len(here) < len(fields))

    def ask_field(self) -> None:
        """Offer the fields that have no value yet."""
        missing = [field for field in self._fields.values() if field.id not in self.list.rows]
        if not missing or self.action is None:
            return
        self.popup = ChoicePopup(self.action, [Choice(each.id, each.name) for each in missing])
        self.popup.chosen.connect(self._on_wanted)
        self.popup.closed.connect(self.popup.deleteLater)
        self.popup.open()

    def _on_wanted(self, field_id: str) -> None:
        self._wanted.add(field_id)
        self.show_parts(self.context.session.reader.parts(*self.context.item))
        row = self.list.rows.get(field_id)
        if isinstance(row, PropertyRow):
            row.editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def _editor(self, field: CustomField) -> ValueLine | ChoiceField:
        if field.type in (FieldType.CHECKBOX, FieldType.CHOICE):
            choice = ChoiceField(NOTHING)
            choice.chosen.connect(lambda key: self._set(field, _chosen(field, key)))
            return choice
        line: ValueLine
        if field.type is FieldType.NUMBER:
            number = line = NumberLine(NOTHING)
            line.committed.connect(lambda _text: self._set(field, number.number()))
        elif field.type is FieldType.DATE:
            day = line = DayLine(NOTHING, self.context.today)
            line.committed.connect(lambda _text: self._set(field, day.day()))
        else:
            line = ValueLine(NOTHING)
            line.committed.connect(lambda text: self._set(field, text or None))
        return line

    def _set(self, field: CustomField, value: Value) -> None:
        item_id = self.context.item_id
        self.context.write(lambda uow: set_field(uow, item_id, field.id, value))


def _show(row: PropertyRow, field: CustomField, value: FieldValue | None) -> None:
    text = field_text(field, value)
    if isinstance(row.editor, ChoiceField):
        if field.type is FieldType.CHECKBOX:
            on, off = Choice("1", _("yes")), Choice("0", _("no"))
            current = {None: "", 0.0: "0"}.get(value.number_value if value else None, "1")
            row.editor.set_choices([on, off, Choice("", _(NOTHING))], current)
            return
        known = [option for option in field.options.split("\n") if option]
        options = dict.fromkeys([*known, *([text] if text else [])])
        choices = [Choice(option, option) for option in options]
        row.editor.set_choices([*choices, Choice("", _(NOTHING))], text)
    elif isinstance(row.editor, ValueLine):
        row.editor.set_value(text)


def field_text(field: CustomField, value: FieldValue | None) -> str:
    """The value of a field as it is read, "" without one."""
    if value is None:
        return ""
    if value.date_value is not None:
        return full_day(value.date_value)
    if value.number_value is None:
        return value.text_value or ""
    if field.type is FieldType.CHECKBOX:
        return _("yes") if value.number_value else _("no")
    return number_text(value.number_value)


def _chosen(field: CustomField, key: str) -> Value:
    if not key:
        return None
    return float(key) if field.type is FieldType.CHECKBOX else key


def _said(name: str) -> Callable[[], str]:
    """A name as a label that is not looked up in the catalogue."""
    return lambda: name
