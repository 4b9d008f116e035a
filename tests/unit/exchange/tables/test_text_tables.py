"""Text files as tables: what is found out, what can be said, and what stays as it is."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cockpit.domain.errors import Cancelled, UserError
from cockpit.domain.safe_cells import cell as safe_cell
from cockpit.domain.table import Row, Table
from cockpit.exchange.tables import open_table
from cockpit.exchange.tables.encodings import detect_encoding

HANZI = st.sampled_from(
    "的一是了我不人在他有这个上们来到时大地为子中你说生国年着就那和要她出也得里后自以会"
)


def write(tmp_path: Path, content: bytes | str, name: str = "table.csv") -> Path:
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def rows(table: Table) -> list[Row]:
    return list(table.rows())


def test_a_plain_table(tmp_path: Path) -> None:
    table = open_table(write(tmp_path, "Name,Value\nx, 1 \n\ny,\n"))
    assert table.columns == ("Name", "Value")
    assert (table.format, table.encoding, table.delimiter) == ("csv", "utf-8", ",")
    assert (table.header_row, table.preamble, table.sheets, table.warnings) == (1, (), (), ())
    assert rows(table) == [Row(2, 2, ("x", " 1 ")), Row(4, 4, ("y", None))]
    assert rows(table) == rows(table)
    assert table.sample() == tuple(rows(table))
    assert table.sample(1) == (Row(2, 2, ("x", " 1 ")),)


def test_rows_are_named_as_a_person_counts(tmp_path: Path) -> None:
    table = open_table(write(tmp_path, 'a,b\n1,"x\ny"\n2,z\n'))
    assert [row.where for row in table.rows()] == ["row 2", "row 3 (line 4)"]


def test_wide_and_narrow_rows_are_reported_and_never_shifted(tmp_path: Path) -> None:
    table = open_table(write(tmp_path, "a,b,c\n1,2,3,4,,5,\n1,2\n1,2,3,,\n"))
    wide, narrow, right = rows(table)
    assert (wide.cells, wide.extra, wide.missing) == (("1", "2", "3"), ("4", None, "5"), 0)
    assert wide.problem == "This row has 3 more cells than the header."
    assert wide.is_doubtful
    assert (narrow.cells, narrow.extra, narrow.missing) == (("1", "2", None), (), 1)
    assert narrow.problem == "This row has 1 fewer cell than the header."
    assert not narrow.is_doubtful
    assert (right.cells, right.problem) == (("1", "2", "3"), "")


def test_what_is_said_is_not_found_out(tmp_path: Path) -> None:
    path = write(tmp_path, "x;y\n1;2\n3;4\n".encode("utf-16-le"))
    table = open_table(path, encoding="utf-16-le", delimiter=";", header=2)
    assert table.columns == ("1", "2")
    assert table.preamble == ("x y",)
    assert rows(table) == [Row(3, 3, ("3", "4"))]
    table = open_table(path, header=0)
    assert table.columns == ("#1", "#2")
    assert len(rows(table)) == 3


def test_what_is_said_wrongly_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path, "名,字\n1,2\n".encode("gbk"))
    with pytest.raises(UserError, match="no text encoding called klingon"):
        open_table(path, encoding="klingon")
    with pytest.raises(UserError, match="no text encoding called zip"):
        open_table(path, encoding="zip")
    with pytest.raises(UserError, match="cannot be read as utf-8 at line 1"):
        open_table(path, encoding="utf-8")
    with pytest.raises(UserError, match="cannot be opened"):
        open_table(tmp_path / "missing.csv")
    with pytest.raises(UserError, match="cannot be opened"):
        open_table(tmp_path)


def test_bytes_that_cannot_be_read_are_shown_and_told(tmp_path: Path) -> None:
    table = open_table(write(tmp_path, "名,字\n更新,闪退\n".encode() + b"\xe9\x97,x\n"))
    assert rows(table)[1].cells == ("�", "x")
    assert "not valid utf-8" in table.warnings[0]


def test_the_watch_sees_the_progress_and_can_stop(tmp_path: Path) -> None:
    path = write(tmp_path, "a,b\n" + "1,2\n" * 50_000)
    seen: list[tuple[int, int]] = []

    def watch(done: int, total: int) -> bool:
        seen.append((done, total))
        return True

    assert len(rows(open_table(path, watch=watch))) == 50_000
    assert seen[-1] == (path.stat().st_size, path.stat().st_size)
    with pytest.raises(Cancelled):
        open_table(path, watch=lambda _done, _total: False)
    stopping = open_table(path, watch=lambda _done, _total: len(seen) > 0)
    reading = stopping.rows()
    next(reading)
    seen.clear()
    with pytest.raises(Cancelled):
        list(reading)


def test_exported_formulas_come_back_as_they_were(tmp_path: Path) -> None:
    texts = ("=1+1", "+x", "-x", "@x", "'quoted'", "'=x", "plain")
    file = io.StringIO()
    csv.writer(file).writerows([["a"], *[[safe_cell(text)] for text in texts]])
    table = open_table(write(tmp_path, file.getvalue()))
    assert tuple(row.cells[0] for row in table.rows()) == texts


@given(
    lines=st.lists(st.lists(HANZI, min_size=2, max_size=9).map("".join), min_size=1, max_size=9),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "gb18030"]),
)
def test_chinese_text_is_read_as_it_was_written(
    tmp_path_factory: pytest.TempPathFactory, lines: list[str], encoding: str
) -> None:
    path = tmp_path_factory.mktemp("text") / "a.csv"
    path.write_bytes("".join(f"{line},值\n" for line in ["名", *lines]).encode(encoding))
    assert [row.cells[0] for row in open_table(path, header=1).rows()] == lines


@pytest.mark.parametrize(
    ("text", "encoding", "name"),
    [
        ("價格,說明\n更新後閃退,請儘快處理\n", "big5", "cp950"),
        ("Größe;Maß\nfünf;übel\n", "cp1252", "cp1252"),
        ("prix;détail\nélevé;à côté\n", "cp1252", "cp1252"),
        ("price;note\n£5;“fine” – really\n", "cp1252", "cp1252"),
        ("价格;说明\n更新后闪退;请尽快处理\n", "gbk", "gb18030"),
        ("价\n", "gbk", "gb18030"),
    ],
)
def test_legacy_encodings_are_told_apart(
    tmp_path: Path, text: str, encoding: str, name: str
) -> None:
    path = write(tmp_path, text.encode(encoding))
    assert detect_encoding(path, lambda _done: None).name == name


cells = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=12)


@given(table=st.lists(st.tuples(cells, cells, cells), min_size=1, max_size=8))
def test_whatever_a_csv_writer_writes_is_read(
    tmp_path_factory: pytest.TempPathFactory, table: list[tuple[str, str, str]]
) -> None:
    path = tmp_path_factory.mktemp("cells") / "a.csv"
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows([("Eins", "Zwei", "Drei"), *table])
    opened = open_table(path, delimiter=",", header=1)
    read = [row.cells for row in opened.rows()]
    kept = [row for row in table if any(row)]
    assert [tuple(cell or "" for cell in row) for row in read] == [
        tuple(_without_guard(cell) for cell in row) for row in kept
    ]


def _without_guard(text: str) -> str:
    """An apostrophe before what looks like a formula is the export's own and comes off."""
    return text[1:] if text.startswith("'") and safe_cell(text[1:]) == text else text
