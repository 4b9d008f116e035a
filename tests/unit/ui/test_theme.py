"""The theme files: complete, readable by the WCAG ratio, and every palette role is set."""

from __future__ import annotations

from typing import get_args

import pytest
from PySide6.QtGui import QColor, QPalette

from cockpit.resources import migrations_dir, resource
from cockpit.ui.kit.theme import Theme, ThemeName, load_theme, palette_for

THEMES: tuple[ThemeName, ...] = get_args(ThemeName)


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2 defines it."""
    channels = [c / 255 for c in QColor(colour).getRgb()[:3]]  # type: ignore[index]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return float(0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2])


def contrast(first: str, second: str) -> float:
    """The WCAG 2 contrast ratio of two colours."""
    high, low = sorted((luminance(first), luminance(second)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.fixture(params=THEMES)
def theme(request: pytest.FixtureRequest) -> Theme:
    return load_theme(request.param)


def test_the_ratio_is_that_of_wcag() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("ground", ["n0", "n1", "n2", "n3", "accent_tint"])
@pytest.mark.parametrize("text", ["n7", "n8", "n9"])
def test_text_is_readable_on_every_ground(theme: Theme, text: str, ground: str) -> None:
    assert contrast(getattr(theme, text), getattr(theme, ground)) >= 4.5


@pytest.mark.parametrize("name", ["good", "warn", "bad", "info"])
def test_semantic_colours_are_readable(theme: Theme, name: str) -> None:
    text, graphic = getattr(theme, name), getattr(theme, f"{name}_graphic")
    tint = getattr(theme, f"{name}_tint")
    for ground in (theme.n0, theme.n3, tint):
        assert contrast(text, ground) >= 4.5
    for ground in (theme.n0, tint):
        assert contrast(graphic, ground) >= 3


def test_the_accent_is_readable(theme: Theme) -> None:
    assert contrast(theme.on_accent, theme.accent) >= 4.5
    assert contrast(theme.on_accent, theme.accent_hover) >= 4.5
    assert contrast(theme.accent_text, theme.n0) >= 4.5
    assert contrast(theme.accent_text, theme.accent_tint) >= 4.5
    assert contrast(theme.toast_action, theme.n9) >= 4.5


def test_graphics_are_seen(theme: Theme) -> None:
    for shade in theme.categorical:
        assert contrast(shade, theme.n0) >= 3
        assert contrast(shade, theme.n1) >= 2.99
    for ground in (theme.n0, theme.n1, theme.n2, theme.n3):
        assert contrast(theme.n6, ground) >= 2.99


def test_inks_on_fills_are_readable(theme: Theme) -> None:
    for fill, ink in (*theme.risk, *theme.avatars):
        assert contrast(fill, ink) >= 4.5
    for step, fill in enumerate(theme.sequential):
        assert contrast(theme.n9 if step < 5 else theme.n0, fill) >= 4.5
    for fill in theme.diverging:
        assert max(contrast(theme.n9, fill), contrast(theme.n0, fill)) >= 4.5


def test_ramps_go_one_way(theme: Theme) -> None:
    for ramp in (theme.sequential, [fill for fill, _ink in theme.risk]):
        values = [luminance(shade) for shade in ramp]
        assert values == sorted(values, reverse=not theme.dark)


def test_lists_have_the_right_length(theme: Theme) -> None:
    assert len(theme.categorical) == len(set(theme.categorical)) == 8
    assert (len(theme.sequential), len(theme.diverging)) == (9, 9)
    assert (len(theme.risk), len(theme.avatars)) == (4, 5)


def test_every_palette_role_is_set_in_every_group(theme: Theme) -> None:
    palette = palette_for(theme)
    for role in QPalette.ColorRole:
        if role in (QPalette.ColorRole.NoRole, QPalette.ColorRole.NColorRoles):
            continue
        for group in (
            QPalette.ColorGroup.Active,
            QPalette.ColorGroup.Inactive,
            QPalette.ColorGroup.Disabled,
        ):
            assert palette.isBrushSet(group, role), (group, role)
    disabled = palette.color(QPalette.ColorGroup.Disabled, QPalette.ColorRole.Text)
    assert disabled == QColor(theme.n6)


def test_resources_are_found_in_a_checkout() -> None:
    assert resource("themes/light.json").is_file()
    assert migrations_dir().name == "migrations"
