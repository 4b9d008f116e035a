"""Secrets in the system's keyring; each way it can fail is one sentence, and it cannot hang."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from cockpit.domain.errors import EnvironmentProblem, UserError
from cockpit.i18n import N_, _

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

T = TypeVar("T")

SERVICE = "ops-cockpit"
# Long enough for a person to type the password of a locked keyring into the system's window.
DEADLINE_SECONDS = 40.0
# Windows keeps 2,560 bytes of a secret, two for each character.
LONGEST_SECRET = 1_280

# Backends that keep secrets readable for everybody, or not at all. The first word of a module
# such as keyrings.alt.file is enough: all of them are stores of last resort.
UNSAFE_MODULES = ("keyrings.alt", "keyring.backends.null")
ABSENT_MODULES = ("keyring.backends.fail",)

ABSENT = N_(
    "This computer has no keyring that Ops Cockpit can use. "
    "Log in to a desktop with one (GNOME Keyring, KWallet, macOS, Windows), then try again."
)
UNSAFE = N_(
    "The keyring {name} would keep the key unprotected, so it is not used. "
    "Choose another one in the settings of Python keyring."
)
LOCKED = N_("The keyring is locked. Unlock it, then try again.")
SLOW = N_("The keyring did not answer within {seconds} seconds. Try again.")
FAILED = N_("The keyring failed ({reason}). Nothing was changed.")


def store(name: str, value: str) -> None:
    """Keep a secret under a name. Raises EnvironmentProblem unless it reads back the same."""

    def work(backend: KeyringBackend) -> bool:
        backend.set_password(SERVICE, name, value)
        return backend.get_password(SERVICE, name) == value

    if not _ask(work):
        raise EnvironmentProblem(_(FAILED).format(reason=_("it forgot the key at once")))


def read(name: str) -> str | None:
    """Return a secret, None when there is none. Raises EnvironmentProblem."""
    return _ask(lambda backend: backend.get_password(SERVICE, name))


def forget(name: str) -> None:
    """Remove a secret; one that is not there is no failure. Raises EnvironmentProblem."""

    def work(backend: KeyringBackend) -> None:
        if backend.get_password(SERVICE, name) is not None:
            backend.delete_password(SERVICE, name)

    _ask(work)


def _ask(work: Callable[[KeyringBackend], T]) -> T:
    """Do work on the keyring in a thread of its own, which a hanging keyring may keep."""
    answers: list[T] = []
    failures: list[BaseException] = []

    def run() -> None:
        try:
            answers.append(work(_backend()))
        except BaseException as error:
            failures.append(error)

    thread = threading.Thread(target=run, name="keyring", daemon=True)
    thread.start()
    thread.join(DEADLINE_SECONDS)
    if answers:
        return answers[0]
    if failures:
        raise _sentence(failures[0]) from failures[0]
    raise EnvironmentProblem(_(SLOW).format(seconds=round(DEADLINE_SECONDS)), retryable=True)


def _backend() -> KeyringBackend:
    """Return the first backend of this computer that protects what it keeps."""
    import keyring

    chosen: Any = keyring.get_keyring()
    # The chainer stands for several backends and would fall back to an unsafe one by itself.
    chained = type(chosen).__module__ == "keyring.backends.chainer"
    candidates = list(chosen.backends) if chained else [chosen]
    for backend in candidates:
        if not _within(backend, UNSAFE_MODULES + ABSENT_MODULES):
            return backend  # type: ignore[no-any-return]
    unsafe = [backend for backend in candidates if _within(backend, UNSAFE_MODULES)]
    if unsafe:
        name = f"{type(unsafe[0]).__module__}.{type(unsafe[0]).__name__}"
        raise EnvironmentProblem(_(UNSAFE).format(name=name))
    raise EnvironmentProblem(_(ABSENT))


def _within(backend: object, modules: tuple[str, ...]) -> bool:
    name = type(backend).__module__
    return any(name == module or name.startswith(f"{module}.") for module in modules)


def _sentence(error: BaseException) -> BaseException:
    """Return the problem to tell a person for what went wrong inside the keyring."""
    from keyring import errors

    if isinstance(error, EnvironmentProblem):
        return error
    if isinstance(error, errors.NoKeyringError):
        return EnvironmentProblem(_(ABSENT))
    if isinstance(error, errors.KeyringLocked) or "dismissed" in str(error).casefold():
        return EnvironmentProblem(_(LOCKED), retryable=True)
    # The name of the failure only: its text may quote what was to be kept.
    reason = type(error).__name__
    return EnvironmentProblem(_(FAILED).format(reason=reason), retryable=True)


@dataclass(frozen=True, slots=True)
class SourceSecrets:
    """The secrets of one workspace's sources, each under workspace id / source id / field."""

    workspace_id: str

    def read(self, source_id: str, key: str) -> str | None:
        """Return a secret, None when there is none. Raises EnvironmentProblem."""
        return read(self._name(source_id, key))

    def store(self, source_id: str, key: str, value: str) -> None:
        """Keep a secret. Raises EnvironmentProblem; UserError when it is empty or too long."""
        if not value or len(value) > LONGEST_SECRET or not value.isprintable():
            raise UserError(
                _("A key has 1 to {count} characters, all on one line.").format(
                    count=LONGEST_SECRET
                )
            )
        store(self._name(source_id, key), value)

    def forget(self, source_id: str, key: str) -> None:
        """Remove a secret; one that is not there is no failure. Raises EnvironmentProblem."""
        forget(self._name(source_id, key))

    def _name(self, source_id: str, key: str) -> str:
        return f"source:{self.workspace_id}/{source_id}/{key}"
