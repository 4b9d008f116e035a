"""What the page of sources asks the services and the desk to do."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from cockpit.domain.source import Source
from cockpit.i18n import _
from cockpit.services import sources

if TYPE_CHECKING:
    from cockpit.services.source_ports import SourceDesk
    from cockpit.ui.session import Session


class Carrier(QObject):
    """Brings answers of the desk's threads over to the GUI thread."""

    _arrived = Signal(object, object, object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._arrived.connect(lambda then, result, error: then(result, error))

    def over(self, then: Callable[[Any, Exception | None], object]) -> Callable[..., object]:
        """Return what a thread may call, so that `then` is called on the GUI thread."""
        return lambda result, error: self._arrived.emit(then, result, error)


def add(
    session: Session,
    desk: SourceDesk,
    product_id: str,
    fields: dict[str, Any],
    then: Callable[[str], object],
) -> None:
    """Add a source, look at the schedules and hand its id on."""

    def done(_changes: object) -> None:
        desk.wake()
        then(fields["source_id"])

    session.write(lambda uow: sources.add_source(uow, desk, product_id, **fields), done)


def edit(
    session: Session,
    desk: SourceDesk,
    source_id: str,
    fields: dict[str, Any],
    then: Callable[[str], object] = lambda _id: None,
) -> None:
    """Set fields of a source and look at the schedules."""

    def done(_changes: object) -> None:
        desk.wake()
        then(source_id)

    session.write(lambda uow: sources.edit_source(uow, desk, source_id, **fields), done)


def pause(session: Session, source_id: str, *, paused: bool) -> None:
    """Pause a source, or go on with it."""

    def done(_changes: object) -> None:
        if session.desk is not None:
            session.desk.wake()

    session.write(lambda uow: sources.pause_source(uow, source_id, paused=paused), done)


def remove(session: Session, carrier: Carrier, source: Source) -> None:
    """Remove a source; its key leaves the keyring, which undo cannot bring back."""
    desk = session.desk

    def forgotten(_result: None, error: Exception | None) -> None:
        if error is not None:
            session.report(error)

    def done(_changes: object) -> None:
        if desk is not None and source.secret_keys:
            desk.forget(source, carrier.over(forgotten))
            session.reported.emit(
                _("The key of “{name}” was taken out of the keyring.").format(name=source.name)
            )

    if desk is not None:
        desk.cancel(source.id)
    session.write(lambda uow: sources.remove_source(uow, source.id), done)


def dismiss(session: Session, ids: Sequence[str]) -> None:
    """Take refused rows off the list."""
    session.write(lambda uow: sources.dismiss_quarantine(uow, ids))
