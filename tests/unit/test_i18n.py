"""Sentences are spoken in the language that is set, and the catalogue is complete."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from cockpit import i18n
from tools import translations


@pytest.fixture(autouse=True)
def _english_afterwards() -> Iterator[None]:
    before = i18n.language()
    yield
    i18n.set_language(before)


@pytest.fixture
def source(tmp_path: Path) -> Path:
    folder = tmp_path / "source"
    folder.mkdir()
    (folder / "a.py").write_text(
        'from cockpit.i18n import N_, _, ngettext\n_("Save {name}")\nN_("Later")\n'
        'ngettext("{n} task", "{n} tasks", 2)\n',
        encoding="utf-8",
    )
    return folder


def translate(po: Path, **sentences: str) -> None:
    text = po.read_text(encoding="utf-8")
    for english, chinese in sentences.items():
        for empty in (f'{english}"\nmsgstr ""', f'{english}s"\nmsgstr[0] ""'):
            text = text.replace(empty, empty.removesuffix('""') + f'"{chinese}"')
    po.write_text(text, encoding="utf-8")


def test_english_is_the_source_text() -> None:
    i18n.set_language("en")
    assert i18n._("Checklist") == "Checklist"
    assert i18n.ngettext("{n} task", "{n} tasks", 1) == "{n} task"
    assert i18n.ngettext("{n} task", "{n} tasks", 2) == "{n} tasks"
    assert i18n.N_("Later") == "Later"


def test_chinese_comes_from_the_catalogue() -> None:
    i18n.set_language("zh")
    assert i18n.language() == "zh"
    assert i18n._("Checklist") == "检查清单"


def test_an_unknown_or_empty_sentence_stays_as_it_is() -> None:
    i18n.set_language("zh")
    assert i18n._("No such sentence 7f3a") == "No such sentence 7f3a"
    assert i18n._("") == ""


@pytest.mark.parametrize("content", [None, b"", b"not a catalogue", b"\xde\x12\x04\x95cut off"])
def test_without_a_readable_catalogue_the_english_stays(
    content: bytes | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    catalogue = tmp_path / "cockpit.mo"
    if content is not None:
        catalogue.write_bytes(content)
    monkeypatch.setattr(i18n, "CATALOGUE", catalogue)
    i18n.set_language("zh")
    assert i18n._("Checklist") == "Checklist"


def test_the_check_sees_what_is_untranslated_then_fuzzy_then_obsolete(
    source: Path, tmp_path: Path
) -> None:
    po = tmp_path / "zh.po"
    translations.update(source, po)
    assert len([p for p in translations.check(source, po) if p.startswith("untranslated")]) == 3

    translate(po, **{"Save {name}": "保存 {name}", "Later": "稍后", "{n} task": "{n} 个任务"})
    assert translations.check(source, po) == ["zh.mo is not what zh.po compiles to; run --update"]
    translations.update(source, po)
    assert translations.check(source, po) == []

    (source / "a.py").write_text('from cockpit.i18n import _\n_("Later")\n', encoding="utf-8")
    assert len([p for p in translations.check(source, po) if p.startswith("obsolete")]) == 2

    text = po.read_text(encoding="utf-8")
    po.write_text(text.replace('msgid "Later"', '#, fuzzy\nmsgid "Later"'), encoding="utf-8")
    assert "fuzzy: 'Later'" in translations.check(source, po)


def test_the_check_sees_a_lost_placeholder(source: Path, tmp_path: Path) -> None:
    po = tmp_path / "zh.po"
    translations.update(source, po)
    translate(po, **{"Save {name}": "保存 {nam}"})
    problems = translations.check(source, po)
    assert "placeholder {name} differs: 'Save {name}'" in problems
    assert "placeholder {nam} differs: 'Save {name}'" in problems


def test_an_update_without_news_changes_no_byte(source: Path, tmp_path: Path) -> None:
    po = tmp_path / "zh.po"
    translations.update(source, po)
    before = (po.read_bytes(), po.with_suffix(".mo").read_bytes())
    translations.update(source, po)
    assert (po.read_bytes(), po.with_suffix(".mo").read_bytes()) == before


def test_the_catalogue_of_the_program_is_complete() -> None:
    assert translations.check() == []
