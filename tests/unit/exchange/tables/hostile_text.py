"""Text files that are odd, broken or made to harm, each with what has to come of it."""

from __future__ import annotations

import codecs
import gzip
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Variant:
    """A generated file: its name, its bytes, and what the limited reader has to say about it.

    `refused` is a part of the sentence; without it `result` are values that must be found.
    """

    name: str
    content: Callable[[], bytes]
    refused: str = ""
    result: dict[str, Any] = field(default_factory=dict)
    suffix: str = ".csv"


def read(name: str, content: bytes | Callable[[], bytes], **result: Any) -> Variant:
    """A file that is read, with the result it has to give."""
    suffix = result.pop("suffix", ".csv")
    return Variant(name, _maker(content), "", result, suffix)


def refuse(
    name: str, content: bytes | Callable[[], bytes], sentence: str, suffix: str = ".csv"
) -> Variant:
    """A file that is refused with such a sentence."""
    return Variant(name, _maker(content), sentence, {}, suffix)


def _maker(content: bytes | Callable[[], bytes]) -> Callable[[], bytes]:
    return content if callable(content) else lambda: content


CHINESE = "编号,反馈内容,负责人\n1,收不到短信验证码，请尽快处理,王伟\n2,更新后闪退,李娜\n"
TRADITIONAL = "編號,意見內容,負責人\n1,收不到簡訊驗證碼，請儘快處理,王偉\n2,更新後閃退,李娜\n"
WESTERN = "Nom;Ville;Prix\nAndré;Orléans;3,50 €\nZoë;Besançon;4,00 €\n"
ASCII = "a,b,c\n1,2,3\n4,5,6\n"

ENCODINGS = (
    read("utf8_mark", codecs.BOM_UTF8 + CHINESE.encode(), encoding="utf-8-sig", rows=2),
    read("utf16_le", codecs.BOM_UTF16_LE + CHINESE.encode("utf-16-le"), rows=2, columns=3),
    read("utf16_be", codecs.BOM_UTF16_BE + CHINESE.encode("utf-16-be"), rows=2, columns=3),
    read("utf16_le_bare", ASCII.encode("utf-16-le"), encoding="utf-16-le", rows=2),
    read("utf16_be_bare", ASCII.encode("utf-16-be"), encoding="utf-16-be", rows=2),
    refuse("utf16_cut", codecs.BOM_UTF16_LE + ASCII.encode("utf-16-le")[:-1], "cannot be read as"),
    read("utf32", ASCII.encode("utf-32"), rows=2, columns=3),
    read("gb18030", CHINESE.encode("gb18030"), encoding="gb18030", rows=2),
    read("gbk_short", "名称\n价格\n".encode("gbk"), encoding="gb18030", names=["名称"]),
    read("gb18030_rare", "名,字\n1,𠮷野家\n".encode("gb18030"), encoding="gb18030", rows=1),
    read("big5", TRADITIONAL.encode("big5"), encoding="cp950", rows=2),
    read("cp1252", WESTERN.encode("cp1252"), encoding="cp1252", delimiter=";", rows=2),
    read(
        "utf8_one_bad_byte",
        CHINESE.encode().replace("闪".encode(), b"\xe9\x97"),
        encoding="utf-8",
        rows=2,
    ),
    read("utf8_cut", (CHINESE + "3,更新").encode()[:-1], encoding="utf-8", rows=3, missing=1),
    read(
        "gbk_after_2_mb",
        lambda: b"a,b\n" + (b"1," + b"2" * 99 + b"\n") * 30_000 + "王,伟\n".encode("gbk"),
        encoding="gb18030",
        rows=30_001,
    ),
    read(
        "gbk_after_long_lines",
        b"a,b\n" + (b"x" * 150_000 + b",1\n") * 10 + "王,伟\n".encode("gbk"),
        encoding="gb18030",
        rows=11,
    ),
    read("utf7_is_text", b"a,b\n+AGE-,1\n", rows=1, first=["str:+AGE-", "str:1"]),
)

