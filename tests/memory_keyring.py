"""A keyring backend that keeps secrets in memory, so that no test touches a person's own."""

from __future__ import annotations

from keyring.backend import KeyringBackend
from keyring.errors import PasswordDeleteError

SECRETS: dict[tuple[str, str], str] = {}


class MemoryKeyring(KeyringBackend):
    """Holds every secret in SECRETS, which conftest empties before each test."""

    priority = 1

    def get_password(self, service: str, username: str) -> str | None:
        return SECRETS.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        SECRETS[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        try:
            del SECRETS[service, username]
        except KeyError as error:
            raise PasswordDeleteError(username) from error
