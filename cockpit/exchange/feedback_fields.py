"""What a table of feedback can hold, and the names its columns go by."""

from __future__ import annotations

from typing import Final

from cockpit.domain.feedback import FeedbackStatus, FeedbackType
from cockpit.domain.mapping import Choice, Field, FieldKind
from cockpit.i18n import N_

STATUSES: Final = (
    Choice(key=FeedbackStatus.NEW, title=N_("Unread"), synonyms=("未处理", "待处理", "logged")),
    Choice(key=FeedbackStatus.OPEN, title=N_("In progress"),
           synonyms=("in progress", "assigned", "处理中", "进行中")),
    Choice(key=FeedbackStatus.WAITING, title=N_("Waiting"),
           synonyms=("pending", "customer response", "等待", "待回复", "已回复")),
    Choice(key=FeedbackStatus.DONE, title=N_("Done"),
           synonyms=("closed", "resolved", "solved", "已关闭", "已解决", "已完成", "完成")),
    Choice(key=FeedbackStatus.SPAM, title=N_("Spam"), synonyms=("垃圾",)),
)  # fmt: skip

TYPES: Final = (
    Choice(key=FeedbackType.BUG, title=N_("Bug"),
           synonyms=("bug report", "defect", "缺陷", "故障", "问题")),
    Choice(key=FeedbackType.WISH, title=N_("Wish"),
           synonyms=("feature request", "request", "feature", "suggestion", "建议", "需求")),
    Choice(key=FeedbackType.QUESTION, title=N_("Question"), synonyms=("疑问", "咨询", "提问")),
    Choice(key=FeedbackType.COMPLAINT, title=N_("Complaint"), synonyms=("投诉", "抱怨")),
    Choice(key=FeedbackType.PRAISE, title=N_("Praise"),
           synonyms=("compliment", "表扬", "好评", "称赞")),
    Choice(key=FeedbackType.OTHER, title=N_("Other"), synonyms=("其他", "其它")),
)  # fmt: skip

FIELDS: Final = (
    Field(key="text", title=N_("What was said"), many=True,
          synonyms=("text", "content", "body", "review", "comment", "feedback", "message", "why",
                    "description", "complaint description", "内容", "正文", "评论", "反馈内容",
                    "评论内容", "留言", "描述")),
    Field(key="subject", title=N_("Subject"),
          synonyms=("title", "headline", "summary", "标题", "主题")),
    Field(key="received", title=N_("Received"), kind=FieldKind.INSTANT,
          synonyms=("date", "time", "timestamp", "created", "created at", "date received",
                    "submitted", "发表时间", "时间", "日期", "提交时间", "创建时间", "评论时间")),
    Field(key="author", title=N_("Author"),
          synonyms=("user", "username", "nickname", "reviewer", "作者", "昵称",
                    "用户", "用户名", "评论者", "姓名")),
    Field(key="customer", title=N_("Customer"),
          synonyms=("customer id", "client", "account", "客户", "客户编号", "客户名称")),
    Field(key="rating", title=N_("Rating"), kind=FieldKind.RATING,
          synonyms=("stars", "score", "rate", "评级", "评分", "星级", "打分", "满意度")),
    Field(key="type", title=N_("Type"), kind=FieldKind.CHOICE, choices=TYPES,
          synonyms=("label", "kind", "类型", "反馈类型")),
    Field(key="status", title=N_("Status"), kind=FieldKind.CHOICE, choices=STATUSES,
          synonyms=("state", "status name", "状态", "处理状态")),
    Field(key="tags", title=N_("Tags"), kind=FieldKind.LIST, many=True,
          synonyms=("tag", "category", "theme", "topic", "labels", "标签", "分类", "话题")),
    Field(key="channel", title=N_("Channel"), synonyms=("source", "store", "渠道", "来源")),
    Field(key="version", title=N_("Version"), synonyms=("app version", "版本", "版本号")),
    Field(key="platform", title=N_("Platform"),
          synonyms=("os", "device", "平台", "系统", "设备", "机型")),
    Field(key="country", title=N_("Country"),
          synonyms=("territory", "region", "storefront", "国家", "地区", "国家/地区")),
    Field(key="url", title=N_("Web address"), synonyms=("url", "link", "链接", "网址")),
    Field(key="reply", title=N_("Reply"),
          synonyms=("dev reply", "developer reply", "回复", "开发者回复")),
    Field(key="answered", title=N_("Answered at"), kind=FieldKind.INSTANT,
          synonyms=("answered at", "first response", "回复时间", "首次响应时间")),
    Field(key="closed", title=N_("Closed at"), kind=FieldKind.INSTANT,
          synonyms=("closed at", "date resolved", "resolved at", "解决时间", "关闭时间")),
    Field(key="key", title=N_("Number in its system"),
          synonyms=("id", "review id", "ticket", "ticket id", "complaint id", "content id", "编号",
                    "序号", "工单号", "工单编号")),
)  # fmt: skip
BY_KEY: Final = {field.key: field for field in FIELDS}
