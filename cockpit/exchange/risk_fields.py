"""What a column of a risk register can fill, by the headers that registers have for it."""

from __future__ import annotations

from typing import Final

from cockpit.domain.mapping import Choice, Field, FieldKind
from cockpit.domain.risk import AssessmentTier, ResponseStrategy, RiskStatus
from cockpit.domain.risk_words import STATUS_TITLES, STRATEGY_TITLES
from cockpit.i18n import N_

KIND: Final = "risks"
# Before the name of a custom field in a heading of ours.
FIELD: Final = "field:"


# "Mitigated" is not here: in some registers it is the end of a risk, in others only its treatment.
STATUSES: Final = (
    Choice(key="open", title=STATUS_TITLES[RiskStatus.OPEN],
           synonyms=("active", "new", "identified", "ongoing", "in progress", "reopened",
                     "untreated", "live", "未关闭", "开放", "打开", "进行中", "处理中", "新增")),
    Choice(key="watched", title=STATUS_TITLES[RiskStatus.WATCHED],
           synonyms=("watch", "watching", "monitor", "monitored", "monitoring", "观察", "观察中",
                     "监控", "监控中")),
    Choice(key="occurred", title=STATUS_TITLES[RiskStatus.OCCURRED],
           synonyms=("materialised", "materialized", "realised", "realized", "issue", "已发生",
                     "发生")),
    Choice(key="closed", title=STATUS_TITLES[RiskStatus.CLOSED],
           synonyms=("retired", "resolved", "cancelled", "canceled", "rejected", "expired",
                     "已关闭", "关闭", "已解决", "已消除")),
)  # fmt: skip
STRATEGIES: Final = (
    Choice(key="avoid", title=STRATEGY_TITLES[ResponseStrategy.AVOID],
           synonyms=("avoidance", "terminate", "eliminate", "规避", "避免")),
    Choice(key="reduce", title=STRATEGY_TITLES[ResponseStrategy.REDUCE],
           synonyms=("mitigate", "mitigation", "treat", "control", "减轻", "降低", "缓解", "减缓")),
    Choice(key="transfer", title=STRATEGY_TITLES[ResponseStrategy.TRANSFER],
           synonyms=("share", "insure", "outsource", "转移", "分担")),
    Choice(key="accept", title=STRATEGY_TITLES[ResponseStrategy.ACCEPT],
           synonyms=("tolerate", "retain", "acceptance", "接受", "承担", "保留")),
)  # fmt: skip
# Suggestions only: "High" is the fourth step here and the third of three steps elsewhere.
LIKELIHOODS: Final = (
    Choice(key="1", title=N_("1 of 5"),
           synonyms=("rare", "very low", "remote", "vl", "极低", "很低", "罕见", "极不可能")),
    Choice(key="2", title=N_("2 of 5"), synonyms=("unlikely", "low", "l", "低", "不太可能")),
    Choice(key="3", title=N_("3 of 5"),
           synonyms=("possible", "medium", "moderate", "credible", "occasional", "m", "中", "中等",
                     "可能")),
    Choice(key="4", title=N_("4 of 5"),
           synonyms=("likely", "high", "probable", "h", "高", "很可能", "较高")),
    Choice(key="5", title=N_("5 of 5"),
           synonyms=("almost certain", "very high", "certain", "very likely", "frequent", "vh",
                     "极高", "很高", "几乎必然", "必然")),
)  # fmt: skip
IMPACTS: Final = (
    Choice(key="1", title=N_("1 of 5"),
           synonyms=("insignificant", "negligible", "very low", "trivial", "vl", "极低", "很低",
                     "轻微", "可忽略")),
    Choice(key="2", title=N_("2 of 5"), synonyms=("minor", "low", "small", "l", "低", "较小")),
    Choice(key="3", title=N_("3 of 5"),
           synonyms=("moderate", "medium", "m", "中", "中等", "一般")),
    Choice(key="4", title=N_("4 of 5"),
           synonyms=("major", "high", "significant", "serious", "h", "高", "重大", "较大")),
    Choice(key="5", title=N_("5 of 5"),
           synonyms=("severe", "very high", "critical", "catastrophic", "extreme", "vh", "极高",
                     "很高", "严重", "灾难性")),
)  # fmt: skip

