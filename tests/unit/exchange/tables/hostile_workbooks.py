"""Workbooks that are odd, broken or made to harm, each with what has to come of it."""

from __future__ import annotations

import random
import struct
import zipfile
from collections.abc import Callable
from itertools import pairwise

from tests.unit.exchange.tables.hostile_text import Variant, read, refuse
from tests.unit.exchange.tables.workbook_maker import (
    HEADER,
    archive,
    number,
    row,
    sheet,
    text,
    workbook,
)


def _read(name: str, content: Callable[[], bytes], **result: object) -> Variant:
    return read(name, content, suffix=".xlsx", **result)


def _refuse(name: str, content: Callable[[], bytes], sentence: str) -> Variant:
    return refuse(name, content, sentence, ".xlsx")


_NAMES = ["a", *(f"a{n}" for n in range(1, 10))]
_LAUGHS = "".join(f'<!ENTITY {name} "{f"&{before};" * 10}">' for before, name in pairwise(_NAMES))
ENTITIES = f'<!DOCTYPE x [<!ENTITY a "ha">{_LAUGHS}]>'
EXTERNAL = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]>'
ONE = HEADER + row(2, text("A2", "x"), number("B2", 1))


def _bomb(part: str) -> bytes:
    """A gigabyte of spaces in a megabyte."""
    parts = {part: b" " * (1 << 28)}
    return workbook(sheet(ONE), extra={**parts}, strings="")


def _shared_bomb() -> bytes:
    return workbook(sheet(ONE), extra={"xl/sharedStrings.xml": b"<sst>" + b" " * (1 << 28)})


def _many_strings() -> bytes:
    """Three hundred megabytes of texts that shrink to a fiftieth."""
    words = random.Random(1)
    texts = "".join(f"<si><t>{words.getrandbits(4_000) << 400_000:x}</t></si>" for _ in "abc")
    return workbook(
        sheet(ONE), extra={"xl/sharedStrings.xml": f"<sst>{texts * 1_000}</sst>".encode()}
    )


def _crc_wrong() -> bytes:
    content = bytearray(workbook(sheet(ONE), method=zipfile.ZIP_STORED))
    at = content.index(b"<v>1</v>")
    content[at + 3] = ord("2")
    return bytes(content)


def _size_lies() -> bytes:
    """The directory says ten bytes where a megabyte is."""
    content = bytearray(workbook(sheet(ONE + " " * 1_000_000)))
    name = b"xl/worksheets/sheet1.xml"
    at = content.rindex(name) - 46
    content[at + 24 : at + 28] = struct.pack("<I", 10)
    return bytes(content)


def _header_odd() -> bytes:
    """The directory points at something that is no part."""
    content = bytearray(workbook(sheet(ONE)))
    at = content.index(b"xl/worksheets/sheet1.xml") - 30
    content[at : at + 4] = b"XXXX"
    return bytes(content)


def _locked() -> bytes:
    content = bytearray(workbook(sheet(ONE)))
    for mark, flags in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        at = content.find(mark)
        while at >= 0:
            content[at + flags] |= 1
            at = content.find(mark, at + 4)
    return bytes(content)


def _many_parts() -> bytes:
    return archive({f"p{n}": b"" for n in range(70_000)}, zipfile.ZIP_STORED)


def _claims_parts() -> bytes:
    """An end record that promises a directory of four gigabytes."""
    return (
        b"PK\x03\x04"
        + b"\x00" * 60
        + struct.pack("<4sHHHHIIH", b"PK\x05\x06", 0, 0, 9, 9, 2**32 - 2, 0, 0)
    )


def _rows(count: int, cell: str) -> str:
    return HEADER + "".join(f'<row r="{n}">{cell}</row>' for n in range(2, count + 2))


