"""Makes small workbooks by hand, so that every byte of them can be wrong on purpose."""

from __future__ import annotations

import io
import zipfile

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_DOCUMENT = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_HIDDEN = ' state="hidden"'


def sheet(data: str, before: str = "", after: str = "") -> str:
    """The XML of a worksheet around its rows."""
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>{before}<worksheet xmlns="{MAIN}">'
        f"<sheetData>{data}</sheetData>{after}</worksheet>"
    )


def row(number: int, *cells: str) -> str:
    """The XML of a row."""
    return f'<row r="{number}">{"".join(cells)}</row>'


def text(reference: str, content: str) -> str:
    """A cell with its text inside."""
    return f'<c r="{reference}" t="inlineStr"><is><t>{content}</t></is></c>'


def number(reference: str, value: object, style: int = 0) -> str:
    """A cell with a number."""
    return f'<c r="{reference}" s="{style}"><v>{value}</v></c>'


HEADER = row(1, text("A1", "Name"), text("B1", "Value"))


def workbook(
    *sheets: str,
    strings: str = "",
    styles: str = "",
    since_1904: bool = False,
    hidden: tuple[int, ...] = (),
    extra: dict[str, bytes] | None = None,
    leave_out: tuple[str, ...] = (),
    method: int = zipfile.ZIP_DEFLATED,
) -> bytes:
    """The bytes of a workbook with these sheets, "Sheet1" and so on."""
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": "<Types/>",
        "xl/workbook.xml": _book(len(sheets), since_1904, hidden),
        "xl/_rels/workbook.xml.rels": _relations(len(sheets)),
    }
    for index, content in enumerate(sheets, 1):
        parts[f"xl/worksheets/sheet{index}.xml"] = content
    if strings:
        parts["xl/sharedStrings.xml"] = f'<sst xmlns="{MAIN}">{strings}</sst>'
    if styles:
        parts["xl/styles.xml"] = f'<styleSheet xmlns="{MAIN}">{styles}</styleSheet>'
    parts.update(extra or {})
    return archive({name: each for name, each in parts.items() if name not in leave_out}, method)


def archive(parts: dict[str, str | bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """The bytes of a zip archive."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return file.getvalue()


def _book(count: int, since_1904: bool, hidden: tuple[int, ...]) -> str:
    entries = "".join(
        f'<sheet name="Sheet{n}" sheetId="{n}" r:id="rId{n}"{_HIDDEN if n in hidden else ""}/>'
        for n in range(1, count + 1)
    )
    flag = ' date1904="1"' if since_1904 else ""
    return (
        f'<workbook xmlns="{MAIN}" xmlns:r="{_DOCUMENT}"><workbookPr{flag}/>'
        f"<sheets>{entries}</sheets></workbook>"
    )


def _relations(count: int) -> str:
    entries = "".join(
        f'<Relationship Id="rId{n}" Type="{_DOCUMENT}/worksheet" Target="worksheets/sheet{n}.xml"/>'
        for n in range(1, count + 1)
    )
    return (
        f'<Relationships xmlns="{_PACKAGE}">{entries}'
        f'<Relationship Id="rIdS" Type="{_DOCUMENT}/sharedStrings" Target="/xl/sharedStrings.xml"/>'
        f'<Relationship Id="rIdY" Type="{_DOCUMENT}/styles" Target="styles.xml"/></Relationships>'
    )
