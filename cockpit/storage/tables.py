"""The tables: one per kind of record, its columns drawn from the record's own fields."""

from __future__ import annotations

import dataclasses
import types as python_types
import typing
from datetime import date, datetime, time
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    text,
)
from sqlalchemy.types import TypeEngine

from cockpit.domain import campaign, feedback, item, kpi, organisation, risk, source, task
from cockpit.domain.entity import Entity
from cockpit.storage import point_tables  # noqa: F401  its tables are in the metadata too
from cockpit.storage.base import metadata as metadata
from cockpit.storage.types import Day, Instant, WallTime, Word

KINDS: tuple[type[Entity], ...] = (
    organisation.Product,
    organisation.Launch,
    organisation.Release,
    organisation.Person,
    organisation.Customer,
    task.Column,
    task.Task,
    task.Label,
    task.TaskLabel,
    task.Checklist,
    task.ChecklistItem,
    task.Transition,
    task.Dependency,
    item.Comment,
    item.Attachment,
    item.Link,
    item.CustomField,
    item.FieldValue,
    risk.Risk,
    risk.RiskAssessment,
    feedback.Feedback,
    kpi.Kpi,
    kpi.Series,
    kpi.Annotation,
    campaign.Campaign,
    source.Source,
    source.SyncRun,
    source.EventPart,
    source.Quarantine,
    feedback.Tag,
    feedback.FeedbackTag,
)

# The kinds whose records make something findable; a search row knows them by their place here,
# so a new kind goes to the end.
SEARCHABLE: tuple[type[Entity], ...] = (
    task.Task,
    task.ChecklistItem,
    item.Comment,
    risk.Risk,
    feedback.Feedback,
)

REFERENCES = {
    "product_id": "product",
    "launch_id": "launch",
    "column_id": "column",
    "task_id": "task",
    "label_id": "label",
    "checklist_id": "checklist",
    "field_id": "custom_field",
    "risk_id": "risk",
    "kpi_id": "kpi",
    "assignee_id": "person",
    "owner_id": "person",
    "customer_id": "customer",
    "blocked_by_id": "task",
    "to_column_id": "column",
    "from_column_id": "column",
    "run_source_id": "source",
    "feedback_id": "feedback",
    "tag_id": "tag",
    "run_id": "sync_run",
}

INDEXED = {
    "task": (("column_id", "position"), ("launch_id", "number"), ("due_on",)),
    "task_label": (("task_id",), ("label_id",)),
    "checklist": (("task_id",),),
    "checklist_item": (("task_id",), ("checklist_id", "position")),
    "transition": (("task_id", "at"),),
    "comment": (("item_id",),),
    "attachment": (("item_id",),),
    "dependency": (("task_id",),),
    "link": (("a_id",), ("b_id",)),
    "field_value": (("item_id",),),
    "feedback": (("number",), ("customer_id",)),
    "tag": (("product_id",),),
    "customer": (("name",),),
    "feedback_tag": (("feedback_id", "tag_id"), ("tag_id",)),
    "risk": (("product_id", "number"),),
    # What stands in a tier is answered from this alone.
    "risk_assessment": (("risk_id", "tier", "at", "id", "deleted_at", "likelihood", "impact"),),
    "sync_run": (("run_source_id", "started_at"),),
    "quarantine": (("run_source_id",),),
    "kpi": (("product_id",),),
    "series": (("kpi_id",), ("key",)),
    "annotation": (("product_id",),),
}

PLAIN: dict[type, type[TypeEngine[Any]]] = {
    str: String,
    int: Integer,
    float: Float,
    bool: Boolean,
    datetime: Instant,
    date: Day,
    time: WallTime,
}


def _column(name: str, hint: object) -> Column[Any]:
    """Return the column of one field: its type from the hint, its reference from its name."""
    optional = isinstance(hint, python_types.UnionType)
    base = next(t for t in typing.get_args(hint) if t is not type(None)) if optional else hint
    assert isinstance(base, type)
    kind = Word(base) if issubclass(base, StrEnum) else PLAIN[base]()
    references = [ForeignKey(f"{REFERENCES[name]}.id")] if name in REFERENCES else []
    return Column(name, kind, *references, nullable=optional)


