"""What opens over the page: palette, sheet of keys, settings, launches, the presentation.

Each is made when it is first asked for, so that the first page is shown sooner.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from cockpit.ui import commands
from cockpit.ui.kit.actions import shortcut_groups

if TYPE_CHECKING:
    from cockpit.ui.kit.palette import CommandPalette
    from cockpit.ui.kit.shortcuts_sheet import ShortcutsSheet
    from cockpit.ui.presentation import Presentation
    from cockpit.ui.workbench import Workbench


class Boxes(QObject):
    """The boxes of one workbench; `made_*` is None until it was opened."""

    def __init__(self, bench: Workbench) -> None:
        super().__init__(bench)
        self.bench = bench
        self.made_palette: CommandPalette | None = None
        self.made_sheet: ShortcutsSheet | None = None
        self.made_presentation: Presentation | None = None

    @property
    def palette(self) -> CommandPalette:
        """The command palette."""
        if self.made_palette is None:
            from cockpit.ui.kit.palette import CommandPalette

            bench = self.bench
            self.made_palette = CommandPalette(
                bench.window, lambda query: commands.entries(bench, query)
            )
        return self.made_palette

    @property
    def sheet(self) -> ShortcutsSheet:
        """The sheet of shortcuts."""
        if self.made_sheet is None:
            from cockpit.ui.kit.shortcuts_sheet import ShortcutsSheet

            bench = self.bench
            self.made_sheet = ShortcutsSheet(
                bench.window, lambda: shortcut_groups(bench.actions_shown)
            )
        return self.made_sheet

    @property
    def presentation(self) -> Presentation:
        """What shows pages to others."""
        if self.made_presentation is None:
            from cockpit.ui.presentation import Presentation

            self.made_presentation = Presentation(self.bench)
        return self.made_presentation

    def presenting(self) -> bool:
        """Whether a page is before others now."""
        return self.made_presentation is not None and self.made_presentation.shown

    def open_palette(self) -> None:
        """Open the palette."""
        self.palette.open()

    def open_sheet(self) -> None:
        """Open the sheet of shortcuts."""
        self.sheet.open()

    def open_settings(self) -> None:
        """Open the settings of this machine."""
        from cockpit.ui.settings_box import open_settings

        open_settings(self.bench.window, self.bench.session, self.bench.retranslate)

    def choose_launch(self) -> None:
        """Open the list of launches under the name of the one that is shown."""
        from cockpit.ui.launch_popup import LaunchPopup

        bench = self.bench
        popup = LaunchPopup(bench.window.topbar.launch, bench.session.reader, bench.launch)
        popup.launch_chosen.connect(bench.open_launch)
        popup.open()

    def present(self) -> None:
        """Show the current page to others."""
        self.presentation.begin()

    def toggle_names(self) -> None:
        """Hide people's names, or show them again."""
        self.presentation.toggle_names()

    def retranslate(self) -> None:
        """Read the texts again of what keeps any."""
        if self.made_palette is not None:
            self.made_palette.retranslate()
