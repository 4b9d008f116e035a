"""Files of feedback end in the workspace with every cell accounted for, and the same each time."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from cockpit.bootstrap import new_workspace
from cockpit.cli.feedback import export_feedback, list_feedback
from cockpit.cli.tables import import_table, mapping_template
from cockpit.domain.errors import Cancelled, UserError
from cockpit.domain.feedback import Feedback, FeedbackStatus, FeedbackTag, Tag
from cockpit.domain.imported import ImportReport
from cockpit.domain.mapping import Mapping
from cockpit.domain.organisation import Customer
from cockpit.exchange.feedback_table import FeedbackImport
from cockpit.services import feedback as verbs
from cockpit.storage.workspace import SqlWorkspace

KIND = Feedback.KIND


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[SqlWorkspace]:
    made = new_workspace(tmp_path / "w.cockpit", "zh", "Asia/Shanghai", None)
    yield made
    made.close()


def import_feedback(
    workspace: SqlWorkspace,
    kind: str,
    path: Path,
    *,
    mapping: Path | None = None,
    dry_run: bool = False,
) -> ImportReport:
    return import_table(workspace, kind, path, map_file=mapping, into=None, dry_run=dry_run)


def items(workspace: SqlWorkspace) -> list[Feedback]:
    return workspace.reader().all(Feedback, "number")


def counts(report: ImportReport) -> tuple[int, int, int]:
    return (report.created[KIND], report.updated[KIND], report.unchanged[KIND])


def write(path: Path, text: str, encoding: str = "utf-8") -> Path:
    path.write_bytes(text.encode(encoding))
    return path


def qimai(path: Path, rows: list[tuple[str | int, ...]]) -> Path:
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "米家_评论详情"
    head: list[tuple[str | int, ...]] = [("米家_评论详情",), ("如果您对数据导出功能有任何意见…",)]
    header: tuple[str | int, ...] = ("发表时间", "作者", "评级", "标题", "内容")
    for row in [*head, header, *rows]:
        sheet.append((None, *row))
    book.save(path)
    return path


CSV = """id,date,rating,title,content,labels,status,mood
a1,2026-11-20 09:00:00,2,付款失败,扣了两次钱,支付;退款,Closed,sad
a2,2026-11-21 10:30:00,5,,很好用,,,
a3,not a day,lots,Slow,"line one
line two",speed,open,
,,,,,,,lonely
"""


def test_every_cell_of_a_table_is_accounted_for(workspace: SqlWorkspace, tmp_path: Path) -> None:
    file = write(tmp_path / "f.csv", CSV)
    report = import_feedback(workspace, "feedback", file)
    assert counts(report) == (3, 0, 0)
    assert report.rows == {"read": 4, "taken": 3, "refused": 1}
    assert sum(report.cells.values()) == 8 + 4 + 7 + 1
    assert report.cells["refused"] == 2
    assert report.cells["left"] == 2
    places = [refusal.where for refusal in report.refused]
    assert [("rating" in place, "date" in place) for place in places[:2]] in (
        [(True, False), (False, True)],
        [(False, True), (True, False)],
    )
    first, second, third = items(workspace)
    assert first.received_at == datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
    assert (first.subject, first.text, first.rating) == ("付款失败", "扣了两次钱", 2)
    assert (first.status, first.done_at) == (FeedbackStatus.DONE, first.received_at)
    assert (second.status, second.text) == (FeedbackStatus.NEW, "很好用")
    assert (third.rating, third.text) == (None, "line one\nline two")
    assert {tag.name for tag in workspace.reader().all(Tag)} == {"支付", "退款", "speed"}


def test_a_rehearsal_says_the_same_and_changes_nothing(
    workspace: SqlWorkspace, tmp_path: Path
) -> None:
    file = write(tmp_path / "f.csv", CSV)
    rehearsed = import_feedback(workspace, "feedback", file, dry_run=True)
    assert (rehearsed.dry_run, items(workspace)) == (True, [])
    done = import_feedback(workspace, "feedback", file)
    assert rehearsed.created == done.created
    assert (rehearsed.rows, rehearsed.cells, rehearsed.refused) == (
        done.rows,
        done.cells,
        done.refused,
    )


def test_again_changes_nothing_and_undo_takes_all_back(
    workspace: SqlWorkspace, tmp_path: Path
) -> None:
    file = write(tmp_path / "f.csv", CSV + "\n,,1,,same words,,,\n,,1,,same words,,,\n")
    assert counts(import_feedback(workspace, "feedback", file)) == (5, 0, 0)
    before = (items(workspace), workspace.reader().all(FeedbackTag))
    assert counts(import_feedback(workspace, "feedback", file)) == (0, 0, 5)
    assert (items(workspace), workspace.reader().all(FeedbackTag)) == before
    workspace.undo()
    assert items(workspace) == []
    assert workspace.reader().all(Tag) == []


def test_a_changed_text_is_updated_and_a_verdict_stands(
    workspace: SqlWorkspace, tmp_path: Path
) -> None:
    file = write(tmp_path / "f.csv", CSV)
    import_feedback(workspace, "feedback", file)
    ids = [item.id for item in items(workspace)]
    workspace.write(lambda uow: verbs.set_status(uow, ids, FeedbackStatus.WAITING))
    workspace.write(lambda uow: verbs.toggle_tag(uow, ids, "mine"))
    write(file, CSV.replace("扣了两次钱", "扣了三次钱"))
    assert counts(import_feedback(workspace, "feedback", file)) == (0, 1, 2)
    assert items(workspace)[0].text == "扣了三次钱"
    assert {item.status for item in items(workspace)} == {FeedbackStatus.WAITING}
    assert [i.id for i in items(workspace)] == ids


def test_a_mapping_is_asked_for_taken_and_remembered(
    workspace: SqlWorkspace, tmp_path: Path
) -> None:
    text = "who,what,kind\nann,It broke,defect-ish\nbo,Please add,idea\n"
    file = write(tmp_path / "f.csv", text)
    with pytest.raises(UserError, match="what was said"):
        import_feedback(workspace, "feedback", file)
    mapping = {
        "kind": "feedback",
        "columns": {"who": "customer", "what": "text", "kind": "type"},
        "values": {"type": {"defect-ish": "bug", "idea": "wish"}},
        "options": {},
    }
    told = write(tmp_path / "map.json", json.dumps({"mapping": mapping}))
    report = import_feedback(workspace, "feedback", file, mapping=told)
    assert report.cells == {"used": 4, "mapped": 2, "left": 0, "refused": 0}
    assert [str(item.type) for item in items(workspace)] == ["bug", "wish"]
    assert {c.name for c in workspace.reader().all(Customer)} == {"ann", "bo"}
    # The next file of this shape needs no mapping.
    more = write(tmp_path / "g.csv", text.replace("ann", "cy"))
    assert counts(import_feedback(workspace, "feedback", more)) == (1, 0, 1)
    assert mapping_template(FeedbackImport(workspace, "feedback", more))["mapping"] == mapping


def test_open_questions_are_listed_with_the_column(workspace: SqlWorkspace, tmp_path: Path) -> None:
    file = write(tmp_path / "f.csv", "text,type,date\na,strange,1/2/2026\nb,strange,3/4/2026\n")
    asked = mapping_template(FeedbackImport(workspace, "feedback", file))["open"]
    assert isinstance(asked, list)
    assert [(q["about"], q["column"], q["raw"]) for q in asked] == [
        ("value", "type", "strange"),
        ("date_order", "date", ""),
    ]


def test_equal_numbers_of_two_systems_are_two_items(
    workspace: SqlWorkspace, tmp_path: Path
) -> None:
    import_feedback(workspace, "feedback", write(tmp_path / "a.csv", "id,text\n1,one\n"))
    import_feedback(workspace, "feedback", write(tmp_path / "b.csv", "ticket,text\n1,two\n"))
    assert [item.text for item in items(workspace)] == ["one", "two"]


def test_points_from_0_to_10_are_no_stars(workspace: SqlWorkspace, tmp_path: Path) -> None:
    file = write(tmp_path / "f.csv", "score,why\n0,bad\n9,good\n11,odd\n7.5,half\n")
    report = import_feedback(workspace, "feedback", file)
    assert [(i.rating, i.rating_max) for i in items(workspace)[:2]] == [(0, 10), (9, 10)]
    assert len(report.refused) == 2


def test_one_ticket_in_many_rows_is_one_item(workspace: SqlWorkspace, tmp_path: Path) -> None:
    rows = [f"2026-11-{day:02} 10:00:00,C{day % 7},{state}" for day, state in
            [(day, "Assigned" if day < 20 else "Closed") for day in range(1, 28)]]  # fmt: skip
    file = write(tmp_path / "f.csv", "Timestamp,Ticket,Status Name\n" + "\n".join(rows) + "\n")
    report = import_feedback(workspace, "feedback", file)
    assert (report.created[KIND], report.rows["taken"]) == (7, 27)
    assert {item.status for item in items(workspace)} == {FeedbackStatus.DONE}
    assert min(item.received_at.day for item in items(workspace)) == 1
    assert items(workspace)[0].subject.startswith("C")


def test_reviews_of_qimai(workspace: SqlWorkspace, tmp_path: Path) -> None:
    file = qimai(
        tmp_path / "q.xlsx",
        [
            ("2019-09-29 07:07:00", "用户f2e8", 3, "没有更新", "无法查看"),
            ("2019-09-22 21:58:40", "用户4ff5", 1, "差", "（该条评论已经被删除）打不开\n再说一句"),
            (
                "2019-09-21 21:58:40",
                "用户7",
                2,
                "连不上",
                "连不上网\n--------------------\n开发者回复：请重启\n谢谢",
            ),
        ],
    )
    report = import_feedback(workspace, "qimai", file)
    assert counts(report) == (3, 0, 0)
    assert report.cells == {"used": 15, "mapped": 0, "left": 0, "refused": 0}
    first, second, third = items(workspace)
    assert first.received_at == datetime(2019, 9, 28, 23, 7, tzinfo=UTC)
    assert (first.author, first.rating, first.channel) == ("用户f2e8", 3, "App Store")
    assert (second.text, second.withdrawn) == ("打不开\n再说一句", True)
    assert (third.text, third.reply) == ("连不上网", "请重启\n谢谢")
    assert counts(import_feedback(workspace, "qimai", file)) == (0, 0, 3)


WJX = (
    "序号,提交答卷时间,所用时间,来源,来源详情,来自IP,"
    "1、您会推荐一键支付吗（0-10分）,2、您用过哪些功能,3、还有什么想说的\n"
    "1,2026/09/03 12:00:00,123秒,微信,N/A,1.2.3.4(北京),9,扫码┋转账,希望支持指纹支付\n"
    "2,2026/09/03 13:00:00,20秒,手机提交,N/A,1.2.3.5,0,(空),太慢\n"
)


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8-sig", "utf-8"])
def test_answers_of_wjx(workspace: SqlWorkspace, tmp_path: Path, encoding: str) -> None:
    file = write(tmp_path / "问卷.csv", WJX, encoding)
    report = import_feedback(workspace, "wjx", file)
    assert counts(report) == (2, 0, 0)
    assert report.rows["taken"] == 2
    assert report.cells["left"] == 6
    first, second = items(workspace)
    assert (first.rating, first.rating_max, first.channel) == (9, 10, "微信")
    assert first.subject == "希望支持指纹支付"
    assert first.text == "您用过哪些功能\n扫码、转账\n\n还有什么想说的\n希望支持指纹支付"
    assert first.received_at == datetime(2026, 9, 3, 4, 0, tzinfo=UTC)
    assert (second.rating, second.text) == (0, "还有什么想说的\n太慢")
    assert "1.2.3" not in f"{first}{second}"
    assert counts(import_feedback(workspace, "wjx", file)) == (0, 0, 2)
    # Another survey counts its sheets from one as well.
    other = write(tmp_path / "另一份.csv", WJX, encoding)
    assert counts(import_feedback(workspace, "wjx", other)) == (2, 0, 0)


@pytest.mark.parametrize("kind", ["qimai", "wjx"])
def test_a_file_of_another_kind_is_refused_by_name(
    workspace: SqlWorkspace, tmp_path: Path, kind: str
) -> None:
    file = write(tmp_path / "f.csv", CSV)
    with pytest.raises(UserError, match=r"f\.csv"):
        import_feedback(workspace, kind, file)


def test_cancelled_it_leaves_nothing(workspace: SqlWorkspace, tmp_path: Path) -> None:
    lines = "\n".join(f"text number {n}" for n in range(900))
    file = write(tmp_path / "f.csv", f"text\n{lines}\n")
    opened = FeedbackImport(workspace, "feedback", file)
    with pytest.raises(Cancelled):
        opened.run(opened.mapping, lambda done, _total: done < 600)
    assert items(workspace) == []
    assert workspace.reader().feedback_counts(workspace.reader().products()[0].id).total == 0


@pytest.mark.parametrize("extension", ["csv", "json", "jsonl"])
def test_what_is_written_is_read_back(
    workspace: SqlWorkspace, tmp_path: Path, extension: str
) -> None:
    text = CSV + 'b1,2026-11-22 10:00:00,1,=cmd(),"@SUM(1)\n-2",a;b,spam,\n'
    import_feedback(workspace, "feedback", write(tmp_path / "f.csv", text))
    out = tmp_path / f"out.{extension}"
    assert export_feedback(workspace, out, None) == 4
    if extension == "csv":
        assert "'=cmd()" in out.read_text(encoding="utf-8-sig")
    other = new_workspace(tmp_path / "other.cockpit", "en", "UTC", None)
    import_feedback(other, "feedback", out)
    fields = ("subject", "text", "rating", "status", "type", "author", "channel", "source_id")
    ours, theirs = (
        {item.source_id: [getattr(item, name) for name in fields] for item in items(one)}
        for one in (workspace, other)
    )
    assert ours == theirs
    other.close()
    # And into where it came from: nothing to do.
    assert counts(import_feedback(workspace, "feedback", out)) == (0, 0, 4)
    assert len(list_feedback(workspace, "status:spam rating:1")) == 1
    with pytest.raises(UserError, match=r"\.jsonl"):
        export_feedback(workspace, tmp_path / "out.doc", None)


SAMPLES = {
    "feedback/en_app_review_types.csv": 1600,
    "feedback/en_app_sentence_sentiment_is22_amazon.csv": 613,
    "feedback/en_appstore_reviews_teams.csv": 2500,
    "feedback/en_support_intents_banking77_a.csv": 1520,
    "feedback/qimai_export_sample.xlsx": 200,
    "feedback/zh_appstore_reviews_mijia_meiju.csv": 3200,
    "feedback/zh_car_feedback_topic_sentiment.csv": 1500,
    "feedback/zh_reviews_hand_labelled.csv": 96,
    "feedback/zh_shopping_sentiment_10cats.csv": 2000,
    "prep_complaints/inputs/input_02.csv": 100,
    "prep_nps_sudzilla/inputs/input_01.csv": 39,
    "prep_nps_sudzilla/inputs/input_02.csv": 39,
}


@pytest.mark.parametrize(("name", "expected"), SAMPLES.items(), ids=list(SAMPLES))
def test_real_files(workspace: SqlWorkspace, samples: Path, name: str, expected: int) -> None:
    kind = "qimai" if name.endswith(".xlsx") else "feedback"
    report = import_feedback(workspace, kind, samples / name)
    assert report.created[KIND] == expected == len(items(workspace))
    assert report.rows["read"] == report.rows["taken"] + report.rows["refused"]
    assert report.rows["refused"] == 0
    again = import_feedback(workspace, kind, samples / name)
    assert (again.created[KIND], again.updated[KIND]) == (0, 0)


def test_real_tickets_are_one_item_each(workspace: SqlWorkspace, samples: Path) -> None:
    folder = samples / "prep_support_tickets" / "inputs"
    mapping = {
        "kind": "feedback",
        "columns": {"Timestamp": "received", "Ticket": "key", "Status Name": "status"},
        "values": {
            "status": {
                "Logged": "new",
                "Assigned": "open",
                "Customer Response": "waiting",
                "UAT": "open",
                "Closed": "done",
            }
        },
    }
    made = FeedbackImport(workspace, "feedback", folder / "input_02.csv")
    _changes, report = made.run(Mapping.from_json(mapping), lambda _done, _total: True)
    assert report.rows["read"] == 1147
    assert report.rows["refused"] == 0
    assert report.cells["mapped"] == 1147
    tickets = items(workspace)
    assert len({item.source_id for item in tickets}) == len(tickets) == report.created[KIND]


def test_the_real_survey_has_its_published_score(workspace: SqlWorkspace, samples: Path) -> None:
    import_feedback(workspace, "feedback", samples / "prep_nps_sudzilla/inputs/input_02.csv")
    ratings = [item.rating for item in items(workspace) if item.rating is not None]
    promoters = sum(rating >= 9 for rating in ratings)
    detractors = sum(rating < 7 for rating in ratings)
    assert (len(ratings), promoters, detractors) == (39, 8, 22)
