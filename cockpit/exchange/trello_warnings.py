"""What a person should know about a Trello file that was read: sentences with counts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from cockpit.domain.imported import ImportedTask
from cockpit.exchange.trello_history import ACTION_LIMIT, History
from cockpit.exchange.trello_json import Row, count_of, list_of, row_of
from cockpit.i18n import _, ngettext


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What was read, and the counts that only the reading knows."""

    board: Row
    history: History
    tasks: list[ImportedTask]
    placeholder_people: int
    placeholder_columns: int
    unnamed_labels: int


def warnings_of(facts: Facts) -> Iterator[str]:
    """The warnings, the weightiest first."""
    yield from _about_history(facts)
    yield from _about_placeholders(facts)
    links = sum(len(task.attachments) for task in facts.tasks)
    if links:
        yield ngettext(
            "{count} attachment is kept as a link; its file is not in the export.",
            "{count} attachments are kept as links; their files are not in the export.",
            links,
        ).format(count=links)


def _about_history(facts: Facts) -> Iterator[str]:
    if facts.history.action_count >= ACTION_LIMIT:
        yield _(
            "Trello exports only the newest {limit} activities: older moves and comments "
            "are missing."
        ).format(limit=ACTION_LIMIT)
    told = sum(_comments_told(card) for card in list_of(facts.board, "cards"))
    present = sum(len(task.comments) for task in facts.tasks)
    if told > present:
        yield _("{present} of {total} comments are in the file.").format(
            present=present, total=told
        )
    without = sum(not facts.history.of(task.key).created_key for task in facts.tasks)
    if without:
        yield ngettext(
            "{count} card has no creation in the file; its date comes from its id.",
            "{count} cards have no creation in the file; their dates come from their ids.",
            without,
        ).format(count=without)
    yield from _about_moves(facts)


def _comments_told(card: object) -> int:
    return count_of(row_of(row_of(card).get("badges")), "comments") or 0


def _about_moves(facts: Facts) -> Iterator[str]:
    present = {task.key for task in facts.tasks}
    gone = sum(len(card.moves) for key, card in facts.history.cards.items() if key not in present)
    if gone:
        yield ngettext(
            "{count} move was left out: its card is not in the board any more.",
            "{count} moves were left out: their cards are not in the board any more.",
            gone,
        ).format(count=gone)
    astray = sum(
        bool(task.moves) and task.moves[-1].to_column_key != task.column_key for task in facts.tasks
    )
    if astray:
        yield ngettext(
            "{count} card is in another list than its last recorded move says.",
            "{count} cards are in other lists than their last recorded moves say.",
            astray,
        ).format(count=astray)
    if facts.history.repeated:
        yield ngettext(
            "{count} activity occurs twice and was counted once.",
            "{count} activities occur twice and were counted once.",
            facts.history.repeated,
        ).format(count=facts.history.repeated)


def _about_placeholders(facts: Facts) -> Iterator[str]:
    if facts.placeholder_people:
        yield ngettext(
            "{count} person is no member of the board any more; a placeholder was made.",
            "{count} people are no members of the board any more; placeholders were made.",
            facts.placeholder_people,
        ).format(count=facts.placeholder_people)
    if facts.placeholder_columns:
        yield ngettext(
            "{count} list is only named by the activity; a placeholder was made.",
            "{count} lists are only named by the activity; placeholders were made.",
            facts.placeholder_columns,
        ).format(count=facts.placeholder_columns)
    if facts.unnamed_labels:
        yield ngettext(
            "{count} label has no name; its colour is its name now.",
            "{count} labels have no name; their colours are their names now.",
            facts.unnamed_labels,
        ).format(count=facts.unnamed_labels)