def _table(cls: type[Entity]) -> Table:
    hints = typing.get_type_hints(cls)
    columns = [_column(field.name, hints[field.name]) for field in dataclasses.fields(cls)]
    key = next(column for column in columns if column.name == "id")
    if cls in SEARCHABLE:
        # Search rows carry this number: SQLite's own row numbers may change when it vacuums.
        columns.insert(0, Column("seq", Integer, primary_key=True))
        key.unique = True
    else:
        key.primary_key = True
    table = Table(cls.KIND, metadata, *columns)
    for names in INDEXED.get(cls.KIND, ()):
        Index(f"ix_{cls.KIND}_{'_'.join(names)}", *(table.c[name] for name in names))
    Index(f"ix_{cls.KIND}_source", table.c.source_id, sqlite_where=table.c.source_id.is_not(None))
    Index(f"ix_{cls.KIND}_batch", table.c.batch_id, sqlite_where=table.c.batch_id.is_not(None))
    return table


TABLES: dict[type[Entity], Table] = {cls: _table(cls) for cls in KINDS}
# The cards of a column in order, and how many there are, are answered from this index alone.
_task = TABLES[task.Task]
Index(
    "ix_task_board",
    _task.c.column_id,
    _task.c.position,
    _task.c.id,
    _task.c.deleted_at,
    _task.c.archived_at,
    sqlite_where=_task.c.deleted_at.is_(None) & _task.c.archived_at.is_(None),
)

# Feedback by day, with what most filters ask for: answered without reading a single text. The
# second is the same for what is not dealt with, which stays small while the first grows.
_feedback = TABLES[feedback.Feedback]
_WALKED = ("product_id", "received_at", "seq", "deleted_at", "status", "type", "rating",
           "snoozed_until", "channel", "customer_id", "author")  # fmt: skip
Index("ix_feedback_walk", *(_feedback.c[name] for name in _WALKED))
FEEDBACK_INBOX_SQL = "deleted_at IS NULL AND status IN ('new', 'open')"
Index(
    "ix_feedback_inbox",
    *(_feedback.c[name] for name in _WALKED),
    sqlite_where=text(FEEDBACK_INBOX_SQL),
)
Index(
    "ix_feedback_snoozed",
    _feedback.c.snoozed_until,
    sqlite_where=_feedback.c.snoozed_until.is_not(None),
)

# What open risks may cost is added up from the judgements that have figures.
_judged = TABLES[risk.RiskAssessment]
Index(
    "ix_risk_assessment_figures",
    _judged.c.risk_id,
    sqlite_where=text("cost_low IS NOT NULL OR days_low IS NOT NULL"),
)

# How many live items of each status, kept by triggers whoever writes (migration 0003).
feedback_count = Table(
    "feedback_count",
    metadata,
    Column("product_id", String, primary_key=True),
    Column("status", String, primary_key=True),
    Column("count", Integer, nullable=False),
    sqlite_with_rowid=False,
)

CLASSES: dict[str, type[Entity]] = {cls.KIND: cls for cls in KINDS}

setting = Table(
    "setting",
    metadata,
    Column("key", String, primary_key=True),
    Column("value", String, nullable=False),
)

counter = Table(
    "counter",
    metadata,
    Column("kind", String, primary_key=True),
    Column("product_id", String, primary_key=True),
    Column("last", Integer, nullable=False),
)

step = Table(
    "step",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at", Instant, nullable=False),
    Column("msgid", String, nullable=False),
    Column("label_values", String, nullable=False),
    Column("device", String, nullable=False),
    Column("person", String, nullable=False),
    Column("action", String, nullable=False),
    Column("of_step", Integer),
    Column("undone_by", Integer),
    Column("batch_id", String),
)

journal = Table(
    "journal",
    metadata,
    Column("step_id", Integer, ForeignKey("step.id"), primary_key=True),
    Column("seq", Integer, primary_key=True),
    Column("kind", String, nullable=False),
    Column("item_id", String, nullable=False),
    Column("field", String, nullable=False),
    Column("old", String),
    Column("new", String),
    Column("stamp", String, nullable=False),
    Index("ix_journal_item", "item_id", "step_id"),
    sqlite_with_rowid=False,
)

batch = Table(
    "batch",
    metadata,
    Column("id", String, primary_key=True),
    Column("at", Instant, nullable=False),
    Column("format", String, nullable=False),
    Column("file", String, nullable=False),
    Column("state", String, nullable=False),
)

content = Table(
    "content",
    metadata,
    Column("sha256", String, primary_key=True),
    Column("bytes", LargeBinary, nullable=False),
)
