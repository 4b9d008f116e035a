"""Each way a keyring can fail is one sentence, and none of them hangs or leaks."""

from __future__ import annotations

import threading
from typing import Any

import keyring
import pytest
from keyring.errors import InitError, KeyringLocked, NoKeyringError, PasswordSetError

from cockpit.domain.errors import EnvironmentProblem
from cockpit.settings import secrets
from tests.memory_keyring import MemoryKeyring


def backend(module: str, **methods: Any) -> Any:
    """Make a backend as if it came from a module."""
    return type("Kept", (MemoryKeyring,), {"__module__": module, "priority": 1, **methods})()


def use(monkeypatch: pytest.MonkeyPatch, chosen: Any) -> None:
    monkeypatch.setattr(keyring, "get_keyring", lambda: chosen)


def raising(error: Exception) -> Any:
    def method(self: object, *arguments: str) -> None:
        raise error

    return method


def test_a_secret_is_kept_read_and_forgotten() -> None:
    secrets.store("workspace:1", "word")
    assert secrets.read("workspace:1") == "word"
    secrets.forget("workspace:1")
    secrets.forget("workspace:1")
    assert secrets.read("workspace:1") is None


@pytest.mark.parametrize(
    "module", ["keyrings.alt.file", "keyrings.alt.pyfs", "keyring.backends.null"]
)
def test_a_backend_that_protects_nothing_is_refused(
    monkeypatch: pytest.MonkeyPatch, module: str
) -> None:
    use(monkeypatch, backend(module))
    with pytest.raises(EnvironmentProblem, match=rf"{module}\.Kept would keep the key unprotected"):
        secrets.store("workspace:1", "word")
    with pytest.raises(EnvironmentProblem, match="unprotected"):
        secrets.read("workspace:1")


def test_a_chain_of_backends_is_used_without_its_unsafe_links(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    unsafe, safe = backend("keyrings.alt.file"), backend("keyring.backends.SecretService")
    unsafe.set_password = raising(AssertionError("the unsafe backend was used"))
    chain = backend("keyring.backends.chainer", backends=[unsafe, safe])
    use(monkeypatch, chain)
    secrets.store("workspace:1", "word")
    assert secrets.read("workspace:1") == "word"
    chain.backends[:] = [unsafe]
    with pytest.raises(EnvironmentProblem, match="unprotected"):
        secrets.read("workspace:1")
    chain.backends[:] = []
    with pytest.raises(EnvironmentProblem, match="no keyring"):
        secrets.read("workspace:1")


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (NoKeyringError("x"), "has no keyring"),
        (KeyringLocked("x"), "is locked"),
        (InitError("Prompt dismissed.."), "is locked"),
        (PasswordSetError("s3cret could not be kept"), r"failed \(PasswordSetError\)"),
        (OSError("s3cret"), r"failed \(OSError\)"),
    ],
)
def test_each_failure_is_a_sentence_without_the_secret(
    monkeypatch: pytest.MonkeyPatch, error: Exception, said: str
) -> None:
    use(monkeypatch, backend("keyring.backends.SecretService", set_password=raising(error)))
    with pytest.raises(EnvironmentProblem, match=said) as caught:
        secrets.store("workspace:1", "s3cret")
    assert "s3cret" not in str(caught.value)


def test_no_keyring_at_all_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    from keyring.backends.fail import Keyring

    chosen: Any = Keyring
    use(monkeypatch, chosen())
    with pytest.raises(EnvironmentProblem, match="has no keyring"):
        secrets.read("workspace:1")


def test_a_keyring_that_forgets_at_once_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    forgetful = backend("somewhere", set_password=lambda self, service, name, value: None)
    use(monkeypatch, forgetful)
    with pytest.raises(EnvironmentProblem, match="forgot"):
        secrets.store("workspace:1", "word")


def test_a_keyring_that_hangs_is_left_alone_after_the_deadline(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    free = threading.Event()
    use(monkeypatch, backend("somewhere", get_password=lambda *arguments: free.wait(20)))
    monkeypatch.setattr(secrets, "DEADLINE_SECONDS", 0.05)
    with pytest.raises(EnvironmentProblem, match="did not answer") as caught:
        secrets.read("workspace:1")
    assert caught.value.retryable
    free.set()
    for thread in threading.enumerate():
        if thread.name == "keyring":
            thread.join()
