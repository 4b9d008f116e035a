"""The parts of a Trello board that its cards refer to: lists, people, labels and custom fields."""

from __future__ import annotations

from dataclasses import replace

from cockpit.domain.imported import (
    ImportedColumn,
    ImportedField,
    ImportedLabel,
    ImportedPerson,
    ImportedTask,
)
from cockpit.domain.item import FieldType
from cockpit.exchange.trello_history import History
from cockpit.exchange.trello_json import (
    BadRow,
    Refusals,
    Row,
    count_of,
    key_of,
    line_of,
    list_of,
    need_row,
    number_of,
    row_of,
)
from cockpit.exchange.trello_stage import guess_stage, stage_from_words
from cockpit.i18n import N_, _

# Trello's colour → its name and the nearest slot of our categorical palette.
_COLOURS: dict[str, tuple[str, int]] = {
    "blue": (N_("Blue"), 0),
    "orange": (N_("Orange"), 1),
    "green": (N_("Green"), 2),
    "lime": (N_("Lime"), 2),
    "purple": (N_("Purple"), 3),
    "pink": (N_("Pink"), 3),
    "yellow": (N_("Yellow"), 4),
    "sky": (N_("Sky"), 5),
    "red": (N_("Red"), 6),
    "black": (N_("Black"), 7),
}
_SHADES = {"light": N_("{colour} (light)"), "dark": N_("{colour} (dark)")}
_NO_COLOUR = 7
_FIELD_TYPES = {
    "text": FieldType.TEXT,
    "number": FieldType.NUMBER,
    "date": FieldType.DATE,
    "checkbox": FieldType.CHECKBOX,
    "list": FieldType.CHOICE,
}


def read_columns(board: Row, refusals: Refusals) -> list[ImportedColumn]:
    """The lists in their order, with a guess of what each means."""
    found: dict[str, ImportedColumn] = {}
    for index, raw in enumerate(list_of(board, "lists")):
        try:
            row = need_row(raw)
            key = key_of(row["id"])
            if key in found:
                raise BadRow(_("Its id occurs twice; the first one was taken."))
            if not isinstance(row.get("name"), str):
                raise BadRow(_("It has no name."))
        except BadRow as error:
            refusals.add(f"lists[{index}]", str(error), raw)
            continue
        found[key] = ImportedColumn(
            key=key,
            name=line_of(row, "name") or _("Untitled"),
            position=number_of(row, "pos", float(index)),
            # 0 would forbid every card; Trello writes null for "no limit".
            wip_limit=count_of(row, "softLimit") or None,
            archived=row.get("closed") is True,
        )
    return _with_stages(sorted(found.values(), key=lambda each: each.position))


def _with_stages(columns: list[ImportedColumn]) -> list[ImportedColumn]:
    open_keys = [each.key for each in columns if not each.archived]
    staged = []
    for column in columns:
        if column.archived:
            # Its place among lists that nobody sees any more says nothing.
            stage = stage_from_words(column.name)
        else:
            stage = guess_stage(column.name, open_keys.index(column.key), len(open_keys))
        staged.append(replace(column, stage=stage))
    return staged


def placeholder_columns(
    board: Row, columns: list[ImportedColumn], history: History
) -> list[ImportedColumn]:
    """Lists that only the activity still names: deleted, or moved to another board."""
    known = {each.key for each in columns}
    in_use = {key_of(row_of(card).get("idList")) for card in list_of(board, "cards")}
    last = max((each.position for each in columns), default=0.0)
    missing = [key for key in history.list_names if key not in known]
    return [
        ImportedColumn(
            key=key,
            name=history.list_names[key],
            position=last + 1.0 + index,
            stage=stage_from_words(history.list_names[key]),
            archived=key not in in_use,
        )
        for index, key in enumerate(missing)
    ]


