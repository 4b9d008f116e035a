"""The fields that feedback can be filtered by, in Chinese and English."""

from __future__ import annotations

from typing import Final

from cockpit.domain.filter_dates import read_day
from cockpit.domain.filter_words import words_of
from cockpit.domain.filters import Filter, Vocabulary, choice, parse_filter

STATUS_WORDS: Final = words_of(
    inbox="收件箱 待处理",
    new="新 未读 新的",
    open="处理中 未完成",
    waiting="等待 等待中 已回复",
    done="已完成 完成 已归档 归档",
    spam="垃圾 垃圾信息",
    snoozed="稍后 推迟",
    all="全部 所有",
)
TYPE_WORDS: Final = words_of(
    bug="缺陷 故障 问题",
    wish="建议 需求 request 愿望",
    question="疑问 咨询 提问",
    complaint="投诉 抱怨",
    praise="好评 表扬 称赞",
    other="其他 其它",
    none="无 没有 未分类",
)
_NONE: Final = words_of(none="无 没有")
_HAS: Final = words_of(
    tag="标签",
    rating="评分 星级",
    customer="客户 用户",
    reply="回复",
    link="关联 链接",
)
HIGHEST_RATING: Final = 10


def _rating(value: str) -> str | None:
    """A number of stars or points from 0 to 10, with or without the star."""
    value = value.casefold().removesuffix("★").removesuffix("星").removesuffix("分").strip()
    if value in _NONE:
        return "none"
    if value.isascii() and value.isdecimal() and int(value) <= HIGHEST_RATING:
        return str(int(value))
    return None


def _name(value: str) -> str:
    """Any name; `none` whatever the language."""
    return _NONE.get(value.casefold(), value)


FEEDBACK: Final = Vocabulary(
    words_of(
        status="状态",
        type="类型",
        tag="标签 label",
        channel="渠道 来源",
        rating="评分 星级 stars",
        customer="客户 用户 author 作者",
        received="收到 时间 收到于 date",
        version="版本",
        platform="平台 系统",
        country="国家 地区",
        has="有 包含",
    ),
    {
        "status": choice(STATUS_WORDS),
        "type": choice(TYPE_WORDS),
        "rating": _rating,
        "received": read_day,
        "tag": _name,
        "customer": _name,
        "channel": _name,
        "has": choice(_HAS),
    },
    frozenset({"rating", "received"}),
)


def parse_feedback_filter(text: str) -> Filter:
    """Read a line of filters over feedback."""
    return parse_filter(text, FEEDBACK)
