"""Reviews as 七麦 exports them: a sheet `{app}_评论详情`, a title, a notice, then the header."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from cockpit.domain.errors import UserError
from cockpit.domain.mapping import Mapping
from cockpit.domain.table import Row, Table
from cockpit.i18n import _

COLUMNS: Final = {
    "发表时间": "received",
    "作者": "author",
    "评级": "rating",
    "标题": "subject",
    "内容": "text",
}
HEADER_ROW: Final = 3
_WITHDRAWN: Final = re.compile(r"^（该条评论已经被删除）\s*")
# A line of dashes, then the developer's answer, below the review's own text.
_REPLY: Final = re.compile(r"\n?\s*[-—－─=]{3,}\s*\n\s*开发者回复\s*[:：]\s*", re.MULTILINE)


def open_qimai(path: Path) -> Table:
    """Open an export. Raises UserError when its header is not that of one."""
    from cockpit.exchange.tables import open_table

    table = open_table(path)
    if COLUMNS.keys() <= set(table.columns):
        return table
    table = open_table(path, header=HEADER_ROW)
    missing = [name for name in COLUMNS if name not in table.columns]
    if missing:
        raise UserError(
            _(
                "{file} is no export of reviews from 七麦: it has no column {columns}. "
                "Import it as “feedback” and say what its columns are."
            ).format(file=path.name, columns=", ".join(missing))
        )
    return table


def guess_qimai(columns: Sequence[str], _sample: Sequence[Row]) -> Mapping:
    """Return the mapping, which is always the same: times are those of China."""
    return Mapping(
        kind="qimai",
        columns={name: COLUMNS.get(name, "") for name in columns},
        options={"zone": "Asia/Shanghai", "channel": "App Store"},
    )


def refine_qimai(fields: dict[str, Any], _texts: list[tuple[str, str]]) -> dict[str, Any]:
    """Take the developer's answer and the mark of a deleted review out of the text."""
    text, withdrawn = _WITHDRAWN.subn("", fields["text"])
    parts = _REPLY.split(text, maxsplit=1)
    fields = {**fields, "text": parts[0].strip()}
    if len(parts) > 1:
        fields["reply"] = parts[1].strip()
    if withdrawn:
        fields["withdrawn"] = True
    return fields
