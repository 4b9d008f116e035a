"""Turns the cards of a Trello export into tasks, one at a time."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from cockpit.domain.imported import (
    ImportedAttachment,
    ImportedChecklist,
    ImportedChecklistItem,
    ImportedField,
    ImportedFieldValue,
    ImportedTask,
)
from cockpit.domain.item import FieldType
from cockpit.exchange.trello_history import CardHistory, History, transitions
from cockpit.exchange.trello_json import (
    BadRow,
    Refusals,
    Row,
    count_of,
    instant_of,
    instant_of_id,
    is_web_address,
    key_of,
    line_of,
    list_of,
    need_row,
    number_of,
    row_of,
    text_of,
)
from cockpit.i18n import _


@dataclass(slots=True)
class CardContext:
    """What reading a card needs to know of its board."""

    zone: ZoneInfo
    history: History
    refusals: Refusals
    column_keys: set[str]
    label_keys: set[str]
    fields: dict[str, ImportedField]
    option_names: dict[str, str]
    checklists: dict[str, list[ImportedChecklist]]
    seen: set[str] = field(default_factory=set)


def read_card(raw: object, index: int, context: CardContext) -> ImportedTask:
    """One card; raises BadRow when it cannot be taken at all."""
    card = need_row(raw)
    where = f"cards[{index}]"
    key, column_key = _place(card, context)
    history = context.history.of(key)
    last_activity = instant_of(card.get("dateLastActivity"))
    created_at = history.created_at or instant_of_id(key) or last_activity
    if created_at is None:
        raise BadRow(_("It has no date of creation."))
    context.seen.add(key)
    due_on, due_at_time = _due(card, where, context)
    people = _keys(card, "idMembers")
    return ImportedTask(
        key=key,
        column_key=column_key,
        title=line_of(card, "name") or _("Untitled"),
        created_at=created_at,
        position=number_of(card, "pos", float(index)),
        number=count_of(card, "idShort"),
        description=text_of(card, "desc"),
        assignee_key=people[0] if people else None,
        other_assignee_keys=people[1:],
        start_on=_day(card, "start", where, context),
        due_on=due_on,
        due_at_time=due_at_time,
        done_at=_done_at(card, history, last_activity, created_at),
        archived=card.get("closed") is True,
        label_keys=tuple(k for k in _label_keys(card) if k in context.label_keys),
        checklists=tuple(context.checklists.get(key, ())),
        comments=tuple(history.comments),
        attachments=_attachments(card, where, context.refusals),
        moves=transitions(history, key, column_key, created_at),
        field_values=_field_values(card, where, context),
    )


def _place(card: Row, context: CardContext) -> tuple[str, str]:
    key, column_key = key_of(card["id"]), key_of(card.get("idList"))
    if key in context.seen:
        raise BadRow(_("Its id occurs twice; the first one was taken."))
    if column_key not in context.column_keys:
        raise BadRow(_("Its list is not in the file."))
    if not isinstance(card.get("name"), str):
        raise BadRow(_("It has no title."))
    return key, column_key


def _keys(row: Row, name: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(key for each in list_of(row, name) if (key := key_of(each))))


def _label_keys(card: Row) -> tuple[str, ...]:
    embedded = [key_of(row_of(each).get("id")) for each in list_of(card, "labels")]
    return tuple(dict.fromkeys([*_keys(card, "idLabels"), *(key for key in embedded if key)]))


def _local(card: Row, name: str, where: str, context: CardContext) -> datetime | None:
    value = card.get(name)
    if value is None or value == "":
        return None
    at = instant_of(value)
    try:
        if at is not None:
            return at.astimezone(context.zone)
    except (ValueError, OverflowError):
        pass  # The first or last day of the calendar, shifted out of it by the zone.
    context.refusals.add(f"{where}.{name}", _("The date cannot be read; left out."), value)
    return None


def _day(card: Row, name: str, where: str, context: CardContext) -> date | None:
    at = _local(card, name, where, context)
    return at.date() if at else None


def _due(card: Row, where: str, context: CardContext) -> tuple[date | None, time | None]:
    # A Trello due is an instant; a person sees it as a day and an hour of their own zone.
    at = _local(card, "due", where, context)
    return (at.date(), at.time().replace(second=0, microsecond=0)) if at else (None, None)


def _done_at(
    card: Row, history: CardHistory, last_activity: datetime | None, created_at: datetime
) -> datetime | None:
    """When it was marked complete.

    The export keeps no such date: the activity has it if recent enough; else the last move is
    the best guess, then the last activity, which is never before the mark was set.
    """
    if card.get("dueComplete") is not True:
        return None
    last_move = history.moves[-1].at if history.moves else None
    return history.completed_at or last_move or last_activity or created_at


def _attachments(card: Row, where: str, refusals: Refusals) -> tuple[ImportedAttachment, ...]:
    found: dict[str, ImportedAttachment] = {}
    for index, raw in enumerate(list_of(card, "attachments")):
        place = f"{where}.attachments[{index}]"
        try:
            row = need_row(raw)
            # They need a sign-in, and fetching an address from a file would let the file choose
            # where we connect to: only the address is kept.
            url = line_of(row, "url")
            if not is_web_address(url):
                raise BadRow(_("Its address is not a web address (http or https)."))
        except BadRow as error:
            refusals.add(place, str(error), raw)
            continue
        key = key_of(row["id"])
        found.setdefault(
            key,
            ImportedAttachment(
                key=key,
                name=line_of(row, "name") or url,
                url=url,
                media_type=line_of(row, "mimeType"),
                size_bytes=count_of(row, "bytes"),
                at=instant_of(row.get("date")),
            ),
        )
    return tuple(found.values())


def _field_values(card: Row, where: str, context: CardContext) -> tuple[ImportedFieldValue, ...]:
    found: dict[str, ImportedFieldValue] = {}
    for index, raw in enumerate(list_of(card, "customFieldItems")):
        place = f"{where}.customFieldItems[{index}]"
        row = row_of(raw)
        custom = context.fields.get(key_of(row.get("idCustomField")))
        if custom is None:
            context.refusals.add(place, _("Its field is not in the file."), raw)
            continue
        value = _field_value(row, custom, context)
        if value is None:
            context.refusals.add(place, _("Its value does not fit its field."), raw)
            continue
        found[custom.key] = value
    return tuple(found.values())


def _field_value(
    row: Row, custom: ImportedField, context: CardContext
) -> ImportedFieldValue | None:
    value = row_of(row.get("value"))
    if custom.type is FieldType.CHOICE:
        option = context.option_names.get(key_of(row.get("idValue")))
        return ImportedFieldValue(field_key=custom.key, text_value=option) if option else None
    if custom.type is FieldType.DATE:
        at = instant_of(value.get("date"))
        if at is None or not 2 <= at.year <= 9998:
            return None
        return ImportedFieldValue(
            field_key=custom.key, date_value=at.astimezone(context.zone).date()
        )
    if custom.type is FieldType.CHECKBOX:
        # Trello writes the word "true", not a JSON boolean; numbers are written as words too.
        checked = value.get("checked") in ("true", True)
        return ImportedFieldValue(field_key=custom.key, number_value=float(checked))
    if custom.type is FieldType.NUMBER:
        number = _number(value.get("number"))
        return (
            None
            if number is None
            else ImportedFieldValue(field_key=custom.key, number_value=number)
        )
    text = text_of(value, "text")
    return ImportedFieldValue(field_key=custom.key, text_value=text) if text else None


def _number(value: object) -> float | None:
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    try:
        number = float(value)
    except ValueError:
        return None
    return number if abs(number) < float("inf") else None


def read_checklists(rows: list[object], refusals: Refusals) -> dict[str, list[ImportedChecklist]]:
    """The checklists by the key of their card, in order."""
    by_card: dict[str, list[ImportedChecklist]] = {}
    seen: set[str] = set()
    for index, raw in enumerate(rows):
        where = f"checklists[{index}]"
        try:
            row = need_row(raw)
            key, card_key = key_of(row["id"]), key_of(row.get("idCard"))
            if not card_key:
                raise BadRow(_("It does not say which card it belongs to."))
        except BadRow as error:
            refusals.add(where, str(error), raw)
            continue
        if key in seen:
            continue  # The same checklist may be listed on the board and again inside its card.
        seen.add(key)
        by_card.setdefault(card_key, []).append(
            ImportedChecklist(
                key=key,
                name=line_of(row, "name") or _("Checklist"),
                position=number_of(row, "pos", float(index)),
                items=_checklist_items(row, where, refusals),
            )
        )
    for checklists in by_card.values():
        checklists.sort(key=lambda each: each.position)
    return by_card


def _checklist_items(
    checklist: Row, where: str, refusals: Refusals
) -> tuple[ImportedChecklistItem, ...]:
    found: dict[str, ImportedChecklistItem] = {}
    for index, raw in enumerate(list_of(checklist, "checkItems")):
        try:
            row = need_row(raw)
            if not line_of(row, "name"):
                raise BadRow(_("It has no text."))
        except BadRow as error:
            refusals.add(f"{where}.checkItems[{index}]", str(error), raw)
            continue
        found.setdefault(
            key_of(row["id"]),
            ImportedChecklistItem(
                key=key_of(row["id"]),
                text=line_of(row, "name"),
                done=row.get("state") == "complete",
                position=number_of(row, "pos", float(index)),
            ),
        )
    return tuple(sorted(found.values(), key=lambda each: each.position))
