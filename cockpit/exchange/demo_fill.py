"""Writes the demo into a workspace: its boards, figures, risks and feedback, and their links."""

from __future__ import annotations

from cockpit.domain.entity import Entity
from cockpit.domain.feedback import Feedback, FeedbackTag, Tag
from cockpit.domain.item import Comment, Link, usual_link
from cockpit.domain.kpi import Annotation, Kpi, Series
from cockpit.domain.organisation import Customer, Launch, Person, Product, Release
from cockpit.domain.risk import Risk, RiskAssessment
from cockpit.domain.task import Task
from cockpit.exchange.demo import SYSTEM, DemoContent, DemoLaunch
from cockpit.exchange.demo_feedback import contact_of
from cockpit.exchange.demo_feedback_records import DemoFeedback
from cockpit.exchange.demo_kpis import DemoKpi
from cockpit.exchange.demo_risks import CURRENCY, DemoAssessment, DemoComment
from cockpit.i18n import N_
from cockpit.services.board_import import BoardMerge
from cockpit.services.kpis import GAP
from cockpit.services.ports import UnitOfWork


def fill_demo(uow: UnitOfWork, content: DemoContent, batch: str) -> None:
    """Write everything as one batch: undo takes all of it away."""
    _Fill(uow, content, batch).run()
    uow.describe(N_("Filled the workspace with the demonstration"))


