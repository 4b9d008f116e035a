"""Reads the launch templates in resources/templates, one file a template, in one language."""

from __future__ import annotations

from typing import Literal

import msgspec

from cockpit.domain.errors import UserError
from cockpit.domain.launch_template import (
    LaunchTemplate,
    TemplateColumn,
    TemplatePhase,
    TemplateTask,
)
from cockpit.domain.task import Priority, Stage
from cockpit.i18n import _
from cockpit.resources import resource

Text = tuple[str, str]  # Chinese, English


class _Record(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A misspelt field in a file is an error, not a default."""


class _Column(_Record, frozen=True):
    name: Text
    stage: Stage
    wip_limit: int | None = None


class _Phase(_Record, frozen=True):
    until: int
    name: Text


class _Task(_Record, frozen=True):
    day: int
    title: Text
    text: Text
    label: str
    priority: Priority = Priority.NORMAL
    steps: tuple[Text, ...] = ()


class _Template(_Record, frozen=True):
    key: str
    title: Text
    explanation: Text
    columns: tuple[_Column, ...]
    labels: dict[str, Text]
    phases: tuple[_Phase, ...]
    tasks: tuple[_Task, ...]


def launch_templates(language: str) -> list[LaunchTemplate]:
    """Return every template in a language ("zh", else English), by key."""
    side: Literal[0, 1] = 0 if language == "zh" else 1
    files = sorted(resource("templates").glob("*.json"))
    read = [msgspec.json.decode(file.read_bytes(), type=_Template) for file in files]
    return sorted((_in_language(each, side) for each in read), key=lambda found: found.key)


def launch_template(key: str, language: str) -> LaunchTemplate:
    """Return one template. Raises UserError, naming those there are, for another key."""
    known = {found.key: found for found in launch_templates(language)}
    if key not in known:
        raise UserError(
            _("There is no template “{key}”. There are: {known}.").format(
                key=key, known=", ".join(known)
            )
        )
    return known[key]


def _in_language(read: _Template, side: Literal[0, 1]) -> LaunchTemplate:
    return LaunchTemplate(
        key=read.key,
        title=read.title[side],
        explanation=read.explanation[side],
        columns=tuple(
            TemplateColumn(name=c.name[side], stage=c.stage, wip_limit=c.wip_limit)
            for c in read.columns
        ),
        phases=tuple(TemplatePhase(until=p.until, name=p.name[side]) for p in read.phases),
        labels=tuple(name[side] for name in read.labels.values()),
        tasks=tuple(
            TemplateTask(
                day=task.day,
                title=task.title[side],
                text=task.text[side],
                label=read.labels[task.label][side],
                priority=task.priority,
                steps=tuple(step[side] for step in task.steps),
            )
            for task in read.tasks
        ),
    )
