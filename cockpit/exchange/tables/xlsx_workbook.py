"""What a workbook consists of: its sheets by name, its calendar, its styles and strings."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from cockpit.domain.errors import UserError
from cockpit.exchange.tables.limits import Watch
from cockpit.exchange.tables.xlsx_dates import Style, Styles
from cockpit.exchange.tables.xlsx_package import Package, damaged
from cockpit.exchange.tables.xlsx_strings import SharedStrings
from cockpit.exchange.tables.xlsx_xml import Attributes, Handlers, attribute, local, read_whole
from cockpit.i18n import _

_WORKBOOK: Final = "xl/workbook.xml"
_MAX_SHEETS: Final = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A worksheet and the part it is in."""

    name: str
    part: str
    hidden: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Workbook:
    """All that is needed to read the cells of any of its sheets."""

    sheets: tuple[Sheet, ...]
    since_1904: bool
    styles: tuple[Style, ...]
    strings: SharedStrings = field(repr=False)

    def choose(self, wanted: str | None, path: Path) -> Sheet:
        """The sheet of that name, or the first that is not hidden; raises UserError."""
        if wanted is None:
            return next((sheet for sheet in self.sheets if not sheet.hidden), self.sheets[0])
        for sheet in self.sheets:
            if sheet.name.strip().casefold() == wanted.strip().casefold():
                return sheet
        raise UserError(
            _("{name} has no sheet called “{sheet}”. Its sheets are: {sheets}.").format(
                name=path.name,
                sheet=wanted,
                sheets=", ".join(sheet.name for sheet in self.sheets[:20]),
            )
        )


def read_workbook(package: Package, path: Path, watch: Watch | None) -> Workbook:
    """Read everything but the sheets themselves."""
    _check_kind(package, path)
    parts = _Relations(posixpath.dirname(_WORKBOOK))
    if package.has("xl/_rels/workbook.xml.rels"):
        with package.open("xl/_rels/workbook.xml.rels") as stream:
            read_whole(stream, parts, path.name)
    book = _Book()
    with package.open(_WORKBOOK) as stream:
        read_whole(stream, book, path.name)
    sheets = tuple(
        Sheet(name=name, part=parts.sheets[relation], hidden=hidden)
        for name, relation, hidden in book.sheets
        if relation in parts.sheets and package.has(parts.sheets[relation])
    )
    if not sheets:
        raise UserError(damaged(path.name))
    styles = Styles()
    if parts.styles and package.has(parts.styles):
        with package.open(parts.styles) as stream:
            read_whole(stream, styles, path.name)
    strings = SharedStrings(path.name)
    if parts.strings and package.has(parts.strings):
        total = package.size(parts.strings) + package.size(sheets[0].part)
        with package.open(parts.strings) as stream:
            strings = SharedStrings.read(stream, path.name, watch, total)
    return Workbook(
        sheets=sheets,
        since_1904=book.since_1904,
        styles=tuple(styles.of_cells),
        strings=strings,
    )


def _check_kind(package: Package, path: Path) -> None:
    """Tell workbooks from other archives and documents."""
    if package.has(_WORKBOOK):
        return
    if package.has("xl/workbook.bin"):
        raise UserError(
            _("{name} is a binary workbook (.xlsb). Save it as XLSX or CSV.").format(name=path.name)
        )
    if package.has("content.xml") and package.has("mimetype"):
        raise UserError(
            _("{name} is an OpenDocument file. Save it as XLSX or CSV.").format(name=path.name)
        )
    if package.has("word/document.xml") or package.has("ppt/presentation.xml"):
        raise UserError(
            _(
                "{name} is a text document or presentation, not a table. "
                "Choose a CSV, XLSX or JSON file."
            ).format(name=path.name)
        )
    raise UserError(
        _("{name} is a zip archive. Unpack it and choose one of the files inside.").format(
            name=path.name
        )
    )


class _Relations(Handlers):
    """The parts a workbook is made of, by relation id."""

    def __init__(self, folder: str) -> None:
        self.sheets: dict[str, str] = {}
        self.strings = ""
        self.styles = ""
        self._folder = folder

    def start(self, name: str, attributes: Attributes) -> None:
        """A relation."""
        if local(name) != "Relationship" or attribute(attributes, "TargetMode") == "External":
            return
        target = attribute(attributes, "Target")
        part = posixpath.normpath(posixpath.join("/", self._folder, target)).lstrip("/")
        kind = attribute(attributes, "Type").rpartition("/")[2]
        if kind == "worksheet":
            self.sheets[attribute(attributes, "Id")] = part
        elif kind == "sharedStrings":
            self.strings = part
        elif kind == "styles":
            self.styles = part


class _Book(Handlers):
    """The sheets' names in their order, and the calendar."""

    def __init__(self) -> None:
        self.sheets: list[tuple[str, str, bool]] = []
        self.since_1904 = False

    def start(self, name: str, attributes: Attributes) -> None:
        """A sheet, or the workbook's properties."""
        name = local(name)
        if name == "workbookPr":
            self.since_1904 = attribute(attributes, "date1904").casefold() in ("1", "true", "on")
        elif name == "sheet" and len(self.sheets) < _MAX_SHEETS:
            hidden = attribute(attributes, "state") in ("hidden", "veryHidden")
            relation = attributes.get("r:id") or attribute(attributes, "id")
            self.sheets.append((attribute(attributes, "name"), relation, hidden))
