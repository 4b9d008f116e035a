"""The fields that risks can be filtered by, in Chinese and English."""

from __future__ import annotations

import re
from typing import Final

from cockpit.domain.filter_dates import read_day
from cockpit.domain.filter_words import words_of
from cockpit.domain.filters import Filter, Reader, Vocabulary, choice, parse_filter
from cockpit.domain.risk import AssessmentTier

# A term such as current:4x5 asks for one cell of the matrix in one tier.
TIER_FIELDS: Final = tuple(tier.value for tier in AssessmentTier)
STATUS_WORDS: Final = words_of(
    open="未关闭 开放",
    watched="观察 观察中",
    occurred="已发生 发生",
    closed="已关闭 关闭",
    all="全部 所有",
)
LEVEL_WORDS: Final = words_of(
    low="l 低", medium="m 中", high="h 高", critical="c 严 严重", none="无 未评估"
)
RESPONSE_WORDS: Final = words_of(
    avoid="规避", reduce="减轻 降低 缓解", transfer="转移", accept="接受", none="无 未定"
)
STATE_WORDS: Final = words_of(
    beyond="超出偏好 超限", due="待复核 该复核", unjudged="未评估", mitigated="有措施"
)
_CELL: Final = re.compile(r"([1-5])[x×*]([1-5])", re.IGNORECASE)
_PERSON_WORDS: Final = words_of(me="我", none="无 未分配 没有")


def _number(highest: int) -> Reader:
    def read(value: str) -> str | None:
        plain = value.isascii() and value.isdecimal() and len(value) < 4
        return str(int(value)) if plain and 1 <= int(value) <= highest else None

    return read


def _cell(value: str) -> str | None:
    """A cell of the matrix as likelihood x impact: 4x5, 4×5."""
    match = _CELL.fullmatch(value)
    return f"{match[1]}x{match[2]}" if match else None


def _person(value: str) -> str:
    """`me` and `none` whatever the language; any other value is somebody's name."""
    return _PERSON_WORDS.get(value.casefold(), value)


RISKS: Final = Vocabulary(
    words_of(
        status="状态",
        level="级别 等级",
        category="类别 分类",
        owner="负责人 责任人",
        response="应对 应对策略",
        review="复核 复查",
        created="创建 创建于",
        likelihood="可能性 概率",
        impact="影响",
        score="分数 得分",
        inherent="固有",
        current="当前",
        residual="剩余",
        target="目标",
        is_="是",
    ),
    {
        "status": choice(STATUS_WORDS),
        "level": choice(LEVEL_WORDS),
        "response": choice(RESPONSE_WORDS),
        "is": choice(STATE_WORDS),
        "review": read_day,
        "created": read_day,
        "owner": _person,
        "likelihood": _number(5),
        "impact": _number(5),
        "score": _number(25),
        **dict.fromkeys(TIER_FIELDS, _cell),
    },
    frozenset({"review", "created", "level", "likelihood", "impact", "score"}),
)


def parse_risk_filter(text: str) -> Filter:
    """Read a line of filters over risks."""
    return parse_filter(text, RISKS)