WORKBOOKS = (
    _read("plain", lambda: workbook(sheet(ONE)), rows=1, first=["str:x", "int:1"]),
    _refuse("bomb_sheet", lambda: _bomb("xl/worksheets/sheet1.xml"), "would unpack to 256 MB"),
    _refuse("bomb_strings", _shared_bomb, "would unpack to 256 MB"),
    _refuse("strings_300_mb", _many_strings, "more than 256 MB of text"),
    _read(
        "last_cell",
        lambda: workbook(sheet(HEADER + row(1_048_576, number("XFD1048576", 1)))),
        rows=1,
        last=1_048_576,
        columns=2,
        problems=1,
    ),
    _read(
        "last_cell_and_table",
        lambda: workbook(sheet(ONE + row(1_048_576, number("XFD1048576", 1)))),
        rows=2,
        columns=2,
        problems=1,
    ),
    _read(
        "wide_header",
        lambda: workbook(
            sheet(
                row(1, text("A1", "a"), text("XFD1", "b"))
                + row(2, number("A2", 1), number("XFD2", 2))
            )
        ),
        rows=1,
        columns=1,
        problems=1,
    ),
    _refuse(
        "row_beyond",
        lambda: workbook(sheet(HEADER + row(1_048_577, number("A1048577", 1)))),
        "is damaged",
    ),
    _read(
        "row_huge", lambda: workbook(sheet(HEADER + row(10**40, number("A1", 1)))), rows=1, last=2
    ),
    _refuse(
        "column_beyond", lambda: workbook(sheet(HEADER + row(2, number("XFE2", 1)))), "is damaged"
    ),
    _refuse(
        "reference_odd",
        lambda: workbook(sheet(HEADER + row(2, number("AAAAAAAA2", 1)))),
        "is damaged",
    ),
    _refuse("entities", lambda: workbook(sheet(ONE, before=ENTITIES)), "declares a document type"),
    _refuse("external", lambda: workbook(sheet(ONE, before=EXTERNAL)), "declares a document type"),
    _refuse(
        "external_strings",
        lambda: workbook(sheet(ONE), extra={"xl/sharedStrings.xml": f"{EXTERNAL}<sst/>".encode()}),
        "declares a document type",
    ),
    _refuse(
        "external_workbook",
        lambda: workbook(sheet(ONE), extra={"xl/workbook.xml": f"{EXTERNAL}<workbook/>".encode()}),
        "declares a document type",
    ),
    _read(
        "formula_stored",
        lambda: workbook(
            sheet(HEADER + row(2, text("A2", "x"), '<c r="B2"><f>1+1</f><v>2</v></c>'))
        ),
        first=["str:x", "int:2"],
    ),
    _read(
        "formula_bare",
        lambda: workbook(
            sheet(
                HEADER
                + row(2, text("A2", "x"), '<c r="B2"><f>WEBSERVICE("http://127.0.0.1")</f></c>')
            )
        ),
        first=["str:x", 'ErrorCell:=WEBSERVICE("http://127.0.0.1")'],
    ),
    _read(
        "error_cells",
        lambda: workbook(
            sheet(HEADER + row(2, text("A2", "x"), '<c r="B2" t="e"><v>#N/A</v></c>'))
        ),
        first=["str:x", "ErrorCell:#N/A"],
    ),
    _read(
        "not_numbers",
        lambda: workbook(
            sheet(
                HEADER
                + row(2, number("A2", "NaN"), number("B2", "1e999"))
                + row(3, number("A3", "x"), number("B3", "-INF"))
            )
        ),
        rows=2,
        first=["str:NaN", "str:1e999"],
    ),
    _refuse(
        "string_missing",
        lambda: workbook(
            sheet(HEADER + row(2, '<c r="A2" t="s"><v>5</v></c>')), strings="<si><t>a</t></si>"
        ),
        "is damaged",
    ),
    _refuse(
        "string_negative",
        lambda: workbook(
            sheet(HEADER + row(2, '<c r="A2" t="s"><v>-1</v></c>')), strings="<si><t>a</t></si>"
        ),
        "is damaged",
    ),
    _read(
        "escaped",
        lambda: workbook(
            sheet(HEADER + row(2, text("A2", "a_x000D_b_x0000_c_xD800_"), number("B2", 1)))
        ),
        first=["str:a\rb�c�", "int:1"],
    ),
    _read(
        "phonetic",
        lambda: workbook(
            sheet(HEADER + row(2, '<c r="A2" t="s"><v>0</v></c>', number("B2", 1))),
            strings="<si><r><t>東</t></r><r><t>京</t></r><rPh><t>トウキョウ</t></rPh></si>",
        ),
        first=["str:東京", "int:1"],
    ),
    _refuse("cut", lambda: workbook(sheet(ONE))[:-400], "is damaged"),
    _refuse("cut_in_half", lambda: workbook(sheet(ONE))[:600], "is damaged"),
    _refuse("crc_wrong", _crc_wrong, "is damaged"),
    _refuse("size_lies", _size_lies, "is damaged"),
    _refuse("header_odd", _header_odd, "is damaged"),
    _refuse("locked", _locked, "protected with a password"),
    _refuse("xml_cut", lambda: workbook(sheet(ONE)[:-30]), "is damaged"),
    _refuse("xml_odd", lambda: workbook("<<<<"), "is damaged"),
    _refuse(
        "xml_one_tag",
        lambda: workbook(
            sheet('<row r="' + f"{random.Random(2).getrandbits(80_000_000):x}" + '"/>')
        ),
        "is damaged",
    ),
    _read(
        "xml_deep", lambda: workbook(sheet(ONE, after="<a>" * 200_000 + "</a>" * 200_000)), rows=1
    ),
    _refuse(
        "sheet_missing",
        lambda: workbook(sheet(ONE), leave_out=("xl/worksheets/sheet1.xml",)),
        "is damaged",
    ),
    _refuse(
        "relations_missing",
        lambda: workbook(sheet(ONE), leave_out=("xl/_rels/workbook.xml.rels",)),
        "is damaged",
    ),
    _read(
        "styles_missing",
        lambda: workbook(sheet(HEADER + row(2, text("A2", "x"), number("B2", 1, style=7)))),
        first=["str:x", "int:1"],
    ),
    _refuse("empty_sheet", lambda: workbook(sheet("")), "is empty"),
    _refuse(
        "painted", lambda: workbook(sheet(_rows(40_000, '<c s="1"/>' * 100))), "formatted but empty"
    ),
    _refuse("many_parts", _many_parts, "70,000 parts inside"),
    _refuse("claims_parts", _claims_parts, "parts inside"),
    _refuse("packed_oddly", lambda: workbook(sheet(ONE), method=zipfile.ZIP_LZMA), "is damaged"),
    _refuse(
        "cell_1_mb",
        lambda: workbook(sheet(HEADER + row(2, text("A2", "x" * 1_000_000)))),
        "more than 200,000 characters",
    ),
    _refuse(
        "string_1_mb",
        lambda: workbook(sheet(ONE), strings=f"<si><t>{'x' * 1_000_000}</t></si>"),
        "more than 200,000 characters",
    ),
    _read(
        "rows_100000",
        lambda: workbook(sheet(_rows(100_000, '<c><v>1</v></c><c t="b"><v>1</v></c>'))),
        rows=100_000,
        first=["int:1", "bool:True"],
    ),
    _read(
        "right_to_left",
        lambda: workbook(sheet(HEADER + row(2, text("A2", "\u202eabc"), text("B2", "שלום")))),
        rows=1,
    ),
    refuse("zip_named_csv", lambda: archive({"a.csv": "a,b\n1,2\n"}), "is a zip archive"),
    _refuse(
        "docx", lambda: archive({"word/document.xml": "<x/>"}), "text document or presentation"
    ),
    _refuse("ods", lambda: archive({"mimetype": "x", "content.xml": "<x/>"}), "OpenDocument"),
    _refuse("xlsb", lambda: archive({"xl/workbook.bin": b"x"}), "binary workbook"),
    read("xlsx_named_csv", lambda: workbook(sheet(ONE)), rows=1),
)
