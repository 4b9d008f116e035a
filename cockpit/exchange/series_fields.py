"""What a column of a file of points can fill, and the guess of it.

Long tables have a time and a value a row, perhaps with the names of the figure and the series;
wide ones a column of values a figure; some have the times in their header and a line a row.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from cockpit.domain.cells import BadCell, read_date, read_number
from cockpit.domain.errors import UserError
from cockpit.domain.mapping import Choice, Field, FieldKind, Mapping, Question, guess
from cockpit.domain.periods import Grain
from cockpit.domain.table import Row, Table, is_filled
from cockpit.i18n import N_, _

KIND: Final = "series"

TIME: Final = Field(
    key="time", title=N_("Time"), kind=FieldKind.INSTANT,
    synonyms=("timestamp", "time stamp", "datetime", "date time", "date", "day", "ts", "period",
              "month", "week", "hour", "order date", "日期", "时间", "时间戳", "月份", "周", "小时",
              "统计日期", "数据日期", "统计时间"),
)  # fmt: skip
VALUE: Final = Field(
    key="value", title=N_("Value"), kind=FieldKind.NUMBER, many=True,
    synonyms=("values", "metric value", "数值", "值", "指标值"),
)  # fmt: skip
NAME: Final = Field(
    key="name", title=N_("KPI"),
    synonyms=("metric", "metric name", "kpi", "indicator", "measure", "指标", "指标名", "指标名称"),
)  # fmt: skip
SERIES: Final = Field(
    key="series", title=N_("Series"),
    synonyms=("line", "dimension", "breakdown", "segment", "channel", "platform", "维度", "渠道",
              "平台", "分组", "系列"),
)  # fmt: skip
ACROSS: Final = Field(
    key="across", title=N_("Value at the time in the header"), kind=FieldKind.NUMBER, many=True
)
FIELDS: Final = (TIME, VALUE, NAME, SERIES, ACROSS)

# How several values at one time become one.
REPEATS: Final = (
    Choice(key="sum", title=N_("Add them up")),
    Choice(key="mean", title=N_("Take their mean")),
    Choice(key="last", title=N_("Take the last one")),
    Choice(key="max", title=N_("Take the largest")),
    Choice(key="min", title=N_("Take the smallest")),
)
REPEAT: Final = "repeat"
GRAIN: Final = "grain"
UNIT: Final = "unit"
# Labels, codes and the like: numbers by their cells, but not what is watched.
_LABELS: Final = re.compile(
    r"label|is.?anomaly|anomaly|index|year|.*\b(?:id|code|zip|no|number)|.*(?:编号|编码|邮编|序号)",
    re.IGNORECASE,
)


def guess_series(table: Table) -> Mapping:
    """Return the likeliest mapping of a table of points."""
    sample = table.sample()
    across = [name for name in table.columns if is_time(name)]
    if len(across) > 1 and len(across) * 2 >= len(table.columns) - 2:
        return _guess_across(table, sample, across)
    mapping = guess(KIND, table.columns, sample, (TIME, VALUE, NAME, SERIES))
    mapping = _with_time(mapping, table, sample)
    if not mapping.columns_of(VALUE.key):
        for index, name in enumerate(table.columns):
            if not mapping.columns[name] and _is_figure(name, sample, index):
                mapping = mapping.with_column(name, VALUE.key)
    return _without_constant_names(mapping)


def _with_time(mapping: Mapping, table: Table, sample: tuple[Row, ...]) -> Mapping:
    """Return a mapping with a column of times, the first one there is, if none was found."""
    if mapping.column_of(TIME.key) is not None:
        return mapping
    for index, name in enumerate(table.columns):
        cells = [row.cells[index] for row in sample if is_filled(row.cells[index])]
        if cells and all(is_time(cell) for cell in cells):
            return mapping.with_column(name, TIME.key)
    return mapping


def _guess_across(table: Table, sample: tuple[Row, ...], across: list[str]) -> Mapping:
    """Return the mapping of a table with times in its header: the first other column names."""
    columns = {name: ACROSS.key if name in across else "" for name in table.columns}
    names = [name for name in table.columns if name not in across]
    for name, key in zip(names, (NAME.key, SERIES.key), strict=False):
        columns[name] = key
    return Mapping(kind=KIND, columns=columns)


def _is_figure(name: str, sample: tuple[Row, ...], index: int) -> bool:
    if _LABELS.fullmatch(name.strip()):
        return False
    cells = [row.cells[index] for row in sample if is_filled(row.cells[index])]
    numbers = others = 0
    for cell in cells:
        try:
            numbers += read_number(cell) is not None
        except BadCell:
            others += 1
    return numbers > others


def _without_constant_names(mapping: Mapping) -> Mapping:
    """Return a mapping in which names serve: with several columns of values they cannot."""
    name = mapping.column_of(NAME.key)
    if name is not None and len(mapping.columns_of(VALUE.key)) > 1:
        return mapping.with_column(name, SERIES.key if not mapping.column_of(SERIES.key) else "")
    return mapping


def is_time(cell: object) -> bool:
    """Tell whether a cell, or a header, can be read as a day; numbers alone cannot."""
    if not isinstance(cell, str):
        return cell is not None and not isinstance(cell, bool | int | float)
    if cell.strip().isdigit() and len(cell.strip()) not in (8, 10, 13):
        return False
    try:
        return read_date(cell, months=True) is not None
    except BadCell as bad:
        return bad.ambiguous


def require_whole(mapping: Mapping) -> None:
    """Raise UserError when a mapping does not say where times and values are."""
    for name, value in mapping.options.items():
        option, _mark, _column = name.partition(":")
        allowed = {
            REPEAT: [choice.key for choice in REPEATS],
            GRAIN: [each.value for each in Grain],
        }.get(option)
        if value and allowed is not None and value not in allowed:
            raise UserError(
                _("The mapping's option {name} is “{value}”. It can be: {allowed}.").format(
                    name=name, value=value, allowed=", ".join(allowed)
                )
            )
    if mapping.columns_of(ACROSS.key):
        return
    if mapping.column_of(TIME.key) is None:
        raise UserError(
            _("No column holds times. Say which one does, or that the header holds them.")
        )
    if not mapping.columns_of(VALUE.key):
        raise UserError(_("No column holds values. Choose at least one."))


def without_zone(asked: list[Question], dates_only: bool) -> list[Question]:
    """Return the questions; days alone need no zone, they are days of the figure's own one."""
    return [each for each in asked if not (dates_only and each.about == "zone")]


def about_missing(needed: Field, mapping: Mapping, columns: Sequence[str]) -> Question:
    """Return the question of which column fills a field that is needed."""
    return Question(
        field=needed,
        column="",
        about="missing",
        sentence=_("Which column holds {field}?").format(field=_(needed.title)),
        options=tuple((name, name) for name in columns if not mapping.columns.get(name)),
    )


def about_repeats(column: str, count: int, example: str) -> Question:
    """Return the question of how several values at one time become one."""
    return Question(
        field=replace(VALUE, choices=REPEATS),
        column=column,
        about=REPEAT,
        sentence=_("Several rows of {column} have the same time. How do they become one?").format(
            column=column
        ),
        count=count,
        example=example,
        options=tuple((choice.key, _(choice.title)) for choice in REPEATS),
    )
