"""The launch templates: complete in both languages, in order, and sound."""

from __future__ import annotations

import re
from datetime import date

import pytest

from cockpit.domain.errors import UserError
from cockpit.domain.launch_template import LaunchTemplate, due_on
from cockpit.domain.task import Stage
from cockpit.exchange.launch_templates import launch_template, launch_templates

HAN = re.compile(r"[\u4e00-\u9fff]")
KEYS = [found.key for found in launch_templates("en")]


def texts(template: LaunchTemplate) -> list[str]:
    found = [template.title, template.explanation, *template.labels]
    found += [column.name for column in template.columns]
    found += [phase.name for phase in template.phases]
    for task in template.tasks:
        found += [task.title, task.text, *task.steps]
    return found


@pytest.mark.parametrize("key", KEYS)
def test_both_languages_are_complete_and_apart(key: str) -> None:
    chinese, english = texts(launch_template(key, "zh")), texts(launch_template(key, "en"))
    assert len(chinese) == len(english)
    assert all(text.strip() for text in chinese + english)
    assert [text for text in english if HAN.search(text)] == []
    assert [text for text in chinese if not HAN.search(text)] == []


@pytest.mark.parametrize("key", KEYS)
def test_days_phases_and_stages_are_in_order(key: str) -> None:
    template = launch_template(key, "en")
    days = [task.day for task in template.tasks]
    assert days == sorted(days)
    assert min(days) < 0 < max(days)
    assert 0 in days
    ends = [phase.until for phase in template.phases]
    assert ends == sorted(set(ends))
    stages = list(Stage)
    assert [column.stage for column in template.columns] == stages
    assert len({task.title for task in template.tasks}) == len(template.tasks)
    assert {task.label for task in template.tasks} == set(template.labels)


def test_the_phase_follows_the_day() -> None:
    template = launch_template("app-release", "en")
    go_live = date(2026, 12, 1)
    found = [
        template.phase_on(day, go_live)
        for day in (date(2026, 10, 1), date(2026, 11, 30), go_live, date(2027, 6, 1))
    ]
    assert found == ["Prepare", "Staged roll-out", "Full release", "Watch"]
    assert template.phase_on(go_live, None) == "Prepare"


def test_what_is_due_on_a_weekend_before_the_go_live_is_due_on_friday() -> None:
    tuesday = date(2026, 12, 1)
    assert due_on(-3, tuesday) == date(2026, 11, 27)  # Saturday
    assert due_on(-2, tuesday) == date(2026, 11, 27)  # Sunday
    assert due_on(-1, tuesday) == date(2026, 11, 30)
    assert due_on(4, tuesday) == date(2026, 12, 5)  # Saturday, and stays there


def test_an_unknown_key_is_a_sentence_with_those_there_are() -> None:
    with pytest.raises(UserError, match="app-release, campaign, feature-launch"):
        launch_template("nope", "en")
