"""Joins what pulls need: the workspace they write, the keyring, the connectors, the network."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

from cockpit.connectors import connectors
from cockpit.domain.pull import Stop
from cockpit.domain.source import ConnectorInfo, Source
from cockpit.services.identity import workspace_id
from cockpit.services.source_ports import Secrets, SyncStore, Told
from cockpit.services.sources import forget_secrets, keep_secrets
from cockpit.settings.secrets import SourceSecrets
from cockpit.storage.sync_workspace import SyncWorkspace
from cockpit.sync.probe import probe
from cockpit.sync.runner import Runner, connector_named, stored_secrets
from cockpit.sync.worker import SyncWorker

T = TypeVar("T")


class Catalogue:
    """The `SourceCatalogue` of this version."""

    def infos(self) -> tuple[ConnectorInfo, ...]:
        """Return what each kind of remote system is."""
        return tuple(each.info for each in connectors())

    def check(self, connector: str, address: str, options: Mapping[str, str], zone: str) -> None:
        """Raise UserError for settings that cannot work."""
        connector_named(connector).check(address, options, zone)


class Desk(SyncWorker, Catalogue):
    """The `SourceDesk` of a window: pulls what is due, and asks keyring and servers beside it.

    `secrets` is called in a thread of the desk.
    """

    def __init__(
        self,
        opened: Callable[[], tuple[SyncStore, Runner]],
        secrets: Callable[[], Secrets],
    ) -> None:
        super().__init__(opened)
        self._secrets = secrets
        # One thread of its own: who asks is not kept waiting by slow pulls.
        self._asking = ThreadPoolExecutor(1, thread_name_prefix="sync-ask")
        self._asked_for = Stop()

    def close(self) -> None:
        """End what is asked and what is pulled, then the threads."""
        self._asked_for.stop()
        self._asking.shutdown(wait=True, cancel_futures=True)
        super().close()

    def keep(self, source_id: str, values: Mapping[str, str], told: Told[tuple[str, ...]]) -> None:
        """Put secrets into the keyring."""
        self._ask(lambda: keep_secrets(self._secrets(), source_id, values), told)

    def forget(self, source: Source, told: Told[None]) -> None:
        """Take a source's secrets out of the keyring."""
        self._ask(lambda: forget_secrets(self._secrets(), source), told)

    def test(self, source: Source, typed: Mapping[str, str], told: Told[tuple[int, int]]) -> Stop:
        """Ask a source for its last day."""
        stop = Stop()
        end = stop.stop
        self._asked_for.register(end)

        def work() -> tuple[int, int]:
            secrets = dict(typed) or stored_secrets(self._secrets(), source)
            try:
                return probe(source, secrets, stop)
            finally:
                self._asked_for.forget(end)

        self._ask(work, told)
        return stop

    def _ask(self, work: Callable[[], T], told: Told[T]) -> None:
        def run() -> None:
            try:
                result = work()
            except Exception as error:
                told(None, error)
            else:
                told(result, None)

        self._asking.submit(run)


def open_runner(path: Path, *, key: bytes | None = None) -> tuple[SyncWorkspace, Runner]:
    """Open a workspace for pulls. Raises UserError and EnvironmentProblem as opening does."""
    store = SyncWorkspace(path, key=key)
    return store, Runner(store, SourceSecrets(workspace_id(store)))


def make_desk(path: Path) -> Desk:
    """Return the desk of a window over a workspace; the caller starts and closes it."""

    def opened() -> tuple[SyncStore, Runner]:
        return open_runner(path)

    def secrets() -> Secrets:
        store = SyncWorkspace(path)
        try:
            return SourceSecrets(workspace_id(store))
        finally:
            store.close()

    return Desk(opened, secrets)
