"""Reads a board, or a single card, that was exported from Trello as JSON."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from zoneinfo import ZoneInfo

from cockpit.domain.errors import Cancelled, UserError
from cockpit.domain.imported import ImportedBoard, ImportedColumn, ImportedLabel, ImportedTask
from cockpit.exchange.trello_cards import CardContext, read_card, read_checklists
from cockpit.exchange.trello_history import History, read_history
from cockpit.exchange.trello_json import (
    BadRow,
    Refusals,
    Row,
    key_of,
    line_of,
    list_of,
    load,
    row_of,
)
from cockpit.exchange.trello_parts import (
    placeholder_columns,
    read_columns,
    read_fields,
    read_labels,
    read_people,
)
from cockpit.exchange.trello_stage import guess_stage
from cockpit.exchange.trello_warnings import Facts, warnings_of
from cockpit.i18n import _

__all__ = ["SYSTEM", "guess_stage", "read_board"]

SYSTEM = "trello"
_UTC = ZoneInfo("UTC")
_CANCEL_EVERY = 64


def _never() -> bool:
    return False


def read_board(
    path: Path, *, zone: ZoneInfo = _UTC, cancelled: Callable[[], bool] = _never
) -> ImportedBoard:
    """The board in a file; what cannot be taken is refused part by part.

    Raises UserError when the file is no Trello export at all, Cancelled when a person stopped it.
    """
    if cancelled():
        raise Cancelled
    board = _board_of(load(path), path)
    refusals = Refusals()
    history = read_history(board, refusals, cancelled)
    columns = read_columns(board, refusals)
    all_columns = [*columns, *placeholder_columns(board, columns, history)]
    labels, unnamed = read_labels(board, refusals)
    context = _context(board, zone, history, refusals, all_columns, labels)
    tasks = _read_cards(board, context, cancelled)
    known = _known_columns(all_columns, tasks)
    people = read_people(board, tasks, history, refusals)
    facts = Facts(
        board=board,
        history=history,
        tasks=tasks,
        placeholder_people=sum(each.placeholder for each in people),
        placeholder_columns=len(known) - len(columns),
        unnamed_labels=unnamed,
    )
    return ImportedBoard(
        system=SYSTEM,
        key=key_of(board.get("id")) or path.stem,
        name=line_of(board, "name") or path.stem,
        columns=tuple(known),
        people=tuple(people),
        labels=tuple(labels),
        fields=tuple(context.fields.values()),
        tasks=tuple(tasks),
        warnings=tuple(warnings_of(facts)),
        refusals=refusals.all(),
    )


def _context(
    board: Row,
    zone: ZoneInfo,
    history: History,
    refusals: Refusals,
    columns: list[ImportedColumn],
    labels: list[ImportedLabel],
) -> CardContext:
    fields, option_names = read_fields(board, refusals)
    return CardContext(
        zone=zone,
        history=history,
        refusals=refusals,
        column_keys={each.key for each in columns},
        label_keys={each.key for each in labels},
        fields=fields,
        option_names=option_names,
        checklists=read_checklists(_checklist_rows(board), refusals),
    )


def _board_of(value: object, path: Path) -> Row:
    board = row_of(value)
    if isinstance(board.get("cards"), list) and isinstance(board.get("lists"), list):
        return board
    if key_of(board.get("id")) and key_of(board.get("idList")) and "name" in board:
        return _board_around(board)
    raise UserError(
        _(
            "“{file}” is JSON, but no Trello board: it has no lists and cards. In Trello choose "
            "Menu, Print, export and share, Export as JSON, and import that file."
        ).format(file=path.name)
    )


def _board_around(card: Row) -> Row:
    """A single-card export as a board of one card; its list is named by the card's activity."""
    named = (
        row_of(row_of(row_of(each).get("data")).get("board")) for each in list_of(card, "actions")
    )
    name = next((line_of(each, "name") for each in named if line_of(each, "name")), "")
    own_list = row_of(card.get("list"))
    # Even when nothing names it, the list is known to exist: the card is in it.
    lists: list[object] = [own_list or {"id": card["idList"], "name": _list_name(card), "pos": 0}]
    return {
        "id": card.get("idBoard"),
        "name": name or line_of(card, "name"),
        "cards": [card],
        "lists": lists,
        "actions": list_of(card, "actions"),
        "members": list_of(card, "members"),
        "labels": list_of(card, "labels"),
        "customFields": list_of(card, "customFields"),
    }


def _list_name(card: Row) -> str:
    for action in list_of(card, "actions"):
        data = row_of(row_of(action).get("data"))
        for name in ("list", "listAfter"):
            row = row_of(data.get(name))
            if row.get("id") == card["idList"] and line_of(row, "name"):
                return line_of(row, "name")
    return _("Untitled")


def _checklist_rows(board: Row) -> list[object]:
    rows = list(list_of(board, "checklists"))
    for card in map(row_of, list_of(board, "cards")):
        # A card of its own carries its checklists, which need not say whose they are.
        for raw in list_of(card, "checklists"):
            rows.append({"idCard": card.get("id"), **raw} if isinstance(raw, dict) else raw)
    return rows


def _read_cards(
    board: Row, context: CardContext, cancelled: Callable[[], bool]
) -> list[ImportedTask]:
    tasks = []
    for index, raw in enumerate(list_of(board, "cards")):
        if index % _CANCEL_EVERY == 0 and cancelled():
            raise Cancelled
        try:
            tasks.append(read_card(raw, index, context))
        except BadRow as error:
            context.refusals.add(f"cards[{index}]", str(error), raw)
    return sorted(tasks, key=lambda each: each.position)


def _known_columns(
    columns: list[ImportedColumn], tasks: list[ImportedTask]
) -> list[ImportedColumn]:
    """All columns; one that a move names only by id gets an archived column without a name."""
    known = {each.key for each in columns}
    last = max((each.position for each in columns), default=0.0)
    missing: dict[str, None] = {}
    for move in (move for task in tasks for move in task.moves):
        for key in (move.from_column_key, move.to_column_key):
            if key and key not in known:
                missing[key] = None
    return columns + [
        ImportedColumn(key=key, name=_("Unknown list"), position=last + 1.0 + index, archived=True)
        for index, key in enumerate(missing)
    ]