def read_people(
    board: Row, tasks: list[ImportedTask], history: History, refusals: Refusals
) -> list[ImportedPerson]:
    """The members, and a placeholder for each other person that a task names."""
    found: dict[str, ImportedPerson] = {}
    for index, raw in enumerate(list_of(board, "members")):
        try:
            row = need_row(raw)
        except BadRow as error:
            refusals.add(f"members[{index}]", str(error), raw)
            continue
        key, username = key_of(row["id"]), line_of(row, "username")
        name = line_of(row, "fullName") or username or _("Unknown member")
        found.setdefault(key, _person(key, name, username, placeholder=False))
    for key in _named_in(tasks):
        if key not in found:
            name, username = history.people_names.get(key, (_("Unknown member"), ""))
            found[key] = _person(key, name, username, placeholder=True)
    return list(found.values())


def _person(key: str, name: str, username: str, *, placeholder: bool) -> ImportedPerson:
    aliases = (username,) if username and username != name else ()
    return ImportedPerson(key=key, name=name, aliases=aliases, placeholder=placeholder)


def _named_in(tasks: list[ImportedTask]) -> list[str]:
    keys: dict[str, None] = {}
    for task in tasks:
        authors = (each.author_key for each in task.comments)
        for key in (task.assignee_key, *task.other_assignee_keys, *authors):
            if key:
                keys[key] = None
    return list(keys)


def read_labels(board: Row, refusals: Refusals) -> tuple[list[ImportedLabel], int]:
    """The labels, and how many had no name and were named by their colour."""
    rows = [(f"labels[{i}]", raw) for i, raw in enumerate(list_of(board, "labels"))]
    # A file of 2015 has no labels of its own: they are only in its cards.
    for index, card in enumerate(list_of(board, "cards")):
        rows += [
            (f"cards[{index}].labels[{i}]", raw)
            for i, raw in enumerate(list_of(row_of(card), "labels"))
        ]
    found: dict[str, ImportedLabel] = {}
    given: set[str] = set()
    unnamed = 0
    for where, raw in rows:
        try:
            row = need_row(raw)
        except BadRow as error:
            refusals.add(where, str(error), raw)
            continue
        key, name = key_of(row["id"]), line_of(row, "name")
        if key in found:
            continue
        colour_name, slot = _colour(row.get("color"))
        if not name:
            unnamed += 1
            name = _unused(colour_name, given)
        given.add(name)
        found[key] = ImportedLabel(key=key, name=name, colour=slot)
    return list(found.values()), unnamed


def _colour(value: object) -> tuple[str, int]:
    base, _separator, shade = value.partition("_") if isinstance(value, str) else ("", "", "")
    if base not in _COLOURS:
        return _("Unnamed label"), _NO_COLOUR
    name, slot = _COLOURS[base]
    if shade in _SHADES:
        return _(_SHADES[shade]).format(colour=_(name)), slot
    return _(name), slot


def _unused(name: str, given: set[str]) -> str:
    if name not in given:
        return name
    number = 2
    while f"{name} {number}" in given:
        number += 1
    return f"{name} {number}"


def read_fields(board: Row, refusals: Refusals) -> tuple[dict[str, ImportedField], dict[str, str]]:
    """The custom fields by key, and the words of their options by key."""
    fields: dict[str, ImportedField] = {}
    option_names: dict[str, str] = {}
    for index, raw in enumerate(list_of(board, "customFields")):
        try:
            row = need_row(raw)
            kind = row.get("type")
            if not isinstance(kind, str) or kind not in _FIELD_TYPES:
                raise BadRow(_("Its type is not known."))
        except BadRow as error:
            refusals.add(f"customFields[{index}]", str(error), raw)
            continue
        options = []
        for option in map(row_of, list_of(row, "options")):
            words = line_of(row_of(option.get("value")), "text")
            if key_of(option.get("id")) and words:
                option_names[key_of(option["id"])] = words
                options.append(words)
        key = key_of(row["id"])
        fields[key] = ImportedField(
            key=key,
            name=line_of(row, "name") or _("Untitled"),
            type=_FIELD_TYPES[kind],
            options=tuple(dict.fromkeys(options)),
        )
    return fields, option_names
