"""Bounded questions of the overview."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import select

from cockpit.domain.organisation import Release
from cockpit.domain.overview import Happening
from cockpit.storage import tables
from cockpit.storage.journal import label_of
from cockpit.storage.reader import SqlReader


class SqlOverviewReader(SqlReader):
    """Answers the questions of the overview."""

    def releases(self, product_id: str) -> list[Release]:
        """Return the releases of a product by date, those without one last."""
        found = self.all(Release, product_id=product_id)
        return sorted(found, key=lambda release: (release.released_on or date.max, release.id))

    def happenings(self, since: datetime | None = None, limit: int = 20) -> list[Happening]:
        """Return the standing steps after an instant, newest first."""
        step = tables.step
        query = select(step).where(step.c.undone_by.is_(None), step.c.action == "edit")
        if since is not None:
            query = query.where(step.c.at > since)
        with self._engine.connect() as connection:
            return [
                Happening(
                    at=row.at if isinstance(row.at, datetime) else datetime.fromisoformat(row.at),
                    label=label_of(row),
                    person=row.person,
                )
                for row in connection.execute(query.order_by(step.c.id.desc()).limit(limit))
            ]
