"""What a Trello list probably means, guessed from its Chinese or English name."""

from __future__ import annotations

import re

from cockpit.domain.task import Stage


def _pattern(chinese: str, english: str) -> re.Pattern[str]:
    # Chinese has no word boundaries; English needs them, or "undone" would be "done".
    return re.compile(rf"{chinese}|\b(?:{english})\b", re.IGNORECASE)


# Tried in this order: a refusal ("未完成") and a wait ("待发布") contain the words they deny.
_NOT_STARTED = _pattern(
    "未完成|未开始|待开始|待开发|待完成",
    r"not (?:started|done)|ready (?:for|to) (?:dev\w*|start|work)",
)
_WAITING = _pattern(
    "待(?:审|验|测|发布|上线|确认|反馈|回复|评)|等待|等候|阻塞|受阻|暂停|挂起|审核|评审|审批|验收|测试",
    r"(?:in )?reviews?|reviewing|waiting(?: \w+)*|blocked|on hold|paused|pending|qa|test(?:ing)?"
    r"|verify|approval|ready (?:for|to) \w+",
)
_DONE = _pattern(
    "完成|完结|结束|已上线|已发布|已解决|归档|关闭|搞定",
    r"done|completed?|finished|closed|shipped|released|deployed|launched|live|archived?|resolved",
)
_ACTIVE = _pattern(
    "进行|处理中|开发中|制作中|执行|正在",
    r"doing|in[ -]progress|wip|active|in dev\w*|working(?: on)?|current|building|ongoing",
)
_BACKLOG = _pattern(
    "需求池|想法|灵感|积压|收集|点子|以后",
    r"backlog|ideas?|icebox|inbox|someday|future|wish ?list|later",
)
_TO_DO = _pattern(
    "待办|待处理|待做|计划|本周|下周|要做",
    r"to[ -]?dos?|next|planned|ready|queued?|this week|sprint",
)


def stage_from_words(name: str) -> Stage | None:
    """The stage that the words of a list's name tell; None when they tell nothing."""
    if _NOT_STARTED.search(name):
        return Stage.COMMITTED
    for pattern, stage in (
        (_WAITING, Stage.WAITING),
        (_DONE, Stage.DONE),
        (_ACTIVE, Stage.ACTIVE),
        (_BACKLOG, Stage.BACKLOG),
        (_TO_DO, Stage.COMMITTED),
    ):
        if pattern.search(name):
            return stage
    return None


def guess_stage(name: str, index: int, count: int) -> Stage:
    """The stage of the open list at `index` of `count`: by its words, else by its place."""
    told = stage_from_words(name)
    if told is Stage.COMMITTED and index == 0:
        # With no list before it, "To do" is where everything arrives: nobody committed to it yet.
        return Stage.BACKLOG
    if told is not None:
        return told
    if index == 0:
        return Stage.BACKLOG
    return Stage.DONE if index == count - 1 else Stage.ACTIVE