class _Fill:
    """One filling; remembers what the records made so far are called in the data files."""

    def __init__(self, uow: UnitOfWork, content: DemoContent, batch: str) -> None:
        self._uow = uow
        self._content = content
        self._batch = batch
        self._product = Product(name=content.product_name, batch_id=batch)
        self._launches: dict[str, str] = {}
        self._people: dict[str, str] = {}
        self._items: dict[str, Entity] = {}

    def run(self) -> None:
        """Write product, launches and boards, then what refers to them."""
        self._uow.add(self._product)
        for launch in self._content.launches:
            self._launch(launch)
        keys = {
            f"{SYSTEM}:person:{one.key}": one.key for one in self._content.launches[0].board.people
        }
        for person in self._uow.find_in(Person, "source_id", keys):
            self._people[keys[person.source_id or ""]] = person.id
        for position, kpi in enumerate(self._content.kpis, 1):
            self._kpi(position, kpi)
        self._marks()
        self._know_tasks()
        self._link_figures()
        self._risks()
        self._feedback()

    def _launch(self, launch: DemoLaunch) -> None:
        made = Launch(
            product_id=self._product.id,
            name=launch.name,
            phase=launch.phase,
            go_live_on=launch.go_live_on,
            batch_id=self._batch,
        )
        self._launches[launch.board.key] = made.id
        self._uow.add(made)
        for release in launch.releases:
            self._uow.add(
                Release(
                    product_id=self._product.id,
                    launch_id=made.id,
                    version=release.version,
                    platform=release.platform,
                    released_on=release.released_on,
                    roll_out=release.roll_out,
                    batch_id=self._batch,
                )
            )
        BoardMerge(self._uow, launch.board, made.id, self._batch).run()

    def _kpi(self, position: int, kpi: DemoKpi) -> None:
        from cockpit.domain.points import make_points

        made = Kpi(
            product_id=self._product.id,
            name=kpi.name,
            unit=kpi.unit,
            decimals=kpi.decimals,
            direction=kpi.direction,
            aggregation=kpi.aggregation,
            grain=kpi.grain,
            zone=kpi.zone,
            definition=kpi.definition,
            owner_id=self._people[kpi.owner],
            origin=kpi.origin,
            position=GAP * position,
            batch_id=self._batch,
        )
        self._items[f"kpi {kpi.key}"] = made
        self._uow.add(made)
        for place, line in enumerate(kpi.series, 1):
            series = Series(
                kpi_id=made.id,
                key=self._uow.new_series_key(),
                name=line.name,
                is_target=line.is_target,
                position=GAP * place,
                batch_id=self._batch,
            )
            self._uow.add(series)
            times, values, flags = zip(*line.points, strict=True)
            self._uow.put_points(series.key, make_points(times, values, flags))

    def _marks(self) -> None:
        for mark in self._content.marks:
            made = Annotation(
                product_id=self._product.id,
                text=mark.text,
                starts_at=mark.starts_at,
                ends_at=mark.ends_at,
                kind=mark.kind,
                batch_id=self._batch,
            )
            self._items[f"mark {mark.key}"] = made
            self._uow.add(made)

    def _know_tasks(self) -> None:
        """Find the tasks that the boards made, to link them by their keys."""
        for launch in self._content.launches:
            scope = f"{SYSTEM}:{launch.board.key}:{Task.KIND}:"
            sources = {f"{scope}{task.key}": task.key for task in launch.board.tasks}
            for task in self._uow.find_in(Task, "source_id", sources):
                self._items[f"task {sources[task.source_id or '']}"] = task

    def _link_figures(self) -> None:
        for kpi in self._content.kpis:
            for task in kpi.tasks:
                self._link(f"task {task}", f"kpi {kpi.key}")
        for mark in self._content.marks:
            for task in mark.tasks:
                self._link(f"task {task}", f"mark {mark.key}")

    def _risks(self) -> None:
        risks = self._content.risks
        first = self._uow.next_number(Risk, self._product.id, len(risks))
        for number, risk in enumerate(risks, first):
            made = Risk(
                product_id=self._product.id,
                launch_id=self._launches[risk.launch],
                number=number,
                title=risk.title,
                cause=risk.cause,
                effect=risk.effect,
                category=risk.category,
                owner_id=self._people[risk.owner],
                response=risk.response,
                status=risk.status,
                review_on=risk.review_on,
                strategy=risk.strategy,
                closed_at=risk.closed_at,
                created_at=risk.created_at,
                batch_id=self._batch,
            )
            self._items[f"risk {risk.key}"] = made
            self._uow.add(made, *(self._assessment(made, one) for one in risk.assessments))
            self._comments(made, risk.comments)
            for task in risk.tasks:
                self._link(f"task {task}", f"risk {risk.key}")
            for kpi in risk.kpis:
                self._link(f"kpi {kpi}", f"risk {risk.key}")
            for mark in risk.marks:
                self._link(f"mark {mark}", f"risk {risk.key}")

    def _assessment(self, risk: Risk, one: DemoAssessment) -> RiskAssessment:
        ranges = {
            f"{name}_{end}": value
            for name, pair in (
                ("probability", one.probability),
                ("cost", one.cost),
                ("days", one.days),
            )
            if pair is not None
            for end, value in zip(("low", "high"), pair, strict=True)
        }
        return RiskAssessment(
            risk_id=risk.id,
            tier=one.tier,
            likelihood=one.likelihood,
            impact=one.impact,
            at=one.at,
            note=one.note,
            currency=CURRENCY if one.cost else "",
            created_at=one.at,
            batch_id=self._batch,
            **ranges,  # type: ignore[arg-type]
        )

    def _comments(self, item: Entity, comments: tuple[DemoComment, ...]) -> None:
        for comment in comments:
            self._uow.add(
                Comment(
                    item_kind=item.KIND,
                    item_id=item.id,
                    author_id=self._people[comment.author],
                    text=comment.text,
                    created_at=comment.at,
                    batch_id=self._batch,
                )
            )

    def _feedback(self) -> None:
        items = self._content.feedback
        names = dict.fromkeys(item.customer for item in items if item.customer)
        customers = {name: self._customer(name) for name in names}
        tags = {
            name: Tag(product_id=self._product.id, name=name, colour=at % 8, batch_id=self._batch)
            for at, name in enumerate(dict.fromkeys(tag for item in items for tag in item.tags))
        }
        self._uow.add(*customers.values(), *tags.values())
        first = self._uow.next_number(Feedback, self._product.id, len(items))
        for number, item in enumerate(items, first):
            customer = customers.get(item.customer)
            made = self._feedback_item(number, item, customer.id if customer else None)
            self._items[f"feedback {number}"] = made
            self._uow.add(made)
            for tag in item.tags:
                self._uow.add(
                    FeedbackTag(
                        feedback_id=made.id,
                        tag_id=tags[tag].id,
                        created_at=made.created_at,
                        batch_id=self._batch,
                    )
                )
            self._comments(made, item.comments)
            for link in item.links:
                self._link(f"feedback {number}", link)

    def _customer(self, name: str) -> Customer:
        return Customer(
            product_id=self._product.id,
            name=name,
            contact=contact_of(name),
            batch_id=self._batch,
        )

    def _feedback_item(self, number: int, item: DemoFeedback, customer: str | None) -> Feedback:
        return Feedback(
            product_id=self._product.id,
            number=number,
            subject=item.subject,
            text=item.text,
            status=item.status,
            type=item.type,
            channel=item.channel,
            rating=item.rating,
            customer_id=customer,
            received_at=item.received_at,
            author=item.author,
            version=item.version,
            platform=item.platform,
            country=item.country,
            reply=item.reply,
            answered_at=item.answered_at,
            done_at=item.done_at,
            snoozed_until=item.snoozed_until,
            created_at=item.received_at,
            batch_id=self._batch,
        )

    def _link(self, one: str, other: str) -> None:
        """Link two items by what they are called in the data files, as their kinds usually are."""
        ends = [(self._items[name].KIND, self._items[name].id) for name in (one, other)]
        (a_kind, a_id), (b_kind, b_id), role = usual_link(*ends)
        self._uow.add(
            Link(
                a_kind=a_kind, a_id=a_id, b_kind=b_kind, b_id=b_id, role=role, batch_id=self._batch
            )
        )