# How the tiers are called in headers; the current one often is not called anything.
TIER_WORDS: Final = {
    AssessmentTier.INHERENT: ("inherent", "initial", "gross", "raw", "固有", "初始"),
    AssessmentTier.CURRENT: ("current", "当前", "现有", ""),
    AssessmentTier.RESIDUAL: ("residual", "net", "after treatment", "剩余", "残余"),
    AssessmentTier.TARGET: ("target", "目标"),
}
# Each its own message: adjectives agree with nouns in many languages.
_TITLES: Final = {
    (AssessmentTier.INHERENT, "likelihood"): N_("Inherent likelihood"),
    (AssessmentTier.INHERENT, "impact"): N_("Inherent impact"),
    (AssessmentTier.INHERENT, "probability"): N_("Inherent probability"),
    (AssessmentTier.INHERENT, "cost"): N_("Inherent cost"),
    (AssessmentTier.INHERENT, "days"): N_("Inherent delay in days"),
    (AssessmentTier.INHERENT, "note"): N_("Inherent note"),
    (AssessmentTier.CURRENT, "likelihood"): N_("Current likelihood"),
    (AssessmentTier.CURRENT, "impact"): N_("Current impact"),
    (AssessmentTier.CURRENT, "probability"): N_("Current probability"),
    (AssessmentTier.CURRENT, "cost"): N_("Current cost"),
    (AssessmentTier.CURRENT, "days"): N_("Current delay in days"),
    (AssessmentTier.CURRENT, "note"): N_("Current note"),
    (AssessmentTier.RESIDUAL, "likelihood"): N_("Residual likelihood"),
    (AssessmentTier.RESIDUAL, "impact"): N_("Residual impact"),
    (AssessmentTier.RESIDUAL, "probability"): N_("Residual probability"),
    (AssessmentTier.RESIDUAL, "cost"): N_("Residual cost"),
    (AssessmentTier.RESIDUAL, "days"): N_("Residual delay in days"),
    (AssessmentTier.RESIDUAL, "note"): N_("Residual note"),
    (AssessmentTier.TARGET, "likelihood"): N_("Target likelihood"),
    (AssessmentTier.TARGET, "impact"): N_("Target impact"),
    (AssessmentTier.TARGET, "probability"): N_("Target probability"),
    (AssessmentTier.TARGET, "cost"): N_("Target cost"),
    (AssessmentTier.TARGET, "days"): N_("Target delay in days"),
    (AssessmentTier.TARGET, "note"): N_("Target note"),
}
_FIGURES: Final = {
    "likelihood": (FieldKind.SCALE, LIKELIHOODS,
                   ("likelihood", "probability", "proba", "l 1to5", "l (1-5)", "p", "l",
                    "可能性", "概率", "发生概率", "发生可能性")),
    "impact": (FieldKind.SCALE, IMPACTS,
               ("impact", "severity", "consequence rating", "i 1to5", "i (1-5)", "i",
                "影响", "影响程度", "严重程度")),
    "probability": (FieldKind.TEXT, (),
                    ("probability %", "probability percent", "chance", "概率 %", "概率值")),
    "cost": (FieldKind.MONEY, (),
             ("cost", "cost exposure", "cost impact", "financial impact", "cost estimate",
              "monetary impact", "成本", "成本影响", "金额", "损失金额", "费用影响")),
    "days": (FieldKind.TEXT, (),
             ("days", "schedule exposure days", "schedule days", "delay days", "schedule impact",
              "schedule impact days", "天数", "延期天数", "工期影响", "延误天数")),
    "note": (FieldKind.TEXT, (),
             ("assessment note", "rating rationale", "评估说明")),
}  # fmt: skip


def tier_key(tier: AssessmentTier, figure: str) -> str:
    """The key of the field that holds a figure of a tier, such as current_likelihood."""
    return f"{tier.value}_{figure}"


