"""Settings are declared once; what the file says is checked by the same records."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cockpit.settings import machine


def written(folder: Path, **values: object) -> machine.MachineSettings:
    (folder / machine.FILE).write_text(json.dumps(values), encoding="utf-8")
    return machine.load()


def test_a_choice_is_remembered_and_the_rest_stays(config_dir: Path) -> None:
    machine.save(machine.MachineSettings(last_workspace="a.cockpit"))
    machine.choose("theme", "dark")
    machine.choose("language", "zh")
    found = machine.load()
    assert (found.last_workspace, found.theme, found.language) == ("a.cockpit", "dark", "zh")
    machine.choose("theme", "")
    assert machine.load().theme == ""


def test_every_setting_has_words_and_begins_with_its_default() -> None:
    fresh = machine.MachineSettings()
    assert set(machine.settings()) == {"language", "theme"}
    for key, setting in machine.settings().items():
        assert setting.title
        assert setting.explanation.endswith(".")
        assert getattr(fresh, key) == setting.default == setting.values()[0]
        assert len(setting.values()) == len(set(setting.values())) >= 2


def test_a_value_that_a_setting_does_not_have_is_refused(config_dir: Path) -> None:
    with pytest.raises(ValueError, match="purple"):
        machine.choose("theme", "purple")
    assert not (config_dir / machine.FILE).exists()


@pytest.mark.parametrize("stored", [{"theme": "purple"}, {"theme": ["dark"]}, {"theme": None}])
def test_an_impossible_value_in_the_file_counts_as_not_chosen(
    config_dir: Path, stored: dict[str, object]
) -> None:
    found = written(config_dir, language="zh", **stored)
    assert (found.theme, found.language) == ("", "zh")


@pytest.mark.parametrize("text", ["", "{", "[1]", "null", '{"me": [1]}', '{"unheard": 1}'])
def test_a_damaged_file_means_that_nothing_was_chosen(config_dir: Path, text: str) -> None:
    (config_dir / machine.FILE).write_text(text, encoding="utf-8")
    assert machine.load() == machine.MachineSettings()


def test_me_is_kept_for_each_workspace_apart(config_dir: Path) -> None:
    machine.choose_me("w1", "p1")
    machine.choose_me("w2", "p2")
    machine.choose("theme", "dark")
    assert machine.load().me == {"w1": "p1", "w2": "p2"}
    machine.choose_me("w1", None)
    assert machine.load().me == {"w2": "p2"}


@pytest.mark.parametrize(
    ("chosen", "system", "spoken"),
    [("en", "zh_CN.UTF-8", "en"), ("zh", "en_US", "zh"), ("", "zh_CN", "zh"), ("", "de_DE", "en")],
)
def test_the_language_is_the_chosen_one_else_the_systems(
    monkeypatch: pytest.MonkeyPatch, chosen: str, system: str, spoken: str
) -> None:
    monkeypatch.setenv("LANG", system)
    assert machine.spoken(chosen) == spoken