SIZES = (
    refuse("nul_first", b"a,b\x00c\n1,2\n", "line 1 holds zero bytes"),
    refuse("nul_late", b"a,b\n" + b"1,2\n" * 100_000 + b"1,\x00\n", "line 100002 holds zero"),
    refuse("nul_only", b"\x00" * 1_000_000, "holds zero bytes"),
    refuse("cell_1_mb", b"a,b\n1," + b"x" * 1_000_000 + b"\n", "more than 200,000 characters"),
    refuse("cell_1_mb_quoted", b'a,b\n1,"' + b"x\n" * 500_000 + b'"\n', "more than 200,000"),
    refuse("columns_200000", b",".join([b"a"] * 200_000) + b"\n1\n", "may have 16,384 columns"),
    refuse("row_of_commas", b"a,b\n" + b"," * 2_000_000 + b"\n", "has 2,000,001 cells"),
    read("columns_16384", b",".join([b"a"] * 16_384) + b"\n1,2\n", columns=16_384, missing=1),
    refuse("line_60_mb", lambda: b"a" * 60_000_000, "more than 8,000,000"),
    refuse("line_60_mb_later", lambda: b"a,b\n1,2\n" + b"a" * 60_000_000, "more than 8,000,000"),
    refuse("blank_lines", b"\n" * 20_000_000, "has no filled cell"),
    read("blank_lines_after", b"a,b\n1,2\n" + b"\n" * 1_000_000, rows=1),
    read("blank_cells_after", b"a,b\n1,2\n" + b",\n" * 300_000, rows=1),
    read("rows_500000", lambda: b"a,b\n" + b"1,2\n" * 500_000, rows=500_000, problems=0),
)

QUOTES = (
    refuse("quote_open_first", b'a,b\n"1,2\n3,4\n5,6\n', "in row 2 (line 2) is never closed"),
    refuse("quote_open_header", b'"a,b\n1,2\n', "in row 1 (line 1) is never closed"),
    refuse("quote_open_last", b'a,b\n1,2\n3,"4', "in row 3 (line 3) is never closed"),
    refuse("quote_open_50_mb", lambda: b'a,b\n"1,2\n' + b"3,4\n" * 12_000_000, "never closed"),
    read(
        "quote_doubled",
        b'a,b\n1,"he said ""no"", twice"\n',
        first=["str:1", 'str:he said "no", twice'],
    ),
    read("quote_inside", b'a,b\n1,5" disk\n', first=["str:1", 'str:5" disk']),
    read("quote_after_space", b'a, "b, c"\n1, "2, 3"\n4, "5, 6"\n', columns=2, problems=0),
    read("cr_only", b"a,b\r1,2\r3,4\r", rows=2, last=3),
    read("line_ends_mixed", b"a,b\r\n1,2\n3,4\r5,6", rows=3, last=4),
    read("line_breaks_inside", b'a,b\n1,"x\r\ny"\n2,z\n', rows=2, last=3),
    read("odd_separators", "a,b\n1,x\u2028y\x0bz\x0c\x85\n2,3\n".encode(), rows=2, last=3),
)

