"""Mappings: guesses from headers, questions asked once, answers, and the file they are kept in."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

import pytest

from cockpit.domain.cells import BadCell, Money
from cockpit.domain.errors import UserError
from cockpit.domain.mapping import (
    Choice,
    Field,
    FieldKind,
    Mapping,
    Question,
    answered,
    check_mapping,
    guess,
    header_signature,
    questions,
    read_cell,
)
from cockpit.domain.table import Cell, Row

LEVELS = (
    Choice(key="1", title="Very low"),
    Choice(key="2", title="Low", synonyms=("低",)),
    Choice(key="3", title="Possible", synonyms=("中",)),
    Choice(key="4", title="High", synonyms=("高",)),
    Choice(key="5", title="Very high"),
)
STATUS = (
    Choice(key="open", title="Open", synonyms=("Active", "进行中")),
    Choice(key="closed", title="Closed"),
)
FIELDS = (
    Field(key="title", title="Title", synonyms=("name", "subject", "风险描述"), required=True),
    Field(key="owner", title="Owner", synonyms=("risk owner", "负责人")),
    Field(key="likelihood", title="Likelihood", kind=FieldKind.SCALE, choices=LEVELS),
    Field(key="status", title="Status", kind=FieldKind.CHOICE, choices=STATUS),
    Field(key="due", title="Due", kind=FieldKind.DATE, synonyms=("due date", "截止日期")),
    Field(key="raised", title="Raised", kind=FieldKind.INSTANT, synonyms=("created",)),
    Field(key="cost", title="Cost", kind=FieldKind.MONEY, synonyms=("exposure",)),
    Field(key="days", title="Days", kind=FieldKind.NUMBER),
    Field(key="tags", title="Tags", kind=FieldKind.LIST, many=True),
)


@dataclass(frozen=True)
class Memory:
    """A table that is simply there."""

    columns: tuple[str, ...]
    content: Sequence[tuple[Cell, ...]]
    extra: dict[int, tuple[Cell, ...]] = field(default_factory=dict)
    format: str = "csv"
    header_row: int = 1
    encoding: str = "utf-8"
    delimiter: str = ","
    sheet: str = ""
    sheets: tuple[str, ...] = ()
    preamble: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()

    def rows(self) -> Iterator[Row]:
        for number, cells in enumerate(self.content, 2):
            yield Row(number, number, cells, self.extra.get(number, ()))

    def sample(self, count: int = 200) -> tuple[Row, ...]:
        return tuple(self.rows())[:count]


def ask(columns: dict[str, str], *content: tuple[Cell, ...], **options: str) -> list[Question]:
    mapping = Mapping(kind="risk", columns={"T": "title", **columns}, options=options)
    table = Memory(("T", *columns), [("x", *cells) for cells in content])
    return questions(mapping, table, FIELDS)


def test_columns_are_guessed_by_their_names() -> None:
    columns = (
        "Risk_ID",
        "风险描述",
        "Risk Owner",
        "Likelihood",
        "Due date",
        "Exposure (CHF)",
        "Tag",
    )
    rows = [Row(2, 2, ("R1", "x", "Li", "High", "2026-04-01", "300,000 CHF", "a"))]
    mapping = guess("risk", columns, rows, FIELDS)
    assert tuple(mapping.columns) == columns
    assert list(mapping.columns.values()) == [
        "", "title", "owner", "likelihood", "due", "cost", "",
    ]  # fmt: skip
    assert mapping.wanted() == columns[1:6]


def test_chinese_names_are_found_inside_others() -> None:
    fields = (Field(key="text", title="Text", synonyms=("内容",)),)
    assert guess("feedback", ("反馈内容", "编号"), [], fields).columns == {
        "反馈内容": "text",
        "编号": "",
    }


def test_the_better_name_wins_and_the_other_is_left() -> None:
    columns = ("Mitigation owner", "Owner")
    assert list(guess("risk", columns, [], FIELDS).columns.values()) == ["", "owner"]


def test_a_column_that_cannot_be_read_as_the_field_is_left() -> None:
    rows = [Row(n, n, (cell,)) for n, cell in enumerate(("soon", "later", "2026-04-01"))]
    assert guess("risk", ("Due",), rows, FIELDS).columns == {"Due": ""}
    assert guess("risk", ("Due",), rows[2:], FIELDS).columns == {"Due": "due"}
    ambiguous = [Row(1, 1, ("03/04/2026",))]
    assert guess("risk", ("Due",), ambiguous, FIELDS).columns == {"Due": "due"}


def test_each_value_of_a_scale_is_asked_once() -> None:
    asked = ask(
        {"Likelihood": "likelihood"},
        ("High",), ("20%",), ("3 - Possible",), ("High ",), ("4",), (None,), ("",),
    )  # fmt: skip
    assert [(each.about, each.raw, each.count, each.suggestion) for each in asked] == [
        ("value", "High", 2, "4"),
        ("value", "20%", 1, ""),
        ("value", "3 - Possible", 1, "3"),
    ]
    assert asked[0].example == "row 2"
    assert asked[0].options[3] == ("4", "High")
    assert "High" in asked[0].sentence


def test_known_names_of_a_choice_are_not_asked() -> None:
    asked = ask({"S": "status"}, ("Active",), ("closed",), ("进行中",), ("Parked",))
    assert [each.raw for each in asked] == ["Parked"]


def test_two_columns_of_a_field_share_their_questions() -> None:
    fields = (
        FIELDS[0],
        Field(key="l", title="Likelihood", kind=FieldKind.SCALE, choices=LEVELS, many=True),
    )
    mapping = Mapping(kind="risk", columns={"T": "title", "A": "l", "B": "l"})
    table = Memory(("T", "A", "B"), [("x", "High", "High"), ("y", "Low", "High")])
    assert [each.raw for each in questions(mapping, table, fields)] == ["High", "Low"]


def test_answers_settle_the_questions() -> None:
    mapping = Mapping(kind="risk", columns={"T": "title", "L": "likelihood"})
    table = Memory(("T", "L"), [("x", "High"), ("y", "20%")])
    for question, value in zip(questions(mapping, table, FIELDS), ("4", ""), strict=True):
        mapping = answered(mapping, question, value)
    assert questions(mapping, table, FIELDS) == []
    assert read_cell("High", FIELDS[2], mapping, "L") == ("4", True)
    assert read_cell("20%", FIELDS[2], mapping, "L") == (None, True)
    assert read_cell("4", FIELDS[2], mapping, "L") == ("4", False)
    with pytest.raises(BadCell, match="is not a value of Likelihood"):
        read_cell("Low", FIELDS[2], mapping, "L")


def test_ambiguous_days_are_asked_with_the_orders_that_read_all() -> None:
    (asked,) = ask({"D": "due"}, ("03/04/2026",), ("04/03/2026",))
    assert (asked.about, asked.count, asked.suggestion) == ("date_order", 2, "")
    assert [value for value, _title in asked.options] == ["dmy", "mdy"]
    (asked,) = ask({"D": "due"}, ("03/04/2026",), ("25/04/2026",), ("2026-04-01",))
    assert (asked.about, asked.count, asked.suggestion) == ("date_order", 1, "dmy")
    assert ask({"D": "due"}, ("25/04/2026",), ("2026-04-01",)) == []
    assert ask({"D": "due"}, ("03/04/2026",), date_order="mdy") == []


def test_the_zone_is_asked_once_for_a_column_without_one() -> None:
    (asked,) = ask({"R": "raised"}, ("2026-04-01 10:00",), ("2026-04-01",), ("2026-04-01T10:00Z",))
    assert (asked.about, asked.count, asked.example) == ("zone", 2, "row 2")
    assert ask({"R": "raised"}, ("2026-04-01 10:00",), zone="Asia/Shanghai") == []
    both = ask({"R": "raised"}, ("03/04/2026 10:00",))
    assert [each.about for each in both] == ["date_order", "zone"]


def test_the_currency_is_asked_where_none_is_named() -> None:
    (asked,) = ask({"C": "cost"}, ("300,000 CHF",), ("5",), ("--",))
    assert (asked.about, asked.count, asked.example) == ("currency", 1, "row 3")
    assert ask({"C": "cost"}, ("5",), currency="CHF") == []


def test_the_decimal_mark_is_asked_only_where_the_column_has_both_habits() -> None:
    assert ask({"N": "days"}, ("1,234",), ("5",)) == []
    (asked,) = ask({"N": "days"}, ("1,234",), ("5,25",))
    assert (asked.about, asked.count) == ("decimal", 1)
    assert ask({"N": "days"}, ("1,234",), ("5,25",), decimal=",") == []
    assert [each.about for each in ask({"N": "days"}, ("1.234",), ("5,25",))] == ["decimal"]
    assert ask({"N": "days"}, ("1.234",), ("5.25",)) == []


def test_a_missing_field_and_too_many_values_are_asked() -> None:
    table = Memory(("A", "L"), [("x", f"v{n}") for n in range(100)])
    mapping = Mapping(kind="risk", columns={"A": "", "L": "likelihood"})
    missing, many = questions(mapping, table, FIELDS)
    assert (missing.about, missing.field.key, missing.options) == (
        "missing",
        "title",
        (("A", "A"),),
    )
    assert (many.about, many.column) == ("values", "L")
    assert answered(mapping, missing, "A").columns == {"A": "title", "L": "likelihood"}
    assert answered(mapping, many, "").columns == {"A": "", "L": ""}


def test_long_texts_are_no_values_to_ask_about() -> None:
    assert ask({"L": "likelihood"}, ("-" * 200_000 + "1",)) == []


def test_a_list_can_have_other_separators() -> None:
    mapping = Mapping(kind="risk", options={"separators:T": ","})
    assert read_cell("a,b;c", FIELDS[8], mapping, "T") == (("a", "b;c"), False)


def test_rows_in_doubt_ask_nothing() -> None:
    mapping = Mapping(kind="risk", columns={"T": "title", "L": "likelihood"})
    table = Memory(("T", "L"), [("x", "High")], extra={2: ("y",)})
    assert questions(mapping, table, FIELDS) == []


@pytest.mark.parametrize(
    ("key", "cell", "value"),
    [
        ("title", 3.0, "3"),
        ("days", "1,5", 1.5),
        ("cost", "5", Money(minor=500, currency="CHF")),
        ("due", "03/04/2026", date(2026, 4, 3)),
        ("raised", "03/04/2026 10:00", datetime(2026, 4, 3, 2, tzinfo=UTC)),
        ("status", "Active", "open"),
        ("tags", "a;b", ("a", "b")),
        ("due", None, None),
        ("title", None, ""),
    ],
)
def test_cells_are_read_by_their_field(key: str, cell: Cell, value: object) -> None:
    each = next(each for each in FIELDS if each.key == key)
    options = {
        "decimal:N": ",",
        "currency": "CHF",
        "date_order": "mdy",
        "date_order:N": "dmy",
        "zone": "Asia/Shanghai",
    }
    mapping = Mapping(kind="risk", columns={"N": key}, options=options)
    assert read_cell(cell, each, mapping, "N") == (value, False)


def test_a_value_can_be_put_right_for_any_kind() -> None:
    mapping = Mapping(kind="risk", values={"due": {"end of April": "2026-04-30", "tbd": ""}})
    assert read_cell("end of  April", FIELDS[4], mapping, "D") == (date(2026, 4, 30), True)
    assert read_cell("tbd", FIELDS[4], mapping, "D") == (None, True)


def test_a_mapping_comes_back_from_its_file() -> None:
    mapping = Mapping(
        kind="risk",
        columns={"风险": "title", "x": ""},
        values={"likelihood": {"High": "4"}},
        options={"zone": "Asia/Shanghai", "date_order:D": "dmy"},
    )
    assert Mapping.from_json(json.loads(json.dumps(mapping.to_json()))) == mapping


@pytest.mark.parametrize(
    ("document", "sentence"),
    [
        ([], "is not an object"),
        ({}, "does not say its"),
        ({"kind": "risk", "colums": {}}, "a part called “colums”"),
        ({"kind": "risk", "columns": {"a": 1}}, "“columns.a” must be a text"),
        ({"kind": "risk", "columns": []}, "must be a text"),
        ({"kind": "risk", "values": {"l": {"a": {}}}}, "“values.l.a” must be a text"),
        ({"kind": "risk", "values": {"l": "x"}}, "is not an object"),
        ({"kind": "risk", "options": {"date_order": "iso"}}, "It can be: dmy, mdy, ymd."),
        ({"kind": "risk", "options": {"zone:D": "Mars/Olympus"}}, "no time zone called"),
        ({"kind": "risk", "options": {"zone": "../../etc/passwd"}}, "no time zone called"),
        ({"kind": "risk", "options": {"currency": "XXX"}}, "It can be: AED"),
    ],
)
def test_a_mapping_that_is_wrong_is_refused(document: Any, sentence: str) -> None:
    with pytest.raises(UserError, match=sentence):
        Mapping.from_json(document)


@pytest.mark.parametrize(
    ("columns", "values", "sentence"),
    [
        ({"Z": "title"}, {}, "the column “Z”, which the file does not have"),
        ({"A": "nope"}, {}, "fills “nope”, which is not a field"),
        ({"A": "title", "B": "title"}, {}, "Two columns fill Title"),
        ({"A": "owner"}, {}, "No column fills Title"),
        ({"A": "title"}, {"likelihood": {"High": "9"}}, "reads “High” as “9”"),
    ],
)
def test_a_mapping_that_does_not_suit_is_refused(
    columns: dict[str, str], values: dict[str, dict[str, str]], sentence: str
) -> None:
    with pytest.raises(UserError, match=sentence):
        check_mapping(Mapping(kind="risk", columns=columns, values=values), ("A", "B"), FIELDS)


def test_a_mapping_that_suits_passes() -> None:
    columns = {"A": "title", "B": "tags", "C": "tags"}
    check_mapping(Mapping(kind="risk", columns=columns), ("A", "B", "C"), FIELDS)


def test_the_signature_is_of_the_names_alone() -> None:
    assert header_signature(("A", "b ")) == header_signature(("B", "a"))
    assert header_signature(("A", "B")) != header_signature(("A", "B", "C"))
