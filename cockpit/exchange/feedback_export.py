"""Feedback written to a file that an import reads back: CSV for spreadsheets, JSON, JSON lines."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Final

from cockpit.domain.errors import UserError
from cockpit.domain.filters import Filter
from cockpit.domain.safe_cells import cell
from cockpit.domain.short_number import short_of
from cockpit.exchange.atomic_file import atomic_file
from cockpit.i18n import _
from cockpit.services.feedback_ports import FeedbackReader

BETWEEN: Final = "; "
AT_ONCE: Final = 500
# The same in every language, so that scripts can rely on them; `import feedback` knows them all.
COLUMNS: Final = (
    *("short", "key", "received", "status", "type", "tags", "channel", "rating", "rating_max"),
    *("author", "customer", "version", "platform", "country", "subject", "text", "reply"),
    *("answered", "closed", "snoozed_until", "withdrawn", "url"),
)
Document = dict[str, object]


def export_feedback(reader: FeedbackReader, path: Path, filter: Filter) -> int:
    """Write the feedback that passes and return how much.

    Raises UserError when the name of the file says no known format, EnvironmentProblem when it
    cannot be written.
    """
    writers: dict[str, Callable[[Path, Iterable[Document]], int]] = {
        ".csv": _write_csv,
        ".json": partial(_write_json, lines=False),
        ".jsonl": partial(_write_json, lines=True),
    }
    writer = writers.get(path.suffix.casefold())
    if writer is None:
        known = ", ".join(writers)
        raise UserError(
            _("“{name}” does not say what to write: end it in one of {known}.").format(
                name=path.name, known=known
            )
        )
    return writer(path, _documents(reader, filter))


def _documents(reader: FeedbackReader, filter: Filter) -> Iterator[Document]:
    items = reader.find_feedback(filter)
    while chunk := list(islice(items, AT_ONCE)):
        tags = reader.tags_of_feedback([item.id for item in chunk])
        customers = reader.customer_names([item.customer_id for item in chunk])
        for item in chunk:
            yield {
                "short": short_of(item.KIND, item.number),
                "key": item.source_id or item.id,
                "received": item.received_at,
                "status": str(item.status),
                "type": str(item.type),
                "tags": [tag.name for tag in tags.get(item.id, [])],
                "channel": item.channel,
                "rating": item.rating,
                "rating_max": None if item.rating is None else item.rating_max,
                "author": item.author,
                "customer": customers.get(item.customer_id, ""),
                "version": item.version,
                "platform": item.platform,
                "country": item.country,
                "subject": item.subject,
                "text": item.text,
                "reply": item.reply,
                "answered": item.answered_at,
                "closed": item.done_at,
                "snoozed_until": item.snoozed_until,
                "withdrawn": item.withdrawn,
                "url": item.url,
            }


def _write_csv(path: Path, documents: Iterable[Document]) -> int:
    """Write UTF-8 with a mark, which spreadsheets need for Chinese; no cell is a formula."""
    count = 0
    with atomic_file(path) as file:
        text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="", errors="replace")
        writer = csv.writer(text, quoting=csv.QUOTE_NONNUMERIC)
        writer.writerow(COLUMNS)
        for document in documents:
            count += 1
            writer.writerow([cell(_joined(document[name])) for name in COLUMNS])
        text.flush()
        text.detach()
    return count


def _write_json(path: Path, documents: Iterable[Document], *, lines: bool) -> int:
    count = 0
    with atomic_file(path) as file:
        for count, document in enumerate(documents, 1):
            body = json.dumps(document, ensure_ascii=False, default=_plain)
            before = "" if lines else ("[\n" if count == 1 else ",\n")
            after = "\n" if lines else ""
            file.write(f"{before}{body}{after}".encode("utf-8", "replace"))
        if not lines:
            file.write(b"\n]\n" if count else b"[]\n")
    return count


def _joined(value: object) -> object:
    """Return what stands in one cell; instants are written in full, to be equal when read back."""
    if isinstance(value, datetime):
        return _plain(value)
    return BETWEEN.join(value) if isinstance(value, list) else value


def _plain(value: object) -> str:
    assert isinstance(value, datetime)
    return value.isoformat().replace("+00:00", "Z")
