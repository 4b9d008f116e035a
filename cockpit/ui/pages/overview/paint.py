"""The painted parts of the overview, each given its place and its part of the digest."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, tzinfo

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from cockpit.domain.overview import Digest, Happening, Need
from cockpit.domain.risk_register import RiskRow
from cockpit.i18n import _, language, ngettext
from cockpit.ui.kit import ink
from cockpit.ui.kit.icons import draw_icon
from cockpit.ui.pages.overview import words
from cockpit.ui.pages.overview.places import HEAD, ROW

LETTERS = {"en": "LMHC", "zh": "低中高严"}


def head(painter: QPainter, place: QRectF, title: str, note: str = "") -> None:
    """Paint the hairline, the title and the note of a section."""
    ink.hairline(painter, place.left(), place.top(), place.width())
    x = ink.text(painter, place.left(), place.top() + 21, title, "section", "n9", place.width())
    if note:
        ink.text(painter, x + 10, place.top() + 21, note, "caption", "n7", place.right() - x - 10)


def hero(painter: QPainter, place: QRectF, digest: Digest, countdown: str) -> None:
    """Paint where the launch stands: T, its day, and how far its tasks are."""
    left, top = place.left(), place.top()
    name = countdown or _("No date")
    wide = max(ink.width(name, "countdown"), 150.0)
    ink.text(painter, left, top + 28, name, "countdown", "n9")
    launch = digest.launch
    on = launch.go_live_on
    fact = _("Goes live {day}").format(day=words.long_day(on)) if on else _("Set a go-live day")
    ink.text(painter, left, top + 66, fact, "body", "n7", 240)
    x = left + max(wide, min(240.0, ink.width(fact))) + 28
    ink.hairline(painter, x, top + 4, 70, vertical=True)
    x += 28
    share = round(100 * digest.done / digest.total) if digest.total else 0
    ink.text(painter, x, top + 12, _("Tasks done"), "body", "n7")
    end = ink.text(painter, x, top + 40, str(share), "kpi", "n9")
    ink.text(painter, end + 3, top + 44, "%", "unit", "n7")
    counted = f"{digest.done} / {digest.total}"
    ink.text(painter, x, top + 66, counted, "num", "n7")
    stages(painter, QRectF(x + 120, top, place.right() - x - 120, place.height()), digest)


def stages(painter: QPainter, place: QRectF, digest: Digest) -> None:
    """Paint a bar per stage, as long as its share of all tasks."""
    if not digest.stages or place.width() < 200:
        return
    pitch = place.width() / len(digest.stages)
    largest = max(1, *(stage.count for stage in digest.stages))
    for at, stage in enumerate(digest.stages):
        left = place.left() + at * pitch
        room = pitch - 16
        title = _(words.STAGES.get(stage.stage, stage.stage))
        count_at = ink.text_right(
            painter, left + room, place.top() + 12, str(stage.count), "num", "n7"
        )
        ink.text(painter, left, place.top() + 12, title, "body", "n9", count_at - left - 6)
        track = QRectF(left, place.top() + 30, room, 5)
        ink.rounded(painter, track, 2.5, "n3")
        done = QRectF(left, place.top() + 30, room * stage.count / largest, 5)
        if stage.count:
            tint = "good_graphic" if stage.stage == "done" else "accent"
            ink.rounded(painter, done, 2.5, tint)


def ribbon(painter: QPainter, place: QRectF, digest: Digest) -> None:
    """Paint the T-axis: the stretches of the roll-out, today, and the versions below."""
    if not digest.segments or place.height() < 10:
        return
    start, end = digest.segments[0].starts_on, digest.segments[-1].ends_on
    days = max(1, (end - start).days)
    bar = QRectF(place.left(), place.top() + 24, place.width(), 22)

    def across(on: date) -> float:
        return bar.left() + bar.width() * (on - start).days / days

    today = digest.today
    for segment in digest.segments:
        left, right = across(segment.starts_on), across(segment.ends_on) - 2
        box = QRectF(left, bar.top(), max(2.0, right - left), bar.height())
        current = segment.starts_on <= today < segment.ends_on
        if current:
            ink.rounded(painter, box, 4, "accent_tint")
            done = QRectF(left, bar.top(), max(4.0, across(today) - left), bar.height())
            ink.rounded(painter, done, 4, "accent_tint2")
        elif segment.ends_on <= today:
            ink.rounded(painter, box, 4, "n2")
        else:
            ink.rounded(painter, box, 4, None, "n4")
        tint = "accent_text" if current else "n8"
        role = "caption_strong" if current else "caption"
        name = words.segment_name(segment)
        if box.width() > min(60.0, ink.width(name, role) + 14):
            ink.text(painter, box.left() + 9, bar.center().y(), name, role, tint, box.width() - 14)
        if segment.version and box.width() > 60:
            mark = draw_icon(painter, "flag", left + 2, bar.bottom() + 15, 12, ink.colour("n7"))
            ink.text(painter, mark + 4, bar.bottom() + 15, segment.version, "caption", "n7",
                     box.width() - 20)  # fmt: skip
    if start <= today < end:
        x = across(today)
        painter.fillRect(
            QRectF(x - 0.75, bar.top() - 4, 1.5, bar.height() + 8), ink.colour("accent")
        )
        name = _("Today")
        wide = ink.width(name, "caption_strong")
        at = min(max(bar.left(), x - wide / 2), bar.right() - wide)
        ink.text(painter, at, bar.top() - 14, name, "caption_strong", "accent_text")


def need_row(painter: QPainter, row: QRectF, need: Need, column: float) -> None:
    """Paint one line of what waits; `column` is the width of the widest word for a kind."""
    title, icon, tint = words.NEEDS[need.kind]
    cy = row.center().y()
    graphic = f"{tint}_graphic" if tint != "n7" else "n7"
    draw_icon(painter, icon, row.left(), cy, 16, ink.colour(graphic))
    ink.text(painter, row.left() + 24, cy, _(title), "caption", tint)
    left = row.left() + 24 + column + 12
    room = row.right() - left
    facts = ink.elided(need.fact, "caption", room * 0.5) if need.fact else ""
    end = row.right()
    if facts:
        end = ink.text_right(painter, row.right(), cy, facts, "caption", "n7") - 12
    ink.text(painter, left, cy, need.title, "body", "n9", end - left)


def risk_row(painter: QPainter, row: QRectF, risk: RiskRow) -> None:
    """Paint one risk beyond appetite: level, title, which way it goes."""
    cy = row.center().y()
    rank = risk.level.rank if risk.level is not None else 0
    x = ink.level(painter, row.left(), cy, rank, LETTERS[language()][rank]) + 10
    icons = {"rising": ("arrow-up", "bad"), "falling": ("arrow-down", "good")}
    trend = icons.get(risk.trend.value if risk.trend is not None else "", ("minus", "n6"))
    draw_icon(painter, trend[0], row.right() - 14, cy, 14, ink.colour(trend[1]))
    ink.text(painter, x, cy, risk.title, "body", "n9", row.right() - 24 - x)


def news_row(painter: QPainter, row: QRectF, news: Happening, zone: tzinfo, today: date) -> None:
    """Paint one step that was done, with its time."""
    cy = row.center().y()
    when = words.clock(news.at.astimezone(zone), today)
    end = ink.text_right(painter, row.right(), cy, when, "caption", "n7") - 12
    ink.text(painter, row.left(), cy, news.label, "body", "n9", end - row.left())


def week(painter: QPainter, place: QRectF, digest: Digest) -> None:
    """Paint the next seven days with what is due on each."""
    if place.height() < 20:
        return
    ink.hairline(painter, place.left(), place.top(), place.width())
    pitch = place.width() / max(1, len(digest.week))
    for at, (on, cards, total) in enumerate(digest.week):
        left = place.left() + at * pitch
        if at:
            ink.hairline(painter, left - 10, place.top() + 10, place.height() - 24, vertical=True)
        today = on == digest.today
        tint = "accent_text" if today else ("n7" if not total else "n8")
        role = "caption_strong" if today else "caption"
        ink.text(painter, left, place.top() + 18, words.week_day(on, digest.today), role, tint)
        shown = cards if total <= 3 else cards[:2]
        for row, card in enumerate(shown):
            cy = place.top() + 42 + row * 21
            ink.ring(painter, left + 4, cy, 6, "n6")
            ink.text(painter, left + 14, cy, card.title, "caption", "n9", pitch - 32)
        rest = total - len(shown)
        if rest > 0:
            more = ngettext("{count} more", "{count} more", rest).format(count=rest)
            cy = place.top() + 42 + len(shown) * 21
            ink.text(painter, left + 14, cy, more, "caption", "n7", pitch - 32)


def rows_of(place: QRectF, count: int) -> list[QRectF]:
    """The rows of a list under its title."""
    fits = max(1, int((place.height() - HEAD) // ROW))
    top = place.top() + HEAD - 4
    return [
        QRectF(place.left(), top + at * ROW, place.width(), ROW) for at in range(min(count, fits))
    ]


def nothing(painter: QPainter, place: QRectF, sentence: str) -> None:
    """Paint what stands in an empty list."""
    for at, line in enumerate(ink.wrap(sentence, "body", place.width(), 2)):
        ink.text(painter, place.left(), place.top() + HEAD + 13 + 20 * at, line, "body", "n7")


def kind_column(needs: Sequence[Need]) -> float:
    """The width of the widest word for a kind."""
    return max((ink.width(_(words.NEEDS[n.kind][0]), "caption") for n in needs), default=0.0)


def as_of(at: datetime | None, zone: tzinfo, today: date) -> str:
    """Until when figures are known."""
    return _("as of {when}").format(when=words.clock(at.astimezone(zone), today)) if at else ""
