"""One window per workspace: the first start holds a lock, a later one raises its window."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QDeadlineTimer, QLockFile, QObject, QThread

if TYPE_CHECKING:
    from PySide6.QtNetwork import QLocalServer

WAIT_MILLISECONDS = 5_000


class SingleWindow(QObject):
    """Held for as long as the window of a workspace is open."""

    def __init__(self, workspace: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._path = str(workspace.resolve())
        # Beside the workspace, so that two people on one machine exclude each other as well.
        self._lock = QLockFile(self._path + ".lock")
        self._lock.setStaleLockTime(0)
        self._server: QLocalServer | None = None

    def take(self) -> bool:
        """Return whether this start is the one to open the window.

        Otherwise the window that is open has been asked to come forward.
        """
        if not self._lock.tryLock(0):
            self._ask_to_raise()
            return False
        return True

    def listen(self, on_raise: Callable[[], object]) -> None:
        """Hear later starts knock from now on; they keep knocking until then."""
        from PySide6.QtNetwork import QLocalServer

        server = QLocalServer(self)
        server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        name = self._socket_name()
        QLocalServer.removeServer(name)
        server.listen(name)
        server.newConnection.connect(lambda: self._on_knock(on_raise))
        self._server = server

    def release(self) -> None:
        """Let the next start open the window."""
        if self._server is not None:
            self._server.close()
        self._lock.unlock()

    def _socket_name(self) -> str:
        import hashlib  # with QtNetwork it waits until the window is painted

        return "ops-cockpit-" + hashlib.sha256(self._path.encode()).hexdigest()[:24]

    def _on_knock(self, on_raise: Callable[[], object]) -> None:
        assert self._server is not None
        while (socket := self._server.nextPendingConnection()) is not None:
            socket.disconnectFromServer()
            socket.deleteLater()
        on_raise()

    def _ask_to_raise(self) -> None:
        """Knock until the first start listens: it may have the lock and not listen yet."""
        from PySide6.QtNetwork import QLocalSocket

        name = self._socket_name()
        deadline = QDeadlineTimer(WAIT_MILLISECONDS)
        while not deadline.hasExpired():
            socket = QLocalSocket()
            socket.connectToServer(name)
            if socket.waitForConnected(200):
                socket.disconnectFromServer()
                return
            QThread.msleep(50)
