"""Answers to a survey as 问卷星 exports them: a row an answer sheet, a column a question.

The first columns are about the sheet (序号, 提交答卷时间, 所用时间, 来源, 来源详情, 来自IP), then
come the questions, `1、题干`; several choices in one cell are joined by `┋`. The address 来自IP is
left in the file: it says nothing about the feedback and much about the person.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from cockpit.domain.cells import BadCell, read_number
from cockpit.domain.errors import UserError
from cockpit.domain.mapping import Mapping
from cockpit.domain.table import Row, Table, is_filled
from cockpit.i18n import _

ABOUT: Final = {
    "序号": "key",
    "提交答卷时间": "received",
    "所用时间": "",
    "来源": "channel",
    "来源详情": "",
    "来自IP": "",
    "总分": "",
}
BETWEEN: Final = "┋"
SUBJECT_LENGTH: Final = 60
_QUESTION: Final = re.compile(r"^\s*(?:Q?\d+)\s*[、.．:：]\s*")
# Where a question asks for a number of stars or points.
_RATED: Final = re.compile(
    r"推荐|评分|打分|满意|分数|评价|星级|NPS|score|rate|recommend", re.IGNORECASE
)
# What people write into a field they want to leave empty.
_EMPTY: Final = frozenset({"(空)", "（空）", "(跳过)", "（跳过）", "无", "-"})


def open_wjx(path: Path) -> Table:
    """Open an export. Raises UserError when its header is not that of one."""
    from cockpit.exchange.tables import open_table

    table = open_table(path)
    if not {"序号", "提交答卷时间"} <= set(table.columns) and not (
        any(_QUESTION.match(name) for name in table.columns) and "提交答卷时间" in table.columns
    ):
        raise UserError(
            _(
                "{file} is no export of answers from 问卷星: it has no columns 序号 and "
                "提交答卷时间. Import it as “feedback” and say what its columns are."
            ).format(file=path.name)
        )
    return table


def guess_wjx(columns: Sequence[str], sample: Sequence[Row]) -> Mapping:
    """Return the mapping: the first question about a rating is one, all others are texts."""
    mapped = {name: ABOUT.get(name, "text") for name in columns}
    options = {"zone": "Asia/Shanghai"}
    for index, name in enumerate(columns):
        if mapped[name] == "text" and _RATED.search(name):
            highest = _highest([row.cells[index] for row in sample])
            if highest is not None:
                mapped[name] = "rating"
                points = highest > 5 or "NPS" in name.upper() or "推荐" in name or "0-10" in name
                options[f"scale:{name}"] = "10" if points else "5"
                break
    return Mapping(kind="wjx", columns=mapped, options=options)


def refine_wjx(fields: dict[str, Any], texts: list[tuple[str, str]]) -> dict[str, Any]:
    """Put the longest answer first as the subject, and the answers below their questions."""
    answers = [
        (_QUESTION.sub("", question).strip(), text.replace(BETWEEN, "、"))
        for question, text in texts
        if text not in _EMPTY
    ]
    fields = {**fields, "text": "\n\n".join(f"{question}\n{text}" for question, text in answers)}
    if answers:
        longest = max((text for _question, text in answers), key=len)
        fields["subject"] = longest.splitlines()[0][:SUBJECT_LENGTH]
    return fields


def _highest(cells: Sequence[Any]) -> int | None:
    """Return the highest of small whole numbers, None when some cell is something else."""
    highest = 0
    filled = [cell for cell in cells if is_filled(cell)]
    for cell in filled:
        try:
            number = read_number(cell)
        except BadCell:
            return None
        if number is None or not number.is_integer() or not 0 <= number <= 10:
            return None
        highest = max(highest, int(number))
    return highest if filled else None