def _figure_fields() -> tuple[Field, ...]:
    found = []
    for tier, words in TIER_WORDS.items():
        for figure, (kind, choices, names) in _FIGURES.items():
            found.append(
                Field(
                    key=tier_key(tier, figure),
                    title=_TITLES[tier, figure],
                    kind=kind,
                    choices=choices,
                    synonyms=tuple(f"{word} {name}".strip() for word in words for name in names),
                )
            )
    return tuple(found)


FIELDS: Final = (
    Field(key="cockpit_id", title=N_("Cockpit ID"), synonyms=("cockpit id",)),
    Field(key="id", title=N_("ID"),
          synonyms=("risk id", "identifier", "ref", "ref id", "reference", "reference id",
                    "risk ref", "risk no", "risk number", "no", "编号", "风险编号", "序号",
                    "编码")),
    Field(key="title", title=N_("Risk"), required=True,
          synonyms=("title", "risk title", "risk name", "name", "subject", "event", "risk event",
                    "risk description", "description", "risk statement", "summary",
                    "风险", "风险名称", "风险描述", "风险事件", "标题", "名称", "描述")),
    Field(key="cause", title=N_("Cause"),
          synonyms=("root cause", "risk cause", "vulnerability", "trigger", "source of risk",
                    "原因", "风险原因", "起因", "根源", "诱因")),
    Field(key="effect", title=N_("Effect"),
          synonyms=("consequence", "consequences", "impact description", "effects", "outcome",
                    "后果", "风险后果", "影响描述", "结果")),
    Field(key="category", title=N_("Category"),
          synonyms=("risk category", "risk type", "area", "类别", "风险类别", "分类", "风险类型")),
    Field(key="owner", title=N_("Owner"),
          synonyms=("risk owner", "responsible", "accountable", "assigned to", "assignee",
                    "负责人", "责任人", "风险负责人", "风险责任人")),
    Field(key="status", title=N_("Status"), kind=FieldKind.CHOICE, choices=STATUSES,
          synonyms=("risk status", "register status", "state", "状态", "风险状态")),
    Field(key="strategy", title=N_("Response strategy"), kind=FieldKind.CHOICE,
          choices=STRATEGIES,
          synonyms=("treatment", "strategy", "response type", "risk response", "risk treatment",
                    "planning strategy", "treatment option", "应对策略", "策略", "处置方式",
                    "应对方式")),
    Field(key="response", title=N_("Response plan"),
          synonyms=("mitigation", "mitigation plan", "mitigations", "response", "actions", "action",
                    "response description", "mitigating actions", "treatment plan",
                    "应对措施", "措施", "缓解措施", "应对计划", "控制措施")),
    Field(key="review_on", title=N_("Review on"), kind=FieldKind.DATE,
          synonyms=("review date", "next review", "next review date", "review due",
                    "due for review", "复核日期", "下次复核", "复审日期", "评审日期")),
    Field(key="raised_on", title=N_("Raised on"), kind=FieldKind.DATE,
          synonyms=("identified date", "date identified", "date raised", "raised", "identified on",
                    "submission date", "created", "created on", "creation date", "date logged",
                    "识别日期", "登记日期", "提出日期", "创建日期")),
    Field(key="closed_on", title=N_("Closed on"), kind=FieldKind.DATE,
          synonyms=("closed date", "closure date", "date closed", "closed", "关闭日期")),
    *_figure_fields(),
    Field(key="score", title=N_("Score, to compare"),
          synonyms=("score", "risk score", "rating score", "inherent score", "得分", "风险值",
                    "分数", "风险得分")),
    Field(key="level", title=N_("Level, to compare"),
          synonyms=("level", "risk level", "risk rating", "rating", "等级", "风险等级", "级别",
                    "风险级别")),
    Field(key="keep", title=N_("Keep as a field of its own"), many=True, synonyms=("keep",)),
)  # fmt: skip
BY_KEY: Final = {each.key: each for each in FIELDS}
