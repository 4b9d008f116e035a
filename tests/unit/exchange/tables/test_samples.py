"""Every real table among the sample files opens, with the rows and columns its source states."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from cockpit.domain.errors import UserError
from cockpit.domain.imported import ImportReport
from cockpit.domain.table_report import Accounting
from cockpit.exchange.tables import open_table

# Rows and columns as the folders' notes state them, else as counted by hand in the file.
STATED = {
    "boards_risks/flowmetrics_ExampleFile_266items.csv": (266, 4),
    "boards_risks/incident_data.csv": (50, 6),
    "boards_risks/lighthouse_TeamZenith_relative_dates.csv": (372, 9),
    "boards_risks/risk_register_federal_office_cost_schedule.csv": (10, 14),
    "boards_risks/riskquant_readme_example.csv": (3, 5),
    "boards_risks/schedule_federal_office.csv": (31, 9),
    "boards_risks/wekan_board-import.csv": (25, 11),
    "boards_risks/wekan_board-import.tsv": (25, 11),
    "boards_risks/taskwarrior_import_array.json": (3, 6),
    "risk_register_cyber12/risk_register.csv": (12, 17),
    "feedback/en_app_review_types.csv": (1600, 3),
    "feedback/en_app_sentence_sentiment_is22_amazon.csv": (613, 4),
    "feedback/en_appstore_reviews_teams.csv": (2500, 5),
    "feedback/en_release_notes_teams.csv": (154, 3),
    "feedback/en_support_intents_banking77_a.csv": (1520, 2),
    "feedback/qimai_export_sample.xlsx": (200, 6),
    "feedback/zh_appstore_reviews_mijia_meiju.csv": (3200, 6),
    "feedback/zh_car_feedback_topic_sentiment.csv": (1500, 5),
    "feedback/zh_duplicate_pairs_bq.csv": (2000, 3),
    "feedback/zh_en_parallel_feedback_pairs.csv": (20, 2),
    "feedback/zh_reviews_hand_labelled.csv": (96, 7),
    "feedback/zh_shopping_sentiment_10cats.csv": (2000, 3),
    "superstore_orders/inputs/input_01.csv": (9994, 21),
    "superstore_orders/inputs/input_02.csv": (4, 2),
    "superstore_orders/inputs/input_03.csv": (800, 2),
    "superstore_orders/published_output/output_01.csv": (10396, 26),
    "prep_complaints/inputs/input_01.csv": (5, 1),
    "prep_complaints/inputs/input_02.csv": (100, 8),
    "prep_complaints/published_output/output_01.csv": (53, 11),
    "prep_nps_sudzilla/inputs/input_01.csv": (39, 11),
    "prep_nps_sudzilla/inputs/input_02.csv": (39, 11),
    "prep_nps_sudzilla/published_output/output_01.csv": (1, 4),
    "prep_nps_sudzilla/published_output/output_02.csv": (113, 8),
    "prep_project_hours/inputs/input_01.csv": (54, 12),
    "prep_project_hours/published_output/output_01.csv": (3, 4),
    "prep_project_pnl/inputs/input_01.csv": (19, 3),
    "prep_project_pnl/published_output/output_01.csv": (3, 4),
    "prep_support_tickets/inputs/input_01.csv": (12, 2),
    "prep_support_tickets/inputs/input_02.csv": (1147, 6),
    "prep_support_tickets/inputs/input_03.csv": (1185, 6),
    "prep_support_tickets/inputs/input_04.csv": (210, 6),
    "prep_support_tickets/published_output/output_01.csv": (5, 2),
    "prep_support_tickets/published_output/output_02.csv": (2, 2),
    "prep_support_tickets/published_output/output_03.csv": (5, 3),
}
FOLDERS = sorted({name.partition("/")[0] for name in STATED})


@pytest.mark.samples
@pytest.mark.parametrize("name", STATED)
def test_a_sample_opens_as_stated(samples: Path, name: str) -> None:
    table = open_table(samples / name)
    rows = list(table.rows())
    assert (len(rows), len(table.columns)) == STATED[name]
    assert [row.number for row in rows if row.problem] == []
    assert table.warnings == ()


@pytest.mark.samples
@pytest.mark.parametrize("folder", FOLDERS)
def test_no_table_of_the_samples_is_forgotten(samples: Path, folder: str) -> None:
    found = {
        str(path.relative_to(samples))
        for suffix in ("csv", "tsv", "xlsx")
        for path in (samples / folder).rglob(f"*.{suffix}")
    }
    assert found == {name for name in STATED if name.startswith(f"{folder}/")} - {
        name for name in STATED if name.endswith(".json")
    }


@pytest.mark.samples
@pytest.mark.parametrize("name", [name for name in STATED if name.endswith(".csv")])
def test_every_cell_is_the_one_in_the_file(samples: Path, name: str) -> None:
    table = open_table(samples / name)
    with (samples / name).open(encoding="utf-8-sig", newline="") as file:
        plain = [row for row in csv.reader(file, delimiter=table.delimiter) if any(row)]
    width = len(table.columns)
    for row, cells in zip(table.rows(), plain[1:], strict=True):
        assert [cell or "" for cell in row.cells] == cells[:width]


@pytest.mark.samples
@pytest.mark.parametrize("name", STATED)
def test_every_row_and_cell_of_a_sample_is_accounted_for(samples: Path, name: str) -> None:
    table = open_table(samples / name)
    wanted = table.columns[::2]
    accounting, report = Accounting(table.columns, wanted), ImportReport()
    filled = 0
    for row in table.rows():
        accounting.row(row)
        accounting.used(*wanted)
        filled += sum(cell is not None and str(cell).strip() != "" for cell in row.cells)
    accounting.finish(report)
    assert report.rows == {"read": STATED[name][0], "taken": STATED[name][0], "refused": 0}
    assert sum(report.cells.values()) == filled
    assert report.cells["refused"] == report.cells["mapped"] == 0


@pytest.mark.samples
def test_the_monitoring_series_hold_as_many_points_as_stated(samples: Path) -> None:
    folder = samples / "ms_cloud_monitoring"
    stated = json.loads((folder / "expected.json").read_text())
    counted = {
        str(path.relative_to(folder)): sum(1 for _row in open_table(path).rows())
        for path in sorted(folder.rglob("*.csv"))
    }
    assert counted == {name: rows for name, (rows, _) in stated["per_file_rows_labels"].items()}
    assert sum(counted.values()) == stated["points"] == 91_061


@pytest.mark.samples
def test_the_chinese_export_has_its_preamble_and_types(samples: Path) -> None:
    table = open_table(samples / "feedback/qimai_export_sample.xlsx")
    assert table.columns == ("#1", "发表时间", "作者", "评级", "标题", "内容")
    assert table.header_row == 3
    assert table.preamble[0] == "米家_评论详情"
    assert len(table.preamble) == 2


@pytest.mark.samples
@pytest.mark.parametrize("name", ["ab_data.csv", "cookie_cats.csv"])
def test_web_pages_are_refused(samples: Path, name: str) -> None:
    with pytest.raises(UserError, match=f"{name} is a web page, not a table"):
        open_table(samples / "html_saved_as_csv" / name)
