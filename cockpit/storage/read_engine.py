"""Reads over a workspace's own connections that neither wait for a writer nor stop one."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, Engine, event
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.pool import Pool

from cockpit.storage.engine import sentence_for


class ReadEngine(Engine):
    """An engine over the pool of another one, also when that one replaces its pool.

    The transactions of the other take the write lock as they begin; these see one state of the
    file for as long as they last.
    """

    def __init__(self, source: Engine) -> None:
        self._source = source
        super().__init__(source.pool, source.dialect, source.url, hide_parameters=True)
        path = Path(source.url.database or "")

        @event.listens_for(self, "begin")
        def _begin(connection: Connection) -> None:
            connection.exec_driver_sql("BEGIN")

        @event.listens_for(self, "handle_error", retval=True)
        def _explain(context: ExceptionContext) -> BaseException | None:
            return sentence_for(context.original_exception, path)

    @property
    def pool(self) -> Pool:
        """The pool of the other engine."""
        return self._source.pool

    @pool.setter
    def pool(self, _pool: Pool) -> None:
        """Ignore what the base class wants to keep: the other engine's pool counts."""
