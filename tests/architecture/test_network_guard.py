"""The guard that keeps tests off the network must itself work."""

from __future__ import annotations

import socket

import pytest


@pytest.mark.parametrize("address", [("192.0.2.1", 80), ("example.invalid", 443)])
def test_a_socket_that_leaves_the_machine_is_refused(address: tuple[str, int]) -> None:
    with (
        socket.socket(socket.AF_INET, socket.SOCK_STREAM) as outgoing,
        pytest.raises(AssertionError, match="reached for the network"),
    ):
        outgoing.connect(address)


def test_the_loopback_is_in_reach() -> None:
    with (
        socket.create_server(("127.0.0.1", 0)) as server,
        socket.create_connection(server.getsockname()) as outgoing,
    ):
        outgoing.sendall(b"x")
        incoming, _ = server.accept()
        with incoming:
            assert incoming.recv(1) == b"x"


def test_the_keyring_of_a_test_is_in_memory() -> None:
    import keyring

    keyring.set_password("cockpit", "source", "secret")
    assert keyring.get_password("cockpit", "source") == "secret"
    assert type(keyring.get_keyring()).__name__ == "MemoryKeyring"
