"""One item of every kind whose every text is longer than anybody plans."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Final

from cockpit.domain.feedback import Feedback
from cockpit.domain.kpi import Aggregation, Direction, Kpi, Series
from cockpit.domain.organisation import Launch, Person
from cockpit.domain.points import make_points
from cockpit.domain.quick_add import parse_quick_add
from cockpit.domain.risk import AssessmentTier, ResponseStrategy
from cockpit.domain.source import Quarantine, RunStatus, Source, SyncRun
from cockpit.i18n import Language
from cockpit.services import feedback, kpis, risks
from cockpit.services.ports import UnitOfWork
from tests.ui.page_states import LABEL, LONG, PERSON, TODAY

LAUNCH: Final = {
    "en": "One-tap Pay 2.0 for merchants on the mainland, in Hong Kong, Macau and Taiwan",
    "zh": "一键支付 2.0：中国大陆、香港、澳门和台湾地区全部线下与线上商户同步上线",
}
KPI: Final = {
    "en": "Payments with a saved card that succeeded at the first attempt, all channels",
    "zh": "用已保存银行卡支付、第一次尝试就成功的订单在全部渠道订单里所占的比例",
}
UNIT: Final = {"en": "orders per thousand active users", "zh": "笔／每千名日活跃用户"}
URL: Final = "https://metrics.example.com/" + "deep/" * 30
RUNNING: Final = "running-source"
NOW: Final = datetime(2026, 11, 24, 4, 0, tzinfo=UTC)


class Long:
    """The ids of what was written."""

    def __init__(self, lang: Language) -> None:
        self.lang = lang
        self.risk = self.item = self.kpi = self.failing = ""

    def write(self, uow: UnitOfWork) -> None:
        """Write everything, in the launch that goes live last and its product."""
        launch = max(uow.find(Launch), key=lambda x: x.go_live_on or date.min)
        uow.save(replace(launch, name=LAUNCH[self.lang]))
        person = next(p for p in uow.find(Person) if p.name == PERSON[self.lang])
        self._risk(uow, launch, person)
        self._item(uow, launch.product_id)
        self._kpi(uow, launch.product_id, person)
        self._sources(uow, launch.product_id)

    def _risk(self, uow: UnitOfWork, launch: Launch, person: Person) -> None:
        text = LONG[self.lang]
        risk = risks.create_risk(
            uow, launch.product_id, text, launch_id=launch.id, cause=text, effect=text,
            category=LABEL[self.lang], owner_id=person.id, response=text,
            strategy=ResponseStrategy.REDUCE, review_on=TODAY - timedelta(days=400),
        )  # fmt: skip
        figures = {
            "cost_low": 123_456_789_00, "cost_high": 9_876_543_210_00, "currency": "CNY",
            "days_low": 12.5, "days_high": 365.0, "probability_low": 0.25,
            "probability_high": 0.85, "note": text,
        }  # fmt: skip
        at = datetime(2026, 11, 1, tzinfo=UTC)
        for tier, cell in ((AssessmentTier.INHERENT, 4), (AssessmentTier.CURRENT, 5)):
            risks.assess(
                uow, [risk.id], tier, at=at + timedelta(days=cell), likelihood=cell,
                impact=cell, **figures,
            )  # fmt: skip
        risks.assess(uow, [risk.id], AssessmentTier.RESIDUAL, at=at, likelihood=2, impact=3)
        risks.add_action(uow, risk.id, parse_quick_add(text, TODAY), launch.id)
        self.risk = risk.id

    def _item(self, uow: UnitOfWork, product_id: str) -> None:
        text = LONG[self.lang]
        item = feedback.create_feedback(
            uow, product_id, f"{text}\n\n{URL}\n\n{text}", author=PERSON[self.lang],
            channel=LABEL[self.lang], received_at=NOW,
        )  # fmt: skip
        uow.save(
            replace(
                uow.get(Feedback, item.id), subject=text, rating=2,
                version="2.0.17-rc.3+build.90210",
                platform="HarmonyOS NEXT 5.0.1.120", country="CN", url=URL, reply=text,
            )
        )  # fmt: skip
        for name in (LABEL[self.lang], PERSON[self.lang], "iOS"):
            feedback.toggle_tag(uow, [item.id], name)
        self.item = item.id

    def _kpi(self, uow: UnitOfWork, product_id: str, person: Person) -> None:
        text = LONG[self.lang]
        kpi = kpis.create_kpi(
            uow, product_id, KPI[self.lang], unit=UNIT[self.lang], decimals=2,
            direction=Direction.DOWN, aggregation=Aggregation.SUM, definition=text, origin=text,
            owner_id=person.id,
        )  # fmt: skip
        first = uow.find(Kpi, "position", product_id=product_id)[0]
        kpis.move_kpi(uow, kpi.id, first.id)
        start = round(NOW.timestamp() * 1000) - 4 * 3_600_000
        times = [start - day * 86_400_000 for day in range(1, 90)]
        points = make_points(times, [1.25e9 + (day % 7) * 1e8 for day in range(1, 90)])
        [series] = uow.find_in(Series, "kpi_id", [kpi.id])
        kpis.put_points(uow, series.id, points)
        target = kpis.create_series(uow, kpi.id, text, is_target=True)
        kpis.put_points(uow, target.id, make_points(times, [1.1e9] * len(times)))
        for days in (4, 5, 20):
            kpis.annotate(uow, product_id, text, NOW - timedelta(days=days))
        self.kpi = kpi.id

    def _sources(self, uow: UnitOfWork, product_id: str) -> None:
        text = LONG[self.lang]
        looks = ((text, RunStatus.FAILED), (LABEL[self.lang], RunStatus.RUNNING), ("A", "ok"))
        for number, (name, status) in enumerate(looks):
            source = Source(
                product_id=product_id, name=name, connector="prometheus", address=URL,
                options=json.dumps({"queries": f"{text} = sum(rate(x[5m]))"}),
                zone="America/Argentina/Buenos_Aires", secret_keys="key",
            )  # fmt: skip
            if status is RunStatus.RUNNING:
                source = replace(source, id=RUNNING)
            run = SyncRun(
                run_source_id=source.id, started_at=NOW - timedelta(minutes=20),
                ended_at=None if status is RunStatus.RUNNING else NOW - timedelta(minutes=19),
                status=RunStatus(status), error=text if status is RunStatus.FAILED else "",
                pulled=12_345_678, updated=1_234_567, quarantined=3 * number,
            )  # fmt: skip
            uow.add(source, run)
            if status is RunStatus.FAILED:
                self.failing = source.id
                uow.add(*(_refused(source, run, text, place) for place in range(1, 4)))


def _refused(source: Source, run: SyncRun, text: str, place: int) -> Quarantine:
    return Quarantine(
        run_source_id=source.id, run_id=run.id, place=f"row {place}", raw=URL * 4, reason=text
    )
