"""The rows of a JSON answer, made points; each row that cannot be one says why.

JSONPath is read by `python-jsonpath` in its strict mode, which is RFC 9535 exactly: the same path
means the same in every other tool. Its sibling that has only that mode needs two compiled
libraries more.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

from cockpit.connectors.connector import cut
from cockpit.connectors.rest_times import read_time
from cockpit.domain.errors import UserError
from cockpit.domain.periods import Grain, is_finished, start_of
from cockpit.domain.points import PointFlag, make_points
from cockpit.domain.pull import Pulled, RefusedRow, SeriesPoints, SourceProblem
from cockpit.domain.source import Trouble
from cockpit.i18n import N_, _

NO_ROWS = N_("The answer of {host} has no rows at “{path}”. Check where the rows are.")
NO_FIELD = N_("No row that {host} sent has “{path}”. Check what is in a row.")
LONGEST_NAME = 200

# Told a document, returns the values that a path finds in it.
Finder = Callable[[Any], list[Any]]


def finder(path: str) -> Finder:
    """Return what a JSONPath finds. Raises UserError when it is none."""
    from jsonpath import JSONPathEnvironment, JSONPathError

    try:
        compiled = JSONPathEnvironment(strict=True).compile(path)
    except (JSONPathError, RecursionError) as error:
        reason = str(error).splitlines()[0] if str(error) else ""
        raise UserError(
            _("“{path}” is no JSONPath ({reason}). It begins with $, such as $.data[*].").format(
                path=path[:80], reason=cut(reason, 80)
            )
        ) from None
    return lambda document: list(compiled.findall(document))


@dataclass(slots=True)
class RowReader:
    """Reads the rows of one pull, page after page; a period that comes twice is said.

    Values before `since` are final and left as they are; those of periods that are not over at
    `until` are marked as running (both in milliseconds).
    """

    options: Mapping[str, str]
    zone: ZoneInfo | None
    since: int
    until: int
    hide: Callable[[str], str]
    _seen: dict[tuple[str, int], float] = field(default_factory=dict)

    def rows(self, document: Any, host: str) -> list[Any]:
        """Return the rows of a page. Raises SourceProblem when the path leads nowhere."""
        path = self.options["rows"]
        holder = path.removesuffix("[*]").rstrip()
        found = finder(holder)(document)
        if len(found) == 1 and isinstance(found[0], list):
            return found[0]
        if holder == path and found:
            return found
        if holder != path and len(found) == 1 and isinstance(found[0], dict):
            return list(found[0].values())
        if holder != path and len(found) > 1:
            return finder(path)(document)
        sentence = _(NO_ROWS).format(host=host, path=path)
        raise SourceProblem(Trouble.FIELD, sentence)

    def read(self, rows: list[Any], host: str, place: str) -> Pulled:
        """Return the points and refused rows of a page."""
        grain = Grain(self.options["grain"])
        find = {name: finder(self.options[name]) for name in ("time", "value", "series")
                if self.options[name]}  # fmt: skip
        for name in ("time", "value"):
            if rows and not any(find[name](row) for row in rows):
                sentence = _(NO_FIELD).format(host=host, path=self.options[name])
                raise SourceProblem(Trouble.FIELD, sentence)
        lines: dict[str, list[tuple[int, float, int]]] = {}
        refused = []
        for number, row in enumerate(rows, 1):
            try:
                series, point = self._point(row, find, grain)
            except ValueError as reason:
                raw = self.hide(json.dumps(row, ensure_ascii=False))
                where = _("{page}, row {number}").format(page=place, number=number)
                refused.append(RefusedRow(place=where, raw=cut(raw), reason=str(reason)))
                continue
            if point is not None:
                lines.setdefault(series, []).append(point)
        return Pulled(series=tuple(self._series(lines, grain)), refused=tuple(refused))

    def _series(
        self, lines: dict[str, list[tuple[int, float, int]]], grain: Grain
    ) -> list[SeriesPoints]:
        found = []
        for series, points in lines.items():
            t, values, flags = zip(*points, strict=True)
            found.append(
                SeriesPoints(
                    kpi=self.options["figure"],
                    series=series,
                    grain=grain,
                    points=make_points(t, values, flags),
                )
            )
        return found

    def _point(
        self, row: Any, find: Mapping[str, Finder], grain: Grain
    ) -> tuple[str, tuple[int, float, int] | None]:
        """Return the line of a row and its point, None when it is to be left out.

        Raises ValueError with a sentence.
        """
        zone = self.zone or ZoneInfo("UTC")
        raw = _one(find["time"](row))
        # Covered before it is cut and quoted: half a key is too much as well.
        raw = self.hide(raw) if isinstance(raw, str) else raw
        moment = read_time(raw, self.options["time_format"], self.zone)
        t = start_of(moment, grain, zone)
        value = read_value(_one(find["value"](row)))
        series = ""
        if "series" in find:
            series = cut(self.hide(_name(_one(find["series"](row)))), LONGEST_NAME)
        if t < self.since:
            return series, None
        before = self._seen.get((series, t))
        if before is not None:
            if before == value or (math.isnan(before) and math.isnan(value)):
                return series, None
            raise ValueError(_("There is another value for the same period."))
        self._seen[series, t] = value
        over = grain is Grain.INSTANT or is_finished(t, grain, zone, self.until)
        return series, (t, value, 0 if over else int(PointFlag.RUNNING))


def read_value(raw: object) -> float:
    """Return a number, NaN for null. Raises ValueError with a sentence for anything else."""
    if raw is None:
        return math.nan
    text = raw.strip().replace(",", "").removesuffix("%") if isinstance(raw, str) else raw
    if isinstance(text, bool) or not isinstance(text, str | int | float):
        raise ValueError(_("The value is no number."))
    try:
        value = float(text)
    except (ValueError, OverflowError):
        raise ValueError(_("The value is no number.")) from None
    if not math.isfinite(value):
        raise ValueError(_("The value is no finite number."))
    return value


def _one(found: list[Any]) -> object:
    if not found:
        raise ValueError(_("A part of the row is missing."))
    if len(found) > 1:
        raise ValueError(_("A part of the row is there more than once."))
    return found[0]


def _name(raw: object) -> str:
    if isinstance(raw, bool) or not isinstance(raw, str | int | float):
        raise ValueError(_("The name of the line is no text."))
    return str(raw).strip()