SHAPES = (
    read("wide_rows", b"a,b\n1,2,3\n4,5\n6,7,8,9\n", rows=3, problems=2, columns=2),
    read("narrow_rows", b"a,b,c\n1\n2,3\n4,5,6\n", rows=3, missing=2, problems=0),
    read(
        "same_names",
        b"Likelihood,Likelihood,Likelihood (2)\n1,2,3\n",
        names=["Likelihood", "Likelihood (2)", "Likelihood (2) (2)"],
    ),
    read("no_names", b"a,,c,\n1,2,3,4\n", names=["a", "#2", "c", "#4"]),
    read("no_header", b"2026-01-01,5\n2026-01-02,6\n", names=["#1", "#2"], rows=2),
    read("dates_as_header", b"Metric,2026-01-01,2026-01-02\nDAU,5,6\n", rows=1, columns=3),
    refuse("empty", b"", "is empty"),
    refuse("only_a_mark", codecs.BOM_UTF8, "has no filled cell"),
    refuse("only_blanks", b" \n\t\n  \n", "has no filled cell"),
    read("only_a_header", b"a,b,c\n", rows=0, columns=3),
    read(
        "preamble",
        "评论导出\n说明：请勿外传\n\n时间,作者,内容\n1,2,3\n4,5,6\n".encode(),
        rows=2,
        last=6,
        preamble=["评论导出", "说明：请勿外传"],
    ),
    read("sep_line", b"sep=;\na;b\n1,5;2\n", delimiter=";", rows=1, last=3),
    read("decimal_commas", b"a;b\n1,5;2,5\n3,5;4,5\n", delimiter=";", columns=2),
    read("tabs", b"a\tb\n1,5\t2\n", delimiter="\t", columns=2, suffix=".tsv"),
    read("bars", b"a|b|c\n1|2,5|3\n4|5,5|6\n", delimiter="|", columns=3),
    read(
        "formulas", b"a,b\n=cmd|'/c calc'!A1,'=1+1\n", first=["str:=cmd|'/c calc'!A1", "str:=1+1"]
    ),
    read("right_to_left", "שם,ערך\n\u202eabc\u202c,مرحبا\n".encode(), rows=1, columns=2),
    read("not_a_number", b"a,b\nNaN,inf\n-inf,1e999\n", rows=2, first=["str:NaN", "str:inf"]),
    read("emoji", "a,b\n👩‍👩‍👧‍👦,🇨🇳\n".encode(), rows=1, first=["str:👩‍👩‍👧‍👦", "str:🇨🇳"]),
    read("digits_without_end", b"9" * 190_000 + b"x\n" + b"1\n" * 3, rows=3, columns=1),
    read("one_column", b"Product\nBeauty\nClothes\n", rows=2, columns=1),
)

HTML = b"\n\n  <!-- x -->\n<!DOCTYPE html>\n<html><table><tr><td>1</td></tr></table></html>"
FOREIGN = (
    refuse("pdf", b"%PDF-1.7\n1,2\n", "is a PDF document"),
    refuse("png", b"\x89PNG\r\n\x1a\n" + b"\x00" * 100, "is a picture"),
    refuse("jpeg", b"\xff\xd8\xff\xe0" + b"\x00" * 100, "is a picture"),
    refuse("bmp", b"BM\x36\x00\x00\x00\x00\x00", "is a picture"),
    read("begins_with_bm", b"BMI,Name\n21,x\n", rows=1),
    read("begins_with_mz", b"MZ,Name\n21,x\n", rows=1),
    refuse("program", b"MZ\x90\x00\x03\x00\x00\x00", "is a program"),
    refuse("gzip", gzip.compress(ASCII.encode()), "is a compressed archive"),
    refuse("html", HTML, "is a web page"),
    refuse("html_utf16", codecs.BOM_UTF16_LE + HTML.decode().encode("utf-16-le"), "web page"),
    refuse("html_table_xls", b"<table><tr><td>1</td></tr></table>", "is a web page", ".xls"),
    read("closed_comments", b"<!---->" * 9_000 + b"a,b\n1,2\n", columns=2),
    refuse("html_after_comments", b"<!---->" * 5_000 + b"<html>", "is a web page"),
    read("many_comments", b"<!-- " * 12_000 + b"a,b\n1,2\n", columns=2),
    refuse("xml", b'<?xml version="1.0"?><Workbook/>', "is an XML", ".xls"),
    refuse("mime", b"MIME-Version: 1.0\n\n<html>", "web archive"),
    refuse("rtf", b"{\\rtf1 a,b}", "is a text document"),
    refuse("xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 4096, "old Excel file", ".xls"),
    refuse(
        "xlsx_encrypted",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
        + b"\x00" * 2048
        + "EncryptedPackage".encode("utf-16-le"),
        "protected with a password",
        ".xlsx",
    ),
)

TEXTS = ENCODINGS + SIZES + QUOTES + SHAPES + FOREIGN
