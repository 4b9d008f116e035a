"""What sources, their runs and quarantine need of the storage, the connectors and the network."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Protocol, TypeVar

from cockpit.domain.source import ConnectorInfo, Quarantine, Source, SourceRow, SyncRun
from cockpit.services.ports import UnitOfWork

if TYPE_CHECKING:
    # numpy comes only with the first points that are pulled.
    from cockpit.domain.points import Points
    from cockpit.domain.pull import Stop

T = TypeVar("T")
# Told the result, or the problem, in a thread of the desk: whoever shows it carries it over.
Told = Callable[[T | None, Exception | None], object]


class SourceReader(Protocol):
    """Bounded questions about sources, runs and quarantine, a few milliseconds each."""

    def sources(self, product_id: str | None = None) -> list[SourceRow]:
        """Return the live sources of a product (None: of all) by name."""

    def source(self, source_id: str) -> SourceRow | None:
        """Return one live source, None when there is none."""

    def sync_runs(self, source_id: str, offset: int = 0, limit: int = 100) -> list[SyncRun]:
        """Return a window of a source's runs, newest first."""

    def quarantine(self, source_id: str, offset: int = 0, limit: int = 100) -> list[Quarantine]:
        """Return a window of the rows of a source that were refused, newest first."""

    def pulled_series(self, source_id: str) -> dict[str, int | None]:
        """Return the keys of the series that a source brought, by their `source_id`.

        None for those that a person has deleted since, themselves or with their figure.
        """

    def known_refusals(self, source_id: str, fingerprints: Sequence[str]) -> set[str]:
        """Return which refused rows are there already, dismissed ones too."""


class SyncStore(Protocol):
    """The workspace as a pull writes it: what it writes is no person's edit, so undo skips it."""

    def reader(self) -> SourceReader:
        """Return a reader."""

    def write(self, action: Callable[[UnitOfWork], object]) -> object:
        """Run a step whose records have a history."""

    def note(self, action: Callable[[UnitOfWork], object]) -> None:
        """Run a step without a history: points, runs and refused rows."""

    def put_points(self, parts: Sequence[tuple[int, Points]]) -> int:
        """Write points of series, by key, over those of the same times, without a history.

        Return how many are new or different.
        """

    def forget_old_runs(self, source_id: str) -> None:
        """Keep the newest runs of a source, and those that refused rows point at."""

    def close(self) -> None:
        """Release the file."""

    def sync_lock(self, source_id: str) -> SyncLock:
        """Return the lock that lets one program at a time pull a source."""


class SyncLock(Protocol):
    """A lock that goes with the program that holds it, however that ends."""

    def take(self) -> bool:
        """Take it; False when another program, or another thread, has it."""

    def free(self) -> None:
        """Give it back."""


class Secrets(Protocol):
    """The secrets of one workspace's sources. Every method raises EnvironmentProblem."""

    def read(self, source_id: str, key: str) -> str | None:
        """Return a secret, None when there is none."""

    def store(self, source_id: str, key: str, value: str) -> None:
        """Keep a secret."""

    def forget(self, source_id: str, key: str) -> None:
        """Remove a secret."""


class SourceCatalogue(Protocol):
    """The kinds of remote systems that there are."""

    def infos(self) -> tuple[ConnectorInfo, ...]:
        """Return what each kind is, and its form."""

    def check(self, connector: str, address: str, options: Mapping[str, str], zone: str) -> None:
        """Raise UserError for settings that cannot work."""


class SourceDesk(SourceCatalogue, Protocol):
    """What a page asks of the pulls that run beside it; every method but `ask` returns at once.

    What happened is seen in the workspace, as after the commits of another program.
    """

    def pull_now(self, source_id: str) -> None:
        """Pull a source as soon as a thread is free, whatever its schedule says."""

    def cancel(self, source_id: str) -> None:
        """End the pull of a source within a second."""

    def running(self) -> frozenset[str]:
        """Return the ids of the sources that are being pulled."""

    def wake(self) -> None:
        """Look at the schedules again: a source was added or changed."""

    def keep(self, source_id: str, values: Mapping[str, str], told: Told[tuple[str, ...]]) -> None:
        """Put secrets into the keyring; `told` gets the names of those kept."""

    def forget(self, source: Source, told: Told[None]) -> None:
        """Take a source's secrets out of the keyring."""

    def test(self, source: Source, typed: Mapping[str, str], told: Told[tuple[int, int]]) -> Stop:
        """Ask a source for its last day with the secrets typed, else those of the keyring.

        `told` gets how many points and refused rows there are. The stop ends it.
        """

    def close(self) -> None:
        """End what runs within a second, then the threads."""
