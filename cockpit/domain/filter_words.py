"""The words a filter understands, Chinese and English, and the one name each stands for."""

from __future__ import annotations

from typing import Final


def words_of(**meanings: str) -> dict[str, str]:
    """Every word of each meaning, and the meaning's own name."""
    return {
        word: name.strip("_")
        for name, words in meanings.items()
        for word in (name.strip("_"), *words.split())
    }


FIELDS: Final = words_of(
    status="状态",
    label="标签",
    assignee="负责人 经办人",
    due="期限 截止 到期 截止日期",
    priority="优先级",
    column="列 栏",
    stage="阶段",
    created="创建 创建于",
    updated="更新 更新于",
    is_="是",
    has="有 包含",
)

CHOICES: Final = {
    "status": words_of(
        open="未完成",
        done="已完成 完成",
        archived="已归档 归档",
        blocked="受阻 阻塞 被阻塞",
        all="全部 所有",
    ),
    "assignee": words_of(me="我", none="无 未分配 没有"),
    "priority": words_of(low="l 低", normal="n 中 普通", high="h 高", urgent="u 急 紧急"),
    "stage": words_of(
        backlog="待规划 待办 需求池",
        committed="已承诺 已排期",
        active="进行中",
        waiting="等待 等待中",
        done="已完成 完成",
    ),
    "is": words_of(blocked="受阻 阻塞 被阻塞"),
    "has": words_of(
        checklist="清单 检查清单",
        comment="评论",
        attachment="附件",
        due="期限 截止 截止日期",
        assignee="负责人 经办人",
    ),
}

DAYS: Final = words_of(
    today="今天",
    tomorrow="明天",
    yesterday="昨天",
    week="本周 这周",
    month="本月 这个月",
    overdue="逾期 已逾期 过期",
    none="无 没有 未设置",
)
